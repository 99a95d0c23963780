"""A school as pages see it: details encoded, blanks marked, choices strict.

Pages write ``{{ people.dsl.name }}`` or ``{% if choices.scope == "all-adults" %}``. What they get is text that shows as it was typed; a needed
detail that is blank shows as a mark; an optional one is false, and printing it by mistake stops the build.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from handbook.ground.escaping import Typed, as_typed
from handbook.school import model
from handbook.school.model import DOCUMENT_TITLES, School

# Posts that another person fills where the school names nobody.
FILLED_BY = {
    "online_safety_lead": "dsl",
    "filtering_lead": "head",
    "filtering_governor": "safeguarding_governor",
    "anti_bullying_lead": "dsl",
    "social_media_lead": "head",
}

_ROLES = {
    "dsl": "designated safeguarding lead",
    "online_safety_lead": "online safety lead",
    "safeguarding_governor": "safeguarding governor",
    "filtering_lead": "senior leader for filtering and monitoring",
    "filtering_governor": "governor for filtering and monitoring",
    "anti_bullying_lead": "anti-bullying lead",
    "computing_lead": "computing lead",
    "social_media_lead": "lead for the school's social media",
    "data_protection": "data protection officer",
    "it_support": "IT support",
}

# Titles that are common words: a sentence has them in small letters, however they were typed. Any other is a name, and stays as it is.
_COMMON_TITLES = {"headteacher", "head teacher", "head", "headmaster", "headmistress", "principal", "head of school"}

STAGES = get_args(model.Stage)


class PageError(Exception):
    """A page asks the school for something that it cannot have; the message is for the page's author."""


