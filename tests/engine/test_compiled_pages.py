"""Pages are kept as they were compiled: used again as long as the text is the same, and never in place of another."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from handbook.rendering import filling


def test_a_page_is_compiled_once_and_again_when_its_text_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = filling._ENVIRONMENT.compile
    monkeypatch.setattr(filling._ENVIRONMENT, "compile", lambda text: (compiled.append(text), real(text))[1])
    monkeypatch.setattr(filling, "_COMPILED", tmp_path / "compiled")
    page, told = "policy/about.md", {"name": "Oak"}
    steps = [
        ("{{ name }} first", "Oak first", 1, "new"),
        ("{{ name }} first", "Oak first", 1, "kept"),
        ("{{ name }} second", "Oak second", 2, "changed"),
        ("{{ name }} second", "Oak second", 3, "the kept one is damaged"),
        ("{{ name }} second", "Oak second", 3, "kept after that"),
    ]
    try:
        for text, shown, count, case in steps:
            filling._template.cache_clear()
            if "damaged" in case:
                (kept,) = (tmp_path / "compiled").iterdir()
                kept.write_bytes(kept.read_bytes()[:50])
            assert filling._template(page, text).render(told) == shown, case
            assert len(compiled) == count, case
        filling._template.cache_clear()
        # Where nothing can be written, pages are compiled each time.
        monkeypatch.setattr(filling, "_COMPILED", tmp_path / "compiled" / next((tmp_path / "compiled").iterdir()).name / "below-a-file")
        assert filling._template(page, "{{ name }} third").render(told) == "Oak third"
        assert isinstance(filling._template(page, "{{ name }} third"), jinja2.Template) and len(compiled) == 4
    finally:
        filling._template.cache_clear()
