"""One auditor for all tests: made once, on a fixed day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handbook.audit.audit import Audited, Auditor
from handbook.facts.load import load
from handbook.policy.outline import outline

TODAY = date(2026, 11, 30)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one file learn early, and those that would only wait for it come in the middle: meanwhile the other test processes do other work."""
    of_audit = [item for item in items if item.path.parent == Path(__file__).parent]
    waiting = {item.path for item in of_audit} - {item.path for item in of_audit[:1]}
    others = [item for item in items if item.path not in waiting]
    middle = len(others) // 2
    # Not last: two of them are long, and at the end one process would be left to work alone.
    items[:] = [*others[:middle], *(item for item in of_audit if item.path in waiting), *others[middle:]]


@pytest.fixture(scope="session")
def auditor(taught: None) -> Auditor:
    """An auditor without a school's file."""
    return Auditor(load(), outline(), TODAY)


def audited(auditor: Auditor, folder: Path, text: str, name: str = "policy.txt") -> Audited:
    """Return what is found in a text, saved to a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return auditor.audit(path)
