"""Rules that people write: data/audit/*.yml, each with examples that it must find and must leave alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from handbook.audit import phrases
from handbook.audit.document import Block
from handbook.audit.findings import USUAL_URGENCY, Kind, Sure, Urgency
from handbook.audit.folding import Folder
from handbook.audit.matching import Matcher
from handbook.audit.rule import Rule, Wanted
from handbook.audit.sought import Sought
from handbook.audit.together import Together
from handbook.audit.wording import Lexicon, Meant
from handbook.facts.load import Facts
from handbook.facts.records import Record
from handbook.facts.spots import Spot
from handbook.ground.paths import DATA, DOCS, shown
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.ground.validation import checked, fault
from handbook.ground.values import Line, Text
from handbook.ground.yaml_files import Place, dotted, read
from handbook.policy.outline import Outline

FOLDER = DATA / "audit"

# Where a name may be told as history, unless the rule says otherwise.
_NAMES = ("law-repealed", "guidance-superseded", "body-closed", "body-renamed", "service-closed", "role-renamed", "address-dead")


class Said(Record):
    """What people write of something that is no longer true.

    Attributes:
        now: What is true now.
        rests_on: Ids of law, guidance, requirements, organisations, situations and links behind it.
        general: What it rests on where no record is behind it.
    """

    now: Text | None = None
    since: Line = ""
    rests_on: list[Line] = []
    general: Text | None = None
    sure: Sure = "high"
    urgency: Urgency | None = None
    clauses: list[Line] = []
    pages: list[Line] = []


class WrittenRule(Said):
    """One rule of data/audit/.

    Attributes:
        find: Phrases to look for (the language stands in handbook/audit/phrases.py).
        together: Groups of phrases; those of one group must all stand in the same sentence, in whatever order.
        hosts: Web addresses on these sites, whatever their page.
        phones: Phone numbers, however they are spaced.
        unless: Phrases that make a match right when they stand in the same sentence.
        under: Phrases, one of which must stand in the heading, the line that introduces a list, or the text.
        like: The rule whose words on what is true now, sources, clauses and pages this one shares where it has none of its own.
        told: The record whose "you may have been told" this is, as ``kind:id:number``; it then says what is true now.
        requirement: For a missing duty: the requirement that ``find`` is the trace of.
        matches: Texts that it must find.
        leaves: Texts that it must leave alone.
    """

    kind: Kind
    find: list[Text] = []
    together: list[Annotated[list[Text], Field(min_length=2)]] = []
    hosts: list[Line] = []
    phones: list[Line] = []
    unless: list[Text] = []
    under: list[Text] = []
    like: Line | None = None
    told: Line | None = None
    requirement: Line | None = None
    history: bool | None = None
    matches: list[Text] = Field(min_length=1)
    leaves: list[Text] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_what_it_must(self) -> WrittenRule:
        if not (self.find or self.together or self.hosts or self.phones):
            raise fault("the rule looks for nothing.", "Give find, together, hosts or phones.")
        if not (self.now or self.told or self.requirement):
            raise fault(
                "the rule does not say what is true now.", "Write it under now, or name the record that says it under told, or the rule under like."
            )
        if not (self.rests_on or self.told or self.requirement or self.general):
            raise fault("the rule rests on nothing.", "Name records under rests_on, or say what general knowledge it rests on under general.")
        if (self.kind == "missing-duty") != (self.requirement is not None):
            raise fault("a missing duty names a requirement, and only that kind does.", "Add or take away the line  requirement.")
        return self


def load(facts: Facts, policy: Outline, folder: Path = FOLDER, proved: bool = False) -> list[tuple[WrittenRule, Rule]]:
    """Return the written rules with what each is to the matching core.

    Args:
        proved: Also try every rule on its examples, which takes a second or two.

    Raises:
        ProblemsError: A rule is faulty, lacks an example of either sort, names what is not there, or fails one of its examples.
    """
    problems: list[Problem] = []
    found: list[tuple[WrittenRule, Rule]] = []
    seen: set[str] = set()
    sources = []
    for path in sorted(folder.glob("*.yml")):
        if path.name not in ("spellings.yml", "vocabulary.yml", "senses.yml"):
            try:
                sources.append(read(path))
            except ProblemsError as error:
                problems += error.problems
    spoken = {one["id"]: one for source in sources for one in source.content or [] if isinstance(one, dict) and "id" in one}
    for source in sources:
        for index, content in enumerate(source.content or []):
            spot = Spot(source, (index,))
            name = str(content.get("id", f"record {index + 1}")) if isinstance(content, dict) else f"record {index + 1}"

            def label(place: Place, name: str = name) -> str:
                inner = dotted(place[1:])
                return f"{name}, {inner}" if inner else name

            try:
                written = checked(WrittenRule, _with_what_it_shares(content, spoken), source, (index,), label)
            except ProblemsError as error:
                problems += error.problems
                continue
            if written.id in seen:
                problems.append(spot.problem(written.id, "id", "this id stands twice.", "Give one of the two another id."))
            seen.add(written.id)
            if written.like and written.like not in spoken:
                problems.append(spot.problem(written.id, "like", f'there is no rule "{written.like}".', did_you_mean(written.like, spoken)))
            faults = list(_faults(written, facts, policy, spot))
            if not faults:
                rule = as_rule(written, facts, policy)
                found.append((written, rule))
                faults = list(_failed_examples(written, rule, spot)) if proved else []
            problems += faults
    if problems:
        raise ProblemsError(problems)
    return found


_SHARED = ("now", "told", "since", "rests_on", "general", "clauses", "pages")


def _with_what_it_shares(content: object, spoken: dict[str, dict[str, object]]) -> object:
    """Return a rule with what it says like another."""
    if not isinstance(content, dict) or content.get("like") not in spoken:
        return content
    other = spoken[content["like"]]
    return {**{name: other[name] for name in _SHARED if name in other}, **content}


def spellings(folder: Path = FOLDER) -> dict[str, str]:
    """Return the words that are written in several ways, as patterns, and the one that stands for them all."""
    path = folder / "spellings.yml"
    if not path.is_file():
        return {}
    content = read(path).content or {}
    return {pattern: word for word, patterns in content.items() for pattern in patterns}


@lru_cache(maxsize=2)
def vocabulary(folder: Path = FOLDER) -> dict[str, str]:
    """Return the groups of words that rules share, each as a phrase: what {name} stands for."""
    path = folder / "vocabulary.yml"
    groups: dict[str, str] = {}
    for name, words in (read(path).content if path.is_file() else {}).items():
        groups[name] = _spelt_out("(" + "|".join(words) + ")", groups)
    return groups


@lru_cache(maxsize=2)
def lexicon(folder: Path = FOLDER) -> Lexicon:
    """Return the senses of words.

    Raises:
        ProblemsError: A phrase names a sense that does not stand above it, or a word that is passed over.
    """
    path = folder / "senses.yml"
    content = read(path).content if path.is_file() else {"senses": {}}
    try:
        return Lexicon(
            content["senses"],
            content.get("irregular", {}),
            frozenset(content.get("idle", [])),
            {sense: Meant(one["any"], one["where"], tuple(one.get("after", ()))) for sense, one in content.get("meant", {}).items()},
        )
    except ValueError as error:
        raise ProblemsError(
            [Problem(shown(path), 0, "senses", f"{error}.", "Mend the phrase: what it may hold stands at the top of the file.")]
        ) from None


def _spelt_out(phrase: str, groups: dict[str, str]) -> str:
    for name, words in groups.items():
        phrase = phrase.replace(f"{{{name}}}", words)
    return phrase


@lru_cache(maxsize=2)
def example_folder(folder: Path = FOLDER) -> Folder:
    """Return a folder for trying examples: spellings, but no slips."""
    return Folder(spellings(folder))


def _faults(written: WrittenRule, facts: Facts, policy: Outline, spot: Spot) -> Iterator[Problem]:
    groups = vocabulary()
    parts = [(part, getattr(written, part)) for part in ("find", "unless", "under")]
    for part, said in [*parts, *(("together", group) for group in written.together)]:
        for number, phrase in enumerate(said, 1):
            unknown = re.search(r"\{(\w+)\}", _spelt_out(phrase, groups))
            if unknown:
                yield spot.problem(
                    written.id, f"{part}[{number}]", f'there is no group of words "{unknown.group(1)}".', did_you_mean(unknown.group(1), groups)
                )
            try:
                phrases.check(_spelt_out(phrase, groups))
            except ValueError as error:
                yield spot.problem(
                    written.id,
                    f"{part}[{number}]",
                    f"this phrase cannot be read: {error}.",
                    "Compare with the language in handbook/audit/phrases.py.",
                )
    yield from faults_of(written, facts, policy, spot)
    if written.requirement and written.requirement not in facts.requirements:
        yield spot.problem(
            written.id, "requirement", f'there is no requirement "{written.requirement}".', did_you_mean(written.requirement, facts.requirements)
        )
    if written.told and _told(written, facts) is None:
        yield spot.problem(
            written.id,
            "told",
            f'"{written.told}" names nothing that readers may have been told.',
            "Write kind:id:number, such as  legislation:uk-gdpr:1 .",
        )


def faults_of(said: Said, facts: Facts, policy: Outline, spot: Spot) -> Iterator[Problem]:
    """Yield what is named there and is not there: records, clauses, pages."""
    known = {
        **facts.legislation,
        **facts.guidance,
        **facts.requirements,
        **facts.organisations,
        **facts.platforms,
        **facts.situations,
        **facts.links,
        **facts.retired_links,
        **facts.glossary,
    }
    for number, name in enumerate(said.rests_on, 1):
        if name not in known:
            yield spot.problem(said.id, f"rests_on[{number}]", f'there is no record "{name}".', did_you_mean(name, known))
    clauses = policy.clauses
    for number, name in enumerate(said.clauses, 1):
        if name not in clauses:
            yield spot.problem(said.id, f"clauses[{number}]", f'there is no clause "{name}".', did_you_mean(name, clauses))
    for number, name in enumerate(said.pages, 1):
        if not (DOCS / name.partition("#")[0]).is_file():
            yield spot.problem(said.id, f"pages[{number}]", f'there is no page "{name}".', "Write its path below docs/.")


def _told(written: WrittenRule, facts: Facts) -> tuple[Record, str] | None:
    kind, _, rest = (written.told or "").partition(":")
    name, _, number = rest.partition(":")
    record = getattr(facts, kind, {}).get(name) if kind in ("legislation", "guidance", "organisations", "platforms") else None
    told = getattr(record, "you_may_have_been_told", [])
    return (record, told[int(number) - 1].now) if record and number.isdigit() and 0 < int(number) <= len(told) else None


def as_rule(written: WrittenRule, facts: Facts, policy: Outline) -> Rule:
    """Return what a written rule is to the matching core."""
    told = _told(written, facts) if written.told else None
    rests_on = [*written.rests_on, *([told[0].id] if told else [])]
    now, clauses = written.now or (told[1] if told else ""), written.clauses
    if written.requirement:
        requirement = facts.requirements[written.requirement]
        now, clauses, rests_on = written.now or requirement.requirement, clauses or requirement.met_by, [*rests_on, requirement.source]
    groups = vocabulary()
    find = [Wanted.phrase(_spelt_out(one, groups)) for one in written.find]
    for group in written.together:
        joined = Together(tuple(phrases.Phrase(_spelt_out(one, groups)) for one in group))
        find.append(Wanted(joined, joined.keys))
    find += [Wanted(host_pattern(one), ((one.lower().removeprefix("www."),),)) for one in written.hosts]
    find += [Wanted(phone_pattern(one)) for one in written.phones]
    return replace(
        as_said(written, written.kind, facts, policy),
        find=tuple(find),
        now=now,
        source=source_of(rests_on, facts) or written.general or "",
        clauses=tuple(clauses or clauses_on(rests_on, policy)),
        unless=tuple(phrases.Phrase(_spelt_out(one, groups)) for one in written.unless),
        under=tuple(phrases.Phrase(_spelt_out(one, groups)) for one in written.under),
        told_as_history=written.kind in _NAMES if written.history is None else written.history,
    )


def as_said(said: Said, kind: Kind, facts: Facts, policy: Outline) -> Rule:
    """Return a rule that says what was written, and looks for nothing."""
    return Rule(
        id=said.id,
        kind=kind,
        find=(),
        now=said.now or "",
        since=said.since,
        source=source_of(said.rests_on, facts) or said.general or "",
        sure=said.sure,
        urgency=said.urgency or USUAL_URGENCY[kind],
        clauses=tuple(said.clauses or clauses_on(said.rests_on, policy)),
        pages=tuple(said.pages),
    )


def host_pattern(host: str) -> phrases.Name:
    """Return a pattern of every address on a site."""
    bare = re.escape(host.lower().removeprefix("www."))
    return phrases.Name(rf"(?i:(?<![\w@.-])(?:https?://|[\w.+-]+@)?(?:[\w-]+\.)*{bare}(?![\w-]|\.\w)(?:/[^\s<>\"')\]]*[^\s<>\"')\].,;:])?/?)")


def phone_pattern(number: str) -> phrases.Name:
    """Return a pattern of a phone number, however it is spaced."""
    digits = [one for one in number if one.isdigit()]
    return phrases.Name(r"(?<!\d)" + r"[\s().\-]*".join(digits) + r"(?!\d)")


def source_of(names: list[str], facts: Facts) -> str:
    """Return what records rest on, in words: the document's name and its address."""
    out: list[str] = []
    for name in names:
        for records in (facts.legislation, facts.guidance, facts.organisations, facts.platforms, facts.retired_links, facts.glossary):
            if name in records:
                out += _named(records[name], facts)
                break
        else:
            if name in facts.requirements:
                out += _named(facts.guidance.get(facts.requirements[name].source) or facts.legislation[facts.requirements[name].source], facts)
            elif name in facts.links:
                out.append(f"{facts.links[name].title}: {facts.links[name].url}")
            elif name in facts.situations:
                out += [f"{facts.links[one.link].title}: {facts.links[one.link].url}" for one in facts.situations[name].sources if one.link][:1]
    return "; ".join(dict.fromkeys(out))


