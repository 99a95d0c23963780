"""``update``: what is generated and committed, written again."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from handbook.commands.options import Commands, add_command
from handbook.ground.paths import EXAMPLES, SCHOOL_SCHEMA, shown


def add(commands: Commands) -> None:
    """Say what may be typed."""
    add_command(
        commands, "update", "write again what is generated and committed: the school's schema, pages of platforms, the record of clauses", "update"
    )


def run(options: Namespace) -> int:
    """Write again what is generated and committed."""
    done = written()
    for path in done:
        print(f"{shown(path)}: written")
    if not done:
        print("All is up to date.")
    return 0


def written() -> list[Path]:
    """Write again what is generated and committed, and return the files that were not as they should be.

    Raises:
        ProblemsError: The facts, the policy or a school's file have faults.
    """
    from handbook import project
    from handbook.editions import keys
    from handbook.facts.load import load
    from handbook.pages import generated
    from handbook.policy import record
    from handbook.rendering.uses import clauses_changed_by, noted
    from handbook.school.schema import write_schema

    known = keys.keys_of_schema(SCHOOL_SCHEMA.read_text(encoding="utf-8")) if SCHOOL_SCHEMA.is_file() else set()
    done = [SCHOOL_SCHEMA] if write_schema() else []
    done += generated.write(load())
    mine = project.load()
    done += record.write(mine.policy, mine.facts)
    changed = clauses_changed_by(mine)
    for path in sorted(EXAMPLES.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        # A key that the schema did not know stands in no school's file yet.
        made = noted(keys.moved(text, shown(path), known, []).text, changed)
        if made != text:
            path.write_text(made, encoding="utf-8", newline="\n")
            done.append(path)
    return done
