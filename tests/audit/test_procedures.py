"""Unsafe procedures are learned from examples: faulty examples are told with their remedy, what is learned finds sentences that it has not seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.audit import procedures, rules, unsafe
from handbook.audit.audit import Auditor
from handbook.audit.document import Block
from handbook.audit.learning import learn
from handbook.audit.procedures import SOUND
from handbook.audit.units import units
from handbook.audit.wording import Lexicon
from handbook.facts.load import load
from handbook.ground.problems import ProblemsError
from handbook.policy.outline import outline

KINDS = """\
- id: copy
  now: Nobody copies it.
  rests_on: [kcsie-2026]
- id: view
  now: Nobody looks at it.
  rests_on: [kcsie-2026]
- id: other
  now: Nobody does that.
  rests_on: [kcsie-2026]
"""
EXAMPLES = """\
copy:
  - Print the picture.
view:
  - Sexting || Look at the picture.
other:
  - Hide the picture.
sound:
  - Never print the picture.
"""


def _read(folder: Path, kinds: str = KINDS, examples: str = EXAMPLES) -> list[procedures.Example]:
    (folder / "kinds.yml").write_text(kinds, encoding="utf-8")
    (folder / "by-hand.yml").write_text(examples, encoding="utf-8")
    return procedures.examples(procedures.kinds(load(), outline(), folder), folder)


def test_examples_are_read_with_what_introduces_them(tmp_path: Path) -> None:
    assert [(one.before, one.text, one.kind, one.file) for one in _read(tmp_path)] == [
        ("", "Print the picture.", "copy", "by-hand"),
        ("Sexting", "Look at the picture.", "view", "by-hand"),
        ("", "Hide the picture.", "other", "by-hand"),
        ("", "Never print the picture.", SOUND, "by-hand"),
    ]


@pytest.mark.parametrize(
    ("find", "put", "told"),
    [
        ("copy:\n", "copi:\n", 'by-hand.yml, line 1, copi: there is no such kind.\n    Did you mean "copy"?'),
        (
            "  - Sexting || Look at the picture.",
            "  - Print the picture",
            "by-hand.yml, line 4, view, [1]: this example stands twice; the other is under copy.",
        ),
        (
            "  - Never print the picture.",
            "  - print the PICTURE",
            "by-hand.yml, line 8, sound, [1]: this example stands twice; the other is under copy.",
        ),
        ("  - Never print the picture.", "  - ''", "by-hand.yml, line 8, sound, [1]: this is no sentence."),
        ("copy:\n  - Print the picture.\n", "", "copy: nothing is learned of this kind: it has no example."),
        ("sound:\n  - Never print the picture.\n", "", "sound: nothing is learned of this kind: it has no example."),
        ("- id: other\n", "- id: others\n", "kinds.yml, other: this kind is missing."),
        ("- id: view\n", "- id: copy\n", "kinds.yml, line 4, copy, id: this id stands twice"),
        ("- id: view\n", "- id: sound\n", "kinds.yml, line 4, sound, id: this id stands twice, or is taken"),
        ("  now: Nobody copies it.\n", "", 'kinds.yml, line 1, [1].now: the key "now" is missing'),
        ("  rests_on: [kcsie-2026]\n- id: view", "  rests_on: []\n- id: view", "kinds.yml, line 3, [1].rests_on: the list has fewer than 1 item"),
        ("[kcsie-2026]\n- id: view", "[kcsie-2062]\n- id: view", 'kinds.yml, line 3, copy, rests_on[1]: there is no record "kcsie-2062"'),
        ("[kcsie-2026]\n- id: view", "[kcsie-2026]\n  clauses: [no-clause]\n- id: view", 'copy, clauses[1]: there is no clause "no-clause"'),
    ],
)
def test_a_faulty_example_or_kind_is_told_with_its_remedy(find: str, put: str, told: str, tmp_path: Path) -> None:
    assert find in KINDS + EXAMPLES
    with pytest.raises(ProblemsError) as error:
        _read(tmp_path, KINDS.replace(find, put), EXAMPLES.replace(find, put))
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("text", "says", "not_this"),
    [
        ("Print the poster", {"print", "poster", "print the"}, {"!print"}),
        ("Never print the poster", {"not", "!print", "!poster"}, {"print", "poster"}),
        ("Don't print it, but scan it", {"not", "!print", "scan"}, {"print", "!scan"}),
        ("Nobody on the staff who is asked prints it", {"nobody", "!print"}, {"print"}),
        ("Do not ask if they printed it", {"!ask", "print"}, {"!print"}),
    ],
)
def test_what_is_denied_is_told_apart(text: str, says: set[str], not_this: set[str]) -> None:
    said = units(text, Lexicon({}))
    assert says <= said.keys()
    assert not not_this & said.keys()
    assert sum(weight**2 for weight in said.values()) == pytest.approx(1)


def test_what_stands_before_a_sentence_counts_less_than_what_it_says() -> None:
    said = units("Print it", Lexicon({}), "Nude posters")
    assert 0 < said["poster"] < said["print"]


SENTENCES = {
    "copy": [
        "Staff print the picture.",
        "The teacher should print the nude.",
        "Save the nude picture to the drive.",
        "A copy of the picture is saved.",
    ],
    "other": ["Hide the nude from the parents."],
    "view": ["Two teachers look at the picture.", "The head should look at the nude.", "Open the picture and look at it."],
    SOUND: ["Never print the picture.", "Print the poster.", "Nobody looks at the nude.", "Look at the timetable.", "Save your work to the drive."],
}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The head should print the picture.", "copy"),
        ("Save the picture.", "copy"),
        ("The teacher should look at the picture.", "view"),
        ("The head must never print the nude.", SOUND),
        ("Print the timetable.", SOUND),
        ("The hamster is fed on Mondays.", SOUND),
    ],
)
def test_a_sentence_that_was_not_seen_is_judged_by_those_that_were(text: str, kind: str) -> None:
    lexicon = Lexicon({})
    pairs = [(units(text, lexicon), kind) for kind, texts in SENTENCES.items() for text in texts]
    learned = learn([said for said, _ in pairs], [kind for _, kind in pairs], ("copy", "view", "other"))
    said = units(text, lexicon)
    assert (learned.kind(said) if learned.score(said) > 0.5 else SOUND) == kind


def test_examples_that_were_learned_from_are_told_apart(auditor: Auditor) -> None:
    found = unsafe.found(load(), outline())
    folder = rules.example_folder()
    every = [one for one in procedures.examples(procedures.kinds(load(), outline())) if one.file == "in-many-manners"]
    marked = {one: list(found.in_block(Block(one.text, heading=one.before), folder.fold(one.text))) for one in every}
    dangerous, sound = [one for one in every if one.kind != SOUND], [one for one in every if one.kind == SOUND]
    assert len(dangerous) > 500 and len(sound) > 300
    assert sum(bool(marked[one]) for one in dangerous) >= 0.97 * len(dangerous)
    assert sum(bool(marked[one]) for one in sound) <= 0.01 * len(sound)
    assert sum(any(rule.id == one.kind for rule, _, _ in marked[one]) for one in dangerous) >= 0.85 * len(dangerous)


@pytest.mark.whole
def test_sentences_of_a_hand_that_nothing_was_learned_from_are_found() -> None:
    lexicon = rules.lexicon()
    kinds = procedures.kinds(load(), outline())
    every = procedures.examples(kinds)
    other = [one for one in every if one.file != "by-another-hand"]
    learned = learn([unsafe.say(lexicon, one.text, one.before) for one in other], [one.kind for one in other], kinds)
    scores = [(one.kind, learned.score(unsafe.say(lexicon, one.text, one.before))) for one in every if one.file == "by-another-hand"]
    dangerous, sound = [score for kind, score in scores if kind != SOUND], [score for kind, score in scores if kind == SOUND]
    assert len(dangerous) >= 350 and len(sound) >= 340
    assert sum(score > unsafe.UNSAFE_FROM for score in dangerous) >= 0.72 * len(dangerous)
    assert sum(score > unsafe.UNSAFE_FROM for score in sound) <= 0.12 * len(sound)
