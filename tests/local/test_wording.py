"""A school's own words stand where they belong, ours keep their numbers, and what is wrong is told with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PIL import Image

from handbook import project
from handbook.commands.school import own_words
from handbook.facts.load import load as load_facts
from handbook.ground.paths import DOCS
from handbook.ground.problems import ProblemsError
from handbook.local import reviewed
from handbook.local.begin import begin, unfinished
from handbook.local.model import PREFIX
from handbook.local.overlay import TAKEN_OUT, unexplained
from handbook.outputs.documents.catalogue import documents
from handbook.pages import navigation
from handbook.policy.clauses import depth, parts
from handbook.policy.outline import outline
from handbook.project import Project as Loaded
from handbook.rendering.filling import filler, source
from handbook.school.load import load as load_school
from tests.conftest import Project
from tests.local.conftest import write
from tests.telling import nothing

OURS = outline()


def test_every_clause_of_ours_can_be_cut_out_whole() -> None:
    found = {}
    for section in OURS.sections:
        text = (DOCS / section.page).read_text(encoding="utf-8")
        for part in parts(text):
            words = text[part.words : part.ends]
            assert depth(words) == 0, part.id
            assert words.strip(), part.id
            found[part.id] = section.page
    assert found == {clause.id: clause.page for clause in OURS.clauses.values()}
    assert not any(name.startswith(PREFIX) for name in [*found, *load_facts().links])


def test_our_clauses_keep_their_numbers_and_added_ones_have_letters(mine: Loaded) -> None:
    numbers = {name: clause.number for name, clause in mine.policy.clauses.items()}
    assert {name: number for name, number in numbers.items() if not name.startswith(PREFIX)} == {one.id: one.number for one in OURS.clauses.values()}
    section = OURS.section_of("policy/devices.md").number
    assert (numbers["local-chargers"], numbers["local-lockers"]) == (f"{section}.A", f"{section}.B")


def test_clauses_read_as_the_school_wrote_them(page: Callable[[str], str], mine: Loaded) -> None:
    text = page("policy/devices.md")
    assert "Pupils leave phones at home. Ask" in text
    assert "Pupils must not use a phone in the school day" not in text
    assert f"{TAKEN_OUT} Our behaviour policy says it." in text
    assert "smart glasses" not in text
    # After our last clause, before what is no clause, in the order of their letters.
    places = [text.index(words) for words in ("## Rules of our own", "Chargers stay", "- Plugs too", "Lockers stay", "## If something goes wrong")]
    assert places == sorted(places)
    before = filler(project.load(mine.school.path, local=DOCS / "none"))("policy/devices.md", *source("policy/devices.md", project.Sources()))
    cut = re.split(r"(?=^\[\d+\.\w+\]\(#)", before, flags=re.MULTILINE)
    same = [part for part in cut if part.rstrip() in text]
    assert len(same) == len(cut) - 3, "all but the two clauses, and the one after which ours are added, are the very same"


def test_pages_stand_in_place_of_ours_or_in_the_menu(page: Callable[[str], str], mine: Loaded) -> None:
    assert page("policy/principles.md").rstrip().endswith("Our own last line.")
    pages = mine.sources.pages
    assert pages.index("parents/our-app.md") == pages.index("parents/first-phone.md") + 1
    assert len(pages) == len(project.Sources().pages) + 1
    assert "https://www.example.org/hub" in page("parents/our-app.md")
    assert 'translate="no">10.B' in page("parents/our-app.md")


def test_a_section_of_a_schools_own_stands_after_ours(school: Path) -> None:
    top = "---\ndescription: What we do abroad.\naudience: [staff]\nafter: policy/review.md\nmeets:\n  local-abroad: [phone-storage-published]\n---\n"
    text = '# Trips abroad\n\n{{ section() }}\n\n{{ clause("local-abroad", "gswp-2022") }} Take a school phone.\n\n{{ clause("local-nights") }} Call home.\n'
    write(school.parent / "local", {"pages/policy/abroad.md": f"{top}{text}"})
    mine = project.load(school)
    fill = filler(mine)

    def page(name: str) -> str:
        return fill(name, *source(name, mine.sources))

    *ours, own = mine.policy.sections
    assert [one.page for one in ours] == [one.page for one in OURS.sections]
    assert (own.page, own.title, own.number) == ("policy/abroad.md", "Trips abroad", len(ours) + 1)
    assert [one.number for one in own.clauses] == [f"{own.number}.1", f"{own.number}.2"]
    assert {name: one.number for name, one in mine.policy.clauses.items() if name in OURS.clauses} == {
        name: one.number for name, one in OURS.clauses.items()
    }
    assert f"Section {own.number} of our policy" in page("policy/abroad.md")
    assert "(abroad.md)" in page("policy/index.md")
    assert f'<span translate="no">{own.number}.1</span>](abroad.md#local-abroad)' in page("policy/compliance-map.md")
    assert "[Trips abroad](abroad.md) | Added" in page("policy/what-changed.md")
    (policy,) = (one for one in documents(list(navigation.flat(mine.sources.menu))) if one.id == "policy")
    assert policy.pages.index("policy/abroad.md") == policy.pages.index("policy/review.md") + 1


def test_rows_show_and_differences_are_listed(page: Callable[[str], str]) -> None:
    contacts = page("contacts/index.md")
    assert "Exampleton hub &#38; helpers" in contacts
    assert 'href="tel:+441632960123"' in contacts
    assert "[Our app's form](../parents/our-app.md) | ask for the app" in page("forms/index.md")
    listed = page("policy/what-changed.md")
    for words in (
        "In our own words | We have no phones at all.",
        "Taken out | Our behaviour policy says it.",
        "| Added |",
        "(principles.md) | In our own words",
    ):
        assert words in listed
    assert "Exampleton hub" in page("about/link-health.md")


def test_without_a_folder_nothing_is_added(tmp_path: Path, school: Path) -> None:
    alone = project.load(school, local=tmp_path / "none")
    fill = filler(alone)
    for name in ("contacts/index.md", "forms/index.md", "policy/what-changed.md"):
        assert not re.search("Also for our school|Our school's own|Where we differ", fill(name, *source(name, alone.sources)))


def test_a_clause_taken_out_leaves_its_requirement_unmet_and_a_release_asks_why(school: Path) -> None:
    facts = load_facts()
    alone = next(
        one for one in facts.requirements.values() if len(one.met_by) == 1 and one.level == "must" and not one.stages and not one.school_types
    )
    file = school.parent / "local" / "clauses" / f"{alone.met_by[0]}.md"
    for reason, asks in (("", True), ("reason: Our safeguarding policy says it.\n", False)):
        file.write_text(f"---\nchange: taken-out\n{reason}---\n", encoding="utf-8")
        mine = project.load(school)
        points = unexplained(mine.local, mine.facts, mine.school.school.identity)
        assert [Path(one.file).name for one in points] == [file.name] * asks
        told = filler(mine)("policy/compliance-map.md", *source("policy/compliance-map.md", mine.sources))
        assert "**Not met in this policy.** Our s" in told
    clause = school.parent / "local" / "clauses" / "local-lockers.md"
    clause.write_text(clause.read_text(encoding="utf-8").replace("letter: B", f"letter: B\nmeets: [{alone.id}]"), encoding="utf-8")
    assert project.load(school).facts.requirements[alone.id].met_by == ["local-lockers"]


# A file, what stands in it, and words of what is told.
WRONG = [
    ("clauses/phone-free-shool-day.md", "---\nchange: taken-out\n---\n", 'Did you mean "phone-free-school-day"?'),
    ("clauses/phone-free-school-day.md", "Just words.\n", "the lines between --- are missing"),
    ("clauses/phone-free-school-day.md", "---\nchange: rewordd\n---\nWords.\n", "line 2"),
    ("clauses/phone-free-school-day.md", "---\nchange: reworded\n---\n\n", "the words of the clause are missing"),
    ("clauses/phone-free-school-day.md", "---\nchange: taken-out\n---\nWords.\n", "line 4"),
    ("clauses/phone-free-school-day.md", "---\nchange: reworded\nletter: A\n---\nWords.\n", "for an added clause"),
    ("clauses/our-lockers.md", "---\nchange: added\nsection: policy/devices.md\nletter: C\n---\nWords.\n", "Call it local-our-lockers.md"),
    ("clauses/local-more.md", "---\nchange: added\n---\nWords.\n", "needs its section and its letter"),
    ("clauses/local-more.md", "---\nchange: added\nsection: policy/devices.md\nletter: A\n---\nWords.\n", "next one that is free: C"),
    ("clauses/local-more.md", "---\nchange: added\nsection: policy/devises.md\nletter: C\n---\nWords.\n", 'Did you mean "policy/devices.md"?'),
    ("clauses/local-more.md", "---\nchange: added\nsection: policy/devices.md\nletter: C\nrests_on: [kcsie-2062]\n---\nWords.\n", "kcsie-2026"),
    ("clauses/local-more.md", "---\nchange: added\nsection: policy/devices.md\nletter: C\n---\nSee https://www.gov.uk/x\n", "line 6"),
    ("pages/parents/new.md", "---\ndescription: New.\naudience: [parents]\n---\n# New\n", "say where in the menu"),
    ("pages/parents/new.md", "---\ndescription: New.\naudience: [parents]\nafter: parents/fist-phone.md\n---\n# New\n", 'Did you mean "parents/first-phone.md"?'),
    ("pages/parents/gaming.md", "---\ndescription: New.\naudience: [parents]\nafter: parents/index.md\n---\n# New\n", "has a page of this name itself"),
    ("pages/parents/new.md", "# New\n", "does not say what it is about"),
    ("pages/policy/devices.md", "---\ndescription: New.\naudience: [staff]\n---\n# New\n\n{{ section() }}\n", "the page leaves out a clause"),
    ("pages/policy/ours.md", "---\ndescription: New.\naudience: [staff]\nafter: policy/devices.md\n---\n# New\n\n{{ section() }}\n\n{{ clause(\"local-a\") }} Words.\n", "Write  after: policy/review.md"),
    ("pages/staff/ours.md", "---\ndescription: New.\naudience: [staff]\nafter: policy/review.md\n---\n# New\n\n{{ section() }}\n\n{{ clause(\"local-a\") }} Words.\n", "stands below policy/"),
    ("pages/policy/ours.md", "---\ndescription: New.\naudience: [staff]\nafter: policy/review.md\n---\n# New\n\n{{ section() }}\n\n{{ clause(\"trips-first\") }} Words.\n", "Write  {{ clause(\"local-trips-first\") }}"),
    ("pages/policy/ours.md", "---\ndescription: New.\naudience: [staff]\nafter: policy/review.md\n---\n# New\n\n{{ section() }}\n\n{{ clause(\"phone-free-school-day\") }} Words.\n", "this clause id stands twice"),
    ("pages/policy/ours.md", "---\ndescription: New.\naudience: [staff]\nafter: policy/review.md\n---\n# New\n\n{{ section() }}\n\n{{ clause(\"local-lockers\") }} Words.\n", "this clause id stands twice"),
    ("pages/policy/ours.md", "---\ndescription: New.\naudience: [staff]\nafter: policy/review.md\n---\n# New\n\n{{ section() }}\n\n{{ clause(\"local-a\", \"kcsie-2062\") }} Words.\n", "kcsie-2026"),
    ("pages/policy/ours.md", "---\ndescription: New.\naudience: [staff]\nafter: policy/review.md\nmeets: {local-a: [phone-storage-publishd]}\n---\n# New\n\n{{ section() }}\n\n{{ clause(\"local-a\") }} Words.\n", "Did you mean \"phone-storage-published\"?"),
    ("pages/policy/ours.md", "---\ndescription: New.\naudience: [staff]\nafter: policy/review.md\nmeets: {local-b: [phone-storage-published]}\n---\n# New\n\n{{ section() }}\n\n{{ clause(\"local-a\") }} Words.\n", "Did you mean \"local-a\"?"),
    ("contacts.yml", "- name: Hub\n  when: Always\n", "nothing says how to reach it"),
    ("contacts.yml", "- name: Hub\n  when: Always\n  phone: 01632 96\n", "contacts.yml, line 3"),
    ("forms.yml", "- title: Form\n  use: ask\n  page: forms/none.md\n", 'there is no page "forms/none.md"'),
    ("links.yml", "- id: hub\n  url: https://www.example.org/hub\n  title: Hub\n  publisher: Council\n", "Write  id: local-hub"),
    ("clauses.yml", "- id: x\n", "nothing in the handbook asks for this file"),
    ("page/parents/x.md", "x\n", 'Did you mean "pages/"?'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_told(name: str, text: str, told: str, school: Path) -> None:
    write(school.parent / "local", {name: text})
    with pytest.raises(ProblemsError) as error:
        project.load(school)
    assert told in str(error.value)
    assert Path(name).name in str(error.value)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("clauses/phone-free-school-day.md", "---\nchange: reworded\n---\n\nFirst.\n\nAsk {{ whoo('dsl') }}.\n", 7),
        ("clauses/local-lockers.md", "---\nchange: added\nsection: policy/devices.md\nletter: B\n---\nFirst.\n\nAsk {{ whoo('dsl') }}.\n", 8),
        ("pages/parents/our-app.md", "---\ndescription: A.\naudience: [parents]\nafter: parents/index.md\n---\n# A\n\n{{ whoo('dsl') }}\n", 8),
    ],
)
def test_a_fault_of_a_macro_is_told_with_the_schools_own_file_and_line(name: str, text: str, line: int, school: Path) -> None:
    write(school.parent / "local", {name: text})
    mine = project.load(school)
    shown = "parents/our-app.md" if name.startswith("pages") else "policy/devices.md"
    with pytest.raises(ProblemsError) as error:
        filler(mine)(shown, *source(shown, mine.sources))
    (problem,) = error.value.problems
    assert problem.file.endswith(name)
    assert problem.line == line


@pytest.mark.whole
def test_a_fault_of_ours_below_a_changed_clause_keeps_its_line(small: Project) -> None:
    write(small.root / "local", {"clauses/who-must-follow.md": "---\nchange: reworded\n---\nAll.\n\n- You.\n\n- We.\n"})
    small.append("docs/policy/about.md", '\n{{ helplin("childline") }}\n')
    done = small.run("build")
    line = (small.root / "docs/policy/about.md").read_text(encoding="utf-8").splitlines().index('{{ helplin("childline") }}') + 1
    assert f"{Path('docs/policy/about.md')}, line {line}:" in done.stderr


@pytest.mark.whole
def test_a_change_of_ours_is_told_with_the_difference_until_somebody_has_looked(small: Project) -> None:
    small.make_real()
    for name in ("tell-the-dsl", "glossary.md"):
        assert small.run("local", "begin", name).returncode == 0
    small.change("docs/policy/about.md", "about any worry.", "about every worry, the same day.")
    done = small.run("build")
    assert done.returncode == 0, done.stderr
    refused = small.run("build", "--release").stderr
    for told in (done.stderr, refused, small.run("local", "list").stdout):
        assert str(Path("local/clauses/tell-the-dsl.md")) in told
        assert str(Path("local/pages/glossary.md")) not in told, "what has just been begun stands beside our text as it is"
        assert re.search(r"-\s*You must tell.* about any worry\.\s+\+\s*You must tell.* about every worry, the same day\.", told)
    assert "was begun and never finished" in refused
    small.change("local/clauses/tell-the-dsl.md", "Why your school says it in other words", "It is how we say it.")
    small.change("local/clauses/tell-the-dsl.md", "any worry", "all worries")
    assert small.run("local", "reviewed", "local/clauses/tell-the-dsl.md").returncode == 0
    released = small.run("build", "--release")
    assert released.returncode == 0, released.stderr
    assert "about all worries" in (small.root / "site/policy/about/index.html").read_text(encoding="utf-8")


def test_school_check_tells_it_too_and_whoever_has_looked_says_so(school: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waiting = {"phone-free-school-day", "watches-and-wearables", "policy/principles.md"}
    for left in (waiting, set[str]()):
        assert own_words(load_school(school)) == 0
        told = capsys.readouterr().out
        assert {name for name in waiting if f"local reviewed {name}" in told} == left
        mine = project.load(school)
        assert {pair.name for pair in reviewed.confirm(mine.local, OURS, waiting)} == waiting
    with pytest.raises(ProblemsError, match='Did you mean "phone-free-school-day"'):
        reviewed.confirm(mine.local, OURS, ["phone-free-schol-day"])
    write(school.parent / "local", {"contacts.yml": "- name: Hub\n  when: Always\n"})
    assert own_words(load_school(school)) == 1


def test_begin_writes_what_is_needed(school: Path) -> None:
    mine = project.load(school)
    path = begin(mine.local, outline(), "local-more", section="policy/devices.md")
    assert "letter: C" in path.read_text(encoding="utf-8")
    begin(mine.local, outline(), "parents/more.md", after="parents/our-app.md")
    begin(mine.local, outline(), "policy/devices.md")
    begin(mine.local, outline(), "policy/own.md", after="policy/review.md")
    begin(mine.local, outline(), "pupils-phones-on-trips")
    again = project.load(school)
    assert [one.id for one in again.policy.sections[-1].clauses] == ["local-own-first"]
    assert [point.place for point in reviewed.open_points(again.local, outline()) if "devices" in point.file] == []
    assert again.sources.pages[again.sources.pages.index("parents/our-app.md") + 1] == "parents/more.md"
    assert {Path(point.file).name: point.line for point in unfinished(again.local)} == {
        "local-more.md": 6,
        "more.md": 7,
        "own.md": 11,
        "pupils-phones-on-trips.md": 3,
    }
    with pytest.raises(ProblemsError, match="there already"):
        begin(again.local, outline(), "policy/devices.md")
    (again.local.folder / "pages" / "staff").write_text("A file.", encoding="utf-8")
    with pytest.raises(ProblemsError, match="a file where a folder should be"):
        begin(again.local, outline(), "staff/own.md", after="staff/index.md")


@pytest.mark.whole
def test_search_and_pictures_and_kept_pages_know_the_schools_words(small: Project) -> None:
    small.make_real()
    page = "---\ndescription: Our app.\naudience: [everyone]\nafter: policy/phones.md\n---\n# Our app zebrafish\n\n![A zebra](zebra.png)\n"
    write(
        small.root / "local",
        {
            "clauses/tell-the-dsl.md": "---\nchange: reworded\nreason: Ours.\n---\nTell the DSL about wombats.\n",
            "clauses/local-b.md": "---\nchange: added\nsection: policy/about.md\nletter: A\n---\nAnd this.\n\n![A zebra](zebra.png)\n",
            "pages/policy/app.md": page,
        },
    )
    Image.new("RGB", (8, 8)).save(small.root / "local/pages/policy/zebra.png")
    done = small.run("build")
    assert done.returncode == 0, done.stderr
    index = next((small.root / "site").rglob("search_index.json")).read_text(encoding="utf-8")
    assert "zebrafish" in index and "wombats" in index
    assert (small.root / "site/policy/zebra.png").is_file()
    made = small.run("documents", "--only", "policy")
    assert made.returncode == 0, made.stderr
    word = docx.Document(str(small.root / "documents" / "policy.docx"))
    said = " ".join(paragraph.text for paragraph in word.paragraphs)
    assert "wombats" in said
    small.change("local/clauses/tell-the-dsl.md", "wombats", "capybaras")
    again = small.run("build")
    assert again.returncode == 0
    assert "capybaras" in (small.root / "site/policy/about/index.html").read_text(encoding="utf-8"), "kept pages notice"


@pytest.mark.whole
def test_check_tells_what_of_a_schools_own_is_to_be_set_beside_ours(small: Project) -> None:
    (small.root / "local/pages").mkdir(parents=True)
    ours = (small.root / "docs/glossary.md").read_text(encoding="utf-8")
    (small.root / "local/pages/glossary.md").write_text(f"{ours}\nOur own last line.\n", encoding="utf-8")
    assert small.run("local", "reviewed", "local/pages/glossary.md").returncode == 0
    well = small.run("check")
    assert "local/pages" not in well.stdout + well.stderr
    small.append("docs/glossary.md", "\nA new sentence of ours.\n")
    told = small.run("check")
    assert told.returncode == 1
    assert "local/pages/glossary.md" in told.stdout + told.stderr
    assert "A new sentence of ours." in told.stdout + told.stderr


@pytest.mark.mend(
    "Correct the example in docs/about/change-our-words.md: it names a requirement or a page that is not there, or not the "
    "last section of the policy."
)
def test_what_the_page_for_schools_names_is_there() -> None:
    text = (DOCS / "about" / "change-our-words.md").read_text(encoding="utf-8")
    met = re.findall(r"(?:meets:|local-[\w-]+:) \[([\w-]+)\]", text)
    pages = re.findall(r"--(?:after|section) (\S+)|local begin ((?!policy/our-|parents/our-|local-)\S+\.md)", text)
    assert len(met) >= 2 and len(pages) >= 4
    nothing(f"There is no requirement {one}." for one in met if one not in load_facts().requirements)
    nothing(f"There is no page {one}." for pair in pages for one in pair if one and not (DOCS / one).is_file())
    assert f"--after {OURS.sections[-1].page}" in text
