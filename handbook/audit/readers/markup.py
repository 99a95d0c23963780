"""The XML within Word and OpenDocument files, read so that nothing in it can reach out or unfold."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from handbook.audit.readers import ReadingError

Element: TypeAlias = etree.ElementBase


def tree(content: bytes, program: str) -> Element:
    """Return the root of some XML; no entity is resolved, nothing is fetched, comments and instructions are left out.

    Raises:
        ReadingError: It is damaged; ``program`` is what the owner may mend it with.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise ReadingError(f"The file is damaged. Open it in {program}; if that mends it, save it under a new name and use that.") from None
