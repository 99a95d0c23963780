"""A configuration with which MkDocs' own commands build one school's site: ``mkdocs build -f FILE``."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from handbook.engine.room import Looks
from handbook.ground.paths import DOCS, MKDOCS_CONFIG, ROOT
from handbook.pages import navigation
from handbook.pages.sources import Sources


def written(folder: Path, school_file: Path, looks: Looks, sources: Sources | None = None, local: Path | None = None) -> Path:
    """Write the configuration into a folder and return its file.

    It inherits mkdocs.yml and adds what a school changes: what templates show, the menu without pages for other ages, and the school's file.

    Args:
        folder: Where the configuration, and the site of it, shall stand.
        school_file: The school's file.
        looks: The school's looks.
        sources: The pages, if a school has written some of them itself.
        local: The folder with what it has written.
    """
    sources = sources or Sources()
    docs = _docs(folder, sources) if sources.own or sources.merged else DOCS
    changes = {
        "INHERIT": str(MKDOCS_CONFIG),
        "docs_dir": str(docs),
        "site_dir": str(folder / "site"),
        "watch": [],
        # The module of macros is looked for beside the configuration.
        "plugins": [{"macros": {"module_name": str(ROOT / "macros"), "on_undefined": "strict", "on_error_fail": True}}],
        "theme": {"custom_dir": str(ROOT / "overrides")},
        "extra": {**looks.extra, "school_file": str(school_file), "local_folder": str(local or "")},
        "nav": navigation.without(sources.menu, sorted(looks.hidden)),
        "exclude_docs": "\n".join(f"/{page}" for page in sorted(looks.hidden)),
    }
    target = folder / "mkdocs.yml"
    target.write_text(yaml.safe_dump(changes, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return target


def _docs(folder: Path, sources: Sources) -> Path:
    """Write all pages and pictures into one folder, a school's own in place of ours, and return it."""
    docs = folder / "docs"
    shutil.copytree(DOCS, docs)
    for name in (*sources.own, *sources.merged):
        target = docs / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".md"):
            target.write_text(sources.text(name), encoding="utf-8", newline="\n")
        else:
            shutil.copyfile(sources.own[name], target)
    return docs
