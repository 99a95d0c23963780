"""Rules that follow from records, so that nobody writes them: repealed law, old guidance, closed bodies, renamed roles, other age limits."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from datetime import date

from handbook.audit import phrases
from handbook.audit.document import Block
from handbook.audit.findings import USUAL_URGENCY
from handbook.audit.folding import Folded
from handbook.audit.matching import Look, stands
from handbook.audit.rule import Rule, Wanted
from handbook.audit.rules import clauses_on, source_of
from handbook.facts.load import Facts
from handbook.facts.records import Guidance, Legislation, Organisation, Platform, RetiredLink
from handbook.ground import addresses
from handbook.policy.outline import Outline

CONTACTS, CLOSED, GUIDANCE_PAGE = "contacts/index.md", "contacts/closed.md", "law/guidance.md"

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|"
    "oct|nov|dec|autumn|spring|summer"
)
# What may stand between a document's title and its year.
_FILLER = (
    rf"(?:{_MONTHS}|dfe|dfes|department|departmental|childcare|providers|learners|responding|incidents|protecting|for|education|hm|government|statutory|guidance|advice|schools?|and|colleges|college|part|one|two|1|2|updated|revised|published|issued|edition|version|the|in|of|from|"
    r"last|inter-agency|ofsted|home|office|ukcis|ukccis|england|wales|at|handbook|framework|document|documentation|practitioners|staff|headteachers|governing|bodies|teachers|heads?|principals?|leaders|inspectors|your|setting|settings|other|dated|"
    r"safeguarding|children|young|people|ref|no|first|second|\d{1,2}(?:st|nd|rd|th)?|[-,:('\"\[/]+)"
)
_APART = r"[\s,:()'\"\[\]/|\-]*"
_SEP = r"(?:\s*\((?:[A-Z]{2,8}s?)\))?[\s,:/()\-]+"


def rules(facts: Facts, policy: Outline) -> list[Rule]:
    """Return every rule that follows from a record."""
    found = [
        *_law(facts, policy),
        *_bills(facts, policy),
        *_guidance(facts, policy),
        *_bodies(facts),
        *_platforms(facts),
        *_roles(facts, policy),
        *_past(facts, policy),
    ]
    seen: set[str] = set()
    kept = []
    for rule in found:
        wanted = tuple(one for one in rule.find if one.source not in seen)
        seen |= {one.source for one in wanted}
        if wanted:
            kept.append(rule if len(wanted) == len(rule.find) else Rule(**{**rule.__dict__, "find": wanted}))
    return kept


def looks(facts: Facts, policy: Outline) -> tuple[Look, ...]:
    """Return what is found by other means than phrases: addresses of the register, age limits of platforms, editions."""
    return (AddressBook(facts).look, AgeLimits(facts, policy).look, Editions(facts, policy).look)


# After these a name can be nothing else, whatever its capitals: Byron review.
# Services whose name is an ordinary word as well: only the capital tells.
_ALSO_A_WORD = frozenset({"Vine", "Periscope", "Flash", "Discord", "Signal", "Buzz", "Path", "Secret", "Whisper", "Mixer"})
_SAYS_WHAT_IT_IS = ("Review", "Report", "Agency", "Board", "Council", "Guidance")


def name_pattern(name: str) -> phrases.Name:
    """Return a pattern of a name: any dash or space between its words, with or without a plural or an acronym in brackets."""
    words = re.findall(r"[\w@.'!&+]+|\([A-Z]\w+\)", name)
    parts = [_word(word) for word in words]
    # Two plain words are also ordinary English, so their capitals count: Children England, Bullying Online.
    plain = all(word[0].isupper() and word[1:].islower() for word in words)
    exact = plain and (len(words) == 2 and words[1] not in _SAYS_WHAT_IT_IS or name in _ALSO_A_WORD)
    if len(words) == 2 and words[0].isupper() and re.fullmatch(r"(?:19|20)\d\d", words[1]):
        # DPA 1998, the DPA of 1998, DPA 98.
        parts[1] = rf"(?:of\s+)?'?(?:{words[1]}|{words[1][2:]}(?![/:%]|\.\d))"
    source = rf"(?<![\w@.-]){_SEP.join(parts)}(?![\w@]|\.\w)"
    if plain and len(words) == 1:
        # The twitter of sparrows, Vine Farm.
        source += r"(?! (?:of|(?-i:Farm|Road|Street|Lane|House|Court|Close|Avenue|Park|Hall|Wood|Cottages?|Hill))\b)"
    return phrases.Name(source if exact else f"(?i:{source})")


def _word(word: str) -> str:
    if word.startswith("("):
        return re.escape(word)
    if word.startswith("@"):
        return rf"(?-i:[A-Z]{{1,3}}{re.escape(word[1:])}(?:'?s)?)"
    if re.fullmatch(r"[A-Z]{2,}\d*s?", word):
        return rf"(?-i:{re.escape(word.rstrip('s'))}(?:'?s)?)"
    stem = re.sub(r"'?s'?$", "", word) if len(word) > 4 else word
    if word.casefold() in ("and", "&"):
        return "(?:and|&)"
    return re.escape(stem) + (r"(?:'?s'?)?" if len(word) > 3 and stem[-1].isalnum() else "")


def _forms(name: str) -> list[str]:
    """Return the forms of a record's name: without its brackets, and what stands in them when that is a name itself."""
    inner = re.findall(r"\(([^)]*)\)", name)
    outer = " ".join(re.sub(r"\([^)]*\)", " ", name).split())
    return [outer, *(one for one in inner if re.fullmatch(r"[A-Z][\w'&]*(?: [A-Z][\w'&]*){0,4}", one))]


