"""Rich text (RTF): words, paragraphs, table cells and footnotes; pictures, fonts and deleted text are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from handbook.audit.document import Block, Reading

_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_PASSED_OVER = frozenset(
    "fonttbl colortbl stylesheet info pict object themedata datastore listtable listoverridetable revtbl rsidtbl generator xmlnstbl "
    "latentstyles colorschememapping "
    "fldinst filetbl mmathPr pgptbl bkmkstart bkmkend pntext listtext datafield nonshppict blipuid wgrffmtfilter panose".split()
)
_SIGNS = {
    "par": "\n",
    "sect": "\n",
    "page": "\n",
    "line": " ",
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
}


@dataclass
class _Group:
    skip: bool = False
    target: str = "body"
    after_unicode: int = 1
    deleted: bool = False
    inserted: bool = False


def blocks(path: Path, reading: Reading) -> Iterator[Block]:
    """Yield the blocks of a rich text file."""
    raw = path.read_bytes()
    code = re.search(rb"\\ansicpg(\d+)", raw[:2048])
    codepage = f"cp{code.group(1).decode()}" if code else "cp1252"
    stack = [_Group()]
    texts: dict[str, list[str]] = {"body": [], "note": [], "header": [], "footer": []}
    links: list[str] = []
    starred, pending, in_row = False, 0, False
    was_deleted = was_inserted = False

    def put(text: str) -> None:
        nonlocal was_deleted, was_inserted
        group = stack[-1]
        if group.skip:
            return
        if group.deleted:
            reading.deletions += not was_deleted
            was_deleted = True
            return
        was_deleted = False
        reading.insertions += group.inserted and not was_inserted
        was_inserted = group.inserted
        texts[group.target].append(text)

    def finished(target: str, kind: str) -> Iterator[Block]:
        text = "".join(texts[target])
        texts[target].clear()
        for line in text.split("\n"):
            if line.strip():
                bullet = re.match(r"\s*[•·\uf0b7]\s*", line)
                yield Block(line.strip("\r"), "item" if bullet and kind == "paragraph" else kind)

    for match in _TOKEN.finditer(raw):
        word, number, letter, sign, brace, plain = match.groups()
        if brace == b"{":
            stack.append(replace(stack[-1]))
        elif brace == b"}":
            if len(stack) > 1:
                done = stack.pop()
                if done.target != stack[-1].target:
                    yield from finished(done.target, done.target)
        elif word:
            name = word.decode()
            value = int(number) if number else None
            if name in _PASSED_OVER or starred:
                if name == "fldinst":
                    nearby = re.match(
                        rb"[^{}]*?HYPERLINK\s+\"(https?://[^\"\s]+)", raw[match.end() : match.end() + 800].replace(b"{", b" ").replace(b"}", b" ")
                    )
                    if nearby:
                        links.append(nearby.group(1).decode("ascii", "ignore"))
                stack[-1].skip = True
                starred = False
            elif name in ("footnote", "annotation"):
                stack[-1].target, stack[-1].skip = "note", stack[-1].skip or name == "annotation"
            elif name in ("header", "headerl", "headerr", "headerf"):
                stack[-1].target = "header"
            elif name in ("footer", "footerl", "footerr", "footerf"):
                stack[-1].target = "footer"
            elif name == "deleted":
                stack[-1].deleted = value != 0
            elif name == "revised":
                stack[-1].inserted = value != 0
            elif name == "plain":
                stack[-1].deleted = stack[-1].inserted = False
            elif name == "uc":
                stack[-1].after_unicode = value or 0
            elif name == "u" and value is not None:
                put(chr(value % 65536))
                pending = stack[-1].after_unicode
            elif name == "cell":
                in_row = True
                put("\t")
            elif name == "row":
                in_row = False
                yield from finished("body", "cell")
            elif name in _SIGNS:
                put(" " if name == "par" and in_row else _SIGNS[name])
                if (
                    name in ("par", "sect", "page")
                    and not in_row
                    and stack[-1].target == "body"
                    and b"\\intbl" not in raw[max(0, match.start() - 300) : match.start()]
                ):
                    text = "".join(texts["body"])
                    yield from finished("body", "paragraph")
                    yield from (Block(one, "link") for one in links if one not in text)
                    links.clear()
        elif letter:
            if pending:
                pending -= 1
            else:
                put(bytes([int(letter, 16)]).decode(codepage, errors="replace"))
        elif sign:
            if sign == b"*":
                starred = True
                continue
            put({b"~": " ", b"_": "-", b"-": "", b"\\": "\\", b"{": "{", b"}": "}"}.get(sign, ""))
        elif plain:
            text = plain.decode(codepage, errors="replace")
            if pending:
                text, pending = text[pending:], max(0, pending - len(text))
            put(text)
        starred = starred and bool(sign)
    yield from finished("body", "paragraph")
