"""Nothing of a page is lost in its documents, and nothing is added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import docx
import pypandoc
import pytest
from lxml import html

from handbook import project
from handbook.outputs.documents import making, pages
from handbook.outputs.documents.blocks import every, plain_text, runs_of
from handbook.outputs.documents.catalogue import Document, documents
from handbook.outputs.documents.composing import compose
from tests.conftest import FILLED
from tests.documents.conftest import SCHOOLS, Documents, Schools
from tests.documents.tools import office, page_count, pages_text

pytestmark = pytest.mark.whole

_ONLY_ON_SCREEN = "headerlink", "words", "downloads", "triage__back"
# Words that only a page has, because the document says the same in its heading.
_SAID_BY_HEADING = re.compile(r"Section \d+ of our policy")


def words(text: str) -> Counter[str]:
    """Return the words of a text with how often each stands there; what glues words together on paper or screen counts as a space."""
    return Counter(re.findall(r"[^\W_]+", text.replace("\u00ad", "").replace("’", "'")))


def words_of_page(article: str) -> Counter[str]:
    """Return what a reader of a page sees."""
    root = html.fragment_fromstring(article, create_parent="div")
    for name in _ONLY_ON_SCREEN:
        for gone in root.find_class(name):
            gone.drop_tree()
    for drawing in root.iter("svg", "script", "style"):
        drawing.drop_tree() if drawing.tail else drawing.getparent().remove(drawing)
    # Blocks that touch in the markup stand apart on the screen.
    text = re.sub(
        r"<(?:/?(?:p|li|td|th|tr|h\d|div|dt|dd|ul|ol|summary|figcaption|section|details)|br)\b[^>]*>", " ", html.tostring(root, encoding="unicode")
    )
    return words(_SAID_BY_HEADING.sub("", html.fragment_fromstring(text, create_parent="div").text_content()))


def list_numbers(article: str) -> Counter[str]:
    """Return the numbers that a reader sees before the items of lists, which stand nowhere in the markup."""
    root = html.fragment_fromstring(article, create_parent="div")
    return Counter(str(number) for found in root.iter("ol") for number, _ in enumerate(found.findall("li"), start=1))


def drawn_or_repeated(article: str, pages: int) -> Counter[str]:
    """Return the words within drawings, and those of the heads of tables as often as they are repeated when a table goes over pages."""
    root = html.fragment_fromstring(article, create_parent="div")
    drawn = words(" ".join(part.text_content() for drawing in root.iter("svg") for part in drawing.iter("text")))
    once = words(" ".join(cell.text_content() for cell in root.iter("th")))
    return drawn + Counter({word: count * pages for word, count in once.items()})


def clause_numbers(articles: Iterable[str]) -> list[str]:
    """Return the numbers of all clauses, as the site prints them."""
    return [number for article in articles for number in re.findall(r'<a class="clause"[^>]*>([\d.]+)</a>', article)]


def word_text(file: str) -> str:
    """Return all text of a Word file: paragraphs, tables, fields."""
    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    parts = []
    for element in docx.Document(file).element.body.iter():
        if element.tag == f"{namespace}t":
            parts.append(element.text or "")
        elif element.tag in (f"{namespace}p", f"{namespace}br", f"{namespace}tab"):
            parts.append(" ")
    return "".join(parts)


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_policy_holds_every_clause_in_order(schools: Schools, name: str) -> None:
    mine = schools[name]
    numbers = clause_numbers(article for page, article in mine.articles.items() if page.startswith("policy/"))
    assert len(numbers) > 300
    lines = [line for text in pages_text(mine["policy.pdf"]) for line in text.splitlines()]
    printed = [found.group(1) for found in (re.match(r"(\d+\.\d+)(?: |$)", line) for line in lines) if found]
    assert [one for one in printed if one in set(numbers)][: len(numbers)] == numbers
    in_word = [paragraph.text.split("\t")[0] for paragraph in docx.Document(str(mine["policy.docx"])).paragraphs if paragraph.style.name == "Clause"]
    assert in_word == numbers


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_policy_loses_no_word(schools: Schools, name: str) -> None:
    mine = schools[name]
    sections = [page for page in mine.pages if 'class="section-number"' in mine.articles[page]]
    assert len(sections) == 29
    wanted = sum((words_of_page(mine.articles[page]) for page in sections), Counter())
    pdf = pages_text(mine["policy.pdf"])
    first = next(index for index, text in enumerate(pdf) if index > 1 and text.startswith("1 "))
    last = next(index for index, text in enumerate(pdf) if index > 1 and text.startswith("Appendix A"))
    printed = words("\n".join(pdf[first:last]))
    numbers = Counter(str(number) for number in range(1, 30))
    assert not wanted - printed
    furniture = sum((list_numbers(mine.articles[page]) + drawn_or_repeated(mine.articles[page], 3) for page in sections), Counter())
    added = printed - wanted - numbers - furniture
    assert not added
    text = word_text(str(mine["policy.docx"]))
    # The first time it stands in the contents.
    heading = f"1  {mine.pages[sections[0]].title}"
    begin, end = text.index(heading, text.index(heading) + 1), text.rindex("Appendix A: ")
    in_word = words(text[begin:end])
    assert not wanted - in_word
    assert not in_word - wanted - numbers


@pytest.mark.parametrize("name", SCHOOLS)
def test_forms_and_booklets_lose_no_word_and_gain_none(schools: Schools, name: str) -> None:
    mine = schools[name]
    looked_at = 0
    for document, file in [*mine.files("pdf"), *mine.files("docx")]:
        if document.kind not in ("form", "booklet"):
            continue
        wanted = sum((words_of_page(mine.articles[page]) for page in document.pages), Counter())
        text = "\n".join(pages_text(file)) if file.suffix == ".pdf" else word_text(str(file))
        lost = wanted - words(text)
        assert not lost, f"{file.name}: {lost}"
        articles = [mine.articles[page] for page in document.pages]
        furniture = words(f"{mine.imprint.school} This is a made-up school. Its names and numbers are not real.")
        if file.suffix == ".pdf":
            furniture += sum((list_numbers(article) + drawn_or_repeated(article, page_count(file)) for article in articles), Counter())
        if document.kind == "booklet":
            furniture += _around_a_booklet(mine, document, page_count(file))
        added = words(text) - wanted - furniture
        assert not added, f"{file.name}: {added}"
        looked_at += 1
    assert looked_at > 30


def _around_a_booklet(mine: Documents, document: Document, pages: int) -> Counter[str]:
    """Return the words of a booklet that no page has: of its cover, its contents with page numbers, and of addresses that somebody must type."""
    articles = [html.fragment_fromstring(mine.articles[page], create_parent=True) for page in document.pages]
    titles = " ".join(mine.pages[page].title for page in document.pages)
    headings = " ".join(found.text_content() for article in articles for found in article.iter("h2"))
    # Once on each page.
    addresses = " ".join(address for article in articles for address in set(article.xpath(".//a/@href")) if address.startswith("http"))
    # In the contents a page is named by each heading on it.
    numbers = Counter({str(number): 99 for number in range(1, pages + 2)})
    return words(f"{document.title} Contents {titles} {titles} {headings}") + words(addresses) + numbers


@pytest.mark.mend(
    "The sheet no longer fits one side: shorten its page in docs/ (contacts/, staff/essential-card.md, policy/dos-and-donts.md, help-now/)."
)
@pytest.mark.parametrize("name", SCHOOLS)
def test_sheets_and_cards_have_one_side(schools: Schools, name: str) -> None:
    mine = schools[name]
    sheets = [(document, file) for document, file in mine.files("pdf") if document.kind in ("sheet", "card")]
    assert len(sheets) > 40
    for document, file in sheets:
        assert page_count(file) == 1, file.name
        text = pages_text(file)[0]
        assert mine.imprint.school.split()[0] in text, file.name
        if document.kind == "sheet":
            lost = words_of_page(re.sub(r'<p class="summary">.*?</p>', "", mine.articles[document.pages[0]], flags=re.DOTALL)) - words(text)
            assert not lost, f"{file.name}: {lost}"


@pytest.mark.parametrize("name", SCHOOLS)
def test_every_foot_says_whose_which_version_and_when(schools: Schools, name: str) -> None:
    mine = schools[name]
    for document, file in mine.files("pdf"):
        whole = words(_whole(file))
        for said in (
            mine.imprint.school,
            f"version {mine.imprint.version}",
            mine.imprint.approved,
            "" if document.kind in ("policy", "short") else f"Made on {mine.imprint.made_on}",
        ):
            assert not words(said) - whole, f"{file.name} does not say: {said}"


def _whole(file: object) -> str:
    from tests.documents.tools import poppler

    return poppler("pdftotext", "-layout", str(file), "-")


@pytest.mark.mend("A page prints a detail that may be blank: ask for it first,  {% if … %} ; or fill it in in tests/school/filled.yml.")
@pytest.mark.whole
def test_a_release_has_nothing_left_to_complete() -> None:
    mine = project.load(FILLED, release=True)
    read, looked_at = making.read_pages(pages.pages_of(mine)), 0
    for one in documents(list(read)):
        made = compose(one, read)
        marks = [run.text for block in every((*made.cover, *made.blocks)) for run in runs_of(block) if run.mark]
        assert not marks and "to be completed" not in plain_text(made.blocks), f"{one.id}: {marks}"
        looked_at += 1
    assert looked_at > 70


@pytest.mark.whole
def test_word_opens_in_other_programs(schools: Schools, tmp_path_factory: pytest.TempPathFactory) -> None:
    mine, out = schools["example-primary"], tmp_path_factory.mktemp("office")
    files = [file for _, file in mine.files("docx")]
    assert len(files) > 15
    office(*files, out=out)
    for file in files:
        lost = words(word_text(str(file))) - words("\n".join(_whole(out / f"{file.stem}.pdf").splitlines()))
        assert not lost, f"{file.name} in LibreOffice: {lost}"


@pytest.mark.whole
@pytest.mark.parametrize("name", SCHOOLS)
def test_the_contents_of_the_word_policy_give_its_pages(schools: Schools, name: str, tmp_path: Path) -> None:
    """The numbers in it before Word has counted are those of another program that opens it.

    Where a page is full to the last line a program of another age may set one line differently; then all that follows is one page off.
    """
    mine = schools[name]
    office(mine["policy.docx"], out=tmp_path)
    promised = {
        text: int(page)
        for text, page in re.findall(
            r"(\d+)  [^\d]+?(\d+)(?=\s|$)",
            "\n".join(p.text.replace("\t", " ") for p in docx.Document(str(mine["policy.docx"])).paragraphs if p.style.name == "toc 1"),
        )
    }
    really = {}
    for index, text in enumerate(pages_text(tmp_path / "policy.pdf"), start=1):
        if index > 2 and (found := re.match(r"(\d+) +[A-Z]", text.lstrip())):
            really.setdefault(found.group(1), index)
    both = promised.keys() & really.keys()
    assert len(both) >= 28
    assert sum(promised[one] == really[one] for one in both) > len(both) / 2, {one: (promised[one], really[one]) for one in both}
    assert max(abs(promised[one] - really[one]) for one in both) <= 1, {one: (promised[one], really[one]) for one in both}


@pytest.mark.whole
def test_word_reads_back_through_pandoc(schools: Schools) -> None:
    mine = schools["example-primary"]
    for document, file in mine.files("docx"):
        back = words(pypandoc.convert_file(str(file), "plain", extra_args=["--wrap=none"]))
        wanted = sum((words_of_page(mine.articles[page]) for page in document.pages if page != "policy/index.md"), Counter())
        lost = wanted - back
        assert not lost, f"{file.name}: {lost}"
