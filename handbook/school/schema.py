"""The JSON Schema of school.yml, so that editors complete and explain its keys."""

from __future__ import annotations

import json

from handbook.paths import SCHOOL_SCHEMA
from handbook.school.model import School


def schema_text() -> str:
    """Return the JSON Schema as it is committed."""
    schema = School.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A school's file for the online-safety handbook"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schema() -> bool:
    """Write the schema if it differs from the committed one; say whether it did."""
    text = schema_text()
    if SCHOOL_SCHEMA.is_file() and SCHOOL_SCHEMA.read_text(encoding="utf-8") == text:
        return False
    SCHOOL_SCHEMA.write_text(text, encoding="utf-8", newline="\n")
    return True
