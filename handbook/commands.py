"""The commands: each takes the parsed options and returns an exit code."""

from __future__ import annotations

import errno
import gc
import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.paths import EXAMPLES, ROOT, SCHOOL_FILE, SCHOOL_SCHEMA, SITE, shown

if TYPE_CHECKING:
    from handbook.school.load import LoadedSchool


_FOR_A_SERVER = "It is for a web server. To open it from a folder or a USB stick, build with --offline."


def serve(options: Namespace) -> int:
    """Show the handbook in the browser, following every save, until Ctrl-C."""
    from handbook import preview, project

    school = project.load(options.school).school
    try:
        server = preview.listen(options.port)
    except OSError as error:
        taken = "is reserved for others" if error.errno == errno.EACCES else "is in use: perhaps another preview is running"
        other = 8000 if options.port < 1024 else options.port + 1
        print(f"Port {options.port} of this computer {taken}.\nStop that one, or choose another port:  serve --port {other}", file=sys.stderr)
        return 2
    print(f"Making the handbook of {school} …{_invented(school)}", file=sys.stderr, flush=True)
    preview.run(server, options.school)
    return 0


def build(options: Namespace) -> int:
    """Write the finished site."""
    # A build makes millions of objects and throws nearly all away at once; looking for forgotten ones costs a twentieth of its time.
    gc.disable()
    try:
        return _build(options)
    finally:
        gc.enable()


def _build(options: Namespace) -> int:
    from handbook.facts.fingerprints import listed
    from handbook.site import BuildError, build_site
    from handbook.site_address import AddressError, site_address

    try:
        named = "" if options.offline else os.environ.get("HANDBOOK_SITE_URL", "")
        site_url = options.site_url or (site_address(named) if named else "")
    except AddressError as error:
        print(f"HANDBOOK_SITE_URL: {error}", file=sys.stderr)
        return 2
    try:
        built = build_site(options.school, (options.out or SITE).resolve(), options.release, options.offline, site_url, options.documents)
    except BuildError as error:
        print(f"{error}\n\nNothing was written; the previous site, if any, is as it was.", file=sys.stderr)
        return 1
    out = shown((options.out or SITE).resolve())
    print(f"{built.pages} pages written to {out}: the handbook of {built.school}.{_invented(built.school)}")
    print(f"Open it:  {Path(out, 'index.html')}" if options.offline else _FOR_A_SERVER)
    if built.unreviewed:
        print(f"\nChanged without a review, so that this could not be released:\n{listed(built.unreviewed)}", file=sys.stderr)
    return 0


def _invented(school: LoadedSchool) -> str:
    return "\nThis is a made-up school. Make your own school's file:  python3 scripts/handbook.py school new" if school.is_example else ""


def test(options: Namespace) -> int:
    """Run the tests."""
    from handbook.browser import BrowserMissingError, find_browser

    try:
        browser = find_browser(install=True)
    except BrowserMissingError as error:
        print(error, file=sys.stderr)
        return 2
    return subprocess.call([sys.executable, "-m", "pytest", *_for_pytest(options)], cwd=ROOT, env={**os.environ, "HANDBOOK_BROWSER": browser})