def _wanted(names: Iterable[str], leave: Iterable[str] = ()) -> tuple[Wanted, ...]:
    left = {one.casefold() for one in leave}
    out: dict[str, Wanted] = {}
    for name in names:
        if name.casefold() in left or len(name) < 2:
            continue
        # A year may be written short.
        key = max((word for word in re.findall(r"[\w]+", name.lower().removeprefix("@")) if not re.fullmatch(r"\d{4}", word)), key=len, default="")
        # DFES in capitals is met in capitals only, DfES in any.
        out[name if name.isupper() else name.casefold()] = Wanted(name_pattern(name), ((re.sub(r"s$", "", key),),) if len(key) > 1 else ())
    return tuple(out.values())


def _successors(names: Iterable[str]) -> tuple[phrases.Name, ...]:
    return tuple(name_pattern(one) for name in names for one in _forms(name) if one)


# --- law


def _law(facts: Facts, policy: Outline) -> Iterator[Rule]:
    for law in facts.legislation.values():
        if law.status not in ("repealed", "withdrawn"):
            continue
        after = [facts.legislation[one] for one in law.replaced_by if one in facts.legislation]
        find = [*act_patterns(law.title), *_wanted(law.old_words)]
        if law.short_title:
            find += act_patterns(law.short_title)
        yield Rule(
            id=law.id,
            kind="law-repealed",
            find=tuple(find),
            now=_law_now(law, after),
            since=law.ended or "",
            source=source_of([law.id, *law.replaced_by], facts),
            sure=law.confidence,
            urgency=USUAL_URGENCY["law-repealed"],
            clauses=tuple(clauses_on([law.id, *law.replaced_by], policy)),
            pages=("law/a-to-z.md",),
            told_as_history=True,
            successors=_successors(one.short_title or one.title for one in after),
        )


def _bills(facts: Facts, policy: Outline) -> Iterator[Rule]:
    """Yield a rule for each Act of late years while it was a bill."""
    for law in facts.legislation.values():
        matched = re.match(r"(.* .*) Act (\d{4})", law.title)
        if law.status in ("repealed", "withdrawn", "announced") or not matched or int(matched[2]) < _BILLS_SINCE:
            continue
        name = f"{matched[1]} Act {matched[2]}"
        yield Rule(
            id=f"{law.id}-bill",
            kind="law-changed",
            find=_wanted([f"{matched[1]} Bill"]),
            now=f"It became law: {name}. {law.status_note}",
            source=source_of([law.id], facts),
            sure=law.confidence,
            urgency=USUAL_URGENCY["law-changed"],
            clauses=tuple(clauses_on([law.id], policy)),
            pages=("law/a-to-z.md",),
            told_as_history=True,
            successors=_successors([name]),
        )


# Policies that are in use seldom speak of older bills.
_BILLS_SINCE = 2010


def _law_now(law: Legislation, after: list[Legislation]) -> str:
    names = " and ".join(f"the {one.short_title or one.title}" for one in after)
    return law.status_note + (f" Name {names} instead." if names else "")


