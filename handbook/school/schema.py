"""The JSON Schema of school.yml, so that editors complete and explain its keys."""

from __future__ import annotations

import json
from typing import Any

from handbook.ground.paths import SCHOOL_SCHEMA
from handbook.school.model import School


def schema_text() -> str:
    """Return the JSON Schema as it is committed."""
    schema = School.model_json_schema()
    for part in (schema, *schema["$defs"].values()):
        for key, field in part.get("properties", {}).items():
            part["properties"][key] = _as_written(field)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A school's file for the online-safety handbook"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _as_written(field: dict[str, Any]) -> dict[str, Any]:
    """Widen a field to what people write and the loader takes: a group left blank, a version that looks like a number."""
    if "$ref" in field:
        described = {key: value for key, value in field.items() if key != "$ref"}
        return {**described, "anyOf": [{"$ref": field["$ref"]}, {"type": "null"}]}
    if field.get("type") == "string" and "enum" not in field and "const" not in field:
        return {**field, "type": ["string", "number"]}
    return field


def write_schema() -> bool:
    """Write the schema if it differs from the committed one; say whether it did."""
    text = schema_text()
    if SCHOOL_SCHEMA.is_file() and SCHOOL_SCHEMA.read_text(encoding="utf-8") == text:
        return False
    SCHOOL_SCHEMA.write_text(text, encoding="utf-8", newline="\n")
    return True
