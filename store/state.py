"""The record in memory: what one commit holds, and a draft of the next.

Below its header a file is one JSON line for each table and each record:

    ["quotes",12]            a table, and the highest id it has ever given out
    ["quotes","3",{...}]     a record of that table, under its id
    ["name",null,...]        a value that is no table; only TinyDB's own interface can make one

A commit then costs only the lines that changed, another process's commit is read by looking only at lines not
seen before, and a person with a text editor can save what is left of a ruined file.

Documents kept here are shared and must never be altered: `Entry.copy()` gives one away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from store.envelope import damaged
from store.plain import plain, to_json, unique

#: TinyDB's own form: tables by name, documents by id.
Tables = dict[str, Any]
Doc = dict[str, Any]

_decoder = json.JSONDecoder(object_pairs_hook=unique)


class Entry(NamedTuple):
    """A record twice over: to look at, and as its line in the file."""

    doc: Doc
    line: str

    def copy(self) -> Doc:
        """The document as a value of its own, which its holder may alter."""
        copied: Doc = json.loads(self.line)[2]
        return copied


class TableState:
    """The records of one table, by id, and the highest id it has ever given out."""

    __slots__ = ("entries", "last")

    def __init__(self, entries: dict[str, Entry] | None = None, last: int = 0) -> None:
        self.entries: dict[str, Entry] = {} if entries is None else entries
        self.last = last

    def put(self, name: str, key: str, doc: object) -> bool:
        """Check a document and set it under its id; False where that changes nothing."""
        checked: Doc = plain(doc, f"Record {key} of {name}")
        line = to_json([name, key, checked])
        before = self.entries.get(key)
        if before is not None and before.line == line:
            return False
        self.entries[key] = Entry(checked, line)
        if key.isdecimal():
            self.last = max(self.last, int(key))
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


def read_body(body: bytes, path: object, known: Contents, *, strict: bool) -> Contents:
    """Read a checked body; lines that `known` holds as well are not parsed again.

    `strict` refuses what is no table of documents under whole-number ids: the checksum says that the file
    is as it was written, not that this program wrote it.
    """
    contents = Contents()
    seen = {
        entry.line: (name, key, entry)
        for name, table in known.tables.items()
        for key, entry in table.entries.items()
    }
    try:
        text = body.decode("utf-8")
        if text and not text.endswith("\n"):
            raise ValueError("the last line has no end")
        for number, line in enumerate(text.split("\n")[:-1], start=2):
            try:
                _read_line(line, contents, seen, strict)
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from error
    except (ValueError, RecursionError) as error:
        fault = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise damaged(path, f"has the right checksum and is still no record ({fault})") from error
    return contents


def _read_line(
    line: str, contents: Contents, seen: Mapping[str, tuple[str, str, Entry]], strict: bool
) -> None:
    old = seen.get(line)
    if old is not None:
        name, key, entry = old
    else:
        parts = _decoder.decode(line)
        match parts:
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
            case [str(name), str(key), dict(doc)]:
                entry = Entry(doc, line)
            case _:
                raise ValueError("neither a table nor a record")
    if strict and not is_id(key):
        raise ValueError(f"{key!r} is no record's id")
    table = contents.tables.get(name)
    if table is None:
        raise ValueError(f"a record before its table {name}")
    if key in table.entries:
        raise ValueError(f"record {key} of {name} stands twice")
    table.entries[key] = entry
    if key.isdecimal():
        table.last = max(table.last, int(key))


def is_id(key: str) -> bool:
    """Is this the one spelling of a whole number that ids have?"""
    return key.isascii() and key.isdecimal() and (key == "0" or key[0] != "0") and len(key) < 19


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
        for name, value in data.items():
            checked = plain(value, f"Table {name}")
            if isinstance(checked, dict) and all(isinstance(doc, dict) for doc in checked.values()):
                before = self.tables.get(name)
                table = fresh.tables[name] = TableState(last=before.last if before else 0)
                for key, doc in checked.items():
                    table.put(name, key, doc)
            else:
                fresh.odd[name] = to_json([name, None, checked])
        if fresh.body() != self.body():
            self.tables, self.odd, self.changed = fresh.tables, fresh.odd, True
