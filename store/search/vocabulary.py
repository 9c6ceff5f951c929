"""The words of the corpus, and which of them a typed word may mean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA


def edits_allowed(word: str) -> int:
    """How many edits (optimal string alignment) a word may be off: none up to three letters, where any edit
    makes another word, nor with a digit, where it makes another number; one up to five; two from six."""
    if len(word) < 4 or any(map(str.isdigit, word)):
        return 0
    return 1 if len(word) < 6 else 2


def near(word: str, among: Collection[str], edits: int) -> list[tuple[str, int]]:
    """The words at most `edits` edits away, with their distance; never the word itself."""
    found = process.extract(word, among, scorer=OSA.distance, score_cutoff=edits, limit=None)
    return [(other, int(distance)) for other, distance, _ in found if distance]


class Vocabulary:
    """All words of the corpus, in the order of the alphabet, which makes a prefix one stretch of them."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = sorted(words)

    def starting(self, prefix: str) -> list[str]:
        """The words that start with `prefix` and are longer."""
        first = bisect_left(self._words, prefix)
        last = bisect_left(self._words, prefix + "\U0010ffff", first)
        return [word for word in self._words[first:last] if word != prefix]

    def near(self, word: str, edits: int) -> list[tuple[str, int]]:
        """The words at most `edits` edits away, with their distance; never the word itself."""
        return near(word, self._words, edits) if edits else []
