"""Numbers: read as the source writes them, shown with the hedge that the source gives them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.amounts import read_hedge, read_number, show_number, show_value, show_values
from store.corpus import Corpus
from store.model import QUALIFIERS, Value

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth"} | {
    "nine": "ninth",
    "twelve": "twelfth",
}


def spell(number: int, *, british: bool = False) -> str:
    """A whole number in English words."""
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            joint = " and " if british and 0 < rest < 100 else " "
            tail = f"{joint}{spell(rest, british=british)}" if rest else ""
            return f"{spell(number // scale, british=british)} {name}{tail}"
    if number < 20:
        return ONES[number]
    return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")


def spell_ordinal(number: int) -> str:
    words = spell(number)
    head, last = re.fullmatch(r"(.*?)([a-z]+)", words, re.DOTALL).groups()  # type: ignore[union-attr]
    if last in IRREGULAR:
        return head + IRREGULAR[last]
    return head + (last.removesuffix("y") + "ieth" if last.endswith("y") else f"{last}th")


# ---- reading


@given(st.integers(0, 10**15))
def test_figures_are_read_with_and_without_separators(number: int) -> None:
    assert read_number(f"{number:,}") == read_number(f"{number}") == number
    assert show_number(Decimal(number)) == f"{number:,}"


@given(st.integers(0, 10**9), st.integers(1, 999))
def test_a_shown_number_is_read_back(whole: int, thousandths: int) -> None:
    number = whole + Decimal(thousandths) / 1000
    shown = show_number(number)
    assert read_number(shown) == number
    assert "E" not in shown


@given(st.integers(0, 10**12 - 1), st.booleans(), st.booleans())
def test_words_are_read_as_the_number_they_spell(number: int, british: bool, begins: bool) -> None:
    words = spell(number, british=british)
    assert read_number(words.capitalize() if begins else words) == number
    assert read_number(f"{words} of the countries, one of them alone") == number


@given(st.integers(1, 99))
def test_ordinals_are_read_in_words_and_in_figures(number: int) -> None:
    ending = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    assert read_number(spell_ordinal(number)) == number
    assert read_number(f"{number}{ending}") == number
    assert show_value(Value("meeting", Decimal(number), "rank")) == f"{number}{ending}"


@given(st.decimals(0, 999, places=2), st.sampled_from(["thousand", "million", "billion", "trillion"]))
def test_a_scale_multiplies(number: Decimal, scale: str) -> None:
    factor = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}[scale]
    for words in (f"${number} {scale}", f"{number} {scale.capitalize()}", f"{number}\u00a0{scale}"):
        assert read_number(words) == number * factor


@given(st.text(alphabet=st.characters(codec="ascii", categories=["Lu", "Ll", "Po", "Zs"]), max_size=60))
def test_reading_never_fails(words: str) -> None:
    number = read_number(words)
    assert number is None or number >= 0


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Twenty-one countries", 21),
        ("six missions", 6),
        ("one of three bilateral mutual defense alliances", 1),
        ("nearly seven decades", 7),
        ("the fourth iteration", 4),
        ("54th Security Consultative Meeting", 54),
        ("5.2 million reservists", 5_200_000),
        ("41 percent", 41),
        ("90%", 90),
        ("six and seven", 6),
        ("between five and six", 5),
        ("two thousand three hundred and seven", 2307),
        ("one hundred and first", 101),
    ],
)
def test_numbers_as_they_stand_in_sentences(words: str, number: int) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize(
    "words", ["", "a substantial portion", "hundreds", "a million", "and", "often", "stone"]
)
def test_what_states_no_number_gives_none(words: str) -> None:
    assert read_number(words) is None


# ---- hedges


@pytest.mark.parametrize(
    ("source", "words", "hedge"),
    [
        ("dod19", "28,500", "exact"),
        ("state", "28,500", "over"),
        ("dod19", "625,000", "exact"),
        ("dod19", "1,500", "more than"),
        ("dod19", "750", "about"),
        ("dod19", "90%", "about"),
        ("dod19", "600,000", "more than"),
        ("dod19", "70 years", "nearly"),
        ("dod22", "seven decades", "nearly"),
        ("state", "30 billion", "more than"),
        ("state", "$3.4 billion", "over"),
        ("state", "$7 billion", "just over"),
        ("news", "1.2 Billion", "~"),
        ("news", "$1.03 billion", "exact"),
        ("news", "28,500 troops", "approximately"),
        ("news", "28,500 |", "~"),
    ],
)
def test_the_hedge_is_the_one_that_stands_before_the_number(
    corpus: Corpus, source: str, words: str, hedge: str
) -> None:
    text = corpus.text(source)
    assert text.count(words) == 1
    assert read_hedge(text[: text.index(words)]) == hedge


@pytest.mark.parametrize("before", ["a turnover ", "moreover, ", "over the ", "roundabout ", "", "over, "])
def test_a_hedge_within_a_word_or_further_off_is_none(before: str) -> None:
    assert read_hedge(before) == "exact"


# ---- showing


@given(
    st.integers(1, 10**13).map(Decimal),
    st.sampled_from(["people", "USD", "percent", "rank", "countries"]),
    st.sampled_from(QUALIFIERS),
    st.booleans(),
)
def test_no_hedge_is_lost_in_showing(number: Decimal, unit: str, qualifier: str, full: bool) -> None:
    plain = show_value(Value("", number, unit), full=full)
    shown = show_value(Value("", number, unit, qualifier), full=full)
    assert plain in shown
    assert (shown == plain) == (qualifier == "exact")
    assert qualifier == "exact" or qualifier in shown.replace(plain, "")
    assert read_number(plain) or unit == "USD"


@pytest.mark.parametrize(
    ("number", "short", "full"),
    [
        ("1030000000", "$1.03 bn", "$1.03 billion"),
        ("52800000000", "$52.8 bn", "$52.8 billion"),
        ("3400000", "$3.4 m", "$3.4 million"),
        ("2000000000000", "$2 tn", "$2 trillion"),
        ("999999", "$999,999", "$999,999"),
        ("1234567890", "$1.23456789 bn", "$1.23456789 billion"),
    ],
)
def test_money_is_short_and_in_full_and_never_rounded(number: str, short: str, full: str) -> None:
    value = Value("cost", Decimal(number), "USD")
    assert show_value(value) == short
    assert show_value(value, full=True) == full
    assert read_number(full) == Decimal(number)


def test_values_of_a_record_in_one_line_with_their_periods() -> None:
    values = (
        Value("exports", Decimal("3400000000"), "USD", "over", "FY2019/FY2021"),
        Value("missions", Decimal(6), "missions"),
        Value("portion", None, "percent"),
        Value("budget", Decimal("52800000000"), "USD", "projected", "2024"),
        Value("increase", Decimal("13.9"), "percent"),
    )
    assert show_values(values) == "over $3.4 bn (FY2019–FY2021) · 6 · $52.8 bn projected (2024) · 13.9 %"
