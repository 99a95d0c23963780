"""What a change changes for readers, as one comment: pages before and after, facts and links, reading age, schools, what to print again."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html

from handbook.check import reading_age, reviews, texts
from handbook.check.texts import Texts
from handbook.check.whole import Checked
from handbook.facts import load as facts_load
from handbook.facts.load import KINDS, Facts
from handbook.ground.problems import ProblemsError
from handbook.machine import git
from handbook.outputs.documents.catalogue import documents

# GitHub takes 65,536 characters; the summary comes first, so the end can be spared.
MOST_CHARACTERS = 60_000
_MOST_PASSAGES = 8
_MOST_LETTERS = 700

_BLOCKS = frozenset("p li tr h1 h2 h3 h4 h5 h6 dt dd summary figcaption blockquote pre div ul ol dl table thead tbody details figure".split())


@dataclass(frozen=True)
class Passage:
    """A passage as it was and as it is; empty where there was or is none."""

    before: str
    after: str


def comment(done: Checked, preview: str = "") -> str:
    """Return, as Markdown, what a change changes for readers.

    Args:
        done: What was checked.
        preview: Where the changed site can be seen: the address of a site, or of an archive of it; empty if nowhere.
    """
    parts = ["## What this changes for readers"]
    count = len(done.problems)
    if count:
        parts.append(f"**{count} problem{'s' if count != 1 else ''} to mend** before it can be taken in: each stands beside its line of the change.")
    parts += filter(None, _parts(done, preview))
    text = "\n\n".join(parts) + "\n"
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS].rpartition("\n")[0] + "\n\nThe rest is left out here.\n"
    return text


def _parts(done: Checked, preview: str) -> Iterator[str]:
    if done.base is None:
        yield "There is no earlier state here to compare with."
        return
    with tempfile.TemporaryDirectory() as folder:
        old_place = git.unpack(done.base, Path(folder))
        try:
            new, new_facts = texts.here(), facts_load.load()
        except ProblemsError:
            yield "The pages cannot be shown before what is to be mended is mended."
            return
        old, old_facts = texts.of(old_place), reviews.before(old_place / "data")
    if old is None:
        yield "The pages were not compared: the state before cannot say what its readers read."
    else:
        yield _schools(old, new)
        yield _to_print(old, new)
    if old_facts is not None:
        yield _facts(old_facts, new_facts)
        yield _links(old_facts, new_facts)
    if old is not None:
        yield from _pages(old, new, preview)


def _changed(old: dict[str, str], new: dict[str, str]) -> list[str]:
    return [page for page in dict.fromkeys((*new, *old)) if old.get(page) != new.get(page)]


def _pages(old: Texts, new: Texts, preview: str) -> Iterator[str]:
    changed = [page for page in _changed(old.pages, new.pages) if passages(old.pages.get(page, ""), new.pages.get(page, ""))]
    yield (
        f"**{len(changed)} page{'s' if len(changed) != 1 else ''}** of the made-up school that is shown read otherwise."
        if changed
        else "No page reads otherwise."
    )
    for page in changed:
        lines = [f"### {_name(page, new, preview)}", _age(page, old, new)]
        found = passages(old.pages.get(page, ""), new.pages.get(page, ""))
        for one in found[:_MOST_PASSAGES]:
            lines.append(f"- Before: {_quoted(one.before)}\n- After: {_quoted(one.after)}")
        if len(found) > _MOST_PASSAGES:
            lines.append(f"and {len(found) - _MOST_PASSAGES} more passages.")
        yield "\n\n".join(line for line in lines if line)


def _name(page: str, new: Texts, preview: str) -> str:
    if page not in new.pages:
        return f"`docs/{page}` (taken out)"
    where = f"{new.urls[page]}index.html"
    if not preview:
        return f"`docs/{page}`"
    # An archive is opened whole; a site page by page.
    return f"`docs/{page}`: [see it]({preview}{new.urls[page]})" if preview.endswith("/") else f"`docs/{page}`: `{where}` in [the preview]({preview})"


def _age(page: str, old: Texts, new: Texts) -> str:
    before, after = (f"{reading_age.age(side.pages[page]):.0f}" if side.pages.get(page) else "" for side in (old, new))
    if not after or before == after:
        return f"Reading age: {after}, as before." if after else ""
    return f"Reading age: {after}" + (f" (before: {before})." if before else ".")


def passages(old: str, new: str) -> list[Passage]:
    """Return the passages in which two states of a page's HTML differ."""
    before, after = _blocks(old), _blocks(new)
    found = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        # As many before as after are likely the same ones, reworded.
        pairs = list(zip(before[i:j], after[k:m], strict=True)) if j - i == m - k else [(" / ".join(before[i:j]), " / ".join(after[k:m]))]
        found += [Passage(*pair) for pair in pairs]
    return found