def act_patterns(title: str) -> list[Wanted]:
    """Return patterns of an Act or regulations with the year before or after, in brackets, or among other years."""
    bare = re.sub(r"\s*\((?:sections?|the|RIPA|PECR|No)\b[^)]*\)", "", title).strip()
    matched = re.fullmatch(r"(.*?)\s+(Act|Acts|Regulations|Order|Measure|Code)\s+(\d{4})", bare)
    if not matched:
        return list(_wanted([bare]))
    name, sort, year = matched.groups()
    joined, kind, key = _act_name(name, sort)
    after = (
        rf"(?<!\w){joined}[\s,()\-]+{kind}(?:\s*\([^)\d]{{1,30}}\))?[\s,(|\-]*(?:of\s+)?(?:(?:19|20)\d\d\s*(?:,|and|&|/|-|or)\s*)*"
        rf"(?:{year}|'?{year[2:]}(?![\d/:%]|\.\d))\b\)?"
    )
    before = rf"(?<!\w){year}\s+{joined}\s+{kind}(?!\w)(?!\s*\(?\d{{4}})"
    out = [Wanted(phrases.Name(f"(?i:{after})"), ((key,), (year[2:],))), Wanted(phrases.Name(f"(?i:{before})"), ((key,), (year,)))]
    if len(name.split()) >= 6:
        out.append(Wanted(phrases.Name(rf"(?i:(?<!\w){joined}\)?)"), ((key,),)))
    return out


def _act_name(name: str, sort: str) -> tuple[str, str, str]:
    """Return the patterns of an Act's name and of what it is, and a word that stands wherever the name does."""
    words = [_word(word) for word in re.findall(r"[\w'&]+", name)]
    stem = sort.rstrip("s")
    kind = rf"(?:{stem}s?)" if stem != "Regulation" else r"(?:Regulations?|Regs)"
    return r"[\s,()\-]+".join(words), kind, max(re.findall(r"[a-z]+", name.lower()), key=len).removesuffix("s")


_SECTION = r"\d+[A-Z]{0,3}(?:\s?\(\w{1,4}\))*"
_JOINED = r"\s*(?:,|and|&|to|-|/|or)\s*"
_IN_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}


def section_patterns(act: str, sections: Iterable[str]) -> list[Wanted]:
    """Return patterns of sections of an Act: "s. 61 of the Act", "sections 61 and 62", "the Act 1998, section 61"."""
    matched = re.fullmatch(r"(.*?)\s+(Act|Regulations)(?:\s+(\d{4}))?", act)
    if not matched:
        return list(_wanted(f"{one} {act}" for one in sections))
    joined, kind, key = _act_name(matched.group(1), matched.group(2))
    title = rf"{joined}\s+{kind}(?!\w)"
    # Without a year the Act of any other year is not meant.
    year = rf"(?:[\s,(]*(?:of\s+)?{matched.group(3)}\)?|(?![\s,(]*(?:of\s+)?(?:19|20)\d\d))" if matched.group(3) else ""
    out = []
    # SSFA 1998.
    letters = "".join(word[0] for word in re.findall(r"\b[A-Z]\w*", matched.group(1))) + "A"
    titles = [(title, year, key)]
    if matched.group(3) and len(letters) > 2:
        titles.append((f"(?-i:{letters})", rf"\s+\(?{matched.group(3)}\)?", letters.lower()))
    for one, (title, year, key) in itertools.product(sections, titles):
        part, _, number = one.rpartition(" ")
        if part:
            said = rf"{part}\s+(?:{number}|{_IN_ROMAN.get(number, number)})(?!\w)"
        else:
            said = rf"(?:sections?|sect?s?\.?|ss?\.?|§)\s*(?:{_SECTION}{_JOINED})*{re.escape(one)}(?!\w)(?:\s?\(\w{{1,4}}\))*(?:{_JOINED}{_SECTION})*"
        before = rf"(?<!\w){said}(?:\s*\([^)]{{3,60}}\))?[\s,(]*(?:(?:of|in|under|to|from)\s+)?(?:the\s+)?{title}{year}"
        after = rf"(?<!\w){title}{year}[\s,:;(\-]*(?:in\s+|under\s+)?{said}"
        out += [
            Wanted(phrases.Name(f"(?i:{pattern})"), ((key,), (re.sub(r"\(.*", "", number).lower(),) if not part else (part.lower(),)))
            for pattern in (before, after)
        ]
        if re.fullmatch(r"\d{3}[A-Z]+", one):
            # No other Act that schools name has a section of that number.
            out.append(Wanted(phrases.Name(rf"(?i:(?<!\w){said})"), ((number.lower(),),)))
    return out


# --- guidance


