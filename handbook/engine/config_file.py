"""A configuration with which MkDocs' own commands build one school's site: ``mkdocs build -f FILE``."""

from __future__ import annotations

from pathlib import Path

import yaml

from handbook.engine.room import Looks
from handbook.ground.paths import MKDOCS_CONFIG, ROOT
from handbook.pages import navigation


def written(folder: Path, school_file: Path, looks: Looks) -> Path:
    """Write the configuration into a folder and return its file.

    It inherits mkdocs.yml and adds what a school changes: what templates show, the menu without pages for other ages, and the school's file.
    """
    changes = {
        "INHERIT": str(MKDOCS_CONFIG),
        "docs_dir": str(ROOT / "docs"),
        "site_dir": str(folder / "site"),
        "watch": [],
        # The module of macros is looked for beside the configuration.
        "plugins": [{"macros": {"module_name": str(ROOT / "macros"), "on_undefined": "strict", "on_error_fail": True}}],
        "theme": {"custom_dir": str(ROOT / "overrides")},
        "extra": {**looks.extra, "school_file": str(school_file)},
        "nav": navigation.without(navigation.config()["nav"], sorted(looks.hidden)),
        "exclude_docs": "\n".join(f"/{page}" for page in sorted(looks.hidden)),
    }
    target = folder / "mkdocs.yml"
    target.write_text(yaml.safe_dump(changes, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return target
