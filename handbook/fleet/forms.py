"""The finished site of a school as a form: what all schools that answer the same have in common, with gaps for their details.

Nothing here is a second way of making a page. A page's text is rendered by the engine for a reference (a school of placeholders), once for all
schools that answer alike whatever that page reads of them; its frame once for all that show the same of the menu there; both go through the very
steps that finish every site; then they are cut at the placeholders.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import random
import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar

from handbook import looks
from handbook.engine import Looks, Text
from handbook.finish import common as shared
from handbook.finish import images, security, sharing, styles, without_signal
from handbook.finish.common import Common
from handbook.finish.pages import FinishedPage
from handbook.ground.problems import ProblemsError
from handbook.links import outgoing
from handbook.policy import whole as whole_policy
from handbook.project import Project
from handbook.rendering import asked, filling, rendered, stamping
from handbook.rendering.kept import KeptTexts
from handbook.rendering.stamping import Gap
from handbook.school import branding
from handbook.school.model import Branding, key_stages
from handbook.search import form as search_form
from handbook.search import index as search_index
from handbook.search import meaning
from handbook.search.form import PackedPage
from handbook.search.often import OftenTranslated

# What stands in forms for what belongs to the whole site: each is written the same way wherever it stands.
ADDRESS, PLACE = "https://zqsitez.example.org/zqplacez/", "/zqplacez/"
SHEET, LOGO, COLOUR, WIDTH, NAME, SHORT_NAME = "zqsheetz", "zqlogoz", "#zqcolourz", "7919317", "zqnamez", "zqshortnamez"
_OF_SITE = {
    mark: stamping.gap_for("site", number, 0) for number, mark in enumerate((ADDRESS, PLACE, SHEET, LOGO, COLOUR, WIDTH, NAME, SHORT_NAME), 1)
}
_CONTENT = "zqcontentz"
_HREF = re.compile(r'\shref="([^"#?:]*)["#?]')

Made = TypeVar("Made")
# Given a page, its text and its front matter, returns its Markdown.
Fill = Callable[[str, str, Mapping[str, Any]], str]


class NotStampedError(Exception):
    """A school cannot be stamped and has to be rendered by itself; the message says why.

    Attributes:
        kind: What all schools with the same pages have in common, where these are the reason; else None.
    """

    def __init__(self, why: str, kind: Hashable = None) -> None:
        super().__init__(why)
        self.kind = kind


@dataclass(frozen=True)
class Cut:
    """A text in bytes, cut at its gaps; there is one part more than gaps."""

    parts: tuple[bytes, ...]
    gaps: tuple[Gap, ...]

    def __add__(self, other: Cut) -> Cut:
        return Cut((*self.parts[:-1], self.parts[-1] + other.parts[0], *other.parts[1:]), self.gaps + other.gaps)

    def filled(self, values: Mapping[Gap, bytes]) -> bytes:
        """Return the text with what is in each gap."""
        pieces: list[bytes] = [b""] * (2 * len(self.parts) - 1)
        pieces[::2] = self.parts
        pieces[1::2] = map(values.__getitem__, self.gaps)
        return b"".join(pieces)


def cut(text: str) -> Cut:
    """Return a page's text cut at what stands for details and for what belongs to the whole site."""
    parts, gaps = _parts_and_gaps(text, "page")
    return Cut(tuple(part.encode() for part in parts), tuple(gaps))


def _parts_and_gaps(text: str, where: str) -> tuple[list[str], list[Gap]]:
    """Return the parts of a text, and the gaps between them; ``where`` as in :func:`stamping.cut`."""
    found, gaps = stamping.cut(text, where)
    parts: list[str] = []
    all_gaps: list[Gap] = []
    for number, part in enumerate(found):
        last = 0
        for start, end, gap in _of_site(part):
            parts.append(part[last:start])
            all_gaps.append(gap)
            last = end
        parts.append(part[last:])
        if number < len(gaps):
            all_gaps.append(gaps[number])
    return parts, all_gaps


