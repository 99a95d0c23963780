"""A school that has written something of every sort itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook import project
from handbook.project import Project
from handbook.rendering.filling import filler, source
from tests.conftest import FILLED

# What the folder `local` of that school holds.
WORDS = {
    "clauses/phone-free-school-day.md": "---\nchange: reworded\nreason: We have no phones at all.\n---\nPupils leave phones at home. Ask {{ who('dsl') }}.\n",
    "clauses/watches-and-wearables.md": "---\nchange: taken-out\nreason: Our behaviour policy says it.\n---\n",
    "clauses/local-lockers.md": "---\nchange: added\nsection: policy/devices.md\nletter: B\nrests_on: [gswp-2022]\n---\nLockers stay shut.\n",
    "clauses/local-chargers.md": "---\nchange: added\nsection: policy/devices.md\nletter: A\n---\nChargers stay at home.\n\n- Plugs too.\n",
    "pages/policy/principles.md": "",
    "pages/parents/our-app.md": "---\ndescription: How our app works.\naudience: [parents]\nafter: parents/first-phone.md\n---\n# Our app\n\nSee {{ link('local-hub') }} and {{ clause_ref('local-lockers') }}.\n",
    "contacts.yml": "- name: Exampleton hub & helpers\n  when: A family needs help\n  phone: 01632 960123\n  email: hub@example.org\n",
    "forms.yml": "- title: Our app's form\n  use: ask for the app\n  page: parents/our-app.md\n",
    "links.yml": "- id: local-hub\n  url: https://www.example.org/hub\n  title: Exampleton hub\n  publisher: Exampleton Council\n",
}


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """The file of a school that could be real, in a folder of its own with what it has written itself."""
    file = tmp_path / "school.yml"
    shutil.copy(FILLED, file)
    write(tmp_path / "local", WORDS)
    return file


def write(folder: Path, words: dict[str, str]) -> None:
    """Write a school's own words; a page without any begins as a copy of ours."""
    from handbook.ground.paths import DOCS

    for name, text in words.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        ours = DOCS / name.removeprefix("pages/")
        path.write_text(text or ours.read_text(encoding="utf-8") + "\nOur own last line.\n", encoding="utf-8")


@pytest.fixture
def mine(school: Path) -> Project:
    """That school, loaded."""
    return project.load(school)


@pytest.fixture
def page(mine: Project) -> Callable[[str], str]:
    """A function that gives a page of that school as Markdown with every macro filled in."""
    fill = filler(mine)
    return lambda name: fill(name, *source(name, mine.sources))
