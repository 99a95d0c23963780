"""CONTRIBUTING, followed literally: every example change is made in a copy of the project, and then the check has nothing to say."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from handbook.ground.paths import DATA, ROOT
from handbook.ground.yaml_files import read
from tests.conftest import Project, copy_project
from tests.telling import nothing

pytestmark = pytest.mark.mend(
    "Mend the example in CONTRIBUTING.md, so that somebody who follows it word for word arrives; or what has changed in the files that it names."
)

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DAY = "2026-11-30"
ALLOWED = {"update"}

_STEP = re.compile(
    r"^\*\*File:\*\* `(?P<file>[^`]+)`\n\n```diff\n(?P<diff>.*?)\n```$"
    r"|^\*\*New file\*\* `(?P<new>[^`]+)`\n\n```\w+\n(?P<text>.*?)\n```$"
    r"|^\*\*At the end of\*\* `(?P<end>[^`]+)`\n\n```\w+\n(?P<more>.*?)\n```$"
    r"|^\*\*Copy\*\* `(?P<copied>[^`]+)` to `(?P<copy>[^`]+)`\n\n```diff\n(?P<changed>.*?)\n```$"
    r"|^\*\*Then:\*\* `python3 scripts/handbook\.py (?P<command>[^`]+)`$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Hunk:
    """Lines that go and lines that come, somewhere below a line that names a record."""

    below: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def hunks(diff: str) -> Iterator[Hunk]:
    for part in re.split(r"^@@ ", f"\n{diff}", flags=re.MULTILINE):
        below, _, body = part.partition("\n")
        lines = body.split("\n")
        old = tuple(line[1:] for line in lines if line[:1] in ("-", " "))
        if old:
            yield Hunk(below.strip(), old, tuple(line[:1] + line[1:] for line in lines if line))


def _is(line: str, shown: str) -> bool:
    return line.startswith(shown[:-1]) if shown.endswith("…") else line == shown


def apply(diff: str, path: Path) -> None:
    """Change a file as a reader of the guide would: find the place, take lines out, put lines in. ``…`` stands for whatever is there."""
    for hunk in hunks(diff):
        lines = path.read_text(encoding="utf-8").split("\n")
        start = next((at for at, line in enumerate(lines) if line.strip() in (f"- id: {hunk.below}", f"{hunk.below}:")), None) if hunk.below else 0
        assert start is not None, f"{path.name} has no record {hunk.below!r}: mend the example in CONTRIBUTING.md"
        count = len(hunk.old)
        at = next((at for at in range(start, len(lines)) if all(map(_is, lines[at : at + count], hunk.old)) and at + count <= len(lines)), None)
        assert at is not None, f"{path.name} does not hold what CONTRIBUTING.md shows: {hunk.old}"
        kept = iter(lines[at : at + count])
        written = []
        for line in hunk.new:
            if line[0] == "+":
                written.append(line[1:])
            else:
                present = next(kept)
                written += [present] if line[0] == " " else []
        lines[at : at + count] = written
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def append(text: str, path: Path) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n{text}\n", encoding="utf-8", newline="\n")


def run_git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=folder, check=True, capture_output=True)


STEPS = list(_STEP.finditer(GUIDE))


def test_every_example_is_one_that_can_be_followed() -> None:
    # A block that no step claims would be an example that nobody tries.
    assert len(STEPS) >= 18
    assert GUIDE.count("```diff") == sum(bool(step["file"] or step["copy"]) for step in STEPS)
    assert len(re.findall(r"^\*\*(?:File:|New file|At the end of|Copy|Then:)\*\*", GUIDE, re.MULTILINE)) == len(STEPS)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    """A copy of the project in which every example was followed, and what the first check said."""
    project = copy_project(tmp_path_factory.mktemp("followed") / "project")
    shutil.copytree(ROOT / ".github", project.root / ".github")
    shutil.copytree(ROOT / "tests" / "links", project.root / "tests" / "links", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, project.root / name)
    (project.root / ".gitignore").write_text(".cache/\n__pycache__/\n/school.yml\n", encoding="utf-8")
    run_git(project.root, "init", "-b", "main")
    run_git(project.root, "add", ".")
    run_git(project.root, "commit", "-m", "before")
    for step in STEPS:
        if step["file"]:
            apply(step["diff"], project.root / step["file"])
        elif step["new"]:
            path = project.root / step["new"]
            assert not path.exists()
            path.write_text(f"{step['text']}\n", encoding="utf-8", newline="\n")
        elif step["end"]:
            append(step["more"], project.root / step["end"])
        elif step["copy"]:
            # As it was: another recipe has changed its own copy.
            shutil.copy(ROOT / step["copied"], project.root / step["copy"])
            apply(step["changed"], project.root / step["copy"])
    # A fingerprint is left out, as the guide says; the check tells the line to put there, and `facts` does so sooner.
    first = project.run("facts", HANDBOOK_TODAY=DAY)
    for told in re.finditer(
        r"^(?P<file>[^\n,]+), line (?P<line>\d+), [^\n]+\n    [^\n]*the line  (?P<of>of: [0-9a-f]{10})  below  on", first.stdout, re.MULTILINE
    ):
        path = project.root / told["file"]
        lines = path.read_text(encoding="utf-8").split("\n")
        at = next(at for at in range(int(told["line"]) - 1, len(lines)) if lines[at].strip().startswith("on: "))
        lines[at] += f"\n{lines[at][: len(lines[at]) - len(lines[at].lstrip())]}{told['of']}"
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    for step in STEPS:
        if step["command"]:
            assert step["command"].split()[0] in ALLOWED
            done = project.run(*step["command"].split(), HANDBOOK_TODAY=DAY)
            assert done.returncode == 0, done.stdout + done.stderr
    return project, first.stdout


@pytest.mark.whole
def test_the_check_says_what_is_missing_and_then_nothing(followed: tuple[Project, str]) -> None:
    project, first = followed
    assert first.count("the line  of: ") >= 5, first
    done = project.run("check", HANDBOOK_TODAY=DAY)
    assert done.stdout.strip().endswith("all well."), done.stdout
    assert done.returncode == 0
    assert project.run("hello").stdout.startswith("Example Primary School"), "a new command can be typed"


# The ten changes that a newcomer to the program makes first, and the heading of the recipe for each.
TEN = {
    "platform": "A platform",
    "choice": "A choice",
    "header": "A detail in the header",
    "command": "A command",
    "verdict": "A verdict on a link",
    "output": "An output, or another engine",
    "nation": "Another nation",
    "kind of facts": "A kind of facts",
    "search synonym": "Words that people search by",
    "page for one phase": "A page for some ages only",
}


@pytest.mark.parametrize("change", TEN)
def test_each_of_the_ten_has_a_recipe_of_ten_lines_at_most(change: str) -> None:
    recipe = re.search(rf"^### {re.escape(TEN[change])}\n(.*?)(?=^##)", GUIDE, re.MULTILINE | re.DOTALL)
    assert recipe, f"CONTRIBUTING.md has no recipe for: {change}"
    prose = re.sub(r"^```.*?^```$", "", recipe[1], flags=re.MULTILINE | re.DOTALL)
    lines = [line for line in prose.splitlines() if line.strip() and not line.startswith("**")]
    assert 2 <= len(lines) <= 10 or (len(lines) == 1 and change == "nation"), lines


def test_its_table_of_words_says_what_the_check_says() -> None:
    rows = re.findall(r"^\| (.+) \| (.+) \|$", GUIDE.partition("| We write | We do not write |\n")[2].partition("\n\n")[0], re.MULTILINE)[1:]
    table = [(ours.casefold(), theirs.casefold()) for ours, theirs in rows]
    words = read(DATA / "one-word.yml").content
    assert len(table) >= 8 and len(words) > 20

    def named(one: str, cell: str) -> bool:
        return any(re.search(rf"\b{re.escape(form)}\b", cell) for form in (one, one.removesuffix("s"), one.replace("-", " ")))

    first = (
        "ring",
        "log in",
        "log on",
        "log out",
        "login",
        "cell phone",
        "e-mail",
        "web site",
        "webpage",
        "user name",
        "screen shot",
        "wifi",
        "two-factor",
    )
    assert set(first) <= set(words)
    assert [one for one in first if not any(named(one, theirs) and named(words[one].casefold(), ours) for ours, theirs in table)] == []


def test_what_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:data|docs|handbook|macros|overrides|tests|schools|\.github)/[\w./-]+)`", GUIDE))
    made = {step[key] for step in STEPS for key in ("new", "copy") if step[key]}
    assert len(named) > 25
    nothing(f"{one} is not there." for one in sorted(named - made) if not (ROOT / one).exists())


def test_its_links_within_lead_somewhere() -> None:
    headings = {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in GUIDE.splitlines() if line.startswith("#")}
    links = re.findall(r"\]\(#([\w-]+)\)", GUIDE)
    assert len(links) > 8
    nothing(f"#{one} is the place of no heading." for one in links if one not in headings)
