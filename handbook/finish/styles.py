"""One small stylesheet for the whole site: the theme's rules that its pages use, then ours.

The theme's stylesheets hold rules for everything it can do. A rule goes when every selector of it names a class or a value that stands in no
page and in no script, or a custom property that nothing reads. Our own stylesheets are kept whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from handbook.finish.pages import FinishError, Page

_LINK = re.compile(r'<link rel="stylesheet" href="([^":]*?)(assets/stylesheets/[^"]+)">\s*')
_THEME = re.compile(r"assets/stylesheets/(?:main|palette)\.[0-9a-f]+\.min\.css")
# What divides a stylesheet, and what divides a selector or a rule's body. A string is one sign, so that nothing inside it counts.
_STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_RULE_SIGNS = re.compile(rf"[{{}};]|{_STRING}", re.S)
_PART_SIGNS = re.compile(rf"[()\[\]{{}},;]|{_STRING}", re.S)
# At-rules that hold rules; all others are kept as they are.
_HOLDERS = ("@media", "@supports", "@layer", "@container")


def merge(site: Path, pages: list[Page]) -> None:
    """Replace the stylesheets of all pages by one, named for its content."""
    names = [name for _, name in _LINK.findall(pages[0].text)]
    for page in pages:
        if [name for _, name in _LINK.findall(page.text)] != names:
            raise FinishError(f"{page.path or 'the home page'} asks for other stylesheets than {pages[0].path or 'the home page'}.")
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(site.glob("assets/javascripts/*.js")))
    used = Used([page.text for page in pages], scripts)
    texts = {name: (site / name).read_text(encoding="utf-8") for name in names}
    ours = "\n".join(text for name, text in texts.items() if not _THEME.fullmatch(name))
    theme = {name: prune(text, used) for name, text in texts.items() if _THEME.fullmatch(name)}
    read_names = set(re.findall(r"--[\w-]+", ours + scripts))
    theme = _without_unread(theme, read_names)
    whole = "\n".join(theme[name] if name in theme else shrink(texts[name]) for name in names)
    target = f"assets/stylesheets/site.{hashlib.sha256(whole.encode()).hexdigest()[:8]}.css"
    (site / target).write_text(whole, encoding="utf-8")
    for page in pages:
        first = True

        def one(match: re.Match[str]) -> str:
            nonlocal first
            link = f'<link rel="stylesheet" href="{match.group(1)}{target}">\n    ' if first else ""
            first = False
            return link

        page.text = _LINK.sub(one, page.text)
    for name in names:
        (site / name).unlink()


class Used:
    """What pages and scripts name: classes, attributes with their values."""

    def __init__(self, pages: Sequence[str], scripts: str) -> None:
        self.pages = pages
        self.scripts = scripts
        self.classes = {name for text in pages for names in set(re.findall(r'class="([^"]*)"', text)) for name in names.split()}
        self.values: dict[str, bool] = {}

    def _holds(self, value: str) -> bool:
        """Say whether an attribute with its value, such as ``dir="ltr"``, stands in any page."""
        if value not in self.values:
            self.values[value] = any(value in text for text in self.pages)
        return self.values[value]

    def selects(self, selector: str) -> bool:
        """Say whether a selector may select anything. When in doubt it may."""
        # What stands in :not(), :is() and the like says nothing about the element itself.
        plain = re.sub(r":[\w-]+\((?:[^()]|\([^()]*\))*\)", "", selector)
        for name in re.findall(r"\.((?:[\w-]|\\.)+)", re.sub(r"\[[^\]]*\]", "", plain)):
            name = name.replace("\\", "")
            if name not in self.classes and name not in self.scripts:
                return False
        for attribute, value in re.findall(r"\[([\w-]+)=\"?([^\]\"]+)\"?\]", plain):
            if not self._holds(f'{attribute}="{value}"') and (attribute == "dir" or f'"{value}"' not in self.scripts):
                return False
        return True


def prune(text: str, used: Used) -> str:
    """Return a stylesheet without the rules that select nothing."""
    parts = []
    for head, body in rules(_without_comments(text)):
        if body is None:
            if not head.startswith("@charset"):
                parts.append(f"{head};")
        elif head.startswith(_HOLDERS):
            inside = prune(body, used)
            if inside:
                parts.append(f"{head}{{{inside}}}")
        elif head.startswith("@"):
            parts.append(f"{head}{{{body}}}")
        else:
            kept = [one for one in _split(head, ",") if used.selects(one)]
            if kept:
                parts.append(f"{','.join(kept)}{{{body}}}")
    return "".join(parts)


def rules(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the rules of a stylesheet without comments: what stands before the braces, and what inside; None for a statement."""
    start = depth = opened = 0
    for sign in _RULE_SIGNS.finditer(text):
        kind, position = sign.group(), sign.start()
        if kind == "{":
            if depth == 0:
                opened = position
            depth += 1
        elif kind == "}":
            depth -= 1
            if depth == 0:
                yield text[start:opened].strip(), text[opened + 1 : position]
                start = position + 1
        elif kind == ";" and depth == 0:
            yield text[start:position].strip(), None
            start = position + 1


def _without_unread(sheets: dict[str, str], read_elsewhere: set[str]) -> dict[str, str]:
    """Drop the custom properties that nothing reads, until none is left."""
    while True:
        read_names = read_elsewhere | {name for text in sheets.values() for name in re.findall(r"var\(\s*(--[\w-]+)", text)}
        slim = {name: _drop_properties(text, read_names) for name, text in sheets.items()}
        if slim == sheets:
            return slim
        sheets = slim


def _drop_properties(text: str, read_names: set[str]) -> str:
    parts = []
    for head, body in rules(text):
        if body is None:
            parts.append(f"{head};")
        elif head.startswith(_HOLDERS):
            inside = _drop_properties(body, read_names)
            parts.append(f"{head}{{{inside}}}" if inside else "")
        elif head.startswith("@"):
            parts.append(f"{head}{{{body}}}")
        else:
            kept = [one for one in _split(body, ";") if not one.strip().startswith("--") or one.split(":", 1)[0].strip() in read_names]
            if any(one.strip() for one in kept):
                parts.append(f"{head}{{{';'.join(kept)}}}")
    return "".join(parts)


def shrink(text: str) -> str:
    """Return a stylesheet without comments, line breaks and indents."""
    pieces = re.split(r"(\"[^\"\n]*\"|'[^'\n]*')", _without_comments(text))
    pieces[::2] = [re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", piece)) for piece in pieces[::2]]
    return "".join(pieces).replace(";}", "}").strip()


def _without_comments(text: str) -> str:
    return re.sub(rf"({_STRING})|/\*.*?\*/", lambda match: match.group(1) or "", text, flags=re.S)


def _split(text: str, at: str) -> list[str]:
    """Split at a sign, but not inside brackets or strings."""
    parts = []
    start = depth = 0
    for sign in _PART_SIGNS.finditer(text):
        kind = sign.group()
        if kind in "([{":
            depth += 1
        elif kind in ")]}":
            depth -= 1
        elif kind == at and depth == 0:
            parts.append(text[start : sign.start()])
            start = sign.end()
    parts.append(text[start:])
    return parts
