"""Macros that show the school's people and documents."""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.escaping import Typed, raw
from handbook.problems import did_you_mean
from handbook.school.view import Blank, PageError, ToComplete
from handbook.values import tel_address


def _post(context: Context, post: str) -> Any:
    posts = context["people"].__dict__
    if post not in posts:
        raise PageError(f'There is no post "{post}". {did_you_mean(post, posts)}')
    if isinstance(posts[post], (Blank, list)):
        raise PageError(f"people.{post} may be blank or several: use it inside a condition or a loop.")
    return posts[post]


def tel(number: str) -> str:
    """Return a phone number that rings when tapped: ``{{ tel(local.lado.phone) }}``."""
    if isinstance(number, (ToComplete, Blank)):
        return str(number)
    return f'<a class="tel" href="{tel_address(raw(number))}">{number}</a>'


def mail(address: str) -> str:
    """Return an email address that opens a message when tapped: ``{{ mail(school.email) }}``."""
    if isinstance(address, (ToComplete, Blank)):
        return str(address)
    return f'<a href="mailto:{Typed(raw(address))}">{address}</a>'


@pass_context
def who(context: Context, post: str) -> str:
    """Return a person's name: ``{{ who("dsl") }}``."""
    return _post(context, post).name


@pass_context
def person(context: Context, post: str) -> str:
    """Return a person's name, job and number in a line: ``{{ person("dsl") }}``."""
    one = _post(context, post)
    return f"{one.name} ({one.role}), {tel(one.phone)}"


@pass_context
def service(context: Context, key: str) -> str:
    """Return a local service with whatever the school gave to reach it by: ``{{ service("staff_support") }}``."""
    services = {name: one for name, one in context["local"].__dict__.items() if hasattr(one, "phone")}
    if key not in services:
        raise PageError(f'There is no local service "{key}". {did_you_mean(key, services)}')
    one = services[key]
    ways = [str(one.name), *([tel(one.phone)] if one.phone else [])]
    if getattr(one, "email", None):
        ways.append(mail(one.email))
    return ", ".join(ways)


@pass_context
def contact_card(context: Context, *posts: str) -> str:
    """Return cards with name, job, number and email of several people: ``{{ contact_card("dsl", "head") }}``."""
    people = context["people"].__dict__
    cards = []
    for post in posts:
        several = people[post] if isinstance(people.get(post), list) else [_post(context, post)]
        for one in several:
            cards.append(
                f'<li class="card"><strong class="card__name">{one.name}</strong> <span class="card__role">{one.role}</span> '
                f'<span class="card__line">{tel(one.phone)}</span> <span class="card__line">{mail(one.email)}</span></li>'
            )
    return f'<ul class="cards cards--people">{"".join(cards)}</ul>'


@pass_context
def document(context: Context, key: str) -> str:
    """Return one of the school's other policies by its own title, linked if its address is known."""
    documents = context["documents"].__dict__
    if key not in documents:
        raise PageError(f'There is no document "{key}". {did_you_mean(key, documents)}')
    one = documents[key]
    return f'<a href="{one.url}">{one.title}</a>' if one.url else str(one.title)


FUNCTIONS = (tel, mail, who, person, service, contact_card, document)
