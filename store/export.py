"""The record in other programs' forms: JSON lines, CSV, Markdown, web annotations, CSL-JSON.

Every form carries the exact words and where they stand; none of them cleans, cuts or adds up anything.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from store.amounts import show_values
from store.cite import citation, quotation
from store.codec import record_to_json, source_to_json
from store.corpus import Corpus
from store.dates import parse, show_when
from store.model import SETTLED, TABS, Anchor, Record, Source, State, Tab

Json = dict[str, Any]

_CSV_COLUMNS = (
    "id tab kind label source when basis values actors place status words start end article state note"
).split()
_SOURCE_COLUMNS = "id short title kind publisher author date basis sha256 notes".split()


def chosen(corpus: Corpus, tabs: Iterable[Tab] = TABS, states: frozenset[State] = SETTLED) -> list[Record]:
    """The records to export, by tab and then in the order of the text. Related news is among them, marked."""
    return [record for tab in tabs for record in corpus.tab(tab, related=True, states=states)]


def jsonl(corpus: Corpus, records: Sequence[Record]) -> Iterator[str]:
    """One record a line, with exactly the keys of `Record`."""
    for record in records:
        yield json.dumps(record_to_json(record), ensure_ascii=False) + "\n"


def table(corpus: Corpus, records: Sequence[Record]) -> Iterator[str]:
    """CSV with a heading, one record a line, as a person would read it; `start` and `end` are characters."""
    yield from _csv([[*_CSV_COLUMNS], *(_csv_row(corpus, record) for record in records)])


def sources_jsonl(sources: Iterable[Source]) -> Iterator[str]:
    """One source a line, with exactly the keys of `Source`."""
    for source in sources:
        yield json.dumps(source_to_json(source), ensure_ascii=False) + "\n"


def sources_table(sources: Iterable[Source]) -> Iterator[str]:
    """CSV with a heading, one source a line, its date as a person would read it."""
    yield from _csv([[*_SOURCE_COLUMNS], *map(_source_row, sources)])


def _source_row(source: Source) -> list[object]:
    return [
        source.id,
        source.short,
        source.title,
        source.kind,
        source.publisher,
        source.author,
        show_when(source.when),
        source.when.basis,
        source.sha256,
        "; ".join(source.notes),
    ]


def _csv(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _csv_row(corpus: Corpus, record: Record) -> list[object]:
    actors = (f"{actor.role}: {corpus.name(actor.ref)}" for actor in record.actors)
    return [
        record.id,
        record.tab,
        record.kind,
        record.label,
        corpus.short(record.source) if record.source else "",
        "; ".join(show_when(when) for when in record.when),
        "; ".join(when.basis for when in record.when),
        show_values(record.values),
        "; ".join(actors),
        record.place,
        "; ".join(record.status),
        " […] ".join(anchor.exact for anchor in record.main),
        record.main[0].start,
        record.main[-1].end,
        "yes" if record.article else "no",
        record.state,
        record.note,
    ]


def markdown(corpus: Corpus, records: Sequence[Record]) -> Iterator[str]:
    """A section a tab, an item a record, each with its words and their citation."""
    heading = ""
    for record in records:
        if record.tab != heading:
            heading = record.tab
            yield f"## {heading.capitalize()}\n\n"
        facts = [show_when(when) for when in record.when]
        facts += [show_values(record.values), record.place, *record.status]
        yield f"- **{record.label}** — {' · '.join([record.kind, *filter(None, facts)])}\n"
        if record.source:
            yield f"  > {quotation(record.main)}\n  > — {citation(corpus.sources[record.source])}\n"
        yield "\n"


def web_annotations(corpus: Corpus, records: Sequence[Record]) -> Iterator[str]:
    """W3C Web Annotations, one a line, whose targets are the spans a record stands on. The source of a target
    is the URN of the text's SHA-256. Source: Web Annotation Data Model, W3C Recommendation, 2017."""
    for record in records:
        body: Json = {
            "type": "TextualBody",
            "value": record.label,
            "purpose": "tagging",
            "format": "text/plain",
        }
        yield (
            json.dumps(
                {
                    "@context": "http://www.w3.org/ns/anno.jsonld",
                    "id": f"urn:ironquote:{record.id}",
                    "type": "Annotation",
                    "body": body,
                    "target": [_target(corpus, anchor) for anchor in record.main],
                },
                ensure_ascii=False,
            )
            + "\n"
        )


def _target(corpus: Corpus, anchor: Anchor) -> Json:
    return {
        "source": f"urn:sha256:{corpus.sources[anchor.source].sha256}",
        "selector": [
            {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end},
            {
                "type": "TextQuoteSelector",
                "exact": anchor.exact,
                "prefix": anchor.prefix,
                "suffix": anchor.suffix,
            },
        ],
    }


def csl(corpus: Corpus, records: Sequence[Record]) -> Iterator[str]:
    """The sources that the records stand on, as one CSL-JSON array; an undated one has no date."""
    wanted = {anchor.source for record in records for anchor in record.anchors}
    items = [_csl_item(source) for source in corpus.sources.values() if source.id in wanted]
    yield json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _csl_item(source: Source) -> Json:
    item: Json = {"id": source.id, "type": "webpage", "title": source.title, "publisher": source.publisher}
    if source.author:
        item["author"] = [{"literal": source.author}]
    if source.when.edtf is not None and source.when.precision == "day":
        day = parse(source.when.edtf).earliest
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    return {key: value for key, value in item.items() if value}


FORMATS: dict[str, Callable[[Corpus, Sequence[Record]], Iterator[str]]] = {
    "jsonl": jsonl,
    "csv": table,
    "markdown": markdown,
    "annotations": web_annotations,
    "csl": csl,
}
"""Each form by its name on the command line."""
