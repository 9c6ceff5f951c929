"""Does the record still hold? Every anchor against its source, every source against its sha256, every number
and date against its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from store.anchors import fault
from store.claims import check_actor, check_date, check_value
from store.corpus import Corpus
from store.errors import StoreError
from store.model import Record
from store.text import view
from store.texts import sha256


def verify(corpus: Corpus, data: Callable[[str], bytes]) -> Iterator[str]:
    """Every fault found, as a sentence; none where all is well. `data` gives a text's bytes by its sha256."""
    views: dict[str, str] = {}
    for source in corpus.sources.values():
        try:
            found = sha256(data(source.sha256))
            views[source.id] = view(corpus.text(source.id))
        except StoreError as error:
            yield f"{source.short}: {error}"
            continue
        if found != source.sha256:
            yield f"{source.short}: the text is not the one that was added (its sha256 is {found})"
    entities = {record.id for record in corpus.records.values() if record.tab == "entities"}
    for record in corpus.records.values():
        for problem in _faults(record, corpus, views, entities):
            yield f"{record.id}: {problem}"


def _faults(record: Record, corpus: Corpus, views: dict[str, str], entities: set[str]) -> Iterator[str]:
    broken = not record.main
    if broken:
        yield "no claim without its quote: it has no span of its own"
    if record.source is not None and record.source not in corpus.sources:
        yield f"there is no source {record.source!r}"
    for anchor in record.anchors:
        if record.source is not None and anchor.source != record.source:
            yield f"a claim of {record.source} stands on words of {anchor.source}"
            broken = True
        elif anchor.source not in corpus.sources:
            yield f"there is no source {anchor.source!r}"
            broken = True
        elif anchor.source in views:
            problem = fault(anchor, corpus.text(anchor.source))
            broken = broken or problem is not None
            if problem:
                yield problem
    if broken or record.source not in views:
        return
    hull = (min(anchor.start for anchor in record.main), max(anchor.end for anchor in record.main))
    words = iter(record.spans("value"))
    for value in record.values:
        # A value without a number has no words of its own.
        span = next(words, None) if value.number is not None else None
        spans = [span] if span is not None else []
        yield from check_value(value, spans, views[record.source], hull)
    for actor in record.actors:
        unknown = check_actor(actor, entities, views[record.source])
        if unknown:
            yield unknown
    dates = [anchor.exact for anchor in record.spans("date")]
    for when in record.when:
        yield from check_date(when, dates)
