"""Dates: what they cover, how they are ordered, and that no undated thing is shown as dated."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from store.dates import (
    Span,
    check_period,
    fiscal_key,
    parse,
    precision,
    show,
    show_bound,
    show_period,
    show_when,
    sort_key,
)
from store.model import When

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))
FORMS = ("{0:%Y-%m-%d}", "{0:%Y-%m}", "{0:%Y-%m}-XX", "{0:%Y}", "{0:%Y}-XX", "{0:%Y}-XX-XX")
POINTS = st.builds(lambda form, day: form.format(day), st.sampled_from(FORMS), DAYS)
OPEN = st.sampled_from(["", ".."])


@st.composite
def intervals(draw: st.DrawFn) -> str:
    start, end = draw(POINTS | OPEN), draw(POINTS | OPEN)
    assume(start not in ("", "..") or end not in ("", ".."))
    if start not in ("", "..") and end not in ("", ".."):
        assume(parse(start).earliest <= parse(end).latest)
    return f"{start}/{end}"


# ---- what a date covers


@given(DAYS)
def test_a_date_covers_its_day_and_the_coarser_it_is_the_more(day: date) -> None:
    year = f"{day:%Y}"
    nested = [f"{day}", f"{day:%Y-%m}", year, f"{year[:3]}X", f"{year[:2]}XX", f"{year[0]}XXX", "XXXX"]
    spans = [parse(edtf) for edtf in nested]
    assert spans[0] == Span(day, day)
    for inner, outer in pairwise(spans):
        assert outer.earliest <= inner.earliest <= inner.latest <= outer.latest
    assert [precision(edtf) for edtf in nested[:5]] == ["day", "month", "year", "decade", "century"]


@given(DAYS)
def test_months_and_years_follow_each_other_without_a_gap(day: date) -> None:
    month = parse(f"{day:%Y-%m}")
    assert month.earliest.day == 1
    following = month.latest + timedelta(days=1)
    assert parse(f"{following:%Y-%m}").earliest == following
    assert parse(f"{day.year}").latest + timedelta(days=1) == parse(f"{day.year + 1}").earliest


@given(DAYS, st.sampled_from("?~%"))
def test_a_doubt_changes_neither_what_is_covered_nor_how_finely(day: date, doubt: str) -> None:
    for form in FORMS:
        edtf = form.format(day)
        assert parse(edtf + doubt) == parse(edtf)
        assert precision(edtf + doubt) == precision(edtf)


@given(intervals())
def test_an_interval_runs_from_the_first_day_of_its_start_to_the_last_of_its_end(edtf: str) -> None:
    start, _, end = edtf.partition("/")
    span = parse(edtf)
    assert span.earliest == (date.min if start in ("", "..") else parse(start).earliest)
    assert span.latest == (date.max if end in ("", "..") else parse(end).latest)
    assert precision(edtf) == "interval"


def test_an_open_interval_has_no_last_day() -> None:
    assert parse("1991/..") == Span(date(1991, 1, 1), date.max)
    assert parse("../2022-11-03") == Span(date.min, date(2022, 11, 3))


def test_february_ends_when_it_ends() -> None:
    assert parse("2024-02").latest == date(2024, 2, 29)
    assert parse("2023-02").latest == date(2023, 2, 28)
    assert parse("1900-02").latest == date(1900, 2, 28)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "soon",
            "53",
            "FY2019",
            "FY2019/FY2021",
            "March 2019",
            "1953/07",
            "2019-3-19",
            "2019-03-19T00:00",
        ),
        *("2019-13", "2019-00", "2019-02-29", "2019-02-30", "XXXX-13", "XXXX-02-30", "0000-01-32"),
        *("1X53", "X953", "1953-XX-27", "1953-1X", "1953-07-2X"),
        *("/", "..", "../..", "/..", "1953/1952", "1953/1954/1955", "2019-03-19/2019-03-18", "１９５３"),
    ],
)
def test_what_is_no_date_of_the_subset_is_refused_by_name(words: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011  (the message is what is looked at)
        parse(words)
    start, _, end = words.partition("/")
    assert any(repr(part) in str(refused.value) for part in (words, start, end))


@pytest.mark.parametrize("words", ["FY2019", "last night", "1X53", "1953-XX-27"])
def test_what_is_no_date_has_no_precision(words: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        precision(words)


def test_a_date_without_its_year_is_no_day() -> None:
    assert precision("XXXX-04-24") == "none"
    assert parse("XXXX-04-24") == Span(date.min, date.max)


# ---- order


@given(POINTS, POINTS)
def test_what_begins_earlier_stands_earlier(one: str, other: str) -> None:
    assume(parse(one).earliest < parse(other).earliest)
    assert sort_key(When("held", edtf=one)) < sort_key(When("held", edtf=other))
    assert sort_key(When("held", bound=one)) < sort_key(When("held", bound=other))


@given(DAYS)
def test_a_date_stands_before_a_bound_and_both_before_what_nothing_dates(day: date) -> None:
    edtf = f"{day}"
    keys = [
        sort_key(When("held", edtf=edtf)),
        sort_key(When("held", bound=f"{edtf}/..")),
        sort_key(When("held")),
    ]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_fiscal_years_have_a_place_in_time_and_nothing_else_of_a_period_has() -> None:
    fiscal = fiscal_key("FY2019/FY2021")
    assert fiscal is not None
    assert sort_key(When("held", edtf="2018-12-31")) < fiscal < sort_key(When("held", edtf="2022"))
    assert fiscal_key("2019/2021") is None
    assert fiscal_key("") is None


def test_what_ended_by_a_day_stands_at_that_day_and_not_at_the_beginning_of_time() -> None:
    by = sort_key(When("fought", bound="../2022-11-03"))
    assert sort_key(When("held", edtf="2022-11-02")) < by < sort_key(When("held", edtf="2022-11-04"))


def test_nothing_to_go_on_stands_last() -> None:
    assert sort_key(None) > sort_key(When("held", edtf="9999-12-31"))


# ---- showing


def read_back(words: str) -> str:
    """The EDTF interval that shown words stand for, by what they mean in English."""
    for lead, form in (("since ", "{}/.."), ("until ", "../{}"), ("from ", "{}/"), ("to ", "/{}")):
        if words.startswith(lead):
            return form.format(words.removeprefix(lead))
    return words


@given(POINTS | intervals())
def test_a_shown_date_says_neither_more_nor_less(edtf: str) -> None:
    assert read_back(show(edtf)) == edtf


@given(intervals(), st.sampled_from(["stated", "relative", "inferred", "none"]))
def test_nothing_undated_ever_looks_dated(bound: str, basis: str) -> None:
    shown = show_when(When("held", bound=bound, basis=basis))  # type: ignore[arg-type]
    assert shown == f"undated, {show_bound(bound)}"
    assert show_when(When("held", basis=basis)) == "undated"  # type: ignore[arg-type]


@given(POINTS | intervals())
def test_an_inferred_date_says_that_it_is(edtf: str) -> None:
    stated = show_when(When("held", edtf=edtf, basis="stated"))
    inferred = show_when(When("held", edtf=edtf, basis="inferred"))
    assert "inferred" not in stated
    assert inferred == f"{stated} (inferred)"


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        ("2019-03-19/..", "2019-03-19 or later"),
        ("2019-03-19/", "2019-03-19 or later"),
        ("../2022-11-03", "2022-11-03 or earlier"),
        ("1950/1953", "between 1950 and 1953"),
        ("2021", "2021"),
    ],
)
def test_a_bound_in_words(bound: str, words: str) -> None:
    assert show_bound(bound) == words


@given(st.integers(1000, 2999), st.integers(0, 20))
def test_a_fiscal_year_is_never_a_calendar_year(first: int, more: int) -> None:
    last = first + more
    assert show_period(f"FY{first}") == f"FY{first}"
    assert show_period(f"FY{first}/FY{last}") == f"FY{first}–FY{last}"
    assert show_period(f"{first}") == f"{first}"
    for period in (f"FY{first}", f"FY{first}/FY{last}", f"{first}", ""):
        check_period(period)
    with pytest.raises(ValueError, match="not a date"):
        parse(f"FY{first}")


@pytest.mark.parametrize("period", ["FY19", "FY2021/FY2019", "FY2019/2021", "2019–2021", "three years"])
def test_a_period_that_is_none_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match=r"FY|not a date"):
        check_period(period)
