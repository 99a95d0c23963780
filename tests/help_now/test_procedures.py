"""Procedures have the shape that somebody in a hurry learns once, and never tell anybody to handle an illegal image."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.check import procedures
from handbook.ground.paths import DOCS
from tests.reading import pages_of, sentences, text_of
from tests.telling import nothing


def test_every_procedure_has_its_shape() -> None:
    found = list(procedures.faults())
    nothing(found)
    assert len(list((DOCS / "help-now").rglob("*.md"))) > 40


STAFF_PAGE = "# A\n\n## Do now\n\n1. {{ in_danger(x) }}\n2. Stop.\n3. Wait.\n\n## Do not\n\nLook.\n\n## Tell\n\nThe DSL.\n\n## Keep\n\n## Support\n"
PARENTS_PAGE = "# A\n\n## Do this now\n\n1. {{ in_danger(x) }}\n2. Stop.\n3. Wait.\n\n## Who can help\n\n## What to say to your child\n"
# For whom the page is, what is changed in it, the line that is told and words of what is told.
PLANTED = [
    ("", "", "", 0, ""),
    ("parents", "", "", 0, ""),
    ("", "## Do not", "## Never", 9, 'the heading "Do not" is missing'),
    ("", "## Tell", "## Whom to tell", 13, 'the heading "Tell" is missing'),
    ("", "## Keep", "## Afterwards", 19, '"Support" stands below "Afterwards"'),
    ("", "3. Wait.\n", "", 3, 'below "Do now" stand 2 steps'),
    ("", "3. Wait.\n", "".join(f"{at}. Wait.\n" for at in range(3, 11)), 3, "stand 10 steps"),
    ("", "{{ in_danger(x) }}", "Call 999.", 5, "does not say what to do in danger"),
    ("parents", "## Do this now", "## Do now", 0, 'the first heading is not "Do this now"'),
    ("parents", "## Who can help", "## Help", 0, 'the heading "Who can help" is missing'),
]


@pytest.mark.parametrize(("folder", "old", "new", "line", "told"), PLANTED, ids=range(len(PLANTED)))
def test_another_shape_is_told(folder: str, old: str, new: str, line: int, told: str, tmp_path: Path) -> None:
    page = tmp_path / "help-now" / folder / "planted.md"
    page.parent.mkdir(parents=True)
    sound = PARENTS_PAGE if folder else STAFF_PAGE
    assert old in sound
    page.write_text(sound.replace(old, new, 1), encoding="utf-8")
    found = list(procedures.faults(tmp_path))
    if not told:
        assert found == []
        return
    assert told in found[0].fault and found[0].remedy
    assert (Path(found[0].file).name, found[0].line) == ("planted.md", line)


# Images that nobody may handle, and what nobody may do with them.
IMAGE = re.compile(
    r"\b(?:nudes?|semi-nudes?|naked|undressed|child sexual abuse"
    r"|(?:sexual|intimate|indecent|illegal|abuse) (?:images?|pictures?|photos?|videos?|material|content))\b",
    re.IGNORECASE,
)
HANDLE = re.compile(
    r"\b(?:look(?:ing)? (?:at|again)|view(?:ing|ed)?|copy(?:ing)?|copied|print(?:s|ed|ing)?|forward(?:s|ed|ing)?|sav(?:e|es|ed|ing)"
    r"|screen-?shots?|download(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
PROHIBITION = re.compile(
    r"\b(?:never|not|no|nobody|none|neither|nor|cannot|without|crimes?|offences?|illegal to|against the law|leave)\b|n't\b", re.IGNORECASE
)


def permissions(text: str) -> list[str]:
    """Return the sentences that name such an image with such a verb and are no prohibition."""
    return [one for one in sentences(text) if IMAGE.search(one) and HANDLE.search(one) and not PROHIBITION.search(one)]


@pytest.mark.mend("Word the sentence in docs/ as what nobody may do: never look, copy, print, save or send it. Whoever has seen one tells the DSL.")
@pytest.mark.parametrize("school", ["example", pytest.param("trust-secondary", marks=pytest.mark.whole)])
def test_no_sentence_lets_anybody_handle_an_illegal_image(school: str, sites: dict[str, Path]) -> None:
    pages = pages_of(sites[school])
    looked_at = sum(1 for page in pages for one in sentences(text_of(page)) if IMAGE.search(one) and HANDLE.search(one))
    print(f"{looked_at} sentences on {len(pages)} pages name such an image with such a verb")
    assert looked_at > 100
    for page in pages:
        nothing(f"{page.parent.relative_to(sites[school])}: {one}" for one in permissions(text_of(page)))


def test_the_check_sees_a_planted_sentence() -> None:
    assert permissions("First, screenshot the nude and print it.")
    assert permissions("You should save the sexual image as evidence.")
    assert not permissions("Never screenshot a nude.")
    assert not permissions("Do not look at, copy or forward sexual images of a child.")
