"""Every kind of bad school file gets its own message, through the real command."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conftest import Project

HERE = Path(__file__).parent
SOUND = (HERE / "sound.yml").read_text(encoding="utf-8")
CASES = yaml.safe_load((HERE / "bad_files.yml").read_text(encoding="utf-8"))


def content_of(case: dict[str, str]) -> bytes:
    """Return the bad file of a case."""
    if "bytes" in case:
        return bytes.fromhex(case["bytes"])
    if "text" in case:
        return case["text"].encode()
    assert case["find"] in SOUND, f"sound.yml does not hold {case['find']!r}"
    return SOUND.replace(case["find"], case["put"], 1).encode()


def test_each_case_has_a_name_of_its_own() -> None:
    assert len({case["case"] for case in CASES}) == len(CASES) > 0


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_message(case: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from handbook.cli import main

    file = tmp_path / "school.yml"
    file.write_bytes(content_of(case))
    code = main(["build", "--school", str(file), "--out", str(tmp_path / "site")])
    message = capsys.readouterr().err
    assert code == 1
    assert "school.yml" in message
    for words in case["says"]:
        assert words in message
    assert not (tmp_path / "site").exists()


def test_a_missing_file(small: Project) -> None:
    done = small.run("build", "--school", "schools/nowhere.yml")
    assert done.returncode == 1
    assert "nowhere.yml: there is no such school file." in done.stderr
    assert "school new" in done.stderr


@pytest.mark.parametrize(
    "content",
    [SOUND.encode("utf-8-sig"), SOUND.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()],
    ids=["byte-order mark", "windows line ends", "both"],
)
def test_what_windows_editors_save_is_accepted(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from handbook.cli import main

    file = tmp_path / "school.yml"
    file.write_bytes(content)
    assert main(["school", "check", str(file)]) == 0
    assert "sound" in capsys.readouterr().out


def test_check_lists_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from handbook.cli import main

    file = tmp_path / "school.yml"
    file.write_text(SOUND.replace("01632 960", "0113 496 0"), encoding="utf-8")
    assert main(["school", "check", str(file)]) == 0
    said = capsys.readouterr().out
    assert "people.chair.name" in said
    assert "local.lado.phone" in said
    assert "people.dsl.phone" not in said


def test_check_of_several_files_reports_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from handbook.cli import main

    good, bad = tmp_path / "good.yml", tmp_path / "bad.yml"
    good.write_text(SOUND, encoding="utf-8")
    bad.write_text(SOUND.replace("phase: primary", "phase: primry"), encoding="utf-8")
    assert main(["school", "check", str(bad), str(good)]) == 1
    said = capsys.readouterr()
    assert "good.yml (Sound School): sound" in said.out
    assert "primry" in said.err
