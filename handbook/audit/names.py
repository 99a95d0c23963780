"""Names and numbers that are not this school's: another school's name left in, and people and phones that differ from the school's file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from handbook.audit.context import sentence_span
from handbook.audit.document import Block
from handbook.audit.findings import USUAL_URGENCY, Finding, Sure
from handbook.audit.folding import Folded
from handbook.school.model import School

_PART = r"(?:[A-Z][\w'&-]*\.?|of|the|and|with|on|C of E|CofE|CE|RC|V[AC])"
_NAME = re.compile(
    # A saint alone is a school only where it does what a school does.
    r"\b(St\.? [A-Z][a-z]+'s(?= (?:takes|will|has|expects|recogni[sz]es|believes|aims|provides|uses)\b)|"
    rf"(?:St\.? )?[A-Z][\w'&-]*\.?(?:[ -]{_PART}){{0,6}}? (?:School|Academy|College|Nursery(?! School)|Pre-?[Ss]chool|Playgroup|Kindergarten|"
    rf"Infants(?! School)|Juniors(?! School)|High(?= (?:into|will|is|has|pupils|students|staff|takes|expects|recogni[sz]es)\b)|Primary(?! (?:School|"
    rf"Academy|and))))\b(?! (?:Trust|Council|Improvement|Governance|Sport|Games|Direct|Day|"
    rf"Meals|Food|Admission|Website Regulations|Information|Staffing|Teachers|Policy for))"
)
# What is called a school, academy or college and is none.
_NO_SCHOOLS = frozenset({"Oak National Academy", "Forest School", "Summer School", "Saturday School"})
# Where a policy says whose it is.
_TITLE_BLOCKS = 5
_MOST_WORDS_OF_TITLE = 12
_SCHOOL = re.compile(r"\b(?:school|academy|college|nursery|nurseries|pre-?school|trust|primary|infants|juniors|federation)\b", re.IGNORECASE)
_PLAIN = frozenset(
    "the our this that a an all each every any some no your their its new old primary junior juniors infant infants college federation "
    "pre-school preschool high secondary middle upper "
    "lower first community church england catholic voluntary aided controlled nursery school schools academy trust sixth form "
    "headteacher head whole home pre after before boarding public private safer data sunday local state independent maintained special "
    "national grammar foundation free special parents pupils staff governors and of in at for with when if as to from by is "
    "under within all-through example good outstanding safe safeguarding online e-safety internet policy model county borough city "
    "london c ce cofe rc va vc saint british training teaching art music sports science technology business language other another both "
    "most many several "
    "welcome dear sir behaviour acceptable ict it use social media mobile anti-bullying education chair executive deputy assistant "
    "senior designated child protection members member multi multi-academy roman day teachers using while where how what who why these "
    "those dsl's head's headmaster's headteacher's principal's further royal open virtual law staff medical ofsted estyn hmi".split()
)
_OWN_BEFORE = re.compile(
    r"(?:\b(?:at|bring|bringing|in|within|of|for|to|by|welcome to|here at|we at|throughout|across|join|the|all))\s+$", re.IGNORECASE
)
# Whose people sign and promise: "the governors of Ashby School", "Headteacher, Ashby School".
_OF_OURS = re.compile(
    r"\b(?:governors?|governing (?:body|board)|head ?teacher|head|principal|committee|manager|chair|pupils?|children|students?|"
    r"learners|staff|parents)"
    r"(?: of| at|,)\s+(?:the )?$",
    re.IGNORECASE,
)
_TO_CHANGE = re.compile(r"^\W*(?:please )?(?:change|replace|insert|amend) (?:the )?(?:school )?name", re.IGNORECASE)
_OWN_AFTER = re.compile(
    r"^(?:'s?)?\s*(?:\([^)]*\)\s*)?(?:,?\s*(?:we\b|our\b|all (?:staff|pupils)|the (?:internet|safety))|(?:is|are|will|has|have|believes?|"
    r"recogni[sz]es?|expects?|uses?|aims?|understands?|considers?|takes?|provides?|ensures?|must|acknowledges?|wants?|seeks?|works?|"
    r"reserves?|allows?|does|do|cannot|may|should|also|"
    r"staff|pupils|governors|governing|students|children|parents|policy|policies|e-safety|online|safeguarding|network|website|systems?|acceptable|social|internet|ict|computers?|devices?|email)\b)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:transfer\w*|feeder|partner\w*|cluster|sister|other schools?|such as|courtesy|adapted|based on|with thanks|acknowledg\w*|thanks "
    r"to|thank|trip|visit(?:s|ed|ing)?|nearby|neighbour\w*|alliance|previous school|new school|moved? (?:on|to|from)|shared? with|attend(?:s|ed|"
    r"ing)? \w* ?(?:at )?|links? with|"
    r"linked with|together with|along with|federat\w*|joint\w*|work(?:s|ing)? with|liais\w*|secondary schools?|local schools|neighbouring|"
    r"hosted|host|kept from|inherited|taken over|tournament|competition|pupils from|go on to|leave for|source|copyright|written by|"
    r"produced by|developed by|university|"
    r"borrowed|taken from|template|consists? of|made up of|comprises?|member schools|our (?:other )?(?:schools|academies) are)\b",
    re.IGNORECASE,
)
_PERSON = r"((?:Mr|Mrs|Miss|Ms|Mx|Dr|Rev|Sir|Dame|Fr|Sr)\.? ?(?:[A-Z]\.? ?){0,2}[A-Z][\w'-]+(?: [A-Z][\w'-]+)?|[A-Z][a-z'-]+ [A-Z][\w'-]+)"
# Somebody named whose time is over: "Mrs Poole (until 2014)", "Mr J. Hart, retired", "PC Ann Lake, our officer since 2009".
_GONE = re.compile(
    r"\b(?:(?:Cllr|Councillor|PC|PCSO|WPC|DC|Sgt|Sergeant|Constable) )?(?:(?:Mr|Mrs|Miss|Ms|Mx|Dr|Rev|Sir|"
    r"Dame)\.? )?(?:[A-Z]\.? ?){0,2}[A-Z][a-z'-]+(?: [A-Z][\w'-]+)?"
    r"(?:\s*[,(][^.;:)]{0,50}?\b(?P<why>retired(?=\s*[,(.;)]|\s*$)|term (?:of office )?ended|(?:until|to|till) (?:\w+ )?(?P<until>20\d\d)|"
    r"left (?:us |"
    r"the school )?in (?:\w+ )?20\d\d|now (?:left|retired|at another school)|"
    r"(?:our |the )?(?:\w+ )?officer since (?P<since>20[01]\d))(?:[^.;)]{0,25}\))?)"
)
# Without a title a name is also that of a thing.
_TITLE = re.compile(r"^(?:Cllr|Councillor|PC|PCSO|WPC|DC|Sgt|Sergeant|Constable|Mr|Mrs|Miss|Ms|Mx|Dr|Rev|Sir|Dame)\b")
_TOLD_OF_OLD = re.compile(r"\b(?:thank\w*|tribute|memory|history|founded|former\w*)\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\+44\s?\(?0?\)?|0)(?:[\s-]?\d){9,10}(?!\d)")
_POSTS: tuple[tuple[str, str], ...] = (
    (
        "people.dsl",
        r"(?:designated safeguarding lead|DSL|designated child protection (?:officer|lead|person)|child protection (?:officer|"
        r"coordinator)|designated person)",
    ),
    ("people.head", r"(?:head ?teacher|principal|head of school)"),
    ("people.chair", r"chair(?:man|woman|person)? of (?:the )?(?:governors|governing (?:body|board)|trustees)"),
    ("people.online_safety_lead", r"(?:online|e-?)[ -]?safety (?:lead|co-?ordinator|officer)"),
    ("people.safeguarding_governor", r"(?:safeguarding|child protection) governor"),
    ("local.lado", r"(?:LADO|local authority designated officer)"),
    ("local.childrens_services", r"(?:children'?s social care|children'?s services|MASH|social services)"),
)


class Names:
    """Gathers names and numbers, and tells at the end which do not fit.

    Args:
        school: The school's file, to compare with; without one the name used most counts as the school's own.
        year: The year that counts as this one.
    """

    def __init__(self, school: School | None = None, year: int = 9999) -> None:
        self._school, self._year = school, year
        self._found: list[tuple[str, bool, Block, int, int, str]] = []
        self._counts: Counter[str] = Counter()
        self._differ: list[Finding] = []
        self._begins_with = ""

    def see(self, block: Block, folded: Folded) -> None:
        """Look at a block."""
        text = folded.text
        # A federation names all its schools at the top.
        if block.order <= _TITLE_BLOCKS and (len(text.split()) <= _MOST_WORDS_OF_TITLE or len(_NAME.findall(text)) > 1 and "." not in text):
            self._begins_with += f" {text}"
        for match in _NAME.finditer(text):
            start, name = _trimmed(match)
            if not _tokens(name) or name in _NO_SCHOOLS:
                continue
            first, last = sentence_span(text, start, match.end())
            sentence = text[first:last]
            self._counts[_key(name)] += 3 if block.kind in ("heading", "header", "footer") or block.order <= 6 else 1
            own = (
                bool(_OF_OURS.search(text[:start]) or _TO_CHANGE.match(text[match.end() :]))
                and not _OTHERS.search(sentence)
                or bool(
                    _OWN_AFTER.match(text[match.end() :])
                    or (_OWN_BEFORE.search(text[:start]) and not re.search(r"\b(?:of|the|to|by|for|in)\s+$", text[:start], re.IGNORECASE))
                )
                and not _OTHERS.search(sentence)
            )
            begin, end = folded.span(start, match.end())
            self._found.append((name, own, block, begin, end, sentence))
        if not _TOLD_OF_OLD.search(text):
            self._gone(block, folded)
        if self._school:
            self._compare(block, folded)

    def findings(self) -> Iterator[Finding]:
        """Yield names and numbers that do not fit."""
        yield from self._differ
        mine = self._school.identity.name if self._school and self._school.identity.name else ""
        if not mine:
            (top, count), (_, second) = [*self._counts.most_common(2), ("", 0), ("", 0)][:2]
            title = _SCHOOL.search(self._begins_with)
            if title:
                mine = " ".join(self._begins_with[: title.end()].split()[-6:])
            elif count >= 3 and count > second > 0:
                mine = next(name for name, *_ in self._found if _key(name) == top)
            else:
                yield from self._two_schools()
                return
        own_words = (
            _tokens(mine)
            | (set() if self._school else _tokens(self._begins_with))
            | (_tokens(self._school.identity.short_name) if self._school and self._school.identity.short_name else set())
            | (_tokens(self._school.identity.trust or "") if self._school else set())
        )
        titled = bool(_SCHOOL.search(self._begins_with)) and not self._school
        for name, own, block, start, end, sentence in self._found:
            if (
                (own or titled and ". " not in name and not _OTHERS.search(sentence))
                and not _tokens(name) & own_words
                and block.kind not in ("link",)
            ):
                yield self._another(
                    block,
                    start,
                    end,
                    sentence,
                    f"The policy is of {mine}. Another school's name was left in: read the whole paragraph, and see whether its rules are yours.",
                    "high" if self._school else "medium",
                )

    def _gone(self, block: Block, folded: Folded) -> None:
        """Keep the people of a block whose time is over."""
        for match in _GONE.finditer(folded.text):
            if _TITLE.match(match.group()) and not (match["until"] and int(match["until"]) >= self._year):
                now = "This person's time seems to be over. Name who has the post now, or the post alone."
                self._differs(block, folded, *match.span(), now, source="the policy's own words", rule="left-the-post")

    def _two_schools(self) -> Iterator[Finding]:
        """Yield two names that a text gives its one school, where it is too short to tell which is right."""
        ours = {_key(name): (name, block, start, end, sentence) for name, own, block, start, end, sentence in self._found if own}
        if len(ours) == 2 and not set.intersection(*(_tokens(name) for name, *_ in ours.values())):
            for _, block, start, end, sentence in ours.values():
                yield self._another(block, start, end, sentence, "Two schools are named as if each were yours. Keep the name of your own.", "low")

    def _another(self, block: Block, start: int, end: int, sentence: str, now: str, sure: Sure) -> Finding:
        return Finding(
            words=block.text[start:end],
            where=block.where,
            kind="name-left",
            now=now,
            since="",
            source="the school's file" if self._school else "the names in the policy itself",
            sure=sure,
            urgency=USUAL_URGENCY["name-left"],
            rule="another-school",
            order=block.order,
            start=start,
            anchor=block.anchor,
            context=sentence,
        )

    def _compare(self, block: Block, folded: Folded) -> None:
        assert self._school
        text = folded.text
        for path, label in _POSTS:
            group, post = path.split(".")
            person = getattr(getattr(self._school, group), post)
            for match in re.finditer(rf"(?<!\w)(?:{label})(?!\w)", text, re.IGNORECASE):
                after = text[match.end() : match.end() + 120]
                end = re.search(r"\.\s|;|\b(?:DSL|LADO|chair of|headteacher)\b", after[3:], re.IGNORECASE)
                after = after[: end.start() + 3] if end else after
                said = re.match(rf"\s*(?:\([^)]*\))?\s*(?:is|:|-|,|\||=)*\s*{_PERSON}", after)
                if group == "people" and said and person.name and not _same_person(said.group(1), person.name):
                    self._differs(
                        block, folded, match.end() + said.start(1), match.end() + said.end(1), f"Your school's file names {person.name} here."
                    )
                number = _PHONE.search(after)
                wanted = [
                    one
                    for one in (
                        getattr(person, "phone", None),
                        getattr(person, "out_of_hours", None),
                        self._school.identity.phone if group == "people" else None,
                    )
                    if one
                ]
                if number and wanted and _digits(number.group()) not in {_digits(str(one)) for one in wanted}:
                    self._differs(
                        block, folded, match.end() + number.start(), match.end() + number.end(), f"Your school's file gives {wanted[0]} here."
                    )

    def _differs(
        self,
        block: Block,
        folded: Folded,
        start: int,
        end: int,
        now: str,
        source: str = "the school's file",
        rule: str = "differs-from-school-file",
    ) -> None:
        first, last = folded.span(start, end)
        self._differ.append(
            Finding(
                words=block.text[first:last],
                where=block.where,
                kind="name-left",
                now=now,
                since="",
                source=source,
                sure="medium",
                urgency=USUAL_URGENCY["name-left"],
                rule=rule,
                pages=("contacts/index.md",),
                order=block.order,
                start=first,
                anchor=block.anchor,
                context=folded.text[max(0, start - 60) : end + 20],
            )
        )


def _trimmed(match: re.Match[str]) -> tuple[int, str]:
    """Return a name without the words before it that only begin the sentence: "At Oakfield School"."""
    start, name = match.start(1), match.group(1)
    while True:
        word = re.match(r"(\S+)[ -]", name)
        if not word or word.group(1).casefold().strip(".") not in _PLAIN or word.group(1) in ("St", "Saint"):
            return start, name
        name = name[word.end() :]
        start += word.end()


def _tokens(name: str) -> set[str]:
    return {word for word in re.findall(r"[a-z']+", name.casefold().replace("'s", "")) if word not in _PLAIN and len(word) > 2}


def _key(name: str) -> str:
    return " ".join(sorted(_tokens(name)))


def _same_person(said: str, filed: str) -> bool:
    return bool(
        set(re.findall(r"[a-z'-]+", said.casefold()))
        & {word for word in re.findall(r"[a-z'-]+", filed.casefold()) if len(word) > 2 and word not in ("mrs", "miss")}
    )


def _digits(number: str) -> str:
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    return "0" + digits[2:] if digits.startswith("44") else digits
