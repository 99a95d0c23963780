"""Kinds of value that schools and facts share: phone numbers, addresses, lines of text."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field

from handbook.characters import tidied, unwanted
from handbook.validation import fault, short

# Numbers that work without an area code; everything else must be a full national number.
SHORT_NUMBERS = frozenset({"999", "101", "111", "112", "105", "159", "18000", "116 123", "7726", "85258"})

_POSTCODE = re.compile(r"(GIR 0AA|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2})")
_EXTENSION = re.compile(r"(?i)\s*(?:ext\.?|extension|x)\s*(\d{1,6})$")
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


def phone_number(text: str) -> str:
    """Return a UK phone number in national format, such as ``01632 960000`` or ``01632 960000 ext 12``."""
    remedy = "Write the number as it is dialled in the UK, for example 01632 960000."
    plain = " ".join(text.split())
    if plain in SHORT_NUMBERS:
        return plain
    extension = _EXTENSION.search(plain)
    main = plain[: extension.start()] if extension else plain
    if re.search(r"[^0-9 ()+\-.]", main):
        raise fault(f'"{short(text)}" holds something that is not part of a phone number.', remedy)
    digits = re.sub(r"\D", "", main)
    if digits.startswith("44"):
        digits = "0" + digits[2:].removeprefix("0")
    if not digits.startswith("0") or digits.startswith("00"):
        raise fault(f'"{short(text)}" is not a UK phone number: it must begin with 0.', remedy)
    if not (10 <= len(digits) <= 11 or digits == "08001111"):
        raise fault(f'"{short(text)}" is not a UK phone number: it has {len(digits)} digits.', remedy)
    parsed = phonenumbers.parse(digits, "GB")
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return f"{national} ext {extension.group(1)}" if extension else national


def tel_address(number: str) -> str:
    """Return the ``tel:`` address of a number as :func:`phone_number` gives it."""
    extension = _EXTENSION.search(number)
    main = number[: extension.start()] if extension else number
    digits = re.sub(r"\D", "", main)
    if digits.startswith("0") and len(digits) >= 8:
        digits = "+44" + digits[1:]
    return f"tel:{digits}" + (f";ext={extension.group(1)}" if extension else "")


def email_address(text: str) -> str:
    """Return an e-mail address, checked for its form only."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise fault(
            f'"{short(text)}" is not an email address.', "Write it like this: office@example.org."
        ) from None


def web_address(text: str) -> str:
    """Return an https (or http) address without user names, spaces or other traps."""
    remedy = "Copy it from the browser's address bar; it begins with https://."
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise fault(f'"{short(text)}" is not a web address.', remedy) from None
    wrong = (
        parts.scheme not in ("http", "https")
        or not host
        or "." not in host
        or parts.username is not None
        or port == 0
        or re.search(r"[\s<>\"'\\^`{}|\x00-\x20]", text)
        or not re.fullmatch(r"[^\s_/]+", host)
    )
    if wrong:
        raise fault(f'"{short(text)}" is not a web address.', remedy)
    return text


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
Colour = Annotated[Line, AfterValidator(colour)]
Id = Annotated[Line, AfterValidator(record_id)]
Digest = Annotated[Line, AfterValidator(digest)]
