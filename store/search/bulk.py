"""What `postings` does word by word, for corpora that deserve numpy; imported only for those."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from store.search.postings import BLOCK_BITS

if TYPE_CHECKING:
    from store.search.postings import PostingLists, Standing

Ints: TypeAlias = NDArray[np.int32]


def ints(buffer: array[int] | memoryview[int]) -> Ints:
    """A view of 32-bit integers, not a copy."""
    return np.frombuffer(buffer, np.int32)


def ints64(buffer: array[int]) -> NDArray[np.int64]:
    """A view of 64-bit integers, not a copy."""
    return np.frombuffer(buffer, np.int64)


def merge(lists: PostingLists, more: Standing) -> None:
    """Add positions, all greater than those at hand: sort the new ones by word and insert them in place."""
    unseen = sorted(more.keys() - set(lists.words))
    openings = [bisect_left(lists.words, word) for word in unseen]
    bounds = ints(lists.bounds)
    bounds = np.insert(bounds, openings, bounds[openings])
    lists.words = sorted(lists.words + unseen)
    rank_of = {word: rank for rank, word in enumerate(lists.words) if word in more}
    rank = np.fromiter((rank_of[word] for word in more), np.int64, len(more))
    keys = rank[ints(more.numbers)] << 32 | ints(more.at)
    keys.sort()
    ranks = keys >> 32
    flat = np.insert(ints(lists.flat), bounds[ranks + 1], keys.astype(np.int32))
    bounds[1:] += np.cumsum(np.bincount(ranks, minlength=len(lists.words)), dtype=np.int32)
    lists.flat, lists.bounds = _array(flat), _array(bounds)


def drop(lists: PostingLists, gone: set[int], slots: array[int]) -> None:
    """Forget the positions in these slots, and the words that then stand nowhere."""
    flat = ints(lists.flat)
    is_gone = np.zeros(max(slots) + 1, bool)
    is_gone[list(gone)] = True
    keep = ~is_gone[ints(slots)[flat >> BLOCK_BITS]]
    kept = np.concatenate(([0], np.cumsum(keep, dtype=np.int32)))
    bounds = kept[ints(lists.bounds)]
    stays = np.diff(bounds) > 0
    lists.words = [word for word, stay in zip(lists.words, stays.tolist(), strict=True) if stay]
    lists.flat = _array(flat[keep])
    lists.bounds = _array(np.concatenate(([0], bounds[1:][stays])).astype(np.int32))


def side_by_side(ahead: memoryview[int], behind: memoryview[int]) -> memoryview[int]:
    """Where two words stand one behind the other: the positions of both, ascending."""
    left, right = ints(ahead), ints(behind)
    found = left[among(left + 1, right)] if len(left) < len(right) else right[among(right - 1, left)] - 1
    return memoryview(_array(np.column_stack((found, found + 1)).ravel()))


def among(values: NDArray[Any], ascending: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of the values are among the ascending ones."""
    if not len(ascending):
        return np.zeros(len(values), bool)
    found = ascending[np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)] == values
    return np.asarray(found, bool)


def _array(values: NDArray[Any]) -> array[int]:
    made = array("i")
    made.frombytes(np.ascontiguousarray(values, np.int32).view(np.uint8).data)
    return made


class LetterSets:
    """A lossless filter in front of an edit distance, after Baeza-Yates and Navarro's counting filter: an
    edit takes away at most one letter of a word and brings in at most one.

    Every word is a set of 32 bits: a to z, the digits two to a bit, and one for all else.
    """

    def __init__(self, words: list[str]) -> None:
        lengths = np.fromiter(map(len, words), np.int32, len(words))
        raw = np.frombuffer(("\n".join(words) + "\n").encode(), np.uint8)
        starts = np.concatenate(([0], np.flatnonzero(raw == 10)[:-1] + 1))
        sets = np.bitwise_or.reduceat(_LETTER_BITS[raw], starts)
        self._order = np.argsort(lengths, kind="stable").astype(np.int32)
        self._sets = sets[self._order]
        self._firsts = np.searchsorted(lengths[self._order], np.arange(lengths.max() + 3))

    def near(self, word: str, edits: int) -> list[int]:
        """The indices of all words that may be at most `edits` edits away, ascending."""
        longest = len(self._firsts) - 2
        low, high = max(0, len(word) - edits), len(word) + edits + 1
        if low > longest:
            return []
        stretch = slice(self._firsts[low], self._firsts[min(high, longest + 1)])
        own = np.bitwise_or.reduce(_LETTER_BITS[np.frombuffer(word.encode(), np.uint8)])
        others = self._sets[stretch]
        fits = np.bitwise_count(others & ~own) <= edits
        fits &= np.bitwise_count(~others & own) <= edits
        return sorted(self._order[stretch][fits].tolist())


_LETTER_BITS = np.full(256, 1 << 31, np.uint32)
_LETTER_BITS[ord("a") : ord("z") + 1] = 1 << np.arange(26, dtype=np.uint32)
_LETTER_BITS[ord("0") : ord("9") + 1] = 1 << (26 + np.arange(10, dtype=np.uint32) // 2)
_LETTER_BITS[ord("\n")] = 0
