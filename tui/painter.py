"""Sends only the cells that changed: over a slow line, what is not sent is what makes a program fast.

A painter stands between the program and the terminal. It reads what the program writes (text, colours, cursor
positions), keeps the screen that this asks for beside the screen that the terminal shows, and writes the
shortest way from one to the other. What it does not know it passes on unread. Pure: strings in, strings out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from rich.cells import split_graphemes

from tui.pen import EMPTY, Abilities, Cell, Pen, size_of, uncertain
from tui.sgr import PLAIN, Style, of_blank, parsed

Row: TypeAlias = list[Cell]

SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
ONE_PACKET = 1400
"""Bytes that arrive together anyhow: only a longer frame needs to be held together by the terminal."""
A_WAY = 6
"""Bytes that it takes to go to a cell, on the average."""
WORTH_SCROLLING = 60
"""Bytes that scrolling must save before it is done: fewer are sent as quickly."""

_TOKEN = re.compile(
    r"\x1b\[(?P<at>[\d;]*)H"
    r"|\x1b\[(?P<look>[\d;]*)m"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
    r"|(?P<newline>\r?\n)"
    r"|(?P<other>\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_].*?(?:\x07|\x1b\\)|\x1b.?|[\x00-\x1f\x7f])",
    re.DOTALL,
)
# Modes but for those that change the screen; queries; the keyboard's protocol; the cursor's shape; clipboard,
# title and the like; the bell.
_HARMLESS = re.compile(
    r"\x1b\[\?(?!(?:1049|1047|47|3|5)[hl])[\d;]*(?:[hl]|\$p)|\x1b\[[<>=]?[\d;]*(?:u| q|c)|\x1b\]|\x07"
)
_POINTER = re.compile(r"\x1b\]22;(.*?)(?:\x07|\x1b\\)")


class Painter:
    """A terminal's screen as it is and as it should be."""

    def __init__(self, width: int, height: int, able: Abilities | None = None) -> None:
        self._able = able or Abilities()
        self._style = PLAIN
        self._sync = False
        self._pointer = "default"
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """The terminal has another size: nothing is known of what it shows."""
        self._width, self._height = width, height
        self._wanted: list[Row] = [[EMPTY] * width for _ in range(height)]
        self._touched: set[int] = set()
        self._x = self._y = 0
        self._pen = Pen(width, self._able)
        self.forget()

    def forget(self) -> None:
        """Nothing is known of what the terminal shows any more: the next frame is the whole screen."""
        self._shown: list[Row] | None = None
        self._pen.lost()

    @property
    def size(self) -> tuple[int, int]:
        """Cells of a line, and lines."""
        return self._width, self._height

    def paint(self, data: str) -> str:
        """What to send to the terminal instead of `data`."""
        sent: list[str] = []
        for token in _TOKEN.finditer(data):
            kind, words = token.lastgroup, token[0]
            if kind == "text":
                self._put(words)
            elif kind == "look":
                self._style = parsed(token["look"], self._style)
            elif kind == "at":
                y, _, x = token["at"].partition(";")
                self._go(int(y or 1) - 1, int(x or 1) - 1)
            elif kind == "newline":
                self._go(self._y + 1, 0)
            elif words in (SYNC_START, SYNC_END):
                self._sync = True
            else:
                sent += [self._frame(), self._passed(words)]
        sent.append(self._frame())
        return "".join(sent)

    def repaint(self) -> str:
        """The whole screen anew, whatever the terminal shows."""
        self.forget()
        self._touched = set(range(self._height))
        return self._frame()

    # -- the screen that is asked for -------------------------------------------------------------------

    def _go(self, y: int, x: int) -> None:
        self._y, self._x = min(y, self._height - 1), min(x, self._width - 1)

    def _put(self, text: str) -> None:
        row, x = self._wanted[self._y], self._x
        cells = cells_of(text, self._style)[: self._width - x]
        end = x + len(cells)
        _sever(row, x)
        _sever(row, end)
        row[x:end] = cells
        self._x = end
        self._touched.add(self._y)

    def _passed(self, words: str) -> str:
        """Something that is not for the painter, as the terminal gets it."""
        pointer = _POINTER.fullmatch(words)
        if pointer is not None:
            # The shape of the mouse's pointer is told again and again, mouse or no mouse.
            known, self._pointer = self._pointer, pointer[1]
            return "" if known == self._pointer else words
        if not _HARMLESS.match(words):
            self.forget()
        return words

    # -- from the screen that is shown to the one that is asked for --------------------------------------

    def _frame(self) -> str:
        cursor = self._y, min(self._x, self._width - 1)
        if not self._touched and (self._shown is None or self._pen.at == cursor):
            return ""
        if self._shown is None:
            self._clear()
        elif self._able.scrolls and len(self._touched) > 2:
            self._scroll()
        for y in sorted(self._touched):
            self._line(y)
        self._touched.clear()
        self._pen.to(*cursor)
        sent = self._pen.sent()
        return f"{SYNC_START}{sent}{SYNC_END}" if self._sync and len(sent) > ONE_PACKET else sent

    def _clear(self) -> None:
        blank = self._pen.clear(self._wanted[-1][-1][1])
        self._shown = [[(" ", of_blank(blank))] * self._width for _ in range(self._height)]
        self._touched = set(range(self._height))

    def _line(self, y: int) -> None:
        assert self._shown is not None
        old, new = self._shown[y], self._wanted[y]
        if old == new:
            return
        if any(map(uncertain, old)) or any(map(uncertain, new)):
            # Where a terminal may disagree on a width, the rest of the line stands elsewhere than we think.
            self._pen.write(new, y, 0)
        else:
            x = 0
            while (x := _differs(old, new, x)) < self._width:
                x = self._blanks(old, new, y, x) if new[x][0] == " " else self._words(old, new, y, x)
        self._shown[y] = new.copy()

    def _blanks(self, old: Row, new: Row, y: int, x: int) -> int:
        """Blank out what is to become blank, from a cell on; the cell after that."""
        blank, end = new[x], x
        while end < self._width and new[end] == blank:
            end += 1
        last = end
        while old[last - 1] == blank:
            last -= 1
        # The blanks beyond the last that differs are blanked out again where that is free.
        if not self._pen.erase(blank[1], y, x, (end if end == self._width else last) - x):
            self._write(new, y, x, last)
        return end

    def _words(self, old: Row, new: Row, y: int, x: int) -> int:
        """Write the cells that differ, from one on up to a blank; the cell after them."""
        end = x
        while end < self._width and new[end][0] != " " and (old[end] != new[end] or not new[end][0]):
            end += 1
        self._write(new, y, x, end)
        return end

    def _write(self, new: Row, y: int, x: int, end: int) -> None:
        """Write cells, with those between them and the pen where these are fewer bytes than going there."""
        while not new[x][0]:
            x -= 1
        gap = new[self._pen.at[1] : x] if self._pen.at and self._pen.at[0] == y else []
        if gap and all(map(self._pen.suits, gap)) and size_of(gap) <= len(self._pen.way(y, x)):
            x -= len(gap)
        self._pen.write(new[x:end], y, x)

    def _scroll(self) -> None:
        """Let the terminal move what only stands higher or lower than it did."""
        assert self._shown is not None
        found = _shift(self._shown, self._wanted)
        if found is None:
            return
        first, last, lines = found
        self._pen.scroll(first, last, lines)
        fresh = [[EMPTY] * self._width for _ in range(abs(lines))]
        region = self._shown[first : last + 1]
        self._shown[first : last + 1] = [*region[lines:], *fresh] if lines > 0 else [*fresh, *region[:lines]]
        self._touched.update(range(first, last + 1))


