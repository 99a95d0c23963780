"""The steps on finished pages, one at a time on small pages, with what each must refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from handbook.finish import cards, images, offline, security, sharing, styles, without_signal
from handbook.finish.pages import FinishedPage, FinishError
from handbook.search.index import INDEX
from handbook.search.meaning import TABLE

HEAD = '<!doctype html><html><head>\n<meta charset="utf-8">\n</head>'


def page(text: str, path: str = "") -> FinishedPage:
    """A page in memory."""
    return FinishedPage(Path(path) / "index.html", path, text)


def test_policy_stands_first_in_every_page(tmp_path: Path) -> None:
    made = page(f"{HEAD}<body></body></html>")
    security.protect(tmp_path, [made])
    assert re.search(r'<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy"', made.text)
    assert (tmp_path / "_headers").is_file()


@pytest.mark.parametrize("head", ["", '<meta charset="UTF-8">', HEAD + HEAD])
def test_a_page_that_cannot_take_the_policy_is_refused(head: str, tmp_path: Path) -> None:
    with pytest.raises(FinishError, match=r"policy/about/ should hold <meta charset=\"utf-8\"> once, and holds it [02] times"):
        security.protect(tmp_path, [page(f"{head}<body></body></html>", "policy/about/")])


def test_what_is_added_to_the_head_must_find_one() -> None:
    made = page(HEAD)
    made.add_to_head("<meta name=a>")
    assert made.text.endswith("<meta name=a>\n</head>")
    with pytest.raises(FinishError, match="the home page should hold </head> once, and holds it 0 times"):
        page("<body></body>").add_to_head("<meta name=a>")


def test_policy_allows_nothing_unsafe() -> None:
    said = dict(rule.split(" ", 1) for rule in security.policy().split("; "))
    assert said["default-src"] == "'none'"
    assert said["script-src"].startswith("'self' 'sha256-")
    assert said["style-src"] == "'self'"
    for unsafe in ("unsafe", "*", "http"):
        assert unsafe not in security.policy()
    # A policy in a page may not speak of frames: browsers would complain on every page.
    assert "frame-ancestors" not in security.policy(in_page=True)


def test_all_hosts_send_the_same() -> None:
    for text in (security.netlify(), security.apache(), security.nginx()):
        for name, value in security.headers().items():
            assert name in text
            assert value in text


@pytest.mark.parametrize("planted", ["<script>alert(1)</script>", '<script type="module">x()</script>', "<script data-base='.'>x()</script>"])
def test_script_in_a_page_is_refused(planted: str, tmp_path: Path) -> None:
    with pytest.raises(FinishError, match="policy/about/ holds a script of its own"):
        security.protect(tmp_path, [page(f"{HEAD}{planted}", "policy/about/")])


def test_data_and_files_are_no_scripts_of_a_page(tmp_path: Path) -> None:
    security.protect(tmp_path, [page(f'{HEAD}<script type="application/ld+json">{{}}</script><script src="a.js"></script>')])


def test_stylesheets_become_one_without_what_no_page_uses(tmp_path: Path) -> None:
    folder = tmp_path / "assets" / "stylesheets"
    folder.mkdir(parents=True)
    (folder / "main.0a1b.min.css").write_text(
        '@charset "UTF-8";:root{--read:1;--unread:url("data:x;},{")}.used,.gone{a:var(--read)}.gone{b:1}[dir=rtl] .used{c:1}[dir=ltr] .used{d:1}'
        '@media print{.gone{e:1}}@media screen{.used:not(.gone)>p{f:"}"}}.js-set{g:1}@keyframes turn{to{h:1}}/*# sourceMappingURL=x */',
        encoding="utf-8",
    )
    (folder / "handbook.css").write_text("/* ours */\n.ours {\n  color: red;\n}\n", encoding="utf-8")
    (tmp_path / "assets" / "javascripts").mkdir()
    (tmp_path / "assets" / "javascripts" / "a.js").write_text('add("js-set")', encoding="utf-8")
    link = '<link rel="stylesheet" href="{0}assets/stylesheets/{1}">\n'
    pages = [
        page('<body dir="ltr"><p class="used x">' + link.format(up, "main.0a1b.min.css") + link.format(up, "handbook.css"), path)
        for up, path in (("", ""), ("../", "a/"))
    ]
    styles.merge(tmp_path, pages)
    (made,) = folder.iterdir()
    assert made.read_text(encoding="utf-8") == (
        ':root{--read:1}.used{a:var(--read)}[dir=ltr] .used{d:1}@media screen{.used:not(.gone)>p{f:"}"}}.js-set{g:1}@keyframes turn{to{h:1}}'
        "\n.ours{color: red}"
    )
    assert pages[1].text.count("<link") == 1
    assert f'href="../assets/stylesheets/{made.name}"' in pages[1].text


def test_pages_with_other_stylesheets_are_refused(tmp_path: Path) -> None:
    link = '<link rel="stylesheet" href="assets/stylesheets/a.css">'
    with pytest.raises(FinishError, match="b/ asks for other stylesheets"):
        styles.merge(tmp_path, [page(link), page("", "b/")])


def test_pictures_get_their_size_and_wait(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<svg viewBox="0 0 200 100"></svg>', encoding="utf-8")
    made = page('<img src="../a.svg" height="40"><article><img src="../a.svg" alt=""><img src="../a.svg" width="10" height="5" /></article>', "p/")
    images.size(tmp_path, [made])
    first, second, third = re.findall(r"<img[^>]*>", made.text)
    assert first == '<img src="../a.svg" height="40" width="80">'
    assert second == '<img src="../a.svg" alt="" loading="lazy" decoding="async" width="200" height="100">'
    assert 'loading="lazy"' in third
    assert third.count("width") == 1


def test_offline_links_name_files(tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    docs = {"location": ["a/", "#x", ""], "text": ["", "</script>", ""]}
    (tmp_path / INDEX).write_text(json.dumps({"docs": docs}), encoding="utf-8")
    (tmp_path / TABLE).write_text("{}", encoding="utf-8")
    given = ["..", "../..", "../b/#c", "./", "https://x.example/", "#d", "tel:999", "../f.pdf"]
    made = page("".join(f'<a class="x" href="{one}">x</a>' for one in given), "a/")
    offline.prepare(tmp_path, [made])
    offline.search_in_scripts(tmp_path)
    assert re.findall(r'href="([^"]*)"', made.text) == [
        "../index.html",
        "../../index.html",
        "../b/index.html#c",
        "./index.html",
        "https://x.example/",
        "#d",
        "tel:999",
        "../f.pdf",
    ]
    assert '["a/index.html","#x","index.html"]' in (tmp_path / INDEX).with_suffix(".js").read_text(encoding="utf-8")


def test_structured_data_cannot_end_its_element() -> None:
    text = sharing.structured({"name": "</script><script>alert(1)</script>"})
    assert text.count("<") == 2
    assert json.loads(text.split(">", 1)[1].rsplit("<", 1)[0])["name"] == "</script><script>alert(1)</script>"


@pytest.mark.parametrize("school", ["Ysgol Gŵyr", "Школа", "x" * 160, "<b>&amp;"])
def test_card_is_drawn_for_any_words(school: str) -> None:
    card = cards.draw("#1d4f91", school, "Online safety handbook", "", "A very long title " * 8)
    assert card.size == (cards.WIDTH, cards.HEIGHT)


def keep(site: Path, pages: dict[str, str]) -> tuple[str, list[str]]:
    """Prepare pages for when there is no signal; return the version and what is kept."""
    (site / "assets" / "javascripts").mkdir(parents=True, exist_ok=True)
    for name in ("handbook.js", without_signal.KEEPER):
        (site / "assets" / "javascripts" / name).write_text("/* A script. */", encoding="utf-8")
    without_signal.prepare(site, [page(text, path) for path, text in pages.items()])
    assert not (site / "assets" / "javascripts" / without_signal.KEEPER).exists()
    text = (site / without_signal.KEEPER).read_text(encoding="utf-8")
    assert text.endswith("/* A script. */")
    return re.findall(r'VERSION = "(.*?)"', text)[0], json.loads(re.findall(r"KEPT = (.*?);", text)[0])


def with_script(path: str, words: str = "") -> str:
    """A page with the script that starts the keeper."""
    return f'{HEAD}<body>{words}<script src="{"../" * path.count("/")}assets/javascripts/handbook.js" defer></script></body>'


def test_what_is_kept_without_a_signal_and_when_it_counts_as_new(tmp_path: Path) -> None:
    paths = ("", "about/", "help-now/", "help-now/parents/scams/", "platforms/tiktok/", "platforms/closed/", "pupils/", "404.html")
    pages = {path: with_script(path) for path in paths}
    first, kept = keep(tmp_path, pages)
    assert kept == ["assets/javascripts/handbook.js", "help-now/", "help-now/parents/scams/", "pupils/", "platforms/tiktok/", ""]
    assert keep(tmp_path, pages)[0] == first
    assert keep(tmp_path, {**pages, "about/": with_script("about/", "New")})[0] == first, "it is not kept"
    assert keep(tmp_path, {**pages, "pupils/": with_script("pupils/", "New")})[0] != first


def test_each_page_says_where_the_keeper_is_but_the_one_that_does_not_know(tmp_path: Path) -> None:
    pages = [page(with_script(path), path) for path in ("", "help-now/parents/scams/", "404.html")]
    keep(tmp_path, {"": with_script("")})
    (tmp_path / "assets" / "javascripts" / without_signal.KEEPER).write_text("", encoding="utf-8")
    without_signal.prepare(tmp_path, pages)
    said = [re.findall(r'data-keeper="(.*?)"', one.text) for one in pages]
    assert said == [["without-signal.js"], ["../../../without-signal.js"], []]


def test_a_page_without_the_script_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FinishError, match="help-now/ asks 0 times for handbook.js"):
        keep(tmp_path, {"": with_script(""), "help-now/": HEAD})