def _of_site(text: str) -> list[tuple[int, int, Gap]]:
    """Return where something stands that belongs to the whole site. In most parts nothing does."""
    if "zq" not in text and WIDTH not in text:
        return []
    found: list[tuple[int, int, Gap]] = []
    for mark, gap in _OF_SITE.items():
        start = text.find(mark)
        while start >= 0:
            if not any(first <= start < last for first, last, _ in found):
                found.append((start, start + len(mark), gap))
            start = text.find(mark, start + len(mark))
    return sorted(found)


@dataclass(frozen=True)
class Piece:
    """A frame or a text, finished and cut, with what styles and phones have to know of it."""

    before: Cut
    after: Cut
    classes: frozenset[str]
    values: frozenset[str]
    files: frozenset[str]
    outgoing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Content:
    """A page's text, rendered for all schools that answer alike what it reads."""

    text: Text
    piece: Piece
    entries: PackedPage
    linked: frozenset[str]
    heading: str
    shape: str


@dataclass
class SiteForm:
    """A site as a form.

    Attributes:
        pages: Each page by its file.
        index: The search index; in its gaps is what :attr:`Forms.gaps` says.
        kept: The pages that phones keep, by path.
        needed: The files that these need, with what stands for sheet and logo.
        used: What its pages use of the theme's styles.
        cards: For each page its card's file, heading and section; empty without an address.
        others: Further files with gaps: the list of pages, what programs are told.
        outgoing: Of a release: the addresses elsewhere that its pages lead to, one a line.
    """

    pages: dict[str, Cut]
    index: search_form.Form
    kept: list[str]
    needed: set[str]
    used: tuple[frozenset[str], frozenset[str]]
    cards: dict[str, tuple[str, Cut, Cut]] = field(default_factory=dict)
    others: dict[str, Cut] = field(default_factory=dict)
    outgoing: Cut | None = None

    @cached_property
    def gaps(self) -> frozenset[Gap]:
        """Every gap in pages, other files, cards and the list of addresses."""
        listed = [self.outgoing] if self.outgoing else []
        cuts = [*self.pages.values(), *self.others.values(), *listed, *(one for _, *words in self.cards.values() for one in words)]
        return frozenset(gap for one in cuts for gap in one.gaps)


