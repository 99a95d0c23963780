"""``fleet new``, ``check``, ``show``, ``names``, ``build``, ``serve``, ``index``, ``shards``: every school of a trust or council from one source."""

from __future__ import annotations

import argparse
import re
import sys
from argparse import Namespace
from pathlib import Path

from handbook.commands.options import Commands, add_command, port, web_address
from handbook.ground.paths import shown

_ACTIONS = "new|check|show|names|build|serve|index|shards"


def add(commands: Commands) -> None:
    """Say what may be typed."""
    fleet = add_command(commands, "fleet", "make, check and build all schools of a trust or council", "fleet check our-schools")
    actions = fleet.add_subparsers(dest="action", required=True, metavar=_ACTIONS)
    _add_new(actions)
    check = _action(actions, "check", "check all schools at once, and say what the register has changed", "fleet check our-schools --csv state.csv")
    check.add_argument("--register", type=Path, metavar="FILE", help="a newer register, to say what it has changed")
    check.add_argument("--take", action="store_true", help="take over what is offered; what a person wrote is never overwritten")
    check.add_argument("--far-fewer", action="store_true", help="take the register though it holds far fewer schools than the last one")
    check.add_argument("--csv", type=Path, metavar="FILE", help="also write the table as CSV")
    check.add_argument("--json", type=Path, metavar="FILE", help="also write it as JSON")
    _add_only(check)
    show = _action(actions, "show", "say where each value of a school comes from", "fleet show our-schools 100001")
    show.add_argument("urn", metavar="URN", help="the school's number")
    show.add_argument("--whole", type=Path, metavar="FILE", help="write the school's whole file, as it stands without the fleet")
    _action(actions, "names", "give each school a readable name that leads to its handbook, and list them", "fleet names our-schools")
    _add_build(actions)
    serve = _action(actions, "serve", "show any school's handbook in the browser, following every save", "fleet serve our-schools")
    serve.add_argument("--port", type=port, metavar="N", default=8000, help="port on this computer (8000)")
    index = _action(
        actions, "index", "write the page for whoever looks after the fleet: private, not for the web", "fleet index our-schools --out overview"
    )
    index.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the page and its table")
    index.add_argument("--built", type=Path, metavar="DIR", help="where fleet build wrote the sites, to say when each was last built")
    shards = _action(actions, "shards", "divide the fleet among several computers", "fleet shards our-schools --json")
    shards.add_argument("--about", type=_count, metavar="N", default=500, help="about how many schools for one computer (500)")
    shards.add_argument("--shard", type=_shard, metavar="N/M", help="list the schools of this part, one a line")
    shards.add_argument("--json", action="store_true", help="as a matrix of a GitHub Actions workflow")


def _action(actions: Commands, name: str, what: str, example: str) -> argparse.ArgumentParser:
    action = add_command(actions, name, what, example)
    action.add_argument("folder", type=Path, metavar="DIR", help="the fleet's folder")
    return action


def _add_new(actions: Commands) -> None:
    new = _action(
        actions,
        "new",
        "make a fleet's folder from the public register of schools",
        'fleet new our-schools --register edubasealldata.csv --authority "Example Council"',
    )
    new.add_argument("--register", type=Path, required=True, metavar="FILE", help="Get Information about Schools, establishment fields, as CSV")
    whose = new.add_mutually_exclusive_group(required=True)
    whose.add_argument("--authority", metavar="NAME", help="all schools of this council's area")
    whose.add_argument("--trust", metavar="NAME", help="all schools of this trust")
    whose.add_argument("--urns", type=Path, metavar="FILE", help="the schools whose numbers stand in this file, one in each line")


def _add_build(actions: Commands) -> None:
    build = _action(
        actions, "build", "write every school's site, each in a folder named for its number", "fleet build our-schools --out sites --release"
    )
    build.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for all sites")
    _add_only(build)
    build.add_argument("--shard", type=_shard, metavar="N/M", help="only the Nth of M parts of the fleet, for several computers")
    build.add_argument("--release", action="store_true", help="refuse schools with blanks or doubtful details, as  build --release  does")
    build.add_argument(
        "--layout",
        choices=("apart", "shared"),
        default="apart",
        help="apart: each site is whole in its folder; shared: what all have in common stands once in OUT/shared",
    )
    build.add_argument("--documents", action="store_true", help="also make each school's documents in Word and PDF")
    build.add_argument(
        "--site-url",
        type=web_address,
        metavar="ADDRESS",
        help="where the sites will stand, each in a folder named for its number (fleet.yml, address)",
    )
    build.add_argument("--processes", type=_count, metavar="N", help="how many at a time (as many as this computer has cores)")


def _add_only(action: argparse.ArgumentParser) -> None:
    action.add_argument("--only", nargs="+", metavar="URN", default=[], help="only these schools")


