"""The build refuses raw addresses, retired and dangerous ones, plain http, shortened and tracking addresses, wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.facts.load import Facts, load
from handbook.facts.records import Link, RetiredLink
from handbook.ground import addresses
from handbook.ground.problems import Problem, ProblemsError
from handbook.links import raw
from tests.conftest import Project

FACTS = load()
# The addresses of the source documents that still belong to the same body.
STILL_IN_USE = (
    "ceop-home",
    "childline",
    "connectsafely",
    "wikipedia-blog",
    "wikipedia-music",
    "wikipedia-photograph",
    "wikipedia-questionnaire",
    "wikipedia-video",
    "iwf",
    "nspcc",
    "uksic",
    "stop-it-now-home",
)
SHOWN = [record for record in FACTS.retired_links.values() if record.url]
HIDDEN = [record for record in FACTS.retired_links.values() if record.never_show]


def faults_of(text: str, folder: Path) -> list[Problem]:
    """Return the faults of a page with a text."""
    (folder / "page.md").write_text(text, encoding="utf-8")
    return [one for one in raw.faults(FACTS, folder) if one.file.endswith("page.md")]


def test_all_the_addresses_of_the_source_documents_are_in() -> None:
    assert len(SHOWN) + len(HIDDEN) + len(STILL_IN_USE) == 64
    assert all(name in FACTS.links for name in STILL_IN_USE)


@pytest.mark.parametrize("record", SHOWN, ids=lambda record: record.id)
def test_retired_address_is_refused_with_its_replacement(record: RetiredLink, tmp_path: Path) -> None:
    for spelling in dict.fromkeys([record.url or "", *record.as_written]):
        if "." not in addresses.key(spelling).partition("/")[0]:
            continue  # A piece of an address that the old document broke over two lines.
        for planted in (f"[old]({spelling})", f"<{spelling}>", f'<a href="{spelling}">old</a>'):
            found = faults_of(f"# Page\n\nSee {planted}.\n", tmp_path)
            assert len(found) == 1, (planted, found)
            assert found[0].line == 3
            assert "is retired" in found[0].fault
            assert ("and dangerous" in found[0].fault) == record.dangerous
            if record.replacement:
                assert f'link("{record.replacement}")' in found[0].remedy
                assert FACTS.links[record.replacement].url in found[0].remedy
            else:
                assert "take it out" in found[0].remedy


@pytest.mark.parametrize("name", STILL_IN_USE)
def test_address_in_use_is_refused_with_its_id(name: str, tmp_path: Path) -> None:
    for spelling in (FACTS.links[name].url, FACTS.links[name].url.replace("https://", "http://")):
        found = faults_of(f"See {spelling}", tmp_path)
        assert len(found) == 1
        assert f'link("{name}")' in found[0].remedy


@pytest.mark.parametrize("record", HIDDEN, ids=lambda record: record.id)
def test_address_that_may_not_be_shown_is_recognised_and_not_repeated(record: RetiredLink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The address itself may not stand here either, so another one stands in for it.
    real = addresses.digest
    monkeypatch.setattr(addresses, "digest", lambda address: record.sha256[0] if "stand-in.example" in address else real(address))
    for planted in ("[x](http://stand-in.example/a)", "stand-in.example/a", "<https://www.stand-in.example/a>"):
        found = faults_of(planted, tmp_path)
        assert len(found) == 1
        assert "may not be shown is retired" in found[0].fault
        assert "take it out" in found[0].remedy
        assert "stand-in" not in str(found[0])


def test_no_file_holds_an_address_that_may_not_be_shown() -> None:
    root = raw.DOCS.parent
    wanted = {digest for record in HIDDEN for digest in record.sha256}
    assert len(wanted) == 2
    looked = 0
    for folder in ("data", "docs", "handbook", "macros", "tests", "benchmarks"):
        for path in (root / folder).rglob("*"):
            if path.suffix in (".yml", ".md", ".py", ".json"):
                for match in raw._ADDRESS.finditer(path.read_text(encoding="utf-8")):
                    looked += 1
                    assert addresses.digest(raw._trimmed(match.group(0))) not in wanted, path
    assert looked > 1000


def test_the_build_refuses_every_one_of_them(small: Project) -> None:
    planted = [record.url for record in SHOWN] + [FACTS.links[name].url for name in STILL_IN_USE]
    small.append("docs/glossary.md", "\n" + "\n".join(f"[old]({url})" for url in planted) + "\n")
    done = small.run("build")
    assert done.returncode == 1
    for record in SHOWN:
        assert f"{record.url} is retired" in done.stderr
        if record.replacement:
            assert f'link("{record.replacement}")' in done.stderr
    for name in STILL_IN_USE:
        assert f'link("{name}")' in done.stderr
    assert not (small.root / "site").exists()


UNKNOWN = {
    "Markdown link": "[x](https://unknown.example/a)",
    "Markdown link with a title": '[x](https://unknown.example/a "Title")',
    "plain http": "[x](http://unknown.example/a)",
    "autolink": "<https://unknown.example/a>",
    "bare address": "Go to https://unknown.example/a, then come back.",
    "bare www": "Go to www.unknown.example/a.",
    "HTML link": '<a href="https://unknown.example/a">x</a>',
    "HTML link without quotes": "<a href=https://unknown.example/a>x</a>",
    "picture": "![x](https://unknown.example/a)",
    "HTML source": '<img alt="" src="//unknown.example/a">',
    "reference": "[x][1]\n\n[1]: https://unknown.example/a",
    "capitals": "[x](HTTPS://UNKNOWN.EXAMPLE/a)",
    "in a template string": '{{ sign("https://unknown.example/a") }}',
    "in front matter": "---\ndescription: See https://unknown.example/a\n---\n# Page",
    "in an HTML comment": "<!-- https://unknown.example/a -->",
    "after a list mark": "- https://unknown.example/a",
    "in bold": "**https://unknown.example/a**",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_raw_address_is_refused(name: str, tmp_path: Path) -> None:
    found = faults_of(UNKNOWN[name], tmp_path)
    assert len(found) == 1, found
    assert "unknown.example/a stands here as a raw address" in found[0].fault.lower()
    assert "data/links/" in found[0].remedy


HARMLESS = {
    "code": "`https://unknown.example/a`",
    "code with two ticks": "``https://unknown.example/`a``",
    "fenced code": "```\nhttps://unknown.example/a\n```",
    "fenced code with tildes": "~~~ yaml\nurl: https://unknown.example/a\n~~~",
    "HTML code": "<code>https://unknown.example/a</code>",
    "template comment": "{# https://unknown.example/a #}",
    "namespace of a drawing": '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "link by id": '{{ link("childline") }}',
    "page of ours": "[x](../policy/about.md#a-place)",
    "name of a service in words": "It was called Ask.fm.",
    "file name": "Open school.yml, then docs/about.md.",
    "mail": "Write to office@unknown.example.",
    "phone": "[ring](tel:999)",
    "abbreviations": "e.g. this, i.e. that, and/or both.",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_text_is_left_alone(name: str, tmp_path: Path) -> None:
    assert faults_of(HARMLESS[name], tmp_path) == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://bit.ly/abc", "a shortened address (bit.ly)"),
        ("https://youtu.be/abc", "a shortened address (youtu.be)"),
        ("https://www.unknown.example/a?utm_source=mail", 'carries "utm_source"'),
        ("https://www.unknown.example/a?id=1&fbclid=x", 'carries "fbclid"'),
        ("https://gbr01.safelinks.protection.outlook.com/?url=x", "a tracking address"),
        ("https://www.google.com/url?q=x", "a tracking address (google.com/url)"),
    ],
)
def test_shortened_and_tracking_addresses_are_refused(address: str, words: str, tmp_path: Path) -> None:
    found = faults_of(f"[x]({address})", tmp_path)
    assert len(found) == 1
    assert words in found[0].fault


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://unknown.example/a", "begins with http://"),
        ("https://tinyurl.com/abc", "a shortened address"),
        ("https://unknown.example/a?utm_medium=x", "a tracking address"),
    ],
)
def test_the_register_refuses_them_too(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=words.replace("/", ".")):
        Link.model_validate({"id": "x", "url": url, "title": "X", "publisher": "Y"})


APART = {
    "article-12": "https://help.unknown.example/#/article/12",
    "article-13": "https://help.unknown.example/#/article/13",
    "help": "https://help.unknown.example/",
    "upper": "https://unknown.example/Guide",
    "lower": "https://unknown.example/guide",
    "one-video": "https://unknown.example/watch?v=aBcD",
    "other-video": "https://unknown.example/watch?v=abcd",
    "part": "https://unknown.example/page#part",
    "page": "https://unknown.example/page",
    "bang": "https://unknown.example/#!one",
}


@pytest.mark.parametrize(
    ("address", "record"),
    [
        *((url, name) for name, url in APART.items()),
        ("http://www.help.unknown.example/#/article/13", "article-13"),
        ("https://help.unknown.example/#/article/14", ""),
        ("https://help.unknown.example/#other", "help"),
        ("https://unknown.example/GUIDE", "upper"),
        ("https://unknown.example/page/", "page"),
        ("https://unknown.example/page#other", "part"),
        ("https://unknown.example/#!two", ""),
        ("https://unknown.example/watch?v=aBcD&x=1", ""),
    ],
)
def test_a_record_is_found_by_its_whole_address_first(address: str, record: str) -> None:
    facts = Facts(links={name: Link.model_validate({"id": name, "url": url, "title": "X", "publisher": "Y"}) for name, url in APART.items()})
    found = raw.register_of(facts).find(address)
    assert (found.id if found else "") == record


def test_addresses_that_differ_in_capitals_may_stand_side_by_side(small: Project) -> None:
    small.append(
        "data/links/glossary.yml",
        "".join(f"- id: {name}\n  url: {url}\n  title: X\n  publisher: Y\n  checked: null\n" for name, url in APART.items()),
    )
    assert set(APART) <= set(load(small.root / "data").links)
    small.append("data/links/glossary.yml", "- id: again\n  url: https://www.unknown.example/Guide/\n  title: X\n  publisher: Y\n  checked: null\n")
    with pytest.raises(ProblemsError, match='this address stands already, as "upper"'):
        load(small.root / "data")


def test_link_to_a_retired_record_is_refused_with_its_replacement(tmp_path: Path) -> None:
    found = faults_of('# A\n\nSee {{ link("thinkuknow") }}.', tmp_path)
    assert len(found) == 1
    assert found[0].line == 3
    assert 'links to "thinkuknow", which is retired' in found[0].fault
    assert 'link("ceop-education")' in found[0].remedy


def test_address_in_the_text_of_a_fact_stops_the_build(small: Project) -> None:
    small.change("data/needs.yml", "intro: ", "intro: See https://unknown.example/a. ")
    done = small.run("build")
    assert done.returncode == 1
    assert "data/needs.yml, line" in done.stderr
    assert "https://unknown.example/a stands here as a raw address" in done.stderr


def test_fact_that_cites_a_retired_link_is_told_its_replacement(small: Project) -> None:
    small.change("data/retired-links.yml", "link: ceop-education-faqs", "link: thinkuknow")
    done = small.run("build")
    assert done.returncode == 1
    assert 'the link "thinkuknow" is retired.' in done.stderr
    assert 'Use "ceop-education" instead.' in done.stderr


def test_retired_address_cannot_come_back_in_other_spelling(small: Project) -> None:
    small.append("data/links/glossary.yml", "\n- id: back-again\n  url: https://thinkuknow.co.uk/\n  title: X\n  publisher: Y\n  checked: null\n")
    done = small.run("build")
    assert done.returncode == 1
    assert "a retired address is also in use" in done.stderr


def test_hidden_record_may_not_hold_its_address() -> None:
    content = {
        "id": "x",
        "verdict": "unknown",
        "what_happened": "Y.",
        "dangerous": True,
        "never_show": True,
        "sources": [{"general": "z"}],
        "review": {"on": "2026-11-20", "by": "editor", "against": "z"},
        "confidence": "high",
    }
    digest = addresses.digest("http://unknown.example/a")
    RetiredLink.model_validate({**content, "sha256": [digest]})
    for wrong in (
        {},
        {"url": "http://unknown.example/a", "sha256": [digest]},
        {"sha256": [digest], "as_written": ["unknown.example/a"]},
        {"sha256": ["abc"]},
    ):
        with pytest.raises(ValueError):
            RetiredLink.model_validate({**content, **wrong})


def test_a_page_is_read_again_only_when_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking again costs nothing: the preview does it for every change."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text("# A\n\nText.\n", encoding="utf-8")
    read: list[str] = []
    plain = Path.read_text

    def counted(path: Path, *given: object, **named: object) -> str:
        read.append(path.stem)
        return plain(path, *given, **named)

    monkeypatch.setattr(Path, "read_text", counted)
    assert raw.faults(FACTS, tmp_path) == []
    assert sorted(set(read)) == ["a", "b"]
    read.clear()
    assert raw.faults(FACTS, tmp_path) == []
    assert read == []
    (tmp_path / "b.md").write_text("# B\n\nSee https://unknown.example/a.\n", encoding="utf-8")
    assert len(raw.faults(FACTS, tmp_path)) == 1
    assert set(read) == {"b"}
