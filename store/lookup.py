"""What a person finds: entities, records and passages for one line of typed words.

Lies over `store.search`, which knows passages and scores only; here they become things of the record, in the
order a reader wants them: who or what is meant, what is recorded about it, and every sentence that says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from store import dates
from store.corpus import Corpus
from store.model import SETTLED, Record
from store.search import SearchIndex, parse
from store.search.fold import fold
from store.search.query import Query
from store.text import Passage

Kind = Literal["entity", "record", "passage"]

NEAR = {"entity": 0.85, "record": 0.7, "passage": 0.0}
"""The share of the best score from which a thing of a kind is still meant. An entity is named by one of a
query's words only too easily; its sentence is then the better answer."""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer. `text` is what matched: a name, a label, the words of a record, or a passage."""

    kind: Kind
    score: float
    text: str
    record: Record | None = None
    passage: Passage | None = None
    article: bool = True


class Lookup:
    """Search over one corpus. Building it reads every text once; asking it changes nothing."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._names: list[tuple[Record, str]] = list(_named(corpus))
        self._name_index = SearchIndex()
        self._name_index.rebuild((n, text) for n, (_, text) in enumerate(self._names))
        self._passage_index = SearchIndex()
        self._passage_index.rebuild(
            (n, corpus.text(p.source)[p.start : p.end]) for n, p in enumerate(corpus.passages)
        )

    def find(self, query: str | Query, limit: int = 50) -> list[Found]:
        """What `query` means, at most `limit`: entities, then records, then passages, each kind best first
        and the article before what only stands on its page. Nothing typed finds nothing."""
        query = query if isinstance(query, Query) else parse(query)
        if not query.text and not query.fields and not query.excluded:
            return []
        accepts = self._accepts(query)
        found = [*self._named(query, accepts, limit), *self._passages(query, accepts, limit)]
        best = max((one.score for one in found), default=0.0)
        meant = [one for one in found if one.score >= best * NEAR[one.kind]]
        order = ("entity", "record", "passage")
        meant.sort(key=lambda one: (order.index(one.kind), not one.article, -one.score))
        return meant[:limit]

    def _named(self, query: Query, accepts: _Accepts, limit: int) -> Iterator[Found]:
        def accept(n: int) -> bool:
            return accepts.record(self._names[n][0])

        seen: set[str] = set()
        # An entity has several forms and a record label and words: ask for more, keep the best of each.
        for hit in self._name_index.search(query, limit * 4, accept):
            record, text = self._names[hit.passage_id]
            if record.id in seen:
                continue
            seen.add(record.id)
            kind: Kind = "entity" if record.tab == "entities" else "record"
            yield Found(kind, hit.score, text, record, None, record.article)

    def _passages(self, query: Query, accepts: _Accepts, limit: int) -> Iterator[Found]:
        passages = self.corpus.passages

        def accept(n: int) -> bool:
            return accepts.passage(passages[n])

        for hit in self._passage_index.search(query, limit, accept):
            passage = passages[hit.passage_id]
            text = self.corpus.text(passage.source)[passage.start : passage.end]
            article = passage.zone not in ("boilerplate", "related")
            yield Found("passage", hit.score, text, None, passage, article)

    def _accepts(self, query: Query) -> _Accepts:
        return _Accepts(self, query.fields)

    @cached_property
    def standing(self) -> dict[Passage, list[Record]]:
        """The records that stand on each passage."""
        found: dict[Passage, list[Record]] = {}
        for source in self.corpus.sources:
            spots = self.corpus.spots(source)
            for passage in self.corpus.passages:
                if passage.source == source:
                    found[passage] = [
                        spot.record for spot in spots if spot.start < passage.end and passage.start < spot.end
                    ]
        return found


class _Accepts:
    """The fields of a query (source:, in:, speaker:, from:, to:) as a test of records and passages."""

    def __init__(self, lookup: Lookup, fields: Iterable[tuple[str, str]]) -> None:
        self._lookup, self._corpus = lookup, lookup.corpus
        self._places: list[Callable[[str], bool]] = []
        self._records: list[Callable[[Record], bool]] = []
        self._tabs: set[str] = set()
        for name, value in fields:
            if name == "in":
                self._tabs.add(value.lower())
            elif name == "source":
                self._places.append(self._in_source(fold(value)))
            elif name == "speaker":
                self._records.append(self._said_by(fold(value)))
            else:
                self._records.append(self._dated(name, value))

    def record(self, record: Record) -> bool:
        if self._tabs and record.tab not in self._tabs:
            return False
        sources = {anchor.source for anchor in record.anchors}
        return all(any(place(source) for source in sources) for place in self._places) and all(
            test(record) for test in self._records
        )

    def passage(self, passage: Passage) -> bool:
        if self._tabs and "text" not in self._tabs:
            return False
        if not all(place(passage.source) for place in self._places):
            return False
        if not self._records:
            return True
        return any(all(test(r) for test in self._records) for r in self._lookup.standing[passage])

    def _in_source(self, wanted: str) -> Callable[[str], bool]:
        def test(source: str) -> bool:
            known = self._corpus.sources[source]
            return any(wanted in fold(text) for text in (known.id, known.short, known.publisher, known.title))

        return test

    def _said_by(self, wanted: str) -> Callable[[Record], bool]:
        def test(record: Record) -> bool:
            return any(
                actor.role == "speaker" and wanted in fold(self._corpus.name(actor.ref))
                for actor in record.actors
            )

        return test

    @staticmethod
    def _dated(name: str, value: str) -> Callable[[Record], bool]:
        limit = dates.parse(value)

        def test(record: Record) -> bool:
            spans = [dates.parse(when.edtf) for when in record.when if when.edtf]
            if name == "from":
                return any(span.latest >= limit.earliest for span in spans)
            return any(span.earliest <= limit.latest for span in spans)

        return test


def _named(corpus: Corpus) -> Iterator[tuple[Record, str]]:
    """What each record goes by: an entity's label and forms, a record's label and words."""
    for record in corpus.records.values():
        if record.state not in SETTLED:
            continue
        yield record, record.label
        if record.tab == "entities":
            for form in dict.fromkeys(anchor.exact for anchor in record.spans("surface")):
                if form != record.label:
                    yield record, form
        else:
            yield record, " ".join(anchor.exact for anchor in record.main)
