"""Phone numbers, web addresses and dates, as people write them: each is taken as meant, or told with a remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from email_validator import validate_email
from pydantic import TypeAdapter, ValidationError

from handbook.ground.values import USUAL_EMAIL, Day, Email, Phone, Web

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load((Path(__file__).parent / "values.yml").read_text(encoding="utf-8"))
KINDS = {"phone": Phone, "web": Web, "day": Day}
ROWS = [(kind, row) for kind, rows in TABLE.items() for row in rows]


def test_there_are_rows_of_every_kind() -> None:
    assert set(TABLE) == set(KINDS)
    assert len(ROWS) >= 100
    for kind in KINDS:
        assert {"gives", "says"} <= {key for one, row in ROWS if one == kind for key in row}


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=[f"{kind} {row['typed']}" for kind, row in ROWS])
def test_value(kind: str, row: dict[str, Any]) -> None:
    checker: TypeAdapter[object] = TypeAdapter(KINDS[kind])
    if "gives" in row:
        assert str(checker.validate_python(row["typed"])) == row["gives"]
        return
    with pytest.raises(ValidationError) as error:
        checker.validate_python(row["typed"])
    told = error.value.errors()[0]["ctx"]
    for words in row["says"]:
        assert words in f"{told['message']} {told['remedy']}"
    assert told["remedy"]


@pytest.mark.parametrize("host", ["a.uk", "oak-tree.exampleshire.sch.uk", "0.org", "1-2.com", "a.b.c.example.net", f"{'o' * 40}.org"])
@pytest.mark.parametrize("box", ["a", "0", "head", "head.teacher", "it_help-desk.2", "1.a-b_c"])
def test_a_usual_email_address_is_right_on_a_closer_look_too(box: str, host: str) -> None:
    address = f"{box}@{host}"
    assert USUAL_EMAIL.fullmatch(address)
    assert validate_email(address, check_deliverability=False).normalized == address


@pytest.mark.parametrize("address", ["head@school.local", "head@printer.test", "he..ad@example.org", "head@xn--a.org", "head@-a.org", "head@example"])
def test_any_other_email_address_is_looked_at_closely(address: str) -> None:
    assert not USUAL_EMAIL.fullmatch(address)
    with pytest.raises(ValidationError):
        TypeAdapter(Email).validate_python(address)
