"""`ranking` for a large corpus, in numpy: all passages at once, first by what they cover of the query, then,
those that cover most, by where its words stand in them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from store.search.bulk import Ints, among, ints, ints64
from store.search.evidence import EXACT, MOST_WORDS, Evidence
from store.search.postings import BLOCK_BITS, Postings
from store.search.ranking import AS_TYPED, COMPLETE, COVERAGE, CUT, FILLED, IN_LINE, TOGETHER, reach

BUDGET = 150_000
"""Positions read for finding passages. The rarest words come first; what is over the budget, words that stand
nearly everywhere, only adds to the passages found by the others (MaxScore's non-essential lists)."""
MOST_LONGER = 2 * BUDGET
"""Positions read of the words that start with a typed one; among a million passages a letter has more."""
STRONG = 2_000
"""Passages looked at for where the words stand in them."""
LEAST = CUT * COVERAGE
"""Share of the best coverage under which no passage can come through the cut: its score is at most
`AS_TYPED` times its coverage, the best one's at least that times `COVERAGE`."""

Array: TypeAlias = NDArray[Any]


class Hits(NamedTuple):
    """What speaks for a query in some passages, one entry a hit, by position: see `ranking.Hits`. `worth` is
    similarity times weight."""

    at: Array
    slot: Array
    first: Array
    last: Array
    worth: Array
    similarity: Array


def rank(
    evidence: list[Evidence],
    weights: list[float],
    postings: Postings,
    admits: Callable[[int], bool] | None,
    limit: int,
) -> list[tuple[float, int]]:
    """(score, slot) of the `limit` passages that answer best, in no order."""
    if not evidence:
        return []
    evidence = sorted(evidence, key=lambda one: -one.similarity)
    lists = [ints(one.positions)[: None if one.ascending else MOST_LONGER] for one in evidence]
    covered, slots = _covering(evidence, lists, weights, postings)
    if admits is not None:
        order = slots[np.argsort(-covered[slots], kind="stable")]
        slots = np.fromiter(islice(filter(admits, order.tolist()), STRONG), np.int64)
    slots = np.sort(_greatest(slots, covered[slots], STRONG))
    scores = _scores(slots, covered[slots], evidence, lists, weights, postings)
    if len(scores) > limit:
        best = np.lexsort((ints64(postings.ids)[slots], -scores))[:limit]
        slots, scores = slots[best], scores[best]
    return list(zip(scores.tolist(), slots.tolist(), strict=True))


def _scores(
    slots: Array,
    coverage: Array,
    evidence: list[Evidence],
    lists: list[Ints],
    weights: list[float],
    postings: Postings,
) -> Array:
    """`ranking.score` of these slots, ascending."""
    count = len(weights)
    lengths = ints(postings.ends)[slots] - ints(postings.starts)[slots]
    typed = AS_TYPED + COMPLETE * coverage + FILLED * np.minimum(1.0, count / np.maximum(lengths, 1))
    if count == 1:
        return np.where(coverage >= EXACT, typed, AS_TYPED * coverage)
    hits = _standing(slots, evidence, lists, weights, postings)
    begins = np.flatnonzero(np.diff(hits.slot, prepend=-1))
    together = np.maximum.reduceat(_together(hits, reach(count)), begins)
    scores = AS_TYPED * (COVERAGE * coverage + TOGETHER * together + IN_LINE * _in_line(hits))
    exact = (hits.similarity >= EXACT) & np.repeat(coverage >= EXACT, np.diff(begins, append=len(hits.at)))
    as_typed = np.isin(slots, _as_typed(Hits(*(column[exact] for column in hits)), count))
    return np.where(as_typed, typed, scores)


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
                if evidence[i].ascending:
                    stands = np.searchsorted(lists[i], starts) < np.searchsorted(lists[i], ends)
                else:
                    stands = _marked(slot_of[lists[i] >> BLOCK_BITS], len(covered))[found]
                held[stands] = evidence[i].similarity
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


def _marked(slots: Array, count: int) -> NDArray[np.bool_]:
    marked = np.zeros(count, bool)
    marked[slots] = True
    return marked


def _standing(
    slots: Array, evidence: list[Evidence], lists: list[Ints], weights: list[float], postings: Postings
) -> Hits:
    """Every hit within these slots. A list far longer than they are many is looked up, not read."""
    slot_of = ints(postings.slots)
    picked = _marked(slots, len(postings.ids))
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
    order = np.argsort(at, kind="stable")  # and at one position the likest first, as the evidence is sorted
    at, which = at[order], np.repeat(np.arange(len(found)), [len(one) for one in found])[order]
    first, last, similarity, worth = np.array(
        [
            (one.first, one.last, one.similarity, one.similarity * sum(weights[one.first : one.last + 1]))
            for one in evidence
        ]
    ).T[:, which]
    slot = slot_of[at >> BLOCK_BITS]
    return Hits(at.astype(np.int64), slot, first.astype(np.int64), last.astype(np.int64), worth, similarity)


def _together(hits: Hits, furthest: int) -> Array:
    """For every hit, what the stretch holds that starts there."""
    at, worth = hits.at, hits.worth
    words = np.left_shift(2, hits.last) - np.left_shift(1, hits.first)
    held, seen = worth.copy(), words.copy()
    for step in range(1, len(at)):
        near = (at[step:] - at[:-step] < furthest) & (hits.slot[step:] == hits.slot[:-step])
        if not near.any():
            break
        new = near & (seen[:-step] & words[step:] == 0)
        held[:-step][new] += worth[step:][new]
        seen[:-step][new] |= words[step:][new]
    return held


def _in_line(hits: Hits) -> Array:
    """For every slot in turn, the most that stands on one line."""
    line = hits.at - hits.first + MOST_WORDS * hits.slot  # so that no line runs on into the next passage
    order = np.argsort(line, kind="stable")
    line = line[order]
    new_line = np.diff(line, prepend=-99) != 0
    new_place = np.diff(hits.at[order], prepend=-1) != 0
    begins = np.flatnonzero(new_line)
    sums = np.minimum(1.0, np.add.reduceat(np.where(new_line | new_place, hits.worth[order], 0.0), begins))
    return np.maximum.reduceat(sums, np.flatnonzero(np.diff(hits.slot[order][begins], prepend=-1)))


def _as_typed(hits: Hits, count: int) -> Array:
    """The slots where exact hits stand as the whole query was typed: `ranking._as_typed`, word by word."""
    here = hits.at << 6 | hits.last
    before = (hits.at - 1) << 6
    reached = ends = np.empty(0, np.int64)
    for word in range(count):
        mine = np.flatnonzero(hits.last == word)
        goes_on = (hits.first[mine] == 0) | among(before[mine] | (hits.first[mine] - 1), reached)
        ends = mine[goes_on | among(before[mine] | word, here[mine[goes_on]])]
        reached = np.sort(np.concatenate((reached, here[ends])))
    return hits.slot[ends]
