"""Words that change with the school: what the head and the chair are called, who owns and approves the policy, who can be a proprietor."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from handbook.ground.escaping import as_typed
from handbook.ground.paths import EXAMPLES
from handbook.pages import navigation
from handbook.rendering.filling import renderer
from handbook.school import view
from handbook.school.load import load
from handbook.school.model import School
from tests.school.test_nobody_twice import SCHOOLS, plain
from tests.telling import nothing

pytestmark = pytest.mark.mend(
    'Write  {{ head }}  or  {{ chair }}  for the two titles, with "the" or "our" before them, never "a". A title of a '
    "document that names them otherwise goes into STAYS."
)

# What a school typed, and how a sentence has it, after "the" and at its beginning.
HEADS = [
    ("headteacher", "headteacher", "Headteacher"),
    ("Headteacher", "headteacher", "Headteacher"),
    ("PRINCIPAL", "principal", "Principal"),
    ("Principal", "principal", "Principal"),
    ("Head of School", "head of school", "Head of school"),
    ("the principal", "principal", "Principal"),
    ("The Head of Academy", "Head of Academy", "Head of Academy"),
    ("Executive Principal", "Executive Principal", "Executive Principal"),
    ("Acting Headteacher", "Acting Headteacher", "Acting Headteacher"),
    ("executive headteacher", "executive headteacher", "Executive headteacher"),
    ("Co-Head", "Co-Head", "Co-Head"),
]
# The type of a school, the chair's own title if one is typed, and: the chair in a sentence, who approved the policy.
BODIES = [
    ("community", None, "chair of governors", "the governing body"),
    ("voluntary-aided", None, "chair of governors", "the governing body"),
    ("academy", None, "chair of trustees", "the trust board"),
    ("free-school", None, "chair of trustees", "the trust board"),
    ("academy", "Chair of the local governing committee", "chair of the local governing committee", "the trust board"),
    ("community", "foundation governor", "chair of governors", "the governing body"),
    ("pupil-referral-unit", None, "chair of the management committee", "the management committee"),
    ("independent", None, "proprietor", "the proprietor"),
]
# Where the word stays, whatever a school calls its head.
STAYS = {
    "Behaviour in schools: advice for headteachers and school staff": "the title of national guidance",
    "Cyberbullying: advice for headteachers and school staff": "the title of national guidance",
    "Preventing and tackling bullying: advice for headteachers, staff and governing bodies": "the title of national guidance",
    "National Association of Head Teachers": "the former name of a union",
    "head teachers' union": "words by which that union is searched",
}
PRINCIPALS = load(EXAMPLES / "trust-secondary.yml").school


@lru_cache
def pages() -> list[str]:
    """Return every page of the handbook."""
    return [page for page in navigation.pages() if page.endswith(".md")]


def shown(text: str) -> str:
    """Return a rendered page as it is read: without addresses, anchors and tags."""
    return "\n".join(map(plain, re.sub(r"\]\([^)]*\)|\{ ?[#.:][^}]*\}", "", text).splitlines()))


def said_elsewhere(word: str, text: str) -> list[str]:
    """Return the lines of a text that hold a word outside the titles in which it stays."""
    for title in STAYS:
        text = text.replace(title, "")
    return [line for line in text.splitlines() if re.search(word, line, re.IGNORECASE)]


@pytest.mark.parametrize(("typed", "inside", "first"), HEADS)
def test_the_head_has_the_schools_title_in_a_sentence(typed: str, inside: str, first: str) -> None:
    variables = view.for_pages(School.model_validate({"identity": {"head_title": typed}}))
    assert (as_typed(variables["head"]), as_typed(variables["head_capital"])) == (inside, first)
    assert as_typed(variables["people"].head.title) == inside
    assert as_typed(variables["policy"].owner) == f"the {inside}"


@pytest.mark.parametrize(("kind", "role", "chair", "approved"), BODIES)
def test_chair_and_approval_follow_the_kind_of_school(kind: str, role: str | None, chair: str, approved: str) -> None:
    variables = view.for_pages(School.model_validate({"identity": {"type": kind}, "people": {"chair": {"role": role}}}))
    assert (as_typed(variables["chair"]), as_typed(variables["policy"].approved_by)) == (chair, approved)
    assert as_typed(variables["people"].chair.title) == chair
    typed = view.for_pages(School.model_validate({"identity": {"type": kind}, "policy": {"owner": "the bursar", "approved_by": "Committee B"}}))
    assert (as_typed(typed["policy"].owner), as_typed(typed["policy"].approved_by)) == ("the bursar", "Committee B")


def test_a_principal_is_called_principal_on_every_page() -> None:
    render = renderer(PRINCIPALS)
    texts = {page: shown(render(page)) for page in pages()}
    assert len(texts) > 200
    assert sum(len(re.findall(r"\bprincipal\b", text, re.IGNORECASE)) for text in texts.values()) > 350
    wrong = [
        f"docs/{page}: {line}" for page, text in texts.items() for line in said_elsewhere("head ?teacher|chair of governors|sole proprietor", text)
    ]
    nothing(wrong)
    assert all(reason and any(title in text for text in texts.values()) for title, reason in STAYS.items()), (
        "a title that stands on no page: take it out"
    )
    assert said_elsewhere("headteacher", "Tell the headteacher.\nCyberbullying: advice for headteachers and school staff") == [
        "Tell the headteacher."
    ]


def test_no_title_has_a_or_an_before_it() -> None:
    # "A headteacher" would be "A Executive Principal" elsewhere.
    render = renderer(
        School.model_validate({**PRINCIPALS.model_dump(), "identity": {**PRINCIPALS.identity.model_dump(), "head_title": "Executive Head Zed"}})
    )
    texts = {page: shown(render(page)) for page in pages()}
    assert sum(text.count("Executive Head Zed") for text in texts.values()) > 350
    with_article = re.compile(r"\b(an?|the the) Executive Head Zed", re.IGNORECASE)
    nothing(f"docs/{page}: {line}" for page, text in texts.items() for line in text.splitlines() if with_article.search(line))


@pytest.mark.parametrize(("kind", "there"), [("independent", True), ("community", False), ("academy", False), ("pupil-referral-unit", False)])
def test_only_an_independent_school_has_a_sole_proprietor(kind: str, there: bool) -> None:
    render = renderer(School.model_validate({**PRINCIPALS.model_dump(), "identity": {**PRINCIPALS.identity.model_dump(), "type": kind}}))
    found = {page for page in pages() if re.search(r"sole proprietor|head owns the school", shown(render(page)))}
    assert (len(found) >= 4) if there else found == set(), found


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of a page's table of whom to tell, cell by cell."""
    table = re.search(r"\| Who \| When \| How \|\n\|[- |]+\|\n((?:\|.*\n)+)", text)
    return [[cell.strip() for cell in plain(line).strip("|").split("|")] for line in table.group(1).splitlines()] if table else []