class Choice(str):
    """A choice. Comparing it with a value that the school could never have chosen is an error, not false."""

    options: tuple[str, ...]
    key: str

    def __new__(cls, value: str, key: str, options: tuple[str, ...]) -> Choice:  # noqa: D102 (the class says what it is)
        made = super().__new__(cls, value)
        made.key, made.options = key, options
        return made

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str) and str.__str__(other) not in self.options:
            raise PageError(f'"{other}" is not a value of {self.key}; its values are: {", ".join(self.options)}.')
        return str.__eq__(self, other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


class Blank:
    """An optional detail that was left blank: false, and an error when printed."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        # No braces or percent signs: the macros plugin formats its messages with them.
        raise PageError(f"{self.key} is optional and may be blank: print it only inside a condition, if {self.key}.")

    __html__ = __str__


class ToComplete(str):
    """The visible mark for a needed detail that is still blank."""

    def __new__(cls, key: str) -> ToComplete:  # noqa: D102 (the class says what it is)
        return super().__new__(cls, f'<mark class="to-complete">to be completed: {key}</mark>')

    def __bool__(self) -> bool:
        return True


class Details:
    """A group of details. Unknown names are Jinja's undefined, which is an error in our builds."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...  # the details of a group are whatever the model has


def spoken_date(day: date) -> str:
    """Return a date as people say it: 1 September 2026."""
    return f"{day.day} {day:%B %Y}"


def for_pages(school: School) -> dict[str, Any]:
    """Return the Jinja variables of a school, by name.

    ``head`` and ``chair`` are titles for a sentence ("Tell the principal", "the chair of trustees"), with ``_capital`` where it begins with one.
    """
    whole = {key: _group(getattr(school, key), key) for key in type(school).model_fields if key != "nation"}
    identity = whole["identity"]
    stages = model.key_stages(school.identity)

    def teaches(stage: str) -> bool:
        if stage not in STAGES:
            raise PageError(f'school.teaches("{stage}"): the key stages are {", ".join(STAGES)}.')
        return stage in stages

    employer = model.employer(school.identity, school.local.authority)
    identity.__dict__.update(
        short_name=identity.short_name or identity.name,
        employer=Typed(employer) if employer else ToComplete("local.authority"),
        governing_body=model.governing_body(school.identity),
        year_range=model.year_range(school.identity),
        sixth_form="ks5" in stages,
        teaches=teaches,
        nation=school.nation,
    )
    head, chair = Typed(title_in_a_sentence(as_typed(identity.head_title))), _chair_title(whole["people"].chair.role, identity.governing_body)
    whole["policy"].__dict__.update(
        owner=whole["policy"].owner or f"the {head}",
        approved_by=whole["policy"].approved_by or f"the {identity.governing_body}",
    )
    return {
        "school": identity,
        "head": head,
        "head_capital": Typed(with_capital(as_typed(head))),
        "chair": chair,
        "chair_capital": Typed(with_capital(as_typed(chair))),
        "people": _people(whole["people"], identity, head=head, chair=chair),
        "local": whole["local"],
        "technology": whole["technology"],
        "policy": whole["policy"],
        "documents": _documents(whole["documents"]),
        "choices": whole["choices"],
    }


def _people(people: Details, school: Details, **titles: str) -> Details:
    posts = people.__dict__
    for post, stand_in in FILLED_BY.items():
        if not posts[post].name:
            # A typed job title belongs to the post that it was typed for.
            posts[post] = Details({**posts[stand_in].__dict__, "stands_in": True})
    if not posts["computing_lead"].name:
        posts["computing_lead"] = Blank("people.computing_lead")
    roles = {**_ROLES, **titles}
    for post, person in posts.items():
        for one in person if isinstance(person, list) else [person]:
            if isinstance(one, Blank):
                continue
            own = one.__dict__
            own["own_phone"], own["own_email"] = own["phone"], own["email"]
            own["phone"] = own["phone"] or school.phone
            own["email"] = own["email"] or school.email
            own["title"] = roles.get(post, "deputy designated safeguarding lead")
            own["job"] = own["title"] if own.pop("stands_in", False) else own.get("role") or own["title"]
            own["role"] = own.get("role") or own["title"]
    return people


def title_in_a_sentence(typed: str) -> str:
    """Return a title as it stands after "the": common words in small letters, a title of the school's own as typed."""
    title = typed[4:] if typed[:4].casefold() == "the " else typed
    return title.lower() if title.lower() in _COMMON_TITLES or title.lower().startswith("chair ") else title


def _chair_title(typed: Any, governing_body: str) -> str:
    """Return what the chair is called: as the school typed it, if that names a chair, else as its kind of school has it."""
    if typed and as_typed(typed).casefold().startswith("chair"):
        return Typed(title_in_a_sentence(as_typed(typed)))
    return {"proprietor": "proprietor", "trust board": "chair of trustees", "management committee": "chair of the management committee"}.get(
        governing_body, "chair of governors"
    )


def with_capital(title: str) -> str:
    """Return a title as a sentence begins with it."""
    return title[:1].upper() + title[1:]


def _documents(documents: Details) -> Details:
    for key, document in documents.__dict__.items():
        document.__dict__["title"] = document.title or DOCUMENT_TITLES[key]
    return documents


def _group(part: BaseModel, key: str) -> Details:
    return Details({name: _value(part, name, f"{key}.{name}") for name in type(part).model_fields})


def _value(part: BaseModel, name: str, key: str) -> Any:
    value = getattr(part, name)
    field = type(part).model_fields[name]
    if isinstance(value, BaseModel):
        return _group(value, key)
    if isinstance(value, list):
        return [_group(item, key) if isinstance(item, BaseModel) else Typed(item) for item in value]
    if value is None:
        return ToComplete(key) if model.is_needed(part, name) else Blank(_page_name(key))
    if isinstance(value, date):
        return spoken_date(value)
    if get_origin(field.annotation) is Literal:
        return Choice(value, _page_name(key), get_args(field.annotation))
    return Typed(value)


def _page_name(key: str) -> str:
    return key.replace("identity.", "school.", 1) if key.startswith("identity.") else key
