"""Ask a school the few essential questions and write its file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from handbook.output import why
from handbook.paths import SCHOOL_FILE, shown
from handbook.school.model import Identity, School
from handbook.school.write import school_file
from handbook.yaml_files import Place

# The questions, in order: where the answer goes, and what is asked. Everything else is filled in later, in the file.
QUESTIONS: tuple[tuple[Place, str], ...] = (
    (("identity", "name"), "What is the school's full name?"),
    (("identity", "phase"), "What kind of school is it by age?"),
    (("identity", "type"), "What kind of school is it by law?"),
    (("identity", "phone"), "What is the school's main phone number?"),
    (("identity", "email"), "What is the school's main email address?"),
    (("people", "head", "name"), "What is the headteacher's name?"),
    (("people", "dsl", "name"), "Who is the designated safeguarding lead (DSL)?"),
    (("people", "dsl", "phone"), "Which number reaches the DSL in a hurry?"),
    (("local", "authority"), "Which local authority (council) is the school in?"),
    (("local", "police_force"), "What is the local police force called?"),
)


def ask_and_write(target: Path) -> int:
    """Ask the questions on the terminal and write the file; existing files are never overwritten.

    Returns:
        0 when the file was written, 1 when nothing was.
    """
    if target.exists():
        print(
            f"{shown(target)} exists already and is left as it is. Open it in a text editor to change it.\n"
            "For a second school name another file:  python3 scripts/handbook.py school new --file schools/second-school.yml",
            file=sys.stderr,
        )
        return 1
    try:
        # Before the questions: answers that cannot be kept would be lost.
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
        target.unlink()
    except OSError as error:
        print(f"{shown(target)} cannot be written: {why(error)}.\nName a file elsewhere with --file.", file=sys.stderr)
        return 1
    print("Ten short questions. Press Enter to leave one for later; Ctrl-C to stop.\n")
    values: dict[Place, Any] = {}
    try:
        for place, question in QUESTIONS:
            answer = _ask(place, question)
            if answer:
                values[place] = answer
    except (EOFError, KeyboardInterrupt):
        print("\nStopped; nothing was written.", file=sys.stderr)
        return 1
    target.write_text(school_file(values, target), encoding="utf-8", newline="\n")
    ours = target.resolve() == SCHOOL_FILE
    option = "" if ours else f" --school {shown(target)}"
    print(
        f"\n{shown(target)} is written. Next:\n"
        "  Open it in a text editor and fill in the rest.\n"
        f"  See your handbook:      python3 scripts/handbook.py serve{option}\n"
        f"  See what is missing:    python3 scripts/handbook.py school check{'' if ours else f' {shown(target)}'}\n"
        f"  Write the website:      python3 scripts/handbook.py build{option} --release"
    )
    return 0


def _ask(place: Place, question: str) -> str | None:
    options = _options(place)
    print(question + (f"\n  One of: {', '.join(options)}" if options else ""))
    while True:
        answer = input("> ").strip()
        if not answer:
            return None
        wrong = _fault(place, answer)
        if not wrong:
            return answer
        print(f"  {wrong}")


def _options(place: Place) -> tuple[str, ...]:
    if place in (("identity", "phase"), ("identity", "type")):
        return get_args(Identity.model_fields[str(place[1])].annotation)
    return ()


def _fault(place: Place, answer: str) -> str:
    """Return what is wrong with an answer, in the words the file's own check uses; empty if nothing is."""
    content: Any = answer
    for key in reversed(place):
        content = {key: content}
    try:
        School.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        context = first.get("ctx", {})
        if "remedy" in context:
            return f"{context['message']} {context['remedy']}"
        return f'"{answer}" does not fit. Use one of the words above.'
    return ""

