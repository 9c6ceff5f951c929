"""From the words typed to the places in the corpus that speak for them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from store.search.fold import LONGEST_INITIALS, NUMBER_WORDS, NUMBERS, SMALL_WORDS, fold, words
from store.search.postings import Positions, Postings
from store.search.query import Query
from store.search.vocabulary import Vocabulary

EXACT = 0.9
"""From this similarity up a place has the typed word itself, or its beginning where it is still growing."""
MOST_WORDS = 32
"""Words of a query that are looked up: as many name any passage, and a pasted page stays cheap."""
MOST_NEAR = 24
"""Words tried for one misspelt word, the nearest and then the most frequent first."""
ITSELF, OTHERWISE, SPELT_OUT, NAMED = 1.0, 0.95, 0.85, 0.7
"""Similarity of the word itself; of it as a number, in one word or in two; of a name whose initials it is; of
an acronym for words typed out."""
BEGINNING, BEGINNING_TOO = 0.92, 0.75
"""Similarity of a longer word to one that is not in the corpus and still growing; to any other."""
MISSPELT, MISSPELT_TOO = (ITSELF, 0.85, 0.65), (ITSELF, 0.7, 0.5)
"""Similarity by distance, to a word that is not in the corpus; to one that is, or has longer ones."""


class Evidence(NamedTuple):
    """Positions that speak for the typed words `first` up to `last` (inclusive), how alike they are, and
    whether the positions are ascending."""

    positions: Positions
    first: int
    last: int
    similarity: float
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
        self._known: dict[tuple[str, bool], list[Evidence]] = {}

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
        """What one typed word may stand for; `last` says that it may be a prefix."""
        lists = self._lists
        itself = lists.of(word)
        yield Evidence(itself, 0, 0, ITSELF)
        yield Evidence(lists.of(NUMBERS.get(word) or NUMBER_WORDS.get(word, "")), 0, 0, OTHERWISE)
        yield Evidence(self._acronyms.of(word), 0, 0, SPELT_OUT)
        longer = lists.starting(word) if last or (len(word) > 2 and not itself) else lists.of("")
        beginning = BEGINNING if last and not itself else BEGINNING_TOO
        yield Evidence(longer, 0, 0, beginning, ascending=False)
        known = bool(itself or longer)
        near = [(lists.of(other), edits) for other, edits in self._vocabulary.near(word, known)]
        near.sort(key=lambda one: (one[1], -len(one[0])))
        for positions, edits in near[:MOST_NEAR]:
            yield Evidence(positions, 0, 0, (MISSPELT_TOO if known else MISSPELT)[edits])
        for cut in range(2, len(word) - 1):
            halves = lists.of(word[:cut]), lists.of(word[cut:])
            if all(halves):
                yield Evidence(side_by_side(*halves), 0, 0, OTHERWISE)

    def _joined(self, typed: list[str]) -> Iterator[Evidence]:
        """Words typed apart and written together (f 35), and names typed out and written as an acronym."""
        for first in range(len(typed)):
            run = typed[first]
            for last in range(first + 1, min(first + 3, len(typed))):
                run += typed[last]
                for word in (run, NUMBERS.get(run, "")):
                    yield Evidence(self._lists.of(word), first, last, OTHERWISE)
            if typed[first] not in SMALL_WORDS:
                yield from self._named(typed, first)

    def _named(self, typed: list[str], first: int) -> Iterator[Evidence]:
        """Where acronyms stand that the words from `first` on spell out, and that some name here has."""
        full = short = typed[first][0]
        for last in range(first + 1, min(first + LONGEST_INITIALS + 2, len(typed))):
            full += typed[last][0]
            if typed[last] in SMALL_WORDS:
                continue
            short += typed[last][0]
            for acronym in {full, short}:
                if len(acronym) > 2 and self._acronyms.of(acronym):
                    yield Evidence(self._lists.of(acronym), first, last, NAMED)


def side_by_side(ahead: Positions, behind: Positions) -> Positions:
    """Where two words stand one behind the other: the positions of both, ascending. Looks each of the fewer
    up."""
    if min(len(ahead), len(behind)) > 200:
        from store.search import bulk

        return bulk.side_by_side(ahead, behind)
    fewer, more, step = (ahead, behind, 1) if len(ahead) < len(behind) else (behind, ahead, -1)
    both = array("i")
    for at in fewer:
        i = bisect_left(more, at + step)
        if i < len(more) and more[i] == at + step:
            both.extend(sorted((at, at + step)))
    return memoryview(both)