def _shift(shown: list[Row], wanted: list[Row]) -> tuple[int, int, int] | None:
    """The lines to scroll, first and last, and by how many, where that saves much."""
    places: dict[tuple[Cell, ...], list[int]] = {}
    for y, row in enumerate(shown):
        places.setdefault(tuple(row), []).append(y)
    moved: dict[int, list[int]] = {}
    for y, row in enumerate(wanted):
        if row != shown[y] and len(set(row)) > 1:
            for was in places.get(tuple(row), ()):
                moved.setdefault(was - y, []).append(y)
    best, found = WORTH_SCROLLING, None
    empty = [EMPTY] * len(wanted[0])
    for lines, ys in moved.items():
        first, last = min(ys + [y + lines for y in ys]), max(ys + [y + lines for y in ys])
        region = range(first, last + 1)
        before = sum(_cost(shown[y], wanted[y]) for y in region)
        after = sum(_cost(shown[y + lines] if y + lines in region else empty, wanted[y]) for y in region)
        if before - after > best:
            best, found = before - after, (first, last, lines)
    return found


def _cost(old: Row, new: Row) -> int:
    """About how many bytes make one line the other: the cells that differ, and a way to each run."""
    if old == new:
        return 0
    differ = list(map(tuple.__ne__, old, new))
    return sum(differ) + A_WAY * (differ[0] + sum(after > before for before, after in pairwise(differ)))


def _differs(old: Row, new: Row, x: int) -> int:
    """The next cell that differs."""
    while x < len(new) and old[x] == new[x]:
        x += 1
    return x


def _sever(row: Row, x: int) -> None:
    """What is written from the middle of a wide character on takes the other half away."""
    if 0 < x < len(row) and not row[x][0]:
        style = row[x][1]
        row[x - 1] = row[x] = (" ", of_blank(style))


@lru_cache(maxsize=4096)
def cells_of(text: str, style: Style) -> tuple[Cell, ...]:
    """The cells that text takes in a look."""
    blank = (" ", of_blank(style))
    if text.isascii():
        return tuple(blank if character == " " else (character, style) for character in text)
    cells: list[Cell] = []
    for start, end, width in split_graphemes(text)[0]:
        cluster = text[start:end]
        cells += [blank if cluster == " " else (cluster, style), *[("", style)] * (width - 1)][
            : max(1, width)
        ]
    return tuple(cells)
