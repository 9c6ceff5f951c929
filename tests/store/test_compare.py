"""Sources held against each other: what agrees, refines, differs; and that nothing is merged."""

from __future__ import annotations

from decimal import Decimal

import pytest

from store import shipped
from store.compare import compare, compare_dates, compare_values
from store.model import Anchor, Basis, Record, Value, When


def value(number: int | None, qualifier: str = "exact", unit: str = "people") -> Value:
    return Value("troops", None if number is None else Decimal(number), unit, qualifier)


def when(edtf: str | None, bound: str | None = None, role: str = "held", basis: Basis = "stated") -> When:
    return When(role, edtf, bound, basis=basis)


def record(n: int, values: tuple[Value, ...] = (), dates: tuple[When, ...] = ()) -> Record:
    anchor = Anchor("row", f"s{n}", 0, 1, "x")
    return Record(
        f"r{n}", "forces", "personnel", "Troops", f"s{n}", (anchor,), values, dates, cluster="troops"
    )


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (value(28500), value(28500), "agree"),
        (value(28500), value(28500, "over"), "refine"),
        (value(28500, "approximately"), value(28500, "~"), "refine"),
        (value(28500), value(30000), "differ"),
        (value(28500, "more than"), value(30000), "refine"),
        (value(30000, "more than"), value(28500), "differ"),
        (value(69), value(70, "nearly"), "refine"),
        (value(1000, "about"), value(1020), "refine"),
        (value(1000, "about"), value(1500), "differ"),
        (value(None), value(3), "refine"),
    ],
)
def test_two_values(one: Value, other: Value, verdict: str) -> None:
    assert compare_values(one, other) == verdict
    assert compare_values(other, one) == verdict


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (when("1953"), when("1953"), "agree"),
        (when("1953"), when("1953-10-01"), "refine"),
        (when("1950/"), when("1950/1953"), "refine"),
        (when("1953"), when("1954"), "differ"),
        (when("1953"), when("1954", role="in force"), "refine"),
        (when(None, "2019-03-19/.."), when("2019-04-01"), "refine"),
        (when(None, "2019-03-19/.."), when("2018"), "differ"),
        (when(None), when("2018"), "refine"),
    ],
)
def test_two_dates(one: When, other: When, verdict: str) -> None:
    assert compare_dates(one, other) == verdict
    assert compare_dates(other, one) == verdict


def test_one_record_or_words_alone_have_no_verdict() -> None:
    assert compare([record(1, (value(1),))]).verdict is None
    words = compare([record(1), record(2)])
    assert words.verdict is None
    assert "read the words" in words.why


def test_the_worst_respect_decides_and_every_respect_is_told() -> None:
    judged = compare(
        [record(1, (value(5),), (when("1953"),)), record(2, (value(5),), (when("1954"),))],
    )
    assert judged.verdict == "differ"
    assert judged.why == "one number, 5 people; different dates: 1953, 1954."


def test_numbers_of_different_measures_are_never_held_together() -> None:
    judged = compare([record(1, (value(5),)), record(2, (value(9, unit="aircraft"),))])
    assert judged.verdict is None


def test_an_inferred_date_contradicts_no_stated_one() -> None:
    stated, inferred = when("1953"), when("2022-11-03", basis="inferred")
    assert compare([record(1, (), (stated,)), record(2, (), (inferred,))]).verdict == "refine"


def test_a_silent_source_does_not_differ() -> None:
    assert compare([record(1, (value(5),)), record(2)]).verdict == "refine"


def test_the_numbers_of_troops_that_ship_refine_one_another_in_four_hedges() -> None:
    corpus = shipped.corpus_of(shipped.read_folder(shipped.folder()))
    row = next(row for row in corpus.rows("forces") if row.key == "us-troops-in-korea")
    judged = compare(row.members)
    assert judged.verdict == "refine"
    assert judged.why == (
        "one number with different hedges: 28,500 people, over 28,500 people, approximately 28,500 people,"
        " ~28,500 people."
    )
