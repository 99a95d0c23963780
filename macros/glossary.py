"""Macros of the glossary."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.ground.escaping import plain
from macros.law import badge, search_words
from macros.pages import facts_of, to_page
from macros.reviews import doubts, folded, small_print

PAGE = "glossary.md"


@pass_context
def glossary_list(context: Context) -> str:
    """Return every term by its first letter; old words are marked as old."""
    terms = sorted(facts_of(context).glossary.values(), key=lambda one: one.term.lower())
    parts = []
    letter = ""
    for one in terms:
        first = one.term[0].upper() if one.term[0].isalpha() else "0 to 9"
        if first != letter:
            letter = first
            parts.append(f"## {letter} {{ #letter-{letter.lower().replace(' ', '-')} }}")
        lines = [f"### {plain(one.term)} {{ #{one.id} }}"]
        if one.era == "historical":
            lines.append(f"{badge('historical', 'Old word')} {plain(one.historical_note or '')}")
        lines.append(plain(one.meaning))
        if one.more:
            lines.append(plain(one.more))
        if one.see:
            terms_of = facts_of(context).glossary
            lines.append("See also: " + ", ".join(to_page(context, PAGE, name, plain(terms_of[name].term)) for name in one.see) + ".")
        lines.append(doubts(one))
        lines.append(folded("Other names and sources" if one.aliases else "Sources", search_words(one), small_print(context, one)))
        parts.append("\n\n".join(line for line in lines if line))
    body = "\n\n".join(parts)
    return f'<div class="glossary" markdown>\n\n{body}\n\n</div>'


FUNCTIONS = (glossary_list,)
