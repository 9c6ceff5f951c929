"""`ironquote search`: what was meant by some words, or by each line of a file of queries, best first."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from store.corpus import Corpus
from store.errors import StoreError
from store.lookup import Found, Lookup
from tui.clean import clean
from tui.commands import DONE, NOTHING, Opened, write_utf8

KINDS = {"text": "passage", "records": "record", "entities": "entity"}
"""What `--in` calls each kind of answer."""


def search(record: Opened, arguments: argparse.Namespace) -> int:
    """Answer one query, or with --batch one after the other."""
    lookup = Lookup(record.corpus, record.kept)
    status = (_one if arguments.batch is None else _batch)(lookup, arguments)
    sys.stdout.flush()
    lookup.keep()
    return status


def _one(lookup: Lookup, arguments: argparse.Namespace) -> int:
    query = " ".join(arguments.words)
    found = _found(lookup, query, arguments)
    if arguments.jsonl:
        write_utf8(_line(_row(lookup.corpus, one)) for one in found)
    else:
        for one in found:
            print(_told(lookup.corpus, one))
    if not found:
        sys.stderr.write(f"ironquote: nothing found for {clean(query)}.\n")
    return DONE if found else NOTHING


def _batch(lookup: Lookup, arguments: argparse.Namespace) -> int:
    """Answer each query as soon as it is read, so that a program can ask through a pipe and wait."""
    corpus, answered = lookup.corpus, False
    for query in _queries(arguments.batch):
        found = _found(lookup, query, arguments)
        answered = answered or bool(found)
        if arguments.jsonl:
            ranked = enumerate(found, 1)
            write_utf8(_line({"query": query, "rank": n, **_row(corpus, one)}) for n, one in ranked)
            continue
        print(clean(query))
        for n, one in enumerate(found, 1):
            print(f"{n:>4}  {_told(corpus, one)}")
        if not found:
            print("      nothing found")
        print(flush=True)
    if not answered:
        sys.stderr.write("ironquote: nothing found for any query.\n")
    return DONE if answered else NOTHING


def _queries(path: Path) -> Iterator[str]:
    """The queries of a file, a line each, blank lines left out; of standard input for `-`."""
    if str(path) == "-":
        if sys.stdin is None:
            raise StoreError("There is no standard input to read queries from: name a file.")
        yield from _lines(sys.stdin.buffer, "standard input")
    else:
        with path.open("rb") as file:
            yield from _lines(file, str(path))


def _lines(file: Iterator[bytes], name: str) -> Iterator[str]:
    for number, line in enumerate(file, 1):
        try:
            # What some editors put at the beginning of a file is no part of its first query.
            query = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as error:
            raise StoreError(
                f"Line {number} of {name} is not UTF-8 text: save the queries as UTF-8, one a line."
            ) from error
        if query:
            yield query


def _found(lookup: Lookup, query: str, arguments: argparse.Namespace) -> list[Found]:
    kind = KINDS.get(arguments.within)
    # Other kinds are left out afterwards, so ask for enough that the limit can still be filled.
    found = lookup.find(query, arguments.limit if kind is None else arguments.limit * 4)
    return [one for one in found if kind in (None, one.kind)][: arguments.limit]


def _row(corpus: Corpus, one: Found) -> dict[str, object]:
    return {
        "kind": one.kind,
        "score": round(one.score, 4),
        "id": one.record.id if one.record else None,
        "label": one.record.label if one.record else None,
        "article": one.article,
        "spans": [
            {"source": source, "start": start, "end": end, "exact": corpus.text(source)[start:end]}
            for source, start, end in _spans(one)
        ],
    }


def _line(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _told(corpus: Corpus, one: Found) -> str:
    source, start, end = _spans(one)[0]
    words = " ".join(corpus.text(source)[start:end].split())
    named = f"{one.record.label} ({one.record.kind}): " if one.record else ""
    return clean(f"{corpus.short(source)}:{start}-{end}  {named}{words}")


def _spans(one: Found) -> list[tuple[str, int, int]]:
    if one.record is not None:
        return [(anchor.source, anchor.start, anchor.end) for anchor in one.record.main]
    assert one.passage is not None
    return [(one.passage.source, one.passage.start, one.passage.end)]
