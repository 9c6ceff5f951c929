"""Dates as exactly as a source knows them: an EDTF subset (levels 0 and 1), ordered and shown.

Understood: ``1953``, ``1953-07``, ``1953-07-27``, unspecified digits (``195X``, ``1953-XX``, ``XXXX-04-24``),
a trailing ``?`` ``~`` or ``%``, and intervals of two of these with ``..`` for an open end and nothing for an
unknown one (``1991/..``, ``1950/``). Source: Extended Date/Time Format, Library of Congress, 2019.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from store.model import When

# Unspecified digits stand at the end: 195X and 1953-XX, never 1X53 or 1953-XX-27.
_POINT = re.compile(
    r"(?P<y>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX|XXXX)"
    r"(?:-(?:XX(?:-XX)?|(?P<m>[0-9]{2})(?:-(?P<d>[0-9]{2}|XX))?))?(?P<q>[?~%]?)"
)
_FISCAL = re.compile(r"FY([0-9]{4})(?:/FY([0-9]{4}))?")

_FIRST, _LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class Span:
    """The days a date may fall on, both ends included; an open or unknown end is the calendar's own."""

    earliest: date
    latest: date


def parse(edtf: str) -> Span:
    """The days that `edtf` covers. Raises ValueError, naming the string, where it is not of the subset."""
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        if start in ("", "..") and end in ("", ".."):
            raise ValueError(f"{edtf!r} is an interval without any date")
        earliest = _FIRST if start in ("", "..") else _point(start).earliest
        latest = _LAST if end in ("", "..") else _point(end).latest
        if earliest > latest:
            raise ValueError(f"{edtf!r} ends before it begins")
        return Span(earliest, latest)
    return _point(edtf)


def _point(text: str) -> Span:
    match = _POINT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date of the form 1953, 1953-07 or 1953-07-27")
    year, month, day = match["y"], match["m"], match["d"]
    if year == "XXXX":
        # A date without a year may fall in any, so it bounds nothing; 2000 is a leap year.
        if month:
            _day(2000, int(month), int(day) if day and day != "XX" else 1, text)
        return Span(_FIRST, _LAST)
    first, last = max(int(year.replace("X", "0")), 1), int(year.replace("X", "9"))
    if month is None:
        return Span(_day(first, 1, 1, text), _day(last, 12, 31, text))
    if day is None or day == "XX":
        begins = _day(first, int(month), 1, text)
        return Span(begins, _day(last, int(month), calendar.monthrange(last, int(month))[1], text))
    return Span(_day(first, int(month), int(day), text), _day(last, int(month), int(day), text))


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day of the calendar ({error})") from None


def precision(edtf: str) -> str:
    """How finely a date is known: day, month, year, decade, century, interval, or none for no year."""
    if "/" in edtf:
        return "interval"
    match = _POINT.fullmatch(edtf)
    if match is None:
        raise ValueError(f"{edtf!r} is not a date of the form 1953, 1953-07 or 1953-07-27")
    if "X" in match["y"]:
        return {1: "decade", 2: "century"}.get(match["y"].count("X"), "none")
    if match["d"] and match["d"] != "XX":
        return "day"
    return "month" if match["m"] else "year"


def show(edtf: str) -> str:
    """`edtf` in words where words are clearer: since 1991, until 1953, from 1950, to 1953."""
    start, slash, end = edtf.partition("/")
    if not slash:
        return edtf
    if end == "..":
        return f"since {start}"
    if start == "..":
        return f"until {end}"
    if end == "":
        return f"from {start}"
    if start == "":
        return f"to {end}"
    return edtf


def show_bound(bound: str) -> str:
    """What is known of something undated: 2019-03-19 or later."""
    start, slash, end = bound.partition("/")
    if not slash:
        return bound
    if end in ("..", ""):
        return f"{start} or later"
    if start in ("..", ""):
        return f"{end} or earlier"
    return f"between {start} and {end}"


def show_when(when: When) -> str:
    """One date of a record, as a person should read it: an undated thing never looks dated."""
    if when.edtf is not None:
        shown = show(when.edtf)
        return f"{shown} (inferred)" if when.basis == "inferred" else shown
    if when.bound is not None:
        return f"undated, {show_bound(when.bound)}"
    return "undated"


def show_period(period: str) -> str:
    """A value's period: an EDTF date, or fiscal years, never shown as calendar years."""
    fiscal = _FISCAL.fullmatch(period)
    if fiscal is None:
        return show(period) if period else ""
    return f"FY{fiscal[1]}–FY{fiscal[2]}" if fiscal[2] else f"FY{fiscal[1]}"


def check_period(period: str) -> None:
    """Raises ValueError where `period` is neither empty, fiscal years, nor a date of the subset."""
    fiscal = _FISCAL.fullmatch(period)
    if fiscal is None:
        if period:
            parse(period)
    elif fiscal[2] and fiscal[2] < fiscal[1]:
        raise ValueError(f"{period!r} ends before it begins")


def sort_key(when: When | None) -> tuple[date, int, date]:
    """Where something stands in time: by its date, or by the bound of an undated thing, after what is dated
    to the same day; with nothing to go on, after everything."""
    known = (when.edtf or when.bound) if when is not None else None
    if when is None or known is None:
        return (_LAST, 2, _LAST)
    span = parse(known)
    begins = span.earliest if span.earliest != _FIRST else span.latest
    return (begins, 0 if when.edtf else 1, span.latest)


def fiscal_key(period: str) -> tuple[date, int, date] | None:
    """Where fiscal years stand among dates: by the years they are named for, an order and not a date.
    None where `period` is no fiscal year."""
    fiscal = _FISCAL.fullmatch(period)
    if fiscal is None:
        return None
    return (date(int(fiscal[1]), 1, 1), 1, date(int(fiscal[2] or fiscal[1]), 12, 31))
