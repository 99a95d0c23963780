"""The search in the real browser finds what people type: old names, short forms and misspellings."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.searching import answers_of_all, open_search, results
from tests.conftest import Addresses

pytestmark = pytest.mark.mend(
    "Search no longer finds the page for these words. Put them back: under  aliases:  of the record in data/, or  tags:  at "
    "the top of the page, or as a line in data/search/questions.yml. If the page has another address now, correct it in "
    "QUERIES."
)

# What somebody types, and the page (or section of a page) that must be among the first three results.
QUERIES = {
    # Law and guidance that old policies name
    "data protection act 1998": "law/data-protection-and-privacy/#data-protection-act-1998",
    "RIPA": "law/monitoring-and-interception/#regulation-of-investigatory-powers-act-2000",
    "lawful business practice": "law/monitoring-and-interception/#lawful-business-practice-regulations-2000",
    "telecommunications act 1984": "law/messages/#telecommunications-act-1984",
    "malicious communications act": "law/messages/#malicious-communications-act-1988",
    "CRB": "law/school-powers-and-duties/#safeguarding-vulnerable-groups-act-2006",
    "byron review": "law/guidance/#byron-review-2008",
    "ofsted briefing": "law/guidance/#ofsted-inspecting-e-safety",
    "safe to learn": "law/guidance/#safe-to-learn-2007",
    "kcsie": "law/guidance/#kcsie-2026",
    "UKCCIS": "law/guidance/#sexting-in-schools-2016",
    "upskirting": "law/intimate-images-and-deepfakes/",
    # Bodies that have closed, joined another or changed their name
    "NCH": "contacts/closed/#nch",
    "think u know": "contacts/closed/#thinkuknow",
    "bullyinguk": "contacts/closed/#bullying-online",
    "teacher support network": "contacts/closed/#teacher-support-network",
    "teacher support line": "contacts/closed/#teacher-support-network",
    "action fraud": "contacts/closed/#action-fraud",
    "LSCB": "glossary/#safeguarding-partnership",
    "becta": "contacts/closed/#becta",
    "there4me": "contacts/closed/#there4me",
    "virtual global taskforce": "contacts/a-to-z/#virtual-global-taskforce",
    "parentline": "contacts/a-to-z/#family-lives",
    "DCSF": "contacts/a-to-z/#dfe",
    "CEOP": "contacts/a-to-z/#ceop",
    "POSH": "contacts/a-to-z/#posh",
    "e-safety": "glossary/#online-safety",
    # Platforms, misspelt, renamed or gone
    "whatsap": "platforms/whatsapp/",
    "snap chat": "platforms/snapchat/",
    "tik tok": "platforms/tiktok/",
    "tictok": "platforms/tiktok/",
    "you tube": "platforms/youtube/",
    "face book": "platforms/facebook/",
    "roblocks": "platforms/roblox/",
    "insta": "platforms/instagram/",
    "twitter": "platforms/x/",
    "musical.ly": "platforms/tiktok/",
    "my space": "platforms/closed/#myspace",
    "bebo": "platforms/closed/#bebo",
    "ask.fm": "platforms/closed/#askfm",
    "msn messenger": "platforms/closed/#msn-messenger",
    "friends reunited": "platforms/closed/#friends-reunited",
    "chat gpt": "platforms/ai-chatbots/",
    # Words, old, misspelt or slang
    "sexting": "help-now/nudes-and-semi-nudes/",
    "revenge porn": "glossary/#revenge-porn",
    "PDA": "glossary/#pda",
    "usenet": "glossary/#usenet",
    "cyberspace": "glossary/#cyberspace",
    "weblog": "glossary/#blog",
    "phising": "glossary/#phishing",
    "sextorsion": "help-now/sextortion/",
    "cyberbulling": "glossary/#cyberbullying",
    "catfish": "glossary/#catfishing",
    # Worries
    "bullying online": "help-now/cyberbullying-of-a-pupil/",
    "cyber bully": "help-now/cyberbullying-of-a-pupil/",
    "blackmail nudes": "help-now/sextortion/",
    "grooming": "help-now/grooming-and-strangers/",
    "acceptable use policy": "policy/acceptable-use/",
}


@pytest.fixture(scope="module")
def found(browser: Browser, addresses: Addresses) -> dict[str, list[list[str]]]:
    """The links that each of the first three results shows, for every query."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(addresses["example"])
    open_search(page)
    answers = answers_of_all(page, addresses["example"], list(QUERIES))
    page.close()
    return {query: answer.items[:3] for query, answer in zip(QUERIES, answers, strict=True)}


@pytest.mark.parametrize("query", QUERIES)
def test_the_first_three_results_hold(query: str, found: dict[str, list[list[str]]]) -> None:
    assert QUERIES[query] in [link for result in found[query] for link in result], f"{query!r} found {found[query]}"


def test_a_found_section_opens_at_its_place_with_the_word_marked(browser: Browser, addresses: Addresses) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(addresses["example"])
    open_search(page)
    results(page, addresses["example"], "usenet")
    page.locator("a.search__link[href$='#usenet']").click()
    page.wait_for_url("**/glossary/**#usenet")
    expect(page.locator("#usenet")).to_be_in_viewport()
    expect(page.locator("mark", has_text="Usenet").first).to_be_visible()
    page.close()
