"""Blocks of text in, findings out. Knows rules and text; knows no file format, no record and no page of the handbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from handbook.audit.context import is_history, is_law_of_the_past, is_old_advice, sentence_span
from handbook.audit.document import Block
from handbook.audit.findings import Finding
from handbook.audit.folding import Folded, Folder
from handbook.audit.phrases import Phrase, keys
from handbook.audit.rule import Pattern, Rule
from handbook.audit.sought import Sought

# Something that looks at a block by other means than phrases: addresses, ages, what is like known examples.
Look = Callable[[Block, Folded], Iterable[tuple[Rule, int, int]]]


@dataclass(frozen=True)
class Matcher:
    """Everything that is looked for."""

    folder: Folder
    sought: Sought
    looks: tuple[Look, ...] = ()

    def findings(self, block: Block) -> list[Finding]:
        """Return what is found in one block, in the order of its words."""
        folded = self.folder.fold(block.text)
        if not folded.text.strip():
            return []
        hits = [*self._hits(block, folded)]
        for look in self.looks:
            hits += look(block, folded)
        return [_finding(rule, block, folded, start, end) for rule, start, end in _without_overlaps(_without_authors(hits, folded.text))]

    def _hits(self, block: Block, folded: Folded) -> Iterator[tuple[Rule, int, int]]:
        around = _around(block, folded.text).lower()
        known: dict[tuple[Pattern, ...], bool] = {}
        for rule, wanted in self.sought.in_text(folded.text.lower()):
            # Before a pattern is made: whether what must stand near it can.
            if rule.under and rule.under not in known:
                known[rule.under] = _may_stand(rule.under, around)
            if not known.get(rule.under, True):
                continue
            for match in wanted.pattern.finditer(folded.text):
                start, end = match.span()
                if end > start and not _in_address(rule, folded.text, start) and stands(rule, block, folded.text, start, end):
                    yield rule, start, end


# What shows that the letters before a word, back to the last space, are an address.
_ADDRESS_BEFORE = re.compile(r"://|\bwww\.|@|\.(?:com|org|net|uk|eu|gov)\b\S*/")


def _in_address(rule: Rule, text: str, start: int) -> bool:
    """Say whether a name is only part of a web address."""
    return rule.kind != "address-dead" and bool(_ADDRESS_BEFORE.search(text[text.rfind(" ", 0, start) + 1 : start]))


def _around(block: Block, text: str) -> str:
    """Return what a match may be under: the heading, the lead-in, the text."""
    return f"{block.heading}. {block.lead}. {text}"


def _may_stand(any_of: tuple[Pattern, ...], lower: str) -> bool:
    """Say whether one of some phrases can stand in a text in small letters, by its words alone."""
    return any(all(any(word in lower for word in group) for group in keys(one.text)) for one in any_of if isinstance(one, Phrase))


def stands(rule: Rule, block: Block, text: str, start: int, end: int) -> bool:
    """Say whether a match counts: nothing around it makes it right."""
    first, last = sentence_span(text, start, end)
    sentence = text[first:last]
    if rule.under:
        around = _around(block, text)
        if not any(one.search(around) for one in rule.under):
            return False
    if any(one.search(sentence) for one in rule.unless):
        return False
    if is_old_advice(sentence):
        return False
    if rule.kind in ("law-changed", "age-limit") and is_law_of_the_past(sentence):
        return False
    return not (rule.told_as_history and is_history(sentence, start - first, end - first, block.heading, rule.successors, text[last:]))


def _without_authors(hits: list[tuple[Rule, int, int]], text: str) -> list[tuple[Rule, int, int]]:
    """Leave out bodies that are named in brackets as the authors of an old paper, which is told itself: Safe Practice (DCSF, 2009)."""
    papers = [end for rule, _, end in hits if rule.kind == "guidance-superseded"]

    def is_author(start: int, end: int) -> bool:
        opened = re.search(r"['\"]?,? \((?:[A-Z][\w&]+(?:,| and| &) )?$", text[:start])
        return bool(opened and re.match(r",? (?:[A-Z][a-z]+ )?(?:19|20)\d\d\)", text[end:]) and opened.start() in papers)

    return [hit for hit in hits if hit[0].kind not in ("body-renamed", "body-closed") or not is_author(*hit[1:])]


def _without_overlaps(hits: list[tuple[Rule, int, int]]) -> list[tuple[Rule, int, int]]:
    """Keep the longest of matches that share words; what is unsafe or told of the law stands beside the names within it."""
    kept: list[tuple[Rule, int, int]] = []
    for hit in sorted(hits, key=lambda hit: (hit[1] - hit[2], hit[1], bool(hit[0].find), hit[0].id)):
        rule, start, end = hit
        layer = _layer(rule)
        if not any(_layer(other) == layer and start < other_end and other_start < end for other, other_start, other_end in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit[1:])


def _layer(rule: Rule) -> str:
    return rule.kind if rule.kind in ("unsafe-procedure", "law-changed", "figure-dated", "age-limit") else "name"


def _finding(rule: Rule, block: Block, folded: Folded, start: int, end: int) -> Finding:
    first, last = folded.span(start, end)
    begin, stop = folded.span(*sentence_span(folded.text, start, end))
    return Finding(
        words=block.text[first:last],
        where=block.where,
        kind=rule.kind,
        now=rule.now,
        since=rule.since,
        source=rule.source,
        sure=rule.sure,
        urgency=rule.urgency,
        clauses=rule.clauses,
        pages=rule.pages,
        rule=rule.id,
        order=block.order,
        start=first,
        anchor=block.anchor,
        context=block.text[begin:stop].strip(),
    )
