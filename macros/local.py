"""Macros that show what a school has added itself: contacts, forms, and where its policy differs from ours."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.ground.escaping import Typed, plain
from handbook.ground.paths import DOCS
from macros.pages import policy_of, project_of, table, to_page
from macros.school import mail, named, tel, web

CHANGES = {"reworded": "In our own words", "taken-out": "Taken out", "added": "Added"}


@pass_context
def own_contacts(context: Context) -> str:
    """Return the contacts that the school has added, under a heading of their own; nothing where there are none."""
    rows = []
    for one in project_of(context).local.contacts:
        ways = [show(Typed(value)) for show, value in ((tel, one.phone), (mail, one.email), (web, one.website)) if value]
        rows.append([named(Typed(one.name)), plain(one.when), ", ".join(ways)])
    return f"### Also for our school {{ #also-for-our-school }}\n{table(['Who', 'When to use it', 'How to reach them'], rows)}" if rows else ""


@pass_context
def own_forms(context: Context) -> str:
    """Return the forms that the school has added, under a heading of their own; nothing where there are none."""
    rows = []
    for one in project_of(context).local.forms:
        link = to_page(context, one.page, "", plain(one.title)) if one.page else web(Typed(str(one.website)), plain(one.title))
        rows.append([link, plain(one.use)])
    return f"## Our school's own {{ #our-schools-own }}\n{table(['Form', 'Use it to'], rows)}" if rows else ""


@pass_context
def own_clauses(context: Context) -> str:
    """Return where the school's policy differs from the handbook's wording, clause by clause; nothing where it does not."""
    clauses, local = policy_of(context).clauses, project_of(context).local
    rows = []
    for name, clause in clauses.items():
        if name in local.clauses:
            about = local.clauses[name].about
            rows.append([to_page(context, clause.page, name, clause.number), CHANGES[about.change], plain(about.reason or "")])
    for section in policy_of(context).sections:
        if section.page in local.files:
            link = to_page(context, section.page, "", plain(section.title))
            rows.append([link, CHANGES["reworded" if (DOCS / section.page).is_file() else "added"], ""])
    if not rows:
        return ""
    return f"## Where we differ from the handbook {{ #where-we-differ }}\n{table(['Clause', 'What we did', 'Why'], rows)}"


FUNCTIONS = (own_contacts, own_forms, own_clauses)
