"""What can hardly be right in a school's file, though every value has the right form: a preview shows it, a release refuses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from handbook.ground.phones import SHORT_NUMBERS, phone_number
from handbook.ground.values import colour, email_address, one_line, postcode, web_address
from handbook.ground.yaml_files import Place
from handbook.school import examples
from handbook.school.model import School, is_needed

# A place, what is doubtful about it, and what to do.
Doubt = tuple[Place, str, str]

# What people write where they have no answer, by its letters and digits alone.
_NO_ANSWER = frozenset(
    """
    tbc tba tbd tbn toconfirm tobeconfirmed tobeannounced tobeappointed tobeadded tobecompleted tobedecided tofollow tocome comingsoon
    na none nil no yes nobody noone notapplicable notknown notset notyet notyetappointed unknown unsure dontknow
    pending awaiting awaited awaitingappointment vacant vacancy vacantpost currentlyvacant recruiting todo fixme test testing asdf qwerty
    name fullname firstname surname yourname namehere schoolname yourschool nameofschool trustname same sameasabove asabove seeabove ditto
    various blank empty placeholder lorem loremipsum
    """.split()
)
_TEMPLATE = re.compile(r"[<\[{].*[>\]}]|(?:insert|enter|type|add|fill in) .*(?:here|name|number)", re.IGNORECASE)
_NUMBER = re.compile(r"[+(]?[0-9][0-9 ()+.-]{7,}")
# Values that have a form of their own are no text.
_OTHER_FORMS = {phone_number, email_address, web_address, postcode, colour}
# Where the values of these come in a sentence, an address or number may well stand.
_SENTENCES = frozenset({("technology", "reporting_tool"), ("policy", "display_location")})
# The police's number for what is not urgent reaches the Prevent team of some forces.
_SHORT_AND_RIGHT: dict[Place, set[str]] = {("local", "prevent", "phone"): {"101"}}


def doubts(school: School, on: date) -> Iterator[Doubt]:
    """Yield what is doubtful about a school's details on a day."""
    for place, value in examples.made_up(school):
        yield place, f'"{value}" belongs to a made-up school.', "Write your own instead, or leave the line blank."
    yield from _details(school, ())
    yield from _dates(school, on)


def _details(part: BaseModel, place: Place) -> Iterator[Doubt]:
    for key, field in type(part).model_fields.items():
        value, here = getattr(part, key), (*place, key)
        checks = set(_checks(field))
        for item, at in [(item, (*here, number)) for number, item in enumerate(value)] if isinstance(value, list) else [(value, here)]:
            if isinstance(item, BaseModel):
                yield from _details(item, at)
            elif phone_number in checks and item in SHORT_NUMBERS - _SHORT_AND_RIGHT.get(here, set()):
                yield (
                    at,
                    f'"{item}" is not a number of their own.',
                    "Write the number that rings on their desk; the handbook names 999 and other short numbers itself.",
                )
            elif isinstance(item, str) and one_line in checks and key != "logo" and not checks & _OTHER_FORMS:
                may_stay_blank = field.default is None and not is_needed(part, key)
                yield from _text(
                    item, at, "Leave the line blank if there is none." if may_stay_blank else "Write it, or leave the line blank until you know it."
                )


def keeps_a_place(text: str) -> bool:
    """Say whether a text only stands where an answer will stand one day."""
    letters = re.sub(r"[\W_]", "", text).casefold()
    # X alone is a platform.
    return not letters or letters in _NO_ANSWER or bool(re.fullmatch("x{2,}", letters) or _TEMPLATE.fullmatch(text))


def _text(text: str, place: Place, remedy: str) -> Iterator[Doubt]:
    if keeps_a_place(text):
        yield place, f'"{text}" only keeps a place free.', remedy
    elif place not in _SENTENCES:
        if re.fullmatch(r"\S+@\S+\.\S+", text):
            yield place, f'"{text}" is an email address, where a name is expected.', "Write the name."
        elif re.match(r"(?:https?://|www\.)\S+$", text):
            yield place, f'"{text}" is a web address, where a name is expected.', "Write the name."
        elif _NUMBER.fullmatch(text):
            yield place, f'"{text}" is a number, where a name is expected.', "Write the name."


def _dates(school: School, on: date) -> Iterator[Doubt]:
    approved, review = school.policy.approved_on, school.policy.next_review
    if approved and approved > on:
        yield ("policy", "approved_on"), f"{approved} lies in the future.", "Write the day on which it was approved; leave the line blank until then."
    if review and review < on:
        yield ("policy", "next_review"), f"{review} is past.", "Review the policy, and write the day of the next review."
    elif approved and review and review > _a_year_after(approved):
        yield ("policy", "next_review"), f"{review} is more than a year after the approval.", f"Write a day up to {_a_year_after(approved)}."


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        # 29 February.
        return date(day.year + 1, 3, 1)


def _checks(field: FieldInfo) -> Iterator[Any]:
    """Yield the functions that check a field's value, such as ``phone_number``."""
    yield from (one.func for one in field.metadata if hasattr(one, "func"))
    waiting = [field.annotation]
    while waiting:
        found = waiting.pop()
        yield from (one.func for one in getattr(found, "__metadata__", ()) if hasattr(one, "func"))
        waiting += get_args(found)
