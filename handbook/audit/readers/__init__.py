"""Opening a policy, whatever program it comes from: what it is, by its content and not by its ending; and why not, in plain words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from handbook.audit.document import Block, Reading

MOST_BYTES = 200_000_000

Reader = Callable[[Path, Reading], Iterator[Block]]

_NAMES = {
    "docx": "Word",
    "odt": "OpenDocument text",
    "rtf": "rich text",
    "html": "web page",
    "md": "Markdown",
    "txt": "plain text",
    "pdf": "PDF",
}
_OTHER = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_ENDINGS = {
    "docx": "docx docm dotx",
    "odt": "odt ott fodt",
    "rtf": "rtf",
    "html": "html htm xhtml",
    "md": "md markdown",
    "txt": "txt text",
    "pdf": "pdf",
}


class ReadingError(Exception):
    """A file cannot be read; the message says why and what to do."""


def read(path: Path, reading: Reading) -> Iterator[Block]:
    """Yield a file's blocks and fill in what came of reading it.

    Raises:
        ReadingError: It cannot be read.
    """
    kind = kind_of(path)
    reading.format = _NAMES[kind]
    ending = path.suffix.lower().lstrip(".")
    if ending and ending not in _ENDINGS[kind].split() and kind != "txt":
        reading.notes.append(f"The file's name ends in .{ending}, but it is a {_NAMES[kind]} file. It was read as what it is.")
    yield from _reader(kind)(path, reading)


def _reader(kind: str) -> Reader:
    # Each is loaded only when a file asks for it.
    if kind == "docx":
        from handbook.audit.readers.word import blocks
    elif kind == "odt":
        from handbook.audit.readers.opendocument import blocks
    elif kind == "rtf":
        from handbook.audit.readers.rich_text import blocks
    elif kind == "html":
        from handbook.audit.readers.web_page import blocks
    elif kind == "pdf":
        from handbook.audit.readers.pdf import blocks
    else:
        from handbook.audit.readers.plain import blocks
    return blocks


def kind_of(path: Path) -> str:
    """Return which reader a file needs.

    Raises:
        ReadingError: None can read it.
    """
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ReadingError("This is a folder. Name the files in it, for example policies/*.docx.")
        with path.open("rb") as file:
            start = file.read(8192)
    except FileNotFoundError:
        raise ReadingError("There is no such file. Check its name and the folder you are in.") from None
    except OSError as error:
        raise ReadingError(f"The file cannot be opened ({error.strerror}). Close it in other programs, and check that you may read it.") from None
    if not size or not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ReadingError("The file is empty. Perhaps it was not downloaded completely: fetch it again.")
    if size > MOST_BYTES:
        raise ReadingError(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Save it again without its pictures, or as plain text.")
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadingError(_old_office(path))
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    for mark, what in _OTHER:
        if start.startswith(mark):
            raise ReadingError(
                f"This is {what}, not a document. "
                + (
                    "If it is a scanned policy, have its text recognised (OCR) first, and save that."
                    if "picture" in what
                    else "Open it and save the policy in it as .docx, .pdf or .txt."
                )
            )
    text = start.decode("utf-8", errors="ignore").lstrip("\ufeff \t\r\n").lower()
    ending = path.suffix.lower()
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadingError(
            "This is not text, and no kind of document that can be read. Open it in the program that made it, and save it as .docx or .pdf."
        )
    if ending in (".html", ".htm", ".xhtml") or re.match(
        r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", text, re.DOTALL
    ):
        return "html"
    if ending in (".docx", ".docm", ".odt", ".pdf"):
        raise ReadingError(
            f"The file's name ends in {ending}, but it holds something else, or is damaged. Open it in the program that made it, and save it again."
        )
    return "md" if ending in (".md", ".markdown") else "txt"


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            check_archive(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ReadingError("The file is damaged. Open it in Word or LibreOffice; if that mends it, save it under a new name and use that.") from None
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return "docx"
    if "content.xml" in names:
        return "odt"
    if any(name.startswith("xl/") for name in names):
        raise ReadingError("This is an Excel file. Copy the policy's text into a document, and save that as .docx.")
    if any(name.startswith("ppt/") for name in names):
        raise ReadingError("This is a PowerPoint file. Save it as PDF, and use that.")
    if any(name.startswith(("Index/", "index.xml", "QuickLook/")) for name in names):
        raise ReadingError("This is an Apple Pages file. In Pages choose File, Export to, Word, and use that.")
    raise ReadingError("This is a zip file, not a document. Unpack it, and name the policies in it.")


def check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that unfolds into far more than any policy holds, or is locked.

    Raises:
        ReadingError: It does, or is.
    """
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise ReadingError(LOCKED)
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts) or 1
    xml = max((part.file_size for part in parts if part.filename.endswith(".xml")), default=0)
    if unpacked > 1_000_000_000 or len(parts) > 20_000 or xml > 60_000_000 or (unpacked > 30_000_000 and unpacked / packed > 150):
        raise ReadingError(
            "The file unfolds into far more than a policy can hold, as files made to do harm do. It was not opened. Ask whoever sent it."
        )


LOCKED = "The file is locked with a password. Open it with the password, save a copy without one, and use that. Delete the copy afterwards."


def _old_office(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(3_000_000)

    def wide(name: str) -> bytes:
        return name.encode("utf-16-le")

    if wide("EncryptedPackage") in head or wide("EncryptionInfo") in head:
        return LOCKED
    if wide("WordDocument") in head:
        return "This is an old Word file (.doc). Open it in Word or LibreOffice, choose Save as, then Word document (.docx), and use that."
    if wide("Workbook") in head or wide("Book") in head:
        return "This is an old Excel file. Copy the policy's text into a document, and save that as .docx."
    if wide("PowerPoint Document") in head:
        return "This is an old PowerPoint file. Save it as PDF, and use that."
    if wide("__properties_version1.0") in head:
        return "This is an email saved from Outlook. Save the policy that is attached to it, and use that."
    return "This is a file of an old Office program. Open it, and save it as .docx."


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one part of an archive, never more of it than it says.

    Raises:
        ReadingError: It is damaged, or holds what no such file needs.
    """
    import zlib

    try:
        info = archive.getinfo(name)
        with archive.open(info) as file:
            content = file.read(info.file_size + 1)
    except RuntimeError:
        raise ReadingError(LOCKED) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise ReadingError("The file is damaged. Open it in Word or LibreOffice; if that mends it, save it under a new name and use that.") from None
    # Entities of its own could unfold without end; neither Word nor LibreOffice writes any.
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:65536]:
        raise ReadingError("The file holds instructions that no policy needs. It was not opened. Ask whoever sent it.")
    return content
