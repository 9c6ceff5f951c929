"""Text laid out in terminal cells: pieces of ink, lines of pieces, cut, padded and wrapped by cell width.

A line is made of pieces, each some words and the ink they are written in. Inks are named for what the words
are, not for a colour; `tui.inks` says how each looks in a theme. Pure: knows no widget.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from rich.cells import cell_len

from tui.clean import clean

Ink = Literal["text", "strong", "dim", "faint", "quote", "other", "accent", "match", "warn", "cursor"]


class Piece(NamedTuple):
    """Some words in one ink, clean and ready for the screen."""

    text: str
    ink: Ink = "text"


Line: TypeAlias = tuple[Piece, ...]

T = TypeVar("T")

BLANK: Line = ()
_WORD = re.compile(r"\S+\s*|\s+")


def put(text: str, ink: Ink = "text") -> Piece:
    """A piece of data: the one way in which words of a document or a record come to the screen."""
    return Piece(clean(text), ink)


def width(line: Iterable[Piece]) -> int:
    """How many cells a line takes."""
    return sum(cell_len(piece.text) for piece in line)


def cut(text: str, cells: int) -> str:
    """`text` in at most `cells` cells; an ellipsis says that there is more."""
    if cell_len(text) <= cells:
        return text
    if cells <= 0:
        return ""
    kept = head(text, cells - 1)
    return text[:kept].rstrip() + "…"


def head(text: str, cells: int) -> int:
    """How many characters of `text` fit into `cells` cells."""
    if text.isascii():
        return min(len(text), cells)
    used = 0
    for n, character in enumerate(text):
        used += cell_len(character)
        if used > cells:
            return n
    return len(text)


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """`text` in exactly `cells` cells: cut, or padded on the left or the right."""
    shown = cut(text, cells)
    space = " " * (cells - cell_len(shown))
    return space + shown if right else shown + space


def clip(line: Iterable[Piece], cells: int) -> Line:
    """A line in at most `cells` cells."""
    clipped: list[Piece] = []
    for piece in line:
        size = cell_len(piece.text)
        if size > cells:
            clipped.append(Piece(cut(piece.text, cells), piece.ink))
            break
        clipped.append(piece)
        cells -= size
    return tuple(clipped)


def spread(left: Sequence[Piece], right: Sequence[Piece], cells: int) -> Line:
    """One line with pieces at both ends; where both do not fit, the left one gives way."""
    room = cells - width(right)
    if room < 1:
        return clip(right, cells)
    kept = clip(left, room - 1 if right else room)
    return (*kept, Piece(" " * (room - width(kept))), *right)


def wrap(pieces: Iterable[Piece], cells: int, *, indent: str = "", hang: str | None = None) -> list[Line]:
    """Pieces as lines of at most `cells` cells, broken between words. `indent` begins every line, `hang`
    every one but the first where it differs."""
    hang = indent if hang is None else hang
    lines: list[Line] = []
    current: list[Piece] = [Piece(indent)] if indent else []
    used = len(indent)
    fresh = True

    def close() -> None:
        nonlocal current, used, fresh
        while current and not current[-1].text.strip() and len(current) > 1:
            current.pop()
        if current:
            current[-1] = Piece(current[-1].text.rstrip() or current[-1].text, current[-1].ink)
        lines.append(tuple(current))
        current, used, fresh = ([Piece(hang)] if hang else []), len(hang), True

    for word in _joined(pieces):
        size = sum(cell_len(piece.text) for piece in word)
        bare = size - _trailing(word)
        if not fresh and used + bare > cells:
            close()
        if fresh and not "".join(piece.text for piece in word).strip():
            continue
        for piece in word:
            text = piece.text
            # A word longer than a line is broken where the line ends.
            while cell_len(text.rstrip()) > cells - used and cells > len(hang) + 1:
                kept = head(text, cells - used)
                if kept:
                    current.append(Piece(text[:kept], piece.ink))
                text = text[kept:]
                close()
            if text:
                current.append(Piece(text, piece.ink))
                used += cell_len(text)
                fresh = False
    if not fresh or not lines:
        close()
    return [merged(line) for line in lines]


def merged(line: Iterable[Piece]) -> Line:
    """A line in as few pieces as its inks allow."""
    found: list[Piece] = []
    for piece in line:
        if found and found[-1].ink == piece.ink:
            found[-1] = Piece(found[-1].text + piece.text, piece.ink)
        elif piece.text:
            found.append(piece)
    return tuple(found)


def _joined(pieces: Iterable[Piece]) -> Iterable[list[Piece]]:
    """Pieces cut into words, a word that changes ink in its middle kept together."""
    word: list[Piece] = []
    for piece in pieces:
        for match in _WORD.finditer(piece.text):
            text = match[0]
            if word and (word[-1].text[-1:].isspace()) and not text[:1].isspace():
                yield word
                word = []
            word.append(Piece(text, piece.ink))
    if word:
        yield word


def _trailing(word: Sequence[Piece]) -> int:
    text = "".join(piece.text for piece in word)
    return len(text) - len(text.rstrip())


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column. `cell` gives its words or pieces; the widest of them decides its width, up to `most`. The
    one that `grows` takes what is left. A `group` column says its word once for a run of equal rows. Below
    `from_width` cells of list, the column gives its room to the others. One that `keeps` cuts its first piece
    only: a name, but not what is said about it. One that `gives` is cut first where room is short."""

    title: str
    cell: Callable[[T], str | Sequence[Piece]]
    most: int = 30
    grows: bool = False
    right: bool = False
    group: bool = False
    ink: Ink = "text"
    from_width: int = 0
    keeps: bool = False
    gives: bool = False