def _count(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= 100_000:
        return int(typed)
    raise argparse.ArgumentTypeError(f'"{typed}" is not a number from 1 on.')


def _shard(typed: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", typed)
    if found and 1 <= int(found[1]) <= int(found[2]):
        return int(found[1]), int(found[2])
    raise argparse.ArgumentTypeError(f'"{typed}" is not a part. Write which of how many, for example 3/10.')


def run(options: Namespace) -> int:
    """Do what was asked with a fleet."""
    actions = {"new": _new, "check": _check, "show": _show, "names": _names, "build": _build, "serve": _serve, "index": _index, "shards": _shards}
    return actions[options.action](options)


def _new(options: Namespace) -> int:
    """Make a fleet's folder; 0 when it was made."""
    from handbook.fleet.new import make

    made = make(options.folder, options.register, options.authority or "", options.trust or "", options.urns)
    folder = shown(options.folder)
    if made.told:
        print("In the register:\n" + "\n".join(f"  {one}".replace("\n", "\n  ") for one in made.told), file=sys.stderr)
    for one, reason in made.left_out:
        print(f"Left out: {one.urn} {one.name}: {reason}.", file=sys.stderr)
    print(
        f"{len(made.schools)} schools written to {folder}. Next:\n"
        f"  Open {folder}/fleet.yml and fill in what all share: local services, filtering, choices.\n"
        f"  See what is missing:     python3 scripts/handbook.py fleet check {folder}\n"
        f"  See any handbook:        python3 scripts/handbook.py fleet serve {folder}\n"
        f"  Write all sites:         python3 scripts/handbook.py fleet build {folder} --out sites"
    )
    return 0


def _check(options: Namespace) -> int:
    """Check a fleet; 1 if a school has faults."""
    from handbook.fleet import changes, check, folder, names
    from handbook.fleet.words import Words
    from handbook.ground.clock import today
    from handbook.ground.text_files import save

    fleet = folder.load(options.folder)
    compared = changes.compare(fleet, options.register, options.far_fewer) if options.register else None
    if options.take and compared is None:
        print("--take needs the register:  fleet check DIR --register FILE --take", file=sys.stderr)
        return 2
    if compared and options.take:
        written, left = changes.take(fleet, compared)
        fleet = folder.load(options.folder)
        if (fleet.root / names.FILE).is_file() and names.add(fleet):
            written.append(shown(fleet.root / names.FILE))
        print(f"{len(written)} file{'s' * (len(written) != 1)} changed or written." + "".join(f"\n  {one}" for one in written))
        for problem in left:
            print(problem, file=sys.stderr)
    found = list(check.findings(fleet, fleet.chosen(options.only), today()))
    offered = () if compared is None else compared.changes
    if options.csv:
        save(options.csv, check.as_csv(found, today()))
    if options.json:
        save(options.json, check.as_json(found, today(), offered))
    print(check.as_table(found, today()))
    if unnamed := len(names.missing(fleet, known)) if (known := names.given(fleet)) else 0:
        print(f"\nSchools without a readable name for what they are called now: {unnamed}. Add them:  fleet names {shown(options.folder)}")
    faulty = [one for one in found if one.faults]
    for one in found if options.only else ():
        print("".join(f"\n{one.urn}, {check.told(point)}\n    {point.remedy}" for point in one.doubts))
    blank = check.common_blanks(found)
    if blank:
        print("\nBlank, and in how many schools; what is the same for all belongs in fleet.yml:")
        print("\n".join(f"  {count:>6}  {place}" for place, count in blank))
    if compared and not options.take:
        print(
            f"\nThe register has changed {len(offered)} thing{'s' * (len(offered) != 1)} since it was last taken."
            + ("" if not offered else " Take over what is offered with --take:")
        )
        print("\n".join(f"  {one}" for one in offered))
    shared = Words(fleet).of_all
    problems = [*fleet.strays, *shared.faults, *(fault for one in faulty for fault in one.faults), *(compared.told if compared else ())]
    if shared.doubts:
        print("\nThe words that all schools share cannot be released yet:\n" + "\n".join(map(str, shared.doubts)))
    if problems:
        print("\n" + "\n".join(map(str, problems)), file=sys.stderr)
    complete = sum(one.word == "complete" for one in found)
    print(f"\n{len(found)} schools: {complete} complete, {len(found) - complete - len(faulty)} with blanks or doubts, {len(faulty)} with faults.")
    return 1 if faulty or fleet.strays or shared.faults else 0


def _show(options: Namespace) -> int:
    """Say where a school's values come from, or write its whole file."""
    from handbook.fleet import folder, show
    from handbook.ground.text_files import save

    fleet = folder.load(options.folder)
    one = fleet.school(fleet.chosen([options.urn])[0])
    if options.whole:
        if options.whole.exists():
            print(f"{shown(options.whole)} exists already and is left as it is. Name another file.", file=sys.stderr)
            return 1
        save(options.whole, show.whole(one, options.whole))
        print(f"{shown(options.whole)} is written: the whole file of {one.loaded.school.identity.name}.")
        return 0
    rows = list(show.origins(one))
    width, most = max(len(name) for name, _, _ in rows), max(len(whose) for _, _, whose in rows)
    print("\n".join(f"{name.ljust(width)}  {whose.ljust(most)}  {value}".rstrip() for name, value, whose in rows))
    return 0


def _names(options: Namespace) -> int:
    """Add names to names.yml and list all."""
    from handbook.fleet import folder, names

    fleet = folder.load(options.folder)
    new = names.add(fleet)
    for name, urn in names.given(fleet).items():
        print(f"{urn:>7}  {name}{'  (new)' if name in new else ''}")
    print(f"\nNew in {shown(options.folder / names.FILE)}: {len(new)}.  fleet build  puts a page for each name beside the sites.")
    return 0


def _build(options: Namespace) -> int:
    """Build a fleet; 0 when every school's site stands as it should, 1 when one failed, 2 when nothing could be written."""
    from handbook.fleet import build, folder, report, shards
    from handbook.ground.folder import OutputError, why
    from handbook.outputs.site import BuildError

    fleet = folder.load(options.folder)
    urns = fleet.chosen(options.only)
    if options.shard:
        urns = shards.part(urns, *options.shard)
    address = options.site_url or fleet.file.address or ""
    wanted = build.Wanted(fleet.root, options.out.resolve(), options.release, options.documents, address, options.layout == "shared")
    try:
        done = build.build(fleet, urns, wanted, options.processes or 0, progress=sys.stderr.isatty())
    except (OutputError, BuildError) as error:
        print(f"{error}\n\nNothing was written.", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{shown(options.out)} cannot be written: {why(error)}. Name another folder with --out.", file=sys.stderr)
        return 2
    for problem in (*fleet.strays, *done.told):
        print(problem, file=sys.stderr)
    print(report.failures(done), end="", file=sys.stderr)
    print(report.summary(done, options.out))
    print(report.left_over(fleet, options.out), end="")
    return 2 if done.stopped else 1 if done.of(build.FAILED) or fleet.strays or done.told else 0


def _serve(options: Namespace) -> int:
    """Show any school in the browser until Ctrl-C."""
    from handbook.fleet import folder, preview

    fleet = folder.load(options.folder)
    try:
        previews = preview.Previews(fleet.root)
        serving = preview.server(previews, options.port)
    except OSError:
        print(f"Port {options.port} of this computer is in use. Choose another port:  fleet serve DIR --port {options.port + 1}", file=sys.stderr)
        return 2
    print(
        f"Ready: open http://127.0.0.1:{serving.server_port} in your browser: {len(fleet.files)} schools. Stop with Ctrl-C.",
        file=sys.stderr,
        flush=True,
    )
    preview.run(serving, previews)
    return None


def _index(options: Namespace) -> int:
    """Write the officer's page."""
    from handbook import project
    from handbook.fleet import check, folder, overview, state
    from handbook.ground.clock import today
    from handbook.ground.folder import why
    from handbook.school.examples import SHOWN

    fleet = folder.load(options.folder)
    if options.built and not (options.built / state.FOLDER).is_dir():
        print(f"{shown(options.built)} holds no sites of a fleet. Name the folder that  fleet build  wrote to after --built.", file=sys.stderr)
        return 1
    found = list(check.findings(fleet, fleet.files, today()))
    try:
        overview.write(fleet, found, today(), project.load(SHOWN).facts.editions[0].version, options.out, options.built)
    except OSError as error:
        print(f"{shown(options.out)} cannot be written: {why(error)}. Name another folder with --out.", file=sys.stderr)
        return 2
    print(f"{shown(options.out / 'index.html')} is written: {len(found)} schools. It is private: do not put it on the web.")
    return 0


def _shards(options: Namespace) -> int:
    """Say how a fleet is divided among several computers."""
    from handbook.fleet import folder, shards

    urns = list(folder.load(options.folder).files)
    if options.shard:
        print("\n".join(shards.part(urns, *options.shard)))
        return 0
    found = shards.parts(urns, options.about)
    if not found:
        print(f"{shown(options.folder)} has no schools yet, so there is nothing to divide.", file=sys.stderr)
        return 1
    if options.json and len(found) > shards.MOST_PARTS:
        print(
            f"These are {len(found)} parts, and GitHub takes {shards.MOST_PARTS}. Let each have more schools, with a larger --about.", file=sys.stderr
        )
        return 1
    print(shards.matrix(found) if options.json else "\n".join(f"--shard {shard}   {count} schools" for shard, count in found.items()))
    return 0
