"""Kinds of value that schools and facts share: lines of text, addresses, dates, colours."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from handbook.ground.characters import tidied, unwanted
from handbook.ground.phones import phone_number
from handbook.ground.validation import fault, short

_POSTCODE = re.compile(r"(GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2})")
# A part of a host's name; letters of every script.
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_NOT_IN_ADDRESSES = re.compile(r"[\s<>\"'“”‘’\\^`{}|\[\]\x00-\x20]")
# Nearly every address is of this form, in which a closer look finds nothing wrong.
USUAL_EMAIL = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:uk|org|com|net)")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def one_line(text: object) -> object:
    """Return text with runs of spaces joined; refuse control characters and hidden direction marks."""
    if not isinstance(text, str):
        return text
    text = unicodedata.normalize("NFC", " ".join(tidied(text).split()))
    odd = unwanted(text)
    if odd:
        raise fault(f"the text holds an invisible character: {odd}.", "Delete the text and type it again by hand.")
    if not text:
        raise fault("the text is empty.", "Leave the value out altogether, or write something.")
    return text


def email_address(text: str) -> str:
    """Return an e-mail address, checked for its form only."""
    if len(text) < 60 and USUAL_EMAIL.fullmatch(text):
        return text
    # Takes a while to load, which is seldom needed.
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise fault(f'"{short(text)}" is not an email address.', "Write it like this: office@example.org.") from None


def web_address(text: str) -> str:
    """Return an https (or http) address without user names, spaces or other traps."""
    remedy = "Copy it from the browser's address bar; it begins with https://."
    if text[-1:] in tuple(".,;:") or (text.endswith(")") and "(" not in text):
        raise fault(f'"{short(text)}" ends with a mark that belongs to the sentence around it.', f'Take away the "{text[-1]}" at its end.')
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise fault(f'"{short(text)}" is not a web address.', remedy) from None
    labels = host.split(".")
    wrong = (
        parts.scheme not in ("http", "https")
        or parts.username is not None
        or port == 0
        or _NOT_IN_ADDRESSES.search(text)
        or len(labels) < 2
        or not all(_LABEL.fullmatch(label) for label in labels)
        or labels[-1].isdigit()
    )
    if wrong:
        raise fault(f'"{short(text)}" is not a web address.', remedy)
    if ":~:" in parts.fragment:
        page, words = text.split("#", 1)
        anchor = words.split(":~:", 1)[0]
        raise fault("the address holds words to highlight (what follows :~:).", f"Write  {page}{'#' if anchor else ''}{anchor}")
    return text


def day(text: object) -> object:
    """Return the date of a text written year-month-day; anything else is told, with the right way to write it."""
    if not isinstance(text, str):
        return text
    plain = re.sub("[/.‐‑–—−]", "-", text.strip())
    written = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", plain)
    try:
        found = date(*(int(part) for part in written.groups())) if written else None
    except ValueError:
        found = None
    if found is None:
        meant = british_date(plain)
        if meant:
            raise fault(f'"{short(text)}" is not written year-month-day.', f"If it is {meant.day} {meant:%B %Y}, write {meant}.")
        raise fault(f'"{short(text)}" is not a date in the calendar.', "Write year-month-day, for example 2026-09-01.")
    if not 2000 <= found.year < 2100:
        raise fault(f'"{short(text)}" is a date of another century.', "Correct the year.")
    return found


def british_date(text: str) -> date | None:
    """Return the date of ``1-9-2026``, ``1/9/2026``, ``1st September 2026`` or ``Tue 1 Sept 2026``; None if it is none."""
    text = text.replace("/", "-")
    written = re.fullmatch(r"(?i)(?:[a-z]+,? )?([0-9]{1,2})(?:st|nd|rd|th)?[ -](?:of )?([0-9]{1,2}|[a-z]{3,9}),?[ -]([0-9]{4})", text)
    if not written:
        return None
    number, month, year = written.groups()
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    try:
        return date(int(year), int(month) if month.isdigit() else names.index(month[:3].lower()) + 1, int(number))
    except ValueError:
        return None


def postcode(text: str) -> str:
    """Return a UK postcode in capitals with its space."""
    plain = re.sub(r"\s", "", text).upper()
    spaced = f"{plain[:-3]} {plain[-3:]}"
    if not _POSTCODE.fullmatch(spaced):
        raise fault(f'"{short(text)}" is not a UK postcode.', "Write it like this: AB1 2CD.")
    return spaced


def colour(text: str) -> str:
    """Return a colour as six lower-case hexadecimal digits after a #."""
    plain = text.lower().removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3}", plain):
        plain = "".join(2 * digit for digit in plain)
    if not re.fullmatch(r"[0-9a-f]{6}", plain):
        raise fault(
            f'"{short(text)}" is not a colour we can read.',
            'Write six hexadecimal digits in double quotes, for example "#1d4f91"; your logo\'s designer or website has them.',
        )
    return f"#{plain}"


def record_id(text: str) -> str:
    """Return an id: lower-case words and digits joined by hyphens."""
    if not _ID.fullmatch(text):
        raise fault(f'"{short(text)}" is not an id.', "Use lower-case letters, digits and single hyphens only.")
    return text


def digest(text: str) -> str:
    """Return a SHA-256 digest as 64 hexadecimal digits."""
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise fault(f'"{short(text)}" is not a SHA-256 digest.', "Write its 64 hexadecimal digits in small letters.")
    return text


Line = Annotated[str, BeforeValidator(one_line), Field(max_length=160)]
Text = Annotated[str, BeforeValidator(one_line), Field(max_length=2000)]
Phone = Annotated[Line, AfterValidator(phone_number)]
Email = Annotated[Line, AfterValidator(email_address)]
Web = Annotated[str, BeforeValidator(one_line), Field(max_length=500), AfterValidator(web_address)]
Postcode = Annotated[Line, AfterValidator(postcode)]
Day = Annotated[date, BeforeValidator(day)]
Colour = Annotated[Line, AfterValidator(colour)]
Id = Annotated[Line, AfterValidator(record_id)]
Digest = Annotated[Line, AfterValidator(digest)]
