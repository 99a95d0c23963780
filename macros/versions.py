"""Macros that keep two numbers apart: the edition of the handbook's wording, and the version that the school's own governors approved.

An edition is made once, for all schools, in data/policy-versions.yml. A version is the school's: it is the wording of an edition with the
school's details and choices, as its governors approved it.
"""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.ground.escaping import plain
from handbook.school.view import spoken_date
from macros.pages import facts_of, policy_of, project_of, table, to_page

CHANGES = {"new": "New", "changed": "Changed", "removed": "Removed"}


@pass_context
def our_version(context: Context) -> str:
    """Return the school's own version of the policy, in the same words everywhere: ``{{ our_version() }}``."""
    ours = context["policy"]
    return f"our version {ours.version}, approved by {ours.approved_by} on {ours.approved_on}"


@pass_context
def edition(context: Context) -> str:
    """Return the edition of the handbook's wording, in the same words everywhere: ``{{ edition() }}``."""
    newest = facts_of(context).editions[0]
    return f"edition {plain(newest.version)} of the handbook's wording, published on {spoken_date(newest.published)}"


@pass_context
def approval_due(context: Context) -> str:
    """Return a warning if the wording is newer than the school's approval; nothing otherwise."""
    approved, newest = project_of(context).school.school.policy.approved_on, facts_of(context).editions[0]
    if approved is None or newest.published <= approved:
        return ""
    said = f"This handbook now has {edition(context)}. That is later than {our_version(context)}: the changes below are still to be approved."
    return f'!!! changed "Wording newer than our approval"\n    {said}'


@pass_context
def what_changed(context: Context) -> str:
    """Return what changed in each edition of the policy's wording, the newest first."""
    clauses = policy_of(context).clauses
    parts = []
    for one in facts_of(context).editions:
        rows = []
        for change in one.changes:
            there = clauses.get(change.clause or "")
            where = to_page(context, there.page, there.id, there.number) if there else "Whole policy"
            rows.append([where, CHANGES[change.change], plain(change.what)])
        anchor = f"edition-{one.version.replace('.', '-')}"
        parts.append(
            f"## Edition {one.version} {{ #{anchor} }}\n\nPublished {spoken_date(one.published)}. {plain(one.summary)}\n"
            + table(["Clause", "Change", "What is different"], rows)
        )
    return "\n\n".join(parts)


FUNCTIONS = (our_version, edition, approval_due, what_changed)
