"""What the command line does short of browsing: a command takes an open record and gives an exit status."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store import shipped
from store.corpus import Corpus, Row
from store.holdings import Holdings, default_path
from store.kept import KeptIndex
from store.model import SETTLED, STATES, Source
from tui.clean import clean
from tui.marked import Tally

DONE, NOTHING, WRONG = 0, 1, 2


@dataclass(frozen=True)
class Opened:
    """A record for one run: what it holds, how to see that it changed, what its owner should be told."""

    corpus: Corpus
    newer: Callable[[], Corpus | None]
    data: Callable[[str], bytes]
    notices: tuple[str, ...] = ()
    kept: KeptIndex | None = None


@contextmanager
def opened(path: Path | None, *, read_only: bool) -> Iterator[Opened]:
    """The record at `path` or the person's own, with the shipped sources in it. A reader who has none yet
    gets the shipped sources from the package, and nothing is created. Raises StoreError."""
    if read_only and path is None and not default_path().exists():
        found = shipped.read_folder(shipped.folder())
        files = {one.source.sha256: shipped.folder() / one.source.file for one in found}
        yield Opened(shipped.corpus_of(found), lambda: None, lambda name: files[name].read_bytes())
        return
    with Holdings.open(path, read_only=read_only) as holdings:
        if not read_only:
            shipped.install(holdings)
        notices = tuple(filter(None, (*holdings.store.notices, holdings.store.warning)))
        yield Opened(holdings.corpus(), holdings.newer, holdings.texts.data, notices, holdings.kept)


def search(record: Opened, arguments: argparse.Namespace) -> int:
    """Find things by words, best first: entities, then records, then passages."""
    from tui import finding

    return finding.search(record, arguments)


def show(record: Opened, arguments: argparse.Namespace) -> int:
    """A tab as a table, or one record with its words in their context."""
    if arguments.id is not None:
        return _show_one(record, arguments)
    if arguments.jsonl or arguments.csv:
        return _show_rows(record, arguments)
    from tui.table import table
    from tui.tabs import BY_NAME

    view = BY_NAME[arguments.tab]
    items = sorted(
        view.items(record.corpus, arguments.related), key=lambda item: view.orders[0].key(record.corpus, item)
    )
    for line in table(view.columns(record.corpus), items, _width()):
        print(line)
    if not items:
        sys.stderr.write(f"ironquote: {view.empty}\n")
    return DONE if items else NOTHING


def _show_rows(record: Opened, arguments: argparse.Namespace) -> int:
    from store import export

    if arguments.tab == "sources":
        sources = list(record.corpus.sources.values())
        made = export.sources_jsonl(sources) if arguments.jsonl else export.sources_table(sources)
        _write_data(made, arguments)
        return DONE if sources else _nothing("the record holds no source")
    found = record.corpus.tab(arguments.tab, related=arguments.related)
    _write_data((export.jsonl if arguments.jsonl else export.table)(record.corpus, found), arguments)
    return DONE if found else _nothing(f"{arguments.tab} holds no record")


def _write_data(parts: Iterable[str], arguments: argparse.Namespace) -> None:
    tally = Tally(parts, json=arguments.jsonl)
    write_utf8(tally)
    tally.tell()


def _show_one(record: Opened, arguments: argparse.Namespace) -> int:
    from store import export
    from tui.widgets.detail import describe

    corpus = record.corpus
    item: Row | Source | None = None
    parts: Iterable[str] = ()
    if arguments.tab == "sources":
        names = {source.short: source for source in corpus.sources.values()}
        source = corpus.sources.get(arguments.id) or names.get(arguments.id)
        if source is not None:
            item = source
            parts = export.sources_jsonl([source]) if arguments.jsonl else export.sources_table([source])
    else:
        one = corpus.records.get(arguments.id)
        if one is not None and one.tab == arguments.tab:
            item = corpus.row_of(one)
            parts = (export.jsonl if arguments.jsonl else export.table)(corpus, [one])
    if item is None:
        sys.stderr.write(
            f"ironquote: there is no {clean(arguments.id)} in {arguments.tab}. "
            f"Its ids are in: ironquote show {arguments.tab} --jsonl\n"
        )
        return WRONG
    if arguments.jsonl or arguments.csv:
        _write_data(parts, arguments)
        return DONE
    for line in describe(corpus, item, _width()).lines:
        # A role is named by its file too, so that not only what is shown as data is other people's text.
        print(clean("".join(piece.text for piece in line).rstrip()))
    return DONE


def sources(record: Opened, arguments: argparse.Namespace) -> int:
    """What is in the store, with dates and what these rest on."""
    from store.dates import show_when
    from store.unseen import told

    counts: dict[str, int] = {}
    for one in record.corpus.records.values():
        if one.source:
            counts[one.source] = counts.get(one.source, 0) + 1
    for source in record.corpus.sources.values():
        print(clean(f"{source.short}  {source.title or f'untitled {source.kind}'}"))
        dated = f"{show_when(source.when)} ({source.when.basis})"
        by = ", ".join(filter(None, (source.author, source.publisher))) or "no author or publisher stated"
        print(clean(f"  {source.kind} · {by} · {dated} · {counts.get(source.id, 0):,} records"))
        hidden = record.corpus.unseen(source.id)
        if hidden:
            print(f"  its text holds {told(hidden)}: kept as they are, and shown by their names")
        for note in source.notes:
            print(clean(f"  - {note}"))
    return DONE if record.corpus.sources else NOTHING


def export(record: Opened, arguments: argparse.Namespace) -> int:
    """Write the record in another program's form, to standard output or to a file."""
    from store.export import FORMATS, IN_JSON, chosen
    from store.model import TABS

    state = getattr(arguments, "state", None)
    states = SETTLED if state is None else frozenset(STATES if state == "all" else (state,))
    found = chosen(record.corpus, (arguments.only,) if arguments.only else TABS, states)
    parts = Tally(FORMATS[arguments.format](record.corpus, found), json=arguments.format in IN_JSON)
    if arguments.output is None:
        # An export is for a file or a program: always UTF-8, whatever the terminal is set to.
        write_utf8(parts)
    else:
        with arguments.output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
    parts.tell()
    return DONE if found else _nothing("no record is of that tab and state, so the export is empty")


