"""What an update did, and what it leaves to a person, in lines."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.editions.update import Updated
from handbook.ground.paths import shown
from handbook.policy.outline import Outline


def lines(made: Updated, policy: Outline) -> Iterator[str]:
    """Yield what a person reads after an update."""
    came = f" It had {made.before}." if made.before and made.before != made.now else ""
    yield f"The folder has edition {made.now} of the handbook now.{came}"
    if made.kept:
        yield f"What was there before stands in {shown(made.kept)}. Delete it when all is well."
    for name, moved in made.schools.items():
        yield from (f"{name}: {old} is called {new} now; what you had written moved along." for old, new in moved.renamed)
        yield from (f"{name}: {key} is not asked for any more and is a note now. {why}" for key, why in moved.removed)
        yield from (f"{name}: {key} is new. Its note says what it is for." for key in moved.added)
    yield from _by_hand(made)
    yield from _to_read(made, policy)


def _by_hand(made: Updated) -> Iterator[str]:
    if made.taken_over:
        yield "\nPages that you had changed here are your own now, in place of ours:"
        yield from (f"  local/pages/{name.removeprefix('docs/')}" for name in made.taken_over)
    if made.not_taken_over:
        yield "\nYou had changed these files of ours. The change was not taken over; yours stand in the folder with what was there before:"
        yield from (f"  {name}" for name in made.not_taken_over[:20])
    if made.unknown:
        yield (
            "\nNobody can tell whether you had changed pages of ours under docs: this was not written down yet. If you had, take each from the"
            "\nfolder with what was there before, and keep it as your own from now on:  python3 scripts/handbook.py local begin PAGE"
        )
    if made.to_mend:
        yield "\nMend before you build:"
        yield from (f"  {point}" for point in made.to_mend)
    if made.to_look_at:
        yield "\nYour own words stand in place of these texts of ours. Set them side by side:"
        yield from (f"  {point}" for point in made.to_look_at)


def _to_read(made: Updated, policy: Outline) -> Iterator[str]:
    if not made.to_read:
        yield "\nThe policy's wording has not changed: governors have nothing to approve, and staff nothing to read again."
        return
    yield "\nGovernors approve, and staff read again:"
    clauses = policy.clauses
    for edition in made.to_read:
        yield f"  Edition {edition.version}{', which is still being written' if edition.is_draft else ''}. {edition.summary}"
        for change in edition.changes:
            where = clauses[change.clause].number if change.clause in clauses else "whole policy"
            yield f"    {where} ({change.change}): {change.what}"
    yield (
        "\nThen raise  policy: version:  in your school's file, write the day of approval, and keep that version:"
        "\n  python3 scripts/handbook.py documents --keep"
        "\nThe list of what each member of staff has still to read:  python3 scripts/handbook.py sign-off"
    )
