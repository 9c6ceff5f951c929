"""Does a claim say no more than its words? The checks that keep a number, a date or a name honest.

Each returns faults as sentences, none where the claim holds. They are run when a hand-made record is read and
again by ``ironquote verify`` on all that a store holds.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from store.amounts import read_hedge, read_number
from store.dates import check_period, parse
from store.model import ACTOR_ROLES, BASES, QUALIFIERS, Actor, Anchor, Value, When
from store.text import view

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_YEAR = re.compile(r"\d{4}")


def check_value(
    value: Value, spans: Sequence[Anchor], text_view: str, hull: tuple[int, int]
) -> Iterator[str]:
    """Is the number the one its words state, with the hedge that stands there and no other?"""
    if value.qualifier not in QUALIFIERS:
        yield f"a qualifier is one of {', '.join(QUALIFIERS)}, not {value.qualifier!r}"
        return
    if not value.unit:
        yield f"the value of {value.of!r} has no unit"
    try:
        check_period(value.period)
    except ValueError as error:
        yield f"{error}"
    if value.number is None:
        return
    if not spans:
        yield f"{value.number} has no words"
        return
    words = spans[0]
    stated = read_number(words.exact)
    if stated != value.number:
        yield f"{words.exact!r} states {stated}, not {value.number}"
    hedge = hedge_of(words, text_view, hull)
    if hedge != value.qualifier:
        yield f"the source says {hedge} {words.exact!r}, the record says {value.qualifier}"


def hedge_of(words: Anchor, text_view: str, hull: tuple[int, int]) -> str:
    """The hedge the source gives the number at `words`: right before it, or projected or top in its row."""
    line = text_view.rfind("\n", 0, words.start) + 1
    hedge = read_hedge(text_view[line : words.start])
    if hedge != "exact":
        return hedge
    row = text_view[hull[0] : hull[1]].lower()
    if re.search(r"\bprojected\b", row):
        return "projected"
    return "top" if re.search(r"\btop[ ]\Z", text_view[line : words.start]) else "exact"


def check_date(when: When, words: Sequence[str]) -> Iterator[str]:
    """Does a date called stated stand in its words, and does any other say what it rests on?"""
    if when.basis not in BASES:
        yield f"a basis is one of {', '.join(BASES)}, not {when.basis!r}"
        return
    try:
        for date in filter(None, (when.edtf, when.bound)):
            parse(date)
    except ValueError as error:
        yield f"{error}"
        return
    if when.basis == "none":
        if when.edtf or when.bound:
            yield f"{when.edtf or when.bound} rests on nothing: its basis is none"
        return
    if not when.edtf and not when.bound:
        yield f"a {when.basis} date is missing"
        return
    if not words:
        yield f"{when.edtf or when.bound} has no words that it rests on"
        return
    if when.basis == "stated":
        yield from _unstated(when.edtf or when.bound or "", view(" ".join(words)))


def _unstated(edtf: str, words: str) -> Iterator[str]:
    for year in _YEAR.findall(edtf):
        if year not in words:
            yield f"{words!r} does not state the year {year}"
    for _, month, day in re.findall(r"(\d{4})-(\d\d)(?:-(\d\d))?", edtf):
        if not re.search(rf"\b{_MONTHS[int(month) - 1]}[a-z]*\b", words.lower()):
            yield f"{words!r} does not state the month of {edtf}"
        if day and not re.search(rf"\b0?{int(day)}(?:st|nd|rd|th)?\b", words):
            yield f"{words!r} does not state the day of {edtf}"


def check_actor(actor: Actor, entities: Container[str], text_view: str) -> str | None:
    """Is the actor an entity of the record, or literal words of the source?"""
    if actor.role not in ACTOR_ROLES:
        return f"a role is one of {', '.join(sorted(ACTOR_ROLES))}, not {actor.role!r}"
    if actor.ref in entities or view(actor.ref) in text_view:
        return None
    return f"{actor.ref!r} is neither an entity of this file nor words of the source"