def _nothing(why: str) -> int:
    sys.stderr.write(f"ironquote: {why}.\n")
    return NOTHING


def write_utf8(parts: Iterable[str]) -> None:
    """Write data to standard output as UTF-8, every character as it is; on a terminal, where a character can
    be a command, as text to look at."""
    sys.stdout.flush()
    watched = sys.stdout.isatty()
    for part in parts:
        shown = "\n".join(map(clean, part.replace("\r\n", "\n").split("\n"))) if watched else part
        sys.stdout.buffer.write(shown.encode("utf-8"))
    sys.stdout.buffer.flush()


def verify(record: Opened, arguments: argparse.Namespace) -> int:
    """Check every anchor and every text, and list what fails."""
    from store.verify import verify as faults

    found = list(faults(record.corpus, record.data))
    for fault in found:
        print(clean(fault))
    anchors = sum(len(one.anchors) for one in record.corpus.records.values())
    held = (
        f"{len(record.corpus.sources):,} sources, {len(record.corpus.records):,} records, {anchors:,} anchors"
    )
    print(f"{held}: " + (f"{len(found):,} faults" if found else "all hold"))
    return NOTHING if found else DONE


def _width() -> int:
    """Cells of a line: the terminal's, or plenty where the output is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 200


COMMANDS: dict[str, Callable[[Opened, argparse.Namespace], int]] = {
    "search": search,
    "show": show,
    "sources": sources,
    "export": export,
    "verify": verify,
}
