"""Pages of platforms are written from their records: nothing in them is copied by hand, and what is stale is told."""

from __future__ import annotations

from dataclasses import replace

from handbook.facts.load import load
from handbook.ground.paths import MKDOCS_CONFIG, shown
from handbook.pages import generated
from handbook.pages.navigation import pages


def test_every_written_file_is_as_its_records_say() -> None:
    facts = load()
    late = generated.stale(facts)
    print(f"{len(generated.files(facts))} files")
    assert not late, f"Run  python3 scripts/handbook.py update  for: {', '.join(map(shown, late))}"
    assert len(generated.files(facts)) > 25
    assert {f"platforms/{one.id}.md" for one in facts.platforms.values() if one.status == "open"} < set(pages())


def test_a_changed_a_new_and_a_missing_record_are_seen() -> None:
    facts = load()
    tiktok = facts.platforms["tiktok"]
    changed = {
        **facts.platforms,
        "tiktok": tiktok.model_copy(update={"summary": "Something else."}),
        "newest": tiktok.model_copy(update={"id": "newest", "name": "Newest"}),
    }
    del changed["kick"]
    late = {path.name for path in generated.stale(replace(facts, platforms=changed))}
    assert late == {"tiktok.md", "newest.md", "kick.md", MKDOCS_CONFIG.name}
    page = generated.page_of(changed["newest"])
    assert "# Newest: report, block, stay safe" in page
    assert '{{ platform("newest") }}' in page
