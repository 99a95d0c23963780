"""Load every fact once, check each record by itself and all of them against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from handbook.facts import records, situations, triage
from handbook.facts.references import To, references
from handbook.facts.spots import Spot
from handbook.ground import addresses
from handbook.ground.clock import today
from handbook.ground.notebook import Notebook
from handbook.ground.paths import DATA, shown
from handbook.ground.problems import Problem, ProblemsError, did_you_mean
from handbook.ground.validation import checked
from handbook.ground.yaml_files import Place, dotted, read

Kept = TypeVar("Kept", bound=BaseModel)


def _kind(place: str, called: str) -> Any:
    """Declare a kind of facts: the file or folder it lives in (its files are read in the order of their names), and what one is called."""
    return field(default_factory=dict, metadata={"place": place, "called": called})


@dataclass(eq=False)
class Facts:
    """All facts, each kind by id in the order of its files. Two loads are never equal, so that results can be kept by the load.

    A new kind is a line here and its model; what its records name is checked by the types of their fields.
    """

    links: dict[str, records.Link] = _kind("links", "link")
    retired_links: dict[str, records.RetiredLink] = _kind("retired-links.yml", "retired-link")
    guidance: dict[str, records.Guidance] = _kind("guidance.yml", "guidance")
    past_names: dict[str, records.PastName] = _kind("past-names.yml", "name of the past")
    requirements: dict[str, records.Requirement] = _kind("requirements.yml", "requirement")
    law_topics: dict[str, records.LawTopic] = _kind("law-topics.yml", "topic of law")
    legislation: dict[str, records.Legislation] = _kind("legislation", "law")
    announced: dict[str, records.Announced] = _kind("announced.yml", "announced")
    glossary: dict[str, records.Term] = _kind("glossary", "term")
    needs: dict[str, records.Need] = _kind("needs.yml", "need")
    organisations: dict[str, records.Organisation] = _kind("organisations", "organisation")
    platforms: dict[str, records.Platform] = _kind("platforms", "platform")
    decisions: dict[str, situations.Decision] = _kind("decisions.yml", "decision")
    situations: dict[str, situations.Situation] = _kind("situations", "situation")
    triage: dict[str, records.Question] = _kind("triage.yml", "question")
    to_check: dict[str, records.ToCheck] = _kind("to-check.yml", "point")
    policy_versions: list[records.PolicyVersion] = field(default_factory=list)
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict, repr=False)

    @property
    def editions(self) -> list[records.PolicyVersion]:
        """The editions of the policy's wording that have come out, newest first; of two that came out on one day, the later in the file."""
        out = [one for one in reversed(self.policy_versions) if not one.is_draft]
        return sorted(out, key=lambda one: one.published, reverse=True)

    def dated(self) -> Iterator[tuple[str, records.Fact]]:
        """Yield every fact that can go stale, with the name of its kind."""
        for kind in DATED:
            for record in getattr(self, kind).values():
                yield kind, record


_MODELS = {name: get_args(type_)[1] for name, type_ in get_type_hints(Facts).items() if get_origin(type_) is dict}
# Each kind, the file or folder it lives in, and its model.
KINDS: dict[str, tuple[str, type[records.Record]]] = {
    one.name: (one.metadata["place"], _MODELS[one.name]) for one in fields(Facts) if "place" in one.metadata
}
CALLED: dict[str, str] = {one.name: one.metadata["called"] for one in fields(Facts) if "called" in one.metadata}
DATED = tuple(kind for kind, (_, model) in KINDS.items() if issubclass(model, records.Fact))


