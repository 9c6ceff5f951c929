"""A record on disk with the texts of its sources: opened, and read into memory as a Corpus."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from tinydb import where

from store.codec import record_from_json, record_to_json, source_from_json, source_to_json
from store.corpus import Corpus
from store.errors import DamagedError, write_refused
from store.kept import KeptIndex
from store.model import TABS, Record, Source, Tab
from store.record import RecordStore
from store.texts import Texts

TABLE: dict[Tab, str] = {
    "timeline": "events",
    "forces": "forces",
    "sales": "sales",
    "agreements": "agreements",
    "quotes": "quotes",
    "entities": "entities",
}
"""The table of the store that holds each tab."""

VARIABLE = "IRONQUOTE_RECORD"
"""The environment variable that names a record of one's own."""


def default_path() -> Path:
    """Where the record lies unless a person says otherwise: the environment, else their data folder."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("ironquote", appauthor=False)) / "record.db"


class Holdings:
    """An open record and its texts. Make one with `Holdings.open`."""

    def __init__(self, store: RecordStore) -> None:
        self.store = store
        self.texts = Texts(store.path.parent / "texts")
        # Several records may lie in one folder and share their texts, but what is indexed is each one's own.
        index = store.path.parent / "index" / f"{store.path.name}.passages"
        self.kept = KeptIndex(index, writes=not store.read_only)

    @classmethod
    def open(cls, path: Path | None = None, *, read_only: bool = False) -> Holdings:
        """Open the record at `path` (a file, or a folder that holds record.db), or the person's own.

        Raises StoreError, in a sentence, where there is no such record to read or it cannot be made.
        """
        path = path if path is not None else default_path()
        if path.is_dir():
            path = path / "record.db"
        if not read_only:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise write_refused(path.parent, error) from error
        return cls(RecordStore.open(path, read_only=read_only))

    def corpus(self) -> Corpus:
        """All that the record holds, as of one commit. Raises DamagedError on a record of another shape."""
        with self.store.reading():
            try:
                sources = [source_from_json(doc) for doc in self.store.table("sources").looked_at()]
                records = [
                    record_from_json(doc) for tab in TABS for doc in self.store.table(TABLE[tab]).looked_at()
                ]
            except (KeyError, TypeError, ValueError, ArithmeticError) as error:
                raise DamagedError(
                    f"{self.store.path} holds a row that this version cannot read ({error!r}). "
                    "It was left as it is; an export of it with the version that wrote it can be added anew."
                ) from error
            return Corpus(sources, self.texts, records, self.store.generation, self.store.notices)

    def newer(self) -> Corpus | None:
        """The corpus anew where anyone has committed since it was last read, else None at next to no cost."""
        return self.corpus() if self.store.changed() else None

    def put_source(self, source: Source) -> None:
        """Store a source, in place of the one with its id."""
        self.store.table("sources").upsert(source_to_json(source), where("id") == source.id)

    def put_records(self, tab: Tab, records: Iterable[Record]) -> None:
        """Store records of one tab, each in place of the one with its id, as one change."""
        table = self.store.table(TABLE[tab])
        wanted = {record.id: record_to_json(record) for record in records}
        with self.store.transaction():
            table.remove(where("id").one_of(list(wanted)))
            table.insert_multiple(wanted.values())

    def drop_records(self, tab: Tab, ids: Iterable[str]) -> None:
        """Take records of one tab out of the store."""
        self.store.table(TABLE[tab]).remove(where("id").one_of(list(ids)))

    def close(self) -> None:
        """Let go of the record."""
        self.store.close()

    def __enter__(self) -> Holdings:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
