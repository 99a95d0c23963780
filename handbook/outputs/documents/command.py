"""The command ``documents``: make the documents of a school, or list them."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from handbook import project
from handbook.ground.paths import ROOT, shown
from handbook.ground.problems import did_you_mean
from handbook.outputs.documents import making, pages, versions
from handbook.outputs.documents.catalogue import FORMAT_NAMES, Document, documents
from handbook.outputs.documents.imprint import imprint_of
from handbook.pages.sources import Sources
from handbook.policy.outline import title_of
from handbook.school.model import key_stages

OUT = ROOT / "documents"


def run(options: Namespace) -> int:
    """Make or list documents; 1 if one could not be made."""
    loaded = project.load(options.school)
    sources = loaded.sources
    hidden = set(sources.pages_for_others(key_stages(loaded.school.school.identity)))
    there = documents([page for page in sources.pages if page not in hidden and sources.path(page).is_file()])
    unknown = [name for name in options.only if name not in {one.id for one in there}]
    if unknown:
        print(
            f"There is no document “{unknown[0]}”. {did_you_mean(unknown[0], [one.id for one in there])}\n"
            "All of them:  python3 scripts/handbook.py documents --list",
            file=sys.stderr,
        )
        return 2
    wanted = [one for one in there if not options.only or one.id in options.only]
    if options.list or options.json:
        _list(wanted, sources, options.json)
        return 0
    return _make(options, loaded, wanted)


def _list(wanted: list[Document], sources: Sources, as_json: bool) -> None:
    if as_json:
        print(json.dumps([_row(one, sources) for one in wanted], indent=2, ensure_ascii=False))
        return
    for one in wanted:
        print(f"{one.id:<46}{'  '.join(FORMAT_NAMES[format_] for format_ in one.formats):<12}{_title(one, sources)}")
    print(f"{len(wanted)} documents, {sum(len(one.formats) for one in wanted)} files.")


def _title(one: Document, sources: Sources) -> str:
    """Return a document's title with that of its first page in it."""
    return one.title.replace("{}", title_of(sources.text(one.pages[0])))


def _row(one: Document, sources: Sources) -> dict[str, object]:
    """Return what a machine is told of a document."""
    return {
        "id": one.id,
        "title": _title(one, sources),
        "files": list(one.files),
        "formats": list(one.formats),
        "pages": list(one.pages),
        "offered_on": one.offered_on,
        "paper": one.paper,
    }


def _make(options: Namespace, loaded: project.Project, wanted: list[Document]) -> int:
    out: Path = (options.out or OUT).resolve()
    if out.is_file():
        print(f"{shown(out)} is a file. Name a folder for the documents with --out.", file=sys.stderr)
        return 2
    print(f"Making the documents of {loaded.school} …", file=sys.stderr, flush=True)
    articles, imprint = pages.pages_of(loaded), imprint_of(loaded)
    read = making.read_pages(articles)
    try:
        if options.keep:
            print(f"Kept as version {imprint.version}: {shown(versions.keep(loaded.school, articles, imprint))}", file=sys.stderr)
        if options.since:
            policy = next(one for one in documents(list(read)) if one.id == "policy")
            composed = versions.since(loaded.school, options.since, versions.document_since(policy, options.since), read, imprint)
            tasks = making.files_of(composed, imprint, loaded.school.letterhead)
        else:
            tasks = making.tasks(read, imprint, wanted, loaded.school.letterhead)
    except versions.VersionError as error:
        print(error, file=sys.stderr)
        return 1
    made = making.make(tasks, _progress)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    out.mkdir(parents=True, exist_ok=True)
    well = [one for one in made if not one.fault]
    for one in well:
        draft = out / f".{one.file}.being-written"
        draft.write_bytes(one.content)
        draft.replace(out / one.file)
    failed = [one for one in made if one.fault]
    for one in failed:
        print(f"{one.file} was not made. {one.fault}", file=sys.stderr)
    print(f"{len(well)} files written to {shown(out)}: the documents of {loaded.school}.")
    return 1 if failed else 0


def _progress(done: int, total: int, file: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {total}: {file:<50}", end="", file=sys.stderr, flush=True)
