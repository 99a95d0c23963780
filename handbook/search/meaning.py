"""Where each page lies among the words' vectors, so that a question finds it by meaning: fitted to what the pages say and to known questions.

A page that is changed, added or a school's own is so found too. No model of sentences is needed for it, only the committed vectors of words.
Pages are read as they are written: a school changes none of it, and every school with the same pages has the same vectors.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handbook.ground.notebook import Notebook
from handbook.pages.sources import Sources
from handbook.search import vectors, written
from handbook.search.data import READERS, SearchData
from handbook.search.readable import stems_of
from handbook.search.vectors import WordVectors
from handbook.search.written import Written

if TYPE_CHECKING:
    from handbook.search.fitting import Floats

TABLE = "search/meaning.json"

# What a text counts in fitting, against a sentence of the shortest page. A long page has more sentences, so each of them counts less.
_QUESTION = 15.0
_NAME = 4.0
# More rounds follow what is known more closely, and find no more.
_ROUNDS, _ROUNDS_OF_READERS = 6, 3

# A page's or a reader's vector as the browser reads it.
Small = dict[str, Any]


@dataclass(frozen=True)
class Fitted:
    """Vectors fitted to pages and questions.

    Attributes:
        pages: Each page's, by its address below the site.
        readers: Each kind of reader's, in the order of their names: a number for each word, for who asks tells by single words.
    """

    pages: dict[str, Small]
    readers: list[Small]


def table(fitted_: Fitted, shown: Iterable[str]) -> str:
    """Return the table that the browser reads: the words' vectors, and each page's in the order of the index.

    Args:
        fitted_: The vectors of all pages.
        shown: The addresses of the site's pages, in the order of the index.
    """
    words = vectors.load()
    held = {
        "size": words.size,
        "words": words.words,
        "scales": words.scales,
        "numbers": words.numbers,
        "pages": [fitted_.pages[page] for page in shown],
        "readers": [{"who": who, **one} for who, one in zip(READERS, fitted_.readers, strict=True)],
    }
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def fitted(sources: Sources, data: SearchData) -> Fitted:
    """Return the vectors of pages and of readers. Fitted once for the same pages and questions."""
    words = vectors.load()
    read = (sources.every_text(), data.asked(), data.askers(), words.words, words.scales, words.numbers)
    found = _FITTED.result(repr(read), lambda: _fitted(sources, data, words))
    _FITTED.keep()
    return found


_FITTED: Notebook[Fitted] = Notebook("meanings")


def _fitted(sources: Sources, data: SearchData, words: WordVectors) -> Fitted:
    # Loaded only where there is something to fit: it takes longer to load than most builds need it for.
    from handbook.search import fitting

    pages = written.pages(sources)
    row = {word: number for number, word in enumerate(words.words.split(), 1)}

    def rows(texts: Iterable[Iterable[str]]) -> list[list[int]]:
        return [[row[stem] for stem in text if stem in row] for text in texts]

    texts, answers, counts = examples(list(pages.values()))
    place = {address: number for number, address in enumerate(pages)}
    for ask, those, count in data.asked():
        # A page that search does not know answers nothing.
        if here := [place[page] for page in those if page in place]:
            texts.append(tuple(stems_of(ask)))
            answers.append(here)
            counts.append(_QUESTION * count)
    meant = fitting.means(fitting.unfolded(words), rows(texts))
    of_pages = fitting.fit(meant, answers, counts, len(pages), _ROUNDS)
    # What the pages say tells nothing of who asks.
    read = repr((data.askers(), words.words))
    of_readers = _READERS.result(read, lambda: _fitted_readers(data.askers(), row))
    _READERS.keep()
    return Fitted(dict(zip(pages, _small(*of_pages), strict=True)), of_readers)


_READERS: Notebook[list[Small]] = Notebook("readers")


def _fitted_readers(askers: Sequence[tuple[str, str]], row: Mapping[str, int]) -> list[Small]:
    from handbook.search import fitting

    said = fitting.said([[row[stem] - 1 for stem in stems_of(ask) if stem in row] for ask, _ in askers], len(row))
    answers = [[READERS.index(who)] for _, who in askers]
    return _small(*fitting.fit(said, answers, [1.0] * len(askers), len(READERS), _ROUNDS_OF_READERS), most=7)


def examples(pages: Sequence[Written]) -> tuple[list[tuple[str, ...]], list[Sequence[int]], list[float]]:
    """Return what pages say, the numbers of the pages that say it, and how much each text counts."""
    texts: list[tuple[str, ...]] = []
    answers: list[Sequence[int]] = []
    counts: list[float] = []
    for number, page in enumerate(pages):
        share = float((1 + len(page.sentences)) ** -0.5)
        for said, count in ((page.sentences, 1.0), (page.names, _NAME)):
            texts += said
            answers += [(number,)] * len(said)
            counts += [count * share] * len(said)
    return texts, answers, counts


def _small(vectors_: Floats, biases: Floats, most: int = 31) -> list[Small]:
    """Return vectors as the browser reads them: one scale for each, and its numbers from -most to most, each as the sign of that number and 79."""
    scales = [max(float(abs(row).max()), 1e-6) / most for row in vectors_]
    return [
        {"scale": round(scale, 4), "bias": round(float(bias), 2), "numbers": "".join(chr(round(value / scale) + 79) for value in row.tolist())}
        for row, scale, bias in zip(vectors_, scales, biases, strict=True)
    ]
