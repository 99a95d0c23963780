"""Macros that say what to do in a situation, from its record: danger first, whom to tell, how fast, what to keep, when to block."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from macros.pages import find, page_of, require
from macros.school import tel

# Whose voice a page speaks in, by the first of the audiences in its front matter.
VOICES = {"staff": "staff", "leaders": "staff", "everyone": "staff", "governors": "staff", "parents": "parents", "pupils": "pupils"}
# Whom to tell after 999, as each voice names them.
_POSTS = {
    "staff": {"dsl": "the designated safeguarding lead (DSL)", "head": "the {head}"},
    "parents": {"dsl": "our designated safeguarding lead (DSL)", "head": "the {head}"},
}


def voice_of(context: Context) -> str:
    """Return whose words the page in hand speaks: ``staff``, ``parents`` or ``pupils``."""
    audience = (context["page"].meta.get("audience") or ["staff"])[0]
    return find(VOICES, audience, "audience with a voice")


@pass_context
def in_danger(context: Context, when: str = "", also: str = "", tell: str = "dsl") -> str:
    """Return the first step of every page of help: 999, then whom to tell, both to tap.

    Args:
        when: When to call, beginning with "if" or "or"; empty where the page is for nothing but danger.
        also: A short sentence for the time until help comes.
        tell: The post to tell next, ``dsl`` or ``head``.
    """
    posts = find(_POSTS, voice_of(context), "voice of the danger step")
    require(tell in posts, f"{page_of(context)}: after 999 tell dsl or head, not {tell}.")
    one = getattr(context["people"], tell)
    call = f"Call {tel('999')} {when}." if when else f"Call {tel('999')} now."
    who = posts[tell].format(head=context["school"].head_title)
    return (
        f'<span class="in-danger"><strong>In danger now?</strong> {call}{" " + also if also else ""} '
        f"Then tell {who}, {one.name}: {tel(one.phone)}.</span>"
    )


FUNCTIONS = (in_danger,)
