"""Put documents together from pages: which blocks, in which order, under which headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from handbook.outputs.documents.addresses import address_of, anchor_of, is_within
from handbook.outputs.documents.blocks import Block, Heading, PageBreak, Paragraph, Run, Table, anchors, plain_text
from handbook.outputs.documents.catalogue import Document
from handbook.outputs.documents.on_paper import for_paper
from handbook.outputs.documents.reading import Page
from handbook.outputs.documents.rewriting import with_each_run


@dataclass(frozen=True)
class Composed:
    """A document that is ready to be written.

    Attributes:
        document: Which it is.
        title: Its title.
        cover: What the cover says below the title.
        blocks: What it says.
    """

    document: Document
    title: str
    cover: tuple[Block, ...]
    blocks: tuple[Block, ...]

    @property
    def parts(self) -> tuple[tuple[Block, ...], ...]:
        """What it says in parts that each begin a page, without the page breaks themselves; a sheet is one part."""
        made: list[list[Block]] = [[]]
        for block in self.blocks:
            begins = isinstance(block, PageBreak) or (self.in_chapters and isinstance(block, Heading) and block.level == 1)
            if begins and made[-1]:
                made.append([])
            if not isinstance(block, PageBreak):
                made[-1].append(block)
        return tuple(map(tuple, made))

    def place_of(self, letters: str) -> str:
        """Return whose words hold some letters: a page, or else the school's own file."""
        page = self.document.pages[0]
        for block in (*self.cover, *self.blocks):
            if isinstance(block, Heading) and block.level == 1:
                page = next((one for one in self.document.pages if anchor_of(one) == block.anchor), page)
            if letters in plain_text([block]):
                return page
        return "the school's file"

    @property
    def in_chapters(self) -> bool:
        """Whether each first-level heading begins a page, as in the policy and in booklets."""
        return self.document.kind in ("policy", "booklet")


def compose(document: Document, pages: Mapping[str, Page], site: str = "") -> Composed:
    """Return a document, put together from the pages it is made from.

    Args:
        document: Which.
        pages: The pages, read, by path.
        site: Where the site stands on the web, for links to pages that are not in the document.
    """
    mine = [for_paper(pages[page]) for page in document.pages]
    kinds = {"policy": _policy, "booklet": _booklet, "card": _card, "sheet": _sheet}
    cover, blocks = kinds.get(document.kind, _as_it_is)(mine)
    title = document.title.replace("{}", mine[0].title)
    inside = anchors((*cover, *blocks))
    return Composed(document, title, tuple(_linked(cover, inside, site)), tuple(_linked(blocks, inside, site)))


_Parts = tuple[list[Block], list[Block]]


def _policy(pages: list[Page]) -> _Parts:
    """The cover's table and how to read it; the sections; then the appendices; last what is signed."""
    by_path = {page.path: page for page in pages}
    front = by_path["policy/index.md"]
    table = next((block for block in front.blocks if isinstance(block, Table)), None)
    how_to_read = [block for block in front.blocks if isinstance(block, Paragraph) and block.runs[0].bold and block.kind != "summary"]
    sections = [page for page in pages if _section_number(page)]
    blocks: list[Block] = [block for page in sections for block in _numbered(page)]
    appendices = [
        ("policy/dos-and-donts.md", None),
        ("", _words(pages)),
        ("contacts/index.md", None),
        ("policy/what-changed.md", None),
        ("policy/sign-off.md", None),
    ]
    letter = ord("A")
    for path, made in appendices:
        if made is None and path not in by_path:
            continue
        blocks += _appendix(chr(letter), made if made is not None else list(by_path[path].blocks))
        letter += 1
    return [*([table] if table else []), *how_to_read], blocks


def _section_number(page: Page) -> str:
    """Return the number of a policy's section, or nothing."""
    said = next((block for block in page.blocks if isinstance(block, Paragraph) and block.kind == "section-number"), None)
    return next((word for word in said.runs[0].text.split() if word.isdigit()), "") if said else ""


def _numbered(page: Page) -> list[Block]:
    """Return a section whose number stands in its heading and not below it."""
    number = _section_number(page)
    return _headed([block for block in page.blocks if not (isinstance(block, Paragraph) and block.kind == "section-number")], f"{number}  ")


def _appendix(letter: str, blocks: list[Block]) -> list[Block]:
    return _headed(blocks, f"Appendix {letter}: ")


def _headed(blocks: list[Block], before: str) -> list[Block]:
    """Return blocks with something put before the words of the first heading."""
    first = blocks[0]
    assert isinstance(first, Heading)
    return [replace(first, runs=(Run(before), *first.runs)), *blocks[1:]]


def _words(pages: list[Page]) -> list[Block]:
    """Return the glossary words that some pages use, each with its meaning, once."""
    meanings = {word: meaning for page in pages for word, meaning in page.words.items()}
    return [
        Heading(1, (Run("Words in this policy"),), "appendix-words"),
        *(
            Paragraph((Run(word, bold=True), Run(f": {meaning}")), "word")
            for word, meaning in sorted(meanings.items(), key=lambda pair: pair[0].lower())
        ),
    ]


def _booklet(pages: list[Page]) -> _Parts:
    return [], [block for page in pages for block in page.blocks]


# What a card holds of a page of help: what to do, what not, whom to tell.
_ON_A_CARD = {"Do now", "Do this now", "Do not", "Tell", "Who can help"}


def _card(pages: list[Page]) -> _Parts:
    """The title and the parts that somebody needs in a hurry."""
    kept: list[Block] = []
    wanted = True
    for block in pages[0].blocks:
        if isinstance(block, Heading) and block.level <= 2:
            wanted = block.level == 1 or "".join(run.text for run in block.runs) in _ON_A_CARD
        if wanted and not (isinstance(block, Paragraph) and block.kind == "summary"):
            kept.append(block)
        elif isinstance(block, Paragraph) and block.kind == "summary":
            # What stands below the first steps is for those who read on.
            wanted = False
    return [], kept


def _sheet(pages: list[Page]) -> _Parts:
    """Without the summary and page breaks: a sheet has one side."""
    return [], [
        block for block in pages[0].blocks if not (isinstance(block, PageBreak) or (isinstance(block, Paragraph) and block.kind == "summary"))
    ]


def _as_it_is(pages: list[Page]) -> _Parts:
    return [], list(pages[0].blocks)


def _linked(blocks: Iterable[Block], inside: set[str], site: str) -> Iterable[Block]:
    """Yield blocks whose links all lead somewhere: within the document, or to the web."""
    for block in blocks:
        yield with_each_run(block, lambda run: replace(run, link=_target(run.link, inside, site)) if is_within(run.link) else run)


def _target(link: str, inside: set[str], site: str) -> str:
    """Return where a link within the handbook leads from a document: a place in it, the page on the web, or nowhere."""
    page, _, anchor = link.partition("#")
    for place in (link, page):
        if place in inside:
            return place
    # An address that nobody can open is worse than none.
    return f"{site.rstrip('/')}/{address_of(page)}{'#' * bool(anchor)}{anchor}" if site else ""