def _for_pytest(options: Namespace) -> list[str]:
    typed: list[str] = options.pytest
    if typed:
        return typed
    # Three at a time even on two cores: some tests only wait for a server.
    usual = ["-q", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"]
    return usual if options.all else [*usual, "-m", "not whole"]


def school(options: Namespace) -> int:
    """Make or check a school's file."""
    return {"new": school_new, "check": school_check}[options.action](options)


def school_new(options: Namespace) -> int:
    """Ask the essential questions and write a file."""
    from handbook import project
    from handbook.school.new import ask_and_write
    from handbook.uses import clauses_changed_by, noted

    target = options.file or SCHOOL_FILE
    code = ask_and_write(target)
    if code == 0:
        text = target.read_text(encoding="utf-8")
        target.write_text(noted(text, clauses_changed_by(project.load(target))), encoding="utf-8", newline="\n")
    return code


def school_check(options: Namespace) -> int:
    """Check school files; 1 if one has faults, 0 if all are sound, whether or not they are complete."""
    from handbook.problems import ProblemsError
    from handbook.school.load import SCHOOL_VARIABLE, load

    code = 0
    chosen: list[LoadedSchool] = []
    for path in options.files or [Path(os.environ.get(SCHOOL_VARIABLE) or SCHOOL_FILE)]:
        try:
            loaded = load(path)
        except ProblemsError as error:
            print(f"{error}\n", file=sys.stderr)
            code = 1
            continue
        print("\n".join(_findings(loaded)))
        chosen.append(loaded)
    if chosen:
        print(_choices(chosen[-1]) if len(chosen) == 1 else "\nCheck one file alone to see which clauses its choices change.")
    return code


def _choices(loaded: LoadedSchool) -> str:
    from handbook import project
    from handbook.uses import clauses_changed_by

    choices = loaded.school.choices
    lines = [
        f"  {key}: {getattr(choices, key)} (clauses {', '.join(clauses)})" for key, clauses in clauses_changed_by(project.load(loaded.path)).items()
    ]
    return "\nIts choices, and the clauses of the policy that each changes:\n" + "\n".join(lines)


def _findings(loaded: LoadedSchool) -> list[str]:
    """Return what stands between a school's file and a release, in lines."""
    from handbook.clock import today
    from handbook.school.release import as_list, open_points

    name = f"{shown(loaded.path)} ({loaded.school.identity.name or 'no name yet'})"
    if loaded.is_example:
        return [f"{name}: sound. This is a made-up school, which cannot be released."]
    points = open_points(loaded, today())
    if not points:
        return [f"{name}: complete."]
    return [f"{name}: sound; {len(points)} detail{'s' if len(points) != 1 else ''} still to be completed before a release.", as_list(points)]


def facts(options: Namespace) -> int:
    """List facts due for review, or stamp what somebody has looked up."""
    return facts_stamp(options) if options.action == "stamp" else facts_list(options)


def facts_list(options: Namespace) -> int:
    """List facts due for review and facts changed without one; 1 if any is overdue or changed."""
    from handbook.clock import today
    from handbook.facts.fingerprints import unreviewed
    from handbook.facts.freshness import all_due
    from handbook.facts.load import load

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


def facts_stamp(options: Namespace) -> int:
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


def links(options: Namespace) -> int:
    """Check links, or write moved addresses into the register."""
    from handbook.links import command, fixes

    return {"check": command.check, "fix": fixes.fix}[options.action](options)


def documents(options: Namespace) -> int:
    """Make the documents that the school hands out."""
    from handbook.documents import command

    return command.run(options)


def audit(options: Namespace) -> int:
    """Tell what in old policies is no longer true."""
    from handbook.audit.command import audit as run

    return run(options)


def uses(options: Namespace) -> int:
    """List which pages and clauses ask for something."""
    from handbook import project
    from handbook.uses import uses

    mine = project.load(options.school)
    numbers = {clause.id: clause.number for clause in mine.policy.clauses.values()}
    found = uses(options.name, mine)
    for use in found:
        clauses = f": {', '.join(f'{numbers[name]} ({name})' for name in use.clauses)}" if use.clauses else ""
        print(f"docs/{use.page}{clauses}")
    print(f"{len(found)} page{'s' if len(found) != 1 else ''} ask{'s' if len(found) == 1 else ''} for {options.name}.")
    return 0


def update(options: Namespace) -> int:
    """Write again what is generated and committed."""
    from handbook import generated, project
    from handbook.facts.load import load
    from handbook.school.schema import write_schema
    from handbook.uses import clauses_changed_by, noted

    written = [SCHOOL_SCHEMA] if write_schema() else []
    written += generated.write(load())
    changed = clauses_changed_by(project.load())
    for path in sorted(EXAMPLES.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        if noted(text, changed) != text:
            path.write_text(noted(text, changed), encoding="utf-8")
            written.append(path)
    for path in written:
        print(f"{shown(path)}: written")
    if not written:
        print("All is up to date.")
    return 0
