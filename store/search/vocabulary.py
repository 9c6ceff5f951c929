"""Which words of the corpus a typed word may be a misspelling of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from store.search.bulk import LetterSets

MANY = 20_000
"""Words from which a filter in front of the edit distance pays, and numpy with it."""


def edits_allowed(word: str, known: bool) -> int:
    """How many edits (optimal string alignment) a word may be off: none up to three letters, where any edit
    makes another word; one in a word of four, or one that the corpus knows; else two."""
    letters = sum(map(str.isalpha, word))
    if letters < 4:
        return 0
    return 1 if known or letters < 5 else 2


class Vocabulary:
    """The words of the corpus, sorted; `near` is lossless: it finds all that the edit distance finds."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._filter: LetterSets | None = None

    def near(self, word: str, known: bool) -> list[tuple[str, int]]:
        """The other words as near as `edits_allowed` has it, each with its distance."""
        among, edits = self._words, edits_allowed(word, known)
        if not edits:
            return []
        if len(among) > MANY:
            if self._filter is None:
                from store.search.bulk import LetterSets

                self._filter = LetterSets(among)
            among = [among[i] for i in self._filter.near(word, edits)]
        found = process.extract(word, among, scorer=OSA.distance, score_cutoff=edits, limit=None)
        number = _digits(word)
        return [
            (other, int(distance)) for other, distance, _ in found if distance and _digits(other) == number
        ]


def _digits(word: str) -> str:
    """The number in a word, which no misspelling changes: F-35 is not F-16."""
    return "" if word.isalpha() else "".join(filter(str.isdigit, word))
