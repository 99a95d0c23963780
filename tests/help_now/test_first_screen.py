"""On a phone the first thing to do is on the first screen of every page of help, also for a school with a long name; the way to leave is always there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.accessibility.axe import still_context
from tests.conftest import EXAMPLE, built, serve_folder
from tests.reading import pages_of
from tests.telling import nothing

pytestmark = pytest.mark.whole

SIZES: tuple[ViewportSize, ...] = ({"width": 390, "height": 844}, {"width": 360, "height": 640})
LONGEST = "The Cardinal Featherstonehaugh-Bartholomew Roman Catholic Voluntary Aided School"
NAMES = {
    "short": "Oak",
    "40 letters": "St Bartholomew and All Saints CofE School",
    "80 letters": LONGEST,
    "160 letters": f"{LONGEST} {LONGEST}"[:160],
    "one word": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
}
# No longer word has been typed so far.
WORD = ("Llanfair" * 20)[:158]
DSL = "Wilhelmina Bartholomew-Featherstonehaugh"
TALLEST_HEADER = 96
THUMB = 44
# Pages of this folder that are no procedures: the guide, the chart, and how to keep and find things.
NOT_A_SITUATION = {"help-now/", "help-now/parents/", "help-now/chart/", "help-now/evidence/", "help-now/finding-the-address/", "pupils/"}

# What is wrong with the first screen. Each line of text is looked at by itself: it must lie within the window, and under nothing.
MEASURE = """thumb => {
  const faults = [];
  const lines = node => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter(one => one.width > 1 && one.height > 1);
  };
  const look = (what, node, boxes) => boxes.forEach(box => {
    if (box.top < 0 || box.bottom > window.innerHeight) return faults.push(`${what}: ends at ${Math.round(box.bottom)}`);
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (!top || !(node.contains(top) || top.contains(node))) faults.push(`${what}: covered`);
  });
  const steps = document.querySelectorAll("article > ol:first-of-type > li");
  const first = document.querySelector("article > ol:first-of-type .in-danger, h1 ~ .danger, h1 ~ .doors .door");
  if (!first) return ["there is no first step"];
  const step = first.closest("li, .danger");
  look("first step", step, lines(step));
  if (first.matches(".in-danger")) {
    if (steps[0] !== step) faults.push("danger is not the first step");
    look("second step", steps[1], lines(steps[1]).slice(0, 1));
  }
  const taps = first.matches(".door") ? [first] : [...step.querySelectorAll("a[href^='tel:']")];
  if (first.matches(".in-danger") ? taps.length < 2 : !taps.length) faults.push("nothing to tap");
  taps.forEach(tap => { if (tap.offsetHeight < thumb) faults.push(`${tap.innerText}: ${tap.offsetHeight} high`); });
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push("scrolls sideways");
  return faults;
}"""
LEAVE = """() => {
  const leave = document.querySelector("a.leave");
  const box = leave.getBoundingClientRect();
  const inside = box.top >= 0 && box.bottom <= window.innerHeight && box.left >= 0 && box.right <= window.innerWidth;
  return inside && leave.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}"""


def faults_of(page: Page, header: int = TALLEST_HEADER) -> list[str]:
    """Return what is wrong with the first screen of the page in hand, and with its way to leave."""
    found = page.evaluate(MEASURE, THUMB)
    height = page.evaluate("document.querySelector('.md-header').offsetHeight")
    if height > header:
        found.append(f"the header is {height} high")
    for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        page.evaluate(f"window.scrollTo(0, {place})")
        if not page.evaluate(LEAVE):
            found.append(f"no way to leave at {place}")
    page.evaluate("window.scrollTo(0, 0)")
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook of a school for all ages with the longest of names, a logo and a DSL with a long name."""
    folder = tmp_path_factory.mktemp("long")
    logo = folder / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><rect width="300" height="100" fill="#7a1f2b"/></svg>', encoding="utf-8"
    )
    text = EXAMPLE.read_text(encoding="utf-8")
    changes = {
        "  name: Example Primary School\n": f"  name: {LONGEST}\n",
        "  short_name: Example Primary\n": "",
        "  phase: primary\n": "  phase: all-through\n",
        "    name: Amina Example\n": f"    name: {DSL}\n",
        "  police_force: Exampleshire Police\n": f"  police_force: {WORD}\n",
        "  logo:\n": f"  logo: {logo}\n",
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    school = folder / "school.yml"
    school.write_text(text, encoding="utf-8")
    return built(str(school), folder / "site")


@pytest.fixture(scope="module")
def phone(site: Path, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A phone, and the address of the site."""
    server, address = serve_folder(site)
    context = still_context(browser, SIZES[0])
    yield context.new_page(), address
    context.close()
    server.shutdown()


@pytest.mark.mend("Shorten what stands above the first step of the page in docs/: its title, its description, the step itself.")
def test_the_first_step_is_on_the_first_screen_of_every_page(site: Path, phone: tuple[Page, str]) -> None:
    page, address = phone
    names = [one.parent.relative_to(site).as_posix() + "/" for one in pages_of(site)]
    names = [name for name in names if name.startswith(("help-now/", "pupils/")) and name not in NOT_A_SITUATION]
    faults, looked_at, dangers = {}, 0, 0
    for name in names:
        page.set_viewport_size(SIZES[0])
        page.goto(address + name)
        dangers += page.locator("article > ol:first-of-type > li:first-child .in-danger").count()
        for size in SIZES:
            page.set_viewport_size(size)
            looked_at += 1
            if found := faults_of(page):
                faults[f"{name} {size['width']}"] = found
    print(f"{looked_at} first screens of {len(names)} pages")
    nothing(f"{name}: {', '.join(found)}" for name, found in faults.items())
    assert dangers >= 43, "pages whose first step is danger"
    assert looked_at == 2 * len(names) >= 96


def test_a_phones_header_is_low_whatever_the_school_is_called(phone: tuple[Page, str]) -> None:
    page, address = phone
    looked_at = 0
    for path in ("", "policy/about/", "help-now/sextortion/", "404.html"):
        page.goto(address + path)
        for what, name in NAMES.items():
            page.evaluate("name => { document.querySelector('.school-home__school').textContent = name }", name)
            for width in (320, 360, 390, 430, 768):
                page.set_viewport_size({"width": width, "height": 640})
                height, wide = page.evaluate("[document.querySelector('.md-header').offsetHeight, document.documentElement.scrollWidth]")
                assert height <= TALLEST_HEADER, (path, what, width)
                assert wide <= width, (path, what, width)
                looked_at += 1
    assert looked_at == 100


def test_the_way_to_leave_stays_on_a_low_screen(phone: tuple[Page, str]) -> None:
    page, address = phone
    page.set_viewport_size({"width": 640, "height": 320})
    page.goto(f"{address}help-now/sextortion/")
    for place in (0, 400, 5000):
        page.evaluate(f"window.scrollTo(0, {place})")
        assert page.evaluate(LEAVE), place


def test_a_long_word_pushes_nothing_out_of_the_screen_or_the_paper(site: Path, phone: tuple[Page, str]) -> None:
    page, address = phone
    names = [one.parent.relative_to(site).as_posix() + "/" for one in pages_of(site) if WORD in one.read_text(encoding="utf-8")]
    wide, looked_at = {}, 0
    for name in names:
        page.goto(address + name)
        for media, width in (("screen", 1280), ("screen", 700), ("screen", 320), ("print", 700)):
            page.emulate_media(media=media)
            page.set_viewport_size({"width": width, "height": 800})
            looked_at += 1
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide[f"{name} {media}"] = width
    page.emulate_media(media="screen")
    assert wide == {}
    assert looked_at == 4 * len(names) > 80
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}help-now/hate/")
    page.add_style_tag(content="td { overflow-wrap: normal !important }")
    assert page.evaluate("document.documentElement.scrollWidth") > 1280, "a planted fault was not seen"


PLANTED = {
    "header is": ".md-header { min-height: 150px }",
    "first step: ends": "h1 { margin-top: 700px !important }",
    "second step: ends": ".in-danger { display: block; min-height: 560px }",
    "first step: covered": ".path::after { background: red; content: ''; height: 300px; inset: 200px 0 auto; position: fixed; z-index: 9 }",
    "999: 2": ".in-danger a.tel { padding: 0 !important }",
    "no way to leave": ".md-header { position: static !important }",
    "scrolls sideways": "h1 { width: 500px }",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str, phone: tuple[Page, str]) -> None:
    page, address = phone
    page.set_viewport_size(SIZES[1])
    page.goto(f"{address}help-now/sextortion/")
    page.add_style_tag(content=PLANTED[fault])
    assert any(fault in one for one in faults_of(page)), faults_of(page)
