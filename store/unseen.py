"""Characters that a person does not see in a text, or that a terminal obeys: which they are, and how many.

A source keeps every one of them, byte for byte. Who reads or copies it is told that they are there; on the
screen `tui.clean` puts something visible in their place.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

TALLEST = 4
"""Marks that may stand on one letter: more than any living spelling needs. A pile of them would draw over
the lines above and below."""

CLASSES: dict[str, str] = {
    "control code": "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f",
    "direction mark": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "zero-width character": "\u034f\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff",
    "line separator": "\u2028\u2029",
    "soft hyphen": "\u00ad",
    "tag character": "\U000e0000-\U000e007f",
    "variation selector": "\u180b-\u180d\u180f\ufe00-\ufe0d\U000e0100-\U000e01ef",
    # Fillers that look like spaces, annotations, and the formats of shorthand, hieroglyphs and music.
    "filler": "\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U00013430-\U0001345f"
    "\U0001d173-\U0001d17a\U000e0080-\U000e00ff\U000e01f0-\U000e0fff",
    "surrogate": "\ud800-\udfff",
}
"""Each kind of unseen character, as the inside of a regular expression's brackets."""

STRAY_SELECTOR = "(?<![#*0-9\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f]"
"""A selector of how an emoji looks that follows no emoji."""

_ANY = re.compile(f"[\r\ufe0e\ufe0f{''.join(CLASSES.values())}]")
_STRAY = re.compile(STRAY_SELECTOR)

# Where marks that stack are to be found at all: most text has no five such characters in a row, and needs no
# closer look.
_MAY_STACK = re.compile(
    "[\u0300-\u1fff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ua66f-\uabed\ufb1e\ufe00-\ufe2f"
    f"\U000101fd-\U0001e94a]{{{TALLEST + 1}}}"
)
_LAST_MARK = 0x1E94A


def counted(text: str) -> Counter[str]:
    """How many unseen characters of each kind a text holds. Tabs and line ends are no such thing."""
    found: Counter[str] = Counter()
    for match in _ANY.finditer(text):
        kind = _kind(match)
        if kind:
            found[kind] += 1
    if stacks(text):
        for match in _stacked().finditer(text):
            found["stacked mark"] += match.end() - match.start() - TALLEST
    return found


def counted_in(value: object) -> Counter[str]:
    """The same of all the text in a value of JSON's shapes."""
    if isinstance(value, str):
        return counted(value)
    found: Counter[str] = Counter()
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, Iterable):
        for item in value:
            found += counted_in(item)
    return found


def told(counts: Mapping[str, int]) -> str:
    """Counts in words, the most frequent first: 12 control codes, 1 soft hyphen."""
    ordered = sorted(counts.items(), key=lambda kind: (-kind[1], kind[0]))
    return ", ".join(f"{count:,} {name}{'' if count == 1 else 's'}" for name, count in ordered)


def too_high(text: str) -> set[int]:
    """Where the marks stand that are on top of `TALLEST` others."""
    if not stacks(text):
        return set()
    return {at for pile in _stacked().finditer(text) for at in range(pile.start() + TALLEST, pile.end())}


def stacks(text: str) -> bool:
    """May marks be piled up in a text? A quick look, for text that has none."""
    return _MAY_STACK.search(text) is not None and _stacked().search(text) is not None


def _kind(match: re.Match[str]) -> str | None:
    """Which kind an unseen character is of; None for one that is well in its place."""
    character = match[0]
    if character == "\r":
        return None if match.string[match.end() : match.end() + 1] == "\n" else "control code"
    if character in "\ufe0e\ufe0f":
        return "variation selector" if _STRAY.match(match.string, match.start()) else None
    return _kind_of(character)


@lru_cache(maxsize=4096)
def _kind_of(character: str) -> str:
    return next(name for name, inside in CLASSES.items() if re.match(f"[{inside}]", character))


@cache
def _stacked() -> re.Pattern[str]:
    """Finds more marks in a row than may stand on one letter."""
    codes = [n for n in range(0x300, _LAST_MARK) if unicodedata.category(chr(n)) in ("Mn", "Me")]
    starts = [n for n, before in zip(codes, [0, *codes], strict=False) if n != before + 1]
    ends = [n for n, after in zip(codes, [*codes[1:], 0], strict=True) if n + 1 != after]
    inside = "".join(f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True))
    return re.compile(f"[{inside}]{{{TALLEST + 1},}}")
