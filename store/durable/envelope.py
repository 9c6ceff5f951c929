"""The outer form of a record file: one header line that lets any damage below it be recognised.

    ironquote-record SCHEMA GENERATION LENGTH CRC32

The checksum covers the three numbers before it and every byte after the line, so that no single bit of the
file can change unseen. This line stays the same in every schema to come: a program must be able to tell a
newer record from a damaged one.
"""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple

from store.errors import DamagedError, ForeignFileError

MAGIC = b"ironquote-record "

#: Longer than any header; enough to read a file's generation without reading the file.
HEADER_ROOM = 80

# Numbers in one spelling only, so that a flipped bit cannot give a second spelling of the same number.
_HEADER = re.compile(
    rb"ironquote-record (0|[1-9][0-9]{0,8}) ([1-9][0-9]{0,17}) (0|[1-9][0-9]{0,14}) ([0-9a-f]{8})\n"
)


class Sealed(NamedTuple):
    """What a sound file holds."""

    schema: int
    generation: int
    body: bytes


def seal(schema: int, generation: int, body: bytes) -> bytes:
    """Put the header before a body."""
    numbers = b"%d %d %d" % (schema, generation, len(body))
    return b"%s%s %08x\n%s" % (MAGIC, numbers, zlib.crc32(body, zlib.crc32(numbers)), body)


def claimed_generation(start: bytes) -> int | None:
    """The commit a file says it is, from its first bytes, unchecked; None where that cannot be read."""
    header = _HEADER.match(start)
    return int(header[2]) if header else None


def unseal(data: bytes, path: object) -> Sealed:
    """Check a file's bytes against its header, or raise `DamagedError` saying in what way they are wrong."""
    header = _HEADER.match(data)
    if header is None:
        raise _no_header(data, path)
    schema, generation, length = int(header[1]), int(header[2]), int(header[3])
    body = data[header.end() :]
    if len(body) != length:
        fault = (
            f"is cut short: {len(body)} of {length} bytes are left"
            if len(body) < length
            else (f"has {len(body) - length} bytes too many")
        )
    elif zlib.crc32(body, zlib.crc32(b"%d %d %d" % (schema, generation, length))) != int(header[4], 16):
        fault = "was altered: its checksum does not agree with its contents"
    else:
        return Sealed(schema, generation, body)
    raise damaged(path, fault)


def damaged(path: object, fault: str) -> DamagedError:
    """An error that says what is wrong with a file; the store adds what it did about it."""
    return DamagedError(f"The record {path} {fault}.")


def _no_header(data: bytes, path: object) -> DamagedError:
    if not data:
        return damaged(path, "is empty, which a record never is")
    if data.startswith(MAGIC) or MAGIC.startswith(data):
        return damaged(path, "has lost its first line")
    return ForeignFileError(f"The file {path} is not a record of this program.")
