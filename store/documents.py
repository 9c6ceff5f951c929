"""Files that come from anywhere, read with care: what is no text of a size that people read is refused.

The limits leave room for any document a person quotes from, and keep what one file can cost in time and in
memory within what a reader waits for.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store.errors import StoreError

LARGEST = 8 * 1024 * 1024
"""Bytes of one document, or of one hand-made record: about 2,500 pages. A larger file is a collection of
documents, or none at all; at this size a reader opens within a second and a search within a few."""

LONGEST = 10_000
"""Characters of one thing that a record says or quotes: four pages. A claim stands on a passage; a label or a
note is shorter still. Every row of every list is drawn from these."""

_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


class DocumentError(StoreError, ValueError):
    """A file that is no document; `str()` of it says what is wrong, where, and what to do."""


def read(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a file, never more than `largest`, and never waited for. Raises DocumentError on what is
    no such file, OSError where it cannot be read."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:  # noqa: PTH123
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise IsADirectoryError(errno.EISDIR, "it is a folder or a device, not a document", str(path))
        size = os.fstat(descriptor).st_size
        data = b"" if size > largest else file.read(largest + 1)
    if size > largest or len(data) > largest:
        raise DocumentError(
            f"it has {max(size, len(data)):,} bytes, and {largest:,} is the most that one document may have:"
            " split it into the documents it is made of"
        )
    return data


def text_of(data: bytes) -> str:
    """The text of a document's bytes. Raises DocumentError where they are no UTF-8 text."""
    mark = next((name for start, name in _MARKS if data.startswith(start)), None)
    if mark is not None:
        raise DocumentError(
            f"it is {mark}, not UTF-8: convert it first (iconv -f {mark} -t UTF-8 OLD > NEW), add the result"
        )
    empty = data.find(b"\0")
    if empty >= 0:
        what = "UTF-16 without its mark" if _alternates(data, empty) else "no text file"
        raise DocumentError(f"{_place(data, empty)}: there is a NUL byte; it is {what}")
    return decoded(data)


def decoded(data: bytes) -> str:
    """The text of bytes that were a document once. Raises DocumentError where they are no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{_place(data, error.start)}: {_not_utf8(data, error)}") from error


def overlong(table: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Where a hand-made record says more at once than `LONGEST`, and how many characters it is."""
    if isinstance(table, str):
        if len(table) > LONGEST:
            yield path, len(table)
    elif isinstance(table, dict):
        named: dict[str, Any] = table
        for name, item in named.items():
            if len(name) > LONGEST:
                yield path, len(name)
            yield from overlong(item, (*path, name))
    elif isinstance(table, list):
        for item in table:
            yield from overlong(item, path)


def _alternates(data: bytes, at: int) -> bool:
    """Is every other byte around here a NUL, as in Latin letters of 16 bits?"""
    start = max(0, at - 1)
    sample = data[start : start + 64]
    return (
        max(sample[::2].count(0), sample[1::2].count(0))
        > len(sample) // 3
        > min(sample[::2].count(0), sample[1::2].count(0))
    )


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    byte = f"0x{data[error.start]:02x}"
    if error.reason == "unexpected end of data":
        return f"the file ends within a character ({byte}); it was cut off, get it anew"
    guess = "Windows-1252" if 0x80 <= data[error.start] < 0xA0 else "Latin-1"
    return (
        f"{byte} is not UTF-8 ({error.reason}); if it is {guess}, convert it first"
        f" (iconv -f {guess} -t UTF-8 OLD > NEW) and add the result"
    )


def _place(data: bytes, at: int) -> str:
    line = data.count(b"\n", 0, at) + 1
    return f"line {line:,}, byte {at:,}"
