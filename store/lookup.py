"""What a person finds: entities, records and passages for one line of typed words.

Lies over `store.search`, which knows passages and scores only; here they become things of the record, in the
order a reader wants them: who or what is meant, what is recorded about it, and every sentence that says it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from store.corpus import Corpus
from store.kept import KeptIndex
from store.model import SETTLED, Record
from store.narrow import ASIDE, Narrowed
from store.search import parse
from store.search.fold import fold, words
from store.search.grouped import Grouped
from store.search.query import Query
from store.text import Passage, passage_from, passages

Kind = Literal["entity", "record", "passage"]

NEAR = {"entity": 0.85, "record": 0.7, "passage": 0.0}
"""The share of the best score from which a thing of a kind is still meant. An entity is named by one of a
query's words only too easily; its sentence is then the better answer."""
LARGE = 200_000
"""Characters of text from which an index is worth a file, some 1,000 passages; below, making it takes less
than a tenth of a second, and nothing is written."""


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
    """Search over one corpus, and then over newer ones. Several threads may ask, but none during `update`.

    Making one indexes all the text, unless `kept` has an index of it; asking changes nothing.
    """

    def __init__(self, corpus: Corpus, kept: KeptIndex | None = None) -> None:
        self._kept = kept
        self._names = Grouped()
        opened = kept.load() if kept is not None and corpus.longer_than(LARGE) else None
        self._passages = opened or Grouped()
        self._unkept = False
        self.update(corpus)

    def update(self, corpus: Corpus) -> None:
        """Search this corpus from now on. What stands in sources that stayed is not indexed again."""
        self.corpus = corpus
        self.__dict__.pop("standing", None)
        self._sources = {f"{source.id} {source.sha256}": source.id for source in corpus.sources.values()}
        changed = self._passages.update({key: self._texts(source) for key, source in self._sources.items()})
        self._unkept = self._unkept or changed
        named = {
            "\n".join((record.id, *names)): (record, names)
            for record in corpus.records.values()
            if record.state in SETTLED
            for names in (_names(record),)
        }
        self._records = {key: record for key, (record, _) in named.items()}
        self._forms = {key: names for key, (_, names) in named.items()}
        self._names.update({key: _numbered(names) for key, names in self._forms.items()})

    def keep(self) -> None:
        """Keep what was indexed for the next sitting, where it is much and not kept yet."""
        if self._kept is not None and self._unkept and self.corpus.longer_than(LARGE):
            self._kept.save(self._passages)
        self._unkept = False

    def find(self, query: str | Query, limit: int = 50) -> list[Found]:
        """What `query` means, at most `limit`: entities, then records, then passages, each kind best first
        and the article before what only stands on its page. Nothing typed finds nothing."""
        query = query if isinstance(query, Query) else parse(query)
        if not query.text and not query.fields and not query.excluded:
            return []
        within = Narrowed(self.corpus, query.fields)
        found = [*self._named(query, within, limit), *self._said(query, within, limit)]
        best = max((one.score for one in found), default=0.0)
        meant = [one for one in found if one.score >= best * NEAR[one.kind]]
        order = ("entity", "record", "passage")
        meant.sort(key=lambda one: (order.index(one.kind), not one.article, -one.score))
        return meant[:limit]

    # -- names of entities and records ------------------------------------------------------------------

    def _named(self, query: Query, within: Narrowed, limit: int) -> Iterator[Found]:
        # What a record goes by is several texts: where one of them holds what is excluded, none is an answer.
        held = (Query(phrase, (phrase,), open=False) for phrase in query.excluded if words(fold(phrase)))
        index = self._names.index
        excluded = {
            self._names.where(hit.passage_id)[0] for one in held for hit in index.search(one, len(index))
        }

        def accept(one: int) -> bool:
            key = self._names.where(one)[0]
            return key not in excluded and within.record(self._records[key])

        seen: set[str] = set()
        # An entity has several forms and a record label and words: ask for more, keep the best of each.
        for hit in index.search(query, limit * 4, accept):
            key, place = self._names.where(hit.passage_id)
            record = self._records[key]
            if record.id in seen:
                continue
            seen.add(record.id)
            kind: Kind = "entity" if record.tab == "entities" else "record"
            yield Found(kind, hit.score, self._forms[key][place], record, None, record.article)

    # -- passages ---------------------------------------------------------------------------------------

    def _texts(self, source: str) -> Callable[[], Iterable[tuple[int, str]]]:
        def texts() -> Iterator[tuple[int, str]]:
            known, text = self.corpus.sources[source], self.corpus.text(source)
            return ((p.start, text[p.start : p.end]) for p in passages(source, text, known.zones))

        return texts

    def _said(self, query: Query, within: Narrowed, limit: int) -> Iterator[Found]:
        accept = self._accepts(within) if query.fields else None
        for hit in self._passages.index.search(query, limit, accept):
            key, start = self._passages.where(hit.passage_id)
            source = self.corpus.sources[self._sources[key]]
            text = self.corpus.text(source.id)
            # Only what is found is cut out of its text: an index that was kept opens without the texts.
            passage = passage_from(source.id, text, source.zones, start)
            article = passage.zone not in ASIDE
            yield Found("passage", hit.score, text[passage.start : passage.end], None, passage, article)

    def _accepts(self, within: Narrowed) -> Callable[[int], bool]:
        """Whether a passage is let through, by its id. What no record stands on is judged without one."""
        bare = within.on(())
        judged = {
            one: within.on(records) for one, records in (self.standing if within.by_record else {}).items()
        }

        def accept(one: int) -> bool:
            key, start = self._passages.where(one)
            return judged.get(one, bare) and within.stretch(self._sources[key], start)

        return accept

    @cached_property
    def standing(self) -> dict[int, list[Record]]:
        """The records that stand on passages, by the passage's id; only passages with any."""
        found: dict[int, list[Record]] = defaultdict(list)
        for key, source in self._sources.items():
            spots = self.corpus.spots(source)
            if not spots:
                continue
            cut = passages(source, self.corpus.text(source), ())
            ids = [*self._passages.ids(key, (passage.start for passage in cut))]
            for spot in spots:
                first = bisect_left(cut, spot.start + 1, key=lambda passage: passage.end)
                last = bisect_left(cut, spot.end, key=lambda passage: passage.start)
                for one in ids[first:last]:
                    found[one].append(spot.record)
        return dict(found)


def _names(record: Record) -> list[str]:
    """What a record goes by: an entity's label and forms, a record's label and words."""
    if record.tab != "entities":
        return [record.label, " ".join(anchor.exact for anchor in record.main)]
    return [*dict.fromkeys((record.label, *(anchor.exact for anchor in record.spans("surface"))))]


def _numbered(names: list[str]) -> Callable[[], Iterable[tuple[int, str]]]:
    return lambda: enumerate(names)
