"""The few passages of a large corpus that are worth scoring one by one, in numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from store.search.bulk import Ints, ints
from store.search.evidence import Evidence
from store.search.postings import BLOCK_BITS, Postings
from store.search.ranking import Hits, reach

BUDGET = 300_000
"""Positions read for finding passages. The rarest words come first; what is over the budget, words that stand
nearly everywhere, only adds to the passages found by the others (MaxScore's non-essential lists)."""
STRONG = 4_000
"""Passages looked at for how close together the words stand, before the final score."""


def candidates(
    evidence: list[Evidence],
    weights: list[float],
    postings: Postings,
    wanted: int,
    admits: Callable[[int], bool] | None,
) -> dict[int, Hits]:
    """The hits of about `wanted` passages that cover most of the query, and among equals hold it closest
    together, by slot."""
    slot_of = ints(postings.slots)
    lists = [ints(one.positions) for one in evidence]
    covering = [
        sorted((i for i, one in enumerate(evidence) if one.first <= word <= one.last), key=lambda i: evidence[i].similarity)
        for word in range(len(weights))
    ]
    sizes = [sum(len(lists[i]) for i in mine) for mine in covering]
    total = np.zeros(len(postings.ids), np.float32)
    best = np.empty_like(total)
    spent = 0
    late = []
    for word in sorted(range(len(weights)), key=sizes.__getitem__):
        if spent and spent + sizes[word] > BUDGET:
            late.append(word)
            continue
        spent += sizes[word]
        share = max(1, BUDGET // max(1, len(covering[word])))
        slots = [slot_of[lists[i][: BUDGET] >> BLOCK_BITS] for i in covering[word]]
        for i, some in zip(covering[word], slots, strict=True):
            best[some] = evidence[i].similarity
        if slots:
            some = np.concatenate(slots)
            total[some] += weights[word] * best[some]
    found = np.flatnonzero(total)
    if late and len(found):
        found = _strongest(found, total[found], STRONG * 5)
        for word in late:
            total[found] += weights[word] * _held(found, [(lists[i], evidence[i].similarity) for i in covering[word]], postings)
    if admits is not None:
        found = _admitted(found, total[found], admits, max(wanted, 200))
    strong = _strongest(found, total[found], wanted, STRONG)
    strong.sort()
    at, which = _hits(strong, lists, postings)
    if len(strong) > wanted:
        strong = _closest(strong, at, which, evidence, weights, slot_of, total, wanted)
        keep = np.isin(slot_of[at >> BLOCK_BITS], strong)
        at, which = at[keep], which[keep]
    hits: dict[int, Hits] = {}
    for slot, position, i in zip(slot_of[at >> BLOCK_BITS].tolist(), at.tolist(), which.tolist(), strict=True):
        one = evidence[i]
        hits.setdefault(slot, []).append((position, one.first, one.last, one.similarity))
    return hits


def _strongest(found, strength, wanted: int, most: int | None = None):
    """Those of the `wanted` greatest strengths, ties included up to `most`."""
    if len(found) <= wanted:
        return found
    least = np.partition(strength, len(strength) - wanted)[len(strength) - wanted]
    above = found[strength > least * 1.0001]
    ties = found[np.abs(strength - least) <= least * 0.0001]
    return np.concatenate((above, ties[: (most or wanted) - len(above)]))


def _admitted(found, strength, admits, wanted):
    order = np.argsort(-strength, kind="stable")
    kept = []
    for slot in found[order].tolist():
        if admits(slot):
            kept.append(slot)
            if len(kept) >= wanted * 20:
                break
    return np.array(kept, np.int64)


def _held(found, lists, postings):
    """For each slot, the greatest similarity of the lists that stand in it."""
    held = np.zeros(len(found), np.float32)
    starts, ends = ints(postings.starts)[found], ints(postings.ends)[found]
    for positions, similarity in lists:
        if len(positions) > 4 * BUDGET and similarity < 1: 
            continue
        if similarity in (0.92, 0.75):
            positions = np.sort(positions)
        stands = np.searchsorted(positions, starts) < np.searchsorted(positions, ends)
        held[stands] = similarity
    return held


def _hits(slots, lists, postings):
    """Every position of these lists within these slots, ascending, and the index of its list."""
    slot_of = ints(postings.slots)
    picked = np.zeros(len(postings.ids), bool)
    picked[slots] = True
    starts, ends = ints(postings.starts)[slots], ints(postings.ends)[slots]
    at, which = [], []
    for i, positions in enumerate(lists):
        if len(positions) > 4 * BUDGET:
            continue
        here = positions[picked[slot_of[positions >> BLOCK_BITS]]]
        at.append(here)
        which.append(np.full(len(here), i))
    positions = np.concatenate(at) if at else np.empty(0, np.int32)
    lists_of = np.concatenate(which) if which else np.empty(0, np.int64)
    order = np.argsort(positions, kind="stable")
    return positions[order], lists_of[order]


def _closest(strong, at, which, evidence, weights, slot_of, total, wanted):
    """The `wanted` slots whose best stretch covers most, words in the order typed counting extra."""
    first = np.array([one.first for one in evidence])[which]
    last = np.array([one.last for one in evidence])[which]
    worth = np.array([one.similarity * sum(weights[one.first : one.last + 1]) for one in evidence])[which]
    seen = np.left_shift(1, first)
    value = worth.copy()
    count = len(weights)
    bonus = 0.15 / max(1, count - 1)
    for step in range(1, min(2 * count, 12)):
        near = at[step:] - at[:-step] < reach(count)
        if not near.any():
            break
        bit = np.left_shift(1, first[step:])
        new = near & (seen[:-step] & bit == 0)
        value[:-step] += np.where(new, worth[step:], 0)
        seen[:-step] |= np.where(near, bit, 0)
        in_order = near & (first[step:] == last[step - 1 : -1] + 1) & (at[step:] - at[step - 1 : -1] == 1)
        value[:-step] += np.where(in_order, bonus, 0)
    slot = slot_of[at >> BLOCK_BITS]
    begins = np.flatnonzero(np.diff(slot, prepend=-1))
    return _strongest(slot[begins], np.maximum.reduceat(value, begins) + total[slot[begins]], wanted)
