"""The policy as it was approved, version by version: kept beside the school's file, so that the next version can be set against it.

What is kept are the finished pages, with the school's details and choices in them: whatever differs later, in the handbook's wording or in
the school's own, shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from handbook.ground.paths import shown
from handbook.outputs.documents.blocks import Paragraph, Run
from handbook.outputs.documents.catalogue import Document
from handbook.outputs.documents.composing import Composed, compose
from handbook.outputs.documents.differences import count, marked
from handbook.outputs.documents.imprint import Imprint
from handbook.outputs.documents.making import read_pages
from handbook.outputs.documents.reading import Page
from handbook.school.load import LoadedSchool

_NAME = re.compile(r"[^\w.-]+")


class VersionError(Exception):
    """A version could not be kept or found; the message says why and what to do."""


def folder_of(school: LoadedSchool) -> Path:
    """Return where a school's approved versions are kept."""
    return school.path.parent / "local" / "approved" / school.path.stem


def keep(school: LoadedSchool, articles: Mapping[str, str], imprint: Imprint) -> Path:
    """Keep the policy as it is under the school's present version, and return the file.

    Raises:
        VersionError: It has not been approved, or that version was kept before and says something else.
    """
    if school.school.policy.approved_on is None:
        raise VersionError("The policy has no date of approval yet. Write it into the school's file under  policy: approved_on:  and keep it then.")
    file = _file(school, imprint.version)
    policy = {page: text for page, text in articles.items() if page.startswith("policy/") or page == "contacts/index.md"}
    said = json.dumps({"version": imprint.version, "approved": imprint.approved, "pages": policy}, ensure_ascii=False, indent=0) + "\n"
    if file.is_file() and file.read_text(encoding="utf-8") != said:
        raise VersionError(
            f"Version {imprint.version} was kept before, in {shown(file)}, and said something else.\n"
            "What governors approved stays as it was: raise  policy: version:  in the school's file. "
            "If that was no approved version, delete the file."
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(said, encoding="utf-8", newline="\n")
    return file


def since(school: LoadedSchool, version: str, document: Document, pages: Mapping[str, Page], imprint: Imprint) -> Composed:
    """Return the policy with everything marked that changed since a version that was kept.

    Raises:
        VersionError: That version was not kept.
    """
    file = _file(school, version)
    if not file.is_file():
        kept = sorted(path.stem for path in folder_of(school).glob("*.json"))
        there = f"Kept are: {', '.join(kept)}." if kept else "None has been kept so far."
        raise VersionError(
            f"Version {version} was not kept, so nothing can be set against it. {there}\n"
            "When governors have approved a version, keep it:  python3 scripts/handbook.py documents --keep"
        )
    said = json.loads(file.read_text(encoding="utf-8"))
    before = read_pages(said["pages"])
    then = compose(_of(document, before), before, imprint.site)
    now = compose(_of(document, pages), pages, imprint.site)
    blocks = marked(then.blocks, now.blocks)
    how_many = count(blocks)
    legend = (
        Run(f"What changed since version {version}, {said['approved']}: ", bold=True),
        Run(f"{how_many} clause{'s' if how_many != 1 else ''}. "),
        Run("Words that were added", change="added"),
        Run(" are underlined, "),
        Run("words that were removed", change="removed"),
        Run(" are struck through. A bar in the margin stands beside each change."),
    )
    return Composed(document, now.title, (*now.cover, Paragraph(legend)), blocks)


def document_since(policy: Document, version: str) -> Document:
    """Return the document that marks what changed since a version."""
    return Document(
        f"{policy.id}-since-{_NAME.sub('-', version)}", f"Changes since version {version}", "policy", policy.pages, policy.offered_on, policy.formats
    )


def _of(document: Document, pages: Mapping[str, Page]) -> Document:
    """Return a document made from those of its pages that are there: an older version may lack a newer page."""
    return replace(document, pages=tuple(page for page in document.pages if page in pages))


def safe_name(version: str) -> str:
    """Return a version as it may stand in the name of a file."""
    return _NAME.sub("-", version)


def _file(school: LoadedSchool, version: str) -> Path:
    return folder_of(school) / f"{safe_name(version)}.json"
