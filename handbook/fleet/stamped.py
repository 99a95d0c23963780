"""A school's finished site, made from its form and its details: the files of it, one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from handbook.finish import cards, images, sharing
from handbook.fleet.forms import Forms, SiteForm
from handbook.ground.colour import palette
from handbook.project import Project
from handbook.rendering import stamping
from handbook.rendering.stamping import Gap, Split
from handbook.school import branding, logos
from handbook.search import index as search_index
from handbook.search import meaning


def files(forms: Forms, form: SiteForm, mine: Project, split: Split, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are a school's own, by where they stand in its site; what all sites share is not among them.

    Args:
        forms: What made the form.
        form: The form of the school's site.
        mine: The project with the school.
        split: The school, split.
        address: Where its site will stand; empty if nobody knows.
    """
    logo = mine.school.logo
    sheet = forms.sheet(form.used, mine.school.school.branding.colour)
    sheet_digest = hashlib.sha256(sheet).hexdigest()
    sheet_name = f"assets/stylesheets/site.{sheet_digest[:8]}.css"
    suffix = logo.suffix.lower()[1:] if logo else ""
    digests = {sheet_name: sheet_digest}
    yield sheet_name, sheet
    if logo:
        picture = logos.cleaned(logo)
        name = f"assets/images/school-logo.{suffix}"
        digests[name] = hashlib.sha256(picture).hexdigest()
        yield name, picture
    of_site = _of_site(mine, address, sheet_digest[:8], suffix)
    values = {gap: _in_gap(gap, of_site, split, "page").encode() for gap in form.gaps}
    kept = {f"{path}index.html" for path in form.kept}
    for name, page in form.pages.items():
        content = page.filled(values)
        if name in kept:
            digests[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    details = {sign: _in_gap(gap, of_site, split, "index") for gap, sign in forms.gaps.items() if sign in form.index.gaps}
    index = form.index.filled(details)
    yield search_index.INDEX, index.encode()
    entries = [list(page) for _, page in groupby(search_index.docs_of(index), lambda entry: entry["location"].partition("#")[0])]
    yield meaning.TABLE, meaning.table(entries, mine.search, stamping.shown(split)).encode()
    for name, other in form.others.items():
        yield name, other.filled(values)
    needed = sorted(file.replace("zqsheetz", sheet_digest[:8]).replace("zqlogoz", suffix) for file in form.needed)
    of_all = forms.shared_digests()
    told = [digests[f"{path}index.html"] for path in form.kept] + [digests.get(file) or of_all[file] for file in needed]
    yield "without-signal.js", forms.keeper(needed, form.kept, told)


def _of_site(mine: Project, address: str, sheet: str, suffix: str) -> Sequence[str]:
    """Return what is in the gaps for what belongs to the whole site, by their numbers."""
    width = ""
    if mine.school.logo and (real := images.dimensions(mine.school.logo)):
        width = str(round(40 * real[0] / real[1]))
    place = "/" + address.split("://", 1)[-1].partition("/")[2]
    school = mine.school.school
    return ("", address, place, sheet, suffix, palette(school.branding.colour).brand, width, *branding.name_classes(school.identity).values())


def _in_gap(gap: Gap, of_site: Sequence[str], split: Split, where: str) -> str:
    return of_site[gap[1]] if gap[0] == "site" else stamping.written(gap, split.details, where)


def cards_of(form: SiteForm, mine: Project, split: Split) -> Iterator[tuple[str, Path]]:
    """Yield where the cards of a site stand, and the drawn card, from the cache or newly drawn."""
    values = {gap: stamping.written(gap, split.details).encode() for gap in form.gaps if gap[0] != "site"}
    colour, school = mine.school.school.branding.colour, sharing.name_of(mine.school)
    for place, heading, section in form.cards.values():
        words = (colour, school, sharing.SITE_NAME, section.filled(values).decode(), heading.filled(values).decode())
        drawn = cards.kept(*words)
        if not drawn.is_file():
            cards.draw_into(drawn, *words)
        yield place, drawn
