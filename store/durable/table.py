"""One table of the record, with TinyDB's interface and without its races.

Ids are given out under the writer's lock and never twice; a change made of several is one commit or none;
results are copies of the newest commit, whoever made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from store.durable.plain import plain
from store.durable.state import Entry, TableState
from store.errors import FieldError, MissingFieldError, UnstorableError
from store.files import RecordFile

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]

_NOTHING = TableState()

#: Ids from here on have more digits than a reader takes.
_TOO_LARGE = 10**18


class RecordTable(Table):
    """A TinyDB table that many processes may use at once."""

    def __init__(self, file: RecordFile, name: str) -> None:
        # No query cache: its keys leave out a regular expression's flags, and other processes' commits.
        super().__init__(file, table_name(name), cache_size=0)
        self._file = file
        self._staged: _Stage | None = None

    # ---- looking

    def all(self) -> list[Document]:
        """Every record, as copies."""
        return list(iter(self))

    def search(self, cond: QueryLike) -> list[Document]:
        """The records that match, as copies."""
        return [_document(key, entry) for key, entry in self._matching(cond)]

    def get(self, cond: QueryLike | None = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        """One record, by query or id, or None; with `doc_ids`, those there are of them."""
        entries = self._state().entries
        if doc_id is not None:
            entry = entries.get(str(doc_id))
            return None if entry is None else _document(str(doc_id), entry)
        if doc_ids is not None:
            wanted = {str(each) for each in doc_ids}
            return [_document(key, entry) for key, entry in entries.items() if key in wanted]
        if cond is None:
            raise RuntimeError("You have to pass either cond or doc_id or doc_ids")
        return next((_document(key, entry) for key, entry in self._matching(cond)), None)

    def count(self, cond: QueryLike) -> int:
        """How many records match."""
        return sum(1 for _ in self._matching(cond))

    def __len__(self) -> int:
        return len(self._state().entries)

    def __iter__(self) -> Iterator[Document]:
        for key, entry in self._state().entries.items():
            yield _document(key, entry)

    def looked_at(self) -> Iterator[Mapping[str, Any]]:
        """The records as they are kept, to look at: whoever alters one harms the store."""
        for entry in self._state().entries.values():
            yield entry.doc

    # ---- changing

    def insert(self, document: Mapping[str, Any]) -> int:
        """Add a record; its id has never been another's."""
        with self._file.transaction():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Add records, all of them or none."""
        with self._file.transaction():
            return super().insert_multiple(documents)

    def update(
        self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Alter all matching records, or on any error none of them."""
        with self._file.transaction():
            return super().update(_told(fields, self.name), doc_ids=self._targets(cond, doc_ids))

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Alter records by several rules, all or none."""
        with self._file.transaction():
            return super().update_multiple(
                [(_told(fields, self.name), _asked(cond, self.name)) for fields, cond in updates]
            )

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Alter the records that match, or add one where none does."""
        with self._file.transaction():
            return super().upsert(document, cond)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove all matching records; their ids are not given out again."""
        if cond is None and doc_ids is None:
            raise RuntimeError("Use truncate() to remove all documents")
        with self._file.transaction():
            return super().remove(doc_ids=self._targets(cond, doc_ids))

    def truncate(self) -> None:
        """Remove every record, and begin again with id 1."""
        with self._file.transaction():
            super().truncate()

    # ---- what TinyDB's own methods call

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return {key: entry.copy() for key, entry in self._state().entries.items()}

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._file.transaction() as draft:
            stage = _Stage(self._state())
            self._staged = stage
            try:
                updater(stage)  # type: ignore[arg-type]  # TinyDB asks for a dict and uses it as a mapping
            finally:
                self._staged = None
            draft.apply(self.name, stage.puts, stage.removals, wiped=stage.wiped)

    def _get_next_id(self) -> int:
        if self._staged is not None:
            return self._staged.next_id()
        return self._state().last + 1

    # ---- within

    def _state(self) -> TableState:
        return self._file.table(self.name) or _NOTHING

    def _matching(self, cond: QueryLike) -> Iterator[tuple[str, Entry]]:
        asked = _asked(cond, self.name)
        for key, entry in self._state().entries.items():
            if asked(entry.doc, key):
                yield key, entry

    def _targets(self, cond: QueryLike | None, doc_ids: Iterable[int] | None) -> list[int]:
        entries = self._state().entries
        if doc_ids is not None:
            return [each for each in doc_ids if str(each) in entries]
        if cond is not None:
            return [int(key) for key, _ in self._matching(cond)]
        return [int(key) for key in entries]


class _Stage(MutableMapping[int, Any]):
    """A table under change: hands out copies, and remembers what was done to them."""

    def __init__(self, base: TableState) -> None:
        self._base = base
        self._last = base.last
        self.puts: dict[str, Any] = {}
        self.removals: set[str] = set()
        self.wiped = False

    def next_id(self) -> int:
        self._last += 1
        return self._last

    def __getitem__(self, doc_id: int) -> Any:
        key = str(doc_id)
        if key not in self.puts:
            if doc_id not in self:
                raise KeyError(doc_id)
            self.puts[key] = self._base.entries[key].copy()
        return self.puts[key]

    def __setitem__(self, doc_id: int, doc: Any) -> None:
        if type(doc_id) is not int or not 0 <= doc_id < _TOO_LARGE:
            raise UnstorableError(
                f"{doc_id!r} is no record's id. Use a whole number from 0 on, or give none."
            )
        self._last = max(self._last, doc_id)
        self.puts[str(doc_id)] = doc

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self.puts.pop(str(doc_id), None)
        self.removals.add(str(doc_id))

    def __contains__(self, doc_id: object) -> bool:
        key = str(doc_id)
        return key in self.puts or (not self.wiped and key not in self.removals and key in self._base.entries)

    def __iter__(self) -> Iterator[int]:
        if not self.wiped:
            yield from (int(key) for key in self._base.entries if key not in self.removals)
        yield from (int(key) for key in self.puts if self.wiped or key not in self._base.entries)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self.puts, self.removals, self.wiped, self._last = {}, set(), True, 0


def table_name(name: object) -> str:
    """A table's name, if it can be one."""
    if not isinstance(name, str):
        raise UnstorableError(f"{name!r} cannot name a table. Use text.")
    checked: str = plain(name, "The name of a table")
    return checked


def _document(key: str, entry: Entry) -> Document:
    return Document(entry.copy(), int(key))


def _asked(cond: QueryLike, table: str) -> Callable[..., bool]:
    """A query that says which record it does not fit, instead of which types Python cannot compare."""

    def asked(doc: Mapping[str, Any], key: str = "?") -> bool:
        try:
            return bool(cond(doc))
        except (TypeError, KeyError, AttributeError) as error:
            raise FieldError(
                f"The query does not fit record {key} of {table}: {error}. A field there is missing, empty or"
                " of another kind than the query asks for; test for that first."
            ) from error

    return asked


def _told(fields: Fields, table: str) -> Fields:
    """An update that says which field a record lacks, instead of a bare KeyError or TypeError."""
    if not callable(fields):
        return fields

    def told(doc: MutableMapping[str, Any]) -> None:
        try:
            fields(doc)
        except KeyError as error:
            raise MissingFieldError(
                f"The update asks for the field {error}; a record of {table} lacks it. Nothing was changed."
            ) from error
        except TypeError as error:
            raise FieldError(
                f"The update does not fit a record of {table}: {error}. Nothing was changed."
            ) from error

    return told
