"""Claims: a number, a hedge, a date or a name that the words do not bear out is a fault."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from store.anchors import make
from store.claims import check_actor, check_date, check_value, hedge_of
from store.corpus import Corpus
from store.model import QUALIFIERS, Actor, Anchor, Record, Value, When
from store.text import view

TEXT = """\
There are over 28,500 troops and 750 helicopters, about
12 ships. In 2024, the budget is projected to reach $52.8 billion. It is one of the top 10 spenders.
"""


def on(words: str, row: str = TEXT) -> tuple[list[Anchor], str, tuple[int, int]]:
    start = TEXT.index(words)
    begin = TEXT.index(row)
    return [make("value", "page", TEXT, start, start + len(words))], TEXT, (begin, begin + len(row))


def faults(
    value: Value, words: str, row: str = "There are over 28,500 troops and 750 helicopters, about"
) -> str:
    return "\n".join(check_value(value, *on(words, row)))


@pytest.mark.parametrize("qualifier", QUALIFIERS)
def test_only_the_hedge_of_the_source_holds(qualifier: str) -> None:
    found = faults(Value("troops", Decimal(28500), "people", qualifier), "28,500")
    assert (found == "") == (qualifier == "over")
    found = faults(Value("helicopters", Decimal(750), "helicopters", qualifier), "750")
    assert (found == "") == (qualifier == "exact")


@pytest.mark.parametrize("number", [28499, 28501, 2850, 285000, 28, -28500])
def test_only_the_number_of_the_source_holds(number: int) -> None:
    assert "states 28500" in faults(Value("troops", Decimal(number), "people", "over"), "28,500")


def test_a_hedge_of_the_line_before_is_none() -> None:
    spans, seen, hull = on("12", "12 ships.")
    assert TEXT[: hull[0]].endswith("about\n")
    assert hedge_of(spans[0], seen, hull) == "exact"


def test_projected_and_top_are_read_from_the_row() -> None:
    row = "In 2024, the budget is projected to reach $52.8 billion."
    budget = Value("budget", Decimal("52800000000"), "USD", "projected", "2024")
    assert faults(budget, "$52.8 billion", row) == ""
    assert "the source says projected" in faults(replace(budget, qualifier="exact"), "$52.8 billion", row)
    spenders = Value("spenders", Decimal(10), "countries", "top")
    assert faults(spenders, "10", "one of the top 10 spenders") == ""
    assert "the source says top" in faults(replace(spenders, qualifier="exact"), "10", "the top 10 spenders")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Value("troops", Decimal(28500), "people", "roughly"), "a qualifier is one of"),
        (Value("troops", Decimal(28500), "", "over"), "has no unit"),
        (Value("troops", Decimal(28500), "people", "over", "FY2021/FY2019"), "ends before it begins"),
        (Value("troops", Decimal(28500), "people", "over", "this year"), "not a date"),
    ],
)
def test_a_value_of_another_form_is_a_fault(value: Value, says: str) -> None:
    assert says in faults(value, "28,500")


def test_a_number_without_words_is_a_fault_and_words_without_a_number_are_none() -> None:
    value = Value("troops", Decimal(28500), "people", "over")
    assert list(check_value(value, [], TEXT, (0, len(TEXT)))) == ["28500 has no words"]
    assert list(check_value(replace(value, number=None), [], TEXT, (0, len(TEXT)))) == []


# ---- dates


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1953", ["signed in 1953"]),
        ("2017-03-13", ["March 13, 2017"]),
        ("2018-09-08", ["Sept. 8, 2018"]),
        ("2024-07-21", ["July 21st, 2024"]),
        ("1991/..", ["Since 1991"]),
        ("1950/1953", ["(1950-1953)"]),
        ("2022-11", ["November", "of 2022"]),
    ],
)
def test_a_stated_date_stands_in_its_words(edtf: str, words: list[str]) -> None:
    assert list(check_date(When("held", edtf=edtf, basis="stated"), words)) == []


@pytest.mark.parametrize(
    ("when", "words", "says"),
    [
        (When("held", "1953", basis="stated"), ["signed last year"], "does not state the year 1953"),
        (When("held", "1950/1953", basis="stated"), ["begun in 1950"], "does not state the year 1953"),
        (When("held", "2017-04-13", basis="stated"), ["March 13, 2017"], "does not state the month"),
        (When("held", "2017-03-14", basis="stated"), ["March 13, 2017"], "does not state the day"),
        (When("held", "2017-03-01", basis="stated"), ["March 13, 2017"], "does not state the day"),
        (
            When("held", "2022-11-02", basis="stated"),
            ["last night", "Nov. 3, 2022"],
            "does not state the day",
        ),
        (When("held", bound="2019-03-19/..", basis="stated"), ["recent"], "does not state the year"),
        (When("held", "1953", basis="inferred"), [], "no words that it rests on"),
        (When("held", "1953", basis="stated"), [], "no words that it rests on"),
        (When("held", "1953", basis="none"), ["1953"], "rests on nothing"),
        (When("held", bound="1953/..", basis="none"), ["1953"], "rests on nothing"),
        (When("held", basis="stated"), ["1953"], "a stated date is missing"),
        (When("held", basis="inferred"), ["1953"], "a inferred date is missing"),
        (When("held", "1953", basis="guessed"), ["1953"], "a basis is one of"),  # type: ignore[arg-type]
        (When("held", "1953-13", basis="stated"), ["1953"], "not a day of the calendar"),
        (When("held", "soon", basis="inferred"), ["soon"], "not a date of the form"),
        (When("held", bound="1953/1952", basis="inferred"), ["1953"], "ends before it begins"),
    ],
)
def test_a_date_that_its_words_do_not_bear_is_a_fault(when: When, words: list[str], says: str) -> None:
    assert says in "\n".join(check_date(when, words))


def test_a_date_that_nothing_is_known_of_is_none() -> None:
    assert list(check_date(When("held"), [])) == []


# ---- actors


def test_an_actor_is_an_entity_or_words_of_the_source() -> None:
    seen = view("the Republic of Korea’s partnership")
    assert check_actor(Actor("party", "lee"), {"lee"}, seen) is None
    assert check_actor(Actor("party", "the Republic of Korea’s"), {"lee"}, seen) is None
    assert "neither an entity" in str(check_actor(Actor("party", "the ROK"), {"lee"}, seen))
    assert "a role is one of" in str(check_actor(Actor("maker", "lee"), {"lee"}, seen))


# ---- the shipped record


def hedged(corpus: Corpus) -> list[tuple[Record, int]]:
    return [
        (record, n)
        for record in corpus.records.values()
        for n, value in enumerate(record.values)
        if value.number is not None
    ]


def test_no_shipped_number_would_hold_with_another_hedge_or_by_one_more(corpus: Corpus) -> None:
    checked = hedged(corpus)
    assert len(checked) > 60
    for record, n in checked:
        assert record.source is not None
        seen = view(corpus.text(record.source))
        hull = (min(a.start for a in record.main), max(a.end for a in record.main))
        value, span = record.values[n], record.spans("value")[n]
        assert list(check_value(value, [span], seen, hull)) == []
        for qualifier in QUALIFIERS:
            if qualifier != value.qualifier:
                assert list(check_value(replace(value, qualifier=qualifier), [span], seen, hull))
        assert value.number is not None
        assert list(check_value(replace(value, number=value.number + 1), [span], seen, hull))
