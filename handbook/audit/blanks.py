"""Blanks of a model policy that nobody filled: [School name], <insert date>, XXXX."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.audit.document import Block
from handbook.audit.findings import USUAL_URGENCY
from handbook.audit.folding import Folded
from handbook.audit.rule import Rule

_BRACKETS = re.compile(r"\[([^\[\]\n]{2,80})\]|<([A-Za-z][^<>\n]{2,80})>|\{([A-Za-z][^{}\n]{2,80})\}|«([^»\n]{2,60})»")
_TO_INSERT = re.compile(
    r"(?<=\bis )\((?:name|names|role|number|date|post|title)\)|\((?:please )?(?:insert|enter|add|state|delete|complete) [^()\n]{2,60}\)",
    re.IGNORECASE,
)
_FOR_SOMEBODY = re.compile(
    r"\b(?:insert|enter|add|state|specify|name|names|school|school's|academy|date|number|role|title|address|e?-?mail|phone|telephone|tel|"
    r"your|details|headteacher|head|dsl|lado|governor|governors|trust|council|local authority|"
    r"here|delete|amend|complete|list|month|year|xx+|link|url|filtering provider|provider|product|isp|logo|person|manager|owner|"
    r"coordinator|officer|teacher|chair|proprietor|community|signature|post|tbc|author|frequency|policy)\b",
    re.IGNORECASE,
)
_NO_BLANK = re.compile(
    r"^(?:[a-z]+ [a-z-]+=|/|br\b|strong\b|em\b|\d|https?:|www\.|mailto:|sic\b|see\b|\.{2,}|emphasis|x\]?$|ref\b|figure|table|footnote|"
    r"note\b|link\b$|accessed|archived|online\]?$|this article|click here|image|picture|photo)",
    re.IGNORECASE,
)
_CROSSES = re.compile(
    r"(?<!\w)(?<!rated )(?<!rating )(?<!marked )(?:[Xx]{3,}|\?{3,}|#{3,})(?!\w)(?:[ -](?:[Xx]{3,}|\?{3,})(?!\w))*|\.{6,}(?=\s*(?:school|"
    r"academy))|(?<=\s)…{3,}(?=\s*(?:school|academy))",
    re.IGNORECASE,
)
_DOTS = re.compile(r"[._]{5,}(?=\s*(?:Primary|Junior|Infant|High|Secondary)?\s*(?:School|Academy|College|Nursery)\b)", re.IGNORECASE)
# How long something takes or is kept, left open.
_HOW_LONG = re.compile(r"(?<!\w)[._…]{3,}(?=\s*(?:working |school |calendar )?(?:days?|weeks?|months?|years?|minutes|hours)\b)", re.IGNORECASE)
_EMPTY = re.compile(r"\[\s{2,}\]|\[_{2,}\]|(?<!\w)0\d{1,4}_{2,}(?:[ -]?_{2,})*")
# A note that somebody wrote into the policy.
_A_NOTE = re.compile(r"^(?:[A-Z]{2,3}[,:–-]|(?:\w+ )?(?:19|20)\d\d:|note)|[.!?] \w", re.IGNORECASE)
_OWN_PEOPLE = re.compile(
    r"\[(?:please )?insert (?:the )?(?:name of )?(?:the )?(?:DSL|head ?teacher|designated|safeguarding|LADO|chair|school name)\b[^\[\]]{0,60}\]",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"(?<=: )to be confirmed\b|\b(?:name to follow|(?:name )?to be confirmed(?! (?:each|every|by|in|with|nearer|at|when|annually|termly|on|once)\b)|"
    r"vacancy\W{1,3}(?:please )?add name|name to be added|TBC|"
    r"to be appointed|details to follow|please complete|complete before sending|awaiting signature)\b",
    re.IGNORECASE,
)
# A line to write on where the finished policy needs a name; beside a signature it belongs.
_LINE = re.compile(
    r"\b(?:(?:Mr|Mrs|Miss|Ms|Dr)(?:/(?:Mr|Mrs|Miss|Ms|Dr))*\.?|"
    r"head ?teacher|head|principal|manager|DSL|lead|officer|coordinator|governor|school|academy|nursery|setting|trust|name|by|is|"
    r"adopted|adoption|tel(?:ephone)?(?:\.? no)?|phone|e-?mail|(?:adopted|approved|agreed|ratified)\b[^.:|]{0,40}\bon)\.?\s*(?:is|:|\|)?\s*"
    # Dots that lead to a name are no line to write on.
    r"(?P<line>[._]{5,}+)(?!\s*(?-i:[A-Z][a-z]+ [A-Z]))",
    re.IGNORECASE,
)
# A letter or form is there to be filled in.
_TO_FILL_IN = re.compile(
    r"\b(?:letter|template|proforma|pro-forma|pro forma|form|slip|agreement form|incident log|reply|specimen|sample)\b", re.IGNORECASE
)

RULE = Rule(
    id="blank",
    kind="blank-left",
    find=(),
    now="Fill in the gap, or take the words away.",
    source="a blank of the model that the policy was copied from",
    urgency=USUAL_URGENCY["blank-left"],
)


class Blanks:
    """Looks for blanks; remembers that a letter has begun, in which they belong."""

    def __init__(self) -> None:
        self.in_letter = False

    def look(self, block: Block, folded: Folded) -> Iterator[tuple[Rule, int, int]]:
        """Yield the blanks of a block."""
        text = folded.text
        if block.kind == "heading" and not _BRACKETS.search(text):
            self.in_letter = False
        if re.match(r"\s*Dear\b", text):
            self.in_letter = True
        if self.in_letter or _TO_FILL_IN.search(block.heading):
            # A letter is filled in for each family, but the school's own people are the same in all.
            yield from ((RULE, *match.span()) for match in _OWN_PEOPLE.finditer(text))
            return
        for match in _BRACKETS.finditer(text):
            inner = next(one for one in match.groups() if one is not None).strip()
            if (
                not _NO_BLANK.match(inner)
                and not _A_NOTE.search(inner)
                and "@" not in inner
                and _FOR_SOMEBODY.search(inner)
                and len(inner.split()) <= 12
                and text[match.end() : match.end() + 1] != "("
            ):
                yield RULE, *match.span()
        # Two lines to write on are a form: name and date, role and class.
        is_form = bool(re.search(r"\bsign", text, re.IGNORECASE)) or len(re.findall(r"[._…]{5,}", text)) > 1
        if not is_form:
            for match in _LINE.finditer(text):
                yield RULE, *match.span("line")
        for pattern in (_CROSSES, _HOW_LONG, *(() if is_form else (_DOTS,)), _TO_INSERT, _TO_COME, _EMPTY):
            for match in pattern.finditer(text):
                yield RULE, *match.span()
