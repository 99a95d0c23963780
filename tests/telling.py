"""What a failed test tells whoever wrote the page or the record: what was found, where it stands, and what to do about it.

A test that a slip in the content can bring to fail carries ``@pytest.mark.mend("what to do")``, which is shown below its failure.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator

import pytest

from handbook.facts.load import load
from handbook.ground.paths import DOCS, shown
from handbook.ground.problems import ProblemsError

MOST_PLACES = 8
NO_SITE = "The site was not built"


def nothing(found: Iterable[object], remedy: str = "") -> None:
    """Fail if something was found: each on a line of its own, then what to do about it."""
    told = [str(one) for one in found]
    if told:
        pytest.fail("\n".join([*told, remedy]).rstrip(), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell below a failure the test's own words on what to do, and where the records and pages stand that it names."""
    report = yield
    mark, said = item.get_closest_marker("mend"), report.longreprtext
    # A build that stops says by itself what to do.
    if report.failed and mark and NO_SITE not in said:
        report.sections.append(("What to do", "\n".join([mark.args[0], *places(said)])))
    return report


def places(said: str) -> list[str]:
    """Return the file and line of each record, and the file of each page, that a message names."""
    return list(dict.fromkeys(_places(said)))[:MOST_PLACES]


def _places(said: str) -> Iterator[str]:
    try:
        spots = load().spots
    except ProblemsError:
        return
    names = {name: kind for kind, name in spots}
    for word in re.findall(r"[\w/-]+", said):
        if word in names and ("-" in word or re.search(rf"['\"]{word}['\"]|Error: {word}$", said, re.MULTILINE)):
            problem = spots[names[word], word].problem(word, "", "", "")
            yield f"{word} stands in {problem.file}, line {problem.line}"
        page = word.removesuffix("/index").strip("/")
        for path in (DOCS / f"{page}.md", DOCS / page / "index.md"):
            if page and "/" in word and path.is_file():
                yield f"{word} is {shown(path)}"
