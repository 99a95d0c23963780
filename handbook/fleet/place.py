"""Put a school's site into its place: written beside it, equal files stored once, swapped in one step, nothing half-written left behind."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from handbook.finish import security
from handbook.finish.without_signal import place_of_common
from handbook.fleet.state import FOLDER
from handbook.ground import folder as output
from handbook.ground.paths import shown

DRAFTS = f"{FOLDER}/being-built"
_STORE = f"{FOLDER}/shared"
# Where stands once what all sites have in common: as seen from the folder of all sites, and from the top of each.
SHARED = "shared"
COMMON = f"../{SHARED}/"
_PREVIOUS = "-previous"


def begin(out: Path) -> None:
    """Make the folder of all sites ready, and take away what killed builds left; nobody else is building there.

    Raises:
        OutputError: It cannot be written to, or holds something else.
    """
    if out.is_dir() and not (out / FOLDER).is_dir() and any(not one.name.startswith(FOLDER) for one in out.iterdir()):
        raise output.OutputError(f"{shown(out)} holds something that is not a fleet's sites.\nName an empty or new folder with --out.")
    try:
        drafts = out / DRAFTS
        drafts.mkdir(parents=True, exist_ok=True)
        for left in drafts.iterdir():
            # Killed in the very moment of the change, between taking the old site away and putting the new one there.
            site = out / left.name.split("-")[0]
            if left.name.endswith(_PREVIOUS) and not site.exists():
                left.rename(site)
            else:
                shutil.rmtree(left, ignore_errors=True)
    except OSError as error:
        raise output.OutputError(f"{shown(out)} cannot be written: {output.why(error)}.\nName another folder with --out.") from error


def end(out: Path) -> None:
    """Take away what is only there while sites are being built, and what no site asks for any more."""
    with suppress(OSError):
        (out / DRAFTS).rmdir()
    with suppress(OSError):
        for file in (out / _STORE).iterdir():
            # Its only name: no site has it, or a killed build left it half written.
            if file.stat().st_nlink == 1:
                file.unlink()
    if (out / SHARED).is_dir():
        with suppress(OSError):
            _clear_common(out)


def _clear_common(out: Path) -> None:
    """Take away editions of what is common that no site asks for, and let hosts know what they may keep."""
    used = {place_of_common(site) for site in sites(out)}
    for one in (out / SHARED).iterdir():
        if f"{COMMON}{one.name}/" not in used:
            shutil.rmtree(one)
    if any((out / SHARED).iterdir()):
        put_text(out / security.HEADERS, security.netlify("/:school", f"/{SHARED}"))
    else:
        (out / SHARED).rmdir()
        (out / security.HEADERS).unlink()


def put_text(path: Path, text: str) -> None:
    """Write a file beside the sites, whole or not at all, unless it says so already.

    Raises:
        OSError: It cannot be written; it is as it was.
    """
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def sites(out: Path) -> list[Path]:
    """Return the schools' sites."""
    return [one for one in out.iterdir() if one.name.isdigit() and (one / output.MARKER).is_file()]


def beside(out: Path) -> tuple[int, int]:
    """Return how many files stand beside the sites, and how many bytes these have."""
    others = [one for one in out.iterdir() if not one.name.isdigit() and not one.name.startswith(".")]
    files = [file for one in others for file in (one, *one.rglob("*")) if file.is_file()]
    return len(files), sum(file.stat().st_size for file in files)


def put_common(out: Path, place: str, files: Mapping[str, bytes]) -> None:
    """Put what all sites have in common beside them, whole or not at all; a folder that is there already holds the same.

    Args:
        out: The folder of all sites.
        place: Where pages ask for it, as seen from the top of a site.
        files: The files by name.
    """
    target = out / place.removeprefix("../")
    if target.is_dir():
        return
    with draft(out, SHARED) as made:
        for name, content in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(content)
            (made / name).chmod(0o644)
        target.parent.mkdir(exist_ok=True)
        try:
            made.rename(target)
        except OSError:
            # Another process has just done the same.
            if not target.is_dir():
                raise


@contextmanager
def draft(out: Path, urn: str) -> Iterator[Path]:
    """Give an empty folder to make a school's site in, or what stands beside all sites; afterwards it is gone."""
    made = Path(tempfile.mkdtemp(prefix=f"{urn}-", dir=out / DRAFTS))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


class Writer:
    """Writes the files of a site into a draft, and knows their digests.

    Args:
        folder: The draft.
        site: Where the site stands: files that do not change are not written again.
    """

    def __init__(self, folder: Path, site: Path) -> None:
        self.folder, self.site = folder, site
        self.before = output.listed(site)
        self.written: dict[str, str] = {}
        self.bytes = 0
        self.folders = {""}

    def write(self, name: str, content: bytes, digest: str) -> None:
        """Write a file, or take it from the site as it stands if it is the same there."""
        self.written[name] = digest
        self.bytes += len(content)
        target = self._place(name)
        if self.before.get(name) == digest and _same(self.site / name, len(content)) and _linked(self.site / name, target):
            return
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(handle, view) :]
        finally:
            os.close(handle)

    def link(self, name: str, store: Store, content: bytes, digest: str) -> None:
        """Put a file there that many sites share."""
        self.written[name] = digest
        self.bytes += len(content)
        target = self._place(name)
        if not _linked(store.file(content, digest), target):
            Path(target).write_bytes(content)

    def publish(self) -> None:
        """Make the draft the site.

        Raises:
            OutputError: Somebody's own files clash with it, or it cannot be replaced; the site is as it was.
        """
        # In the order in which a single build lists them.
        output.publish(self.folder, self.site, dict(sorted(self.written.items(), key=lambda item: item[0].split("/"))))

    def _place(self, name: str) -> str:
        self._make(name.rpartition("/")[0])
        # Made as text: a path for each of some hundred files takes longer than the system takes for the file.
        return f"{self.folder}/{name}"

    def _make(self, folder: str) -> None:
        """Make a folder and those above it, each once."""
        if folder not in self.folders:
            self._make(folder.rpartition("/")[0])
            os.mkdir(f"{self.folder}/{folder}")  # noqa: PTH102 (as in _place)
            self.folders.add(folder)


class Store:
    """Where files stand that many sites share, once for all where the file system can."""

    def __init__(self, out: Path) -> None:
        self.folder = out / _STORE
        self.known: set[str] = set()

    def file(self, content: bytes, digest: str) -> Path:
        """Return the stored file with some content; stored now if it is not yet."""
        target = self.folder / digest
        if digest not in self.known:
            if not target.is_file():
                self.folder.mkdir(parents=True, exist_ok=True)
                handle, name = tempfile.mkstemp(dir=self.folder)
                made = Path(name)
                try:
                    with os.fdopen(handle, "wb") as stream:
                        stream.write(content)
                    made.chmod(0o644)
                    made.replace(target)
                finally:
                    made.unlink(missing_ok=True)
            self.known.add(digest)
        return target


def link_equal(draft: Path, store: Store) -> None:
    """Let what a finished draft has in its folder of assets be stored once with what other sites have, where the file system can."""
    for path in sorted((draft / "assets").rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            stored = store.file(content, hashlib.sha256(content).hexdigest())
            path.unlink()
            if not _linked(stored, path):
                path.write_bytes(content)


def _same(path: Path, size: int) -> bool:
    with suppress(OSError):
        return path.stat().st_size == size
    return False


def _linked(source: Path, target: Path | str) -> bool:
    """Let a name stand for a file that is there already; say whether the file system could."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            raise
        return False
    return True
