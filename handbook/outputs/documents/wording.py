"""What stands on every document whatever it says: its title, its foot, and the warning that a school is made up."""

from __future__ import annotations

from handbook.outputs.documents.composing import Composed
from handbook.outputs.documents.imprint import LICENCE, Imprint


def title_of(composed: Composed, imprint: Imprint) -> str:
    """Return a document's own title: the policy's is what the school calls it."""
    return imprint.policy if composed.document.kind == "policy" else composed.title


def footer_of(composed: Composed, imprint: Imprint) -> str:
    """Return what the foot of each page says; the policy has no day of making, only of approval."""
    if composed.document.kind in ("policy", "short"):
        return f"{imprint.school}: {imprint.line}. Next review {imprint.next_review}. {LICENCE}"
    return f"{imprint.school}. Goes with our {imprint.line}. Made on {imprint.made_on}. {LICENCE}"


def note_of(imprint: Imprint) -> str:
    """Return what must be said before anything else."""
    return "This is a made-up school. Its names and numbers are not real." if imprint.is_example else ""
