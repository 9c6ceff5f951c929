"""The index as a file: a line that says what follows, then the bytes it says. Checked, never executed."""

from __future__ import annotations

import json
import os
import sys
import zlib
from array import array
from itertools import accumulate, chain, islice, pairwise
from operator import lt
from pathlib import Path

from store.durable import disk
from store.search.postings import Postings

MAGIC = "ironquote-index"
VERSION = 2
"""To be raised when the layout or the meaning of a word (`fold`) changes: older files are then rebuilt."""


class SavedIndexError(ValueError):
    """The file is no index that can be trusted: damaged, cut short, of another version or another state of
    the store. Rebuild it."""


def save(path: Path, postings: Postings, stamp: str) -> None:
    """Write beside `path` first and then replace it, so that no reader sees half a file."""
    parts = [
        *(table.tobytes() for table in _tables(postings)),
        *("\n".join(lists.words).encode() for lists in (postings.words, postings.acronyms)),
    ]
    beside = disk.passing_name(path)
    # Who may read the texts may read what stands in them, and nobody else.
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
        try:
            disk.access_of(path).give_to(file.fileno())
            file.write(json.dumps(_header(parts, stamp)).encode() + b"\n")
            file.writelines(parts)
            file.flush()
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def stamp_of(path: Path) -> str:
    """The stamp that a file says it has; `load` with it says whether the file can be trusted."""
    with path.open("rb") as file:
        line = file.readline()
    try:
        return str(json.loads(line)["stamp"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise SavedIndexError(f"{path} is no saved index") from error


def load(path: Path, stamp: str | None) -> Postings:
    """What `save` was given; raises `SavedIndexError`, or `OSError` when the file cannot be read."""
    line, _, body = path.read_bytes().partition(b"\n")
    try:
        header = json.loads(line)
        sizes = [int(size) for size in header["sizes"]]
        bounds = [*accumulate(sizes, initial=0)]
        parts = [body[start:end] for start, end in pairwise(bounds)]
        if bounds[-1] != len(body) or header != _header(parts, header["stamp"]):
            raise SavedIndexError(f"{path} is damaged or was written by another version")
        if stamp is not None and header["stamp"] != stamp:
            raise SavedIndexError(f"{path} is of another state of the store")
        return _postings(parts)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        if isinstance(error, SavedIndexError):
            raise
        raise SavedIndexError(f"{path} is no saved index") from error


def _tables(postings: Postings) -> list[array[int]]:
    lists = (postings.words, postings.acronyms)
    return [
        *(postings.ids, postings.starts, postings.ends, postings.slots, array("i", sorted(postings.gone))),
        *chain.from_iterable((one.bounds, one.flat) for one in lists),
    ]


def _postings(parts: list[bytes]) -> Postings:
    postings = Postings()
    *tables, words, acronyms = parts
    gone = array("i")
    postings.words.bounds, postings.acronyms.bounds = array("i"), array("i")
    empty = _tables(postings)
    empty[4] = gone
    for table, part in zip(empty, tables, strict=True):
        table.frombytes(part)
    postings.gone = set(gone)
    postings.ascending = all(map(lt, postings.ids, islice(postings.ids, 1, None)))
    for lists, text in ((postings.words, words), (postings.acronyms, acronyms)):
        lists.words = text.decode().split("\n") if text else []
        if len(lists.bounds) != len(lists.words) + 1 or lists.bounds[-1] != len(lists.flat):
            raise ValueError("the tables do not fit each other")
    return postings


def _header(parts: list[bytes], stamp: str) -> dict[str, object]:
    crc = zlib.crc32(stamp.encode())
    for part in parts:
        crc = zlib.crc32(part, crc)
    return {
        "magic": MAGIC,
        "version": VERSION,
        "stamp": stamp,
        "order": sys.byteorder,
        "sizes": [len(part) for part in parts],
        "crc32": crc,
    }
