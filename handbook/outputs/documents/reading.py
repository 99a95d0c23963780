"""Read the HTML of finished pages into plain blocks.

What only a screen needs (links to a heading itself, the meanings that open beside a word, what is offered for download) is left out;
every other word of a page comes through, whatever element it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree, html

from handbook.outputs.documents.addresses import anchor_of, place
from handbook.outputs.documents.blocks import Block, Box, Clause, Heading, Items, PageBreak, Paragraph, Picture, Run, Runs, Table, text_of

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# What begins a block of its own, whatever stands before it in the same element.
_BLOCKS = {
    *_HEADINGS,
    "p",
    "ul",
    "ol",
    "dl",
    "table",
    "div",
    "section",
    "details",
    "figure",
    "blockquote",
    "pre",
    "svg",
    "img",
    "hr",
    "aside",
    "nav",
    "figcaption",
    "dt",
    "dd",
}
_LEFT_OUT_TAGS = {"script", "style", "template", "hr", "nav"}
_LEFT_OUT_CLASSES = {"headerlink", "words", "downloads", "triage__back", "footnote-backref"}
_FILLED_IN = {"form", "letter", "sign-off-form", "register"}
_SPACE = re.compile(r"[ \t\r\n\f]+")


# Words in no particular look.
_PLAIN = Run("")


@dataclass
class Page:
    """A page as plain blocks.

    Attributes:
        path: Its path below docs/, such as ``policy/about.md``.
        title: Its first heading.
        blocks: What it says.
        words: The glossary words it uses, each with its meaning.
    """

    path: str
    title: str
    blocks: tuple[Block, ...]
    words: dict[str, str] = field(default_factory=dict)


def read(path: str, article: str) -> Page:
    """Return a page as plain blocks.

    Args:
        path: Its path below docs/.
        article: The HTML of its article element, as finished.
    """
    root = html.fragment_fromstring(article, create_parent="div")
    reader = _Reader(path)
    blocks = tuple(_with_their_lists(reader.flow(root)))
    title = next((block.runs for block in blocks if isinstance(block, Heading) and block.level == 1), ())
    words = {}
    for back in root.find_class("word__back"):
        back.drop_tree()
    for word in root.find_class("word"):
        name = word.find(".//strong")
        if name is not None:
            words[_squeezed(name.text_content())] = _squeezed(word.text_content()[len(name.text_content()) :].lstrip(": "))
    return Page(path, "".join(run.text for run in title), blocks, words)


def _with_their_lists(blocks: Iterator[Block]) -> list[Block]:
    """Return blocks in which a list right below a clause is part of it."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Items) and kept and isinstance(kept[-1], Clause):
            kept[-1] = replace(kept[-1], more=(*kept[-1].more, block))
        else:
            kept.append(block)
    return kept


