"""From the words typed to the places in the corpus that speak for them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
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
"""Misspellings tried for one typed word, the nearest and then the most frequent first."""


class Evidence(NamedTuple):
    """Positions that speak for the typed words `first` up to `last` (inclusive), how alike they are, how many
    positions each one takes, and whether they are ascending."""

    positions: Positions
    first: int
    last: int
    similarity: float
    width: int = 1
    ascending: bool = True


def typed_words(query: Query) -> list[str]:
    """The words to look up, at most `MOST_WORDS`."""
    return [word for word, _, _ in words(fold(query.text))][:MOST_WORDS]


class Gatherer:
    """Gathers evidence in one state of the corpus, and remembers it word by word: the next keystroke asks for
    the same words but the last."""

    def __init__(self, postings: Postings) -> None:
        self._lists = postings.words
        self._acronyms = postings.acronyms
        self._vocabulary = Vocabulary(postings.words.words)
        self._known: dict[tuple[str, bool], list[tuple[Positions, float, int]]] = {}

    def gather(self, typed: list[str], growing: bool) -> list[Evidence]:
        """All evidence for the typed words; `growing` says that the last one may be a prefix."""
        found = []
        for at, word in enumerate(typed):
            key = (word, growing and at == len(typed) - 1)
            if key not in self._known:
                if len(self._known) > 1000:
                    self._known.clear()
                self._known[key] = [one for one in self._alike(*key) if one.positions]
            found += [one._replace(first=at, last=at) for one in self._known[key]]
        return found + [one for one in self._joined(typed) if one.positions]

    def _alike(self, word: str, last: bool) -> Iterator[Evidence]:
        """What one typed word may stand for."""
        lists = self._lists
        itself = lists.of(word)
        yield Evidence(itself, 0, 0, 1.0)
        yield Evidence(lists.of(NUMBERS.get(word) or NUMBER_WORDS.get(word, "")), 0, 0, 0.95)
        yield Evidence(self._acronyms.of(word), 0, 0, 0.85)
        longer = lists.of("")
        if last or (len(word) > 2 and not itself):
            alike = 0.92 if last and not itself else 0.75
            longer = lists.starting(word)
            yield Evidence(longer, 0, 0, alike, ascending=False)
        edits = min(edits_allowed(word), 1 if itself or longer else 2)
        if edits:
            near = [(lists.of(other), distance) for other, distance in self._vocabulary.near(word, edits)]
            near.sort(key=lambda one: (one[1], -len(one[0])))
            for positions, distance in near[:MOST_VARIANTS]:
                yield Evidence(positions, 0, 0, (0.0, 0.7, 0.5)[distance])
        if len(word) > 3:
            for cut in range(2, len(word) - 1):
                halves = lists.of(word[:cut]), lists.of(word[cut:])
                if all(halves):
                    yield Evidence(adjacent(*halves), 0, 0, 0.95, width=2)

    def _joined(self, typed: list[str]) -> Iterator[Evidence]:
        """Words typed apart and written together (f 35), and names typed out and written as an acronym."""
        for first in range(len(typed)):
            run = typed[first]
            for last in range(first + 1, min(first + 3, len(typed))):
                run += typed[last]
                for word in (run, NUMBERS.get(run, "")):
                    yield Evidence(self._lists.of(word), first, last, 0.95)
            full = short = typed[first][0]
            for last in range(first + 1, min(first + LONGEST_INITIALS + 2, len(typed))):
                full += typed[last][0]
                short += "" if typed[last] in SMALL_WORDS else typed[last][0]
                for acronym in {full, short}:
                    if len(acronym) > 2:
                        yield Evidence(self._lists.of(acronym), first, last, 0.8)


def adjacent(ahead: Positions, behind: Positions) -> Positions:
    """The positions of `ahead` that one of `behind` follows; both ascending. Looks each of the fewer up, and
    gives up on two words that both stand everywhere."""
    fewer, more, step = (ahead, behind, 1) if len(ahead) < len(behind) else (behind, ahead, -1)
    if len(fewer) > 500:
        from store.search import bulk

        return bulk.adjacent(ahead, behind)
    at = []
    for one in fewer:
        i = bisect_left(more, one + step)
        if i < len(more) and more[i] == one + step:
            at.append(min(one, one + step))
    return memoryview(array("i", at))
