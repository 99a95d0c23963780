"""What a finished page says on the questions that one rule answers: whom to tell, how fast, and about blocking, reporting, deleting.

A page is read line by line: a step, a cell of a table with its row, a paragraph. Each line knows the section it stands in. What a table says
below a heading such as "Who to tell" is read as "Tell …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import html as lxml_html
from lxml.html import HtmlElement

BLOCKS = {"p", "li", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "summary"}
HEADINGS = {"h1", "h2", "h3", "h4"}
TOLD_BELOW = re.compile(r"^(?:whom? to tell|tell|take it to|where it goes)$", re.IGNORECASE)
SILENT = {"script", "style", "nav", "aside", "svg", "button-label"}


@dataclass(frozen=True)
class Line:
    """A line of a page.

    Attributes:
        page: The page's address below the site, such as ``help-now/sextortion``.
        sections: The anchors of the headings it stands below, the nearest last.
        heading: The words of the nearest heading.
        text: Its words; a table's row is one line, its cells parted by " | ".
        row: Whether it is a table's row.
    """

    page: str
    sections: tuple[str, ...]
    heading: str
    text: str
    row: bool = False

    @property
    def sentences(self) -> list[str]:
        """Its sentences."""
        return [one.strip() for one in re.split(r"(?<=[.!?])\s+(?=[\"'A-Z0-9])|(?<=:)\s+(?=[\"'A-Z])", self.text) if one.strip()]


def lines_of(site: Path, page: str) -> list[Line]:
    """Return a page's lines, in order."""
    return list(_lines(page, (site / page / "index.html").read_text(encoding="utf-8")))


def lines_of_html(page: str, html: str) -> list[Line]:
    """Return the lines of a page's HTML, in order."""
    return list(_lines(page, html))


def _lines(page: str, html: str) -> Iterator[Line]:
    article = next(_tree(html).iter("article"), None)
    if article is None:
        return
    above: list[tuple[int, str, str]] = []
    columns: list[str] = []

    def walk(element: HtmlElement) -> Iterator[Line]:
        for child in element:
            if not isinstance(child.tag, str) or child.tag in SILENT or "words" in (child.get("class") or "").split():
                continue
            if child.tag in HEADINGS:
                level = int(child.tag[1])
                above[:] = [one for one in above if one[0] < level]
                above.append((level, child.get("id") or "", _words(child)))
            elif child.tag == "tr":
                cells = [_words(cell) for cell in child if cell.tag in ("td", "th")]
                if any(cell.tag == "td" for cell in child):
                    yield _line(page, above, " | ".join(_below(columns, cells)), True)
                else:
                    columns[:] = cells
            elif child.tag in BLOCKS and not any(inner.tag in BLOCKS for inner in child.iter() if inner is not child):
                yield _line(page, above, _words(child))
            elif child.tag in BLOCKS:
                own = _own_words(child)
                if own:
                    yield _line(page, above, own)
                yield from walk(child)
            else:
                yield from walk(child)

    yield from walk(article)


def _below(columns: list[str], cells: list[str]) -> list[str]:
    """Return a row's cells, each with the verb that its column's heading gives it."""
    # What the first column holds is what the row is about, whatever its heading.
    telling = [False, *(bool(TOLD_BELOW.match(column)) for column in columns[1:]), *[False] * len(cells)]
    return [f"Tell {cell}" if tells and not TELLING.match(cell) else cell for cell, tells in zip(cells, telling, strict=False)]


@lru_cache(maxsize=64)
def _tree(html: str) -> HtmlElement:
    return lxml_html.document_fromstring(html, parser=lxml_html.HTMLParser(remove_comments=True))


def _line(page: str, above: list[tuple[int, str, str]], text: str, row: bool = False) -> Line:
    return Line(page, tuple(one[1] for one in above), above[-1][2] if above else "", text, row)


def _words(element: HtmlElement) -> str:
    return " ".join("".join(_texts(element)).replace("¶", "").split())


