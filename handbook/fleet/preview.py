"""Show any school of a fleet in the browser: a list of all at the top, each handbook below its school's number, following every save."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NoReturn

from handbook import project
from handbook.fleet import check, folder, names, overview
from handbook.ground.clock import today
from handbook.ground.problems import ProblemsError
from handbook.local.load import NOWHERE
from handbook.outputs.preview import Handler, Preview, Server, listen
from handbook.project import Project
from handbook.school.examples import SHOWN
from handbook.school.load import FLEET_FILE

# How many schools are open at a time, and how often all their pages are looked at where something has changed, in seconds.
_MOST, _EVERY = 3, 0.5


class Previews:
    """The schools that somebody looks at now."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.open: dict[str, Preview] = {}
        self.looked: dict[str, str] = {}
        self.alone = threading.Lock()

    def of(self, urn: str) -> Preview | None:
        """Return the preview of a school; None if the fleet has none of this number."""
        fleet = folder.load(self.root)
        if urn not in fleet.files:
            return None
        with self.alone:
            if urn not in self.open:
                while len(self.open) >= _MOST:
                    del self.open[next(iter(self.open))]
                also = (self.root / FLEET_FILE, fleet.words, fleet.words_of(urn))
                self.open[urn] = Preview(fleet.files[urn], lambda: self._project(urn), also, f"/{urn}/-/made")
            return self.open[urn]

    def _project(self, urn: str) -> Project:
        fleet = folder.load(self.root)
        ours = project.load(SHOWN, local=NOWHERE)
        return replace(project.with_local(ours, fleet.words, fleet.words_of(urn)), school=fleet.school(urn).loaded)

    def look(self) -> None:
        """Look at every page of the schools that are open, where something has changed: what is wrong is then told wherever somebody looks."""
        with self.alone:
            shown = list(self.open.items())
        for urn, preview in shown:
            preview.follow()
            made = preview.made
            if self.looked.get(urn) != made:
                preview.look_at_everything()
                # What comes meanwhile is looked at the next time.
                self.looked[urn] = made

    def front(self) -> str:
        """Return the list of all schools, each with a link to its handbook, and what is wrong in files, in words and in pages that were seen."""
        fleet = folder.load(self.root)
        found = list(check.findings(fleet, fleet.files, today()))
        told = {str(problem) for one in found for problem in one.faults} | {str(problem) for problem in check.of_all(fleet)}
        also = {str(problem): problem for preview in list(self.open.values()) for problem in preview.problems if str(problem) not in told}
        return overview.page(fleet, found, today(), project.load(SHOWN).facts.editions[0].version, links=True, also=also.values())


def server(previews: Previews, port: int) -> Server:
    """Take a port of this computer for a fleet.

    Raises:
        OSError: Somebody else has it.
    """

    class OfFleet(Handler):
        """Answers a browser from the preview of the school that the address begins with."""

        def send_head(self) -> BytesIO | BinaryIO | None:
            """Answer with the list, or with a school's page or file."""
            urn, _, rest = self.path.lstrip("/").partition("/")
            try:
                preview = previews.of(urn) if urn else None
                named = "" if preview else names.given(folder.load(previews.root)).get(urn, "")
                front = "" if preview else previews.front()
            except ProblemsError as error:
                return self.answer(200, "text/plain", f"{error}\n\nMend this, save, and load this page again.".encode())
            if named:
                self.lead_to(f"/{named}/{rest}")
                return None
            if preview is None:
                return self.answer(200 if not urn else 404, "text/html", front.encode())
            if not self.path.startswith(f"/{urn}/"):
                self.lead_to(f"/{urn}/")
                return None
            return self.answer_of(preview, self.path if self.path == preview.ask else f"/{rest}")

        def lead_to(self, path: str) -> None:
            """Lead the browser elsewhere; not for good, because names and schools may change."""
            self.send_response(302)
            self.send_header("Location", path)
            self.end_headers()

    return listen(port, OfFleet)


def run(serving: Server, previews: Previews) -> NoReturn:
    """Show the fleet until Ctrl-C."""
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    with suppress(ProblemsError):
        fleet = folder.load(previews.root)
        if fleet.words.is_dir() and fleet.files:
            # Words that all schools share are looked at before anybody has chosen a school.
            previews.of(next(iter(fleet.files)))
    while True:
        with suppress(ProblemsError):
            previews.look()
        time.sleep(_EVERY)
