"""What one row of a tab says of itself: its date, its name, its sources, its number, all its words."""

from __future__ import annotations

from store import dates
from store.amounts import show_value
from store.compare import compare
from store.corpus import Corpus, Row
from store.model import Record, Source, When
from store.search.fold import fold
from tui.widgets.cells import Piece, put

VERDICTS = {"agree": "=", "refine": "≈", "differ": "≠"}
"""How a row tells that its sources agree, refine one another, or differ; the detail says it in words."""


def chosen_when(corpus: Corpus, row: Row) -> When | None:
    """The date a row stands by: a date goes before a bound, what a source states before what is inferred, the
    narrower before the wider."""
    dated = [record.when[0] for record in row.members if record.when]
    return min(dated, key=lambda w: (w.edtf is None, w.basis == "inferred", _days(w)), default=None)


def _days(when: When) -> int:
    span = dates.parse(when.edtf or when.bound or "XXXX")
    return (span.latest - span.earliest).days


def row_time(corpus: Corpus, row: Row) -> tuple[object, ...]:
    """Where a row stands in time; one with nothing to go on, after everything."""
    when = chosen_when(corpus, row)
    if when is not None:
        return dates.sort_key(when)
    return min(corpus.time(record) for record in row.members)


def when_cell(corpus: Corpus, row: Row) -> list[Piece]:
    """A row's date, or its fiscal years; what is not dated is dim and says what bounds it."""
    when = chosen_when(corpus, row)
    if when is not None and when.edtf is not None:
        return [
            put(dates.show(when.edtf)),
            *([Piece(" inferred", "dim")] if when.basis == "inferred" else []),
        ]
    if when is not None and when.bound is not None:
        return [put(dates.show_bound(when.bound), "dim")]
    periods = (value.period for record in row.members for value in record.values)
    fiscal = next((period for period in periods if dates.fiscal_key(period)), None)
    return [put(dates.show_period(fiscal)) if fiscal else Piece("undated", "dim")]


def what_cell(corpus: Corpus, row: Row, *, dated: bool = False) -> list[Piece]:
    """A row's name, and what must not be overlooked about it."""
    pieces = [put(row.first.label)]
    when = chosen_when(corpus, row)
    if dated and when is not None and when.edtf is None and when.bound is not None:
        pieces.append(Piece(" (undated)", "dim"))
    if not row.first.article:
        pieces.append(Piece(" (related news)", "dim"))
    return pieces


def sources_cell(corpus: Corpus, row: Row) -> list[Piece]:
    """The short names of a row's sources, with how they stand to each other before them."""
    verdict = compare(row.members).verdict if len(row.members) > 1 else None
    names = put(" ".join(corpus.short(source) for source in corpus.sources_of(row)))
    if verdict is None:
        return [names]
    return [Piece(f"{VERDICTS[verdict]} ", "strong" if verdict == "differ" else "dim"), names]


def value_cell(corpus: Corpus, row: Row) -> str:
    """The first number that a source of the row gives, in its own words."""
    for record in row.members:
        for value in record.values:
            if value.number is not None:
                fiscal = f" {dates.show_period(value.period)}" if value.period.startswith("FY") else ""
                return show_value(value) + fiscal
    return ""


def states_cell(corpus: Corpus, row: Row) -> list[Piece]:
    """What an agreement comes to: its first number with what it counts, else its date."""
    for record in row.members:
        for value in record.values:
            if value.number is not None:
                unit = "" if value.unit in ("USD", "percent", "rank") else f" {value.unit}"
                return [put(show_value(value) + unit)]
    return when_cell(corpus, row) if chosen_when(corpus, row) is not None else []


def speakers(corpus: Corpus, record: Record) -> str:
    """Who speaks, as a person reads it; no one is named for a page's own voice."""
    return ", ".join(corpus.name(actor.ref) for actor in record.actors if actor.role == "speaker")


def words_of(record: Record) -> str:
    """A record's own words, in one line."""
    return " […] ".join(" ".join(anchor.exact.split()) for anchor in record.main)


def row_words(corpus: Corpus, row: Row) -> str:
    """All that a filter looks at, folded."""
    parts: list[str] = []
    for record in row.members:
        parts += [record.label, record.kind, record.place, *record.status]
        parts += [anchor.exact for anchor in record.anchors]
        parts += [corpus.name(actor.ref) for actor in record.actors]
        parts += [show_value(value) for value in record.values]
        parts += [dates.show_when(when) for when in record.when]
    parts += [corpus.short(source) for source in corpus.sources_of(row)]
    return fold(" ".join(parts))


def mentions_count(corpus: Corpus, row: Row) -> int:
    """How often a text names an entity."""
    return sum(len(record.anchors) for record in row.members)


def item_key(item: Row | Source) -> str:
    """What a row is known by while data changes."""
    return item.id if isinstance(item, Source) else item.key
