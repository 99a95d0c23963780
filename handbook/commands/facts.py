"""``facts`` and ``facts stamp``: what is due for review, and what somebody has looked up."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from handbook.commands.options import Commands, add_command


def add(commands: Commands) -> None:
    """Say what may be typed."""
    facts = add_command(commands, "facts", "list facts that are overdue or due soon for review", "facts --within 90")
    facts.add_argument("--within", type=int, default=60, metavar="DAYS", help="how far ahead to look (60 days)")
    facts.add_argument("--json", action="store_true", help="print JSON for machines")
    actions = facts.add_subparsers(dest="action", metavar="stamp")
    stamp = add_command(
        actions,
        "stamp",
        "write into the review of a record what it says now; whoever does so stands for having looked it up at its source",
        "facts stamp childline nspcc-helpline",
    )
    stamp.add_argument("records", nargs="*", metavar="ID", help="records that somebody has looked up; kind:id where two kinds have the same id")
    stamp.add_argument("--all", action="store_true", help="every record that was never stamped; none that has changed since")


def run(options: Namespace) -> int:
    """List facts due for review, or stamp what somebody has looked up."""
    return _stamp(options) if options.action == "stamp" else _list(options)


def _list(options: Namespace) -> int:
    """List facts due for review and facts changed without one; 1 if any is overdue or changed."""
    from handbook.facts.fingerprints import unreviewed
    from handbook.facts.freshness import all_due
    from handbook.facts.load import load
    from handbook.ground.clock import today

    loaded = load()
    due, changed = all_due(loaded), unreviewed(loaded)
    shown_now = [one for one in due if one.days_left <= options.within]
    if options.json:
        rows = [
            {
                "record": one.record,
                "kind": one.kind,
                "reviewed": str(one.reviewed),
                "due": str(one.due),
                "days_left": one.days_left,
                "overdue": one.overdue,
            }
            for one in shown_now
        ]
        without = [
            {"file": one.file, "line": one.line, "record": one.place.partition(",")[0], "fault": one.fault, "remedy": one.remedy} for one in changed
        ]
        print(json.dumps({"on": str(today()), "facts": len(due), "due": rows, "changed": without}, indent=2))
    else:
        if shown_now:
            print(f"{'Due':<12}{'Days':>6}  {'Reviewed':<12}{'Kind':<30}Record")
        for one in shown_now:
            print(f"{one.due!s:<12}{one.days_left:>6}  {one.reviewed!s:<12}{one.kind:<30}{one.record}")
        for problem in changed:
            print(problem)
        late = sum(one.overdue for one in due)
        print(
            f"{len(due)} facts: {late} overdue, {len(shown_now) - late} due within {options.within} days, "
            f"{len(changed)} changed without a review (as of {today()})."
        )
    return 1 if changed or any(one.overdue for one in due) else 0


def _stamp(options: Namespace) -> int:
    """Stamp records that somebody has looked up; 1 if there are others that have changed, 2 if nothing could be stamped."""
    from handbook.facts.fingerprints import StampError, listed, never_stamped, stamp, unreviewed
    from handbook.facts.load import load

    loaded = load()
    names = [*options.records, *(never_stamped(loaded) if options.all else [])]
    if not names and not options.all:
        print("Name the records that you have looked up, or write --all for every record that was never stamped.", file=sys.stderr)
        return 2
    try:
        stamped = stamp(loaded, names)
    except StampError as error:
        print(f"{error}\nNothing was stamped.", file=sys.stderr)
        return 2
    for record in stamped if options.records else []:
        print(f"{record.id} ({record.kind_in_words}): reviewed on {record.review.on} by the {record.review.by}")
    print(
        f"{len(stamped)} stamped."
        + (
            " Whoever sends in this change stands for it that each was looked up at its source on its day; if not, take the change back."
            if stamped
            else ""
        )
    )
    left = unreviewed(load())
    if left:
        print(f"Others were changed without a review, and were not stamped:\n{listed(left)}", file=sys.stderr)
    return 1 if left else 0
