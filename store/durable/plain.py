"""What may be stored: values that JSON gives back exactly as they were given.

JSON would silently turn a key 1 into "1", NaN into something no other reader accepts and a tuple into a list;
memory and disk would then differ until the next start. So values are checked, and copied, before they count.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from store.errors import UnstorableError

#: Deeper nesting than any record has; far below the depth at which Python's own JSON reader gives up.
DEEPEST = 100

#: Python refuses to read whole numbers of more digits than this back from text.
_LONGEST_INT_BITS = 4300 * 3

_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"))


def to_json(value: object) -> str:
    """The one spelling in which a checked value is stored."""
    return _encoder.encode(value)


def plain(value: object, where: str, depth: int = 0) -> Any:
    """A deep copy of `value` in JSON's own types, or an `UnstorableError` that names the spot."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, int):
        if value.bit_length() > _LONGEST_INT_BITS:
            raise _refusal(where, "is a whole number of more than 3,800 digits", "Store it as text.")
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _refusal(where, f"is {value}, which JSON does not have", "Store null and say why.")
        return float(value)
    if depth >= DEEPEST:
        raise _refusal(where, f"is nested more than {DEEPEST} deep", "Check that it does not hold itself.")
    if isinstance(value, Mapping):
        return {_key(key, where): plain(item, f"{where}.{key}", depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, f"{where}[{at}]", depth + 1) for at, item in enumerate(value)]
    raise _refusal(
        where, f"is a {type(value).__name__}, which JSON does not have", "Turn it into text first."
    )


def unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object while reading, refusing a key that stands twice: one of the two would be lost."""
    found = list(pairs)
    made = dict(found)
    if len(made) != len(found):
        raise ValueError("a key stands twice in one object")
    return made


def _key(key: object, where: str) -> str:
    if not isinstance(key, str):
        raise _refusal(where, f"has the key {key!r}, which is not text", "Use text for keys.")
    return _text(key, where)


def _text(value: str, where: str) -> str:
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise _refusal(
                where, "holds half a surrogate pair, which is no character", "Repair the text."
            ) from error
    return str.__str__(value)  # of a subclass (an enum, say) only the text


def _refusal(where: str, fault: str, remedy: str) -> UnstorableError:
    return UnstorableError(f"{where} {fault}. {remedy}")
