"""The guided way in: each question a section with an address of its own, and the whole tree as a chart for the wall."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.facts.records import Question
from handbook.facts.triage import START
from handbook.ground.escaping import plain
from handbook.policy.outline import title_of
from macros.pages import facts_of, page_of, project_of, to_page


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
        target = (
            to_page(context, page, anchor, plain(answer.text))
            if answer.page
            else to_page(context, page_of(context), f"ask-{answer.asks}", plain(answer.text))
        )
        answers.append(f"- {target}")
    back = "" if one.id == START else f"\n\n{to_page(context, page_of(context), f'ask-{START}', 'Back to the first question')}{{ .triage__back }}"
    hint = f"{plain(one.hint)}\n\n" if one.hint else ""
    first = " triage__question--first" if one.id == START else ""
    return (
        f'<section class="triage__question{first}" id="ask-{one.id}" markdown>\n\n## {plain(one.question)} {{ #question-{one.id} }}\n\n{hint}'
        + "\n".join(answers)
        + f"{back}\n\n</section>"
    )


@pass_context
def triage_chart(context: Context) -> str:
    """Return the whole tree drawn as a chart: each answer is a branch, and ends at what to do."""
    return f'<div class="chart no-terms" markdown>\n\n{_branch(context, START, 0)}\n\n</div>'


def _branch(context: Context, name: str, depth: int) -> str:
    one = facts_of(context).triage[name]
    indent = "    " * depth
    lines = [f"{indent}- **{plain(one.question)}**{{ .chart__question }}"]
    for answer in one.answers:
        if answer.page:
            page, _, anchor = answer.page.partition("#")
            lines.append(f"{indent}    - {plain(answer.text)} \u2192 {to_page(context, page, anchor, plain(_title(context, page)))}")
        else:
            lines += [f"{indent}    - {plain(answer.text)}", "", _branch(context, str(answer.asks), depth + 2), ""]
    return "\n".join(lines)


def _title(context: Context, page: str) -> str:
    return title_of(project_of(context).sources.text(page))


FUNCTIONS = (triage, triage_chart)
