"""UK phone numbers: read as people write them, checked against the numbering plan, written the same way everywhere."""

from __future__ import annotations

import re

import phonenumbers

from handbook.ground.validation import fault, short

# Numbers that work without an area code; everything else must be a full national number.
SHORT_NUMBERS = frozenset({"999", "101", "111", "112", "105", "159", "18000", "116 123", "7726", "85258"})
# Numbers that take texts only: whoever rings them reaches nobody.
TEXT_ONLY = frozenset({"7726", "85258"})
_SHORT_BY_DIGITS = {number.replace(" ", ""): number for number in SHORT_NUMBERS}

# The numbers that Ofcom keeps for films and books, so that nobody is rung by mistake ("numbers for use in TV and radio drama").
_MADE_UP = re.compile(r"0(?:1632960|7700900|3069990|8081570|2079460|11[3-8]4960|1[2-6]14960|1914980|2890180|2896496|2920180)[0-9]{3}")

# What a call costs is not known to who is sent there: 09 and 0871 to 0873 are premium, 070 forwards to anywhere.
_COSTLY = re.compile(r"0(?:9|87[123]|70)")

_EXTENSION = re.compile(r"(?i)\s*(?:ext\.?|extension|x)\s*(\d{1,6})$")
_LIKE_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_REMEDY = "Write the number as it is dialled in the UK, for example 01632 960000."


def phone_number(text: str) -> str:
    """Return a UK phone number in national format, such as ``01632 960000`` or ``01632 960000 ext 12``."""
    plain = re.sub("[‐‑‒–—−]", "-", " ".join(text.split()))
    if plain.replace(" ", "") in _SHORT_BY_DIGITS:
        return _SHORT_BY_DIGITS[plain.replace(" ", "")]
    extension = _EXTENSION.search(plain)
    main = plain[: extension.start()] if extension else plain
    digits = _digits(main, text)
    if _COSTLY.match(digits):
        raise fault(f'"{short(text)}" is a number at which calls can cost very much.', "Write a number at the price of an ordinary call.")
    if not (is_made_up(digits) or phonenumbers.is_valid_number(phonenumbers.parse(digits, "GB"))):
        why = {10: "one of its digits seems to be missing", 11: "no area or network has numbers like this", 12: "it has one digit too many"}
        raise fault(f'"{short(text)}" is not a UK phone number: {why.get(len(digits), f"it has {len(digits)} digits")}.', _REMEDY)
    national = phonenumbers.format_number(phonenumbers.parse(digits, "GB"), phonenumbers.PhoneNumberFormat.NATIONAL)
    return f"{national} ext {extension.group(1)}" if extension else national


def _digits(main: str, typed: str) -> str:
    """Return a number's digits from its first 0 on."""
    if re.search(r"[^0-9 ()+\-.]", main):
        if re.fullmatch(r"[0-9OolI ()+\-.]{7,}", main) and main[0] not in "lI":
            raise fault(f'"{short(typed)}" holds a letter that looks like a digit.', f"Write  {main.translate(_LIKE_DIGITS)}")
        if re.search(r"\d{4}.*(?:/|,|;|&| or ).*\d{4}", main):
            raise fault(f'"{short(typed)}" is more than one phone number.', "Write the one that people should call first.")
        raise fault(f'"{short(typed)}" holds something that is not part of a phone number.', _REMEDY)
    digits = re.sub(r"\D", "", main).removeprefix("00") if re.match(r"\D*00\D*44", main) else re.sub(r"\D", "", main)
    if digits.startswith("44") and len(digits) > 10:
        digits = "0" + digits[2:].removeprefix("0")
    if not digits.startswith("0") and len(digits) in (9, 10) and "+" not in main:
        raise fault(f'"{short(typed)}" lacks the 0 at its start, which spreadsheets take away.', f"Write  0{digits}  if that is the number.")
    if not digits.startswith("0") or digits.startswith("00"):
        raise fault(f'"{short(typed)}" is not a UK phone number: it must begin with 0.', _REMEDY)
    return digits


def is_made_up(number: str) -> bool:
    """Say whether a number is one of those that Ofcom keeps for films and books."""
    return bool(_MADE_UP.fullmatch(re.sub(r"\D", "", _EXTENSION.sub("", number))))


def tel_address(number: str) -> str:
    """Return the ``tel:`` address of a number as :func:`phone_number` gives it."""
    extension = _EXTENSION.search(number)
    main = number[: extension.start()] if extension else number
    digits = re.sub(r"\D", "", main)
    if digits.startswith("0") and len(digits) >= 8:
        digits = "+44" + digits[1:]
    return f"tel:{digits}" + (f";ext={extension.group(1)}" if extension else "")
