"""Who is who in a school: one person may hold several posts, and is then shown once, with all their jobs.

A person is known by name, whatever the capitals and spaces. A post without a name is nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handbook.ground.escaping import as_typed

# Whom to tell when the holder of a post cannot be reached, or when the worry is about the holder. The first post of the row that somebody
# else holds is meant; where there is none, another senior leader, or the council's officer for allegations.
AWAY = {
    "dsl": ("deputy_dsls", "head"),
    "online_safety_lead": ("dsl", "deputy_dsls", "head"),
    "anti_bullying_lead": ("dsl", "deputy_dsls", "head"),
    "filtering_lead": ("dsl", "deputy_dsls", "head"),
    "social_media_lead": ("head", "dsl"),
    "it_support": ("online_safety_lead", "dsl", "head"),
    "data_protection": ("head", "dsl"),
    "head": ("chair",),
}
ABOUT = {"head": ("chair",), "dsl": ("head", "chair")}
ABOUT_ANYBODY_ELSE = ("head", "chair")


@dataclass
class Somebody:
    """One person as shown: every job, and every number and address given for one of them. Text is ready for a page."""

    name: str
    jobs: list[str]
    phones: list[str]
    emails: list[str]

    def __str__(self) -> str:
        return self.name


def key(name: str) -> str:
    """Return what two spellings of a name have in common."""
    return " ".join(as_typed(name).split()).casefold()


def each_once(holders: Iterable[Any]) -> list[Somebody]:
    """Return the people behind the holders of posts, in that order, each once with all their jobs, numbers and addresses."""
    held: dict[str, list[Any]] = {}
    for one in holders:
        held.setdefault(key(one.name), []).append(one)
    return [
        Somebody(
            posts[0].name,
            _jobs(posts) if len(posts) > 1 else [posts[0].role],
            _own_or_common([one.own_phone for one in posts], posts[0].phone),
            _own_or_common([one.own_email for one in posts], posts[0].email),
        )
        for posts in held.values()
    ]


def _jobs(posts: list[Any]) -> list[str]:
    """Return each post's job, or where that is said already, the post's usual title: nothing is said twice."""
    said: list[str] = []
    for one in posts:
        new = next((words for words in (one.job, one.title) if not any(_parts(words) <= _parts(other) for other in said)), None)
        if new:
            said = [*(other for other in said if not _parts(other) <= _parts(new)), new]
    return said


def _parts(job: str) -> set[str]:
    """Return the single jobs of a title such as "headteacher and designated safeguarding lead"."""
    return set(re.split(r",? and |, ", key(job)))


def _own_or_common(own: list[Any], common: str) -> list[str]:
    """Return each different number or address given for a post, else the one that the whole school has."""
    return list(dict.fromkeys(one for one in own if one)) or [common]


def other_people(posts: Mapping[str, Any], post: str, row: Iterable[str]) -> tuple[str, list[Any]]:
    """Return the first post in a row that somebody other than the holder of ``post`` holds, and those who hold it; ``("", [])`` without any."""
    holder = key(posts[post].name)
    for other in row:
        others = [one for one in holders(posts, other) if key(one.name) != holder]
        if others:
            return other, others
    return "", []


def holders(posts: Mapping[str, Any], post: str) -> list[Any]:
    """Return who holds a post: one, several, or nobody."""
    held = posts[post]
    return held if isinstance(held, list) else [held] if held else []