def _guidance(facts: Facts, policy: Outline) -> Iterator[Rule]:
    current = [one for one in facts.guidance.values() if one.status in ("statutory", "non-statutory")]
    titles = " | ".join(_plain(name) for one in current for name in (one.title, one.short_title or "", *one.cited_as))
    for one in facts.guidance.values():
        names = list(one.old_words)
        gone = one.status in ("superseded", "withdrawn")
        if gone:
            names += [form for form in _title_forms(one.title) if _plain(form).removesuffix("s") not in titles]
        new = facts.guidance.get(one.replaced_by or "") if gone else one
        if not gone:
            names += [
                form for old in one.replaces for form in _title_forms(old) if len(form.split()) >= 3 and _plain(form).removesuffix("s") not in titles
            ]
        if not names or new is None:
            continue
        yield Rule(
            id=f"{one.id}-old" if not gone else one.id,
            kind="guidance-superseded",
            find=_wanted(names),
            now=_guidance_now(new),
            since=_when(new.published),
            source=source_of([new.id], facts),
            sure=one.confidence,
            urgency=USUAL_URGENCY["guidance-superseded"],
            clauses=tuple(clauses_on([new.id], policy)),
            pages=(GUIDANCE_PAGE,),
            told_as_history=True,
            successors=_successors([new.short_title or new.title]),
        )


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"\([^)]*\)", " ", title).casefold()))


def _title_forms(title: str) -> list[str]:
    bare = " ".join(re.sub(r"\([^)]*\)", " ", title).split()).strip(" ,:")
    short = bare.partition(":")[0].strip()
    return [bare, *([short] if short != bare and len(short.split()) >= 3 else [])]


def _guidance_now(new: Guidance) -> str:
    return f"The present guidance is {new.title.strip()}" + ("" if "edition" in new.title else f", {new.edition}") + "."


class Editions:
    """Older editions of present guidance: its name with an earlier year, or with the number of a paragraph."""

    # The year within a title's few next words; or before it.
    _YEAR_AFTER = re.compile(
        rf"^{_APART}(?:{_FILLER}{_APART}){{0,14}}?(?P<year>(?:199|20[0-2])\d)(?:\s*[/-]\s*\d\d(?:\d\d)?)?(?!\w)\)?", re.IGNORECASE
    )
    _SHORT_AFTER = re.compile(
        rf"^{_APART}(?:(?P<month>{_MONTHS})\s*)?'?(?P<year>1[4-9]|2[0-5])(?:\s*[/-]\s*\d\d)?(?(month)(?!\w)|(?![\w.%:)]|\s*(?:pages|paragraphs?|areas|staff)))",
        re.IGNORECASE,
    )
    _YEAR_BEFORE = re.compile(
        rf"(?:(?:{_MONTHS})\s+)?\b((?:199|20[0-2])\d)(?:\)[,:.]?)?\s+['\"]?(?:(?:edition|version|update|revision)\s+of\s+)?(?:the\s+)?(?:(?:dfe|statutory|ofsted|government'?s?)\s+)?(?:(?:guidance|advice),?\s+(?:on\s+)?)?$",
        re.IGNORECASE,
    )
    _PARAGRAPH_BEFORE = re.compile(
        r"\b(?:paras?|paragraphs?)\.?\s+\d{1,3}(?:\s*(?:-|to|and|,|&)\s*\d{1,3})*\s+(?:of|in|from)\s+(?:the\s+)?(?:(?:dfe|statutory|government|guidance|document|current|latest)\s+){0,3}$",
        re.IGNORECASE,
    )
    _PARAGRAPH_AFTER = re.compile(
        r"^[\s,:;()'-]*(?:part\s+\w+[\s,:;(-]+)?(?:at\s+|in\s+|see\s+)?(?:paras?|paragraphs?)\.?\s+\d{1,3}(?:\s*(?:-|to|and|,|&)\s*\d{1,3})*",
        re.IGNORECASE,
    )

    def __init__(self, facts: Facts, policy: Outline) -> None:
        self._titles: list[tuple[str, phrases.Name, Rule, int, bool]] = []
        for one in facts.guidance.values():
            if one.status not in ("statutory", "non-statutory") or "live" in one.edition or not re.match(r"20\d\d", one.published):
                continue
            rule = Rule(
                id=f"{one.id}-edition",
                kind="guidance-superseded",
                find=(),
                now=_guidance_now(one),
                since=_when(one.published),
                source=source_of([one.id], facts),
                sure=one.confidence,
                urgency=USUAL_URGENCY["guidance-superseded"],
                clauses=tuple(clauses_on([one.id], policy)),
                pages=(GUIDANCE_PAGE,),
                told_as_history=True,
                successors=(phrases.Name(rf"\b{one.published[:4]}\b"),),
            )
            for name in dict.fromkeys([*_title_forms(re.sub(r"\b20\d\d\b", "", one.title)), *one.cited_as]):
                key = max(re.findall(r"\w+", name.lower()), key=len)
                self._titles.append((key.removesuffix("s"), name_pattern(name), rule, int(one.published[:4]), len(name.split()) == 1))

    def look(self, block: Block, folded: Folded) -> Iterator[tuple[Rule, int, int]]:
        """Yield the older editions that a block names."""
        text, lower = folded.text, folded.text.lower()
        if not any(one.isdigit() for one in text):
            return
        for key, pattern, rule, year, short in self._titles:
            if key not in lower:
                continue
            for match in pattern.finditer(text):
                span = self._older(text, match.start(), match.end(), year, short)
                if span and stands(rule, block, text, *span):
                    yield rule, *span

    def _older(self, text: str, start: int, end: int, year: int, short: bool) -> tuple[int, int] | None:
        """Return the span of a title with what shows that an older edition is meant."""
        after, before = text[end : end + 120], text[max(0, start - 80) : start]
        paragraph = self._PARAGRAPH_BEFORE.search(before)
        begin = start - (len(before) - paragraph.start()) if paragraph else start
        found = self._YEAR_AFTER.match(after) or (self._SHORT_AFTER.match(after) if short else None)
        if found:
            typed = int(found["year"]) % 2000 + 2000 if len(found["year"]) == 2 else int(found["year"])
            # "2018, updated 2026" means the present one.
            if typed >= year or re.match(
                rf"[\s,;(/]*(?:(?:and|as|last)\s+)*(?:(?:updated|revised|reissued|amended|edition)\b[^.;]{{0,20}}?)?{year}\b", after[found.end() :]
            ):
                return None
            further = self._PARAGRAPH_AFTER.match(after[found.end() :])
            return begin, end + found.end() + (further.end() if further else 0)
        found = self._YEAR_BEFORE.search(before)
        if found:
            return (start - (len(before) - found.start()), end) if int(found.group(1)) < year else None
        found = self._PARAGRAPH_AFTER.match(after)
        if found:
            return begin, end + found.end()
        return (begin, end) if paragraph else None


