"""Dress the theme in a school's name, logo and colour."""

from __future__ import annotations

from html import escape
from typing import Any

from handbook.ground.colour import palette
from handbook.ground.escaping import as_typed
from handbook.ground.phones import tel_address
from handbook.school import logos
from handbook.school.load import LoadedSchool
from handbook.school.model import Identity
from handbook.school.view import for_pages

# A name of more letters is written smaller in the header.
LONG = 34

STYLESHEET = "assets/stylesheets/school.css"


def for_templates(loaded: LoadedSchool) -> dict[str, Any]:
    """Return what the header and footer show, as typed and escaped for HTML; None for what is blank."""
    school = loaded.school
    seen = for_pages(school)
    dsl = seen["people"].dsl

    def text(value: Any) -> str | None:
        return escape(as_typed(value)) if value and isinstance(value, str) and not value.startswith("<mark") else None

    dsl_phone = text(dsl.phone)
    return {
        "name": text(seen["school"].name),
        "short_name": text(seen["school"].short_name),
        **name_classes(school.identity),
        "address": text(seen["school"].address),
        "postcode": text(seen["school"].postcode),
        "phone": text(seen["school"].phone),
        "phone_address": tel_address(school.identity.phone) if school.identity.phone else None,
        "email": text(seen["school"].email),
        "website": text(seen["school"].website),
        "dsl_name": text(dsl.name),
        "dsl_phone": dsl_phone,
        "dsl_phone_address": tel_address(as_typed(dsl.phone)) if dsl_phone else None,
        "policy_title": text(seen["policy"].title),
        "approved_on": text(seen["policy"].approved_on),
        "next_review": text(seen["policy"].next_review),
        "version": text(seen["policy"].version),
        "logo": f"assets/images/school-logo{loaded.logo.suffix.lower()}" if loaded.logo else None,
        "colour": palette(school.branding.colour).brand,
        "incomplete": len(loaded.missing),
        "is_example": loaded.is_example,
    }


def name_classes(identity: Identity) -> dict[str, str]:
    """Return the further class of each name in the header: a long one has its own."""
    names = {"name_class": identity.name, "short_name_class": identity.short_name or identity.name}
    return {key: " school-home__school--long" if len(name or "") > LONG else "" for key, name in names.items()}


def files(loaded: LoadedSchool) -> dict[str, bytes]:
    """Return the school's own files of a site, its colours and its logo, each by where it stands."""
    found = {STYLESHEET: stylesheet(loaded.school.branding.colour).encode()}
    if loaded.logo:
        found[f"assets/images/school-logo{loaded.logo.suffix.lower()}"] = logos.cleaned(loaded.logo)
    return found


def stylesheet(brand: str) -> str:
    """Return the school's colours as custom properties."""
    colours = palette(brand)
    return (
        f":root{{--school-brand:{colours.brand};--school-on-brand:{colours.on_brand};"
        f"--school-link-light:{colours.link_light};--school-link-dark:{colours.link_dark}}}\n"
    )
