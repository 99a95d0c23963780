"""``uses``: which pages and clauses ask for a fact, a choice, a detail or a macro."""

from __future__ import annotations

from argparse import Namespace

from handbook.commands.options import Commands, add_command, add_school


def add(commands: Commands) -> None:
    """Say what may be typed."""
    uses = add_command(commands, "uses", "list the pages and clauses that ask for a fact, a choice, a detail or a macro", "uses choices.pupil_phones")
    uses.add_argument("name", help="a choice (choices.pupil_phones), a detail (people.dsl.phone), a macro (helpline) or a fact's id (childline)")
    add_school(uses)


def run(options: Namespace) -> int:
    """List which pages and clauses ask for something."""
    from handbook import project
    from handbook.rendering.uses import uses

    mine = project.load(options.school)
    numbers = {clause.id: clause.number for clause in mine.policy.clauses.values()}
    found = uses(options.name, mine)
    for use in found:
        clauses = f": {', '.join(f'{numbers[name]} ({name})' for name in use.clauses)}" if use.clauses else ""
        print(f"docs/{use.page}{clauses}")
    print(f"{len(found)} page{'s' if len(found) != 1 else ''} ask{'s' if len(found) == 1 else ''} for {options.name}.")
    return 0
