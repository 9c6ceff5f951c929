"""Numbers as a source writes them: in figures, in words, as money, with the hedge that stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from store.dates import show_period
from store.model import QUALIFIERS, Value

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_WORDS = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_ORDINALS = {
    ordinal: n
    for n, ordinal in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
        " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        1,
    )
} | {word.replace("y", "ieth"): 10 * n for n, word in enumerate(_TENS, 2)}
_FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:st|nd|rd|th)?")
_SCALE = re.compile(r"\s*(" + "|".join(_SCALES) + r")\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")

# The source's wording for each hedge, longest first, so that "just over" is not read as "over".
_HEDGES = sorted((q for q in QUALIFIERS if q not in ("exact", "projected", "top")), key=len, reverse=True)
_HEDGE = re.compile(r"(?<![a-z])(" + "|".join(map(re.escape, _HEDGES)) + r")\s*[$€£₩]?\s*\Z", re.IGNORECASE)


def read_number(words: str) -> Decimal | None:
    """The number that `words` state ("28,500", "$1.03 billion", "Twenty-one", "54th"), or None."""
    figure = _FIGURE.search(words)
    if figure is not None:
        number = Decimal(figure[1].replace(",", "") + (figure[2] or ""))
        scale = _SCALE.match(words, figure.end())
        return number * _SCALES[scale[1].lower()] if scale else number
    return _spelt(match[0].lower() for match in _WORD.finditer(words))


def _spelt(words: Iterable[str]) -> Decimal | None:
    """The first number that is written out among `words`; it ends where no number goes on like that."""
    total, group, seen = 0, 0, False
    room = 100  # what may still be added is less than this: after "twenty" 10, after "six" nothing
    for word in words:
        number = _WORDS.get(word, _ORDINALS.get(word))
        if number is not None:
            if seen and not 0 < number < room:
                break
            if word in _ORDINALS:
                return Decimal(total + group + number)
            group, seen, room = group + number, True, 10 if number >= 20 else 0
        elif word in _SCALES and seen:
            scale = _SCALES[word]
            if word == "hundred" and 0 < group < 100:
                group *= scale
            elif word != "hundred" and group and total % (scale * 1000) == 0:
                total, group = total + group * scale, 0
            else:
                break
            room = 100
        elif seen and not (word == "and" and room == 100):
            break
    return Decimal(total + group) if seen else None


def read_hedge(before: str) -> str:
    """The hedge at the end of `before`, the words that lead up to a number; "exact" where there is none."""
    match = _HEDGE.search(before)
    return match[1].lower() if match else "exact"


def show_number(number: Decimal) -> str:
    """28500 as 28,500; 13.9 as 13.9; never in exponents."""
    whole = number == number.to_integral_value()
    return f"{number.to_integral_value():,f}" if whole else f"{number.normalize():,f}"


def show_value(value: Value, *, full: bool = False) -> str:
    """A value with its hedge and unit: over 28,500 · about 41 % · $1.03 bn. `full` writes money in words."""
    if value.number is None:
        return value.qualifier if value.qualifier != "exact" else ""
    if value.unit == "USD":
        shown = _dollars(value.number, full)
    elif value.unit == "percent":
        shown = f"{show_number(value.number)} %"
    elif value.unit == "rank":
        shown = f"{show_number(value.number)}{_ordinal_ending(int(value.number))}"
    else:
        shown = show_number(value.number)
    if value.qualifier == "~":
        return f"~{shown}"
    if value.qualifier == "projected":
        return f"{shown} projected"
    return shown if value.qualifier == "exact" else f"{value.qualifier} {shown}"


def show_values(values: Sequence[Value]) -> str:
    """All values of a record in one line, each with its period."""
    parts = (f"{show_value(v)} ({show_period(v.period)})" if v.period else show_value(v) for v in values)
    return " · ".join(part for part in parts if part)


def _dollars(number: Decimal, full: bool) -> str:
    for scale, short, long in ((10**12, "tn", "trillion"), (10**9, "bn", "billion"), (10**6, "m", "million")):
        if number >= scale:
            return f"${show_number(number / scale)} {long if full else short}"
    return f"${show_number(number)}"


def _ordinal_ending(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
