"""From bytes to text, and the text cut into what a person reads: zones, paragraphs, sentences.

A source is never repaired. Matching works on `view`, which has the same length as the text, so that an offset
found there is true of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from store.model import Zone

_VIEW = str.maketrans(
    {
        "\u00a0": " ",  # no-break space
        "\u2007": " ",  # figure space
        "\u202f": " ",  # narrow no-break space
        "\u2018": "'",
        "\u2019": "'",
        "\u201b": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201f": '"',
    }
)

# A full stop after one of these ends no sentence.
_ABBREVIATIONS = frozenset(
    "adm brig capt cmdr col corp dr gen gov inc jr lt maj mr mrs ms no pfc prof rep sen sgt spc sr st vs"
    " jan feb mar apr jun jul aug sep sept oct nov dec u.s u.n u.k n.d d.c e.g i.e".split()
)
_STOP = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9])")
_LOOK_BACK = 24
"""Characters before a stop that say whether it ends an abbreviation; looking further would take for ever on a
text of abbreviations alone."""
LONGEST_PASSAGE = 2000
"""Characters of a passage: a line without a stop is found and shown in parts."""
_LINE = re.compile(r"[^\n]+")
_REACH = re.compile(r"[^\S\n]*[^\n]{0,2}")
"""White space, and the two characters behind it that tell whether a sentence begins."""

CUTTING = 1
"""How `passages` cuts. To be raised when it cuts otherwise: indexes that were kept are then made anew."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, caption line or table row: the unit of search. `zone` says what it stands in."""

    source: str
    start: int
    end: int
    zone: str


def decode(data: bytes) -> str:
    """The text of a source. Raises UnicodeDecodeError where the bytes are not UTF-8."""
    return data.decode("utf-8")


def view(text: str) -> str:
    """`text` with typographic spaces and quotes made plain, character for character."""
    return text.translate(_VIEW)


def zone_at(zones: Iterable[Zone], start: int) -> str:
    """What the character at `start` stands in; body where no zone says otherwise."""
    return next((zone.kind for zone in zones if zone.start <= start < zone.end), "body")


def lines(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the lines of `text` that hold anything but white space, trimmed of it."""
    for match in _LINE.finditer(text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            yield start, end


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of ``text[start:end]``. Abbreviations and initials end none."""
    end = len(text) if end is None else end
    begin = start
    for stop in _STOP.finditer(text, start, end):
        word = _word_before(text, max(begin, stop.start() - _LOOK_BACK), stop.start()).lower()
        if text[stop.start()] == "." and (word in _ABBREVIATIONS or len(word) == 1):
            continue
        yield begin, stop.end()
        begin = stop.end()
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        yield begin, end


def _word_before(text: str, start: int, end: int) -> str:
    """The letters, digits and stops right before `end`, none of them before `start`."""
    at = end
    while at > start and (text[at - 1].isalnum() or text[at - 1] in "._"):
        at -= 1
    return text[at:end]


def passages(source: str, text: str, zones: Iterable[Zone]) -> list[Passage]:
    """The passages of a source in reading order, derived anew and never stored."""
    marked = tuple(zones)
    return [
        Passage(source, start, end, zone_at(marked, start))
        for line in lines(text)
        for start, end in _cut(text, *line)
    ]


def passage_from(source: str, text: str, zones: Iterable[Zone], start: int) -> Passage:
    """The passage that begins at `start`, without cutting all that stands before and after it."""
    # A passage, and what shows that it ends, lie within so much of a line, however long the line goes on.
    reach = _REACH.match(text, min(start + 2 * LONGEST_PASSAGE, len(text)))
    end = reach.end() if reach else len(text)
    line = text.find("\n", start, end)
    end = start + len(text[start : end if line < 0 else line].rstrip())
    start, end = next(_cut(text, start, end), (start, end))
    return Passage(source, start, end, zone_at(zones, start))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A line in passages. Where one of them ends depends on nothing that stands before its start."""
    for sentence in sentences(text, start, end):
        yield from _parts(text, *sentence)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span in parts that are not too long, cut between words where that can be."""
    while end - start > LONGEST_PASSAGE:
        space = text.rfind(" ", start + LONGEST_PASSAGE // 2, start + LONGEST_PASSAGE)
        cut = space if space > 0 else start + LONGEST_PASSAGE
        yield start, cut
        start = cut + (space > 0)
    yield start, end


def context(text: str, start: int, end: int, reach: int) -> tuple[int, int]:
    """A span of at most `reach` more characters on each side of ``text[start:end]``, within its paragraph and
    cut between words."""
    first = max(text.rfind("\n", 0, start) + 1, start - reach)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + reach)
    while first > 0 and first < start and not text[first - 1].isspace():
        first += 1
    while last < len(text) and last > end and not text[last].isspace():
        last -= 1
    return first, last
