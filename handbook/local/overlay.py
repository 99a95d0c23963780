"""Lay a school's own words over ours: the pages, the policy's outline and the facts as this school has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from handbook.facts.load import Facts
from handbook.facts.records import Requirement
from handbook.ground import addresses
from handbook.ground.escaping import plain
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import Problem, did_you_mean
from handbook.local import sections
from handbook.local.menu import menu_of
from handbook.local.model import Local, LocalClause
from handbook.pages import navigation
from handbook.pages.front_matter import front_matter
from handbook.pages.sources import Merged, Sources
from handbook.policy.clauses import parts
from handbook.policy.outline import Clause, Outline
from handbook.school.model import Identity

# What stands where a clause was, and above those that a school has added.
TAKEN_OUT = "*Our school has taken this clause out.*"
HEADING = "## Rules of our own { #rules-of-our-own }"
_NO_REASON = "Our school has taken the clause out."


def sources_of(local: Local, policy: Outline) -> Sources:
    """Return the pages with a school's own in place of ours, beside them and, clause by clause, within them.

    Args:
        local: What the school has written; it has no :func:`faults`.
        policy: Our own outline.
    """
    if not local:
        return Sources()
    merged = {page: _merged(page, clauses, local.files.get(page, DOCS / page)) for page, clauses in _by_page(local, policy).items()}
    return Sources(menu_of(local), local.files, merged)


def outline_of(local: Local, policy: Outline) -> Outline:
    """Return the policy's outline with what a school has added, so that numbers of ours never move: clauses with letters, sections after ours."""
    added = [one for one in local.clauses.values() if one.about.change == "added"]
    own = sections.sections_of(local, policy)
    if not added and not own:
        return policy
    return Outline(
        tuple(
            replace(
                section,
                clauses=(
                    *section.clauses,
                    *(
                        Clause(one.id, f"{section.number}.{one.about.letter}", section.page, one.line, tuple(one.about.rests_on))
                        for one in sorted(added, key=lambda one: str(one.about.letter))
                        if one.about.section == section.page
                    ),
                ),
            )
            for section in policy.sections
        )
        + own
    )


def facts_of(local: Local, facts: Facts) -> Facts:
    """Return the facts with a school's own links, and requirements that are met by the clauses that this school has."""
    return _facts_of(local, facts) if local else facts


@lru_cache(maxsize=4)
def _facts_of(local: Local, facts: Facts) -> Facts:
    spots = {**facts.spots, **{("links", name): spot for name, spot in local.link_spots.items()}}
    met = _met_by_own(local)
    requirements = {name: _met(one, local, met.get(name, [])) for name, one in facts.requirements.items()}
    if not local.links and all(one is facts.requirements[name] for name, one in requirements.items()):
        return facts
    return replace(facts, links={**facts.links, **local.links}, requirements=requirements, spots=spots)


def _met_by_own(local: Local) -> dict[str, list[str]]:
    """Return, for each requirement, the clauses of a school's own that meet it."""
    found: dict[str, list[str]] = {}
    own = [(clause.id, clause.about.meets) for clause in local.clauses.values()]
    for name, meets in [*own, *sections.meets(local)]:
        for asked in meets:
            found.setdefault(asked, []).append(name)
    return found


def _met(one: Requirement, local: Local, own: list[str]) -> Requirement:
    gone = [name for name in one.met_by if _is_out(name, local)]
    if not gone and not own:
        return one
    met = [name for name in dict.fromkeys([*one.met_by, *own]) if name not in gone]
    reasons = [local.clauses[name].about.reason for name in gone]
    return one.model_copy(update={"met_by": met, "unmet_reason": one.unmet_reason or next(filter(None, reasons), _NO_REASON)})


def _is_out(name: str, local: Local) -> bool:
    return name in local.clauses and local.clauses[name].about.change == "taken-out"


