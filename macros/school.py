"""Macros that show the school's people and documents."""

from __future__ import annotations

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.ground.escaping import Typed, as_typed
from handbook.ground.phones import TEXT_ONLY, tel_address
from handbook.ground.problems import did_you_mean
from handbook.school import people
from handbook.school.people import Somebody
from handbook.school.view import Blank, PageError, ToComplete


def _post(context: Context, post: str) -> Any:
    """Return the one holder of a post that every school has."""
    held = _holders(context, (post,))
    if isinstance(context["people"].__dict__[post], list):
        raise PageError(f"people.{post} may be several people: name a post that one person holds.")
    return held[0]


def _holders(context: Context, posts: tuple[str, ...]) -> list[Any]:
    """Return who holds one of several posts; those that nobody holds are left out."""
    known = context["people"].__dict__
    for post in posts:
        if post not in known:
            raise PageError(f'There is no post "{post}". {did_you_mean(post, known)}')
    held = [one for post in posts for one in people.holders(known, post)]
    if not held:
        raise PageError(f"people.{posts[0]} may be blank: ask for it only inside a condition, if people.{posts[0]}.")
    return held


def _joined(parts: list[str], by: str) -> str:
    """Return names as a list in words: "A", "A and B", "A, B and C"."""
    return f"{', '.join(parts[:-1])} {by} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _joined_lines(lines: list[str], by: str) -> str:
    """Return lines that hold commas of their own as a list in words: "A, or B", "A; B; or C"."""
    between = ", " if len(lines) == 2 else "; "
    return between.join([*lines[:-1], f"{by} {lines[-1]}"]) if len(lines) > 1 else "".join(lines)


def _jobs(one: Somebody) -> str:
    """Return a person's jobs in words. A job title may hold an "and" of its own."""
    return (_joined_lines if any(" and " in job for job in one.jobs) else _joined)(one.jobs, "and")


def named(name: str) -> str:
    """Return a name as it was typed, in its own direction of writing and left alone by translators: ``{{ named(school.name) }}``."""
    return str(name) if isinstance(name, (ToComplete, Blank)) else f'<bdi translate="no">{name}</bdi>'


def _line(one: Somebody) -> str:
    """Return a person's name, jobs and numbers in a line."""
    return f"{named(one.name)} ({_jobs(one)}), {' or '.join(tel(phone) for phone in one.phones)}"


def tel(number: str) -> str:
    """Return a phone number that rings when tapped: ``{{ tel(local.lado.phone) }}``. A number for texts alone is no link."""
    if isinstance(number, (ToComplete, Blank)):
        return str(number)
    if as_typed(number) in TEXT_ONLY:
        return f'<span class="tel" translate="no">{number}</span>'
    if not any(one.isdigit() for one in number):
        raise PageError(f'"{number}" is no telephone number. Write tel(school.phone), or another number of the school.')
    return f'<a class="tel" href="{tel_address(as_typed(number))}" translate="no">{number}</a>'


def mail(address: str) -> str:
    """Return an email address that opens a message when tapped: ``{{ mail(school.email) }}``."""
    if isinstance(address, (ToComplete, Blank)):
        return str(address)
    return f'<a href="mailto:{Typed(as_typed(address))}" translate="no">{address}</a>'


def web(address: str, text: str = "") -> str:
    """Return a link to a website that the school gave: ``{{ web(local.lado.website, "how to refer") }}``; without words, the address itself."""
    shown = text or f'<span translate="no">{Typed(as_typed(address).split("://", 1)[-1].rstrip("/"))}</span>'
    return f'<a class="external" rel="external" href="{Typed(as_typed(address))}">{shown}</a>'


@pass_context
def who(context: Context, *posts: str, by: str = "and") -> str:
    """Return the names of those who hold one or several posts, each person once.

    ``{{ who("dsl") }}``, ``{{ who("dsl", "online_safety_lead", by="or") }}`` → "Amina Example", or "Amina Example or Leila Sample".
    """
    return _joined([named(one.name) for one in people.each_once(_holders(context, posts))], by)


@pass_context
def person(context: Context, *posts: str, by: str = "and") -> str:
    """Return name, jobs and number of those who hold one or several posts in a line, each person once with all their jobs.

    ``{{ person("dsl") }}``, ``{{ person("data_protection", "it_support") }}``, ``{{ person("dsl", "online_safety_lead", by="or") }}``.
    """
    return _joined_lines([_line(one) for one in people.each_once(_holders(context, posts))], by)