def _when(published: str) -> str:
    parts = [int(one) for one in re.findall(r"\d+", published)]
    if len(parts) >= 3:
        return f"{parts[2]} {date(parts[0], parts[1], 1):%B %Y}"
    if len(parts) == 2:
        return f"{date(parts[0], parts[1], 1):%B %Y}"
    return published


# --- bodies, services, roles


def _bodies(facts: Facts) -> Iterator[Rule]:
    gone = [one for one in facts.organisations.values() if one.status != "open"]
    still = [one for one in facts.organisations.values() if one.status == "open" and (one.former_names or one.old_words)]
    for one in [*gone, *still]:
        names = [*one.former_names, *one.old_words]
        if one.status != "open":
            names = [*_forms(one.name), *names]
        after = facts.organisations.get(one.successor or "") if one.status != "open" else one
        find = _wanted(names, one.not_old)
        if not find:
            continue
        kind = _kind_of(one)
        yield Rule(
            id=one.id,
            kind=kind,
            find=find,
            now=_body_now(one, after),
            since=one.ended or "",
            source=source_of([one.id], facts),
            sure=one.confidence,
            urgency=USUAL_URGENCY[kind],
            pages=(CLOSED if one.status != "open" else CONTACTS,),
            told_as_history=True,
            successors=_successors([after.name, *(after.aliases[:2] if one.status != "open" else [])] if after else []),
        )


def _kind_of(one: Organisation) -> str:
    if one.nature == "board":
        return "role-renamed"
    if one.nature == "service":
        return "service-closed"
    return "body-closed" if one.status in ("closed", "merged") else "body-renamed"


def _body_now(one: Organisation, after: Organisation | None) -> str:
    if one.status == "open":
        return f"Its name now is {one.name}. {one.status_note}" if one.name.casefold() not in one.status_note.casefold() else one.status_note
    use = one.what_happens or (f"Use {after.name}." if after else "")
    return " ".join(part for part in (one.status_note, use) if part)


