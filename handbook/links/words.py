"""Every sentence that reports say about verdicts. The only place to mend wording; rules live elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from handbook.links.verdicts import Failure, Verdict


@dataclass(frozen=True)
class Words:
    """What people are told of a verdict.

    Attributes:
        name: The verdict in a word or two.
        meaning: What it means, in one sentence.
        advice: What to do about it, in one sentence.
    """

    name: str
    meaning: str
    advice: str


VERDICTS: dict[Verdict, Words] = {
    Verdict.OK: Words("OK", "The page is there.", "Nothing."),
    Verdict.MOVED: Words("Moved", "The page has moved for good.", "Write the new address into its record."),
    Verdict.DEAD: Words(
        "Dead",
        "The page or the whole site is gone.",
        "Find where its content is now and put that address into its record; if nowhere, retire the record.",
    ),
    Verdict.SOFT_404: Words(
        "Not found, though it says it is",
        "The server answers as if all were well, but the page is not there.",
        "Open it. If the page is gone, find its new place or retire the record.",
    ),
    Verdict.PARKED: Words(
        "Parked",
        "The name is for sale or carries advertising: its owner has gone.",
        "Take the link out today: retire the record as dangerous, and name a replacement.",
    ),
    Verdict.WITHDRAWN: Words(
        "Withdrawn",
        "The page says itself that it was withdrawn or replaced.",
        "Read its notice, link to what replaced it, and check the facts that rest on it.",
    ),
    Verdict.BLOCKED: Words(
        "Cannot tell",
        "A program cannot look: the site turns it away, or leads to where it may not go.",
        "Open it in a browser. If it is well, note that in data/link-exceptions.yml with an end date.",
    ),
    Verdict.INSECURE: Words(
        "Not secure",
        "The certificate is wrong, incomplete or has expired.",
        "Open it in a browser. If the warning is real, link to another source until it is mended.",
    ),
    Verdict.UNREACHABLE: Words("Unreachable", "No usable answer came.", "Wait for the next run; if it stays so, look for another source."),
    Verdict.NOT_ASKED: Words(
        "Not asked", "Their hosts want to be left in peace for longer than a run waits.", "Nothing now: the next run asks again."
    ),
}
# Where the reason asks for something else than the verdict.
ADVICE: dict[Failure, str] = {
    Failure.CHAIN: "Keep the link: most browsers open it, some phones do not. Tell the site's owner; until it is mended, note it in "
    "data/link-exceptions.yml with an end date.",
    Failure.NOT_FROM_HERE: "Open it in a browser on another network. If it is well, note that in data/link-exceptions.yml with an end date.",
    Failure.NO_ADDRESS: "Correct it where it stands: copy the address from a browser's address bar; it begins with https://.",
    Failure.NOT_WEB: "Open it in a browser. If it ends on a page, write that page's address into its record; if not, look for another source.",
    Failure.SURPRISE: "Open it in a browser, and show this line to whoever looks after the program: it ought to have words for it.",
}

NEW_HANDS = Words(
    "Possibly in new hands",
    "A retired name answers again: somebody else may own it now.",
    "Look with care, not from a school's computer. Mark its record as dangerous and say what is there.",
)
NOTED = Words(
    "Worth a look",
    "These pages are there, but perhaps not the part that the address points to.",
    "Open it; correct what stands after #, or leave it out.",
)
UNREGISTERED = Words(
    "Not in the register", "The site links to an address that stands in no record.", "Add it to data/links/ and let the page ask for it by id."
)
EXPIRED = Words(
    "Exception ended",
    "What was tolerated is tolerated no longer.",
    "Look again, then renew the exception with a new end, or delete it and mend the link.",
)
RETIRED = Words("Retired", "The register says not to use this address.", "Use its replacement.")
SUSPECT = "Suspect: it counts once it has failed on three runs over at least three days."
INTERRUPTED = "Stopped early: this is only what was seen until then."

SOURCE_CHANGED = "The source changed since you looked"
SOURCE_CHANGED_MEANS = (
    "Open each, and compare it with the records that rest on it:  python3 scripts/handbook.py facts review ID  shows what to compare and writes "
    "the review. Whoever has looked at any of them has the page taken for known by the next run."
)