def unexplained(local: Local, facts: Facts, identity: Identity) -> list[Problem]:
    """Return the clauses that were taken out without a reason although law or guidance asks this school for them.

    Args:
        local: What the school has written.
        facts: The facts as this school has them.
        identity: Who the school is.
    """
    unmet = [one for one in facts.requirements.values() if not one.met_by and one.applies_to(identity)]
    asked = {name: one for one in unmet for name in _met_by_ours(one, facts)}
    return [
        Problem(
            shown(clause.path),
            0,
            "reason",
            f"a clause is taken out that met what is asked of your school: {asked[clause.id].requirement}",
            "Write your reason between the lines ---, for example  reason: Our safeguarding policy says it.",
        )
        for clause in local.clauses.values()
        if clause.id in asked and not clause.about.reason
    ]


def _met_by_ours(one: Requirement, facts: Facts) -> list[str]:
    """Return the clauses that meet a requirement as it is written, whatever a school has taken out."""
    written: list[str] = facts.spots["requirements", one.id].content.get("met_by") or []
    return written


def faults(local: Local, policy: Outline, facts: Facts) -> list[Problem]:
    """Return what is wrong between a school's own words and ours.

    Args:
        local: What the school has written.
        policy: Our own outline.
        facts: Our own facts.
    """
    return [
        *_page_faults(local, policy),
        *sections.faults(local, policy, facts),
        *_clause_faults(local, policy, facts),
        *_row_faults(local, facts),
    ]


def _page_faults(local: Local, policy: Outline) -> Iterator[Problem]:
    pages = {*navigation.flat(navigation.menu()), *local.pages}
    for page in local.pages:
        path, ours = local.files[page], (DOCS / page).is_file()
        after = front_matter(path).after
        if after and ours:
            fault = "the handbook has a page of this name itself, so this one would stand in its place and not beside it."
            yield Problem(shown(path), 0, "after", fault, "To stand in its place, take the line  after: …  out. To stand beside it, rename the file.")
        elif not after and not ours:
            near = did_you_mean(page, navigation.flat(navigation.menu()))
            own = "To add a page of your own, say where in the menu it stands, for example  after: parents/index.md"
            remedy = f"{near} {own}" if near.startswith("Did you mean") else own
            yield Problem(shown(path), 0, "", "the handbook has no page of this name for this one to stand in place of.", remedy)
        elif after and (after not in pages or after == page):
            yield Problem(shown(path), 0, "after", f'there is no page "{after}" in the menu.', did_you_mean(after, pages - {page}))
        section = policy.section_of(page)
        text = path.read_text(encoding="utf-8-sig")
        if section:
            yield from _section_faults(path, text, {clause.id for clause in section.clauses})


def _section_faults(path: Path, text: str, wanted: set[str]) -> Iterator[Problem]:
    """Find clauses that a page instead of a section of the policy leaves out or makes up."""
    there = {part.id: text.count("\n", 0, part.start) + 1 for part in parts(text)}
    for name in sorted(wanted - there.keys()):
        yield Problem(
            shown(path),
            0,
            name,
            "the page leaves out a clause of the section.",
            f'Keep  {{{{ clause("{name}") }}}}  on the page. To take the clause out, add  clauses/{name}.md  with  change: taken-out',
        )
    for name in sorted(there.keys() - wanted):
        yield Problem(shown(path), there[name], name, "this clause is none of this section.", "Add a clause of your own in the folder  clauses.")


def _clause_faults(local: Local, policy: Outline, facts: Facts) -> Iterator[Problem]:
    letters: dict[tuple[str, str], LocalClause] = {}
    documents = {**facts.guidance, **facts.legislation, **facts.announced}
    for one in local.clauses.values():
        name, about = shown(one.path), one.about
        if about.change != "added":
            if one.id not in policy.clauses:
                fault = f'there is no clause "{one.id}" in this edition of the handbook.'
                yield Problem(
                    name, 0, "", fault, f"{did_you_mean(one.id, policy.clauses)} If it has gone, delete the file or add the clause as your own."
                )
        elif policy.section_of(str(about.section)) is None:
            pages = [section.page for section in policy.sections]
            remedy = did_you_mean(str(about.section), pages, "Name a section of ours, for example  section: policy/devices.md")
            if about.section in sections.pages_of(local):
                remedy = f'On a page of your own write the clause there:  {{{{ clause("{one.id}") }}}}  and its words.'
            yield Problem(name, 0, "section", f'"{about.section}" is no section of ours.', remedy)
        elif (first := letters.setdefault((str(about.section), str(about.letter)), one)) is not one:
            fault = f"the letter {about.letter} stands at {first.path.name} already."
            yield Problem(name, 0, "letter", fault, f"Take the next one that is free: {next_letter(local, str(about.section))}.")
        for asked in about.rests_on:
            if asked not in documents:
                yield Problem(name, 0, "rests_on", f'"{asked}" is neither guidance nor law we hold.', did_you_mean(asked, documents))
        for asked in about.meets:
            if asked not in facts.requirements:
                yield Problem(name, 0, "meets", f'there is no requirement "{asked}".', did_you_mean(asked, facts.requirements, sections.REQUIREMENTS))


