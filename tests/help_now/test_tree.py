"""The guided way in: every path is short, ends at a page that tells whom to tell, and works by keyboard and without JavaScript."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handbook.check.situations import faults, lost_pages, procedures
from handbook.facts.load import load
from handbook.facts.triage import paths
from handbook.ground.paths import DATA, DOCS, shown
from tests.reading import text_of
from tests.telling import nothing

# A person or body to tell, in the words that procedures use for them.
TELL = re.compile(r"\b999\b|\bDSL\b|\bpolice\b|\bheadteacher\b|\bLADO\b|\bchair\b|safeguarding lead|our school|the school|\bIT support\b")


@pytest.mark.mend("In data/triage.yml lead to the page from an earlier question.")
def test_every_situation_is_at_most_three_choices_from_the_home_page() -> None:
    # The door on the home page is the first choice, so a path of answers has at most two.
    walked = list(paths(load().triage))
    print(f"{len(walked)} paths to {len({page for _, page in walked})} pages")
    for answers, page in walked:
        assert len(answers) <= 2, f"{page}: {answers}"


def test_every_procedure_is_reached_and_listed() -> None:
    assert len(procedures()) > 35
    found = [*faults(load()), *lost_pages(load())]
    nothing(found)


def test_a_page_that_nobody_is_led_to_and_too_many_answers_are_told(tmp_path: Path) -> None:
    docs = shutil.copytree(DOCS / "help-now", tmp_path / "docs" / "help-now").parent
    (docs / "help-now" / "gambling.md").write_text("# Gambling\n", encoding="utf-8")
    facts = load()
    many = facts.triage["start"].model_copy(update={"answers": facts.triage["start"].answers * 2})
    led, decided, listed, answers = faults(dataclasses.replace(facts, triage={**facts.triage, "start": many}), docs)
    assert led.file == decided.file == listed.file == shown(docs / "help-now" / "gambling.md")
    assert "page: help-now/gambling.md" in led.remedy
    assert "Name help-now/gambling.md under told_on" in decided.remedy
    assert "- [Gambling](gambling.md)" in listed.remedy
    assert answers.file == shown(DATA / "triage.yml") and answers.line > 5 and "5 to 9" in answers.remedy


@pytest.mark.mend("Let the page in docs/ say whom to tell (under  ## Tell ), and never tell the reader to investigate.")
def test_every_path_ends_with_somebody_to_tell(sites: dict[str, Path]) -> None:
    for answers, page in paths(load().triage):
        file = sites["example"] / page.split("#")[0].removesuffix(".md") / "index.html"
        text = text_of(file)
        assert TELL.search(text), f"{answers} ends at {page}, which names nobody to tell"
        for line in text.split("\n"):
            if re.search(r"\binvestigat(e|ing)\b", line):
                assert not re.search(r"(?i)^(?:\d+\. )?(?:you (?:must|should) )?investigate\b", line), f"{page}: {line}"


@pytest.mark.whole
def test_the_tree_is_walked_in_the_browser_without_javascript(addresses: dict[str, str], browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    questions = load().triage
    ends: list[str] = []

    def walk(shown: str) -> None:
        """Give every answer to the question that is shown, and come back to it after each."""
        for answer in questions[shown].answers:
            section = page.locator(f"#ask-{shown}")
            assert section.is_visible()
            section.get_by_role("link", name=answer.text, exact=True).click()
            if answer.asks:
                assert page.url.endswith(f"#ask-{answer.asks}")
                walk(answer.asks)
            else:
                ends.append(str(answer.page))
                assert f"/{ends[-1].split('#')[0].removesuffix('.md')}/" in page.url
            page.go_back()

    page.goto(addresses["example"])
    page.get_by_role("link", name=re.compile("^Something has happened What")).click()
    walk("start")
    context.close()
    print(f"walked {len(ends)} paths")
    assert ends == [end for _, end in paths(questions)]
    assert len(ends) > 40


def test_one_question_at_a_time_on_screen_and_all_on_paper(addresses: dict[str, str], browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{addresses['example']}help-now/")
    shown = page.locator(".triage__question:visible")
    assert shown.count() == 1
    page.emulate_media(media="print")
    assert shown.count() == len(load().triage)
    page.close()


def test_the_first_question_by_keyboard_alone(addresses: dict[str, str], browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{addresses['example']}help-now/")
    wanted = next(answer for answer in load().triage["start"].answers if answer.asks)
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == wanted.text:
            break
    else:
        raise AssertionError("the answer was never reached by Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#ask-{wanted.asks}")
    page.close()


@pytest.mark.mend("Put  {{ triage_chart() }}  back into docs/help-now/chart.md.")
def test_the_chart_shows_every_question_and_answer(sites: dict[str, Path]) -> None:
    text = text_of(sites["example"] / "help-now" / "chart" / "index.html")
    for question in load().triage.values():
        assert question.question in text
        for answer in question.answers:
            assert answer.text in text
