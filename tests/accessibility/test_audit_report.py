"""The report on an old policy is as accessible as the site: on a phone and a desk, light and dark, enlarged, and on paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handbook.audit.audit import Auditor
from handbook.audit.reports import as_html
from handbook.audit.reports.told import told
from handbook.audit.sharing import shared
from handbook.facts.load import load
from handbook.policy.outline import outline
from tests.accessibility.axe import PHONE, Report, still_context
from tests.accessibility.markup import faults
from tests.audit.sheets import FOLDER, sheet

ON = date(2026, 11, 30)


def _pages(folder: Path) -> dict[str, str]:
    """Return the report on one policy, on one that cannot be read, and on several."""
    facts, policy = load(), outline()
    auditor = Auditor(facts, policy, ON)
    files = []
    for name in ("secondary-2013-formal.txt", "trust-2018-blanks.md"):
        files.append(folder / name)
        files[-1].write_text(sheet(FOLDER / name)[0], encoding="utf-8")
    files.append(folder / "old.doc")
    files[-1].write_bytes(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"))
    done = [auditor.audit(file) for file in files]
    reports = [told(one, facts, policy, ON) for one in done]
    names = {file: file.stem for file in files}
    return {
        "report": as_html.page(reports[0]),
        "unread": as_html.page(reports[2]),
        "several": as_html.overview(reports, names, shared(done)),
    }


@pytest.mark.whole
def test_the_report(browser: Browser, tmp_path: Path, taught: None) -> None:
    pages = _pages(tmp_path)
    assert "Unsafe procedure" in pages["report"] and "old Word file" in pages["unread"]
    assert {name: faults(content) for name, content in pages.items()} == {name: [] for name in pages}
    report = Report()
    context = still_context(browser, PHONE)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name, content in pages.items():
        page.set_content(content)
        for look in ("light", "dark"):
            page.emulate_media(color_scheme=look, reduced_motion="reduce")
            report.look(page, f"{name} {look}")
        page.emulate_media(media="print")
        report.look(page, f"{name} on paper")
        page.emulate_media(media="screen")
        report.squeeze(page, name)
    context.close()
    assert asked == []
    report.check(pages=3, states=9)
