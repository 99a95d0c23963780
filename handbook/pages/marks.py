"""A Python-Markdown extension for what every page may carry.

*What a clause rests on* is written after its number and shown after its text. *Glossary words* offer their meaning: the first use of a term
on a page becomes a link to its meaning, which a script opens where the reader is. A link, not a button: browsers lay out a button as a block that
wraps by itself and is parted from the comma or bracket beside it. The meanings stand together at the page's end, so that they print and are read
aloud in order.

*Signs* beside headings are for the mouse alone.

*Tables* name each cell's column, so that a narrow screen can stack the cells and each still says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from handbook.facts.load import Facts, load
from handbook.facts.records import Term

# No English word is longer. One that is (a name, an address) may break, so that it pushes no column out of the page.
LONGEST_WORD = 40
# Where a link would break the page or confuse: inside other controls, headings, code and forms.
CLOSED_TO_TERMS = {"a", "button", "code", "pre", "kbd", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "label", "mark", "script", "style", "th"}
# Parts that say so, and the titles of callouts, which are headings in all but name.
CLOSED_CLASSES = {"no-terms", "admonition-title"}


class BasisLast(Treeprocessor):
    """Move what a clause rests on to the end of its paragraph."""

    def run(self, root: ElementTree.Element) -> None:
        """Change the tree in place."""
        for paragraph in root.iter("p"):
            basis = next((child for child in paragraph if child.get("class") == "basis"), None)
            if basis is None:
                continue
            position = list(paragraph).index(basis)
            before = paragraph[position - 1] if position else None
            if before is not None:
                before.tail = (before.tail or "").rstrip() + " " + (basis.tail or "").lstrip()
            paragraph.remove(basis)
            basis.tag, basis.tail = "small", None
            paragraph.append(basis)


class GlossaryWords(Treeprocessor):
    """Mark the first use of each glossary term and list the meanings at the page's end."""

    words: Words

    def run(self, root: ElementTree.Element) -> None:
        """Change the tree in place."""
        if any("glossary" in (element.get("class") or "").split() for element in root.iter()):
            return
        if not self.words.terms:
            return
        self.pattern, self.terms = self.words.pattern, self.words.terms
        self.found: dict[str, Term] = {}
        self.closed_by: list[str] = []
        self._visit(root)
        if self.found:
            root.append(_meanings(list(self.found.values())))

    def _visit(self, element: ElementTree.Element) -> None:
        if element.tag in CLOSED_TO_TERMS or CLOSED_CLASSES & set((element.get("class") or "").split()):
            return
        self._mark(element, None)
        for child in list(element):
            self._visit(child)
            self._mark(element, child)

    def _mark(self, parent: ElementTree.Element, after: ElementTree.Element | None) -> None:
        """Mark terms in the text that follows ``after`` (or begins ``parent``) and belongs to ``parent``."""
        text = parent.text if after is None else after.tail
        if not text or isinstance(text, AtomicString) or not isinstance(parent.tag, str):
            return
        position = 0 if after is None else list(parent).index(after) + 1
        kept = ""
        rest = text
        holder = after
        while match := self.pattern.search(rest):
            if match["raw"]:
                self._pass_raw_tag(int(match["raw"]))
            term = self.terms.get(match.group(0))
            if term is None or term.id in self.found or self.closed_by:
                kept, rest = kept + rest[: match.end()], rest[match.end() :]
                continue
            self.found[term.id] = term
            link = ElementTree.Element("a", {"class": "term", "href": f"#word-{term.id}", "id": f"term-{term.id}"})
            link.text = AtomicString(match.group(0))
            _set_text(parent, holder, kept + rest[: match.start()])
            parent.insert(position, link)
            position += 1
            holder, kept, rest = link, "", rest[match.end() :]
        _set_text(parent, holder, kept + rest)

    def _pass_raw_tag(self, number: int) -> None:
        """Note that a closed place begins or ends with a tag typed as HTML inside a line, which is no element of the tree."""
        tag = re.match(r"<(/?)([a-z0-9]+)", str(self.md.htmlStash.rawHtmlBlocks[number]))
        if tag and tag[2] in CLOSED_TO_TERMS:
            if not tag[1]:
                self.closed_by.append(tag[2])
            elif tag[2] in self.closed_by:
                self.closed_by.remove(tag[2])


class SilentSigns(Treeprocessor):
    """Leave the sign beside a heading, which links to it, to the mouse: else each heading is read with it, and it is a stop without a name."""

    def run(self, root: ElementTree.Element) -> None:
        """Change the tree in place."""
        for sign in root.iter("a"):
            if sign.get("class") == "headerlink":
                sign.set("aria-hidden", "true")
                sign.set("tabindex", "-1")


