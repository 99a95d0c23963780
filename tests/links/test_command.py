"""The command as people and machines run it: against the local web, over several days, stopped half-way, and without a network."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handbook.facts.load import load
from handbook.ground.paths import ROOT
from handbook.ground.problems import ProblemsError
from handbook.links.fixes import write_fixes
from tests.conftest import Project, copy_project
from tests.links.test_crawl import site
from tests.links.web import LocalWeb, html

# The stand-in for a name server.
NAMES = Path(__file__).parent / "names"


def check(project: Project, web: LocalWeb | None, authority: Path | None, *arguments: str, **environment: str) -> tuple[int, dict[str, Any], str]:
    """Run links check with a report; return exit code, report and everything printed."""
    report = project.root / "report.json"
    report.unlink(missing_ok=True)
    hosts = [part for host in (web.hosts() if web else []) for part in ("--allow-host", host)]
    trust = {"SSL_CERT_FILE": str(authority)} if authority else {}
    done = project.run("links", "check", "--json", str(report), *hosts, *arguments, PYTHONPATH=str(NAMES), **trust, **environment)
    content = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    return done.returncode, content, done.stdout + done.stderr


@pytest.fixture
def here() -> Project:
    """The project itself, where a test changes nothing in it."""
    return Project(ROOT)


# What fails in a passing way is tried again, and again; the real pace would wait seconds for each.
PATIENT = {"/always-429", "/always-500", "/always-503", "/resets", "/garbage", "/hangs", "/drips", "/endless"}


@pytest.mark.whole
def test_addresses_from_a_file(tmp_path: Path, web: LocalWeb, authority: Path) -> None:
    web.forget()
    cases = {url: case for url, case in web.cases().items() if case.path not in PATIENT and case.host != "closed"}
    file = tmp_path / "urls.txt"
    file.write_text("# Addresses\n\n" + "\n".join(cases) + "\n", encoding="utf-8")
    project = Project(tmp_path)
    (tmp_path / "scripts").symlink_to(ROOT / "scripts")
    code, report, said = check(project, web, authority, "--urls", str(file))
    assert code == 1, said
    assert report["checked"] == len(cases) > 80
    wrong = {one["url"]: (one["verdict"], one["evidence"]) for one in report["links"] if one["verdict"] != cases[one["url"]].verdict}
    assert wrong == {}
    assert report["links"][0]["used_on"] == [{"page": str(file), "line": 3}]
    assert f"Addresses visited: {len(cases)} of {len(cases)}" in said


def test_all_well(tmp_path: Path, web: LocalWeb, here: Project) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(f"{web.honest[0]}/about\n", encoding="utf-8")
    done = here.run("links", "check", "--urls", str(file), "--allow-host", "127.0.0.2")
    assert done.returncode == 0, done.stderr
    assert "1 external addresses visited: 1 ok." in done.stdout


@pytest.mark.parametrize("option", ["--json", "--markdown", "--states"])
def test_a_folder_for_a_report_is_made(option: str, tmp_path: Path, web: LocalWeb, here: Project) -> None:
    file, report = tmp_path / "urls.txt", tmp_path / "new" / "folder" / "report"
    file.write_text(f"{web.honest[0]}/about\n", encoding="utf-8")
    done = here.run("links", "check", "--urls", str(file), "--allow-host", "127.0.0.2", option, str(report))
    assert done.returncode == 0, done.stderr
    assert report.stat().st_size > 0


@pytest.mark.parametrize("option", ["--json", "--markdown", "--states"])
@pytest.mark.parametrize(("place", "why"), [("a-file/report", ""), ("a-folder", "it is a folder"), ("a-folder/" + "x" * 300, "")])
def test_a_report_that_cannot_be_written_is_told_before_anything_is_visited(
    option: str, place: str, why: str, tmp_path: Path, web: LocalWeb, here: Project
) -> None:
    web.forget()
    (tmp_path / "a-file").write_text("mine", encoding="utf-8")
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "urls.txt").write_text(f"{web.honest[0]}/about\n", encoding="utf-8")
    done = here.run("links", "check", "--urls", str(tmp_path / "urls.txt"), "--allow-host", "127.0.0.2", option, str(tmp_path / place))
    assert done.returncode == 2
    assert f"cannot be written ({why}" in done.stderr and "Nothing was visited" in done.stderr
    assert "Traceback" not in done.stderr
    assert web.log == []
    assert (tmp_path / "a-file").read_text(encoding="utf-8") == "mine" and list((tmp_path / "a-folder").iterdir()) == []


def test_a_report_that_stands_already_is_kept_until_there_is_a_new_one(tmp_path: Path, here: Project) -> None:
    (tmp_path / "report.json").write_text("old", encoding="utf-8")
    done = here.run("links", "check", "--urls", str(tmp_path / "none.txt"), "--json", str(tmp_path / "report.json"))
    assert done.returncode == 2
    assert (tmp_path / "report.json").read_text(encoding="utf-8") == "old"


def test_notes_and_hosts_left_in_peace_are_told_and_fail_nothing(tmp_path: Path, web: LocalWeb, here: Project) -> None:
    file, report = tmp_path / "urls.txt", tmp_path / "r.json"
    host = web.honest[0]
    urls = [f"{host}/guide#roles", f"{host}/guide#no-such-anchor", f"{web.special['closed-today']}/a", f"{web.special['closed-today']}/b"]
    file.write_text("\n".join(urls), encoding="utf-8")
    allowed = [part for name in web.hosts() for part in ("--allow-host", name)]
    done = here.run("links", "check", "--urls", str(file), "--json", str(report), "--states", str(tmp_path / "states.json"), *allowed)
    assert done.returncode == 0, done.stderr
    assert "WORTH A LOOK" in done.stdout and "NOT ASKED" in done.stdout
    assert "4 external addresses visited: 2 ok, 2 not-asked." in done.stdout
    told = {one["url"]: (one["verdict"], bool(one["note"]), one["needs_person"]) for one in json.loads(report.read_text(encoding="utf-8"))["links"]}
    assert told == {
        urls[0]: ("ok", False, False),
        urls[1]: ("ok", True, False),
        urls[2]: ("not-asked", False, False),
        urls[3]: ("not-asked", False, False),
    }
    assert json.loads((tmp_path / "states.json").read_text(encoding="utf-8"))["failing"] == {}


def test_no_such_file(here: Project, tmp_path: Path) -> None:
    done = here.run("links", "check", "--urls", str(tmp_path / "none.txt"))
    assert done.returncode == 2
    assert "cannot be read" in done.stderr
    done = here.run("links", "check", "--site", str(tmp_path))
    assert done.returncode == 2
    assert "Build one first" in done.stderr


def test_a_site(tmp_path: Path, web: LocalWeb, here: Project) -> None:
    folder = site(tmp_path / "site")
    (folder / "about" / "index.html").write_text(
        html("About", body=f'\n<a href="{web.honest[0]}/gone-404">Gone</a>\n<a href="{web.honest[0]}/about">There</a>'), encoding="utf-8"
    )
    (folder / "index.html").write_text(html("Home", body='<a href="about/">About</a>'), encoding="utf-8")
    report = tmp_path / "r.json"
    done = here.run("links", "check", "--site", str(folder), "--json", str(report), "--markdown", str(tmp_path / "r.md"), "--allow-host", "127.0.0.2")
    assert done.returncode == 1
    content = json.loads(report.read_text(encoding="utf-8"))
    verdicts = {one["url"]: one["verdict"] for one in content["links"]}
    assert verdicts == {f"{web.honest[0]}/gone-404": "dead", f"{web.honest[0]}/about": "ok"}
    assert content["links"][0]["used_on"] == [{"page": "about/index.html", "line": 2}]
    assert {one["target"] for one in content["internal"]} == {"nowhere.html", "/news"}
    assert "alone.html, line 3" in done.stdout
    assert "about/index.html, line 2" in done.stdout
    assert "Needs a person" in (tmp_path / "r.md").read_text(encoding="utf-8")


@pytest.mark.whole
def test_three_bad_days(tmp_path: Path, web: LocalWeb, here: Project) -> None:
    file, states = tmp_path / "urls.txt", tmp_path / "states.json"
    file.write_text(f"{web.honest[0]}/gone-404\n", encoding="utf-8")

    def run(day: str) -> int:
        return here.run("links", "check", "--urls", str(file), "--states", str(states), "--allow-host", "127.0.0.2", HANDBOOK_TODAY=day).returncode

    assert [run("2026-12-01"), run("2026-12-01"), run("2026-12-01"), run("2026-12-03")] == [0, 0, 0, 0]
    assert run("2026-12-04") == 1
    assert '"since": "2026-12-01", "last": "2026-12-04", "runs": 5' in states.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Ctrl-C for a child process alone")
def test_ctrl_c_leaves_what_was_seen(tmp_path: Path, web: LocalWeb, here: Project) -> None:
    web.forget()
    file, report = tmp_path / "urls.txt", tmp_path / "report.json"
    file.write_text(f"{web.honest[0]}/about\n{web.honest[0]}/hangs\n{web.honest[1]}/gone-404\n", encoding="utf-8")
    process = here.start("links", "check", "--urls", str(file), "--json", str(report), "--allow-host", "127.0.0.2", "--allow-host", "127.0.0.3")
    # Told by the web itself that all three have been asked for and two answered: nothing is left but the one that hangs.
    for _ in range(600):
        with web.lock:
            asked = {path for _, path in web.log}
        if {"/hangs", "/about", "/gone-404"} <= asked and len([path for _, path in web.log if path.startswith("/no-such-page")]) >= 1:
            break
        web.closing.wait(0.05)
    web.closing.wait(0.5)
    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=20)
    assert process.returncode == 130, errors
    content = json.loads(report.read_text(encoding="utf-8"))
    assert not content["complete"]
    assert {one["url"]: one["verdict"] for one in content["links"]} == {f"{web.honest[0]}/about": "ok", f"{web.honest[1]}/gone-404": "dead"}
    assert "Stopped early" in said


@pytest.fixture(scope="module")
def wide() -> Iterator[LocalWeb]:
    """A web of many hosts, over which a whole register can be spread: each host is asked at its own pace."""
    running = LocalWeb.start(hosts=30, prefix="127.0.7.")
    running.routes.update({f"/{name}": running.routes["/about"] for name in load().links})
    # The register takes no bare numbers for hosts.
    running.honest = [_by_name(address) for address in running.honest]
    running.special = {kind: _by_name(address) for kind, address in running.special.items()}
    yield running
    running.stop()


def _by_name(address: str) -> str:
    return re.sub(r"//(\d+)\.(\d+)\.(\d+)\.(\d+)", r"//host-\1-\2-\3-\4.example", address)


@pytest.fixture
def handbook(tmp_path: Path, wide: LocalWeb) -> Project:
    """A copy of the project whose every record leads into a local web, and a built site of one page."""
    project = copy_project(tmp_path / "project")
    folder = project.root / "site"
    folder.mkdir()
    (folder / ".handbook-site").write_text("x", encoding="utf-8")
    for path in (project.root / "data" / "links").glob("*.yml"):
        path.write_text(_at_home(path.read_text(encoding="utf-8"), wide.honest), encoding="utf-8")
    host = wide.honest[0]
    own = (("well", "/about"), ("moved", "/moved-301"), ("dead", "/gone-404"), ("shut", "/forbidden"))
    project.append(
        "data/links/glossary.yml",
        "".join(
            f"- id: {name}\n  url: {host}{path}\n  title: {name}\n  publisher: Test\n  checked: null\n  insecure_reason: local test\n"
            for name, path in own
        ),
    )
    retired = project.root / "data" / "retired-links.yml"
    text = _at_home(retired.read_text(encoding="utf-8"), [wide.special["closed"]], retired=True)
    retired.write_text(text.replace(f"{wide.special['closed']}/bbc-chatguide", f"{wide.address('for-sale')}/chat"), encoding="utf-8")
    (project.root / "data" / "link-exceptions.yml").write_text("[]\n", encoding="utf-8")
    (folder / "index.html").write_text(f'<html><body>\n<a href="{host}/about">x</a>\n<a href="{host}/stray">x</a></body></html>', encoding="utf-8")
    return project


def _at_home(text: str, hosts: list[str], retired: bool = False) -> str:
    """Return a register in which every address is a page of its own on one of some hosts."""
    lines, name, in_written = [], "", False
    for line in text.splitlines():
        if line.startswith("- id: "):
            name = line.removeprefix("- id: ")
        if in_written and line.startswith("    - "):
            continue
        in_written = line.startswith("  as_written:")
        if in_written or line.startswith(("  archive:", "  insecure_reason:")):
            continue
        if line.startswith("  url: "):
            lines.append(f"  url: {hosts[sum(name.encode()) % len(hosts)]}/{name}")
            if not retired:
                lines.append("  insecure_reason: local test")
            continue
        lines.append(line)
    return "\n".join(lines) + "\n"


@pytest.mark.whole
def test_a_handbook_with_its_register(handbook: Project, wide: LocalWeb) -> None:
    states = handbook.root / "data" / "link-states.json"

    def run(day: str) -> tuple[int, dict[str, Any], str]:
        return check(handbook, wide, None, HANDBOOK_TODAY=day)

    code, report, said = run("2026-12-01")
    assert code == 1, said
    by_id = {one["id"]: one for one in report["links"] if one["id"]}
    assert (by_id["well"]["verdict"], by_id["moved"]["verdict"], by_id["shut"]["verdict"]) == ("ok", "moved", "blocked")
    assert by_id["dead"]["suspect"] and not by_id["dead"]["needs_person"]
    assert {"page": "index.html", "line": 2} in by_id["well"]["used_on"]
    moved = next(use for use in by_id["moved"]["used_on"] if use["page"] == "data/links/glossary.yml")
    assert by_id["moved"]["suggestion"] == f"data/links/glossary.yml, line {moved['line']}: change it to {wide.honest[0]}/about"
    stray = next(one for one in report["links"] if one["url"].endswith("/stray"))
    assert not stray["registered"] and stray["needs_person"]
    assert [one["id"] for one in report["retired"] if one["possibly_new_hands"]] == ["bbc-chatguide"]
    assert json.loads(states.read_text(encoding="utf-8"))["last_run"] == "2026-12-01"
    # A school's own addresses, and strays, are remembered by nobody.
    assert set(json.loads(states.read_text(encoding="utf-8"))["failing"]) == {"moved", "dead", "shut"}

    (handbook.root / "data" / "link-exceptions.yml").write_text(
        "- link: shut\n  verdict: blocked\n  reason: Opened by hand and well.\n  agreed_by: maintainer\n  agreed_on: 2026-12-01\n  until: 2026-12-10\n",
        encoding="utf-8",
    )
    _, report, said = run("2026-12-08")
    assert next(one for one in report["links"] if one["id"] == "shut")["excepted"]
    assert "Opened by hand and well." in said
    wide.routes["/gone-404"] = wide.routes["/about"]
    try:
        _, report, said = run("2026-12-15")
    finally:
        del wide.routes["/gone-404"]
    assert report["recovered"] == ["dead"]
    assert [one["link"] for one in report["expired_exceptions"]] == ["shut"]
    assert "EXCEPTION ENDED" in said


@pytest.mark.whole
def test_offline_sees_strays_and_retired_addresses(handbook: Project, wide: LocalWeb) -> None:
    wide.forget()
    code, report, said = check(handbook, None, None, "--offline")
    assert code == 1
    assert [one["url"] for one in report["links"]] == [f"{wide.honest[0]}/stray"]
    assert wide.log == []
    page = handbook.root / "site" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace(f'<a href="{wide.honest[0]}/stray">x</a>', ""), encoding="utf-8")
    code, report, said = check(handbook, None, None, "--offline")
    assert code == 0, said
    page.write_text(
        page.read_text(encoding="utf-8").replace("</body>", f'<a href="{wide.special["closed"]}/thinkuknow">x</a></body>'), encoding="utf-8"
    )
    code, report, said = check(handbook, None, None, "--offline")
    assert code == 1
    assert 'link("ceop-education")' in said


def test_moved_addresses_are_written_into_their_lines(small: Project) -> None:
    facts = load(small.root / "data")
    link = facts.links["govuk-kcsie"]
    file = small.root / "data" / "links" / "guidance.yml"
    before = file.read_text(encoding="utf-8").splitlines()
    report = small.root / "report.json"
    new = "https://www.gov.uk/government/publications/keeping-children-safe-in-education--3"
    rows = [
        {"id": "govuk-kcsie", "url": link.url, "verdict": "moved", "final_url": new},
        {"id": "childline", "url": facts.links["childline"].url, "verdict": "moved", "final_url": "http://plain.example/"},
        {"id": "nspcc", "url": "https://changed.example/meanwhile", "verdict": "moved", "final_url": "https://new.example/"},
        {"id": "iwf", "url": facts.links["iwf"].url, "verdict": "dead", "final_url": facts.links["iwf"].url},
        {"id": "uksic", "url": facts.links["uksic"].url, "verdict": "moved", "final_url": "https://new.example/?utm_source=x"},
        {"id": "connectsafely", "url": facts.links["connectsafely"].url, "verdict": "moved", "final_url": "https://www.thinkuknow.co.uk/"},
    ]
    report.write_text(json.dumps({"links": rows}), encoding="utf-8")
    done = small.run("links", "fix", str(report))
    assert done.returncode == 0, done.stderr
    assert "1 of 5 moved addresses written" in done.stdout
    after = file.read_text(encoding="utf-8").splitlines()
    changed = [(old, new_line) for old, new_line in zip(before, after, strict=True) if old != new_line]
    assert changed == [(f"  url: {link.url}", f"  url: {new}")]
    assert load(small.root / "data").links["govuk-kcsie"].url == new


def test_fix_without_a_report(small: Project) -> None:
    done = small.run("links", "fix", "none.json")
    assert done.returncode == 2
    assert "Make one:" in done.stderr


def test_fix_keeps_the_part_after_the_hash(small: Project) -> None:
    small.append("data/links/glossary.yml", "\n- id: a-part\n  url: https://unknown.example/page#part\n  title: X\n  publisher: Y\n  checked: null\n")
    facts = load(small.root / "data")
    written = write_fixes(facts, {"a-part": ("https://unknown.example/page#part", "https://new.example/page")})
    assert written == {"a-part": "https://new.example/page#part"}


def test_fix_finds_the_file_wherever_somebody_stands(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    link = load(small.root / "data").links["govuk-kcsie"]
    facts = load(small.root / "data")
    monkeypatch.chdir(small.root / "docs")
    assert write_fixes(facts, {"govuk-kcsie": (link.url, "https://www.gov.uk/new")}) == {"govuk-kcsie": "https://www.gov.uk/new"}
    assert "url: https://www.gov.uk/new\n" in facts.spots["links", "govuk-kcsie"].source.path.read_text(encoding="utf-8")


def test_fix_tells_of_an_address_that_stands_on_a_line_of_its_own(small: Project) -> None:
    old = "https://unknown.example/page"
    small.append("data/links/glossary.yml", f"\n- id: folded\n  url: >-\n    {old}\n  title: X\n  publisher: Y\n  checked: null\n")
    with pytest.raises(ProblemsError, match=r"(?s)glossary\.yml, line \d+, url: .*Write it on one line:  url: https://new\.example/"):
        write_fixes(load(small.root / "data"), {"folded": (old, "https://new.example/")})
