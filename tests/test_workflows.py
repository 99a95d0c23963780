"""The workflows are valid, ask for the least they need, and run nothing that can be changed under them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from handbook.ground.paths import ROOT

pytestmark = pytest.mark.mend(
    "Mend the workflow in .github/workflows/: each action by its whole commit, the fewest permissions, no input within a script."
)

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TOOLS = Path(sys.executable).parent


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check workflows with zizmor, without the network."""
    return subprocess.run(
        [str(TOOLS / "zizmor"), "--offline", "--no-progress", "--persona", "pedantic", "--min-severity", "low", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_there_are_workflows() -> None:
    assert {path.name for path in WORKFLOWS} >= {"check.yml", "publish.yml"}


FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
OF_SCHEMA = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.github-issue-forms": [path for path in FORMS if path.name != "config.yml"],
    "vendor.github-issue-config": [path for path in FORMS if path.name == "config.yml"],
}


@pytest.mark.parametrize("schema", OF_SCHEMA)
def test_workflows_and_issue_forms_match_their_schema(schema: str) -> None:
    options = ["--verbose", "--output-format", "json", "--builtin-schema", schema]
    done = subprocess.run([str(TOOLS / "check-jsonschema"), *options, *map(str, OF_SCHEMA[schema])], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    assert sorted(json.loads(done.stdout)["checked_paths"]) == sorted(map(str, OF_SCHEMA[schema]))
    assert len(WORKFLOWS) >= 6 and len(FORMS) >= 6


def test_a_pull_request_is_asked_the_two_questions() -> None:
    text = (ROOT / ".github" / "pull_request_template.md").read_text(encoding="utf-8")
    assert re.findall(r"^\*\*(\d)\. (.+?)\*\*", text, re.MULTILINE) == [
        ("1", "What did you look at?"),
        ("2", "What must somebody now do differently?"),
    ]


def test_workflows_pass_the_linter() -> None:
    done = lint(ROOT / ".github" / "workflows")
    assert done.returncode == 0, done.stdout + done.stderr


def test_linter_finds_planted_faults(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "bad.yml").write_text(
        "name: Bad\non: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: actions/checkout@v4\n      - run: echo ${{ github.event.pull_request.title }}\n",
        encoding="utf-8",
    )
    done = lint(folder)
    assert done.returncode != 0
    for rule in ("unpinned-uses", "template-injection", "excessive-permissions"):
        assert rule in done.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_jobs_bounded(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for used in re.findall(r"uses:\s*(\S+)", text):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used), f"{used} is not pinned by its commit"
    content = yaml.safe_load(text)
    assert content["permissions"] == {}
    for name, job in content["jobs"].items():
        assert "timeout-minutes" in job, f"{name} has no time limit"
        assert "permissions" in job, f"{name} does not say what it may do"


def test_ci_runs_every_test_as_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 scripts/handbook.py test --all" in readme
    assert "python3 scripts/handbook.py test --all" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 scripts/handbook.py test --all" in (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
