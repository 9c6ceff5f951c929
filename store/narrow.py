"""The fields of a query, source:, in:, speaker:, from: and to:, as a test of records and passages.

A field with a minus before it leaves out what it would otherwise ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from store import dates
from store.corpus import Corpus
from store.model import TABS, Record, Source
from store.search.fold import fold
from store.text import zone_at

ASIDE = ("related", "boilerplate")
"""What stands on a source's page and is not of its article."""


class Narrowed:
    """What one query's fields let through."""

    def __init__(self, corpus: Corpus, fields: Iterable[tuple[str, str]]) -> None:
        self._corpus = corpus
        self._kinds: set[str] = set()
        self._no_kinds: set[str] = set()
        self._zones: set[str] = set()
        self._no_zones: set[str] = set()
        self._sources: list[Callable[[str], bool]] = []
        self._records: list[Callable[[Record], bool]] = []
        self._no_records: list[Callable[[Record], bool]] = []
        for name, value in fields:
            without, name = name.startswith("-"), name.lstrip("-")
            match name:
                case "in" if value.lower() in (*TABS, "text"):
                    (self._no_kinds if without else self._kinds).add(value.lower())
                case "in":
                    (self._no_zones if without else self._zones).add(value.lower())
                case "source":
                    self._sources.append(self._in_source(fold(value), without))
                case "speaker":
                    (self._no_records if without else self._records).append(self._said_by(fold(value)))
                case _:
                    self._records.append(_dated(name, value))

    def record(self, record: Record) -> bool:
        """Is this record let through?"""
        return (
            self._kind(record.tab)
            and self._zone(record.article, self._zone_of(record))
            and self._anywhere({anchor.source for anchor in record.anchors})
            and self.stands(record)
            and not any(test(record) for test in self._no_records)
        )

    def stretch(self, source: str, start: int) -> bool:
        """Is a passage of this source, which begins here, let through, whatever stands on it?"""
        if not self._kind("text") or not self._anywhere((source,)):
            return False
        zone = zone_at(self._corpus.sources[source].zones, start)
        return self._zone(zone not in ASIDE, zone)

    @property
    def by_record(self) -> bool:
        """Does it depend on the records that stand on a passage whether it is let through?"""
        return bool(self._records or self._no_records)

    def on(self, records: Iterable[Record]) -> bool:
        """Is a passage let through, for the records that stand on it?"""
        records = list(records)
        if any(test(record) for test in self._no_records for record in records):
            return False
        return not self._records or any(map(self.stands, records))

    def stands(self, record: Record) -> bool:
        """Is a record said by whom and of the time that is asked for?"""
        return all(test(record) for test in self._records)

    # -- tests ------------------------------------------------------------------------------------------

    def _kind(self, kind: str) -> bool:
        return kind not in self._no_kinds and (not self._kinds or kind in self._kinds)

    def _zone(self, article: bool, zone: str) -> bool:
        known = "article" if article else zone
        return known not in self._no_zones and (not self._zones or known in self._zones)

    def _zone_of(self, record: Record) -> str:
        if record.article or not self._zones | self._no_zones:
            return "article"
        first = record.main[0]
        zone = zone_at(self._corpus.sources[first.source].zones, first.start)
        return zone if zone in ASIDE else "related"

    def _anywhere(self, sources: Iterable[str]) -> bool:
        return all(any(map(test, sources)) for test in self._sources)

    def _in_source(self, wanted: str, without: bool) -> Callable[[str], bool]:
        @cache
        def test(source: str) -> bool:
            known: Source = self._corpus.sources[source]
            named = (known.id, known.short, known.publisher, known.title)
            return any(wanted in fold(text) for text in named) != without

        return test

    def _said_by(self, wanted: str) -> Callable[[Record], bool]:
        def test(record: Record) -> bool:
            return any(
                actor.role == "speaker" and wanted in fold(self._corpus.name(actor.ref))
                for actor in record.actors
            )

        return test


def _dated(name: str, value: str) -> Callable[[Record], bool]:
    limit = dates.parse(value)

    def test(record: Record) -> bool:
        spans = [dates.parse(when.edtf) for when in record.when if when.edtf]
        if name == "from":
            return any(span.latest >= limit.earliest for span in spans)
        return any(span.earliest <= limit.latest for span in spans)

    return test
