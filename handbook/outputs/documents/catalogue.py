"""Which documents there are: what each is called, which pages it is made from, on which pages it is offered and in which formats."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from handbook.policy import whole as whole_policy

PDF, WORD = "pdf", "docx"
FORMAT_NAMES = {PDF: "PDF", WORD: "Word"}


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes:
        id: Its name, which is also its files' name: ``policy`` for policy.pdf and policy.docx.
        title: What it is called; with ``{}``, the title of its first page stands there.
        kind: How it is put together and which template it has: policy, short, sheet, card, form or booklet.
        pages: The pages it is made from.
        offered_on: The page it is offered on.
        formats: Its formats.
        paper: Size of the paper.
        columns: How many columns a sheet has.
    """

    id: str
    title: str
    kind: str
    pages: tuple[str, ...]
    offered_on: str
    formats: tuple[str, ...] = (PDF,)
    paper: str = "a4"
    columns: int = 1

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files."""
        return tuple(f"{self.id}.{format_}" for format_ in self.formats)


# Sheets for one side of paper: name, page, columns, and the sizes they come in.
_SHEETS = (
    ("staff-card", "staff/essential-card.md", 1, ("a4",)),
    ("staff-room-sheet", "contacts/staff-room-sheet.md", 1, ("a4", "a3")),
    ("fridge-sheet", "contacts/fridge-sheet.md", 1, ("a4", "a3")),
    ("dos-and-donts", "policy/dos-and-donts.md", 2, ("a4", "a3")),
    ("chart", "help-now/chart.md", 2, ("a4", "a3")),
)

# Parts of the handbook as a booklet: name, title, and where its pages begin.
_BOOKLETS = (
    ("parents-guide", "Online safety: a guide for parents and carers", ("parents/", "help-now/parents/"), "parents/index.md"),
    ("law", "The law in plain English", ("law/",), "law/index.md"),
    ("platforms", "Platforms: how to report, block and stay safe", ("platforms/",), "platforms/index.md"),
    ("compliance-map", "Compliance map: which rule meets which requirement", ("policy/compliance-map.md",), "policy/compliance-map.md"),
)

SHORT_POLICY = "policy/short.md"


def documents(pages: Collection[str]) -> tuple[Document, ...]:
    """Return the documents of a school whose pages are these, in a steady order."""
    return tuple(one for one in _all(pages) if one.pages)


def _all(pages: Collection[str]) -> Iterator[Document]:
    policy = tuple(page for page in pages if page.startswith("policy/") and page not in ("policy/compliance-map.md", SHORT_POLICY, whole_policy.PAGE))
    yield Document("policy", "The whole policy", "policy", (*policy, *_there(pages, "contacts/index.md")), "policy/index.md", (PDF, WORD))
    yield Document("policy-short", "{}", "short", _there(pages, SHORT_POLICY), SHORT_POLICY, (PDF, WORD))
    for name, page, columns, papers in _SHEETS:
        for paper in papers:
            tail = "" if paper == "a4" else f"-{paper}"
            yield Document(f"{name}{tail}", f"{{}} ({paper.upper()}, one side)", "sheet", _there(pages, page), page, paper=paper, columns=columns)
    for name, title, begins, offered_on in _BOOKLETS:
        yield Document(name, title, "booklet", tuple(page for start in begins for page in pages if page.startswith(start)), offered_on)
    for page in pages:
        if page.startswith("forms/") and page != "forms/index.md" or page == "policy/sign-off.md":
            name = "confirmation" if page == "policy/sign-off.md" else PurePosixPath(page).stem
            yield Document(name, "{}", "form", (page,), page, (WORD, PDF))
    for page in pages:
        if page.startswith("help-now/") and PurePosixPath(page).stem not in _NO_CARD:
            name = page.removeprefix("help-now/").removesuffix(".md").replace("/", "-")
            yield Document(f"card-{name}", "{}: card", "card", (page,), page)


# Pages of help that are no single situation.
_NO_CARD = {"index", "chart", "finding-the-address", "evidence"}


def _there(pages: Collection[str], page: str) -> tuple[str, ...]:
    return (page,) if page in pages else ()
