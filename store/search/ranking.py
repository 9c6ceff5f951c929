"""How well a passage answers a query: how much of it, how close together, in which order."""

from __future__ import annotations

from itertools import pairwise
from math import log

from store.search.evidence import EXACT, Evidence

Hits = list[tuple[int, int, int, float]]
"""Of one passage: (position, first typed word, last typed word, similarity), ascending."""


def weigh(evidence: list[Evidence], count: int, passages: int) -> list[float]:
    """What each typed word counts for, summing to 1: its inverse document frequency, over all words that may
    be meant by it. A word that nothing speaks for counts as the average of the others, so that it lowers a
    hit and does not hide it."""
    frequency = [0] * count
    for found in evidence:
        for word in range(found.first, found.last + 1):
            frequency[word] += len(found.positions)
    weights = [log(1 + passages / (of + 0.5)) if of else 0.0 for of in frequency]
    known = sum(1 for weight in weights if weight)
    mean = sum(weights) / known if known else 1.0
    total = sum(weight or mean for weight in weights) or 1.0
    return [(weight or mean) / total for weight in weights]


def score(hits: Hits, weights: list[float], length: int) -> float:
    """In (0, 1]; from 0.9 up only where all words stand as typed. `length` is the passage's words."""
    count = len(weights)
    coverage = _coverage(hits, weights)
    if count > 1:
        together, order = _together(hits, weights)
    else:
        together, order = coverage, 1.0
    if _as_typed(hits, count):
        return 0.9 + 0.05 * coverage + 0.05 * min(1.0, count / (length or 1))
    return 0.9 * (0.5 * coverage + 0.35 * together + 0.15 * order * together)


def _coverage(hits: Hits, weights: list[float]) -> float:
    best = [0.0] * len(weights)
    for _, first, last, similarity in hits:
        for word in range(first, last + 1):
            if similarity > best[word]:
                best[word] = similarity
    return sum(weight * similarity for weight, similarity in zip(weights, best, strict=True))


def _together(hits: Hits, weights: list[float]) -> tuple[float, float]:
    """The best coverage within a stretch half as long again as the query, and the share of its typed pairs
    that stand side by side in the order typed there."""
    count = len(weights)
    furthest = reach(count)
    best = (0.0, 0.0)
    for begin, (start, _, _, _) in enumerate(hits):
        end = begin
        while end < len(hits) and hits[end][0] - start < furthest:
            end += 1
        window = hits[begin:end]
        covered = _coverage(window, weights)
        if covered < best[0]:
            continue
        pairs = sum(
            last + 1 == next_first and next_at - at == 1
            for (at, _, last, _), (next_at, next_first, _, _) in pairwise(window)
        )
        best = max(best, (covered, pairs / (count - 1)))
    return best


def _as_typed(hits: Hits, count: int) -> bool:
    """Whether all words stand side by side in the order typed. A word written in two parts has its joined
    form at both positions, so it may be passed twice."""
    reached: set[tuple[int, int]] = set()
    for at, first, last, similarity in hits:
        if similarity < EXACT:
            continue
        if first == 0 or (at - 1, first - 1) in reached or (at - 1, last) in reached:
            if last == count - 1:
                return True
            reached.add((at, last))
    return False


def reach(count: int) -> int:
    """How many positions a stretch may take that holds `count` words together: half as many again."""
    return count + count // 2 + 1
