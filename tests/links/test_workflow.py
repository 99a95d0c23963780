"""The workflow's own steps, run here with stand-ins for git, gh and Python that write down what they were asked to do."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from handbook.cli import parser
from handbook.ground.paths import ROOT

WORKFLOW: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / "links.yml").read_text(encoding="utf-8"))
BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(BASH is None, reason="needs bash, as GitHub's runners have it")

STAND_IN = """#!/usr/bin/env bash
echo "$(basename "$0") $*" >> "$CALLS"
case "$(basename "$0") $1 $2" in
  "gh issue list") echo "$OPEN_ISSUE" ;;
  "gh pr list") echo "$OPEN_PR" ;;
  "git fetch --depth") exit "$NO_BRANCH" ;;
  "git show FETCH_HEAD:data/link-states.json") echo '{"remembered": true}' ;;
  "git diff --quiet") exit "$CHANGED" ;;
  "python3 scripts/handbook.py links") echo "a report" > report.md; exit "$CODE" ;;
esac
"""


def step(job: str, name: str) -> str:
    """Return the script of a step."""
    found = [one["run"] for one in WORKFLOW["jobs"][job]["steps"] if one.get("name") == name]
    assert len(found) == 1, f"{job} has no step {name!r}"
    return found[0]


def run(script: str, folder: Path, **given: str) -> tuple[int, list[str]]:
    """Run a step's script the way GitHub does; return its exit code and the calls it made."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("git", "gh", "python3"):
        tool = tools / name
        tool.write_text(STAND_IN, encoding="utf-8")
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    (folder / "data").mkdir(exist_ok=True)
    calls = folder / "calls"
    calls.write_text("", encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(calls),
        "OPEN_ISSUE": "",
        "OPEN_PR": "",
        "NO_BRANCH": "0",
        "CHANGED": "0",
        "CODE": "0",
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "RUN": "7",
        "BASE": "main",
        "REMOTE": "https://host.example/repository.git",
        **given,
    }
    done = subprocess.run(
        [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=folder, env=environment, capture_output=True, text=True
    )
    return done.returncode, calls.read_text(encoding="utf-8").splitlines()


TELL = ("tell", "Open, change or close the issue")


@pytest.mark.parametrize(
    ("needs_person", "open_issue", "wanted"),
    [
        ("true", "", ["gh label create", "gh issue create"]),
        ("true", "12", ["gh issue edit 12 --body-file report.md"]),
        ("false", "12", ["gh issue edit 12", "gh issue close 12"]),
        ("false", "", []),
    ],
)
def test_there_is_one_issue(needs_person: str, open_issue: str, wanted: list[str], tmp_path: Path) -> None:
    code, calls = run(step(*TELL), tmp_path, NEEDS_PERSON=needs_person, OPEN_ISSUE=open_issue)
    assert code == 0
    assert calls[0] == "gh run download 7 --name link-report"
    after = calls[2:]
    assert len(after) == len(wanted)
    for call, beginning in zip(after, wanted, strict=True):
        assert call.startswith(beginning)


@pytest.mark.parametrize(("code", "said"), [("0", "needs_person=false\n"), ("1", "needs_person=true\n")])
def test_what_the_check_says_is_passed_on(code: str, said: str, tmp_path: Path) -> None:
    ended, calls = run(step("outside", "Check every address"), tmp_path, CODE=code)
    assert ended == 0
    assert (tmp_path / "output").read_text(encoding="utf-8") == said
    assert (tmp_path / "summary").read_text(encoding="utf-8") == "a report\n"


@pytest.mark.parametrize("code", ["2", "130"])
def test_a_check_that_could_not_run_is_red(code: str, tmp_path: Path) -> None:
    ended, _ = run(step("outside", "Check every address"), tmp_path, CODE=code)
    assert ended == int(code)
    assert not (tmp_path / "output").exists()


def test_earlier_runs_are_remembered(tmp_path: Path) -> None:
    script = step("outside", "Remember earlier runs")
    assert run(script, tmp_path)[0] == 0
    assert "remembered" in (tmp_path / "data" / "link-states.json").read_text(encoding="utf-8")
    (tmp_path / "data" / "link-states.json").write_text("{}", encoding="utf-8")
    assert run(script, tmp_path, NO_BRANCH="1")[0] == 0
    assert (tmp_path / "data" / "link-states.json").read_text(encoding="utf-8") == "{}"


PROPOSE = ("propose", "Write the branch and open the pull request")


@pytest.mark.parametrize(("changed", "open_pr", "opens"), [("1", "", True), ("1", "5", False), ("0", "", False)])
def test_moved_addresses_become_one_pull_request(changed: str, open_pr: str, opens: bool, tmp_path: Path) -> None:
    code, calls = run(step(*PROPOSE), tmp_path, CHANGED=changed, OPEN_PR=open_pr)
    assert code == 0
    assert "git push --force https://host.example/repository.git HEAD:refs/heads/link-health" in calls
    assert any(call.startswith("gh pr create --base main --head link-health") for call in calls) is opens


def test_every_command_in_it_exists() -> None:
    said = [
        line.strip()
        for job in WORKFLOW["jobs"].values()
        for one in job["steps"]
        for line in one.get("run", "").splitlines()
        if "scripts/handbook.py" in line
    ]
    assert len(said) == 6
    for line in said:
        arguments = line.partition("scripts/handbook.py ")[2].partition(" ||")[0].split()
        parser().parse_args(arguments)


def test_pull_requests_need_no_network_and_no_rights() -> None:
    jobs = WORKFLOW["jobs"]
    assert jobs["within"]["if"] == "github.event_name == 'pull_request'"
    assert jobs["within"]["permissions"] == {"contents": "read"}
    assert "--offline" in step("within", "Check links within the site and the register")
    assert all(job.get("needs") == "outside" or "pull_request" in job["if"] for job in jobs.values())
