"""Run inside a copy of the project: build every school of a fleet by itself, and print the files that are not the same as in the fleet's sites.

beside.py FLEET SITES SCRATCH [ADDRESS or --release]
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

from handbook import project
from handbook.fleet import folder, show
from handbook.fleet.forms import Forms
from handbook.fleet.place import COMMON
from handbook.ground.folder import MARKER
from handbook.outputs.site import build_site, made


def files(site: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file() and path.name not in left_out}


fleet, sites, scratch = folder.load(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3])
release = "--release" in sys.argv
address = sys.argv[4] if len(sys.argv) > 4 and not release else ""
shared = (sites / "shared").is_dir()
left_out = {MARKER} if shared else set()
different, compared = [], 0
for urn in fleet.files:
    one = fleet.school(urn)
    file = scratch / f"{urn}-own" / "school.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    for words in (fleet.words, fleet.words_of(urn)):
        if words.is_dir():
            shutil.copytree(words, file.parent / "local", dirs_exist_ok=True)
    file.write_text(show.whole(one, file), encoding="utf-8")
    if one.loaded.logo:
        shutil.copy(one.loaded.logo, file.parent)
    if shared:
        mine = project.load(file)
        common = Forms(mine, bool(address), COMMON).common
        assert common
        (scratch / urn).mkdir()
        made(mine, scratch / urn, site_url=f"{address}{urn}/" if address else "", common=replace(common, top="" if address else f"/{urn}/"))
    else:
        build_site(file, scratch / urn, release, site_url=f"{address}{urn}/" if address else "")
    theirs, ours = files(scratch / urn), files(sites / urn)
    compared += len(theirs)
    different += [f"{urn}/{name}" for name in sorted(theirs.keys() | ours.keys()) if theirs.get(name) != ours.get(name)]
print(json.dumps({"compared": compared, "different": different}))
