"""The preview follows what a school writes itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.outputs.preview import Preview
from tests.local.conftest import write


@pytest.mark.whole
def test_each_save_of_a_schools_own_words_shows(school: Path) -> None:
    local = school.parent / "local"
    preview = Preview(school)

    def shown(address: str) -> str:
        found = preview.page(address)
        assert not preview.stopped, preview.problems
        return found[1] if found else ""

    assert "Lockers stay shut." in shown("policy/devices")
    engine = preview.view and preview.view.engine
    # Words of a clause and of a page: the site stays open.
    write(local, {"clauses/local-lockers.md": "---\nchange: added\nsection: policy/devices.md\nletter: B\n---\nLockers are blue.\n"})
    assert "Lockers are blue." in shown("policy/devices")
    write(
        local,
        {"pages/parents/our-app.md": "---\ndescription: D.\naudience: [parents]\nafter: parents/first-phone.md\n---\n# Another app\n\nWords.\n"},
    )
    assert "Another app" in shown("parents/our-app")
    assert "Another app" in shown("parents/gaming"), "the menu follows"
    # A new page, a row, and a page that goes.
    write(local, {"pages/parents/second.md": "---\ndescription: D.\naudience: [parents]\nafter: parents/our-app.md\n---\n# Second\n\nWords.\n"})
    assert "Second" in shown("parents/second")
    write(local, {"contacts.yml": "- name: Another hub\n  when: Always\n  phone: 01632 960124\n"})
    assert "Another hub" in shown("contacts")
    (local / "pages/parents/second.md").unlink()
    assert not shown("parents/second")
    assert engine is not None
    # A fault is told with the school's own file, and goes when it is mended.
    write(local, {"clauses/local-lockers.md": "---\nchange: added\nsection: policy/devices.md\nletter: B\n---\nAsk {{ whoo('dsl') }}.\n"})
    preview.page("policy/devices")
    assert [(Path(one.file).name, one.line) for one in preview.problems] == [("local-lockers.md", 6)]
    write(local, {"clauses/local-lockers.md": "---\nchange: added\nsection: policy/devices.md\nletter: B\n---\nAsk {{ who('dsl') }}.\n"})
    assert "Ask " in shown("policy/devices")
