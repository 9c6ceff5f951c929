"""From the words typed to the places in the corpus that speak for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store.search.fold import LONGEST_INITIALS, NUMBER_WORDS, NUMBERS, SMALL_WORDS, fold, words
from store.search.postings import Positions, Postings
from store.search.query import Query
from store.search.vocabulary import Vocabulary, edits_allowed

EXACT = 0.9
"""From this similarity up a place has the typed word itself, or its beginning where it is still growing."""
MOST_WORDS = 32
"""Words of a query that are looked up: as many name any passage, and a pasted page stays cheap."""
MOST_VARIANTS = 24
"""Corpus words tried for one typed word, the nearest and then the most frequent first."""


class Evidence(NamedTuple):
    """Positions that speak for the typed words `first` up to `last` (inclusive), how alike they are, and how
    many positions each one takes."""

    positions: Positions
    first: int
    last: int
    similarity: float
    width: int = 1


def typed_words(query: Query) -> list[str]:
    """The words to look up, at most `MOST_WORDS`."""
    return [word for word, _, _ in words(fold(query.text))][:MOST_WORDS]


def gather(typed: list[str], postings: Postings, vocabulary: Vocabulary, growing: bool) -> list[Evidence]:
    """All evidence for the typed words; `growing` says that the last one may be a prefix."""
    found = []
    for at, word in enumerate(typed):
        last = growing and at == len(typed) - 1
        variants = sorted(
            _variants(word, last, postings, vocabulary),
            key=lambda variant: (-variant[1], -len(postings.words[variant[0]]), variant[0]),
        )
        found += [
            Evidence(postings.words[variant], at, at, similarity)
            for variant, similarity in variants[:MOST_VARIANTS]
        ]
        if not variants and len(word) > 3:
            halves = ([word[:cut], word[cut:]] for cut in range(1, len(word)))
            found += [
                Evidence(both, at, at, 0.95, width=2)
                for left, right in halves
                if left in postings.words and right in postings.words
                for both in [postings.phrase([left, right])]
                if both
            ]
        if word in postings.acronyms:
            found.append(Evidence(postings.acronyms[word], at, at, 0.85))
    found += _joined(typed, postings)
    return found


def _variants(
    word: str, last: bool, postings: Postings, vocabulary: Vocabulary
) -> Iterator[tuple[str, float]]:
    known = word in postings.words
    if known:
        yield word, 1.0
    number = NUMBERS.get(word) or NUMBER_WORDS.get(word)
    if number in postings.words:
        yield number, 0.95
    prefixed = set()
    if last or len(word) > 2:
        prefixed = set(vocabulary.starting(word))
        for longer in prefixed:
            yield longer, 0.92 if last else 0.75
    for other, distance in vocabulary.near(word, edits_allowed(word)):
        if other not in prefixed:
            yield other, (0.0, 0.7, 0.5)[distance]


def _joined(typed: list[str], postings: Postings) -> Iterator[Evidence]:
    """Words typed apart and written together (f 35), and names typed out and written as an acronym."""
    for first in range(len(typed)):
        run = typed[first]
        for last in range(first + 1, min(first + 3, len(typed))):
            run += typed[last]
            for word in (run, NUMBERS.get(run, "")):
                if word in postings.words:
                    yield Evidence(postings.words[word], first, last, 0.95)
        full = typed[first][0]
        short = full
        for last in range(first + 1, min(first + LONGEST_INITIALS + 2, len(typed))):
            full += typed[last][0]
            short += "" if typed[last] in SMALL_WORDS else typed[last][0]
            for acronym in {full, short}:
                if len(acronym) > 2 and acronym in postings.words:
                    yield Evidence(postings.words[acronym], first, last, 0.8)
