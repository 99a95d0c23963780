"""``facts`` and its actions: what is due for review, what to compare it with, what somebody has looked up, and what a new guidance touches."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from handbook.commands.options import Commands, add_command


def add(commands: Commands) -> None:
    """Say what may be typed."""
    facts = add_command(commands, "facts", "list facts that are overdue or due soon for review", "facts --within 90")
    facts.add_argument("--within", type=int, default=60, metavar="DAYS", help="how far ahead to look (60 days)")
    facts.add_argument("--json", action="store_true", help="print JSON for machines")
    actions = facts.add_subparsers(dest="action", metavar="review|month|touches|stamp")
    review = add_command(
        actions, "review", "show what to compare a record with, and write its review for whoever has looked", "facts review childline --by editor"
    )
    review.add_argument("record", metavar="ID", help="the record; kind:id where two kinds have the same id")
    review.add_argument("--by", metavar="ROLE", default="", help="who looked: a role, never a name")
    review.add_argument("--against", metavar="WHAT", default="", help="which version or date of the source was seen; without it you are asked")
    month = add_command(
        actions, "month", "list the facts to look at this month, by owner: reviews are spread over the year", "facts month --out reviews"
    )
    month.add_argument("--out", type=Path, metavar="DIR", help="write one list for each owner into a folder, as Markdown for an issue")
    touches = add_command(
        actions, "touches", "list what a new edition of guidance touches, clause by clause: the September update", "facts touches kcsie-2026"
    )
    touches.add_argument("document", metavar="ID", help="the guidance or law whose new edition has come out")
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
    actions = {"stamp": _stamp, "review": _review, "month": _month, "touches": _touches}
    return actions.get(options.action, _list)(options)


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


def _review(options: Namespace) -> int:
    """Show what to compare a record with, and write its review; 1 if nobody has looked, 2 if it cannot be written."""
    from handbook.facts.fingerprints import StampError
    from handbook.facts.load import load
    from handbook.facts.reviewing import renew, to_compare
    from handbook.ground.clock import today

    loaded = load()
    try:
        print(to_compare(loaded, options.record, _changed_sources()))
        by, against = options.by, options.against
        if not against:
            print("\nHave you looked? Then write which version or date of the source you saw. Leave it empty to write nothing.")
            against = _asked("Seen: ")
            by = by or (_asked("Your role, never a name: ") if against else "")
        if not against:
            print("Nothing was written.")
            return 1
        record = renew(loaded, options.record, by, against, today())
    except StampError as error:
        print(f"\n{error}\nNothing was written.", file=sys.stderr)
        return 2
    print(f"\n{record.id}: reviewed on {today()} by the {by}, against {against}")
    return 0


def _asked(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        return ""


def _changed_sources() -> dict[str, tuple[str, ...]]:
    """Return what is new in the pages that the weekly run has seen changed, by link."""
    from handbook.links.sources import read_sources

    return {name: one.new or ("words have gone from it",) for name, one in read_sources().kept.items() if one.changed}


def _month(options: Namespace) -> int:
    """List the facts to look at this month, by owner; 0, because a list is no fault."""
    from handbook.facts.load import load
    from handbook.facts.turns import issues

    found = issues(load(), _changed_sources())
    for owner, text in found.items():
        if options.out:
            options.out.mkdir(parents=True, exist_ok=True)
            name = owner.split()[0].lstrip("@").replace("/", "-")
            (options.out / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
        else:
            print(text)
    print(f"{len(found)} list{'s' if len(found) != 1 else ''}, one for each owner." if found else "Nothing is to be looked at this month.")
    return 0


def _touches(options: Namespace) -> int:
    """List what a document touches, clause by clause."""
    from handbook import project
    from handbook.policy.touched import as_markdown, touched
    from handbook.rendering.uses import uses

    mine = project.load()
    found = touched(options.document, mine.policy, mine.facts)
    print(as_markdown(found, [use.page for use in uses(options.document, mine)]))
    return 0
