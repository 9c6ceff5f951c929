"""The record in memory: what one commit holds, and a draft of the next.

Below its header a file is one JSON line for each table and each record:

    ["quotes",12]            a table, and the highest id it has ever given out
    ["quotes","3",{...}]     a record of that table, under its id
    ["name",null,...]        a value that is no table; only TinyDB's own interface can make one

A commit then costs only the lines that changed, another process's commit is read by looking only at lines not
seen before, and a person with a text editor can save what is left of a ruined file.

A line is parsed when its table is first asked for: opening a record costs a checksum and a look at how each
line begins.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from store.durable.envelope import damaged
from store.durable.plain import plain, to_json, unique
from store.errors import DamagedError

#: TinyDB's own form: tables by name, documents by id.
Tables = dict[str, Any]
Doc = dict[str, Any]

_decoder = json.JSONDecoder(object_pairs_hook=unique)

_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")

# How a record's line begins, unless its table has a most unusual name.
_RECORD = re.compile(r'\["([^"\\]*)","(0|[1-9][0-9]{0,17})",\{')


class Entry:
    """A record as its line in the file and, once its table was asked for, as a document to look at."""

    __slots__ = ("_doc", "line")

    def __init__(self, line: str, doc: Doc | None = None) -> None:
        self.line = line
        self._doc = doc

    @property
    def doc(self) -> Doc:
        """The document, to look at only: it is shared, and must never be altered."""
        if self._doc is None:
            # What begins like a record and goes on otherwise was not written by this program.
            match _decoder.decode(self.line):
                case [str(), str(), dict(doc)]:
                    self._doc = doc
                case _:
                    raise ValueError("neither a table nor a record")
        return self._doc

    def copy(self) -> Doc:
        """The document as a value of its own, which its holder may alter."""
        copied: Doc = json.loads(self.line)[2]
        return copied


class TableState:
    """The records of one table, by id, and the highest id it has ever given out."""

    __slots__ = ("_checked", "entries", "last")

    def __init__(self, entries: dict[str, Entry] | None = None, last: int = 0) -> None:
        self.entries: dict[str, Entry] = {} if entries is None else entries
        self.last = last
        self._checked = False

    def check(self) -> TableState:
        """Parse what has not been parsed; raises `ValueError` where that is no record."""
        if not self._checked:
            with _uncollected():
                for key, entry in self.entries.items():
                    try:
                        _ = entry.doc
                    except (ValueError, RecursionError) as error:
                        raise ValueError(f"record {key}: {_fault(error)}") from error
            self._checked = True
        return self

    def note(self, key: str) -> None:
        """Remember an id as given out."""
        if key.isdecimal():
            self.last = max(self.last, int(key))

    def put(self, name: str, key: str, doc: object) -> bool:
        """Check a document and set it under its id; False where that changes nothing."""
        checked: Doc = plain(doc, f"Record {key} of {name}")
        line = to_json([name, key, checked])
        before = self.entries.get(key)
        if before is not None and before.line == line:
            return False
        self.entries[key] = Entry(line, checked)
        self.note(key)
        return True


class Contents:
    """All that one commit holds."""

    __slots__ = ("odd", "tables")

    def __init__(
        self, tables: dict[str, TableState] | None = None, odd: dict[str, str] | None = None
    ) -> None:
        self.tables: dict[str, TableState] = {} if tables is None else tables
        self.odd: dict[str, str] = {} if odd is None else odd

    def body(self) -> bytes:
        """The lines of a file, below its header."""
        lines: list[str] = list(self.odd.values())
        for name, table in self.tables.items():
            lines.append(to_json([name, table.last]))
            lines.extend(entry.line for entry in table.entries.values())
        lines.append("")
        return "\n".join(lines).encode("utf-8")

    def plain_tables(self) -> Tables:
        """A copy in TinyDB's own form."""
        found: Tables = {name: json.loads(line)[2] for name, line in self.odd.items()}
        for name, table in self.tables.items():
            found[name] = {key: entry.copy() for key, entry in table.entries.items()}
        return found

    def check(self, path: object) -> Contents:
        """Look at every record now; raises `DamagedError` where one is none."""
        for name in self.tables:
            self.checked(name, path)
        return self

    def checked(self, name: str, path: object) -> TableState | None:
        """A table whose records have been looked at; None where there is no such table."""
        table = self.tables.get(name)
        try:
            return table and table.check()
        except ValueError as error:
            raise _no_record(path, f"{name}, {error}") from error


