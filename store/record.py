"""The record: tables of what the sources say, shared among people and processes, losing nothing.

    with RecordStore.open(path) as store:
        with store.transaction():
            store.table("events").insert({"id": "armistice-1953", ...})
            store.table("notes").insert({"about": "armistice-1953", ...})
        store.table("events").search(where("id") == "armistice-1953")

Every read sees the newest commit, whoever made it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from store.durable.mounts import network_warning
from store.durable.schema import CURRENT, Schema
from store.durable.table import RecordTable
from store.files import PATIENCE, RecordFile

#: The tables of the product; the store itself takes any name.
TABLES = ("sources", "entities", "quotes", "events", "forces", "sales", "agreements", "notes")


class RecordStore:
    """An open record. Make one with `RecordStore.open`; it may be shared among threads."""

    def __init__(self, file: RecordFile) -> None:
        self._file = file

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        read_only: bool = False,
        *,
        schema: Schema = CURRENT,
        patience: float = PATIENCE,
    ) -> RecordStore:
        """Open the record at `path`, and make it only where there is neither a record nor a `.bak` of one.

        Damage is mended from the `.bak`, and `recovery` says so; what cannot be mended raises. With
        `read_only` nothing is ever made, mended or renamed. `patience` is how many seconds to wait for
        another writer.
        """
        mode = "r" if read_only else "r+"
        return cls(RecordFile(path, access_mode=mode, schema=schema, strict=True, patience=patience))

    @property
    def path(self) -> Path:
        """Where the record really lies, symbolic links followed."""
        return self._file.path

    @property
    def read_only(self) -> bool:
        """Was it opened for reading only?"""
        return self._file.read_only

    @property
    def generation(self) -> int:
        """The number of the newest commit; it only ever grows."""
        return self._file.generation

    @property
    def recovery(self) -> str | None:
        """What was found damaged and restored, which commit is missing; None where all was well."""
        return self._file.recovery

    @property
    def warning(self) -> str | None:
        """What makes this place less safe than it should be (a network file system), or None."""
        return network_warning(self.path)

    @property
    def notices(self) -> tuple[str, ...]:
        """All that the person should be told about this record: recoveries, a migration."""
        return self._file.notices

    def table(self, name: str) -> RecordTable:
        """A table by name; it comes into being with its first record."""
        return RecordTable(self._file, name)

    def tables(self) -> set[str]:
        """The names of the tables there are."""
        return self._file.tables()

    def changed(self) -> bool:
        """Has anyone committed since this handle last looked? Costs next to nothing when no one has."""
        return self._file.changed()

    @contextmanager
    def transaction(self) -> Iterator[RecordStore]:
        """Make all changes within the block one commit, or on any exception none of them."""
        with self._file.transaction():
            yield self

    @contextmanager
    def reading(self) -> Iterator[RecordStore]:
        """Within the block all reading is of one commit, whatever others do meanwhile."""
        with self._file.reading():
            yield self

    def close(self) -> None:
        """Let go of the record."""
        self._file.close()

    def __enter__(self) -> RecordStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
