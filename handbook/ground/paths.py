"""Where things live in the project. The only place that knows the folder layout."""

from __future__ import annotations

from functools import lru_cache
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
    return _shown(path, Path.cwd())


@lru_cache(maxsize=4096)
def _shown(path: Path, stands: Path) -> str:
    try:
        return str(path.resolve().relative_to(stands))
    except ValueError:
        return str(path)
