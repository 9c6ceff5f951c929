"""How well a passage answers a query: how much of it, how close together, how far in the order typed.

`bulk_ranking` has the same in numpy, for many passages at once.
"""

from __future__ import annotations

from collections import defaultdict
from math import log

from store.search.evidence import EXACT, Evidence

COVERAGE, TOGETHER, IN_LINE = 0.45, 0.3, 0.25
"""Shares of a score, summing to 1."""
AS_TYPED, COMPLETE, FILLED = 0.9, 0.05, 0.05
"""Scores from `AS_TYPED` up are of passages that hold the query as it was typed; what is left to 1 is shared
by whole words before their beginnings, and by short passages before long ones."""
CUT = 0.5
"""A passage that scores less than this share of the best one is no longer what was meant."""
FLATTEN = 0.6
"""Power of the inverse document frequency. At 1 a rare misspelling outweighs three common words around it."""

Hits = list[tuple[int, float, int, int]]
"""Of one passage: (position, unlikeness, first typed word, last typed word), ascending, so that at one
position the likest comes first; unlikeness is 1 less the similarity."""


def weigh(evidence: list[Evidence], count: int, passages: int) -> list[float]:
    """What each typed word counts for, summing to 1: its inverse document frequency, over all words that may
    be meant by it. A word that nothing speaks for counts as the average of the others, so that it lowers a
    hit and does not hide it."""
    frequency = [0] * count
    for one in evidence:
        for word in range(one.first, one.last + 1):
            frequency[word] += len(one.positions)
    weights = [log(1 + passages / (of + 0.5)) ** FLATTEN if of else 0.0 for of in frequency]
    known = sum(1 for weight in weights if weight)
    mean = sum(weights) / known if known else 1.0
    total = sum(weight or mean for weight in weights) or 1.0
    return [(weight or mean) / total for weight in weights]


def reach(count: int) -> int:
    """How many positions a stretch may take that holds `count` words together: half as many again."""
    return count + count // 2 + 1


def covers(hits: Hits, weights: list[float]) -> float:
    """The share of the query, by weight, that stands anywhere; the hits may be in any order."""
    best = [0.0] * len(weights)
    for _, unlike, first, last in hits:
        if 1 - unlike > best[first] or first < last:
            for word in range(first, last + 1):
                best[word] = max(best[word], 1 - unlike)
    return sum(map(float.__mul__, best, weights))


def bound(coverage: float) -> float:
    """What a passage that covers so much of the query scores at most."""
    return 1.0 if coverage >= EXACT else AS_TYPED * coverage


def score(hits: Hits, coverage: float, weights: list[float], length: int) -> float:
    """In (0, 1]; from `AS_TYPED` up only where all words stand as typed. `length` is the passage's words."""
    count = len(weights)
    if coverage >= EXACT and _as_typed(hits, count):
        return AS_TYPED + COMPLETE * coverage + FILLED * min(1.0, count / (length or 1))
    if count == 1:
        return AS_TYPED * coverage
    worth = [(1 - unlike) * sum(weights[first : last + 1]) for _, unlike, first, last in hits]
    place = TOGETHER * _together(hits, worth, reach(count)) + IN_LINE * _in_line(hits, worth)
    return AS_TYPED * (COVERAGE * coverage + place)


def _together(hits: Hits, worth: list[float], furthest: int) -> float:
    """The most that a stretch of fewer than `furthest` positions holds, each word counted where it stands
    first."""
    most = 0.0
    for begin, (start, _, _, _) in enumerate(hits):
        held, seen = 0.0, 0
        for i in range(begin, len(hits)):
            at, _, first, last = hits[i]
            if at - start >= furthest:
                break
            words = (2 << last) - (1 << first)
            if not seen & words:
                held += worth[i]
                seen |= words
        most = max(most, held)
    return most


def _in_line(hits: Hits, worth: list[float]) -> float:
    """The most that stands at the distances typed: all on one diagonal of passage against query."""
    lines: defaultdict[int, float] = defaultdict(float)
    before: dict[int, int] = {}
    for (at, _, first, _), value in zip(hits, worth, strict=True):
        if before.get(at - first) != at:
            lines[at - first] += value
            before[at - first] = at
    return min(1.0, max(lines.values()))


def _as_typed(hits: Hits, count: int) -> bool:
    """Whether all words stand side by side in the order typed. A word written in two parts has its joined
    form at both positions, so it may be passed twice."""
    reached: set[tuple[int, int]] = set()
    for at, unlike, first, last in hits:
        if 1 - unlike < EXACT:
            continue
        if first == 0 or (at - 1, first - 1) in reached or (at - 1, last) in reached:
            if last == count - 1:
                return True
            reached.add((at, last))
    return False
