"""A link that leads nowhere is heard, also one to a page that only this school does not have."""

from __future__ import annotations

import pytest

from handbook import looks, project
from handbook.rendering import filling, rendered


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("pupils/secondary.md", "a page that this school does not have"),
        ("nowhere.md", "a file that is not there"),
        ("policy/about.md#no-such-place", "a place that is not on that page"),
        ("contacts/index.md", ""),
    ],
)
def test_a_link_in_a_page(link: str, said: str) -> None:
    mine = project.load()
    engine, dress, fill = rendered.engine_of(mine), looks.of(mine), filling.filler(mine)
    assert "pupils/secondary.md" in dress.hidden
    planted = engine.render("how-fresh.md", dress, lambda page, text, meta: f"{fill(page, text, meta)}\n\n[A link]({link})\n")
    others = [engine.render(page, dress, fill) for page in ("policy/about.md", "contacts/index.md")]
    found = [one.fault for one in rendered.slips([], [planted, *others]) if link in one.fault]
    assert [said in fault for fault in found] == ([True] if said else [])
