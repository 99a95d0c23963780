"""Open the site, render one page of it for one school.

Of MkDocs 1.6.1, the last of its line, this uses: ``load_config``, ``get_files``, ``get_navigation``, ``get_context``, ``Page.read_source``,
``Page.render``, ``Page.validate_anchor_links``, ``File``, ``Theme.get_env``, ``Files.add_files_from_theme``. Its plugins never run here.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from handbook.engine import settings
from handbook.ground.paths import MKDOCS_CONFIG, OVERRIDES, ROOT
from handbook.pages import navigation
from handbook.pages.sources import Sources

# Compiled templates: Jinja knows them by their content.
TEMPLATES = ROOT / ".cache" / "templates"

# Where style sheets lie: the theme's below its folder, ours below overrides/, both in a site.
STYLES = "assets/stylesheets"

# What a school's page is made of: its text with every macro filled in, and what templates show around it.
Fill = Callable[[str, str, Mapping[str, Any]], str]


@dataclass(frozen=True)
class Rendered:
    """A page as the engine made it.

    Attributes:
        page: Its path below docs/, such as ``policy/about.md``.
        url: Its address below the site, such as ``policy/about/``; the home page's is empty.
        title: Its title.
        meta: Its front matter.
        content: The HTML of its text alone.
        html: The whole page.
        anchors: The places in it that can be linked to.
        links: The places in other pages that it links to: page, place, and the link as its author wrote it.
        said: What the engine found wrong, for the page's author.
    """

    page: str
    url: str
    title: str
    meta: Mapping[str, Any]
    content: str
    html: str
    anchors: frozenset[str]
    links: tuple[tuple[str, str, str], ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A page's text alone, rendered once for all schools whose frames go around it.

    Attributes:
        rendered: The page, its ``html`` empty.
        contents: Its headings, as frames show them.
        title: Its title as the engine found it in the text; None without a first heading.
        source: Its Markdown.
    """

    rendered: Rendered
    contents: Any
    title: str | None
    source: str


@dataclass(frozen=True)
class Looks:
    """What templates show of a school, and which pages it does not have.

    Attributes:
        extra: What templates find under ``config.extra``.
        hidden: Pages that the school does not have: for ages that it does not teach or, in a release, for preparing it.
    """

    extra: Mapping[str, Any]
    hidden: frozenset[str] = frozenset()


@dataclass
class Engine:
    """The site's source, opened. One page is rendered at a time: the engine's page objects are scratch paper.

    Attributes:
        site_url: The address at which the site will stand; empty if nobody knows.
        extensions: Settings of Markdown extensions, by name, beside those of mkdocs.yml.
        sources: The pages as they are written, and their menu.
    """

    site_url: str = ""
    extensions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sources: Sources = field(default_factory=Sources)
    _shapes: dict[frozenset[str], _Shape] = field(default_factory=dict, init=False, repr=False)

    def pages(self, looks: Looks) -> list[str]:
        """Return the pages that a school has, in the order of the files."""
        return list(self._shape(looks).pages)

    def said(self, looks: Looks) -> list[str]:
        """Return what is wrong with the menu or the files, in the engine's words."""
        return self._shape(looks).said

    def render(self, page: str, looks: Looks, fill: Fill) -> Rendered:
        """Return a page of a school.

        Args:
            page: Its path below docs/.
            looks: The school's looks and hidden pages.
            fill: Given the page, its text and its front matter, returns its Markdown with every macro filled in.

        Raises:
            KeyError: The school has no such page.
        """
        shape = self._shape(looks)
        with _heard() as said:
            made = shape.populated(page, fill)
            html = shape.framed(made, looks)
        return _rendered(page, made, html, said)

    def text(self, page: str, fill: Fill) -> Text:
        """Return a page's text alone, for any school. Links to pages that a school does not have are not told."""
        shape = self._shape(Looks({}))
        with _heard() as said:
            made = shape.populated(page, fill)
        return Text(_rendered(page, made, "", said), made.toc, made._title_from_render, made.markdown)  # noqa: SLF001 (see reread)

    def menu_around(self, page: str, looks: Looks) -> str:
        """Return what there is to show of the menu on a page: schools with other pages may have the same here."""
        return self._shape(looks).menu_around(page)

    def framed(self, text: Text, looks: Looks) -> str:
        """Return the whole page around a page's text, as :meth:`render` would make it for a school."""
        shape = self._shape(looks)
        made: Any = shape.pages[text.rendered.page].page
        made.markdown, made.meta, made.content, made.toc = text.source, dict(text.rendered.meta), text.rendered.content, text.contents
        made._title_from_render = text.title  # noqa: SLF001 (see reread)
        return shape.framed(made, looks)

    def reread(self, looks: Looks, sources: Sources, pages: list[str]) -> None:
        """Take new words of some pages, and the menu with their titles, from sources with the same pages."""
        self.sources = sources
        self._shape(looks).reread(sources, pages)

    def template(self, name: str, looks: Looks) -> str:
        """Return a page that stands in the theme alone, such as ``404.html`` or ``sitemap.xml``."""
        return self._shape(looks).alone(name, looks)

    def static_files(self, looks: Looks) -> Iterator[tuple[str, Path | bytes]]:
        """Yield what goes into a site as it is: where to, and the file or its content."""
        yield from self._shape(looks).static_files()

    def _shape(self, looks: Looks) -> _Shape:
        if looks.hidden not in self._shapes:
            self._shapes[looks.hidden] = _Shape(self.site_url, looks.hidden, self.extensions, self.sources)
        return self._shapes[looks.hidden]


