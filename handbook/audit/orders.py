"""Whether a policy asks or lets its people do what a match describes, or only speaks of it: of what pupils do, of risks, of the past."""

from __future__ import annotations

import re

_STAFF = (
    r"(?:staff|teachers?|head ?teachers?|heads?|principals?|DSL|DDSL|SLT|leads?|coordinators?|officers?|managers?|technicians?|adults?|"
    r"leaders?|tutors?|you|we|colleagues?|team|school|academy|college|nursery|"
    r"governors?|practitioners?|key ?persons?|key ?workers?|supervisors?|assistants?|champion|deput(?:y|ies)|mentors?|persons?|employees?|"
    r"volunteers?|trust|mr|mrs|miss|ms|member|members|investigator|network)"
)
_OTHERS = (
    r"(?:pupils?|child|children|students?|young people|young person|learners?|teenagers?|boys?|girls?|peers?|friends?|victims?|strangers?|"
    r"abusers?|offenders?|predators?|groomers?|perpetrators?|paedophiles?|criminals?|"
    r"people|others|someone|somebody|anyone|users?|they|police|officers from|parents?|carers?|who)"
)
_WHO = re.compile(rf"\b(?:(?P<staff>{_STAFF})|(?P<others>{_OTHERS}))\b(?!')", re.IGNORECASE)
# A person who is spoken of or spoken to does not act: "a photo of a pupil", "ask the child and …".
_NOT_ACTING = re.compile(
    r"\b(?:of|by|with|from|to|about|on|in|between|for|against|among|involving|concerning|ask|asks|tell|tells|inform|informs|support|see|help|remind|reassure|contact|protect|near|another|one)\s+"
    r"(?:(?:the|a|an|any|all|their|his|her|our|your|other|another|two|both|these|those|each|senior|designated|relevant)\s+){0,3}$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|where|wherever|whether|in the event|in case|should (?:a|an|any|the|you|staff|pupils?|images?))\b", re.IGNORECASE
)
_TOLD = (
    r"(?:must|should|shall|is to|are to|need(?:s)? to|ha(?:s|ve) to|(?:is|are|be) (?:\w+ )?(?:told|asked|required|instructed|directed|"
    r"advised|expected|made|encouraged|reminded|allowed|permitted) to)"
)
_MAY = r"(?:may|can|could|will|would|might|is (?:able|free) to|are (?:able|free) to|is|are)"
_RIGHT_BEFORE = (
    r"(?:\s+(?:be|also|then|always|immediately|first|only|normally|usually|both|either|not only|if necessary|simply|carefully|\w+ly))*[\s,]*$"
)
_TOLD_BEFORE = re.compile(rf"\b{_TOLD}{_RIGHT_BEFORE}", re.IGNORECASE)
_MODAL_BEFORE = re.compile(rf"\b(?:{_TOLD}|{_MAY}){_RIGHT_BEFORE}", re.IGNORECASE)
_MUST_BEFORE = re.compile(rf"\b(?:should|must|shall|will){_RIGHT_BEFORE}", re.IGNORECASE)
_TOLD_AND = re.compile(r"\b(?:should|must|will|may|can|are|is) (?:be )?\w+(?:ed|en|told|sent)?\b(?: \w+){0,3} and\s*$", re.IGNORECASE)
_HAPPENED = re.compile(r"\b(?:has|have|had|having|was|were|being|been)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
_SPOKEN_OF = re.compile(
    r"\b(?:(?:risks?|dangers?|examples?|consequences|misuse|types?|forms?|allegations?|suspicions?|suspected|cases?|incidents?|offen[cs]es?|crimes?|penalt(?:y|ies)|accused|guilty|evidence|effects?|harm)"
    r" (?:of|include|includes|including|such as|may include|involving|for|to)\b[^.;:]{0,60}|"
    r"(?:pressur\w+|persuad\w+|coerc\w+|trick\w+|forc(?:ed|es|ing)|threat\w*|blackmail\w*|tempt\w*|want\w*|wish\w*|groom\w*|lur(?:e|es|ed|ing))\b[^.;:]{0,40}\b(?:to|into)\s*|"
    r"(?:used|able|ability|possible|easy|easier|easily|tempted|intend\w*|attempt\w*|try|trying|tries|likely|ways?|how|chance|power|powers|"
    r"right) to\s*|"
    r"(?:devices?|phones?|handsets?|computers?|laptops?|tablets?|accounts?|files?|folders?) (?:\w+ )?(?:may|might|can|could|that)\s*|"
    r"(?:apps?|technolog\w+|phones?|cameras?|sites?|services?|software|devices?|filters?|filtering|systems?) (?:that |which )?(?:\w+ "
    r")?(?:can|may|could|allows?|lets?|enables?|will)\b[^.;:]{0,40})$",
    re.IGNORECASE,
)
# "Images are stored", "pupils are told to": who acts does not matter.
_DONE_TO = re.compile(
    r"^\W*(?!(?:ask|tell|make|ensure|check|see)\b)(?:(?!\bto (?:see|confirm|decide)\b).)*?\b(?:(?:should|must|shall|will|can|may|to) be|"
    r"is|are)\b|^(?:asked|told|directed|instructed|required|advised)\b",
    re.IGNORECASE,
)
_DEVICE_WITH = re.compile(
    r"\b(?:device|phone|handset|laptop|computer|tablet|report|record|log)s?\b[^,;]*\b(?:that|which|holding|holds|containing|contains|with|has|of)\b[^,;]*$",
    re.IGNORECASE,
)
# Words that are a thing as well as an act.
_NOUNS = {
    "copy",
    "copie",
    "print",
    "screenshot",
    "photograph",
    "view",
    "store",
    "record",
    "share",
    "check",
    "search",
    "film",
    "show",
    "email",
    "text",
    "file",
    "picture",
    "report",
    "display",
    "place",
    "log",
    "hold",
}
_A_NOUN = re.compile(r"\b(?:the|a|an|any|this|that|their|its|his|her|each|of|no|hard|paper|back-?up|data|in|own|whose)\s*$", re.IGNORECASE)


def is_asked(sentence: str, start: int, end: int, heading: bool = False) -> bool:
    """Say whether a sentence asks or lets staff do what stands between ``start`` and ``end``, which begins with what is done."""
    before, words = sentence[:start], sentence[start:end]
    if _SPOKEN_OF.search(before) or _HAPPENED.search(before):
        return False
    part = re.split(r"[;:|\t]|\s-\s", before)[-1]
    if _DONE_TO.search(words):
        return not _DEVICE_WITH.search(part)
    condition = _CONDITION.search(part)
    if condition:
        after_comma = part.rpartition(",")[2] if "," in part[condition.end() :] else None
        if after_comma is not None:
            part = after_comma
        elif re.search(r"\bthen\b", part[condition.end() :], re.IGNORECASE):
            part = re.split(r"\bthen\b", part, flags=re.IGNORECASE)[-1]
        else:
            return _acts_after_condition(part[condition.end() :], words)
    first = words.split()[0].lower() if words.split() else ""
    # "Parents should be invited in and shown the picture."
    if first in ("shown", "given", "sent") and _TOLD_AND.search(part):
        return True
    if first.endswith("ing"):
        return bool(re.search(r"\bby\s*$", part))
    if first.rstrip("s") in _NOUNS and _A_NOUN.search(part):
        return False
    if heading and not (_MODAL_BEFORE.search(part) or re.search(r"\b(?:must|should|shall|will|may|can)\b", words)):
        return False
    return _by_whom(part, words)


def _acts_after_condition(part: str, words: str) -> bool:
    """Say whether a clause that began with "if" has ended and staff act: "when a picture is found the teacher saves it"."""
    found = [one for one in _WHO.finditer(part) if not _NOT_ACTING.search(part[: one.start()])]
    if not found:
        return bool(re.match(r"(?:two|2|at least|more than|another|staff|teachers?|senior)\b", words, re.IGNORECASE)) or bool(
            re.search(r"\b(?:necessary|possible|appropriate|needed|required|in doubt|unsure)\s*$", part)
        )
    last = found[-1]
    if _MUST_BEFORE.search(part) and not any(one.group("others") and len(part[one.end() :].split()) <= 3 for one in found):
        return True
    if last.group().lower() == "they":
        return bool(_MODAL_BEFORE.search(part)) and any(one.group("staff") for one in found[:-1])
    return bool(last.group("staff")) and bool(part[: last.start()].strip()) and (last.start() > 8 or bool(_MODAL_BEFORE.search(part)))


def _by_whom(part: str, words: str) -> bool:
    """Say whether the one who acts is staff, or somebody who is told to by staff."""
    found = [one for one in _WHO.finditer(part) if not _NOT_ACTING.search(part[: one.start()])]
    if not found:
        return True
    last = found[-1]
    between = part[last.end() :]
    if last.group("staff"):
        return True
    if last.group().lower() == "who":
        # "Staff who find a picture should print it": who tells of staff, and what they do is told to them.
        known = [one for one in found[:-1] if one.group("staff")]
        # "The coordinator, who may copy it": after a comma what follows is told of this one, not a way to say which is meant.
        told = len(between.split()) > 1 or part[: last.start()].rstrip().endswith(",")
        return bool(known) and bool(_MODAL_BEFORE.search(between)) and told
    if last.group().lower() == "they":
        return bool(_MODAL_BEFORE.search(between)) and any(one.group("staff") for one in found[:-1]) or bool(_TOLD_BEFORE.search(between))
    if last.group().lower() == "police":
        return False
    return bool(_TOLD_BEFORE.search(between))
