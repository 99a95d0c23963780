"""Build the finished site: completely, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook import project
from handbook.facts import fingerprints
from handbook.facts.freshness import all_due
from handbook.facts.load import Facts
from handbook.finish import finish
from handbook.finish.common import Common
from handbook.finish.offline import search_in_scripts
from handbook.finish.pages import FinishError
from handbook.finish.without_signal import KEEPER
from handbook.ground import folder as output
from handbook.ground.clock import today
from handbook.ground.paths import shown
from handbook.ground.problems import Problem, ProblemsError
from handbook.ground.processes import beside
from handbook.links import outgoing
from handbook.local import reviewed
from handbook.local.begin import unfinished
from handbook.local.overlay import unexplained
from handbook.pages import navigation
from handbook.pages.sources import Sources
from handbook.policy import whole as whole_policy
from handbook.rendering import rendered
from handbook.rendering.rendered import RenderedSite
from handbook.school import branding
from handbook.school.load import LoadedSchool
from handbook.school.release import as_list, open_points
from handbook.search import data as search_data
from handbook.search import index as search_index
from handbook.search import meaning
from handbook.search.meaning import Fitted


class BuildError(Exception):
    """The site was not built; the message says why and what to do."""


@dataclass(frozen=True)
class Built:
    """A site that was built.

    Attributes:
        pages: How many pages it has.
        school: Whose it is.
        unreviewed: Facts in it that have changed since their review.
        beside_ours: The school's own words that somebody has to set beside ours again.
    """

    pages: int
    school: LoadedSchool
    unreviewed: list[Problem]
    beside_ours: list[Problem]


def build_site(school: Path | None, out: Path, release: bool = False, offline: bool = False, site_url: str = "", documents: bool = False) -> Built:
    """Build a school's site into a folder.

    The site is made beside ``out`` and moved into place only when all is well.

    Args:
        school: The school's file; by default the chosen one.
        out: Folder for the site; if it exists it must be empty or hold an earlier site.
        release: Also refuse a made-up school, blank or doubtful details in the school's file, and facts that are overdue or changed since
            their review; leave out the pages for preparing the handbook.
        offline: Make the site work when opened from a folder or a USB stick, without any web server.
        site_url: Where on the web the site will stand; empty if nobody knows.
        documents: Also make the documents in Word and PDF, and offer them on the pages they belong to.

    Raises:
        ProblemsError: The school, the facts or the policy have faults.
        BuildError: A document could not be made, the folder may not be replaced, or a release check failed.
    """
    try:
        output.check(out, _surely_written(offline, site_url))
        with output.draft_for(out) as draft, beside(_fitted_to_ours) as ours:
            loaded = project.load(school, release)
            made(loaded, draft, offline, site_url, documents, fitted=None if loaded.local else ours)
            pages = sum(1 for _ in draft.rglob("*.html"))
            output.publish(draft, out)
            return Built(pages, loaded.school, fingerprints.unreviewed(loaded.facts), reviewed.open_points(loaded.local, loaded.policy))
    except (output.OutputError, FinishError) as error:
        raise BuildError(f"The site was not built:\n  {error}") from error
    except OSError as error:
        raise BuildError(f"The site was not built: {output.why(error)} ({error.filename or out}).") from error


def _fitted_to_ours() -> Fitted:
    """Fit vectors to our own pages: for nearly every school those are all, so that nothing need be waited for to begin with it.

    What is read for it is read first, and with it all that the build itself is going to ask for.
    """
    project.read_ahead()
    return meaning.fitted(Sources(), search_data.load())


def _surely_written(offline: bool, site_url: str) -> set[str]:
    """Return names of files that the site will hold, whatever school it is for."""
    pages = {f"{navigation.address_of(page)}index.html" for page in navigation.pages()}
    return pages | (set() if offline else {"404.html", "_headers", KEEPER}) | ({"robots.txt", "sitemap.xml"} if site_url else set())


def made(
    loaded: project.Project,
    draft: Path,
    offline: bool = False,
    site_url: str = "",
    documents: bool = False,
    common: Common | None = None,
    fitted: Callable[[], Fitted] | None = None,
) -> None:
    """Make a school's finished site in an empty folder; putting it into place comes after. Otherwise as :func:`build_site`.

    Args:
        common: What it has in common with other sites, and is to ask for where that stands.
        fitted: Gives the vectors of its pages; without it, they are fitted here.

    Raises:
        BuildError: It cannot be made, or not be released.
        FinishError: A page holds what may not be published.
    """
    if loaded.release:
        check_release(loaded)
    try:
        site = rendered.site_of(loaded, site_url)
        if site.slips:
            raise ProblemsError(site.slips)
    except ProblemsError as error:
        raise BuildError("The site was not built:\n" + "\n".join(f"  {line}" for line in str(error).splitlines())) from error
    with beside(lambda: search_index.index(site.entries.values(), loaded.search)) as index:
        _write(site, draft)
        if loaded.release:
            addresses = outgoing.outgoing(page.html for page in site.pages.values())
            (draft / outgoing.FILE).write_text(outgoing.listed(addresses), encoding="utf-8", newline="\n")
        if documents:
            _add_documents(site, draft, site_url)
        finish(draft, loaded.school, offline, common)
        vectors = fitted() if fitted else meaning.fitted(loaded.sources, loaded.search)
        table = meaning.table(vectors, search_index.pages_of(site.entries.values()))
        _put(draft, {meaning.TABLE: table, search_index.INDEX: index()})
    if offline:
        search_in_scripts(draft)


def _add_documents(site: RenderedSite, draft: Path, site_url: str) -> None:
    """Make the documents and offer them on their pages; a site holds all of them or is not built."""
    from handbook.outputs.documents import imprint, offers, pages

    failed = offers.put_into(draft, pages.articles_of(site), imprint.imprint_of(site.project, site_url), site.project.school.letterhead)
    if failed:
        raise BuildError("The site was not built:\n" + "\n".join(f"  {one.file}: {one.fault}" for one in failed))


def _write(site: RenderedSite, folder: Path) -> None:
    """Write pages and files as they were rendered; finishing comes after."""
    for path, source in site.engine.static_files(site.looks):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, bytes):
            target.write_bytes(source)
        else:
            shutil.copyfile(source, target)
    texts = {f"{page.url}index.html": search_index.unmarked(page.html) for page in site.pages.values()}
    if whole_policy.PAGE in site.pages:
        whole = f"{site.pages[whole_policy.PAGE].url}index.html"
        texts[whole] = whole_policy.filled(texts[whole], {name: page.content for name, page in site.pages.items()}, site.project.policy)
    texts |= {name: site.engine.template(name, site.looks) for name in ("404.html", "sitemap.xml")}
    _put(folder, texts)
    for path, content in branding.files(site.project.school).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _put(folder: Path, texts: Mapping[str, str]) -> None:
    """Write texts into a folder, each by its name there."""
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def check_release(loaded: project.Project) -> None:
    """Refuse to release what must not reach readers.

    Raises:
        BuildError: With everything that stands against it.
    """
    school = loaded.school
    faults = []
    if school.is_example:
        faults.append(
            f"{shown(school.path)} is of a made-up school, {school.school.identity.name}.\n"
            "Make your own school's file, or name it with --school:  python3 scripts/handbook.py school new"
        )
    elif points := open_points(school, today()):
        faults.append(f"{shown(school.path)} is not ready.\n{as_list(points)}")
    faults += [*against_facts(loaded.facts), *against_words(loaded)]
    if faults:
        raise BuildError("This cannot be released yet.\n\n" + "\n\n".join(faults))


def against_facts(facts: Facts) -> list[str]:
    """Return what stands against a release in the facts, whatever school it is of."""
    faults = []
    late = [one for one in all_due(facts) if one.overdue]
    if late:
        lines = "\n".join(f"  {one.kind}, {one.record}: was due on {one.due}" for one in late)
        how_many = "1 fact is" if len(late) == 1 else f"{len(late)} facts are"
        faults.append(f"{how_many} overdue for review. Look each up at its source and renew its review:\n{lines}")
    unreviewed = fingerprints.unreviewed(facts)
    if unreviewed:
        how_many = "1 fact was" if len(unreviewed) == 1 else f"{len(unreviewed)} facts were"
        faults.append(f"{how_many} changed without a review:\n{fingerprints.listed(unreviewed)}")
    return faults


def against_words(loaded: project.Project) -> list[str]:
    """Return what stands against a release in a school's own words."""
    own = (
        (
            "A clause that answers for something asked of your school is taken out without a reason:",
            unexplained(loaded.local, loaded.facts, loaded.school.school.identity),
        ),
        ("A file of your own was begun and never finished:", unfinished(loaded.local)),
        ("Words of your own are still to be set beside ours, which may have changed:", reviewed.open_points(loaded.local, loaded.policy)),
    )
    return [f"{opening}\n{fingerprints.listed(points)}" for opening, points in own if points]
