"""A school's finished site, made from its form and its details: the files of it, one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from handbook.finish import cards, images, sharing, without_signal
from handbook.fleet.forms import Forms, SiteForm
from handbook.ground.colour import palette
from handbook.links import outgoing
from handbook.project import Project
from handbook.rendering import stamping
from handbook.rendering.stamping import Gap, Split
from handbook.school import branding, logos
from handbook.search import index as search_index
from handbook.search import meaning


class File(NamedTuple):
    """A file of a site.

    Attributes:
        name: Where it stands.
        content: What is in it.
        digest: The digest of that, by which a site's list names it.
        by_many: Other schools are likely to have the same.
    """

    name: str
    content: bytes
    digest: str
    by_many: bool = False


def _file(name: str, content: bytes, by_many: bool = False) -> File:
    return File(name, content, hashlib.sha256(content).hexdigest(), by_many)


def files(forms: Forms, form: SiteForm, mine: Project, split: Split, urn: str, address: str) -> Iterator[File]:
    """Yield the files that are a school's own; what all sites share is not among them.

    Args:
        forms: What made the form.
        form: The form of the school's site.
        mine: The project with the school.
        split: The school, split.
        urn: Its number.
        address: Where its site will stand; empty if nobody knows.
    """
    logo = mine.school.logo
    sheet = forms.sheet(form.used, mine.school.school.branding.colour)
    sheet_digest = hashlib.sha256(sheet).hexdigest()
    sheet_file = File(f"assets/stylesheets/site.{sheet_digest[:8]}.css", sheet, sheet_digest, by_many=True)
    suffix = logo.suffix.lower()[1:] if logo else ""
    digests = {sheet_file.name: sheet_digest}
    yield sheet_file
    if logo:
        picture = _file(f"assets/images/school-logo.{suffix}", logos.cleaned(logo), by_many=True)
        digests[picture.name] = picture.digest
        yield picture
    of_site = _of_site(mine, urn, address, sheet_digest[:8], suffix)
    values = {gap: _in_gap(gap, of_site, split, "page").encode() for gap in form.gaps}
    for name, page in form.pages.items():
        made = _file(name, page.filled(values))
        digests[name] = made.digest
        yield made
    details = {sign: _in_gap(gap, of_site, split, "index") for gap, sign in forms.gaps.items() if sign in form.index.gaps}
    yield _file(search_index.INDEX, form.index.filled(details))
    yield File(meaning.TABLE, *forms.table(form), by_many=True)
    for name, other in form.others.items():
        yield _file(name, other.filled(values))
    if form.outgoing:
        lines = form.outgoing.filled(values).decode().splitlines()
        yield _file(outgoing.FILE, outgoing.listed(outgoing.elsewhere(lines)).encode())
    needed = sorted(file.replace("zqsheetz", sheet_digest[:8]).replace("zqlogoz", suffix) for file in form.needed)
    of_all = forms.shared_digests() | (forms.common.elsewhere() if forms.common else {})
    told = [digests[f"{path}index.html"] for path in form.kept] + [digests.get(file) or of_all[file] for file in needed]
    yield _file(without_signal.KEEPER, forms.keeper(needed, form.kept, told))


def _of_site(mine: Project, urn: str, address: str, sheet: str, suffix: str) -> Sequence[str]:
    """Return what is in the gaps for what belongs to the whole site, by their numbers."""
    width = ""
    if mine.school.logo and (real := images.dimensions(mine.school.logo)):
        width = str(round(40 * real[0] / real[1]))
    # Without an address: as seen from the folder of all sites, which are named for their numbers.
    place = "/" + (address.split("://", 1)[-1].partition("/")[2] if address else f"{urn}/")
    school = mine.school.school
    return ("", address, place, sheet, suffix, palette(school.branding.colour).brand, width, *branding.name_classes(school.identity).values())


def _in_gap(gap: Gap, of_site: Sequence[str], split: Split, where: str) -> str:
    return of_site[gap.number] if gap.sort == "site" else stamping.written(gap, split.details, where)


def cards_of(form: SiteForm, mine: Project, split: Split) -> Iterator[File]:
    """Yield the cards of a site, from the cache or newly drawn."""
    values = {gap: stamping.written(gap, split.details).encode() for gap in form.gaps if gap.sort != "site"}
    colour, school = mine.school.school.branding.colour, sharing.name_of(mine.school)
    for place, heading, section in form.cards.values():
        words = (colour, school, sharing.SITE_NAME, section.filled(values).decode(), heading.filled(values).decode())
        drawn = cards.kept(*words)
        if not drawn.is_file():
            cards.draw_into(drawn, *words)
        yield _file(place, drawn.read_bytes())
