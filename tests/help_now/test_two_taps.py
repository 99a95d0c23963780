"""From the home page to the first thing to do it is two taps of a thumb, for the situations that are met most."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Addresses

pytestmark = pytest.mark.mend(
    "In docs/help-now/index.md put the link back into the list of the commonest situations, with the words that this test "
    "names; if they are worded otherwise on purpose, correct them here. On the page itself the first two steps stand on a "
    "phone's first screen: shorten what is above them."
)

STAFF = {
    "A nude picture is going round": "nudes-and-semi-nudes",
    "Blackmail with a nude picture": "sextortion",
    "A fake nude": "ai-intimate-images",
    "Grooming, or a stranger": "grooming-and-strangers",
    "Bullying": "cyberbullying-of-a-pupil",
    "A nasty group chat": "group-chat-abuse",
    "Self-harm or suicide": "self-harm-and-suicide",
    "Something illegal was seen": "illegal-material",
    "A pupil contacts me": "pupil-contacts-you",
    "A worry about a colleague": "concern-about-an-adult",
}
PARENTS = {
    "A nude picture of my child": "parents/nudes-and-semi-nudes",
    "My child is blackmailed": "parents/sextortion",
    "A fake nude of my child": "parents/ai-intimate-images",
    "Someone they met online": "parents/grooming-and-strangers",
    "My child is bullied": "parents/cyberbullying",
    "A nasty group chat": "parents/group-chat-abuse",
    "They may hurt themselves": "parents/self-harm-and-suicide",
    "They saw something upsetting": "parents/upsetting-content",
    "An account was hacked": "parents/hacked-or-impersonated",
    "A worry about an adult at school": "parents/worried-about-an-adult-at-school",
}
SITUATIONS = [("I work here", words, page) for words, page in STAFF.items()] + [
    ("I am a parent or carer", words, page) for words, page in PARENTS.items()
]


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """A phone that is used by a thumb."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_the_first_tap(phone: Page, addresses: Addresses) -> None:
    phone.goto(addresses["example"])
    door = phone.locator("article").get_by_role("link", name="Something has happened")
    expect(door).to_be_in_viewport(ratio=1)
    door.tap()
    phone.wait_for_url(f"{addresses['example']}help-now/")


@pytest.mark.parametrize(("whose", "words", "target"), SITUATIONS, ids=[page for _, _, page in SITUATIONS])
def test_the_second_tap(whose: str, words: str, target: str, phone: Page, addresses: Addresses) -> None:
    phone.goto(f"{addresses['example']}help-now/")
    link = phone.locator(f".quick h2:has-text('{whose}') + ul").get_by_role("link", name=words, exact=True)
    box = link.bounding_box()
    assert box and box["height"] >= 44
    assert box["y"] + box["height"] < 2 * 844, "more than one screen below"
    link.tap()
    phone.wait_for_url(f"**/help-now/{target}/")
    expect(phone.locator("article > ol:first-of-type > li").first).to_be_in_viewport(ratio=1)
    expect(phone.locator("article > ol:first-of-type > li").nth(1)).to_be_in_viewport()


def test_the_ten_of_each_come_before_the_questions(phone: Page, addresses: Addresses) -> None:
    phone.goto(f"{addresses['example']}help-now/")
    assert phone.locator(".quick li").count() == len(SITUATIONS) == 20
    lowest = max(one.bounding_box()["y"] for one in phone.locator(".quick li").all())
    assert lowest < phone.locator(".triage").bounding_box()["y"]


def test_a_pupil_and_somebody_in_danger_are_one_tap_away(phone: Page, addresses: Addresses) -> None:
    phone.goto(f"{addresses['example']}help-now/")
    expect(phone.locator("article").get_by_role("link", name="999")).to_be_in_viewport(ratio=1)
    phone.get_by_role("link", name="Tell an adult you trust").tap()
    phone.wait_for_url("**/pupils/tell-an-adult/")
    expect(phone.locator(".admonition.danger")).to_be_in_viewport(ratio=1)
