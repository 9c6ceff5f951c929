"""The tabs, one entry each: which rows, which columns, in which orders. A new tab is a new entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from store import dates
from store.corpus import Corpus, Row
from store.model import TABS as RECORD_TABS
from store.model import Source, Tab
from store.search.fold import fold
from tui.rows import (
    mentions_count,
    row_time,
    row_words,
    sources_cell,
    speakers,
    states_cell,
    value_cell,
    what_cell,
    when_cell,
    words_of,
)
from tui.widgets.cells import Column, Piece, put

T = TypeVar("T")


@dataclass(frozen=True)
class Order(Generic[T]):
    """A way to sort a tab: its name, and the key of an item."""

    name: str
    key: Callable[[Corpus, T], Any]


@dataclass(frozen=True)
class View(Generic[T]):
    """One tab of the browser."""

    name: str
    title: str
    items: Callable[[Corpus, bool], list[T]]
    columns: Callable[[Corpus], Sequence[Column[T]]]
    orders: tuple[Order[T], ...]
    words: Callable[[Corpus, T], str]
    empty: str
    strip: bool = False


# -- columns ---------------------------------------------------------------------------------------------


def _kind(title: str = "Kind") -> Column[Row]:
    return Column(title, lambda row: row.first.kind, most=13, group=True, ink="dim")


def _what(corpus: Corpus, title: str = "What", *, dated: bool = False) -> Column[Row]:
    return Column(title, partial(what_cell, corpus, dated=dated), grows=True, keeps=True)


def _when(corpus: Corpus) -> Column[Row]:
    return Column("When", partial(when_cell, corpus), most=21)


def _sources(corpus: Corpus) -> Column[Row]:
    return Column("Sources", partial(sources_cell, corpus), most=24, right=True, gives=True)


def _value(corpus: Corpus, title: str, most: int) -> Column[Row]:
    return Column(title, partial(value_cell, corpus), most=most, right=True)


def _timeline(corpus: Corpus) -> list[Column[Row]]:
    return [_when(corpus), _what(corpus, dated=True), _sources(corpus)]


def _forces(corpus: Corpus) -> list[Column[Row]]:
    return [_kind(), _what(corpus), _value(corpus, "How many", 20), _sources(corpus)]


def _sales(corpus: Corpus) -> list[Column[Row]]:
    status = Column[Row](
        "Status", lambda row: ", ".join(row.first.status), most=24, ink="dim", right=True, from_width=96
    )
    return [_kind(), _what(corpus), _value(corpus, "Worth", 26), status, _sources(corpus)]


def _agreements(corpus: Corpus) -> list[Column[Row]]:
    states = Column[Row]("How much or when", partial(states_cell, corpus), most=22, right=True)
    return [_kind(), _what(corpus), states, _sources(corpus)]


def _quotes(corpus: Corpus) -> list[Column[Row]]:
    who = Column[Row](
        "Who",
        lambda row: speakers(corpus, row.first) or "the page itself",
        most=20,
        group=True,
        ink="dim",
        gives=True,
    )
    return [
        who,
        Column("Words", partial(_quoted, corpus), grows=True),
        Column("Kind", lambda row: row.first.kind, most=10, ink="dim", right=True, from_width=90),
        _sources(corpus),
    ]


def _quoted(corpus: Corpus, row: Row) -> list[Piece]:
    words = words_of(row.first)
    direct = row.first.kind in ("direct", "partial")
    pieces = [put(f"“{words.strip(chr(34) + '“”')}”" if direct else words)]
    return pieces if row.first.article else [*pieces, Piece(" (related news)", "dim")]


def _entities(corpus: Corpus) -> list[Column[Row]]:
    named = Column[Row]("Named", lambda row: f"{mentions_count(corpus, row):,}", right=True)
    return [_kind(), Column("Name", _name_cell, grows=True), named, _sources(corpus)]


def _name_cell(row: Row) -> list[Piece]:
    forms = dict.fromkeys(a.exact for record in row.members for a in record.spans("surface"))
    also = ", ".join(form for form in forms if form != row.first.label)
    return [put(row.first.label), *([put(f"  {also}", "dim")] if also else [])]


def _documents(corpus: Corpus) -> list[Column[Source]]:
    counts: dict[str, int] = {}
    for record in corpus.records.values():
        if record.source is not None:
            counts[record.source] = counts.get(record.source, 0) + 1
    return [
        Column("Name", lambda source: source.short, most=12),
        Column(
            "Title", lambda s: [put(s.title) if s.title else put(f"untitled {s.kind}", "dim")], grows=True
        ),
        Column("Publisher", lambda source: source.publisher, most=28, ink="dim", right=True, from_width=90),
        Column(
            "Date",
            lambda s: [put(dates.show_when(s.when), "text" if s.when.edtf else "dim")],
            most=28,
            right=True,
        ),
        Column("Records", lambda source: f"{counts.get(source.id, 0):,}", right=True),
    ]


# -- orders ----------------------------------------------------------------------------------------------

_BY_NAME = Order[Row]("name", lambda corpus, row: fold(row.first.label))
_BY_TIME = Order[Row]("time", row_time)
_BY_TEXT = Order[Row]("text", lambda corpus, row: 0)
_BY_SOURCES = Order[Row]("sources", lambda corpus, row: -len(corpus.sources_of(row)))


def _by_kind(*first: str) -> Order[Row]:
    rank = {kind: n for n, kind in enumerate(first)}

    def key(corpus: Corpus, row: Row) -> tuple[int, str, bool]:
        # Within a kind, what has a number comes first: it is what most people look for.
        return rank.get(row.first.kind, len(rank)), row.first.kind, not value_cell(corpus, row)

    return Order("kind", key)


def _amount(corpus: Corpus, row: Row) -> tuple[str, Any]:
    """By unit, then the largest first: people are never ranked among dollars."""
    value = next((v for r in row.members for v in r.values if v.number is not None), None)
    return ("~", 0) if value is None or value.number is None else (value.unit, -value.number)


_BY_AMOUNT = Order[Row]("amount", _amount)
_BY_SPEAKER = Order[Row](
    "speaker", lambda corpus, row: (not speakers(corpus, row.first), fold(speakers(corpus, row.first)))
)
_BY_NAMED = Order[Row]("times named", lambda corpus, row: -mentions_count(corpus, row))


def _rows(tab: Tab) -> Callable[[Corpus, bool], list[Row]]:
    return lambda corpus, related: corpus.rows(tab, related=related)


_NOTHING = "No {} yet. Press r for related news, or add a document: ironquote add FILE"

VIEWS: tuple[View[Any], ...] = (
    View(
        "timeline",
        "Timeline",
        _rows("timeline"),
        _timeline,
        (_BY_TIME, _BY_NAME, _BY_SOURCES, _BY_TEXT),
        row_words,
        _NOTHING.format("events"),
        strip=True,
    ),
    View(
        "forces",
        "Forces",
        _rows("forces"),
        _forces,
        (
            _by_kind("personnel", "casualties", "equipment", "vessel", "unit", "command", "base"),
            _BY_AMOUNT,
            _BY_NAME,
            _BY_SOURCES,
        ),
        row_words,
        _NOTHING.format("forces"),
    ),
    View(
        "sales",
        "Sales",
        _rows("sales"),
        _sales,
        (_by_kind("total", "channel", "list", "system", "category", "statement"), _BY_AMOUNT, _BY_NAME),
        row_words,
        _NOTHING.format("sales"),
    ),
    View(
        "agreements",
        "Agreements",
        _rows("agreements"),
        _agreements,
        (
            _by_kind("alliance", "treaty", "armistice", "cost-sharing", "mechanism", "process"),
            _BY_TIME,
            _BY_NAME,
            _BY_SOURCES,
        ),
        row_words,
        _NOTHING.format("agreements"),
    ),
    View(
        "quotes",
        "Quotes",
        _rows("quotes"),
        _quotes,
        (_BY_TEXT, _BY_SPEAKER, _by_kind("direct", "partial", "indirect", "position")),
        row_words,
        _NOTHING.format("quotes"),
    ),
    View(
        "entities",
        "Entities",
        _rows("entities"),
        _entities,
        (_by_kind("country", "person", "organisation"), _BY_NAMED, _BY_NAME),
        row_words,
        _NOTHING.format("entities"),
    ),
    View(
        "sources",
        "Sources",
        lambda corpus, related: list(corpus.sources.values()),
        _documents,
        (
            Order("received", lambda corpus, source: 0),
            Order("date", lambda corpus, source: dates.sort_key(source.when)),
            Order("name", lambda corpus, source: fold(source.short)),
        ),
        lambda corpus, source: fold(" ".join((source.short, source.title, source.publisher, source.kind))),
        "No sources yet. Add a document: ironquote add FILE",
    ),
)

BY_NAME: dict[str, View[Any]] = {view.name: view for view in VIEWS}

assert set(RECORD_TABS) <= BY_NAME.keys()
