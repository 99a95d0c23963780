"""Phone numbers, web addresses and dates, as people write them: each is taken as meant, or told with a remedy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from handbook.ground.values import Day, Phone, Web

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