class _Reader:
    """Walks one page."""

    def __init__(self, path: str) -> None:
        self.path = path

    def flow(self, element: html.HtmlElement) -> Iterator[Block]:
        """Yield what an element holds, block by block; loose words become paragraphs."""
        loose: list[Run] = []
        loose += _runs(element.text)
        for child in element:
            if _left_out(child):
                pass
            elif child.tag in _BLOCKS or _holds_blocks(child):
                yield from _paragraph(loose)
                loose = []
                yield from self._block(child)
            else:
                loose += self._inline(child, Run(""))
            loose += _runs(child.tail)
        yield from _paragraph(loose)

    def _block(self, element: html.HtmlElement) -> Iterator[Block]:
        tag, classes = element.tag, _classes(element)
        if tag in _HEADINGS:
            # The first heading is where links to the page itself lead.
            name = "" if tag == "h1" else element.get("id", "")
            yield Heading(_HEADINGS[tag], self.inline(element), anchor_of(self.path, name))
        elif tag == "p":
            yield from self._p(element)
        elif tag == "dl":
            yield from _terms(list(self.flow(element)))
        elif tag in ("ul", "ol"):
            yield Items(tag == "ol", tuple(filter(None, (tuple(self.flow(item)) for item in element.findall("li")))))
        elif tag == "table":
            yield self._table(element)
        elif tag == "svg":
            yield _drawing(element)
        elif tag == "img":
            yield Picture(element.get("alt", ""), _file(place(element.get("src", ""), self.path)))
        elif tag == "details" or "admonition" in classes or "card" in classes or tag == "blockquote":
            yield self._box(element, classes)
        elif "page-break" in classes:
            yield PageBreak()
            yield from self.flow(element)
        elif tag == "pre":
            yield Paragraph(tuple(Run(line + "\n") for line in element.text_content().rstrip("\n").split("\n")), "code")
        elif tag in ("dt", "dd", "figcaption"):
            yield from (replace(block, kind=tag) if isinstance(block, Paragraph) and not block.kind else block for block in self.flow(element))
        else:
            yield from self.flow(element)

    def _p(self, element: html.HtmlElement) -> Iterator[Block]:
        number = next(iter(element.find_class("clause")), None)
        if number is not None:
            basis = next(iter(element.find_class("basis")), None)
            rests_on = self.inline(basis) if basis is not None else ()
            anchor, printed = anchor_of(self.path, number.get("id", "")), _squeezed(number.text_content())
            for gone in filter(lambda one: one is not None, (number, basis)):
                gone.drop_tree()
            yield Clause(printed, anchor, self.inline(element), rests_on)
            return
        kind = next(iter(element.get("class", "").split()), "")
        name = element.get("id")
        if _holds_blocks(element):
            yield from self.flow(element)
        elif runs := self.inline(element):
            yield Paragraph(runs, kind, anchor_of(self.path, name) if name else "")

    def _table(self, element: html.HtmlElement) -> Table:
        rows = [[tuple(self.flow(cell)) for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
        has_head = bool(element.findall("thead/tr"))
        head = rows.pop(0) if has_head and rows else []
        wide = max((len(row) for row in [head, *rows]), default=0)
        fill = any(_FILLED_IN & _classes(above) for above in element.iterancestors())
        return Table(_widened(head, wide) if head else (), tuple(_widened(row, wide) for row in rows), fill)

    def _box(self, element: html.HtmlElement, classes: set[str]) -> Box:
        title = next((child for child in element if child.tag == "summary" or "admonition-title" in _classes(child)), None)
        words = self.inline(title) if title is not None else ()
        if title is not None:
            title.drop_tree()
        kind = next((one for one in element.get("class", "").split() if one != "admonition"), element.tag)
        return Box(kind, words, tuple(self.flow(element)))

    def inline(self, element: html.HtmlElement) -> Runs:
        """Return all words of an element as runs."""
        return tidy(self._inside(element, Run("")))

    def _inside(self, element: html.HtmlElement, look: Run) -> Iterator[Run]:
        yield from _runs(element.text, look)
        for child in element:
            if not _left_out(child):
                yield from self._inline(child, look)
            yield from _runs(child.tail, look)

    def _inline(self, element: html.HtmlElement, look: Run) -> Iterator[Run]:
        """Yield the words of an element that stands in a line."""
        tag, classes = element.tag, _classes(element)
        if not isinstance(tag, str):
            return
        if tag == "br":
            yield replace(look, text="\n")
            return
        if tag == "img":
            # A picture within a line is told in words.
            yield from _runs(element.get("alt"), look)
            return
        if tag == "sup":
            # The number of a note, apart from the word before it.
            yield replace(look, text=" [")
            yield from self._inside(element, look)
            yield replace(look, text="]")
            return
        if any(one.startswith("card__") and one != "card__name" for one in classes) or "contents__summary" in classes:
            yield replace(look, text="\n")
        if tag in ("strong", "b", "dt"):
            look = replace(look, bold=True)
        elif tag in ("em", "i", "cite"):
            look = replace(look, italic=True)
        elif tag == "small":
            look = replace(look, small=True)
        elif tag == "mark":
            look = replace(look, mark=True)
        elif tag == "a" and element.get("href") and not classes & {"clause", "term", "footnote-ref"}:
            look = replace(look, link=place(element.get("href"), self.path))
        if "blank" in classes:
            look = replace(look, blank=True)
        yield from self._inside(element, look)
        if "summary__label" in classes:
            # On the screen it stands apart as a label; in a line it needs its mark.
            yield replace(look, text=":")


# What is read as one thing is never parted at a line's end.
_TOGETHER = re.compile(r"(?<=\b[Cc]lause) (?=\d)|(?<=☐) ")


def _held_together(run: Run) -> Run:
    """Return a run in which "clause 7.3", a box to tick with its word, and a phone number stay on one line."""
    text = _TOGETHER.sub("\u00a0", run.text)
    return replace(run, text=text.replace(" ", "\u00a0") if run.link.startswith("tel:") else text)


def tidy(runs: Iterator[Run] | list[Run] | Runs) -> Runs:
    """Return runs with white space as a browser shows it, and runs of one look joined."""
    kept: list[Run] = []
    for run in runs:
        text = run.text
        if not text:
            continue
        before = kept[-1].text[-1] if kept else "\n"
        if before in " \n":
            text = text.lstrip(" ")
        if text.startswith("\n") and kept and kept[-1].text.endswith(" "):
            kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
            if not kept[-1].text:
                kept.pop()
        if not text:
            continue
        if kept and replace(kept[-1], text="") == replace(run, text=""):
            kept[-1] = replace(run, text=kept[-1].text + text)
        else:
            kept.append(replace(run, text=text))
    while kept and not kept[0].text.lstrip(" \n"):
        kept.pop(0)
    while kept and not kept[-1].text.rstrip(" \n"):
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(" \n"))
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" \n"))
    return tuple(map(_held_together, kept))