def _named(record: Record, facts: Facts) -> list[str]:
    name = getattr(record, "title", None) or getattr(record, "name", None) or getattr(record, "term", None)
    link = getattr(record, "link", None) or next((one.link for one in getattr(record, "sources", []) if one.link), None)
    known = facts.links.get(link) if link else None
    if known is None:
        general = next((one.general for one in getattr(record, "sources", []) if one.general), None)
        return [f"{name or record.id}" + (f" ({general})" if general else "")]
    return [f"{name or known.title}: {known.url}"]


def clauses_on(names: list[str], policy: Outline, most: int = 4) -> list[str]:
    """Return the first clauses that rest on any of these laws and guidance."""
    wanted = set(names)
    return [one.id for one in policy.clauses.values() if wanted & set(one.rests_on)][:most]


def _failed_examples(written: WrittenRule, rule: Rule, spot: Spot) -> Iterator[Problem]:
    matcher = Matcher(example_folder(), Sought((rule,)))

    def found(text: str) -> bool:
        heading, mark, rest = text.partition(" || ")
        block = Block(rest, kind="item", heading=heading, lead=heading) if mark else Block(text)
        return bool(matcher.findings(block))

    for number, text in enumerate(written.matches, 1):
        if not found(text):
            yield spot.problem(
                written.id, f"matches[{number}]", "the rule does not find this text, though it must.", "Mend its phrases, or the example."
            )
    for number, text in enumerate(written.leaves, 1):
        if found(text):
            yield spot.problem(
                written.id,
                f"leaves[{number}]",
                "the rule finds this text, though it must leave it alone.",
                "Make its phrases narrower, or add one under unless.",
            )
