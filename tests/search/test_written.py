"""What pages say, as they are written: what search by meaning is fitted to, and what it leaves out."""

from __future__ import annotations

import json

import pytest

from handbook import project
from handbook.search import meaning, written
from handbook.search.readable import stems_of

TOP = "---\ndescription: About.\naudience: [staff]\n---\n"

# What stands in a page; its names and its sentences.
ROWS = {
    "a heading and two sentences": (
        "# Lost phones\n\nTell the office at once. Then ring\nthe network.",
        ["Lost phones"],
        ["Tell the office at once", "Then ring the network."],
    ),
    "a list": ("- Keep the message.\n- Do not reply to it.\n1. Tell an adult.", [], ["Keep the message.", "Do not reply to it.", "Tell an adult."]),
    "a box": (
        '!!! danger "In danger now?"\n    Call 999 straight away.',
        [],
        ["In danger now?", "Call 999 straight away."],
    ),
    "a table": (
        "| What happened | Whom to tell |\n| --- | --- |\n| A stolen phone | The office, at once |",
        [],
        ["What happened", "Whom to tell", "A stolen phone", "The office, at once"],
    ),
    "a link, bold and an id": (
        "## Who can help {#help}\n\nRead **all of** [the page for staff](staff.md) first.",
        ["Who can help"],
        ["Read all of the page for staff first."],
    ),
    "macros and conditions": (
        '{% if school.has_sixth_form %}\nOlder pupils may keep phones {{ when("always") }}.\n{% endif %}',
        [],
        ["Older pupils may keep phones"],
    ),
    "raw HTML and comments": (
        '<div class="quick" markdown>\n\n<!-- nobody reads this -->\n\nThese words are read.\n\n</div>',
        [],
        ["These words are read."],
    ),
    "code": ("```\nnothing of this is read\n```\n\nBut this here is.", [], ["But this here is."]),
}


@pytest.mark.parametrize("name", ROWS)
def test_names_and_sentences_of_a_page(name: str) -> None:
    text, names, sentences = ROWS[name]
    found = written.written(TOP + text, [], "")
    assert [" ".join(one) for one in found.names] == [" ".join(stems_of(one)) for one in names]
    without_macros = [" ".join(stem for stem in one if set(stem) != {"x"}) for one in found.sentences]
    assert without_macros == [" ".join(stems_of(one)) for one in sentences]


def test_every_school_has_the_same_vectors_of_the_pages_that_it_has() -> None:
    mine = project.load()
    fitted = meaning.fitted(mine.sources, mine.search)
    assert len(fitted.pages) > 200
    assert "" in fitted.pages, "the home page"
    some = ["glossary/", "", "help-now/threats-and-blackmail/"]
    some = [page for page in some if page in fitted.pages]
    table = json.loads(meaning.table(fitted, some))
    assert table["pages"] == [fitted.pages[page] for page in some]
    assert [one["who"] for one in table["readers"]] == ["pupils", "parents", "staff"]