class _Shape:
    """The site as a group of schools has it: the same pages, the same navigation."""

    def __init__(self, site_url: str, hidden: frozenset[str], extensions: Mapping[str, Mapping[str, Any]], sources: Sources) -> None:
        from mkdocs.config import load_config
        from mkdocs.structure.files import get_files
        from mkdocs.structure.nav import get_navigation
        from mkdocs.structure.pages import Page
        from pathspec.gitignore import GitIgnoreSpec

        with _heard() as said:
            self.config = settings.opened(lambda: load_config(str(MKDOCS_CONFIG), plugins=[], site_url=site_url), said)
        self.config["nav"] = navigation.without(sources.menu, sorted(hidden))
        if hidden:
            self.config["exclude_docs"] = GitIgnoreSpec.from_lines(f"/{page}" for page in hidden)
        for name, own in extensions.items():
            self.config["mdx_configs"][name] = {**self.config["mdx_configs"].get(name, {}), **own}
        self.files = get_files(self.config)
        self._take_in(sources, hidden)
        self.env = self.config.theme.get_env()
        with suppress(OSError):
            TEMPLATES.mkdir(parents=True, exist_ok=True)
            self.env.bytecode_cache = jinja2.FileSystemBytecodeCache(str(TEMPLATES))
        # What lies beside our own templates. Of the theme's 14,000 files a site gets its styles: see static_files.
        ours = jinja2.Environment(loader=jinja2.FileSystemLoader(OVERRIDES))
        self.files.add_files_from_theme(ours, self.config)
        with _heard() as self.said:
            self.nav = get_navigation(self.files, self.config)
        self.pages = {file.src_uri: file for file in self.files.documentation_pages()}
        # What templates show of the menu, by the section in hand.
        self._menus: dict[Any, str] = {}
        # Each page's text and front matter as they are written.
        self.written: dict[str, tuple[str, Any]] = {}
        for page, file in self.pages.items():
            # The menu shows every page's title, which is its first heading.
            self._read(page, file.page or Page(None, file, self.config))

    def _take_in(self, sources: Sources, hidden: frozenset[str]) -> None:
        """Let a school's own files stand in place of ours, or beside them."""
        from mkdocs.structure.files import File, InclusionLevel

        for name in (*sources.own, *sources.merged):
            if ours := self.files.get_file_from_path(name):
                self.files.remove(ours)
            inclusion = InclusionLevel.EXCLUDED if name in hidden else InclusionLevel.INCLUDED
            file = File(name, None, self.config.site_dir, self.config.use_directory_urls, inclusion=inclusion)
            if name.endswith(".md"):
                file.content_string = sources.text(name)
            else:
                file.abs_src_path = str(sources.own[name])
            self.files.append(file)

    def reread(self, sources: Sources, pages: list[str]) -> None:
        """Read the titles of some pages anew."""
        self._menus.clear()
        for page in filter(self.pages.__contains__, pages):
            if page in sources.own or page in sources.merged:
                self.pages[page].content_string = sources.text(page)
            made: Any = self.pages[page].page
            self._read(page, made)
            # MkDocs holds on to the title of the last rendering.
            made.content = made._title_from_render = None  # noqa: SLF001 (there is no other way to make it forget)

    def _read(self, page: str, made: Any) -> None:
        made.read_source(self.config)
        self.written[page] = made.markdown, made.meta

    def populated(self, page: str, fill: Fill) -> Any:
        """Return MkDocs' page object with the page's text as HTML."""
        made: Any = self.pages[page].page
        text, made.meta = self.written[page]
        made.markdown = fill(page, text, made.meta)
        made.render(self.config, self.files)
        return made

    def menu_around(self, page: str) -> str:
        """Return what templates show of the menu on a page: where each section leads, all that is in the page's own, the pages before and after."""
        made: Any = self.pages[page].page
        own = made.ancestors[-1] if made.ancestors else None
        if own not in self._menus:
            self._menus[own] = repr([_entry(item, item is own) for item in self.nav])
        return f"{self._menus[own]} {made.previous_page} {made.next_page}"

    def framed(self, made: Any, looks: Looks) -> str:
        """Return the whole page around a page's text."""
        from mkdocs.commands.build import get_context

        made.active = True
        try:
            context = get_context(self.nav, self._documents, self._dressed(looks), made)
            return str(self.env.get_template(made.meta.get("template", "main.html")).render(context))
        finally:
            made.active = False

    def alone(self, name: str, looks: Looks) -> str:
        """Return a template that belongs to no page."""
        from urllib.parse import urlsplit

        from mkdocs.commands.build import get_context
        from mkdocs.utils import get_relative_url, is_error_template

        config = self._dressed(looks)
        base = urlsplit(config.site_url or "/").path if is_error_template(name) else get_relative_url(".", name)
        return str(self.env.get_template(name).render(get_context(self.nav, self.files, config, base_url=base)))

    def static_files(self) -> Iterator[tuple[str, Path | bytes]]:
        """Yield pictures and files of the documents and of the templates, and of the theme nothing but its styles."""
        for file in self.files:
            if not file.is_documentation_page():
                yield file.dest_uri, Path(file.abs_src_path) if file.abs_src_path else file.content_bytes
        for folder in self.config.theme.dirs:
            for sheet in Path(folder).glob(f"{STYLES}/*.min.css"):
                yield f"{STYLES}/{sheet.name}", sheet

    @cached_property
    def _documents(self) -> list[Any]:
        return list(self.pages.values())

    def _dressed(self, looks: Looks) -> Any:
        """Return the configuration as a school's templates see it; the site's own is never changed."""
        config = copy.copy(self.config)
        config["extra"] = {**self.config["extra"], **looks.extra}
        return config


