"""Fleets for the tests: of random schools, and of schools in which every detail is a word that stands nowhere else."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, get_args

import yaml

from handbook.school.model import Choices, Identity

NAMES = [
    "St Mary's & St John's", '"Oak" School', "<b>Oak</b>", "*star* _under_", "Łukasz Nguyễn", "مدرسة البلوط", "A|B", "[x](y)", "C:\\Oak", "Oak ~ Ash ^ Elm",
    "a very long name that goes on and on for more than thirty-four letters", "£5 $& \\1", "{{ 7*7 }}", "the LADO", "O’Brien", "Trust 4",
]  # fmt: skip


def random_school(number: int, chance: random.Random) -> dict[str, Any]:
    """Return the file of a school like no other."""

    def name(word: str) -> str:
        return chance.choice(NAMES) if chance.random() < 0.25 else f"{word} {chance.choice('ABCDEFGHKLM')}{number}x"

    def phone() -> str:
        return f"01632 960{chance.randrange(1000):03}"

    def email(word: str) -> str:
        return f"{word}{number}@{'long' * chance.choice((0, 9))}oak.example.org"

    posts = (
        "head",
        "chair",
        "dsl",
        "online_safety_lead",
        "safeguarding_governor",
        "filtering_lead",
        "computing_lead",
        "data_protection",
        "it_support",
    )
    held = [name("Person") for _ in range(chance.randrange(3, 9))]
    people: dict[str, Any] = {}
    for post in posts:
        if chance.random() < 0.8:
            people[post] = {"name": chance.choice(held)}
            if chance.random() < 0.4:
                people[post]["phone"] = phone()
            if chance.random() < 0.4:
                people[post]["email"] = email(post.replace("_", ""))
    people["deputy_dsls"] = [{"name": name("Deputy")} for _ in range(chance.randrange(3))]
    identity = {
        "name": name("School"),
        "phase": chance.choice(get_args(Identity.model_fields["phase"].annotation)),
        "type": chance.choice(get_args(Identity.model_fields["type"].annotation)),
        "head_title": chance.choice(("headteacher", "Principal", "Executive Head")),
        "phone": phone(),
    }
    for key, value in (("trust", name("Trust")), ("address", f"{number} Example Road"), ("postcode", "ZZ1 1ZZ"), ("email", email("office")), ("website", f"https://s{number}.example.org/")):  # fmt: skip
        if chance.random() < 0.8:
            identity[key] = value
    content: dict[str, Any] = {"identity": identity, "people": people, "choices": {}, "local": {"authority": name("Council")}, "policy": {}}
    if chance.random() < 0.7:
        content["policy"] = {"approved_on": chance.choice(("2025-09-01", "2026-11-27")), "next_review": "2027-08-31", "newsletter": name("News")}
    if chance.random() < 0.5:
        content["technology"] = {"filtering_product": name("Filter"), "reporting_tool": "the worry box"}
    if chance.random() < 0.5:
        content["branding"] = {"colour": f"#{chance.randrange(0x1000000):06x}"}
    if chance.random() < 0.3:
        content["branding"] = {**content.get("branding", {}), "logo": f"logo-{number}.svg"}
    for key, field in Choices.model_fields.items():
        if chance.random() < 0.15:
            content["choices"][key] = chance.choice(get_args(field.annotation))
    return content


def write_fleet(folder: Path, schools: dict[str, dict[str, Any]], shared: dict[str, Any] | None = None) -> Path:
    """Write a fleet's folder."""
    (folder / "schools").mkdir(parents=True)
    (folder / "fleet.yml").write_text(yaml.safe_dump({"name": "Example Council", "shared": shared or {}}, allow_unicode=True), encoding="utf-8")
    for urn, content in schools.items():
        (folder / "schools" / f"{urn}.yml").write_text(yaml.safe_dump(content, allow_unicode=True, default_style="'", width=1000), encoding="utf-8")
        logo = content.get("branding", {}).get("logo")
        if logo:
            width = 100 + int(urn) % 90
            text = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="50"><title>{urn}</title><rect width="9" height="9"/></svg>'
            (folder / "schools" / logo).write_text(text, encoding="utf-8")
    return folder


def random_fleet(folder: Path, count: int, seed: int = 16) -> Path:
    """Write a fleet of random schools; the same for the same seed."""
    chance = random.Random(seed)
    return write_fleet(folder, {str(100_001 + number): random_school(number, chance) for number in range(count)})


def marked_school(letter: str) -> dict[str, Any]:
    """Return the file of a school in which every detail holds a word that no other school has."""

    def word(what: str) -> str:
        return f"Only{letter}{what}"

    people = {
        post: {"name": word(post)} for post in ("head", "chair", "dsl", "safeguarding_governor", "data_protection", "it_support", "filtering_lead")
    }
    people["dsl"] |= {"phone": f"01632 96000{ord(letter) - 64}", "email": f"only{letter.lower()}dsl@example.org"}
    return {
        "identity": {"name": word("name"), "short_name": word("short"), "address": word("address"), "phone": f"01632 96001{ord(letter) - 64}", "email": f"only{letter.lower()}@example.org", "website": f"https://only{letter.lower()}.example.org/"},
        "people": people,
        "local": {"authority": word("council"), "police_force": word("police"), "lado": {"name": word("lado")}},
        "technology": {"filtering_product": word("filter"), "monitoring_product": word("monitor")},
        "policy": {"approved_on": f"2026-09-0{ord(letter) - 64}", "next_review": "2027-08-31", "newsletter": word("news")},
        "branding": {"colour": f"#{ord(letter) - 64}b7a31"},
    }  # fmt: skip