def _platforms(facts: Facts) -> Iterator[Rule]:
    for one in facts.platforms.values():
        names = [*([one.name] if one.status == "closed" else []), *(form for old in one.formerly for form in _forms(old)), *one.old_words]
        find = _wanted(names, [*one.not_old, *(form for old in one.not_old for form in _forms(old))])
        if find:
            yield Rule(
                id=one.id,
                kind="service-closed",
                find=find,
                now=_platform_now(one),
                since=one.ended or "",
                source=source_of([one.id], facts),
                sure=one.confidence,
                urgency="looks-old",
                pages=("platforms/closed.md" if one.status == "closed" else f"platforms/{one.id}.md",),
                told_as_history=True,
                successors=() if one.status == "closed" else _successors([one.name]),
            )


def _platform_now(one: Platform) -> str:
    return one.status_note if one.status == "closed" else f"It is called {one.name} now."


# Somebody of the council or the police, who may well be called so.
_NOT_THE_SCHOOLS = phrases.Phrase("(duty|council's|police|county|NSPCC) child protection (officer|coordinator|lead)s?")


def _roles(facts: Facts, policy: Outline) -> Iterator[Rule]:
    for term in facts.glossary.values():
        if not term.old_words:
            continue
        kind = "service-closed" if term.era == "historical" else "role-renamed"
        yield Rule(
            id=term.id,
            kind=kind,
            find=_wanted(term.old_words),
            now=term.historical_note or f"The name now is {term.term}. {term.meaning}",
            since=term.renamed or "",
            source=source_of([term.id], facts),
            sure=term.confidence,
            urgency="looks-old",
            pages=("glossary.md",),
            unless=(_NOT_THE_SCHOOLS,),
            told_as_history=True,
            clauses=("dsl-has-lead-responsibility",) if term.id == "dsl" and "dsl-has-lead-responsibility" in policy.clauses else (),
            successors=_successors([term.term]),
        )


def _past(facts: Facts, policy: Outline) -> Iterator[Rule]:
    """Yield a rule for each name that only old policies use."""
    for one in facts.past_names.values():
        law = one.kind == "law-repealed"
        instead = [getattr(facts, kind)[name] for name in one.instead for kind in _PAGE_OF if name in getattr(facts, kind)]
        pages = [page for name in one.instead for kind, page in _PAGE_OF.items() if name in getattr(facts, kind)]
        yield Rule(
            id=one.id,
            kind=one.kind,
            find=tuple(
                found
                for name in one.names
                for found in (section_patterns(name, one.sections) if one.sections else act_patterns(name) if law else _wanted([name]))
            ),
            now=one.now,
            since=one.since,
            source="; ".join([one.source, *filter(None, [source_of(one.instead, facts)])]),
            sure=one.confidence,
            urgency=USUAL_URGENCY[one.kind] if one.instead or law else "looks-old",
            clauses=tuple(clauses_on(one.instead, policy)),
            pages=tuple(dict.fromkeys(pages)),
            under=(phrases.Phrase(f"({'|'.join(one.within)})"),) if one.within else (),
            told_as_history=True,
            successors=_successors(getattr(record, "short_title", None) or getattr(record, "title", None) or record.name for record in instead),
        )


# The kinds of record that may take the place of a name of the past, and the page that shows them.
_PAGE_OF = {"organisations": CONTACTS, "guidance": GUIDANCE_PAGE, "legislation": "law/a-to-z.md", "platforms": "platforms/index.md"}


# --- addresses

_ADDRESS = re.compile(
    r"(?<![\w@.-])(?:(?:https?|ftp)\s?:\s?//\s?)?(?:www\d?\.\s?)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|uk|eu|ie|info|tv|fm|me|gov|edu|co|io|mobi|biz|scot|wales)\b(?!\.[a-z])"
    r"(?:[/?#][^\s<>\"\])]*[^\s<>\"'\]).,;:])?/?",
    re.IGNORECASE,
)


