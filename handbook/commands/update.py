"""``update``: what is generated and committed, written again."""

from __future__ import annotations

from argparse import Namespace

from handbook.commands.options import Commands, add_command
from handbook.ground.paths import EXAMPLES, SCHOOL_SCHEMA, shown


def add(commands: Commands) -> None:
    """Say what may be typed."""
    add_command(commands, "update", "write again what is generated and committed: the school's schema", "update")


def run(options: Namespace) -> int:
    """Write again what is generated and committed."""
    from handbook import project
    from handbook.facts.load import load
    from handbook.pages import generated
    from handbook.rendering.uses import clauses_changed_by, noted
    from handbook.school.schema import write_schema

    written = [SCHOOL_SCHEMA] if write_schema() else []
    written += generated.write(load())
    changed = clauses_changed_by(project.load())
    for path in sorted(EXAMPLES.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        if noted(text, changed) != text:
            path.write_text(noted(text, changed), encoding="utf-8")
            written.append(path)
    for path in written:
        print(f"{shown(path)}: written")
    if not written:
        print("All is up to date.")
    return 0