@pass_context
def reach(context: Context, post: str) -> str:
    """Return the line of ``person`` with the email that was given for the post, if one was: ``{{ reach("filtering_lead") }}``."""
    own = _post(context, post).own_email
    return person(context, post) + (f", {mail(own)}" if own else "")


@pass_context
def same_person(context: Context, post: str, other: str) -> bool:
    """Say whether one person holds both posts: ``{% if same_person("head", "dsl") %}``."""
    return people.key(_post(context, post).name) == people.key(_post(context, other).name)


@pass_context
def if_away(context: Context, post: str, show: str = "line") -> str:
    """Return whom to tell when the holder of a post cannot be reached: never the same person again.

    For the DSL the deputies, else the head, else "another senior leader". ``{{ person("dsl") }}; or {{ if_away("dsl") }}``.

    Args:
        post: A post of the school's file.
        show: ``line`` gives names, jobs and numbers, ``name`` names, ``job`` words such as "a deputy" or "the headteacher".
    """
    _post(context, post)
    found, others = people.other_people(context["people"].__dict__, post, people.AWAY.get(post, ("head", "dsl")))
    return _shown(found, others, show) or "another senior leader"


@pass_context
def if_about(context: Context, post: str, show: str = "line") -> str:
    """Return whom to tell when the worry is about the holder of a post: never the same person again.

    About the head the chair, about anybody else the head; where that is the same person, the next: at last the LADO.
    ``Tell {{ person("head") }}. If it is about the headteacher, tell {{ if_about("head") }}``. ``show`` as in ``if_away``.
    """
    _post(context, post)
    found, others = people.other_people(context["people"].__dict__, post, people.ABOUT.get(post, people.ABOUT_ANYBODY_ELSE))
    lado = "the local authority designated officer (LADO)"
    return _shown(found, others, show) or (f"{lado}, {tel(context['local'].lado.phone)}" if show == "line" else lado)


def _shown(post: str, held: list[Any], show: str) -> str:
    """Return those who hold a post as alternatives; nothing if nobody does."""
    if show not in ("line", "name", "job"):
        raise PageError(f'show="{show}": it can be "line", "name" or "job".')
    found = people.each_once(held)
    if show == "job":
        return "" if not found else "a deputy" if post == "deputy_dsls" else f"the {held[0].title}"
    return _joined_lines([_line(one) for one in found], "or") if show == "line" else _joined([named(one.name) for one in found], "or")


@pass_context
def in_turn(context: Context, post: str) -> str:
    """Return whom to tell, and whom if they are not free: ``| {{ in_turn("dsl") }} | At once |``."""
    return f"{person(context, post)}; if they are not free, {if_away(context, post)}"


def listed(*names: str, by: str = "or") -> str:
    """Return names of bodies as a list in words, each once: ``{{ listed(school.employer, local.authority) }}``."""
    return _joined(list({people.key(name): name for name in names if name}.values()), by)


@pass_context
def service(context: Context, key: str) -> str:
    """Return a local service with whatever the school gave to reach it by: ``{{ service("staff_support") }}``."""
    services = {name: one for name, one in context["local"].__dict__.items() if hasattr(one, "phone")}
    if key not in services:
        raise PageError(f'There is no local service "{key}". {did_you_mean(key, services)}')
    one = services[key]
    ways = [named(one.name), *([tel(one.phone)] if one.phone else [])]
    if getattr(one, "email", None):
        ways.append(mail(one.email))
    return ", ".join(ways)


@pass_context
def contact_card(context: Context, *posts: str) -> str:
    """Return cards with name, jobs, number and email, one for each person: ``{{ contact_card("dsl", "deputy_dsls", "head") }}``."""
    cards = []
    for one in people.each_once(_holders(context, posts)):
        ways = "".join(f' <span class="card__line">{way}</span>' for way in (*map(tel, one.phones), *map(mail, one.emails)))
        cards.append(
            f'<li class="card"><strong class="card__name">{named(one.name)}</strong> <span class="card__role">{_jobs(one)}</span>{ways}</li>'
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


FUNCTIONS = (tel, mail, web, named, who, person, reach, same_person, if_away, if_about, in_turn, listed, service, contact_card, document)
