"""Where things live in the project. The only place that knows the folder layout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

DATA = ROOT / "data"
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "schools"
MKDOCS_CONFIG = ROOT / "mkdocs.yml"
OVERRIDES = ROOT / "overrides"
REQUIREMENTS = ROOT / "requirements"
SCHOOL_FILE = ROOT / "school.yml"
SCHOOL_SCHEMA = ROOT / "school.schema.json"
SITE = ROOT / "site"
VENV = ROOT / ".venv"


def shown(path: Path) -> str:
    """Return the path as a person would type it: relative to where they stand, if it is below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