class Bounded(dict[Hashable, Any]):
    """What was made, so that it need not be made again; when it holds too much, what has been there longest goes."""

    def __init__(self, most: int) -> None:
        self.most = most

    def get_or(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for a key, made now if need be."""
        if key not in self:
            while len(self) >= self.most:
                del self[next(iter(self))]
            self[key] = make()
        found: Made = self[key]
        return found


class Forms:
    """Makes forms of sites, for one state of the project, one after the other; keeps what the next may need.

    Attributes:
        gaps: What stands in search indexes for each gap: one sign.

    Args:
        mine: The project with any school.
        addressed: The sites know their web addresses.
        beside: The folder, as seen from the top of each site, below which stands once what all have in common; empty where each has its own.
    """

    def __init__(self, mine: Project, addressed: bool, beside: str = "") -> None:
        self.site_url = ADDRESS if addressed else ""
        self.engine = rendered.engine_of(mine, self.site_url)
        self.facts, self.policy, self.search, self.release = mine.facts, mine.policy, mine.search, mine.release
        self.sources: dict[str, tuple[str, Mapping[str, Any]]] = {}
        self.reading: dict[str, _Node] = {}
        self.contents, self.frames, self.sites, self.wholes = Bounded(6000), Bounded(3000), Bounded(12), Bounded(24)
        self.refused: dict[Hashable, str] = {}
        self.around = looks.of(mine).extra
        self.signs = search_form.Signs()
        self.gaps: dict[Gap, str] = {}
        self.names: list[str] = []
        self.pictures: dict[str, Path] = {}
        self.static = self._static()
        self.kept = KeptTexts(mine, self.site_url)
        self.sheets = {name: content.decode() for name, content in self.static.items() if name.endswith(".css")}
        self.scripts = "".join(self.static[name].decode() for name in sorted(self.static) if re.fullmatch(r"assets/javascripts/[^/]*\.js", name))
        self.asked_values = styles.values_asked(self.sheets)
        self.common = self._common(beside) if beside else None

    def _static(self) -> dict[str, bytes]:
        """Return the files that every site has, before finishing, by where they stand."""
        found = {}
        for path, source in self.engine.static_files(Looks({})):
            found[path] = source if isinstance(source, bytes) else source.read_bytes()
            if isinstance(source, Path):
                self.pictures[path] = source
        return found

    def _common(self, beside: str) -> Common:
        """Return what all sites have in common, in a folder named for its content: so a site that is not renewed finds what it was made for."""
        # Styles are not: of them each site holds what it uses.
        names = [name for name in self.static if name.startswith(shared.FOLDER) and name not in self.sheets and name != without_signal.SOURCE]
        digests = {name: hashlib.sha256(self.static[name]).hexdigest() for name in names}
        version = hashlib.sha256(repr(sorted(digests.items())).encode()).hexdigest()[:12]
        return Common(f"{beside}{version}/", digests, "" if self.site_url else PLACE)

    def site(self, mine: Project, split: stamping.Split) -> SiteForm:
        """Return the form of a school's site.

        Raises:
            NotStampedError: The school has to be rendered by itself.
        """
        if split.odd:
            raise NotStampedError(f'"{split.odd}" can be more to a page than a detail')
        logo = mine.school.logo
        if logo and not ((real := images.dimensions(logo)) and all(real)):
            raise NotStampedError("its logo says nothing of its size")
        reference = replace(mine, school=replace(mine.school, school=split.reference))
        of_pages = split.reference.model_copy(update={"branding": Branding()}).model_dump_json()
        key = (of_pages, bool(logo), mine.school.is_example, mine.release)
        if key not in self.refused:
            try:
                return self.sites.get_or(key, lambda: self._site(reference, self._looks(mine, reference)))
            except NotStampedError as error:
                self.refused[key] = str(error)
        raise NotStampedError(self.refused[key], key)

    def _looks(self, mine: Project, reference: Project) -> Looks:
        """Return a reference's looks; what is no gap in them, such as whether there is a logo, is the school's own."""
        told = {
            "is_example": mine.school.is_example,
            "incomplete": 0,
            "colour": COLOUR,
            "logo": f"assets/images/school-logo.{LOGO}" if mine.school.logo else None,
            "name_class": NAME,
            "short_name_class": SHORT_NAME,
        }
        hidden = self.wholes.get_or(("hidden", key_stages(mine.school.school.identity)), lambda: looks.hidden(mine))
        return Looks({**self.around, "school": {**branding.for_templates(reference.school), **told}}, hidden)

    def _site(self, reference: Project, dress: Looks) -> SiteForm:
        if self.engine.said(dress):
            raise NotStampedError("the menu has a fault")
        wanted = self.engine.pages(dress)
        own = filling.for_school(reference)
        reads = asked.Reads()
        fill = filling.watching_filler(reference, own, self.site_url, reads)
        try:
            variables = asked.Looking({**own, "handbook": reference})
            # Each process in an order of its own: so those that begin at the same time find what the others have rendered.
            shuffled = random.Random(os.getpid()).sample(wanted, len(wanted))
            made = {page: self._content(page, variables, fill, reads) for page in shuffled}
        except ProblemsError as error:
            raise NotStampedError("a page has a fault") from error
        contents = {page: made[page] for page in wanted}
        self._refuse_slips(contents, dress)
        if whole_policy.PAGE in contents:
            contents[whole_policy.PAGE] = self._whole(contents)
        extra = repr(sorted(dress.extra["school"].items()))
        headings = {one.text.rendered.url: one.heading for one in contents.values()}
        pages: dict[str, Cut] = {}
        classes: set[str] = set()
        values: set[str] = set()
        needed: set[str] = set()
        addresses: set[str] = set()
        paths = [one.text.rendered.url for one in contents.values()]
        kept = without_signal.kept_pages([*paths, "404.html"])
        for one in contents.values():
            frame = self._frame(one, dress, extra, headings, reference)
            path = one.text.rendered.url
            pages[f"{path}index.html"] = frame.before + one.piece.before + frame.after
            classes |= frame.classes | one.piece.classes
            values |= frame.values | one.piece.values
            addresses |= frame.outgoing | one.piece.outgoing
            if path in kept:
                needed |= frame.files | one.piece.files
        missing = self._missing(dress, extra)
        pages["404.html"] = missing.before
        index = search_form.Form((one.entries for one in contents.values()), self.search, self.signs, OftenTranslated)
        form = SiteForm(pages, index, kept, needed, (frozenset(classes | missing.classes), frozenset(values | missing.values)))
        if self.site_url:
            self._address(form, dress, headings)
        if self.release:
            form.outgoing = cut("\n".join(sorted(addresses)))
        return form

    def _address(self, form: SiteForm, dress: Looks, headings: dict[str, str]) -> None:
        """Add what a site has that knows its address."""
        form.others["sitemap.xml"] = cut(self.engine.template("sitemap.xml", dress))
        form.others["robots.txt"] = cut(sharing.robots(ADDRESS))
        for path, heading in headings.items():
            form.cards[path] = (sharing.card_of(path), cut(heading), cut(sharing.section_of(path, headings)))

    # Texts

    def _content(self, page: str, variables: asked.Looking, fill: Fill, reads: asked.Reads) -> Content:
        node = self.reading.setdefault(page, _Node())
        while node.path is not None:
            seen = node.next.get(variables[node.path])
            if seen is None:
                break
            node = seen
        else:
            if node.key is not None and node.key in self.contents:
                found: Content = self.contents[node.key]
                return found
        if page not in self.sources:
            self.sources[page] = filling.source(page, self.engine.sources)
        reads.seen.clear()
        text = fill(page, *self.sources[page])
        node = self.reading[page]
        for path, token in reads.seen.items():
            if node.path is None:
                node.path = path
            node = node.next.setdefault(token, _Node())
        node.key = (page, text)
        return self.contents.get_or(node.key, lambda: self._rendered(page, text))

    def _rendered(self, page: str, filled: str) -> Content:
        text = self.kept.text(page, filled, lambda: self.engine.text(page, lambda *_: filled))
        return self._cut_content(text, search_index.unmarked(text.rendered.content), search_index.entries(text.rendered))

    def _cut_content(self, text: Text, shown: str, entries: list[dict[str, Any]]) -> Content:
        made = text.rendered
        page = FinishedPage(Path(), made.url, f"<article>{shown}")
        used = self._finish_text(page)
        linked = {posixpath.normpath(posixpath.join(made.url, link)) for link in _HREF.findall(shown) if link}
        heading = FinishedPage(Path(), "", shown).heading
        return Content(
            text,
            self._piece(page, used),
            self._packed(entries),
            frozenset(linked),
            heading,
            _contents_of(text.contents),
        )

    def _packed(self, entries: list[dict[str, Any]]) -> PackedPage:
        """Return a page's entries of the search index as forms of it hold them."""
        try:
            return search_form.packed([{key: self._with_gaps(value) for key, value in entry.items()} for entry in entries], self.signs)
        except ValueError as error:
            raise NotStampedError(str(error)) from error

    def _with_gaps(self, value: Any) -> Any:
        """Return what an entry says with a sign for each detail."""
        if isinstance(value, list):
            return [self._with_gaps(one) for one in value]
        if not isinstance(value, str):
            return value
        if search_form.has_gaps(value):
            raise NotStampedError("a page holds signs that have no meaning")
        parts, gaps = _parts_and_gaps(value, "index")
        signs = [self.gaps.get(gap) or self.gaps.setdefault(gap, search_form.gap_sign(len(self.gaps))) for gap in gaps]
        return "".join(f"{part}{sign}" for part, sign in zip_longest(parts, signs, fillvalue=""))

    def _finish_text(self, page: FinishedPage) -> str:
        """Finish what needs nothing but the page; return it as it was when styles look at what pages use."""
        used = page.text
        images.size(Path(), [page], self._measure)
        return used

    def _measure(self, path: Path) -> tuple[float, float] | None:
        name = path.as_posix()
        # The page for what is not there names pictures from the top of a web space, which no folder has.
        if name.startswith("/"):
            return None
        if LOGO in name:
            # A picture that is 40 pixels high, as the header shows it, is as wide as this.
            return float(WIDTH), 40
        source = self.pictures.get(name)
        return images.dimensions(source) if source else None

    def _piece(self, page: FinishedPage, used: str) -> Piece:
        if self.common:
            shared.point(page, self.common)
        before, found, after = page.text.removeprefix("<article>").partition(_CONTENT)
        return Piece(
            cut(before),
            cut(after) if found else Cut((b"",), ()),
            frozenset(styles.classes_in(used)),
            frozenset(styles.values_in(used, self.asked_values)),
            frozenset(without_signal.files_of(page)),
            frozenset(outgoing.outgoing([used]) if self.release else ()),
        )

    def _whole(self, contents: Mapping[str, Content]) -> Content:
        """Return the page that holds the whole policy."""
        page = contents[whole_policy.PAGE]
        sections = tuple(contents[one.page].text.rendered.content for one in self.policy.sections if one.page in contents)

        def make() -> Content:
            texts = {name: one.text.rendered.content for name, one in contents.items()}
            shown = whole_policy.filled(search_index.unmarked(page.text.rendered.content), texts, self.policy)
            made = self._cut_content(page.text, shown, [])
            return replace(made, entries=page.entries, heading=page.heading)

        return self.wholes.get_or((page.text.rendered.content, sections), make)

    def _refuse_slips(self, contents: Mapping[str, Content], dress: Looks) -> None:
        """Leave a school to itself whose pages lead nowhere: it is refused there, in the words for it.

        Raises:
            NotStampedError: They do.
        """
        hidden = {posixpath.normpath(page.removesuffix("index.md").removesuffix(".md") or ".") for page in dress.hidden}
        for one in contents.values():
            made = one.text.rendered
            if made.said or one.linked & hidden:
                raise NotStampedError("a page links to one that this school does not have")
            for target, place, _ in made.links:
                if target in contents and place not in contents[target].text.rendered.anchors:
                    raise NotStampedError("a page links to a place that this school does not have")

    # Frames

    def _frame(self, one: Content, dress: Looks, extra: str, headings: dict[str, str], reference: Project) -> Piece:
        made = one.text.rendered
        has_heading = "\u003ch1" in made.content
        above = repr((one.heading, [headings.get(path) for path in _all_above(made.url)])) if self.site_url else ""
        key = (made.page, self.engine.menu_around(made.page, dress), extra, one.text.title, made.title, one.shape, has_heading, above)
        return self.frames.get_or(key, lambda: self._framed(one, dress, has_heading, headings, reference))

    def _framed(self, one: Content, dress: Looks, has_heading: bool, headings: dict[str, str], reference: Project) -> Piece:
        hollow = replace(one.text, rendered=replace(one.text.rendered, content=f"<h1>{_CONTENT}" if has_heading else _CONTENT))
        whole = search_index.unmarked(self.engine.framed(hollow, dress)).replace(f"<h1>{_CONTENT}", _CONTENT)
        page = FinishedPage(Path(), one.text.rendered.url, whole)
        used = self._finish_frame(page)
        if self.site_url:
            words = FinishedPage(Path(), page.path, f"<h1>{_escaped(one.heading)}</h1>" + page.text)
            page.add_to_head(sharing.told_in_head(words, ADDRESS, headings, reference.school))
        security.guard(page)
        without_signal.point_to_keeper(page)
        return self._piece(page, used)

    def _finish_frame(self, page: FinishedPage) -> str:
        used = self._finish_text(page)
        if styles.linked_by(page) != self._names(page):
            raise NotStampedError("its pages ask for stylesheets of their own")
        styles.link(page, f"assets/stylesheets/site.{SHEET}.css")
        return used

    def _names(self, page: FinishedPage) -> list[str]:
        self.names = self.names or styles.linked_by(page)
        return self.names

    def _missing(self, dress: Looks, extra: str) -> Piece:
        def make() -> Piece:
            page = FinishedPage(Path(), "404.html", self.engine.template("404.html", dress))
            used = self._finish_frame(page)
            security.guard(page)
            return self._piece(page, used)

        return self.frames.get_or(("404.html", dress.hidden, extra), make)

    def shared_files(self) -> dict[str, bytes]:
        """Return the files that are the same in every finished site, by where they stand."""
        gone = {*self.names, without_signal.SOURCE}
        found = {path: content for path, content in self.static.items() if path not in gone and not path.endswith((".html", ".xml"))}
        return found | {security.HEADERS: security.netlify().encode()}

    def own_files(self) -> dict[str, bytes]:
        """Return those of them that each site holds itself."""
        if self.common is None:
            return self.shared_files()
        return {path: content for path, content in self.shared_files().items() if path not in self.common.digests and path != security.HEADERS}

    def common_files(self) -> dict[str, bytes]:
        """Return those of them that stand once for all sites."""
        common = self.common.digests if self.common else {}
        return {path: content for path, content in self.shared_files().items() if path in common}

    def shared_digests(self) -> dict[str, str]:
        """Return the digest of each of them."""
        return self.wholes.get_or("digests", lambda: {path: hashlib.sha256(content).hexdigest() for path, content in self.shared_files().items()})

    def keeper(self, needed: list[str], kept: list[str], digests: list[str]) -> bytes:
        """Return the script that keeps pages for when there is no signal."""
        place = self.common.place if self.common else ""
        return without_signal.keeper(self.static[without_signal.SOURCE].decode(), needed, kept, digests, place).encode()

    def table(self, form: SiteForm) -> tuple[bytes, str]:
        """Return the table of meanings of all sites with the pages of a form, and its digest."""

        def make() -> tuple[bytes, str]:
            made = meaning.table(self._fitted, form.index.pages).encode()
            return made, hashlib.sha256(made).hexdigest()

        return self.wholes.get_or(("table", *form.index.pages), make)

    @cached_property
    def _fitted(self) -> meaning.Fitted:
        return meaning.fitted(self.engine.sources, self.search)

    # What is cut or drawn for a school's looks

    def sheet(self, used: tuple[frozenset[str], frozenset[str]], brand: str) -> bytes:
        """Return the one stylesheet of a site."""

        def make() -> dict[str, str]:
            texts = {name: self.sheets.get(name, "") for name in self.names}
            texts[branding.STYLESHEET] = branding.stylesheet("#1d4f91")
            return styles.cut(texts, styles.Used(set(used[0]), lambda value: value in used[1], self.scripts))

        shared: dict[str, str] = self.wholes.get_or(("sheet", used), make)
        own = styles.cut({branding.STYLESHEET: branding.stylesheet(brand)}, styles.Used(set(), lambda _: True, ""))
        return styles.joined_sheets({**shared, **own}).encode()


@dataclass
class _Node:
    """What a page looks at next, and what it is for each thing seen there; at the end the key of its text."""

    path: asked.Path | None = None
    next: dict[asked.Token, _Node] = field(default_factory=dict)
    key: Hashable | None = None


def _contents_of(contents: Any) -> str:
    return repr([(one.title, one.id, one.level, _contents_of(one.children)) for one in contents])


def _all_above(path: str) -> list[str]:
    parts = path.rstrip("/").split("/")[:-1]
    return ["", *("/".join(parts[: count + 1]) + "/" for count in range(len(parts)))]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
