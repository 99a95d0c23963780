"""The folder that a site is written to: made beside it, moved into place in one step, and nothing in it lost that a build did not write.

Every site holds a list of the files that the build wrote. Whatever else stands in the folder is somebody else's (an .htaccess, a PDF, the
proof of ownership that a search engine asked for) and goes into the next site with it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

from handbook.ground.locks import alone
from handbook.ground.paths import shown

# Stands in every finished site: a build only ever replaces a site and never somebody's folder. Lists the files that are the build's own.
MARKER = ".handbook-site"
_HEAD = "A finished handbook site. The next build replaces the files listed here and keeps every other.\n"
_LISTED = re.compile(r"([0-9a-f]{64})  (.+)")

_PREVIOUS = "-previous"

# What the shipped pages need, with some to spare; an earlier site in the folder tells it better.
LEAST_ROOM = 15_000_000

_REASONS = {
    errno.EROFS: "what is there can only be read",
    errno.EACCES: "you are not allowed to do that there",
    errno.EPERM: "you are not allowed to do that there",
    errno.ENOSPC: "the disk is full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "your share of the disk is full",
    errno.ENOTDIR: "a file stands where a folder is wanted",
    errno.EEXIST: "a file stands where a folder is wanted",
    errno.EBUSY: "it is in use, or a place where a drive is attached",
}


class OutputError(Exception):
    """The site cannot be written there; the message says why and what to do."""


def why(error: OSError) -> str:
    """Return in plain words why the system refused something."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def check(out: Path, expected: Collection[str]) -> None:
    """Refuse, before any work is done, a folder that cannot become the site.

    Args:
        out: The folder.
        expected: Files that the new site will surely hold, named as in :func:`theirs`.

    Raises:
        OutputError: It may not or cannot be replaced.
    """
    if out.is_file():
        raise OutputError(f"{shown(out)} is a file. Name a folder for the site with --out.")
    if os.path.ismount(out):
        raise OutputError(
            f"{shown(out)} is a drive of its own, and a build replaces its whole folder in one step, which cannot be done with a drive.\n"
            f"Name a folder on it:  --out {shown(out / 'handbook')}"
        )
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise OutputError(
            f"{shown(out)} holds files that are not a handbook site, and a build would replace them.\nName an empty or new folder with --out."
        )
    _refuse_clash(out, theirs(out), expected)
    # The new site stands beside the old one until it is ready.
    needed = max(LEAST_ROOM, sum(path.lstat().st_size for path in out.rglob("*")) if out.is_dir() else 0)
    free = shutil.disk_usage(next(one for one in out.parents if one.exists())).free
    if free < needed:
        raise OutputError(
            f"There is no room for the site at {shown(out)}: {needed / 1e6:.0f} MB are needed and {free / 1e6:.0f} MB are free.\n"
            "Make room there, or name another folder with --out."
        )


@contextmanager
def draft_for(out: Path) -> Iterator[Path]:
    """Give an empty folder beside ``out`` to make the site in, to one build at a time; afterwards it is gone.

    What killed builds left there goes too.

    Raises:
        OutputError: The place cannot be written to.
    """
    begins = f".{out.name}-being-built"
    with ExitStack() as stack:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            if stack.enter_context(alone(out.with_name(f"{begins}.lock"), lambda: _say_who_waits(out))):
                _clear_away(out, begins)
            draft = Path(tempfile.mkdtemp(prefix=f"{begins}-", dir=out.parent))
        except OSError as error:
            raise OutputError(f"{shown(out)} cannot be written: {why(error)}.\nName another folder with --out.") from error
        stack.callback(shutil.rmtree, draft, ignore_errors=True)
        yield draft


def _say_who_waits(out: Path) -> None:
    print(f"Another build is writing {shown(out)}. This one waits until it is done …", file=sys.stderr, flush=True)


