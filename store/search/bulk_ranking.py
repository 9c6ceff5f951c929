"""`ranking` for a large corpus, in numpy: all passages at once, first by what they cover of the query, then,
those that cover most, by where its words stand in them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from store.search.bulk import Ints, among, ints, ints64
from store.search.evidence import EXACT, Evidence
from store.search.postings import BLOCK_BITS, Postings
from store.search.ranking import AS_TYPED, COMPLETE, COVERAGE, CUT, FILLED, IN_LINE, TOGETHER, reach

BUDGET = 150_000
"""Positions read for finding passages. The rarest words come first; what is over the budget, words that stand
nearly everywhere, only adds to the passages found by the others (MaxScore's non-essential lists)."""
STRONG = 3_000
"""Passages looked at for where the words stand in them."""
LEAST = CUT * COVERAGE
"""Share of the best coverage under which no passage can come through the cut: its score is at most
`AS_TYPED` times its coverage, the best one's at least that times `COVERAGE`."""

Array: TypeAlias = NDArray[Any]


def rank(
    evidence: list[Evidence],
    weights: list[float],
    postings: Postings,
    admits: Callable[[int], bool] | None,
    limit: int,
) -> list[tuple[float, int]]:
    """(score, slot) of the `limit` passages that answer best, in no order."""
    evidence = [one for one in evidence if len(one.positions) <= BUDGET or one.ascending]
    if not evidence:
        return []
    evidence.sort(key=lambda one: -one.similarity)
    lists = [ints(one.positions) for one in evidence]
    covered, slots = _covering(evidence, lists, weights, postings)
    if admits is not None:
        order = slots[np.argsort(-covered[slots], kind="stable")]
        slots = np.fromiter(islice(filter(admits, order.tolist()), STRONG), np.int64)
    slots = np.sort(_greatest(slots, covered[slots], STRONG))
    coverage = covered[slots]
    lengths = ints(postings.ends)[slots] - ints(postings.starts)[slots]
    typed = AS_TYPED + COMPLETE * coverage + FILLED * np.minimum(1.0, len(weights) / np.maximum(lengths, 1))
    if len(weights) == 1:
        scores = np.where(coverage >= EXACT, typed, AS_TYPED * coverage)
    else:
        at, which = _standing(slots, lists, evidence, postings)
        slot = ints(postings.slots)[at >> BLOCK_BITS]
        first = np.array([one.first for one in evidence])[which]
        last = np.array([one.last for one in evidence])[which]
        worth = np.array([one.similarity * sum(weights[one.first : one.last + 1]) for one in evidence])[which]
        begins = np.flatnonzero(np.diff(slot, prepend=-1))
        place = TOGETHER * np.maximum.reduceat(_together(at, first, last, worth, reach(len(weights))), begins)
        place += IN_LINE * _in_line(at, first, slot, worth)
        scores = AS_TYPED * (COVERAGE * coverage + place)
        exact = np.array([one.similarity >= EXACT for one in evidence])[which]
        exact &= np.repeat(coverage >= EXACT, np.diff(begins, append=len(at)))
        if exact.any():
            at, first, last, slot = at[exact], first[exact], last[exact], slot[exact]
            as_typed = np.isin(slots, slot[_ends_of_query(at, first, last, len(weights))])
            scores = np.where(as_typed, typed, scores)
    if len(scores) > limit:
        best = np.lexsort((ints64(postings.ids)[slots], -scores))[:limit]
        slots, scores = slots[best], scores[best]
    return list(zip(scores.tolist(), slots.tolist(), strict=True))


def _covering(
    evidence: list[Evidence], lists: list[Ints], weights: list[float], postings: Postings
) -> tuple[Array, Array]:
    """How much of the query every slot covers, and the slots that cover enough to be found."""
    slot_of = ints(postings.slots)
    covered = np.zeros(len(postings.ids), np.float32)
    best = np.empty_like(covered)
    by_word = [
        [i for i in reversed(range(len(lists))) if evidence[i].first <= word <= evidence[i].last]
        for word in range(len(weights))
    ]
    sizes = [sum(len(lists[i]) for i in mine) for mine in by_word]
    left = BUDGET
    late = []
    for word in sorted(range(len(weights)), key=sizes.__getitem__):
        if sizes[word] > left < BUDGET:
            late.append(word)
            continue
        left -= sizes[word]
        for i in by_word[word]:
            best[slot_of[lists[i][:BUDGET] >> BLOCK_BITS]] = evidence[i].similarity
        if by_word[word]:
            some = slot_of[np.concatenate([lists[i][:BUDGET] for i in by_word[word]]) >> BLOCK_BITS]
            covered[some] += np.float32(weights[word]) * best[some]
    found = np.flatnonzero(covered >= LEAST * covered.max())
    if late:
        found = np.sort(_greatest(found, covered[found], 2 * STRONG))
        starts, ends = ints(postings.starts)[found], ints(postings.ends)[found]
        for word in late:
            held = np.zeros(len(found), np.float32)
            for i in by_word[word]:
                positions = lists[i] if evidence[i].ascending else np.sort(lists[i])
                held[np.searchsorted(positions, starts) < np.searchsorted(positions, ends)] = evidence[
                    i
                ].similarity
            covered[found] += np.float32(weights[word]) * held
    return covered, found


def _greatest(slots: Array, value: Array, most: int) -> Array:
    """About the `most` slots of the greatest value; of those equal within a thousandth, the first."""
    if len(slots) <= most:
        return slots
    rounded = (value * (1000 / value.max())).astype(np.int16)
    from_top = np.cumsum(np.bincount(rounded)[::-1])
    least = len(from_top) - 1 - int(np.searchsorted(from_top, most))
    above = slots[rounded > least]
    return np.concatenate((above, slots[rounded == least][: most - len(above)]))


def _standing(
    slots: Array, lists: list[Ints], evidence: list[Evidence], postings: Postings
) -> tuple[Ints, Array]:
    """Every position of the lists within these slots, ascending, and the index of its list."""
    slot_of = ints(postings.slots)
    picked = np.zeros(len(postings.ids), bool)
    picked[slots] = True
    starts, ends = ints(postings.starts)[slots], ints(postings.ends)[slots]
    found = []
    for one, positions in zip(evidence, lists, strict=True):
        if one.ascending and len(positions) > 20 * len(slots):
            low, high = np.searchsorted(positions, starts), np.searchsorted(positions, ends)
            sizes = high - low
            found.append(positions[np.arange(sizes.sum()) + np.repeat(high - np.cumsum(sizes), sizes)])
        else:
            found.append(positions[picked[slot_of[positions >> BLOCK_BITS]]])
    at = np.concatenate(found)
    which = np.repeat(np.arange(len(found)), [len(one) for one in found])
    order = np.argsort(at, kind="stable")
    return at[order], which[order]


def _together(at: Ints, first: Array, last: Array, worth: Array, furthest: int) -> Array:
    """For every position, what the stretch holds that starts there."""
    words = np.left_shift(2, last) - np.left_shift(1, first)
    held, seen = worth.copy(), words.copy()
    for step in range(1, len(at)):
        near = at[step:] - at[:-step] < furthest
        if not near.any():
            break
        new = near & (seen[:-step] & words[step:] == 0)
        held[:-step][new] += worth[step:][new]
        seen[:-step][new] |= words[step:][new]
    return held


def _in_line(at: Ints, first: Array, slot: Ints, worth: Array) -> Array:
    """For every slot in turn, the most that stands on one line."""
    line = at - first + 32 * slot.astype(np.int64)  # 32 apart: no line runs on into the next passage
    order = np.argsort(line, kind="stable")
    line, at, slot = line[order], at[order], slot[order]
    new_line = np.diff(line, prepend=-99) != 0
    counted = np.where(new_line | (np.diff(at, prepend=-1) != 0), worth[order], 0.0)
    begins = np.flatnonzero(new_line)
    sums = np.minimum(1.0, np.add.reduceat(counted, begins))
    return np.maximum.reduceat(sums, np.flatnonzero(np.diff(slot[begins], prepend=-1)))


def _ends_of_query(at: Ints, first: Array, last: Array, count: int) -> Array:
    """The indices of the hits that end the whole query standing as typed; see `ranking._as_typed`."""
    here = at.astype(np.int64) << 6 | last
    before = (at.astype(np.int64) - 1) << 6
    reached = np.empty(0, np.int64)
    ends = reached
    for word in range(count):
        mine = np.flatnonzero(last == word)
        goes_on = (first[mine] == 0) | among(before[mine] | (first[mine] - 1), reached)
        ends = mine[goes_on | among(before[mine] | word, here[mine[goes_on]])]
        reached = np.sort(np.concatenate((reached, here[ends])))
    return ends
