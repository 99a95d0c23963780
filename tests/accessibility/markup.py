"""Look for faults in a page's HTML that browsers forgive and screen readers do not: a strict parser, and rules of our own on the tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

import html5lib

INTERACTIVE = {"a", "button", "input", "select", "textarea", "label", "summary", "iframe"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Only these may stand inside a paragraph, a heading or another phrase; anything else is a block in the wrong place.
PHRASES = {
    "a", "abbr", "b", "bdi", "bdo", "br", "button", "cite", "code", "data", "dfn", "em", "i", "img", "input", "kbd", "label", "mark", "q", "s", "samp",
    "script", "small", "span", "strong", "sub", "sup", "svg", "time", "u", "var", "wbr",
}  # fmt: skip
PHRASES_ONLY = {"p", "span", "strong", "em", "small", "b", "i", "mark", "button", "label", "dt", *HEADINGS}
ONLY_IN = {"li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "summary": {"details"}, "legend": {"fieldset"}, "figcaption": {"figure"}}
ONLY_HOLDS = {"ul": {"li", "script", "template"}, "ol": {"li", "script", "template"}, "dl": {"dt", "dd", "div", "script", "template"}}
# Attributes that name other elements by id.
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "for", "headers", "list")


def faults(html: str) -> list[str]:
    """Return what is wrong with a page, in words; nothing if it is sound."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(html)
    found = [f"line {place[0]}: {code} {data or ''}" for place, code, data in parser.errors]
    return found + list(_page_faults(root)) + list(_tree_faults(root, ()))


def _page_faults(root: ElementTree.Element) -> Iterator[str]:
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", root.get("lang", "")):
        yield f"the page's language is {root.get('lang')!r}"
    titles = [one for one in root.iter("title") if one in list(root.find("head") or ())]
    if len(titles) != 1 or not (titles[0].text or "").strip():
        yield "there must be one title with words in it"
    levels = [int(one.tag[1]) for one in root.iter() if one.tag in HEADINGS and not _is_hidden(one)]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of level 1"
    if levels and levels[0] != 1:
        yield f"the first heading has level {levels[0]}"
    yield from (
        f"a heading of level {below} follows one of level {above}" for above, below in zip(levels, levels[1:], strict=False) if below > above + 1
    )
    ids = Counter(one.get("id") for one in root.iter() if isinstance(one.tag, str) and one.get("id") is not None)
    yield from (f"the id {name!r} stands {count} times" for name, count in ids.items() if count > 1)
    yield from (f"the id {name!r} is empty or has spaces" for name in ids if not name or re.search(r"\s", name))
    for one in root.iter():
        for attribute in REFERENCES:
            for name in (one.get(attribute) or "").split() if isinstance(one.tag, str) else ():
                if name not in ids:
                    yield f"{attribute} of <{one.tag}> names {name!r}, which is not there"
        if one.tag == "a" and (one.get("href") or "").startswith("#") and len(one.get("href") or "") > 1 and (one.get("href") or "")[1:] not in ids:
            yield f"a link goes to {one.get('href')}, which is not there"


def _is_hidden(element: ElementTree.Element) -> bool:
    return element.get("hidden") is not None


def _tree_faults(element: ElementTree.Element, above: tuple[str, ...]) -> Iterator[str]:
    tag = element.tag
    if not isinstance(tag, str) or tag.startswith("{") or tag in ("svg", "math", "head"):
        return
    parent = above[-1] if above else ""
    if parent in PHRASES_ONLY and tag not in PHRASES:
        yield f"<{tag}> inside <{parent}>"
    inside = [one for one in above if one in INTERACTIVE]
    if tag in INTERACTIVE and inside and not (inside[-1] == "label" and tag in ("input", "select", "textarea")):
        yield f"<{tag}> inside <{inside[-1]}>"
    if tag in ONLY_IN and parent not in ONLY_IN[tag]:
        yield f"<{tag}> inside <{parent}>"
    if parent in ONLY_HOLDS and tag not in ONLY_HOLDS[parent]:
        yield f"<{tag}> inside <{parent}>"
    if tag == "input" and element.get("type") in ("checkbox", "radio", "button") and element.get("autocomplete"):
        yield f"autocomplete on an input of type {element.get('type')}"
    if tag == "img" and element.get("alt") is None:
        yield "a picture without alt"
    if tag == "a" and element.get("href") is not None and not _name(element):
        yield f"a link to {element.get('href')} without words"
    if tag in ("button", "summary", *HEADINGS) and not _name(element):
        yield f"<{tag}> without words"
    if element.get("markdown") is not None:
        yield f"the attribute markdown was left on <{tag}>"
    if tag in ("table", "thead", "tbody", "tr", "th", "td") and element.get("role"):
        yield f"<{tag}> has a role of its own"
    if (element.get("tabindex") or "0") not in ("0", "-1"):
        yield f"tabindex {element.get('tabindex')} on <{tag}>"
    for child in element:
        yield from _tree_faults(child, (*above, tag))


def _name(element: ElementTree.Element) -> str:
    words = [element.get("aria-label") or "", *element.itertext()]
    words += [one.get("alt") or "" for one in element.iter("img")]
    return "".join(words).strip()
