"""What is unsafe, learned from examples: first whether a sentence is, then of which kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handbook.audit.procedures import SOUND

if TYPE_CHECKING:
    from handbook.audit.likeness import Floats, Likeness

# An unsafe example counts as much as this many sound ones: there are fewer of them, and one that is missed harms more.
_UNSAFE_COUNTS = 2.0
# A sentence that is known to be sound and scores no less than this is worth learning from.
_TAKEN_FOR_UNSAFE = 0.3


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
        """Return how unsafe a text is: about -1 where it is sound, about 1 where it is unsafe."""
        return float(self.examples.of(said) @ self.answers[:, 0])

    def kind(self, said: Mapping[str, float]) -> str:
        """Return the kind that an unsafe text is most likely of."""
        return self.kinds[int((self.examples.of(said) @ self.answers[:, 1:]).argmax())]


def learn(said: Sequence[Mapping[str, float]], is_of: Sequence[str], kinds: Iterable[str], sound: Iterable[Mapping[str, float]] = ()) -> Learned:
    """Learn from examples, and from those of many sound texts that would be taken for unsafe.

    Args:
        said: What each example says.
        is_of: The kind of each example, or ``sound``.
        kinds: All kinds.
        sound: What the sound texts say.
    """
    from handbook.audit.likeness import Likeness

    found = _learn(Likeness(said), said, is_of, tuple(kinds))
    mistaken = [one for one in sound if found.score(one) > _TAKEN_FOR_UNSAFE]
    if not mistaken:
        return found
    every = [*said, *mistaken]
    return _learn(Likeness(every), every, [*is_of, *([SOUND] * len(mistaken))], found.kinds)


def _learn(known: Likeness, said: Sequence[Mapping[str, float]], is_of: Sequence[str], kinds: tuple[str, ...]) -> Learned:
    from handbook.audit.likeness import learned
    from handbook.search.arrays import np

    alike = known.among(said)
    unsafe = np.array([one != SOUND for one in is_of])
    signs = unsafe.astype(np.float32)[:, None]
    answers = np.zeros((len(said), 1 + len(kinds)), np.float32)
    answers[:, :1] = learned(alike, signs, np.where(unsafe, np.float32(_UNSAFE_COUNTS), np.float32(1)))
    # Of which kind it is, the unsafe ones alone tell.
    those = np.flatnonzero(unsafe).tolist()
    right = np.array([[kind == is_of[at] for kind in kinds] for at in those], np.float32)
    answers[those, 1:] = learned(alike[np.ix_(those, those)], right, np.ones(len(those), np.float32))
    return Learned(known, answers, kinds)
