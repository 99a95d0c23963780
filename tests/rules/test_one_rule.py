"""One rule, one place: no two pages answer the same question differently, and none says something else than the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.facts.load import load
from handbook.school import people, view
from handbook.school.load import load as load_school
from tests.conftest import Sites
from tests.reading import pages_of
from tests.rules.agreement import Gathered, gather, names
from tests.rules.said import block_stance, delete_stance, lines_of, lines_of_html, remove_stance, told, told_how_fast
from tests.telling import nothing

# While you work the first stands for all.
SCHOOLS = ("example", *(pytest.param(other, marks=pytest.mark.whole) for other in ("village-primary", "trust-secondary")))


def gathered(site: Path, file: str = "") -> Gathered:
    """Return what all pages of a site say. With its school's file, one person's posts are known to be one person's."""
    pages = [path.parent.relative_to(site).as_posix() for path in pages_of(site)]
    return gather((line for page in pages for line in lines_of(site, page)), load(), held(file) if file else None)


def held(file: str) -> dict[str, str]:
    """Return who holds each post in a school."""
    posts = view.for_pages(load_school(Path(file)).school)["people"].__dict__
    return {post: people.key(one[0].name) for post in posts if (one := people.holders(posts, post))}


@pytest.mark.mend(
    "Say on the page what the record in data/situations/ says, best by a macro ( rule, tell_table, told_first ). If the rule "
    'has changed, change the record first: CONTRIBUTING.md, "What to do in a situation".'
)
@pytest.mark.parametrize("school", SCHOOLS)
def test_no_page_says_something_else_than_the_record(school: str, sites: Sites) -> None:
    found = gathered(sites[school], sites.files[school])
    answers = sum(len(places) for by_answer in found.said.values() for places in by_answer.values())
    situations = {situation for situation, _ in found.said}
    print(f"{found.lines} lines, {answers} answers on {len(situations)} situations")
    nothing(found.faults)
    assert found.lines > 8000 and answers > 300 and len(situations) >= 30


PAGE = '<article><h1 id="top">Sheet</h1><h2 id="{anchor}">{heading}</h2>{body}</article>'


@pytest.mark.parametrize(
    ("page", "anchor", "body", "said"),
    [
        ("contacts/fridge-sheet", "for-children-and-young-people", "<ol><li>Block and report the person.</li></ol>", "on blocking in grooming"),
        (
            "contacts/staff-room-sheet",
            "x",
            "<table><tr><td>A filter that fails</td><td>Stop, and tell IT support</td></tr></table>",
            "whom to tell first",
        ),
        (
            "contacts",
            "x",
            "<table><tr><th>What it is about</th><th>Who to tell</th></tr><tr><td>Bullying of a pupil</td><td>Priya Example (online safety lead)</td></tr></table>",
            "whom to tell first in cyberbullying",
        ),
        (
            "parents/group-chats",
            "where-to-get-help",
            "<ul><li><strong>At school:</strong> Kate Model (designated safeguarding lead), 01632 960402.</li></ul>",
            "who helps in school in group-chat",
        ),
        (
            "help-now/parents/sextortion",
            "do-this-now",
            "<ol><li>Ask the police or the DSL when to block the account.</li></ol>",
            "on blocking in sextortion",
        ),
        ("help-now/sextortion", "report-and-remove", "<p>When the DSL says so, the child uses Report Remove.</p>", "on Report Remove in sextortion"),
        ("help-now/hate", "do-now", "<p>Tell the DSL within one working day.</p>", "how fast the dsl is told in hate"),
        ("help-now/sextortion", "do-now", "<p>Then delete the chat.</p>", "on deleting in sextortion"),
        ("help-now/self-harm-and-suicide", "report-and-remove", "<p>Hide, unfollow, clear the history.</p>", "on deleting in self-harm"),
        ("help-now/group-chat-abuse", "do-now", "<p>Tell pupils that they may leave, mute or block.</p>", "on blocking in group-chat"),
        ("pupils/ks2", "chats-and-groups", "<p>Leave the group, then block it.</p>", "on blocking in group-chat"),
        ("help-now/cyberbullying-of-a-pupil", "under-age", "<p>The lead tells parents to close the account.</p>", "on deleting in bullied-under-age"),
    ],
)
def test_a_planted_contradiction_is_caught(page: str, anchor: str, body: str, said: str) -> None:
    found = gather(lines_of_html(page, PAGE.format(anchor=anchor, heading="Do", body=body)), load())
    assert any(said in fault for fault in found.faults), found.faults


@pytest.mark.parametrize(
    ("sentence", "blocking", "removing", "deleting"),
    [
        ("Note the account name and number, then help the child to block.", "go", None, None),
        ("Do not block or report the account until the DSL says so.", "ask", None, None),
        ("Ask our DSL or the police before you block or report the person.", "ask", None, None),
        ("Harmful sites are blocked on our network.", None, None, None),
        ("Your child can start Report Remove now, day or night.", None, "go", None),
        ("Wait until the DSL says that Report Remove may start.", None, "wait", None),
        ("Delete nothing.", None, None, "never"),
        ("Leaving can delete the chat.", None, None, "never"),
        ("Clear the history.", None, None, "go"),
        ("Once the messages are kept and the DSL agrees, help the family to close the account.", None, None, "ask"),
        ("All in the group see it, even people your child has blocked.", None, None, None),
    ],
)
def test_what_a_sentence_says(sentence: str, blocking: str | None, removing: str | None, deleting: str | None) -> None:
    assert (block_stance(sentence), remove_stance(sentence), delete_stance(sentence)) == (blocking, removing, deleting)


@pytest.mark.parametrize(
    ("sentence", "who", "fast"),
    [
        ("Tell the DSL at once.", {"dsl"}, {("dsl", "at-once")}),
        ("Tell the headteacher the same day, who tells nobody else.", {"head"}, {("head", "same-day")}),
        ("The DSL calls the police the same day.", set(), set()),
        ("The DSL listens.", set(), set()),
    ],
)
def test_whom_a_sentence_tells(sentence: str, who: set[str], fast: set[tuple[str, str]]) -> None:
    assert told(sentence) == who
    assert set(told_how_fast(sentence)) == fast


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("A worry about the headteacher | Tell Ravi Sample (chair of governors)", True),
        ("A child who may be at risk | Tell the DSL; not if the concern is about the headteacher, who is our DSL", False),
    ],
)
def test_which_situation_a_line_names(text: str, named: bool) -> None:
    assert names(text, load().situations["concern-about-the-head"]) == named