@pytest.mark.parametrize("name", SCHOOLS)
def test_one_person_has_one_row_of_whom_to_tell(name: str) -> None:
    render, looked_at = renderer(SCHOOLS[name]), 0
    names = [holder.name for post in ("dsl", "head") for holder in [getattr(SCHOOLS[name].people, post)]]
    for page in (page for page in pages() if page.startswith("help-now/")):
        rows = rows_of(render(page))
        for person in set(names):
            mine = [row for row in rows if row[0].startswith(f"{person} (") and " or " not in row[0].split(";")[0]]
            looked_at += len(mine)
            assert len(mine) <= 1, f"{page}: {mine}"
    assert looked_at > 25


MERGED = [
    ("help-now/concern-about-an-adult.md", "At once; not if it is about the headteacher"),
    (
        "help-now/parent-posting-about-school.md",
        "At once, if it accuses an adult of harming a child, or if a child may be at risk; otherwise the same day; not if the post is about the headteacher",
    ),
    ("help-now/scams.md", "At once, if there is pressure, debt or a threat; the same day, for any pupil, or if school money is involved"),
    ("help-now/child-in-danger.md", "At once, after you have called 999"),
    ("help-now/illegal-material.md", "At once; not if it may be the headteacher"),
]


@pytest.mark.parametrize(("page", "when"), MERGED)
def test_a_head_who_is_the_dsl_has_both_conditions(page: str, when: str) -> None:
    rows = rows_of(renderer(SCHOOLS["the head is the DSL, without deputies"])(page))
    mine = [row for row in rows if row[0].startswith("Amina Example (")]
    assert len(mine) == 1
    assert "headteacher" in mine[0][0] and "designated safeguarding lead" in mine[0][0]
    assert mine[0][1] == when


# Schools, and whom the sheet for the staff room names where the DSL is not free.
STAND_INS = [
    ("the head is the DSL, without deputies", "| The DSL is not free | Tell another senior leader | Ask the school office, 01632 960300 |"),
    ("the DSL holds everything", "| The DSL is not free | Tell the headteacher | Robin Example (headteacher), 01632 960300 |"),
    ("all posts are different", "| The DSL is not free | Tell a deputy | Jo Sample (deputy designated safeguarding lead), 01632 960300 |"),
]


@pytest.mark.parametrize(("name", "line"), STAND_INS)
def test_the_staff_room_sheet_names_who_stands_in(name: str, line: str) -> None:
    assert line in shown(renderer(SCHOOLS[name])("contacts/staff-room-sheet.md"))
