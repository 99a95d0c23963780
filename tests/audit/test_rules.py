"""Every rule is proved by its examples; a rule without them, or one that fails them, is an error; records give rise to rules by themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handbook.audit import derived, phrases, procedures, rules
from handbook.audit.audit import Auditor
from handbook.audit.document import Block
from handbook.audit.findings import KINDS
from handbook.audit.matching import Matcher
from handbook.audit.sought import Sought
from handbook.facts.load import Facts, load
from handbook.ground.paths import DOCS
from handbook.ground.problems import ProblemsError
from handbook.policy.outline import outline, title_of

SOUND = """\
- id: planted
  kind: service-closed
  find: ['cat {picture}']
  now: Nobody paints a cat.
  general: kindness
  matches: [Look at the cat pictures.]
  leaves: [The cat pictures closed in 2019.]
"""


def test_every_rule_finds_and_leaves_what_its_examples_say() -> None:
    found = rules.load(load(), outline(), proved=True)
    assert len(found) > 100
    assert sum(len(one.matches) for one, _ in found) >= len(found)
    assert sum(len(one.leaves) for one, _ in found) >= len(found)
    # Names, dates and closed bodies follow from the school, the calendar and the records; unsafe procedures are learned.
    assert {one.kind for one, _ in found} | {"name-left", "review-overdue", "body-closed", "unsafe-procedure"} == set(KINDS)


def test_the_pages_that_a_report_names_have_plain_headings() -> None:
    facts, policy = load(), outline()
    every = [*(rule for _, rule in rules.load(facts, policy)), *derived.rules(facts, policy), *procedures.kinds(facts, policy).values()]
    titles = {page: title_of((DOCS / page).read_text(encoding="utf-8")) for rule in every for page in rule.pages}
    assert len(titles) >= 25
    assert {page: title for page, title in titles.items() if not title or "{" in title} == {}


@pytest.mark.parametrize(
    ("find", "put", "told"),
    [
        ("  matches: [Look at the cat pictures.]\n", "", 'planted, matches: the key "matches" is missing'),
        ("  leaves: [The cat pictures closed in 2019.]\n", "", 'planted, leaves: the key "leaves" is missing'),
        ("matches: [Look at the cat pictures.]", "matches: []", "planted, matches"),
        ("Look at the cat pictures.", "Look at the dog pictures.", "planted, matches[1]: the rule does not find this text"),
        ("The cat pictures closed in 2019.", "The cat pictures are here.", "planted, leaves[1]: the rule finds this text"),
        ("cat {picture}", "(cat {picture}", "planted, find[1]: this phrase cannot be read: a bracket is not closed"),
        ("{picture}", "{pictur}", 'planted, find[1]: there is no group of words "pictur"'),
        ("  now: Nobody paints a cat.\n", "  now: Nobody paints a cat.\n  like: planter\n", 'planted, like: there is no rule "planter"'),
        ("service-closed", "service-clothed", "planted, kind"),
        ("  general: kindness\n", "", "planted: the rule rests on nothing"),
        ("  general: kindness\n", "  rests_on: [kindness]\n", 'planted, rests_on[1]: there is no record "kindness"'),
        ("  now: Nobody paints a cat.\n", "", "planted: the rule does not say what is true now"),
        ("  general: kindness\n", "  general: kindness\n  clauses: [paint-no-cat]\n", 'planted, clauses[1]: there is no clause "paint-no-cat"'),
    ],
)
def test_a_faulty_rule_is_told_with_its_remedy(find: str, put: str, told: str, tmp_path: Path) -> None:
    assert find in SOUND
    (tmp_path / "rules.yml").write_text(SOUND.replace(find, put), encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        rules.load(load(), outline(), tmp_path, proved=True)
    assert told in str(error.value)
    assert "rules.yml, line" in str(error.value)


def test_the_planted_rule_is_sound(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(SOUND, encoding="utf-8")
    assert len(rules.load(load(), outline(), tmp_path, proved=True)) == 1


@pytest.mark.parametrize(
    ("phrase", "matches", "leaves"),
    [
        ("print it", ["Print it.", "print-it", "print\u00a0it"], ["reprint it", "print item"]),
        ("print* it", ["printing it", "print it"], ["sprint it"]),
        ("LSCB", ["the LSCB", "LSCBs", "LSCB's"], ["lscb"]),
        ("tell (the |)(DSL|head)", ["tell the DSL", "tell head"], ["tell a DSL"]),
        ("print ... image", ["print the big bad image", "print, then keep, the image"], ["print it. The image"]),
        ("print ...2 image", ["print the bad image"], ["print one two three image"]),
        ("since ####", ["since 2012"], ["since 12"]),
        ("# users", ["1.11 users", "500 users"], ["many users"]),
        ("^keep it", ["Keep it.", "No. Keep it.", "- keep it", "3.1 keep it"], ["they keep it"]),
        ("print (the |any )+pictures", ["print the pictures", "Print any the pictures", "print pictures"], ["print of pictures"]),
        ("((copy|save) it|(print|scan) them)", ["scan them", "copy it"], ["copy them"]),
        ("pupils? and staff", ["pupil & staff", "pupils and staff"], ["pupil or staff"]),
    ],
)
def test_the_language_of_rules(phrase: str, matches: list[str], leaves: list[str]) -> None:
    for text in matches:
        folded = rules.example_folder().fold(text).text
        assert phrases.pattern(phrase).search(folded), text
        assert all(any(key in folded.lower() for key in group) for group in phrases.keys(phrase)), (text, phrases.keys(phrase))
    for text in leaves:
        assert not phrases.pattern(phrase).search(rules.example_folder().fold(text).text), text


def _found(facts: Facts, text: str) -> list[tuple[str, str]]:
    policy = outline()
    found = derived.rules(facts, policy)
    matcher = Matcher(rules.example_folder(), Sought(found), derived.looks(facts, policy))
    return [(one.kind, one.words) for one in matcher.findings(Block(text))]


def test_a_new_record_is_found_without_a_rule() -> None:
    facts = load()
    body = facts.organisations["becta"].model_copy(
        update={"id": "board-of-slates", "name": "National Board of Slates", "former_names": ["Slate Commission"], "old_words": [], "aliases": []}
    )
    law = facts.legislation["data-protection-act-1998"].model_copy(
        update={"id": "slates-act-1911", "title": "School Slates Act 1911", "old_words": [], "short_title": None}
    )
    old = facts.guidance["sexting-in-schools-2016"].model_copy(
        update={"id": "slates-2010", "title": "Writing on slates: advice for schools", "old_words": []}
    )
    address = facts.retired_links["nch"].model_copy(update={"id": "slates", "url": "http://www.slates.example.org/", "as_written": []})
    role = facts.glossary["dsl"].model_copy(update={"id": "slate-lead", "old_words": ["slate monitor"]})
    more = replace(
        facts,
        organisations={**facts.organisations, body.id: body},
        legislation={**facts.legislation, law.id: law},
        guidance={**facts.guidance, old.id: old},
        retired_links={**facts.retired_links, address.id: address},
        glossary={**facts.glossary, role.id: role},
    )
    text = "Under the School Slates Act (1911) the slate monitor rings the National Board of Slates, once the Slate Commission. See Writing on Slates and www.slates.example.org/clean."
    assert _found(facts, text) == []
    found = _found(more, text)
    assert ("law-repealed", "School Slates Act (1911)") in found
    assert ("role-renamed", "slate monitor") in found
    assert ("body-closed", "National Board of Slates") in found
    assert ("guidance-superseded", "Writing on Slates") in found


def test_every_statutory_requirement_is_looked_for_or_told_as_not(auditor: Auditor) -> None:
    facts = load()
    traced = {one.requirement for one, _ in rules.load(facts, outline()) if one.requirement}
    statutory = {
        one.id
        for one in facts.requirements.values()
        if one.level == "must" or not getattr(facts.guidance.get(one.source), "status", "").startswith("non")
    }
    assert len(statutory) >= 60
    told = set(auditor.not_looked_for)
    assert told <= statutory - traced
    every = {one.id for one in facts.requirements.values() if not one.stages and not one.school_types}
    assert (statutory & every) - traced == told
    assert len(told) <= 3


def test_a_phrase_of_the_senses_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "senses.yml").write_text("senses:\n  view: ['{eye} on']\n", encoding="utf-8")
    with pytest.raises(ProblemsError, match='senses: "{eye} on" of view names {eye}, which does not stand above it'):
        rules.lexicon(tmp_path)
