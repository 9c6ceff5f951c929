"""The index as a file: a line that says what follows, then the bytes it says. Checked, never executed."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

MAGIC = "ironquote-index"
VERSION = 1


class SavedIndexError(ValueError):
    """The file is not an index that can be trusted: damaged, cut short, of another version. Rebuild it."""


def save(path: Path, texts: dict[int, str]) -> None:
    """Write beside `path` first and then replace it, so that no reader sees half a file."""
    body = json.dumps(list(texts.items())).encode()
    header = {"magic": MAGIC, "version": VERSION, "bytes": len(body), "crc32": zlib.crc32(body)}
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(json.dumps(header).encode() + b"\n" + body)
    beside.replace(path)


def load(path: Path) -> list[tuple[int, str]]:
    """What `save` was given; raises `SavedIndexError`."""
    line, _, body = path.read_bytes().partition(b"\n")
    try:
        header = json.loads(line)
        expected = {"magic": MAGIC, "version": VERSION, "bytes": len(body), "crc32": zlib.crc32(body)}
    except ValueError as error:
        raise SavedIndexError(f"{path} is no saved index") from error
    if header != expected:
        raise SavedIndexError(f"{path} is damaged or of another version")
    return [(int(i), str(text)) for i, text in json.loads(body)]