def _texts(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("script", "style", "svg"):
            yield from _texts(child)
            if child.tag in BLOCKS or child.tag == "br":
                yield " "
        yield child.tail or ""


def _own_words(element: HtmlElement) -> str:
    """Return the words of an item before the list or paragraph inside it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in BLOCKS or child.tag in ("ul", "ol", "table", "div", "details"):
            break
        parts += [*_texts(child), child.tail or ""]
    return " ".join("".join(parts).split())


# --- What a sentence says -------------------------------------------------------------------------------------------------------------

NOT = r"(?:do not|don't|never|must not|cannot|should not|no need to|not)"
UNTIL_ASKED = re.compile(
    r"\bask (?:first|an adult|the (?:police|lead|dsl)|our dsl|us|before|them)|\bbefore (?:you|they|anyone|anybody) (?:\w+ "
    r"){0,3}(?:block|report|leave)"
    r"|\b(?:when|until|unless|only when|once|after) (?:the |our )?(?:dsl|police|lead|person you (?:tell|told)|adult)\b|\b(?:dsl"
    r"|police|lead|person you (?:tell|told)) (?:then )?"
    r"(?:says?|agrees?|decides?|advises?)|\bsays? when\b|\bwhat they advise\b|\bwith the adult\b|\bthe adult asks\b|\btell an "
    r"adult (?:first|before)|\bafter telling us\b|\bwait\b",
    re.IGNORECASE,
)
BLOCKING = re.compile(r"\bblock(?:s|ed|ing)?\b(?!\s+(?:copies|harmful|adult|apps|good|page|site))", re.IGNORECASE)
OF_FILTERS = re.compile(
    r"\b(?:filter\w*|web ?sites?|sites?|sites|network|a page|the page|wrongly blocked|buttons?|copies|searche?s?|advert"
    r"|(?:images|pictures) blocked)\b",
    re.IGNORECASE,
)
ALREADY_BLOCKED = re.compile(r"\b(?:people|person|those|anyone|someone)\b[^.;,]*\b(?:has|have) blocked\b", re.IGNORECASE)
FORBIDDEN_BLOCK = re.compile(rf"\b{NOT}\b[^.;]*\bblock", re.IGNORECASE)
HELD_BACK = re.compile(r"\bask (?:the |our )?(?:DSL|police|us)\b[^.]* when to start\b|\bwait\b|\bask when\b", re.IGNORECASE)
REPORT_REMOVE = re.compile(r"\bReport Remove\b")
DELETING = re.compile(r"\b(?:delet(?:e|es|ing)|clear the history|close the account|wipe (?:it|the))\b", re.IGNORECASE)
NO_DELETING = re.compile(
    rf"\b(?:{NOT}|nothing|nobody|none|without|instead of|leave\w*|can|could|may|often|before|after)\b[^.;]*\b(?:delet|clear the|close the|wipe)|\bdelete nothing\b|\bdelet\w+ (?:can|may|is|comes last)\b",
    re.IGNORECASE,
)

TOLD = {
    "dsl": r"\b(?:our |the )?(?:DSL|designated safeguarding lead|safeguarding lead)\b",
    "head": r"\bthe (?:head(?:teacher)?|principal)\b(?! decide)",
    "chair": r"\bthe chair\b",
    "it_support": r"\bIT support\b",
    "police": r"\bthe police\b|\b101\b",
    "lado": r"\bLADO\b",
    "data_protection": r"\bdata protection (?:officer|lead)\b",
    "anti_bullying_lead": r"\banti-bullying lead\b",
    "online_safety_lead": r"\bonline safety lead\b",
    "line_manager": r"\bline manager\b",
    "bank": r"\b(?:the|your|their) bank\b",
}
TELLING = re.compile(
    r"\b(?:tell|call|ring|phone|report (?:it |this |a \w+ (?:\w+ )?)?(?:at once |the same day )?to|goes? to|go(?:es)? (?:at once |straight )?to)\b",
    re.IGNORECASE,
)
OFFERING = re.compile(r"^(?:At|Our) school: ")
SPEEDS = (
    ("at-once", r"\b(?:at once|straight away|immediately|right away|now)\b"),
    ("same-day", r"\b(?:the same day|that day|today)\b"),
    ("within-one-working-day", r"\bwithin one working day\b"),
)


def block_stance(sentence: str) -> str | None:
    """Return "ask" where a sentence says not to block before somebody agrees, "go" where it says to block, None where it says neither."""
    if not BLOCKING.search(sentence) or OF_FILTERS.search(sentence) or ALREADY_BLOCKED.search(sentence):
        return None
    return "ask" if FORBIDDEN_BLOCK.search(sentence) or UNTIL_ASKED.search(sentence) else "go"


def remove_stance(sentence: str) -> str | None:
    """Return "wait" where a sentence holds Report Remove back, "go" where it sends a child there, None where it does not speak of it."""
    if not REPORT_REMOVE.search(sentence):
        return None
    return "wait" if HELD_BACK.search(sentence) or UNTIL_ASKED.search(sentence) else "go"


def delete_stance(sentence: str) -> str | None:
    """Return "go" where a sentence says to delete, "ask" once somebody agrees, "never" where it forbids it, None where it does not speak of it."""
    if not DELETING.search(sentence):
        return None
    if NO_DELETING.search(sentence):
        return "never"
    return "ask" if UNTIL_ASKED.search(sentence) else "go"


def told(sentence: str) -> set[str]:
    """Return whom a sentence says to tell."""
    match = TELLING.search(sentence)
    # Whoever stands before the verb does the telling.
    return _named(sentence[match.end() :]) if match else set()


def offered(line: str) -> set[str]:
    """Return whom in school a list of helpers offers: "At school: Kate Model (anti-bullying lead), …"."""
    match = OFFERING.match(line)
    return _named(line[match.end() :]) if match else set()


def _named(words: str) -> set[str]:
    return {who for who, pattern in TOLD.items() if re.search(pattern, words)}


def told_how_fast(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield whom a sentence says to tell, with the speed that stands in the same clause of it."""
    for part in re.split(r"[;,]\s+(?=(?:and|or|if|at once|then)\b)|; ", sentence):
        found = [name for name, words in SPEEDS if re.search(words, part, re.IGNORECASE)]
        people = told(part)
        if len(found) == 1:
            for who in people:
                yield who, found[0]
