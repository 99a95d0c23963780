"""The guided way in: each question a section with an address of its own; the whole tree reads and prints as one list."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.escaping import plain
from handbook.facts.records import Question
from handbook.facts.triage import START
from macros.pages import facts_of, page_of, to_page


@pass_context
def triage(context: Context) -> str:
    """Return the questions, the first one first; styles show one at a time where the browser can."""
    questions = facts_of(context).triage
    ordered = [questions[START], *(one for one in questions.values() if one.id != START)]
    return '<div class="triage" markdown>\n\n' + "\n\n".join(_question(context, one) for one in ordered) + "\n\n</div>"


def _question(context: Context, one: Question) -> str:
    answers = []
    for answer in one.answers:
        page, _, anchor = (answer.page or "").partition("#")
        target = to_page(context, page, anchor, plain(answer.text)) if answer.page else to_page(context, page_of(context), f"ask-{answer.asks}", plain(answer.text))
        answers.append(f"- {target}")
    back = "" if one.id == START else f'\n\n{to_page(context, page_of(context), f"ask-{START}", "Back to the first question")}{{ .triage__back }}'
    hint = f"{plain(one.hint)}\n\n" if one.hint else ""
    first = " triage__question--first" if one.id == START else ""
    return (
        f'<section class="triage__question{first}" id="ask-{one.id}" markdown>\n\n## {plain(one.question)} {{ #question-{one.id} }}\n\n{hint}'
        + "\n".join(answers)
        + f"{back}\n\n</section>"
    )


FUNCTIONS = (triage,)
