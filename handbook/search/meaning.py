"""Where each page lies among the words' vectors, so that a question finds it by meaning: fitted to what the pages say and to known questions.

A page that is changed, added or a school's own is so found too. No model of sentences is needed for it, only the committed vectors of words.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from handbook.ground.paths import ROOT
from handbook.ground.text_files import write_whole
from handbook.search import vectors
from handbook.search.data import READERS, SearchData
from handbook.search.readable import stems_of
from handbook.search.vectors import Floats, means

TABLE = "search/meaning.json"

# Tables fitted before, by what they were fitted to.
KEPT = ROOT / ".cache" / "meaning"
_MOST = 100

# What a text counts in fitting, against a sentence of the shortest page. A long page has more sentences, so each of them counts less.
_QUESTION = 7.5
_NAME = 4.0
_ROUNDS = 6
_AT_ONCE = 512


def table(entries_of_pages: Iterable[list[dict[str, Any]]], data: SearchData, own: Collection[str] = ()) -> str:
    """Return the table that the browser reads: the words' vectors, and each page's in the order of the index. Fitted once for the same pages.

    Args:
        entries_of_pages: The entries of the search index, page by page.
        data: What is known of searches.
        own: The school's own details. A sentence that holds one is left out: names say nothing of meaning, and schools with the same pages
            have the same table.
    """
    entries = [page for page in entries_of_pages if page]
    words = vectors.load()
    known = {page[0]["location"]: number for number, page in enumerate(entries)}
    asked = [(ask, here, count) for ask, pages, count in data.asked() if (here := [known[page] for page in pages if page in known])]
    texts, answers, counts = examples(entries, asked, own)
    key = hashlib.sha256(repr((texts, answers, counts.tobytes(), words.numbers, words.words, _program())).encode()).hexdigest()[:24]
    kept = KEPT / f"{key}.json"
    with suppress(OSError):
        return kept.read_text(encoding="utf-8")
    rows, vectors_of_words = words.words.split(), words.table()
    pages = fit(means(vectors_of_words, rows_of(rows, texts)), answers, counts, len(entries))
    askers = data.askers()
    told = means(vectors_of_words, rows_of(rows, [ask for ask, _ in askers]))
    readers = fit(told, [[READERS.index(who)] for _, who in askers], np.ones(len(askers), np.float32), len(READERS), rounds=20)
    held = {
        "size": words.size,
        "words": words.words,
        "scales": words.scales,
        "numbers": words.numbers,
        "pages": _small(*pages),
        "readers": [{"who": who, **one} for who, one in zip(READERS, _small(*readers), strict=True)],
    }
    made = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    _keep(kept, made)
    return made


@lru_cache(maxsize=1)
def _program() -> bytes:
    return Path(__file__).read_bytes()


def _small(vectors_: Floats, biases: Floats) -> list[dict[str, Any]]:
    """Return vectors as the browser reads them: one scale for each, and its numbers from -31 to 31, each as the sign of that number and 79."""
    scales = np.maximum(np.abs(vectors_).max(1), np.float32(1e-6)) / 31
    return [
        {"scale": round(float(scale), 4), "bias": round(float(bias), 2), "numbers": "".join(chr(round(float(value / scale)) + 79) for value in row)}
        for row, scale, bias in zip(vectors_, scales, biases, strict=True)
    ]


def _keep(file: Path, text: str) -> None:
    """Keep a table for the next build. Where nothing may be written, nothing is kept."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text)
        for old in sorted(KEPT.glob("*.json"), key=lambda one: one.stat().st_mtime, reverse=True)[_MOST:]:
            old.unlink(missing_ok=True)


Asked = Sequence[tuple[str, Sequence[int], float]]


def examples(entries: Sequence[Sequence[dict[str, Any]]], asked: Asked, own: Collection[str] = ()) -> tuple[list[str], list[Sequence[int]], Floats]:
    """Return texts, the pages that answer each, and how much each counts.

    Args:
        entries: The entries of the search index, page by page.
        asked: What people ask, the numbers of the pages that answer it, and how much more than usual it counts.
        own: Details of the school: sentences and names that hold one are left out.
    """
    holds_own = re.compile("|".join(map(re.escape, sorted(own))) or r"(?!)").search
    texts: list[str] = []
    answers: list[Sequence[int]] = []
    counts: list[float] = []
    for number, page in enumerate(entries):
        said = [
            (sentence, 1.0)
            for entry in page
            for sentence in html.unescape(entry["text"]).split(". ")
            if len(sentence) > 12 and not holds_own(sentence)
        ]
        names = [
            (name, _NAME)
            for entry in page
            for name in (html.unescape(entry["title"]), *entry.get("aliases", ()), *entry.get("tags", ()))
            if not holds_own(name)
        ]
        share = 1 / np.sqrt(1 + len(said))
        for text, count in (*said, *names):
            texts.append(text)
            answers.append((number,))
            counts.append(count * share)
    for text, pages, count in asked:
        texts.append(text)
        answers.append(pages)
        counts.append(_QUESTION * count)
    return texts, answers, np.array(counts, np.float32)


def rows_of(words: Sequence[str], texts: Sequence[str]) -> list[list[int]]:
    """Return each text as rows of the table of these words; words that it has not are left out."""
    row = {word: number for number, word in enumerate(words, 1)}
    return [[row[stem] for stem in stems_of(text) if stem in row] for text in texts]


def fit(vectors: Floats, answers: Sequence[Sequence[int]], counts: Floats, pages: int, rounds: int = _ROUNDS) -> tuple[Floats, Floats]:
    """Return each page's vector and its bias: logistic regression from texts to the pages that answer them, by Adam in small groups.

    Args:
        vectors: Of the texts.
        answers: For each text the pages of which any will do.
        counts: How much each text counts.
        pages: How many pages there are.
        rounds: How often each text is looked at.
    """
    allowed = np.zeros((len(answers), pages), np.bool_)
    for number, those in enumerate(answers):
        allowed[number, those] = True
    lot = np.random.default_rng(19)
    x = np.hstack([vectors, np.ones((len(vectors), 1), np.float32)])
    found = np.zeros((pages, x.shape[1]), np.float32)
    slope, square = np.zeros_like(found), np.zeros_like(found)
    step, steps = 0, rounds * -(-len(x) // _AT_ONCE)
    for _ in range(rounds):
        order = lot.permutation(len(x))
        for at in range(0, len(x), _AT_ONCE):
            chosen = order[at : at + _AT_ONCE]
            step += 1
            guess = _shares(x[chosen] @ found.T)
            wanted = guess * allowed[chosen]
            wanted /= wanted.sum(1, keepdims=True) + np.float32(1e-9)
            down = ((guess - wanted) * counts[chosen, None]).T @ x[chosen] / np.float32(len(chosen))
            slope += np.float32(0.1) * (down - slope)
            square += np.float32(0.01) * (down * down - square)
            rate = np.float32(0.4 * (1 - step / (steps + 1)))
            found -= rate * (slope / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + np.float32(1e-6))
    return found[:, :-1], found[:, -1]


def _shares(scores: Floats) -> Floats:
    scores = np.exp(scores - scores.max(1, keepdims=True))
    result: Floats = scores / scores.sum(1, keepdims=True)
    return result
