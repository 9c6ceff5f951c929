"""The inverted file: for every word of the corpus, the positions where it stands.

All passages lie one behind the other on one line of positions, one position a word, each passage starting on
a multiple of `BLOCK`, so that the passage of a position is a look-up. A word that can be written in several
ways stands at its position in all of them: "F-35" is f and 35, and f35 at both.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate, chain, islice
from typing import TypeAlias

from store.search.fold import chunks, compound, initials, plain

BLOCK_BITS = 4
BLOCK = 1 << BLOCK_BITS
"""Positions a block; a passage takes whole blocks. 16 leaves half a block, 8 positions, empty a passage."""
BULK = 2_000
"""Passages from which numpy is worth its import (about 90 ms); below, plain Python is fast enough."""
BATCH = 200_000
"""Passages indexed at a time, which bounds what building takes beside the index itself."""

Positions: TypeAlias = "memoryview[int]"
"""32-bit positions: ascending for one word; for all words of a prefix, ascending word by word."""


class Standing(dict[str, int]):
    """Words as they are met: the number of each, and in parallel `numbers` and `at`, which stood where."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = array("i")
        self.at = array("i")

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number

    def put(self, found: list[str], at: Iterable[int]) -> None:
        """Note that these words stand at these positions."""
        self.numbers.extend(map(self.__getitem__, found))
        self.at.extend(at)


class PostingLists:
    """Words in the order of the alphabet, each with its positions, all in one array, so that the words that
    share a prefix share one stretch of it, too: word i stands at ``flat[bounds[i]:bounds[i + 1]]``."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.bounds = array("i", (0,))
        self.flat = array("i")

    def of(self, word: str) -> Positions:
        """Where this word stands; empty when it does not."""
        at = bisect_left(self.words, word)
        return self.stretch(at, at + (self.words[at : at + 1] == [word]))

    def starting(self, prefix: str) -> Positions:
        """Where the words stand that start with this one and go on."""
        first = bisect_left(self.words, prefix + "\0")
        return self.stretch(first, bisect_left(self.words, prefix + "\U0010ffff", first))

    def stretch(self, first: int, last: int) -> Positions:
        """The positions of the words from `first` up to `last`, exclusive."""
        return memoryview(self.flat)[self.bounds[first] : self.bounds[last]]

    def merge(self, more: Standing) -> None:
        """Add positions, all of them greater than those at hand."""
        if len(self.flat) + len(more.at) > BULK * 2 * BLOCK:
            from store.search import bulk

            bulk.merge(self, more)
            return
        new = [array("i") for _ in more]
        for number, at in sorted(zip(more.numbers, more.at, strict=True)):
            new[number].append(at)
        self._lay(
            {word: self.stretch(i, i + 1) for i, word in enumerate(self.words)},
            dict(zip(more, new, strict=True)),
        )

    def _lay(self, *parts: dict[str, Positions] | dict[str, array[int]]) -> None:
        self.words = sorted(set().union(*parts))
        lists = [[part.get(word, b"") for part in parts] for word in self.words]
        self.bounds = array("i", accumulate((sum(map(len, one)) for one in lists), initial=0))
        self.flat = array("i", b"".join(chain.from_iterable(lists)))

    def drop(self, gone: set[int], slots: array[int]) -> None:
        """Forget the positions in the slots that are `gone`, and the words that then stand nowhere."""
        if len(self.flat) > BULK * 2 * BLOCK:
            from store.search import bulk

            bulk.drop(self, gone, slots)
            return
        left = (
            array("i", [at for at in self.stretch(i, i + 1) if slots[at >> BLOCK_BITS] not in gone])
            for i in range(len(self.words))
        )
        self._lay({word: positions for word, positions in zip(self.words, left, strict=True) if positions})


class Postings:
    """The passages by slot, the order they came in: `ids`, `starts` and `ends` (positions, end exclusive);
    `slots` holds the slot of each block, `gone` the slots that were emptied. `words` and `acronyms` are what
    stands in them. `ascending` says whether the ids are."""

    def __init__(self) -> None:
        self.words = PostingLists()
        self.acronyms = PostingLists()
        self.ids = array("q")
        self.starts = array("i")
        self.ends = array("i")
        self.slots = array("i")
        self.gone: set[int] = set()
        self.ascending = True

    def __len__(self) -> int:
        return len(self.ids) - len(self.gone)

    def add(self, passages: Iterable[tuple[int, str]]) -> None:
        """Append passages; the caller sees to it that no id is there already."""
        passages = iter(passages)
        while batch := list(islice(passages, BATCH)):
            standing, named = Standing(), Standing()
            for passage_id, text in batch:
                self._append(passage_id, plain(text), standing, named)
            self.words.merge(standing)
            self.acronyms.merge(named)

    def _append(self, passage_id: int, text: str, standing: Standing, named: Standing) -> None:
        start = len(self.slots) * BLOCK
        end = _put(chunks(text.casefold()), start, standing)
        for begin, _, acronym in initials(text):
            # Counting spaces finds about the right position, at a tenth of the cost of finding words.
            named.put([acronym], [min(start + text.count(" ", 0, begin), end - 1)])
        self.slots.extend([len(self.ids)] * max(1, -(-(end - start) // BLOCK)))
        self.ascending = self.ascending and (not self.ids or self.ids[-1] < passage_id)
        self.ids.append(passage_id)
        self.starts.append(start)
        self.ends.append(end)

    def remove(self, slots: set[int]) -> None:
        """Forget the passages in these slots; the slots stay, empty."""
        self.gone |= slots
        self.words.drop(slots, self.slots)
        self.acronyms.drop(slots, self.slots)


def _put(written: list[str], at: int, standing: Standing) -> int:
    """Put the words of folded written at `at` and on; the position after the last."""
    if "".join(written).isalnum():  # no chunk has a mark: half of all passages, and much the fastest way
        standing.put(written, range(at, at + len(written)))
        return at + len(written)
    found: list[str] = []
    joined: list[str] = []
    joined_at: list[int] = []
    done = 0
    for i, chunk in enumerate(written):
        if not chunk.isalnum():
            parts, wholes = compound(chunk)
            found += written[done:i]
            for word, first, last in wholes:
                joined += [word] * (last - first)
                joined_at += range(at + len(found) + first, at + len(found) + last)
            found += parts
            done = i + 1
    found += written[done:]
    standing.put(found, range(at, at + len(found)))
    standing.put(joined, joined_at)
    return at + len(found)
