"""Ask a school the few essential questions and write its file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, get_args

from handbook.ground.folder import why
from handbook.ground.paths import SCHOOL_FILE, shown
from handbook.ground.problems import ProblemsError
from handbook.ground.validation import checked
from handbook.ground.yaml_files import Place, YamlFile
from handbook.ground.yaml_slips import curly_quotes
from handbook.school.doubts import keeps_a_place
from handbook.school.model import Identity, School, legal_kind
from handbook.school.write import school_file

# Asked of academies only.
TRUST: Place = ("identity", "trust")

# The questions, in order: where the answer goes, and what is asked. Everything else is filled in later, in the file.
QUESTIONS: tuple[tuple[Place, str], ...] = (
    (("identity", "name"), "What is the school's full name?"),
    (("identity", "phase"), "What kind of school is it by age?"),
    (("identity", "type"), "What kind of school is it by law?"),
    (TRUST, "Which trust runs the school?"),
    (("identity", "phone"), "What is the school's main phone number?"),
    (("identity", "email"), "What is the school's main email address?"),
    (("people", "head", "name"), "What is the head's name?"),
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
    print("Ten short questions, and one more for academies. Press Enter to leave one for later; Ctrl-C to stop.\n")
    values: dict[Place, Any] = {}
    try:
        for place, question in QUESTIONS:
            if place == TRUST and legal_kind(Identity(type=values.get(("identity", "type"), "community"))) != "academy":
                continue
            answer = _ask(place, question)
            if answer:
                values[place] = answer
    except (EOFError, KeyboardInterrupt):
        print("\nStopped; nothing was written.", file=sys.stderr)
        return 1
    target.write_text(school_file(values, target), encoding="utf-8", newline="\n")
    ours = target.resolve() == SCHOOL_FILE
    name = f'"{shown(target)}"' if " " in shown(target) else shown(target)
    option = "" if ours else f" --school {name}"
    print(
        f"\n{shown(target)} is written. Next:\n"
        "  Open it in a text editor and fill in the rest.\n"
        f"  See your handbook:      python3 scripts/handbook.py serve{option}\n"
        f"  See what is missing:    python3 scripts/handbook.py school check{'' if ours else f' {name}'}\n"
        f"  Write the website:      python3 scripts/handbook.py build{option} --release"
    )
    return 0


def _ask(place: Place, question: str) -> str | None:
    options = _options(place)
    print(question + (f"\n  One of: {', '.join(options)}" if options else ""))
    while True:
        answer = _without_quotes(input("> ").strip())
        if not answer:
            return None
        if keeps_a_place(answer):
            print("  Left for later.")
            return None
        try:
            return _taken(place, answer)
        except ProblemsError as error:
            print(f"  {error.problems[0].fault} {error.problems[0].remedy}")


def _options(place: Place) -> tuple[str, ...]:
    if place in (("identity", "phase"), ("identity", "type")):
        return get_args(Identity.model_fields[str(place[1])].annotation)
    return ()


def _without_quotes(answer: str) -> str:
    """Return an answer without the quotation marks around it: here, unlike in the file, nothing needs them."""
    if len(answer) > 1 and answer[0] == answer[-1] and answer[0] in "\"'":
        return answer[1:-1].strip()
    return curly_quotes(answer) or answer


def _taken(place: Place, answer: str) -> str:
    """Return an answer as the file's own check reads it.

    Raises:
        ProblemsError: The check refuses it.
    """
    content: Any = answer
    for key in reversed(place):
        content = {key: content}
    value: Any = checked(School, content, YamlFile("", None))
    for key in place:
        value = getattr(value, str(key))
    return str(value)
