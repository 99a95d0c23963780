"""What a row of the register says of a school, in the words of a school's file; what cannot be right is left blank and told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pydantic_core import PydanticCustomError

from handbook.fleet.register import Row
from handbook.ground.phones import phone_number
from handbook.ground.values import one_line, postcode, web_address
from handbook.ground.yaml_files import Place

# What becomes of a school, by the register's word for its status.
OPEN, CLOSING, OPENING, CLOSED = "open", "proposed to close", "proposed to open", "closed"
_STATUS = {
    "open": OPEN,
    "open but proposed to close": CLOSING,
    "proposed to close": CLOSING,
    "proposed to open": OPENING,
    "closed": CLOSED,
}

# The type of school by law. Where the register's types end in a kind of provision, that decides the phase below.
_TYPES: tuple[tuple[str, str], ...] = (
    (r"community special school", "community-special"),
    (r"foundation special school", "community-special"),
    (r"non-maintained special school", "non-maintained-special"),
    (r"other independent special school|other independent school|independent.*", "independent"),
    (r"community school", "community"),
    (r"voluntary aided school", "voluntary-aided"),
    (r"voluntary controlled school", "voluntary-controlled"),
    (r"foundation school", "foundation"),
    (r"local authority nursery school|la nursery school|maintained nursery school", "maintained-nursery"),
    (r"pupil referral unit", "pupil-referral-unit"),
    (r"city technology college", "independent"),
    (r"free schools?\b.*|university technical college|studio schools?", "free-school"),
    (r"academy\b.*", "academy"),
)
_PHASES = {
    "nursery": "nursery",
    "primary": "primary",
    "middle deemed primary": "middle",
    "middle deemed secondary": "middle",
    "secondary": "secondary",
    "16 plus": "sixth-form",
    "all-through": "all-through",
    "all through": "all-through",
}
# The first year of age of each key stage.
_STAGES = (("eyfs", 0, 5), ("ks1", 5, 7), ("ks2", 7, 11), ("ks3", 11, 14), ("ks4", 14, 16), ("ks5", 16, 19))

# Not schools under the law of England.
_ELSEWHERE = {
    "welsh establishment": "a school in Wales, which has laws of its own",
    "offshore schools": "a school outside England",
    "british schools overseas": "a school overseas",
    "service children's education": "a school overseas of the Ministry of Defence",
}
_NO_SCHOOLS = (
    "children's centre",
    "higher education",
    "further education",
    "miscellaneous",
    "online provider",
    "institution funded",
    "special post 16",
    "secure unit",
    "sixth form centre",
    "linked site",
)


@dataclass
class Known:
    """A school as the register knows it.

    Attributes:
        urn: Its number.
        name: Its name.
        status: One of the words above; empty if the register's word is not known.
        values: What goes into its file, by place.
        left_out: Why it gets no handbook of this edition; empty if it does.
        told: What could not be taken over, as (what, fault, what was done).
        closed_on: When it closed or will; None if not said.
        opened_on: When it opened or will; None if not said.
        key: Authority and number within it, by which a school is known again that got a new URN.
        authority: The council of its area.
        trust: Its trust; empty if it has none.
        town: Its town.
    """

    urn: str
    name: str
    status: str
    values: dict[Place, Any] = field(default_factory=dict)
    left_out: str = ""
    told: list[tuple[str, str, str]] = field(default_factory=list)
    closed_on: date | None = None
    opened_on: date | None = None
    key: str = ""
    authority: str = ""
    trust: str = ""
    town: str = ""


def known(row: Row) -> Known:
    """Return what the register knows of a school."""
    made = Known(
        row.urn, row["name"], _STATUS.get(_plain(row["status"]), ""), authority=row["authority"], trust=_name(row["trust"]), town=row["town"]
    )
    kind = _plain(row["type"])
    made.left_out = _ELSEWHERE.get(kind, "")
    if not made.left_out and any(kind.startswith(one) or one in kind for one in _NO_SCHOOLS):
        made.left_out = f"{row['type']}: not a school that this handbook is made for"
    if not made.status:
        made.told.append(("status", f'"{row["status"]}" is not a status we know.', "The school is taken for open. Check it."))
        made.status = OPEN
    made.closed_on, made.opened_on = _day(row["closed_on"], "CloseDate", made), _day(row["opened_on"], "OpenDate", made)
    made.key = "/".join(part.lstrip("0") for part in (row["authority_code"], row["number"])) if row["number"] else ""

    def put(place: Place, text: str, check: Callable[[str], object], what: str) -> None:
        if not text:
            return
        try:
            made.values[place] = check(text)
        except (PydanticCustomError, ValueError) as error:
            said = error.message() if isinstance(error, PydanticCustomError) else str(error)
            made.told.append((what, said, "It is left blank."))

    put(("identity", "name"), _name(row["name"]), one_line_of, "name")
    made.values[("identity", "type")] = _type(kind, made, row)
    _phase(row, made)
    if made.values[("identity", "type")] in ("academy", "free-school"):
        put(("identity", "trust"), made.trust, one_line_of, "trust")
    put(("identity", "head_title"), _head_title(row), one_line_of, "head's title")
    put(("identity", "address"), _address(row), one_line_of, "address")
    put(("identity", "postcode"), row["postcode"], postcode, "postcode")
    put(("identity", "phone"), _phone(row["phone"]), phone_number, "phone")
    put(("identity", "website"), _website(row["website"]), web_address, "website")
    put(("people", "head", "name"), _head(row), one_line_of, "head")
    put(("local", "authority"), row["authority"], one_line_of, "authority")
    return made


def one_line_of(text: str) -> str:
    """Return text as a school's file takes it.

    Raises:
        PydanticCustomError: It holds what no line of text holds.
        ValueError: It is too long.
    """
    found = str(one_line(text))
    if len(found) > 160:
        raise ValueError(f'"{found[:40]}…" has more than 160 letters.')
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").replace(",", " ").split())


def _name(text: str) -> str:
    """Return a name that was written in capitals alone in ordinary letters; others stay."""
    return (
        text.title().replace("'S ", "'s ").replace(" And ", " and ").replace(" Of ", " of ").replace(" The ", " the ")
        if text.isupper() and " " in text
        else text
    )


def _type(kind: str, made: Known, row: Row) -> str:
    for pattern, found in _TYPES:
        if re.fullmatch(pattern, kind):
            return found
    group = _plain(row["group"])
    guess = next(
        (found for word, found in (("academ", "academy"), ("free school", "free-school"), ("independent", "independent")) if word in group),
        "community",
    )
    made.told.append(("type", f'"{row["type"]}" is not a type we know.', f"It is taken for {guess}. Check identity.type."))
    return guess


def _phase(row: Row, made: Known) -> None:
    """Put phase and, where its usual ones do not fit the ages, key stages."""
    kind, phase = _plain(row["type"]), _plain(row["phase"])
    low, high = _age(row["low"]), _age(row["high"])
    found = _PHASES.get(phase, "")
    if "special" in kind:
        found = "special"
    elif "referral" in kind or "alternative provision" in kind:
        found = "alternative-provision"
    elif found == "primary" and low is not None and high is not None:
        found = "infant" if high <= 8 else "junior" if low >= 7 else "first" if high <= 10 and low < 7 else "primary"
    elif found == "secondary" and low is not None and low >= 13:
        found = "sixth-form" if low >= 16 else "upper"
    if not found and phase not in ("", "not applicable"):
        made.told.append(("phase", f'"{row["phase"]}" is not a phase we know.', "The ages decide. Check identity.phase."))
    if not found:
        found = _by_age(low, high)
        if low is None or high is None:
            made.told.append(("phase", "the register names neither phase nor ages.", "It is taken for a primary school. Check identity.phase."))
    made.values[("identity", "phase")] = found
    stages = [name for name, first, last in _STAGES if low is not None and high is not None and low < last and high > first]
    from handbook.school.model import Identity, key_stages

    if stages and tuple(stages) != key_stages(Identity(phase=found)):  # type: ignore[arg-type]  # one of the phases above
        made.values[("identity", "key_stages")] = stages


def _age(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,2}", text) else None


def _by_age(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "primary"
    if low >= 16:
        return "sixth-form"
    if high <= 5:
        return "nursery"
    if low >= 9:
        return "secondary"
    return "primary" if high <= 12 else "all-through"


def _day(text: str, what: str, made: Known) -> date | None:
    """Return a date of the register (day/month/year), also as a spreadsheet turned it, if it is one for certain."""
    if not text:
        return None
    plain = re.sub("[.-]", "/", text.split(" ")[0])
    for pattern, order in ((r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 2, 1)), (r"(\d{4})/(\d{1,2})/(\d{1,2})", (1, 2, 3))):
        match = re.fullmatch(pattern, plain)
        if match:
            try:
                return date(*(int(match.group(one)) for one in order))
            except ValueError:
                break
    if re.fullmatch(r"[2-6]\d{4}", plain):
        found = date(1899, 12, 30) + timedelta(days=int(plain))
        made.told.append((what, f'"{text}" is a date as a spreadsheet counts it.', f"It is read as {found}."))
        return found
    turned = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", plain)
    if turned and int(turned.group(1)) <= 12 < int(turned.group(2)) <= 31:
        found = date(int(turned.group(3)), int(turned.group(1)), int(turned.group(2)))
        made.told.append((what, f'"{text}" has month and day turned round.', f"It is read as {found}."))
        return found
    made.told.append((what, f'"{text}" is not a date we can read for certain.', "It is left out."))
    return None


def _head_title(row: Row) -> str:
    title = row["head_job"].strip()
    return "" if not title or len(title) > 40 else title


def _head(row: Row) -> str:
    title = "" if _plain(row["head_title"]) in ("not recorded", "not applicable", "principal", "headteacher", "head teacher") else row["head_title"]
    return " ".join(part for part in (title, row["head_first"], row["head_last"]) if part) if row["head_last"] else ""


def _address(row: Row) -> str:
    parts: list[str] = []
    for key in ("street", "locality", "address3", "town", "county"):
        part = row[key].strip(" ,")
        if part and _plain(part) not in ("not recorded", "not applicable") and part.casefold() not in (one.casefold() for one in parts):
            parts.append(part)
    return ", ".join(parts)


def _phone(text: str) -> str:
    """Return a number with the zero that spreadsheets take away."""
    digits = re.sub(r"[ ()-]", "", text).removesuffix(".0")
    return f"0{digits}" if re.fullmatch(r"[1-9]\d{8,9}", digits) else digits if digits.isdigit() else text


def _website(text: str) -> str:
    """Return an address with its scheme, which the register often lacks or has twice."""
    plain = text.strip().rstrip(".,;")
    if not plain or "@" in plain:
        return plain
    plain = re.sub(r"^(?:https?:?/*)+", lambda found: "http://" if found.group().lower().startswith("http:") else "https://", plain, flags=re.I)
    return plain if re.match(r"https?://", plain, re.I) else f"https://{plain}"
