"""The report for machines."""

from __future__ import annotations

import json
from pathlib import Path

from handbook.audit.audit import Audited


def write(path: Path, files: list[Audited]) -> None:
    """Write all files' findings as one JSON document."""
    content = {
        "files": [{"file": str(one.file), "read": one.reading.as_json(), "findings": [found.as_json() for found in one.findings]} for one in files]
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
