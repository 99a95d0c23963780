"""Run MkDocs in this very process: facts are loaded once, and what it finds is told in our words."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from handbook import mkdocs_faults
from handbook.paths import MKDOCS_CONFIG
from handbook.problems import Problem, ProblemsError


def quiet_environment() -> dict[str, str]:
    """Return the environment for MkDocs, without the theme's notices about its own future."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


def write_pages(folder: Path, strict: bool, site_url: str = "") -> list[Problem]:
    """Write the pages of the chosen school's handbook into a folder.

    Args:
        folder: An empty folder.
        strict: Take a slip, such as a link that leads nowhere, for a fault.
        site_url: Where on the web the pages will stand; empty if nobody knows.

    Returns:
        Slips; none if strict.

    Raises:
        ProblemsError: The pages cannot be made, or, if strict, there are slips.
        OSError: The folder cannot be written.
    """
    os.environ.update(quiet_environment())
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    log = logging.getLogger("mkdocs")
    heard = _Heard()
    log.addHandler(heard)
    log.propagate = False
    try:
        # Never MkDocs' own --quiet together with --strict: it then counts no warnings and always succeeds.
        config = load_config(str(MKDOCS_CONFIG), site_dir=str(folder), site_url=site_url, strict=strict)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except OSError:
        raise
    except (Exception, SystemExit) as error:
        # MkDocs and its plugins stop by SystemExit too.
        raise ProblemsError(heard.problems or [mkdocs_faults.of_error(error)]) from error
    finally:
        log.propagate = True
        log.removeHandler(heard)
    return heard.problems


class _Heard(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message in our words."""
        self.problems += mkdocs_faults.of_message(record.getMessage())
