"""Read a text file that somebody saved: as UTF-8, with plain line ends; anything else is told by its name."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from pathlib import Path

from handbook.ground.folder import why
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError

MOST_BYTES = 2_000_000

# How files begin that are no text at all, or text for another program.
_OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich-text (RTF) file"),
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_WIDE_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAVE_AS_TEXT = 'Open it, copy its text into a plain text editor (on Windows: Notepad) and save that as plain text with the encoding "UTF-8".'
_SAVE_AS_UTF8 = 'Open the file in your editor and save it again with the encoding "UTF-8".'
_JOINED = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)


def read_text(path: Path) -> str:
    """Read a text file; byte-order mark and other systems' line ends are taken away.

    Raises:
        ProblemsError: The file is missing, unreadable, too big, not text, not UTF-8, or two versions joined by Git.
    """
    name = shown(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _whole(name, "there is no such file.", "Check the name and the folder you are in.") from None
    except OSError as error:
        raise _whole(name, f"the file cannot be read ({error.strerror}).", "Check its name and permissions.") from None
    if len(raw) > MOST_BYTES:
        raise _whole(name, f"the file is larger than {MOST_BYTES:,} bytes.", "Check that it is the right file.")
    return decoded(raw, name)


def decoded(raw: bytes, name: str) -> str:
    """Return a file's text; ``name`` is the file as shown to people. Otherwise as :func:`read_text`."""
    for start, kind in _OTHER_KINDS:
        if raw.startswith(start):
            raise _whole(name, f"this is {kind}, not a plain text file.", _SAVE_AS_TEXT)
    if raw.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise _whole(name, "this is a web page, not the file itself.", 'Download the file again; on GitHub with the button "Download raw file".')
    for mark, encoding in _WIDE_MARKS:
        if raw.startswith(mark):
            raise _whole(name, f"the file is saved as {encoding}.", _SAVE_AS_UTF8)
    if b"\0" in raw:
        if raw.count(b"\0") * 4 >= len(raw):
            raise _whole(name, "the file is saved as UTF-16 or UTF-32.", _SAVE_AS_UTF8)
        raise _whole(name, "this is not a plain text file.", _SAVE_AS_TEXT)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _plain_line_ends(raw[: error.start].decode("latin-1")).count("\n") + 1
        raise _at(name, line, "a letter on this line is not saved as UTF-8 (the file may be Windows-1252).", _SAVE_AS_UTF8) from None
    text = _plain_line_ends(text)
    joined = _JOINED.search(text)
    if joined:
        raise _at(
            name,
            text.count("\n", 0, joined.start()) + 1,
            f"two versions of this file were joined here (Git's mark {joined.group()[:7]}).",
            "Keep the lines of one version, and delete the lines that begin with <<<<<<<, =======, ||||||| and >>>>>>>.",
        )
    return text


def _plain_line_ends(text: str) -> str:
    # Some programs turn \r\n into \r\r\n, which is still one line end.
    return re.sub(r"\r+\n|\r", "\n", text) if "\r" in text else text


def _whole(name: str, fault: str, remedy: str) -> ProblemsError:
    return _at(name, 0, fault, remedy)


def _at(name: str, line: int, fault: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(name, line, "", fault, remedy)])


def save(file: Path, text: str) -> None:
    """Write a file for a person, with the line ends that the text has: completely, or not at all.

    Raises:
        ProblemsError: It cannot be written there.
    """
    draft = file.with_name(f".{file.name}.new")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(file)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise _whole(shown(file), f"it cannot be written: {why(error)}.", "Name another place, or make room there.") from error