def read_body(body: bytes, path: object, known: Contents, *, strict: bool) -> Contents:
    """Read a sound body; lines that `known` holds as well are taken from there.

    `strict` refuses what is no table of documents under whole-number ids: the checksum says that the file is
    as it was written, not that this program wrote it.
    """
    contents = Contents()
    seen = {entry.line: entry for table in known.tables.values() for entry in table.entries.values()}
    number = 1
    try:
        with _uncollected():
            text = body.decode("utf-8")
            if text and not text.endswith("\n"):
                raise ValueError("it has no end")
            for line in text.split("\n")[:-1]:
                number += 1
                _read_line(line, contents, seen, strict)
    except (ValueError, RecursionError) as error:
        raise _no_record(path, f"line {number}: {_fault(error)}") from error
    return contents


def _read_line(line: str, contents: Contents, seen: Mapping[str, Entry], strict: bool) -> None:
    begins = _RECORD.match(line)
    if begins is not None and line.endswith("}]"):
        name, key = begins.groups()
        entry = seen.get(line) or Entry(line)
    else:
        match _decoder.decode(line):
            case [str(name), int(last)] if type(last) is int and last >= 0:
                if name in contents.tables or name in contents.odd:
                    raise ValueError(f"the table {name} stands twice")
                contents.tables[name] = TableState(last=last)
                return
            case [str(name), None, _] if not strict:
                if name in contents.tables or name in contents.odd:
                    raise ValueError(f"the name {name} stands twice")
                contents.odd[name] = line
                return
            case [str(name), str(key), dict(doc)] if not strict or _NUMBER.fullmatch(key):
                entry = Entry(line, doc)
            case _:
                raise ValueError("neither a table nor a record")
    table = contents.tables.get(name)
    if table is None:
        raise ValueError(f"a record before its table {name}")
    if key in table.entries:
        raise ValueError(f"record {key} of {name} stands twice")
    table.entries[key] = entry
    table.note(key)


def _no_record(path: object, fault: str) -> DamagedError:
    return damaged(path, f"has the right checksum and is still no record ({fault})")


def _fault(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Thousands of new objects and none of them garbage: looking for some would double the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Draft(Contents):
    """The next commit in the making; the state it was begun on is never altered."""

    __slots__ = ("changed",)

    def __init__(self, base: Contents) -> None:
        super().__init__(dict(base.tables), dict(base.odd))
        self.changed = False

    def adopt(self, inner: Draft) -> None:
        """Take over what an inner transaction has done."""
        self.tables, self.odd = inner.tables, inner.odd
        self.changed = self.changed or inner.changed

    def apply(
        self, name: str, puts: Mapping[str, object], removals: Iterable[str], *, wiped: bool = False
    ) -> None:
        """Make one operation's changes to a table, all or none.

        `wiped` clears the table first, and forgets the highest id too, as TinyDB's `truncate` does.
        """
        before = self.tables.get(name)
        table = TableState() if before is None or wiped else TableState(dict(before.entries), before.last)
        changed = wiped and before is not None and bool(before.entries or before.last)
        for key in removals:
            changed = table.entries.pop(key, None) is not None or changed
        for key, doc in puts.items():
            changed = table.put(name, key, doc) or changed
        if changed:
            self.tables[name] = table
            self.changed = True

    def replace_all(self, data: Mapping[str, object]) -> None:
        """Take TinyDB's whole data for the new state, as its storages do."""
        fresh = Contents()
        for name, checked in plain(data, "The record").items():
            if isinstance(checked, dict) and all(isinstance(doc, dict) for doc in checked.values()):
                before = self.tables.get(name)
                table = fresh.tables[name] = TableState(last=before.last if before else 0)
                for key, doc in checked.items():
                    table.put(name, key, doc)
            else:
                fresh.odd[name] = to_json([name, None, checked])
        if fresh.body() != self.body():
            self.tables, self.odd, self.changed = fresh.tables, fresh.odd, True