def _clear_away(out: Path, begins: str) -> None:
    """Take away what killed builds left; nobody else is building here now."""
    left = sorted(out.parent.glob(f"{begins}-*"))
    for folder in left:
        # Killed in the very moment of the change, between taking the old site away and putting the new one there.
        if folder.name.endswith(_PREVIOUS) and not out.exists():
            folder.rename(out)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def publish(draft: Path, out: Path, written: Mapping[str, str] | None = None) -> None:
    """Make a draft the site: one that a web server can read, with everybody else's files, in one step.

    Args:
        draft: The draft.
        out: The folder of the site.
        written: The digest of each file, if whoever wrote them knows it and has let everybody read them.

    Raises:
        OutputError: Files clash, or the folder cannot be replaced; it is as it was.
        OSError: The draft could not be finished.
    """
    if written is None:
        written = {path.relative_to(draft).as_posix(): _digest(path) for path in sorted(draft.rglob("*")) if path.is_file()}
        # A web server is often another user: it can read the site whatever is usual for files of the one who builds.
        for path in (draft, *draft.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    lines = "".join(f"{digest}  {name}\n" for name, digest in written.items())
    marker = draft / MARKER
    marker.write_text(_HEAD + lines, encoding="utf-8", newline="\n")
    marker.chmod(0o644)
    kept = theirs(out)
    _refuse_clash(out, kept, written)
    for name in kept:
        _carry_over(out, draft, name)
    _swap(draft, out)


def theirs(out: Path) -> list[str]:
    """Return what no build wrote into a site's folder, or somebody changed since: files, links and empty folders.

    Names are relative, with forward slashes, in a steady order.
    """
    listed = _listed(out)
    if listed is None:
        return []
    found = []
    for folder, below, files in os.walk(out):
        here = Path(folder)
        if not below and not files and here != out:
            found.append(here)
        found += [here / name for name in below if (here / name).is_symlink()]
        for path in map(here.joinpath, files):
            digest = listed.get(path.relative_to(out).as_posix())
            if path != out / MARKER and (digest is None or path.is_symlink() or digest != _digest(path)):
                found.append(path)
    return sorted(path.relative_to(out).as_posix() for path in found)


def listed(out: Path) -> dict[str, str]:
    """Return the files that the last build wrote into a site, with their digests; nothing if it left no list."""
    return _listed(out) or {}


def _listed(out: Path) -> dict[str, str] | None:
    """Return the files that the last build wrote, with their digests; None if it left no list."""
    try:
        lines = (out / MARKER).read_text(encoding="utf-8").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        return None
    # Before there were lists, a folder with the mark was taken for the build's own.
    return {found.group(2): found.group(1) for found in map(_LISTED.fullmatch, lines) if found} if lines else None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_clash(out: Path, kept: Collection[str], written: Collection[str]) -> None:
    """Refuse to write over somebody's files, or to put a folder where they have a file."""
    if not kept:
        return
    # Many systems take capitals for the same letters.
    ours = {name.casefold() for name in written}
    ours_or_above = ours | {str(above) for name in ours for above in PurePosixPath(name).parents}
    clashing = []
    for name in kept:
        path = PurePosixPath(name.casefold())
        if str(path) in ours_or_above or not ours.isdisjoint(map(str, path.parents)):
            clashing.append(name)
    if clashing:
        lines = [f"  {name}" for name in clashing[:10]] + ([f"  and {len(clashing) - 10} more"] if len(clashing) > 10 else [])
        raise OutputError(
            f"Somebody has put or changed something in {shown(out)} that the new site has under the same name:\n" + "\n".join(lines) + "\n"
            "The build would write over it. Move it out of the folder, or delete it, then build again."
        )


def _carry_over(out: Path, draft: Path, name: str) -> None:
    """Copy one of somebody's files, links or empty folders into the new site, with its permissions and dates."""
    for above in reversed(PurePosixPath(name).parents):
        if not (draft / above).exists():
            (draft / above).mkdir()
            shutil.copymode(out / above, draft / above)
    if (out / name).is_dir() and not (out / name).is_symlink():
        (draft / name).mkdir(exist_ok=True)
        shutil.copymode(out / name, draft / name)
    else:
        shutil.copy2(out / name, draft / name, follow_symlinks=False)


def _swap(draft: Path, out: Path) -> None:
    previous = draft.with_name(draft.name + _PREVIOUS)
    try:
        if out.exists():
            out.rename(previous)
        try:
            draft.rename(out)
        except OSError:
            if previous.exists():
                previous.rename(out)
            raise
    except OSError as error:
        raise OutputError(
            f"The new site is ready but {shown(out)} could not be replaced: {why(error)}.\n"
            "Close programs that have files of that folder open, then build again."
        ) from error
    _remove(previous)


def _remove(folder: Path) -> None:
    """Take a folder away, if it is there, its parts side by side: of many small files the disk takes several at a time."""
    if not folder.exists():
        return
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda part: shutil.rmtree(part, ignore_errors=True), [path for path in folder.glob("*") if path.is_dir()]))
    shutil.rmtree(folder, ignore_errors=True)