class AddressBook:
    """Web addresses of the register of retired ones: the very page, or any page of a site that has gone."""

    def __init__(self, facts: Facts) -> None:
        self._pages: dict[str, Rule] = {}
        self._digests: dict[str, Rule] = {}
        self._sites: dict[str, Rule] = {}
        in_use = {addresses.key(link.url).partition("/")[0] for link in facts.links.values()}
        for record in facts.retired_links.values():
            rule = _address_rule(record, facts)
            for one in record.sha256:
                self._digests[one] = rule
            for spelling in [record.url or "", *record.as_written]:
                key = addresses.key(spelling)
                host, _, page = key.partition("/")
                if "." not in host or " " in host:
                    continue
                self._pages[key] = rule
                if not page and host not in in_use:
                    self._sites[host] = rule
        # Several retired pages of one site, and none in use: the whole site has gone.
        hosts = [key.partition("/")[0] for key in self._pages]
        for key, rule in list(self._pages.items()):
            host = key.partition("/")[0]
            if hosts.count(host) >= 3 and host not in in_use:
                self._sites.setdefault(host, rule)

    def look(self, block: Block, folded: Folded) -> Iterator[tuple[Rule, int, int]]:
        """Yield the retired addresses of a block."""
        if "." not in folded.text:
            return
        for match in _ADDRESS.finditer(folded.text):
            # As it stands in the file, too: one spelling for all would change an address.
            written = "".join(block.text[slice(*folded.span(*match.span()))].split())
            rule = self.rule_of(written) or self.rule_of(match.group().replace(" ", ""))
            if rule and stands(rule, block, folded.text, *match.span()):
                yield rule, *match.span()

    def rule_of(self, written: str) -> Rule | None:
        """Return the rule of an address as it is written, if it is retired."""
        key = addresses.key(written)
        if key in self._pages:
            return self._pages[key]
        hidden = self._digests.get(addresses.digest(written))
        if hidden:
            return hidden
        host = key.partition("/")[0].partition("?")[0]
        while "." in host:
            if host in self._sites:
                return self._sites[host]
            host = host.partition(".")[2]
        return None


def _address_rule(record: RetiredLink, facts: Facts) -> Rule:
    new = facts.links.get(record.replacement or "")
    return Rule(
        id=record.id,
        kind="address-dead",
        find=(),
        now=record.what_happened + (f" Use {new.url} instead." if new else ""),
        source=source_of([record.id], facts),
        sure=record.confidence,
        urgency=USUAL_URGENCY["address-dead"],
        pages=("about/link-health.md",),
        told_as_history=True,
    )


# --- ages