def load(folder: Path = DATA) -> Facts:
    """Return all facts of a data folder, checked. Loading again without a change costs nothing.

    Raises:
        ProblemsError: With every fault found; each names file, line, record, field and remedy.
    """
    return _load(folder, tuple((path, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*.yml"))))


@lru_cache(maxsize=4)
def _load(folder: Path, files: tuple[tuple[Path, int], ...]) -> Facts:
    facts = Facts()
    problems: list[Problem] = []
    stamps = dict(files)
    for kind, (name, model) in KINDS.items():
        target = getattr(facts, kind)
        for path in _files(folder / name):
            found, faults = _records(path, stamps.get(path), model)
            problems += faults
            for record, spot in found:
                if record.id in target:
                    first = facts.spots[kind, record.id].source.file
                    problems.append(spot.problem(record.id, "id", f"this id stands twice; first in {first}.", "Give one of the two another id."))
                    continue
                target[record.id] = record
                facts.spots[kind, record.id] = spot
    versions = folder / "policy-versions.yml"
    told, faults = _records(versions, stamps.get(versions), records.PolicyVersion)
    problems += faults
    facts.policy_versions += [version for version, _ in told]
    facts.spots |= {("policy_versions", version.version): spot for version, spot in told}
    if folder == DATA:
        _READ.keep()
    if not problems:
        problems = list(_cross_faults(facts))
    if problems:
        raise ProblemsError(problems)
    return facts


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.yml")) if path.is_dir() else [path]


# The records of each file, with their places and faults.
_READ: Notebook[tuple[list[tuple[Any, Spot]], list[Problem]]] = Notebook("facts")


@lru_cache(maxsize=256)
def _records(path: Path, stamp: int | None, model: type[Kept]) -> tuple[list[tuple[Kept, Spot]], list[Problem]]:
    """Return a file's records with their places, and its faults. A file is read again only when its stamp has changed."""
    if stamp is None or DATA not in path.parents:
        return _read_records(path, model)
    # Places name the file as people see it from where they stand, and as the computer finds it.
    named = f"{model.__name__}\n{shown(path)}\n{path.resolve()}\n".encode()
    return _READ.result(named + path.read_bytes(), lambda: _read_records(path, model))


def _read_records(path: Path, model: type[Kept]) -> tuple[list[tuple[Kept, Spot]], list[Problem]]:
    try:
        source = read(path)
    except ProblemsError as error:
        return [], error.problems
    if not isinstance(source.content, list):
        return [], [Problem(source.file, 1, "", "a list of records is expected.", "Begin each record with  - id: …")]
    found: list[tuple[Kept, Spot]] = []
    problems: list[Problem] = []
    for index, content in enumerate(source.content):
        spot = Spot(source, (index,))
        name = content.get("id") or content.get("version") or f"record {index + 1}" if isinstance(content, dict) else f"record {index + 1}"

        def label(place: Place, name: Any = name) -> str:
            inner = dotted(place[1:])
            return f"{name}, {inner}" if inner else str(name)

        try:
            found.append((checked(model, content, source, (index,), label), spot))
        except ProblemsError as error:
            problems += error.problems
    return found, problems


def _cross_faults(facts: Facts) -> Iterator[Problem]:
    """Check that everything a record names exists, and that nothing stands twice that must stand once."""

    for kind in KINDS:
        for record in getattr(facts, kind).values():
            for part, name, to in references(record):
                if not any(name in getattr(facts, one) for one in to.kinds):
                    yield _missing(facts, facts.spots[kind, record.id], record.id, part, name, to)
    yield from situations.faults(facts.situations, facts.decisions, facts.organisations, facts.spots)
    yield from triage.faults(facts.triage, facts.spots)
    yield from _link_faults(facts)
    yield from _mark_faults(facts)
    yield from _check_faults(facts)
    yield from _number_faults(facts)
    yield from _day_faults(facts)


def _missing(facts: Facts, spot: Spot, record: str, part: str, name: str, to: To) -> Problem:
    if to.kinds == ("links",) and name in facts.retired_links:
        instead = facts.retired_links[name].replacement
        return spot.problem(
            record, part, f'the link "{name}" is retired.', f'Use "{instead}" instead.' if instead else "There is nothing to use in its place."
        )
    known = [one for kind in to.kinds for one in getattr(facts, kind)]
    what = " or ".join(CALLED[kind] for kind in to.kinds)
    where = " or ".join(shown(DATA / KINDS[kind][0]) for kind in to.kinds)
    return spot.problem(
        record, part, f'there is no {what} "{name}".', did_you_mean(name, known, f"Check the spelling, or add its record to {where}.")
    )


def _link_faults(facts: Facts) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for link in facts.links.values():
        # The same page under another #part is another place to send a reader to, and capitals tell pages apart on many sites.
        key = addresses.exact(link.url)
        if key in seen:
            yield facts.spots["links", link.id].problem(
                link.id, "url", f'this address stands already, as "{seen[key]}".', f'Use the id "{seen[key]}" and delete this record.'
            )
        seen[key] = link.id
    in_any_spelling = {addresses.page_key(link.url): link.id for link in facts.links.values()}
    digests = {addresses.digest(link.url): link.id for link in facts.links.values()}
    for retired in facts.retired_links.values():
        in_use = (
            in_any_spelling.get(addresses.page_key(retired.url))
            if retired.url
            else next((digests[one] for one in retired.sha256 if one in digests), None)
        )
        if in_use:
            yield facts.spots["retired_links", retired.id].problem(
                retired.id, "url", f'a retired address is also in use, as "{in_use}".', "Take it out of one of the two registers."
            )
        if retired.id in facts.links:
            yield facts.spots["retired_links", retired.id].problem(
                retired.id, "id", "a link in use has the same id.", "Give the retired one another id."
            )


def _mark_faults(facts: Facts) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for term in facts.glossary.values():
        for number, form in enumerate(term.mark, 1):
            if form in seen and seen[form] != term.id:
                yield facts.spots["glossary", term.id].problem(
                    term.id, f"mark[{number}]", f'"{form}" is already marked for "{seen[form]}".', "Keep it with one of the two terms."
                )
            seen[form] = term.id


def _check_faults(facts: Facts) -> Iterator[Problem]:
    kinds = {CALLED[kind]: kind for kind in DATED}
    for point in facts.to_check.values():
        for number, target in enumerate(point.affects, 1):
            kind, _, name = target.partition(":")
            spot = facts.spots["to_check", point.id]
            if kind not in kinds:
                yield spot.problem(point.id, f"affects[{number}]", f'"{target}" is not  kind:id.', "The kinds are: " + ", ".join(kinds) + ".")
            elif name not in getattr(facts, kinds[kind]):
                yield spot.problem(point.id, f"affects[{number}]", f'there is no {kind} "{name}".', did_you_mean(name, getattr(facts, kinds[kind])))


def _number_faults(facts: Facts) -> Iterator[Problem]:
    """Find numbers by which people search an organisation, and which are not its own: one of the two was changed without the other."""
    for organisation in facts.organisations.values():
        own = {phone.digits for phone in organisation.phones} | {
            re.sub(r"\D", "", number) for number in re.findall(r"\d[\d ]*", organisation.text or "")
        }
        for number, alias in enumerate(organisation.aliases, 1):
            digits = re.sub(r"\D", "", alias)
            if (
                len(digits) >= 3
                and re.fullmatch(r"[\d\s()+.-]+", alias)
                and (f"0{digits.removeprefix('44')}" if alias.startswith("+") else digits) not in own
            ):
                yield facts.spots["organisations", organisation.id].problem(
                    organisation.id,
                    f"aliases[{number}]",
                    f'"{alias}" is none of its numbers.',
                    "Look the number up at its source, and write the same one under phones (or text) and under aliases.",
                )


def _day_faults(facts: Facts) -> Iterator[Problem]:
    """Find looks at a source that are still to come."""
    looks = [(kind, record.id, "review.on", record.review.on) for kind, record in facts.dated()]
    looks += [("links", link.id, "checked", link.checked) for link in facts.links.values() if link.checked]
    looks += [("to_check", point.id, "confirmed.on", point.confirmed.on) for point in facts.to_check.values() if point.confirmed]
    # Where the reviewer is it may be tomorrow already; and a day set for planning ahead is a day too.
    latest = max(date.today(), today()) + timedelta(days=1)
    for kind, name, part, day in looks:
        if day > latest:
            yield facts.spots[kind, name].problem(name, part, f"{day} is still to come.", "Write the day on which somebody looked.")