def _runs(text: str | None, look: Run = _PLAIN) -> list[Run]:
    return [replace(look, text=_SPACE.sub(" ", text))] if text else []


def _paragraph(loose: list[Run]) -> Iterator[Block]:
    runs = tidy(loose)
    if runs:
        yield Paragraph(runs)


def _classes(element: html.HtmlElement) -> set[str]:
    return set((element.get("class") or "").split())


def _left_out(element: html.HtmlElement) -> bool:
    return not isinstance(element.tag, str) or element.tag in _LEFT_OUT_TAGS or bool(_LEFT_OUT_CLASSES & _classes(element))


def _holds_blocks(element: html.HtmlElement) -> bool:
    return any(below is not element and below.tag in _BLOCKS for below in element.iter())


def _widened(row: list[tuple[Block, ...]], wide: int) -> tuple[tuple[Block, ...], ...]:
    return tuple(row) + ((),) * (wide - len(row))


def _file(target: str) -> str:
    """Return a picture's file below docs/; :func:`place` took it for a page."""
    return target.removesuffix(".md")


# A meaning with no more letters than this stands in one line with its term.
_SHORT_MEANING = 90


def _terms(blocks: list[Block]) -> Iterator[Block]:
    """Yield terms and their meanings; a term and its only, short meaning as one paragraph."""
    position = 0
    while position < len(blocks):
        line = _in_one_line(blocks[position : position + 3])
        yield line or blocks[position]
        position += 2 if line else 1


def _in_one_line(blocks: list[Block]) -> Paragraph | None:
    """Return a term with its meaning, if the first two of some blocks are those and no other meaning follows."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    if len(paragraphs) != len(blocks) or [one.kind for one in paragraphs] not in (["dt", "dd"], ["dt", "dd", "dt"]):
        return None
    term, meaning = paragraphs[:2]
    if len(text_of(meaning.runs)) > _SHORT_MEANING:
        return None
    return Paragraph((*(replace(run, bold=True) for run in term.runs), Run(": ", bold=True), *meaning.runs))


# Drawings are drawn for a text so wide, in their own units.
_TEXT_WIDTH = 800


def _drawing(element: html.HtmlElement) -> Picture:
    """Return a drawing that stands in the page itself, with its own title and description as the words for it."""
    said = [_squeezed(part.text_content()) for name in ("title", "desc") for part in element.findall(f".//{name}")]
    # HTML knows no capitals in names; SVG by itself does.
    drawing = etree.tostring(element, encoding="unicode", with_tail=False).replace("viewbox=", "viewBox=")
    width = float((element.get("viewbox") or f"0 0 {_TEXT_WIDTH} 0").split()[2])
    return Picture("" if element.get("aria-hidden") else ": ".join(filter(None, said)), svg=drawing, share=min(width / _TEXT_WIDTH, 1.0))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
