"""Readable names that lead to schools' handbooks, whose own addresses are numbers: ``names.yml``, and a small page for each beside the sites.

A name is given once and stays: a school that is renamed gets another one beside it, and no name ever leads to two schools.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from html import escape
from pathlib import Path

from handbook.fleet import place, state
from handbook.fleet.folder import Fleet
from handbook.fleet.register import number_of
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.text_files import save
from handbook.ground.yaml_files import read

FILE = "names.yml"
_HEAD = """\
# Readable names: each leads to the handbook of the school whose number stands behind it.
# A name stays when its school is renamed, so that old addresses go on working. You may add lines: letters a to z, digits, hyphens.
# New ones are added by:  python3 scripts/handbook.py fleet names FOLDER
"""
_NAME = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*")
_WRITTEN = f"{state.FOLDER}/names.json"
# Letters that are no other letter with a mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "&": " and ", "'": None, "’": None, "‘": None, ".": None})


def given(fleet: Fleet) -> dict[str, str]:
    """Return the fleet's names, each with its school's number; none where nobody asked for names yet.

    Raises:
        ProblemsError: The file has faults.
    """
    path = fleet.root / FILE
    if not path.is_file():
        return {}
    source = read(path)
    content = source.content if source.content is not None else {}
    if not isinstance(content, dict):
        raise ProblemsError(
            [Problem(source.file, 1, "", "names with numbers are expected.", "Write one in each line, for example  oak-primary: 100001")]
        )
    problems = []
    for name, urn in content.items():
        if not _NAME.fullmatch(str(name)) or name == place.SHARED:
            fault = f'"{name}" cannot be a readable name.'
            remedy = "Use the letters a to z, digits and single hyphens, at least one letter, and not the word shared."
            problems.append(Problem(source.file, source.line_of((name,)), "", fault, remedy))
        elif number_of(str(urn)) is None:
            fault = f'"{urn}" is not a school\'s number.'
            problems.append(Problem(source.file, source.line_of((name,)), str(name), fault, "Write the URN that the register has, digits alone."))
    if problems:
        raise ProblemsError(problems)
    return {str(name): str(number_of(str(urn))) for name, urn in content.items()}


def missing(fleet: Fleet, names: Mapping[str, str]) -> dict[str, str]:
    """Return new names for schools that have none yet for what they are called now. Schools of one name are told apart by town, else by number."""
    called: dict[str, tuple[str, str]] = {}
    said = fleet.register_said().schools
    for urn in fleet.files:
        with suppress(ProblemsError):
            identity = fleet.school(urn).loaded.school.identity
            town = str(said.get(urn, {}).get("town") or (identity.address or "").split(",")[-1])
            if name := plain(identity.name or ""):
                called[urn] = name, f"{name}-{plain(town)}" if plain(town) else ""
    alike = Counter(name for name, _ in called.values())
    alike_there = Counter(there for _, there in called.values())
    found: dict[str, str] = {}
    for urn, (name, there) in called.items():
        ways = [*([name] if alike[name] == 1 else []), *([there] if there and alike_there[there] == 1 else []), f"{name}-{urn}"]
        if not any(names.get(way) == urn for way in {name, *ways}):
            free = next((way for way in ways if way not in names and way not in found), "")
            if free:
                found[free] = urn
    return found


def plain(text: str) -> str:
    """Return text as it may stand in a web address; empty if none of it can. Digits alone would be another school's number."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    found = "-".join(re.findall(r"[a-z0-9]+", "".join(one for one in folded if not unicodedata.combining(one))))
    return f"school-{found}" if found.isdigit() or found == place.SHARED else found


def add(fleet: Fleet) -> dict[str, str]:
    """Write new names into the fleet's file, below those that are there, and return them.

    Raises:
        ProblemsError: The file has faults, or cannot be written.
    """
    found = missing(fleet, given(fleet))
    path = fleet.root / FILE
    if found or not path.is_file():
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else _HEAD
        lines = "".join(f"{name}: {urn}\n" for name, urn in found.items())
        save(path, f"{text.rstrip()}\n{lines}")
    return found


def put(out: Path, names: Mapping[str, str], address: str) -> list[Problem]:
    """Put a page for each name beside the sites, and take away those of names that are gone.

    Args:
        out: The folder of all sites.
        names: The names, each with its school's number; those whose site is not here are passed over.
        address: Where the sites will stand; empty if nobody knows.

    Returns:
        Names that could not be given, because somebody's folder stands there.

    Raises:
        OSError: Not all could be written.
    """
    before = _written(out)
    if not names and not before:
        return []
    here = {site.name for site in place.sites(out)}
    wanted = {name: urn for name, urn in names.items() if urn in here}
    theirs = [name for name in wanted if (out / name).exists() and name not in before]
    ours = {name: urn for name, urn in wanted.items() if name not in theirs}
    # Noted first: what is broken off is known for ours the next time.
    if ours.keys() - before:
        place.put_text(out / _WRITTEN, json.dumps(sorted(before | ours.keys())))
    for name, urn in ours.items():
        last = state.last(out, urn)
        place.put_text(out / name / "index.html", page(urn, last.name if last else "", address))
    for name in before - ours.keys():
        shutil.rmtree(out / name, ignore_errors=True)
    place.put_text(out / _WRITTEN, json.dumps(sorted(ours)))
    fault, remedy = "this folder stands where a readable name should.", "Move it away, or choose another name."
    return [Problem(shown(out / name), 0, "", fault, remedy) for name in theirs]


def _written(out: Path) -> set[str]:
    with suppress(OSError, ValueError):
        return {name for name in json.loads((out / _WRITTEN).read_text(encoding="utf-8")) if _NAME.fullmatch(name)}
    return set()


def page(urn: str, school: str, address: str) -> str:
    """Return the page that leads from a name to a school's handbook."""
    title = escape(" · ".join(filter(None, (school, "Online safety handbook"))))
    known = f'<link rel="canonical" href="{escape(f"{address}{urn}/")}">\n' if address else ""
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta http-equiv="refresh" content="0; url=../{urn}/">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title>
{known}</head>
<body>
<h1><a href="../{urn}/">{title}</a></h1>
</body>
</html>
"""