class StackableTables(Treeprocessor):
    """Give each cell its column's name, which styles show where cells are stacked."""

    def run(self, root: ElementTree.Element) -> None:
        """Change the tree in place."""
        for table in root.iter("table"):
            heads = [HTML_PLACEHOLDER_RE.sub(self._letter, "".join(cell.itertext())).strip() for cell in table.iter("th")]
            for row in table.iter("tr"):
                for head, cell in zip(heads, row.findall("td"), strict=False):
                    if head:
                        cell.set("data-column", AtomicString(head))
                    if max(map(len, HTML_PLACEHOLDER_RE.sub("", "".join(cell.itertext())).split()), default=0) > LONGEST_WORD:
                        cell.set("class", "breaks")

    def _letter(self, kept: re.Match[str]) -> str:
        """Keep what stands for a letter (&#39;), drop what stands for a tag: an attribute holds words only."""
        return kept.group() if str(self.md.htmlStash.rawHtmlBlocks[int(kept.group(1))]).startswith("&") else ""


def _set_text(parent: ElementTree.Element, after: ElementTree.Element | None, text: str) -> None:
    if after is None:
        parent.text = text
    else:
        after.tail = text


def _meanings(terms: list[Term]) -> ElementTree.Element:
    aside = ElementTree.Element("aside", {"class": "words", "data-search-exclude": "", "aria-label": "Words on this page", "aria-live": "polite"})
    title = ElementTree.SubElement(aside, "p", {"class": "words__title"})
    title.text = "Words on this page"
    for term in sorted(terms, key=lambda one: one.term.lower()):
        word = ElementTree.SubElement(aside, "div", {"class": "word", "id": f"word-{term.id}", "popover": "auto"})
        paragraph = ElementTree.SubElement(word, "p")
        name = ElementTree.SubElement(paragraph, "strong")
        name.text = AtomicString(term.term)
        name.tail = AtomicString(f": {term.meaning} ")
        # For who was led here without JavaScript.
        back = ElementTree.SubElement(paragraph, "a", {"class": "word__back", "href": f"#term-{term.id}"})
        back.text = "Back to the word"
    return aside


class Words:
    """The glossary's terms as pages mark them: one pattern for all their forms."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = {form: term for term in terms for form in term.mark}
        longest_first = sorted(self.terms, key=len, reverse=True)
        # Those that begin alike stand together: of several hundred forms, most are passed over by their first letter.
        alike = groupby(sorted(longest_first, key=lambda form: form[0]), key=lambda form: form[0])
        forms = "|".join(f"{re.escape(letter)}(?:{'|'.join(re.escape(form[1:]) for form in those)})" for letter, those in alike)
        self.pattern = re.compile(HTML_PLACEHOLDER_RE.pattern.replace("(", "(?P<raw>") + rf"|(?<![\w-])(?:{forms})(?![\w-])")
        parts = [form.split(" ") for form in longest_first if " " in form]
        begins = "|".join(sorted({re.escape(" ".join(words[:count])) for words in parts for count in range(1, len(words))}, key=len, reverse=True))
        ends = "|".join(sorted({re.escape(" ".join(words[count:])) for words in parts for count in range(1, len(words))}, key=len, reverse=True))
        self._edges = re.compile(rf"(?<![\w-])(?:{begins})$|^(?:{ends})(?![\w-])") if parts else None

    def touches(self, text: str) -> bool:
        """Say whether a term could begin at the end of a text, or end at its beginning, with the words around it."""
        return bool(self._edges and self._edges.search(text))


@lru_cache(maxsize=4)
def words_of(facts: Facts) -> Words:
    """Return the words that the glossary of some facts explains; made once for each load of the facts."""
    return Words(facts.glossary.values())


class PageMarks(Extension):
    """Registers them all. They run after inline Markdown and attribute lists, before the engine collects the page's anchors."""

    def __init__(self, **settings: Any) -> None:
        """Take the setting ``words``: the words to explain; without it, those of the project's own facts."""
        # An empty text, because Python-Markdown takes settings that begin as None for yes or no.
        self.config = {"words": ["", "The words to explain"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Add the tree processors."""
        glossary = GlossaryWords(md)
        glossary.words = self.getConfig("words") or words_of(load())
        md.treeprocessors.register(BasisLast(md), "handbook-basis", 5.8)
        md.treeprocessors.register(StackableTables(md), "handbook-tables", 5.7)
        md.treeprocessors.register(glossary, "handbook-glossary", 5.6)
        # The contents, at 5, have put the signs there.
        md.treeprocessors.register(SilentSigns(md), "handbook-signs", 4)


def makeExtension(**options: Any) -> PageMarks:  # noqa: N802 (the name is Python-Markdown's)
    """Return the extension, as Python-Markdown asks for it."""
    return PageMarks(**options)