def _entry(item: Any, whole: bool) -> object:
    """Return an entry of the menu, with all that is in it or with that alone to which it leads."""
    inside = [_entry(one, whole) for number, one in enumerate(item.children or ()) if whole or not number or one.is_page and one.is_index]
    return item.title, getattr(item, "url", None), inside


def _rendered(page: str, made: Any, html: str, said: list[str]) -> Rendered:
    places = {target.src_uri: links for target, links in (made.links_to_anchors or {}).items()}
    return Rendered(
        page,
        made.url,
        str(made.title),
        made.meta,
        made.content or "",
        html,
        frozenset(made.present_anchor_ids or ()),
        tuple((target, anchor, link) for target, links in places.items() for anchor, link in links.items()),
        tuple(said),
    )


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Hear MkDocs' warnings and errors, for the author of the page, and keep them from everybody else."""
    log = logging.getLogger("mkdocs")
    said: list[str] = []
    handler = _Listener(said)
    propagate, log.propagate = log.propagate, False
    level = log.level
    # A link to a page that this school does not have is only a remark to MkDocs.
    log.setLevel(logging.INFO)
    log.addHandler(handler)
    try:
        yield said
    finally:
        log.removeHandler(handler)
        log.propagate = propagate
        log.setLevel(level)


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.INFO)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning, and what is said of links to pages that are left out."""
        message = record.getMessage()
        if record.levelno >= logging.WARNING or "excluded from the built site" in message:
            self.said.append(message)