def next_letter(local: Local, section: str) -> str:
    """Return the first letter that no clause of the school's own has in a section."""
    taken = {one.about.letter for one in local.clauses.values() if one.about.section == section}
    return next(letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in taken)


def _row_faults(local: Local, facts: Facts) -> Iterator[Problem]:
    known = {addresses.exact(link.url): link.id for link in facts.links.values()}
    for link in local.links.values():
        if ours := known.get(addresses.exact(link.url)):
            yield local.link_spots[link.id].problem(
                link.id, "url", f'the handbook holds this address already, as "{ours}".', f'Ask for "{ours}" on your pages, and delete this entry.'
            )
    pages = {*navigation.flat(navigation.menu()), *local.pages}
    for form in local.forms:
        if form.page and form.page not in pages:
            file = shown(local.folder / "forms.yml")
            yield Problem(file, 0, form.title, f'there is no page "{form.page}".', did_you_mean(form.page, pages))


def _by_page(local: Local, policy: Outline) -> dict[str, list[LocalClause]]:
    found: dict[str, list[LocalClause]] = {}
    for one in local.clauses.values():
        page = one.about.section if one.about.change == "added" else policy.clauses[one.id].page
        found.setdefault(str(page), []).append(one)
    return found


def _merged(page: str, clauses: Iterable[LocalClause], path: Path) -> Merged:
    """Return a page's text with a school's clauses in it."""
    text = path.read_text(encoding="utf-8-sig")
    changed = {one.id: one for one in clauses if one.about.change != "added"}
    added = sorted((one for one in clauses if one.about.change == "added"), key=lambda one: str(one.about.letter))
    writing = _Writing()
    here = 0
    there = parts(text)
    for part in there:
        if part.id not in changed:
            continue
        one = changed[part.id]
        out = one.about.change == "taken-out"
        writing.add(text[here : part.start], path, text.count("\n", 0, here) + 1)
        writing.add(f'{{{{ clause("{part.id}") }}}} ' if out else f"{text[part.start : part.words]} ", path, text.count("\n", 0, part.start) + 1)
        writing.add(f"{TAKEN_OUT} {plain(one.about.reason or '')}".rstrip() if out else one.text, one.path, one.line)
        here = part.ends
    if added:
        last = max(there[-1].ends, here)
        writing.add(text[here:last], path, text.count("\n", 0, here) + 1)
        here = last
        writing.add(f"\n\n{HEADING}", added[0].path, 1)
        for one in added:
            names = ", ".join(f'"{name}"' for name in (one.id, *one.about.rests_on))
            writing.add("\n\n", one.path, 1)
            writing.add(f"{{{{ clause({names}) }}}} {one.text}", one.path, one.line)
    writing.add(text[here:], path, text.count("\n", 0, here) + 1)
    return Merged(writing.text, tuple(writing.passages))


class _Writing:
    """A text that grows, and where each of its passages comes from."""

    def __init__(self) -> None:
        self.text = ""
        self.passages: list[tuple[int, Path, int]] = []

    def add(self, text: str, path: Path, line: int) -> None:
        """Add a passage that stands in a file from a line on."""
        here = self.text.count("\n") + 1
        # What goes on in a line that another passage has begun counts from the next line.
        goes_on = int(bool(self.text) and not self.text.endswith("\n") and text.startswith("\n"))
        if text:
            self.passages.append((here + goes_on, path, line + goes_on))
            self.text += text
