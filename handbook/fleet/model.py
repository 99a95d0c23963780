"""What a fleet tells us in fleet.yml: what its schools share, what some of them share, and what none of them may change."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from handbook.fleet.register import number_of
from handbook.ground.site_address import AddressError, site_address
from handbook.ground.validation import Strict, fault
from handbook.ground.values import Line
from handbook.school.model import Identity, School

Phase = Identity.model_fields["phase"].annotation
Type = Identity.model_fields["type"].annotation


def _urn(text: object) -> object:
    found = number_of(str(text))
    if found is None:
        raise fault(f'"{text}" is not a school\'s number.', "Write the URN that the register has, digits alone.")
    return found


def _address(text: str) -> str:
    try:
        return site_address(text)
    except AddressError as error:
        fault_, _, remedy = str(error).partition(". ")
        raise fault(f"{fault_}.", remedy or "Write the whole address, with https:// and a stroke at its end.") from None


def _place(text: str) -> str:
    """Return a place such as ``local.lado`` or ``choices.staff_phones``, if a school's file has it."""
    part: Any = School
    for step in text.split("."):
        fields = getattr(part, "model_fields", None)
        if fields is None or step not in fields:
            raise fault(
                f'"{text}" is no place in a school\'s file.',
                "Write group and key with a dot between, for example local.lado or choices.staff_phones.",
            )
        part = fields[step].annotation
    return text


Urn = Annotated[str, BeforeValidator(_urn)]
FixedPlace = Annotated[Line, AfterValidator(_place)]


class Group(Strict):
    """Schools that share more than all do, and what.

    Attributes:
        name: What they are called.
        phases: By age; empty for any.
        types: By law; empty for any.
        authorities: By the council of their area; empty for any.
        schools: Further schools, by number.
        values: What they share, as in a school's file.
    """

    name: Line
    phases: list[Phase] = Field(default=[])  # type: ignore[valid-type]  # the school's own list of phases
    types: list[Type] = Field(default=[])  # type: ignore[valid-type]  # the school's own list of types
    authorities: list[Line] = []
    schools: list[Urn] = []
    values: dict[str, Any] | None = None


class FleetFile(Strict):
    """The file.

    Attributes:
        name: Whose schools they are.
        kind: What brought them together.
        address: Where on the web the fleet's sites stand, each in a folder named as its number; None if nobody knows.
        shared: What all share, as in a school's file.
        groups: What some share; of two groups the later one wins.
        fixed: Places that no school's own file may change.
    """

    name: Line
    kind: Literal["authority", "trust", "list"] = "list"
    address: Annotated[Line, AfterValidator(_address)] | None = None
    shared: dict[str, Any] | None = None
    groups: Annotated[list[Group], BeforeValidator(lambda value: [] if value is None else value)] = []
    fixed: Annotated[list[FixedPlace], BeforeValidator(lambda value: [] if value is None else value)] = []
