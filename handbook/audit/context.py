"""When a match is right as it stands: told as history, forbidden, or said of something else. Data-free and quick."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.audit.rule import Pattern

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|no|nos|para|paras|mr|mrs|ms|miss|dr|st|inc|ltd|vs|cf|ed|p|pp|s|ss|sch|art|approx|tel|ext|www)|\b[A-Z])\.$", re.IGNORECASE
)
_END = re.compile(r"[.!?]+[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9•])|[;•]\s")

# What stands before an old name that is told as history, at most a few words away.
_BEFORE = re.compile(
    r"(?:\b(?:formerly|previously|originally|(?<!at )once|then|earlier|old|former|outdated|out-of-date|prior|repealed|"
    r"superseded|abolished|defunct|closed|obsolete|"
    r"predecessors?(?: of| was| were)?|repeal(?:s|ed|ing)?|superseded?s?|superseding|abolish(?:es|ed|ing)|replac(?:es|ed|ing)(?! by)(?! "
    r"with)|succe(?:eds|eded|eding)|successors? (?:to|of)|"
    r"took over from|taken over from|takes over from|instead of|rather than|in place of|in the place of|(?:takes?|took|taken) the place of|"
    r"no longer (?!than)(?:\w+ )?|(?:we|they|you|it|that|which|who|once|staff|pupils|parents|people|schools?|children) (?:all )?used to(?: \w+)?|"
    r"(?:was|were|been) (?:called|known as|named)|known (?:[\w' ]{1,40} )?as|(?:nobody|no one) (?:\w+ )?(?:calls?|called|says|said|uses|used)|"
    r"and not|not to be confused with|dating from|(?:in|from|since) the (?:days|time|era) of|in history\b|"
    r"first (?:set out|seen|used|named|made|written|published|issued|described|described as)(?: \w+)? (?:in|by)|"
    r"(?:first|original|earliest) (?:edition|version|draft|issue)s?|"
    r"heard of|swallowed(?: up)?|absorbed|acquired|took over|"
    r"evolved from|grew out of|renamed from|changed from|merged with|amend(?:ed|s|ing)|unlike|since the end of|after the)"
    r"|(?:,|\band|\bbut)\s+not)(?:[\s,:('\"-]+(?:\w[\w'-]*)){0,5}?[\s,:('\"-]*$",
    re.IGNORECASE,
)
# What has yet to come: "once the Bill becomes law".
_NOT_YET = re.compile(r"\b(?:once|until|when|after) (?:the )?$", re.IGNORECASE)
_COMES = re.compile(r"^['\"]?\s+(?:becomes?|is|are|has|have|comes?|passes|starts?|gets?)\b", re.IGNORECASE)
# What takes in a whole list of old names: formerly the A Agency and the B Bureau.
_BEFORE_ALL = re.compile(
    r"\b(?:formerly|previously|took over from|taken over from|takes over from|heard of|replac(?:ed|ing)(?! by)(?! with)|"
    r"brought together|united)(?:[\s,:('\"-]+(?:\w[\w'-]*)){0,14}?[\s,]*\b(?:and|or)(?: the| an?)?[\s('\"]*$",
    re.IGNORECASE,
)
# Somebody took the old name out: "we removed mentions of X", "took X out of the appendix".
_TAKEN_OUT = re.compile(
    r"\b(?:takes?|took|taken|removed|deleted|crossed|struck|dropped|cut)(?: out)?(?: (?:all|every|any))?(?: (?:mentions?|references?|"
    r"links?) (?:of|to))?(?: the| our)?\s*['\"]?$",
    re.IGNORECASE,
)
_NEWLY = re.compile(
    r"\b(?:replaced|superseded|succeeded) (?:by|with)\b[^.]*$|\b(?:now|renamed|became|becomes)(?: (?:called|known|to|the|as|is|are))*\s*$",
    re.IGNORECASE,
)
# What stands after it.
_AFTER = re.compile(
    r"^[\"')\]]*(?:[\s,:('\"-]+[\w'.&-]+){0,6}?[\s,:('\"\[-]+(?:(?:was|were|is|are|has|have|had|since|then|later|and|which|that|been|being|itself|now|subsequently|recently|formally|finally|all)[\s,]+)*"
    # "Which replaced Y" tells of Y's end; "was replaced", "replaced by Z" of its own.
    r"(?:(?:(?<=was )|(?<=were )|(?<=been )|(?<=is )|(?<=are ))(?:replaced|superseded)|(?:replaced|superseded)(?=\s+(?:by|in|with|on|"
    r"since|from|when)\b|\s*[.,;)]|\s*$)|"
    r"repealed|abolished|renamed|re-named|gone|used to be|disbanded|dissolved|withdrawn|retired|merged|closed(?! to)|shut|wound up|"
    r"ceased|ended|discontinued|revoked|defunct|archived|disappeared|vanished|folded|joined|gave up|"
    r"became|become|came to an end|comes to an end|"
    r"no longer(?! than)|did not last|stopped|gave way|out of date|now (?:called|known|part|named|the|run|replaced|redirects?))\b",
    re.IGNORECASE,
)
# "X, now Y", "X now called Y"; but "X now demands" is said of X as it is.
_BECAME = re.compile(
    r"^[\"')\]]*\s*(?:[(,-]\s*(?:now|currently|today|renamed|since (?:19|20)\d\d)\b|"
    r"(?i:now|currently|today)\s+(?:(?i:called|known|named|part of|run by|the)\b|(?-i:[A-Z])))"
    # "The review that followed".
    r"|^,? (?:that|which) followed\b"
    # "NCH until 2008".
    r"|^[\"')\]]*\s*,?\s*(?:until|till|before|up to|prior to) (?:\w+ )?(?:19|20)\d\d\b"
    # A paper of that time: "my CRB form from 2006".
    r"|^\s+(?:form|certificate|check|disclosure)s? (?:from|dated) (?:\w+ )?(?:19|20)\d\d\b"
    # "was taken off our site", "once asked for", "long ago".
    r"|^[\"')\]]*,?\s+(?:(?:was|were|has been|have been|is|are|had been) (?:\w+ly )?(?:removed|deleted|swapped|moved to|called|exchanged|"
    r"crossed out|struck out|taken (?:off|down|out)|switched off|turned off|"
    r"uninstalled|swallowed|absorbed)|once \w+ed|long ago|years ago|in those days)\b",
    re.IGNORECASE,
)
# "became an offence in 2015, and the provision has since moved", "Thinkuknow's successor".
_SINCE_MOVED = re.compile(r"\bhas since (?:moved|gone|been (?:moved|repealed|replaced|superseded|renamed))\b|^(?:'s)? successors?\b", re.IGNORECASE)
# The next sentence tells its end: "It closed, and ...".
_THEN_ENDED = re.compile(
    r"^\W*(?:(?:it|they|this|that|both|all (?:three|four|of them))|(?:the|that|this) (?:site|service|charity|body|act|board|agency|app|"
    r"orders?|scheme))\s+(?:(?:has|have|was|were|is|are|had|been|since|now|all|both|long|"
    r"subsequently|later)\s+)*(?:closed|ended|abolished|repealed|replaced|withdrawn|shut|gone|merged|discontinued|wound up|disbanded|"
    r"no longer(?! than))\b",
    re.IGNORECASE,
)
# "You may remember the folder with Becta in it".
_REMEMBERED = re.compile(r"\b(?:you|we|staff|colleagues|parents|people)\s+(?:may |will |might |can |all )*(?:still )?remember\b", re.IGNORECASE)
# "In 2012 the CRB was": the past, told as the past.
_PAST = re.compile(
    r"(?:\b(?:in|during|until|till|before|between|from|back in|by|up to)(?: \w+)? (?:19|20)\d\d\b|\b(?:at the time|in those days|at that "
    r"time|historically|years ago|in the past|"
    r"that first (?:day|week|fortnight|month|term|half[- ]term|year|lockdown|winter|spring|summer|autumn)|"
    r"(?:in|during) the (?:first )?lockdown|"
    r"until (?:that|this) (?:date|day|time)|until then|before (?:that|then)|"
    r"(?:case|inquiry|events|tragedy|review|report|study|survey) of (?:19|20)\d\d)\b)",
    re.IGNORECASE,
)
_PAST_VERB = re.compile(
    r"\b(?:was|were|had|did|began|came|found|led|showed|set up|published|introduced|asked|wrote|ran|used to|gave|told|said|made|took|"
    r"became|closed|joined|adopted|signed|appeared|shaped|counted|started|opened|grew|concerned|taught|changed|added|"
    r"used|grouped|named|listed|described|recommended)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:must|should|will|shall|is|are|has|have|can|may|follow|use|see|contact(?! and conduct)|refer|comply|please|applies|apply|requires?|"
    r"states?|says?|takes? (?:account|note|heed)|reflects?|draws? (?:up)?on|rests? on|pays|conforms?|accords?|gives effect)\b",
    re.IGNORECASE,
)
_HISTORY_HEADING = re.compile(
    r"^\W*(?:[\d.]+\s*)?(?:a )?(?:(?:short |brief )?history|(?:version|document|revision|amendment|review|change|policy|approval)s? "
    r"(?:history|control|log|record|table)|change ?log|revisions?|amendments?|"
    r"(?:what|how) (?:has |have |is |was )?(?:changed|new|it used to be|things have changed)|what (?:this|the) (?:policy|version) "
    r"replaces|summary of changes|record of (?:changes|reviews|amendments)|changes (?:since|from|made|in|to)\b.*|previous (?:versions?|"
    r"policies))\b",
    re.IGNORECASE,
)

_NO = re.compile(
    r"\b(?:not|never|nobody|no-one|no one|none|nor|neither|cannot|\w+n't|dont|wont|must no|without|avoid|avoiding|refrain|resist|"
    r"prohibited|forbidden|"
    r"(?:is|are|be|being|it's|it is) (?:also |always |strictly |itself |now )?(?:illegal|unlawful|wrong|unsafe|criminal|a crime|an? "
    r"(?:criminal |serious )?offen[cs]e)|(?:illegal|unlawful|offen[cs]e|crime|criminal) (?:for \w+ )?(?:to|act)|"
    r"against the law|no (?:member|members|adult|adults|staff|pupil|child|person|colleague|teacher|governor|circumstances?|reason|need|"
    r"image|images|device|promise|guarantee)|instead of|rather than|"
    r"under no|on no account|refuses?|dangers? of|risks? of|consequences of|law against|myth|false|mistake to|(?:old|older|earlier|"
    r"previous|outdated) (?:advice|guidance|policies|policy|practice)|used to|don'?t)\b",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:but|however|instead(?! of)|then|although|though|unless|except|other than|until|before|after which|so that|if (?:you|they|it|a|"
    r"the|staff|this)|in which case)\b|[;]",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of a text."""
    first = 0
    for mark in _END.finditer(text):
        if not _ABBREVIATION.search(text[: mark.start() + 1]):
            yield first, mark.end()
            first = mark.end()
    if first < len(text):
        yield first, len(text)


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence (or sentences) that a match stands in."""
    first, last = 0, len(text)
    for mark in _END.finditer(text):
        if _ABBREVIATION.search(text[: mark.start() + 1]):
            continue
        if mark.end() <= start:
            first = mark.end()
        elif mark.start() >= end - 1:
            last = mark.end()
            break
    return first, last


# "Bebo, which our pupils loved, is gone": what stands between the commas tells nothing of its end.
_INSERTED = re.compile(
    r"^(?P<of>(?: of (?:19|20)\d\d)?), (?:(?:from|of|to|on|in) )?wh(?:ich|o|ose) "
    r"(?![^,.;]*\b(?:now|closed|ended|gone|replaced|repealed|renamed|became|no longer|superseded|abolished)\b)[^,.;]{4,80},(?= )",
    re.IGNORECASE,
)


def is_history(sentence: str, start: int, end: int, heading: str = "", successors: tuple[Pattern, ...] = (), rest: str = "") -> bool:
    """Say whether an old name at ``start`` of a sentence is told as something of the past; ``rest`` is what follows the sentence."""
    before, after = sentence[:start], sentence[end:]
    if inserted := _INSERTED.match(after):
        return is_history(before + sentence[start:end] + inserted["of"] + after[inserted.end() :], start, end, heading, successors, rest)
    if _HISTORY_HEADING.match(heading) or _THEN_ENDED.match(rest):
        return True
    if _NOT_YET.search(before) and _COMES.match(after):
        return False
    newly = _NEWLY.search(before)
    if _AFTER.match(after) and not _AFTER_IS_ANOTHERS.match(after):
        return True
    if _SINCE_MOVED.search(after):
        return True
    if newly:
        return False
    if _REMEMBERED.search(before) or _BEFORE.search(before) or _BEFORE_ALL.search(before) or _TAKEN_OUT.search(before) or _BECAME.match(after):
        return True
    if _beside_successor(before, after, successors):
        return True
    # A name may hold "in 2024" itself.
    past = any(one.start() < start or one.end() > end for one in _PAST.finditer(sentence))
    return past and bool(_PAST_VERB.search(sentence)) and not _PRESENT.search(sentence)


# "The Act and the guidance were replaced": fine; but "the LSCB, whose old number has been replaced" says nothing about the board.
_AFTER_IS_ANOTHERS = re.compile(
    r"^[^.]{0,20}\b(?:whose|procedures? (?:was|were|has|have)|policy (?:was|has)|number|address|(?<!to )form|passwords?|devices?|staff who)\b",
    re.IGNORECASE,
)


def _beside_successor(before: str, after: str, successors: tuple[Pattern, ...]) -> bool:
    """Say whether the new name stands right beside the old one: X (Twitter), CEOP Education / Thinkuknow."""
    for one in successors:
        for found in one.finditer(before):
            if re.fullmatch(
                r"[^\w.]*(?:/|\(|or|aka|also|,? (?:formerly|previously|was|once|then))[^\w.]*(?:known as|called|the)?[^\w.]*",
                before[found.end() :].strip(),
                re.IGNORECASE,
            ):
                return True
        next_to = one.search(after)
        # "X, Y's programme" names an owner, no new name.
        if (
            next_to
            and "'s" not in next_to.group()
            and not _A_THING.match(after[next_to.end() :])
            and re.fullmatch(
                r"[^\w.]*(?:/|\(|or|aka|,|now|is now|also|the)*[^\w.]*(?:now|is|called|known as|the|aka)*[^\w.]*",
                after[: next_to.start()].strip(),
                re.IGNORECASE,
            )
        ):
            return True
    return False


# "the CEOP education programme" is no name.
_A_THING = re.compile(r"\s+(?:programme|scheme|course|materials?|resources?|site|website|pages?)\b")

_LAW_OF_THE_PAST = re.compile(
    r"\b(?:(?:was|were|been|is|are|since) (?:\w+ )?(?:repealed|abolished|replaced|superseded|removed|narrowed|dropped)|"
    r"no longer(?! than\b)(?! (?:an? |the )?(?:child|children|pupil|pupils)\b)|used to "
    r"(?:be|say|need|have)|until (?:\w+ )?(?:19|20)\d\d|before (?:\w+ )?(?:19|20)\d\d|the old (?:law|act|rule)|"
    r"(?:was|were) once|(?:some|many|most|pupils|people|parents|children|students|families|young people|they) (?:still |may |might |"
    r"wrongly )*(?:think|believe|imagine|assume)s?|end(?:s|ed) the (?:rule|exemption))\b",
    re.IGNORECASE,
)


_OLD_ADVICE = re.compile(
    r"\b(?:old|older|outdated|earlier) (?:school )?(?:policies|policy|rules|advice|guidance|documents|versions|wording|procedures?)\b|"
    r"\byou may (?:remember|recall|have been told)\b|\bdo not rely on\b|\b(?:was|were) once (?:told|said|asked)\b",
    re.IGNORECASE,
)


def is_old_advice(sentence: str) -> bool:
    """Say whether a sentence tells what used to be said, so as to set it right."""
    return bool(_OLD_ADVICE.search(sentence))


def is_law_of_the_past(sentence: str) -> bool:
    """Say whether a sentence tells the law as something that has changed."""
    return bool(_LAW_OF_THE_PAST.search(sentence))


def is_all_forbidden(lead: str) -> bool:
    """Say whether a line forbids whatever it introduces."""
    return bool(lead) and bool(_NO.search(lead)) and not _TURN.search(lead[-25:])
