"""What is unsafe, learned from examples: first whether a sentence is, then of which kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.audit.procedures import OTHER, SOUND

if TYPE_CHECKING:
    from handbook.audit.likeness import Floats, Likeness

# How closely single examples are followed. Unsafe ones count for more: there are fewer of them, and one that is missed harms more.
_UNSAFE_COUNTS, _SOUND_COUNTS = 8.0, 2.0
# So few texts are all learned: choosing among them would take longer.
_FEW = 1000
# Of more, one example in so many tells which others are worth learning from:
_PART = 3
# of the sound those scored above this, of the unsafe those scored below that.
_SURELY_SOUND, _SURELY_UNSAFE = 0.3, 0.95
# Which kind it is may follow single examples more closely.
_KINDS_COUNT = 3.0
# With less than this a kind is a guess, wrong three times in four.
_CLEAR = 0.2


@dataclass(frozen=True)
class Learned:
    """What was learned.

    Attributes:
        examples: All examples, to be compared with.
        answers: What likeness to each adds: first for unsafe, then for each kind.
        kinds: The kinds, in the order of their columns.
    """

    examples: Likeness
    answers: Floats
    kinds: tuple[str, ...]

    def score(self, said: Mapping[str, float]) -> float:
        """Return how unsafe a text is: about 0 where it is sound, or like nothing known, and about 1 where it is unsafe."""
        return float(self.examples.of(said) @ self.answers[:, 0])

    def kind(self, said: Mapping[str, float]) -> str:
        """Return the kind that an unsafe text is most likely of; ``other`` where that is not clear."""
        scores = self.examples.of(said) @ self.answers[:, 1:]
        best = int(scores.argmax())
        return self.kinds[best] if scores[best] > _CLEAR else OTHER


def learn(said: Sequence[Mapping[str, float]], is_of: Sequence[str], kinds: Iterable[str], sound: Iterable[Mapping[str, float]] = ()) -> Learned:
    """Learn from examples, and from those of many sound texts that would be taken for unsafe.

    Args:
        said: What each example says.
        is_of: The kind of each example, or ``sound``.
        kinds: All kinds.
        sound: What the sound texts say.
    """
    from handbook.audit.likeness import Likeness
    from handbook.search.arrays import np

    texts, of = [*said], [*is_of]
    texts += sound
    of += [SOUND] * (len(texts) - len(of))
    telling = _telling(texts, of, len(said))
    texts, of = [texts[at] for at in telling], [of[at] for at in telling]
    known = Likeness(texts)
    alike = known.among(texts)
    return Learned(known, np.hstack([_unsafe(alike, of), _kinds(alike, of, list(kinds))]), tuple(kinds))


def _telling(texts: Sequence[Mapping[str, float]], of: Sequence[str], examples: int) -> Sequence[int]:
    """Return the places of what is worth learning from: a part of the examples, and whatever that part does not tell clearly.

    Most sound texts are like nothing unsafe, and many unsafe ones like others: learning from those too takes more than twice the time and the
    memory, and finds no more.
    """
    from handbook.audit.likeness import Likeness

    if len(texts) < _FEW:
        return range(len(texts))
    part = range(0, examples, _PART)
    known = Likeness([texts[at] for at in part])
    adds = _unsafe(known.among([texts[at] for at in part]), [of[at] for at in part])[:, 0]
    chosen = set(part)
    scores = (float(known.of(text) @ adds) for text in texts)
    return [
        at
        for at, (kind, score) in enumerate(zip(of, scores, strict=True))
        if at in chosen or (score > _SURELY_SOUND if kind == SOUND else score < _SURELY_UNSAFE)
    ]


def _unsafe(alike: Floats, is_of: Sequence[str]) -> Floats:
    """Return what likeness to each text adds to being unsafe."""
    from handbook.audit.likeness import learned
    from handbook.search.arrays import np

    unsafe = np.array([one != SOUND for one in is_of])
    return learned(alike, unsafe.astype(np.float32)[:, None], np.where(unsafe, np.float32(_UNSAFE_COUNTS), np.float32(_SOUND_COUNTS)))


def _kinds(alike: Floats, is_of: Sequence[str], kinds: Sequence[str]) -> Floats:
    """Return what likeness to each text adds to being of each kind: that the unsafe ones alone tell."""
    from handbook.audit.likeness import learned
    from handbook.search.arrays import np

    those = [at for at, one in enumerate(is_of) if one != SOUND]
    right = np.array([[kind == is_of[at] for kind in kinds] for at in those], np.float32)
    answers = np.zeros((len(is_of), len(kinds)), np.float32)
    answers[those] = learned(alike[np.ix_(those, those)], right, np.full(len(those), np.float32(_KINDS_COUNT)))
    return answers
