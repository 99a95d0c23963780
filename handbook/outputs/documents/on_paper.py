"""Addresses for those who hold a page in their hand: what a link would open is printed beside it, where somebody must type it.

The rule: on pages that are handed out, hung up or looked through for help (``_HANDED_OUT``), each link to another website is followed by its
address, the first time it stands on the page. Not where the words are the address already, and not where it is so long that nobody types
it: then the words are what to search for. Links within the handbook, and those of pages that are read through, live on the screen.
"""

from __future__ import annotations

from dataclasses import replace

from handbook.outputs.documents.blocks import Block, Run, Runs
from handbook.outputs.documents.reading import Page
from handbook.outputs.documents.rewriting import with_runs

_HANDED_OUT = (
    "contacts/",
    "forms/",
    "help-now/",
    "parents/",
    "policy/dos-and-donts.md",
    "policy/short.md",
    "policy/sign-off.md",
    "staff/essential-card.md",
)
# Letters of an address that somebody will type.
_MOST = 45


def for_paper(page: Page) -> Page:
    """Return a page with the addresses printed that somebody must type."""
    if not page.path.startswith(_HANDED_OUT):
        return page
    printed: set[str] = set()

    def with_address(runs: Runs) -> Runs:
        made: list[Run] = []
        for position, run in enumerate(runs):
            made.append(run)
            ends = position + 1 == len(runs) or runs[position + 1].link != run.link
            address = typed(run.link)
            if ends and address and run.link not in printed and not _says(runs, run.link, address):
                printed.add(run.link)
                made.append(Run(f" ({address})", small=run.small, change=run.change))
        return tuple(made)

    blocks: list[Block] = [with_runs(block, with_address) for block in page.blocks]
    return replace(page, blocks=tuple(blocks))


def typed(link: str) -> str:
    """Return a web address as somebody types it: ``childline.org.uk``; nothing if it is no web address, or too long to type."""
    scheme, _, rest = link.partition("://")
    if scheme not in ("http", "https"):
        return ""
    address = rest.removeprefix("www.").rstrip("/")
    return address if len(address) <= _MOST else ""


def _says(runs: Runs, link: str, address: str) -> bool:
    """Return whether the words of a link are its address already."""
    return address.lower() in "".join(run.text for run in runs if run.link == link).lower()
