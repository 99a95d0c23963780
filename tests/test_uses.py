"""Which pages and clauses ask for something: told rightly for each sort of name."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook import project
from handbook.ground.paths import EXAMPLES
from handbook.ground.problems import ProblemsError
from handbook.rendering.uses import clauses_changed_by, noted, uses
from handbook.school.model import Choices

# A name, pages that ask for it, a clause that does, and a page that does not.
KNOWN = [
    ("choices.pupil_phones", {"policy/devices.md", "pupils/ks2.md"}, "phone-free-school-day", "glossary.md"),
    ("people.dsl.phone", {"help-now/sextortion.md", "contacts/index.md"}, "", "policy/principles.md"),
    ("local.lado.website", {"contacts/index.md"}, "", "policy/devices.md"),
    ("helpline", {"help-now/sextortion.md"}, "support-for-targeted-staff", "glossary.md"),
    ("childline", {"help-now/parents/sextortion.md", "contacts/by-need.md"}, "", "policy/devices.md"),
    ("sextortion", {"help-now/sextortion.md"}, "", "policy/devices.md"),
]


@pytest.mark.parametrize(("name", "pages", "clause", "other"), KNOWN, ids=[row[0] for row in KNOWN])
def test_who_asks(name: str, pages: set[str], clause: str, other: str) -> None:
    found = uses(name, project.load())
    assert pages <= {use.page for use in found}
    assert other not in {use.page for use in found}
    assert not clause or any(clause in use.clauses for use in found)


def test_a_name_that_nothing_has() -> None:
    with pytest.raises(ProblemsError, match='Did you mean "childline"'):
        uses("childlin", project.load())


def test_every_choice_changes_a_clause() -> None:
    changed = clauses_changed_by(project.load())
    assert set(changed) == set(Choices.model_fields)
    assert all(changed.values()), {key for key, clauses in changed.items() if not clauses}


@pytest.mark.whole
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yml")), ids=lambda path: path.stem)
def test_the_notes_in_school_files_say_which_clauses_a_choice_changes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert noted(text, clauses_changed_by(project.load())) == text, "Run  python3 scripts/handbook.py update"
    assert text.count("# It changes clauses ") == len(Choices.model_fields)
    assert "# It changes clauses" not in noted(text, {})