def _blocks(html: str) -> list[str]:
    """Return the text of a page, block by block; a row of a table is one."""
    if not html:
        return []
    found: list[str] = []

    def walk(element: lxml.html.HtmlElement) -> None:
        text = element.text or ""
        for child in element:
            if child.tag == "tr":
                _end(found, text)
                text = ""
                found.append(" | ".join(" ".join(cell.text_content().split()) for cell in child))
            elif child.tag in _BLOCKS:
                _end(found, text)
                text = ""
                walk(child)
            elif isinstance(child.tag, str):
                text += child.text_content()
            text += child.tail or ""
        _end(found, text)

    walk(lxml.html.fromstring(html))
    return found


def _end(found: list[str], text: str) -> None:
    text = " ".join(text.replace("¶", "").split())
    if text:
        found.append(text)


def _quoted(text: str) -> str:
    """Return words of a page so that nothing in them acts: no link, no mention, no markup."""
    if not text:
        return "(nothing)"
    text = text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}…"
    # All at once: what takes the place of one mark holds others.
    return text.translate({ord(mark): f"&#{ord(mark)};" for mark in "&\\`*_[]<>|#@"}).replace("://", "&#58;//")


def _schools(old: Texts, new: Texts) -> str:
    counts = {name: len(_changed(old.schools.get(name, {}), pages)) for name, pages in new.schools.items()}
    if not any(counts.values()):
        return ""
    told = [f"{name.replace('-', ' ')} ({number} page{'s' if number != 1 else ''})" for name, number in counts.items() if number]
    same = [name.replace("-", " ") for name, number in counts.items() if not number]
    return "**Schools concerned:** " + ", ".join(told) + (f". Not concerned: {', '.join(same)}." if same else ".")


def _to_print(old: Texts, new: Texts) -> str:
    changed = set(_changed(old.pages, new.pages))
    titles = [one.id for one in documents(list(new.pages)) if changed & set(one.pages)]
    return f"**Forms and documents to make and print again:** {', '.join(f'`{one}`' for one in titles)}." if titles else ""


def _facts(old: Facts, new: Facts) -> str:
    rows = []
    for kind in KINDS:
        if kind == "links":
            continue
        before, after = getattr(old, kind), getattr(new, kind)
        for name in dict.fromkeys((*after, *before)):
            spot = new.spots.get((kind, name)) or old.spots[kind, name]
            if name not in before or name not in after:
                rows.append(f"- `{name}` ({spot.source.file if name in after else kind}): {'new' if name in after else 'taken out'}")
                continue
            was, now = old.spots[kind, name].content, spot.content
            keys = [key for key in dict.fromkeys((*now, *was)) if was.get(key) != now.get(key)]
            if keys:
                review = getattr(after[name], "review", None)
                looked = f"; reviewed on {review.on} by the {_quoted(review.by)}, against {_quoted(review.against)}" if review else ""
                rows.append(f"- `{name}` ({spot.source.file}): {', '.join(keys)}{looked}")
    return "### Facts touched\n\n" + "\n".join(rows) if rows else ""


def _links(old: Facts, new: Facts) -> str:
    rows = []
    for name in dict.fromkeys((*new.links, *old.links)):
        before, after = (side.links[name].url if name in side.links else "" for side in (old, new))
        if before != after:
            rows.append(f"- `{name}`: {f'`{before}`' if before else '(none)'} → {f'`{after}`' if after else '(taken out)'}")
    return "### Links touched\n\n" + "\n".join(rows) if rows else ""
