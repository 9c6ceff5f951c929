"""Which words of the corpus a typed word may be a misspelling of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from store.search.bulk import LetterSets

MANY = 20_000
"""Words from which a filter in front of the edit distance pays, and numpy with it."""


def edits_allowed(word: str) -> int:
    """How many edits (optimal string alignment) a word may be off: none up to three letters, where any edit
    makes another word, nor with a digit, where it makes another number; one up to five; two from six."""
    if len(word) < 4 or any(map(str.isdigit, word)):
        return 0
    return 1 if len(word) < 6 else 2


class Vocabulary:
    """The words of the corpus, sorted; `near` is lossless: it finds all that the edit distance finds."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._filter: LetterSets | None = None

    def near(self, word: str, edits: int) -> list[tuple[str, int]]:
        """The other words at most `edits` edits away, each with its distance, the nearest first."""
        among = self._words
        if len(among) > MANY:
            if self._filter is None:
                from store.search.bulk import LetterSets

                self._filter = LetterSets(among)
            among = [among[i] for i in self._filter.near(word, edits)]
        found = process.extract(word, among, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return [(other, int(distance)) for other, distance, _ in found if distance]
