"""Sources that speak of one thing, held against each other: do they agree, refine one another, or differ?

A judgement about words that stay as they are: nothing is merged, averaged or chosen here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from store import dates
from store.amounts import show_value
from store.model import Record, Value, When

Verdict = Literal["agree", "refine", "differ"]

_LEAST = frozenset({"more than", "over", "just over"})
_ROUND = frozenset({"about", "approximately", "~"})
_WEIGHT: dict[Verdict, int] = {"agree": 0, "refine": 1, "differ": 2}
_NEAR = Decimal("0.05")
"""How far two rounded numbers may lie apart, as a share of the larger, and still be one statement."""


@dataclass(frozen=True, slots=True)
class Point:
    """One respect in which records can be held against each other, and how they stand in it."""

    of: Literal["number", "date"]
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What several records of one cluster come to. No verdict where there is nothing to hold together: only
    one of them, or words alone."""

    verdict: Verdict | None
    points: tuple[Point, ...]

    @property
    def why(self) -> str:
        """The judgement as a sentence or two."""
        if self.points:
            return "; ".join(point.why for point in self.points) + "."
        return "No number or date to hold against each other: read the words."


def compare(records: Sequence[Record]) -> Comparison:
    """How the records of one cluster stand to each other."""
    if len(records) < 2:
        return Comparison(None, ())
    points = [*_numbers(records), *_dates(records)]
    verdict = max((point.verdict for point in points), key=_WEIGHT.__getitem__, default=None)
    return Comparison(verdict, tuple(points))


def compare_values(one: Value, other: Value) -> Verdict:
    """Two values of one measure: the same words, the same number said otherwise, or another number."""
    if one.number is None or other.number is None:
        return "refine"
    if one.number == other.number:
        return "agree" if one.qualifier == other.qualifier else "refine"
    low, high = (one, other) if one.number < other.number else (other, one)
    assert low.number is not None
    assert high.number is not None
    if low.qualifier in _LEAST or high.qualifier == "nearly":
        return "refine"
    rounded = one.qualifier in _ROUND or other.qualifier in _ROUND
    return "refine" if rounded and high.number - low.number <= high.number * _NEAR else "differ"


def compare_dates(one: When, other: When) -> Verdict:
    """Two dates of one thing: the same, one within the other, or apart. What was begun on one day and signed
    on another does not differ."""
    first, second = one.edtf or one.bound, other.edtf or other.bound
    if first is None or second is None:
        return "refine"
    if one.edtf is not None and one.edtf == other.edtf:
        # The year in a treaty's name and the year of its signing are one number and two statements.
        return "agree" if one.role == other.role else "refine"
    a, b = dates.parse(first), dates.parse(second)
    within = (a.earliest <= b.earliest and b.latest <= a.latest) or (
        b.earliest <= a.earliest and a.latest <= b.latest
    )
    overlapping = a.earliest <= b.latest and b.earliest <= a.latest
    undated = one.edtf is None or other.edtf is None
    fits = within or (undated and overlapping) or one.role != other.role
    return "refine" if fits else "differ"


def _numbers(records: Sequence[Record]) -> list[Point]:
    measures: dict[tuple[str, str], list[tuple[Record, Value]]] = defaultdict(list)
    for record in records:
        for value in record.values:
            if value.number is not None:
                measures[value.unit, value.period].append((record, value))
    points = []
    for stated in measures.values():
        if len({record.id for record, _ in stated}) < 2:
            continue
        pairs = [
            compare_values(one, other)
            for (first, one), (second, other) in combinations(stated, 2)
            if first.id != second.id
        ]
        verdict = max(pairs, key=_WEIGHT.__getitem__)
        points.append(Point("number", verdict, _number_words([value for _, value in stated], verdict)))
    silent = [record for record in records if not any(v.number is not None for v in record.values)]
    if measures and silent and not points:
        points.append(Point("number", "refine", "not every source gives a number"))
    return points


def _number_words(values: Sequence[Value], verdict: Verdict) -> str:
    shown = list(dict.fromkeys(map(_shown, values)))
    if verdict == "agree":
        return f"one number, {shown[0]}"
    if len({value.number for value in values}) == 1:
        return f"one number with different hedges: {', '.join(shown)}"
    if verdict == "refine":
        return f"numbers that do not exclude each other: {', '.join(shown)}"
    return f"different numbers: {', '.join(shown)}"


def _shown(value: Value) -> str:
    unit = "" if value.unit in ("USD", "percent", "rank") else f" {value.unit}"
    return show_value(value, full=True) + unit


def _dates(records: Sequence[Record]) -> list[Point]:
    # A date that is only inferred is the page's, not a statement about the thing.
    dated = [
        record.when[0]
        for record in records
        if record.when and record.when[0].edtf and record.when[0].basis in ("stated", "relative")
    ]
    if not dated:
        return []
    if len(dated) == 1:
        return [Point("date", "refine", f"only one source dates it, {dates.show_when(dated[0])}")]
    verdict = max(
        (compare_dates(one, other) for one, other in combinations(dated, 2)), key=_WEIGHT.__getitem__
    )
    shown = ", ".join(dict.fromkeys(map(dates.show_when, dated)))
    if verdict == "agree":
        words = f"one date, {shown}"
        if len(dated) < len(records):
            return [Point("date", "refine", f"{words}, which not every source gives")]
        return [Point("date", "agree", words)]
    if verdict == "refine" and len({when.edtf for when in dated}) == 1:
        roles = ", ".join(dict.fromkeys(when.role for when in dated))
        return [Point("date", "refine", f"one date, {shown}, said of different things: {roles}")]
    if verdict == "refine":
        return [Point("date", "refine", f"dates that fit into each other: {shown}")]
    return [Point("date", "differ", f"different dates: {shown}")]
