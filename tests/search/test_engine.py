"""The search's own files in Node, each with its tests; and the words that Python and the browser read alike."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from handbook.ground.paths import ROOT
from handbook.search.readable import stem, words_of
from tests.browser.searching import kept_back, learnt, of_danger

HERE = Path(__file__).parent
# Playwright brings a Node.
NODE = compute_driver_executable()[0]
FILES = sorted(HERE.glob("*.test.js"))


def node(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run Node."""
    return subprocess.run([NODE, *arguments], input=given, capture_output=True, encoding="utf-8", cwd=HERE, timeout=60, check=False)


def test_every_file_of_the_engine_has_its_tests() -> None:
    engine = {path.stem for path in (ROOT / "overrides" / "assets" / "javascripts" / "search").glob("*.js")} - {"box", "list"}
    assert {path.name.removesuffix(".test.js") for path in FILES} == engine
    assert len(engine) == 6


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_in_node(file: Path) -> None:
    done = node("--test", "--test-reporter=tap", file.name)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^# pass (\d+)$", done.stdout, re.M)
    assert passed and int(passed.group(1)) >= 5, done.stdout


def test_python_and_the_browser_read_the_same_words() -> None:
    texts = [query.ask for query in (*learnt(), *of_danger(), *(one for of_list in kept_back().values() for one in of_list))]
    texts += ["Café “quoted” WHAT’S N.S.P.C.C. 0800 1111, 116 123; x.y e.g. u18 yr6 £400 naïve ﬁve Ⅳ", "don't can’t self-harm 16+"]
    assert len(texts) > 2000
    script = 'const {search: s} = require("./engine.js"); const t = JSON.parse(require("fs").readFileSync(0, "utf8"));'
    done = node("-e", script + "console.log(JSON.stringify(t.map(one => s.words(one).map(word => [word, s.stem(word)]))))", given=json.dumps(texts))
    assert json.loads(done.stdout) == [[[word, stem(word)] for word in words_of(text)] for text in texts], done.stderr
