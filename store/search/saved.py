"""The index as a file: a line that says what follows, then the bytes it says. Checked, never executed."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from itertools import chain
from pathlib import Path

from store.search.postings import PostingLists, Postings

MAGIC = "ironquote-index"
VERSION = 1
"""To be raised when the layout or the meaning of a word (`fold`) changes: older files are then rebuilt."""


class SavedIndexError(ValueError):
    """The file is not an index that can be trusted: damaged, cut short, of another version. Rebuild it."""


def save(path: Path, postings: Postings) -> None:
    """Write beside `path` first and then replace it, so that no reader sees half a file."""
    parts = [
        *(table.tobytes() for table in (postings.ids, postings.starts, postings.ends, postings.slots)),
        array("i", sorted(postings.gone)).tobytes(),
        *chain.from_iterable(
            ("\n".join(lists.words).encode(), lists.bounds.tobytes(), lists.flat.tobytes())
            for lists in (postings.words, postings.acronyms)
        ),
    ]
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(json.dumps(_header(parts)).encode() + b"\n")
        file.writelines(parts)
    beside.replace(path)


def load(path: Path) -> Postings:
    """What `save` was given; raises `SavedIndexError`, or `OSError` when the file cannot be read."""
    line, _, body = path.read_bytes().partition(b"\n")
    try:
        sizes = [int(size) for size in json.loads(line)["sizes"]]
    except (ValueError, TypeError, KeyError) as error:
        raise SavedIndexError(f"{path} is no saved index") from error
    parts, view = [], memoryview(body)
    for size in sizes:
        parts.append(view[:size])
        view = view[size:]
    if len(view) or json.loads(line) != _header(parts):
        raise SavedIndexError(f"{path} is damaged or was written by another version")
    postings = Postings()
    tables = (postings.ids, postings.starts, postings.ends, postings.slots)
    for table, part in zip(tables, parts, strict=False):
        table.frombytes(part)
    postings.gone = set(memoryview(parts[4]).cast("i"))
    for lists, (text, bounds, flat) in zip(
        (postings.words, postings.acronyms), (parts[5:8], parts[8:11]), strict=True
    ):
        _fill(lists, bytes(text).decode(), bounds, flat)
    return postings


def _fill(lists: PostingLists, text: str, bounds: memoryview, flat: memoryview) -> None:
    lists.words = text.split("\n") if text else []
    lists.bounds = array("i")
    lists.bounds.frombytes(bounds)
    lists.flat.frombytes(flat)


def _header(parts: list[bytes] | list[memoryview]) -> dict[str, object]:
    crc = 0
    for part in parts:
        crc = zlib.crc32(part, crc)
    return {
        "magic": MAGIC,
        "version": VERSION,
        "order": sys.byteorder,
        "sizes": [len(part) for part in parts],
        "crc32": crc,
    }