_IN_WORDS = {"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18}
_YEARS = rf"(\d\d?|{'|'.join(_IN_WORDS)})"


# What shows that an age is the lowest, not one that is too young.
_LOWEST = re.compile(r"\+|\b(?:over|limit|minimum|must be|at least)\b")


class AgeLimits:
    """The age that a policy gives for a platform, where it is not the platform's."""

    _AGE = (
        r"(?:(?:must be|over|under|below|above|at least|(?:those|people|users|anyone|restricted to|limited to) (?:who are|of)|aged?|"
        r"younger than|users (?:to )?be|(?<=the )age is|"
        r"(?:gone|put|raised) up to|sets? (?:\w+ ){0,2}at|age of|to be|for(?: (?:those|people|users|adults|pupils|students|anyone|"
        r"everyone|young people)(?: (?:aged|of|over))?)?|"
        r"rated(?: as)?|asks? for|allows?|accepts?|(?:age )?limit(?: \w+){0,3} (?:of|is)|"
        r"minimum(?: age)?(?: requirement| limit)?(?: of| is| for \w+ is|"
        r":)?|age (?:limit|restriction|requirement)s?(?: of| is|:)?|old(?:er)? than|not|until|reach(?:es)?|turned)\s*(?:the age of\s*)?)"
    )

    def __init__(self, facts: Facts, policy: Outline) -> None:
        self._names: list[tuple[re.Pattern[str], Rule, int]] = []
        for one in facts.platforms.values():
            names = [name for name in (one.name, *(form for old in one.formerly for form in _forms(old))) if len(name) > 3]
            if one.status != "open" or one.minimum_age is None or not names:
                continue
            rule = Rule(
                id=f"{one.id}-age",
                kind="age-limit",
                find=(),
                now=f"{one.name}: {one.minimum_age}. {one.minimum_age_note or ''}".strip(),
                source=source_of([one.id], facts),
                sure=one.confidence,
                urgency=USUAL_URGENCY["age-limit"],
                pages=("parents/social-media-ages.md",),
                clauses=tuple(clauses_on([one.id], policy)),
                told_as_history=True,
                # What a service does for people of an age, and what a shop of apps says of it, is no lowest age.
                unless=(
                    phrases.Phrase("(Teen Account*|friends on|befriend*|app store|Play store|PEGI #|PEGI rating*)"),
                    phrases.Phrase("(puts|cover|covers|protects|shields|belong|belongs|belonging) ...3 (under-18s|under-16s|under)"),
                ),
            )
            alternatives = "|".join(map(re.escape, names))
            self._names.append((re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE), rule, one.minimum_age))
        every = "|".join(pattern.pattern for pattern, _, _ in self._names)
        self._any = re.compile(every, re.IGNORECASE)
        # "WhatsApp: 16", "WhatsApp (16+)", "WhatsApp has a minimum age of 16", "must be 16 to use WhatsApp".
        self._after = re.compile(
            rf"^(?:'s)?(?:(?:[^.;!?\d]|\bYears? \d+ (?:to|and|-) \d+){{0,90}}?\b{self._AGE}|"
            rf"[a-z ]{{0,24}}\s*(?:[:(|=-]+|\.{{3,}})\s*(?:(?:min(?:imum)?|aged?|over|at least)\s*)*)\s*{_YEARS}s?\b(?!\s*(?:%|per|"
            rf"million|hours|minutes|days|"
            rf"weeks|months|th|st|nd|\d|[/.:]\d|(?:to|-)\s*\d))(?:\s*\+)?(?:\s*(?:years?(?:\s*(?:old|of age))?|and over))?",
            re.IGNORECASE,
        )
        # "The minimum age for WhatsApp in this country is 16", "the age for WhatsApp has been raised from 13 to 16".
        self._age_of = re.compile(r"\bages? (?:limit |restriction |requirement )?(?:for|of|on|to (?:use|join|have)) (?:an? |the )?$", re.IGNORECASE)
        self._is = re.compile(
            rf"^(?: accounts?)?(?: in (?:the |this )?\w+)?,? (?:is|was|(?:has|have|had) been|has gone)(?: (?!not\b|"
            rf"no\b)\w+){{0,2}}?(?: up)?(?: from (?:\d\d|\w+) to)? {_YEARS}\b",
            re.IGNORECASE,
        )
        # "Ages: Facebook 13, WhatsApp 16".
        self._listed = re.compile(rf"^\s*(?:is\s+|[:|(=-]*\s*){_YEARS}\b(?!\s*(?:%|per|million|hours|minutes|\d|[/.:]\d))\+?")
        self._before = re.compile(
            r"\b(?:must be|be|aged?|over|at least|under|age of|limit (?:is|of)|until they are|not)\s+(?:the age "
            rf"of\s+)?{_YEARS}\b(?:\s*years?(?:\s*(?:old|of age))?)?(?:\s*(?:or|and) (?:over|above|older))?\s+(?:in order )?(?:to (?:use|"
            r"have|join|hold|open|register (?:for|on|with)|sign up (?:to|for))|for|on)\s+(?:an? )?(?:account (?:on|with) )?$"
            # "Only over-18s may use".
            rf"|\bonly (?:those |people )?over[- ]?{_YEARS}s? (?:may|can|should|are allowed to) (?:use|join|have)\s+$",
            re.IGNORECASE,
        )

    def look(self, block: Block, folded: Folded) -> Iterator[tuple[Rule, int, int]]:
        """Yield the ages of a block that are not the platforms'."""
        text = folded.text
        if not self._any.search(text):
            return
        listed = bool(re.search(r"\bages?\b", f"{block.heading} {text}", re.IGNORECASE))
        for pattern, rule, age in self._names:
            for match in pattern.finditer(text):
                rest = text[match.end() :]
                found = (
                    (self._is.match(rest) if self._age_of.search(text[: match.start()]) else None)
                    or self._after.match(rest)
                    or (self._listed.match(rest) if listed or re.match(r"\s+is\s+\d\d\s*\+", rest) else None)
                )
                if (
                    found
                    and not self._any.search(found.group())
                    and self._wrong(found.group(1), age, bool(_LOWEST.search(rest[: found.end() + 9])), rest[found.end(1) :])
                ):
                    span = match.start(), match.end() + found.end()
                else:
                    found = self._before.search(text[: match.start()])
                    if not (found and self._wrong(found[1] or found[2], age)):
                        continue
                    span = found.start(), match.end()
                if stands(rule, block, text, *span):
                    yield rule, *span

    @staticmethod
    def _wrong(typed: str, age: int, at_least: bool = False, after: str = "") -> bool:
        """Say whether an age is not the platform's; "12 and under may not" is right where the age is 13."""
        said = _IN_WORDS.get(typed.lower()) or int(typed)
        # A younger age is a lowest one only where the text says so: "aged 10 or more".
        lowest = bool(re.match(r"\s*(?:years? )?(?:old )?(?:or|and) (?:more|over|above|older|up)\b|\s*upwards", after, re.IGNORECASE))
        return said != age and (11 <= said <= 18 and (at_least or said != age - 1) or lowest and 6 <= said < 11)
