"""A list of any length: draws the lines that are visible and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset
from textual.message import Message

from tui.widgets.cells import BLANK, Column, Ink, Line, Piece, clip, cut, fit, put, width, wrap
from tui.widgets.lines import LineView

T = TypeVar("T")

SAMPLE = 300
"""Rows that column widths are taken from: enough to be right, few enough for any list to open at once."""
GAP = 2
LEAST = 14
"""Cells that the growing column gets before the others get all they want."""


class RecordList(LineView, Generic[T]):
    """Rows under a heading, one of them under the hand. Knows no keys: a screen moves the hand."""

    class Picked(Message):
        """A row was clicked; `again` if it was under the hand already."""

        def __init__(self, again: bool) -> None:
            super().__init__()
            self.again = again

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns: Sequence[Column[T]] = ()
        self.items: Sequence[T] = ()
        self.empty = ""
        self.cursor = 0
        self.top = 0
        self.active = True
        self.headed = True
        self.marked: Callable[[T], bool] = lambda item: False
        self.quiet: Callable[[T], bool] = lambda item: False
        self._sample: Sequence[T] = ()
        self._widths: tuple[int, tuple[int, ...]] | None = None

    # -- what is shown ----------------------------------------------------------------------------------

    def fill(
        self, items: Sequence[T], *, cursor: int = 0, top: int | None = None, among: Sequence[T] | None = None
    ) -> None:
        """Show other items, the hand on the one at `cursor`. They are chosen from those `among` which they
        are, whose cells give the columns their widths: a filter does not move the columns."""
        self.items = items
        self._sample = (items if among is None else among)[:SAMPLE]
        self._widths = None
        self.cursor = max(0, min(cursor, len(items) - 1))
        self.top = self.top if top is None else top
        self._settle()
        self.redraw()

    @property
    def current(self) -> T | None:
        """The item under the hand."""
        return self.items[self.cursor] if self.items else None

    @property
    def _head(self) -> int:
        """Lines that the heading takes: none where there is hardly room for a row."""
        return int(self.headed and self.size.height > 2)

    @property
    def room(self) -> int:
        """How many rows are visible."""
        return max(1, self.size.height - self._head)

    # -- moving -----------------------------------------------------------------------------------------

    def move(self, step: int) -> None:
        """Move the hand by rows, as far as there are any."""
        self.go(self.cursor + step)

    def page(self, halves: int) -> None:
        """Move the hand by half screens."""
        self.go(self.cursor + halves * max(1, self.room // 2))

    def go(self, index: int) -> None:
        """Put the hand on a row; the list scrolls no further than it must."""
        self.cursor = max(0, min(index, len(self.items) - 1))
        self._settle()
        self.redraw()

    def _settle(self) -> None:
        lowest = max(0, len(self.items) - self.room)
        self.top = min(max(self.top, self.cursor - self.room + 1, 0), self.cursor, lowest)

    def place(self) -> Offset:
        """Where the row under the hand stands on the screen: the terminal's own cursor goes there."""
        return self.region.offset + Offset(0, self.cursor - self.top + self._head)

    def fit(self) -> None:
        self._settle()

    def on_click(self, event: events.Click) -> None:
        row = self.top + event.y - self._head
        if 0 <= row < len(self.items) and event.y >= self._head:
            again = row == self.cursor
            self.go(row)
            self.post_message(self.Picked(again))

    # -- drawing ----------------------------------------------------------------------------------------

    def lines(self, cells: int, count: int) -> list[Line]:
        if not self.items:
            return [BLANK, *wrap([put(self.empty, "dim")], cells - 2, indent="  ")]
        columns = [column for column in self.columns if cells >= column.from_width]
        widths = self._column_widths(columns, cells)
        drawn: list[Line] = [self._heading(columns, widths)] if self._head else []
        said: list[str] | None = None
        for index in range(self.top, min(self.top + self.room, len(self.items))):
            line, said = self._row(index, columns, widths, said)
            drawn.append(line)
        return drawn

    def _heading(self, columns: Sequence[Column[T]], widths: Sequence[int]) -> Line:
        pieces = [Piece("  ", "dim")]
        titles = (fit(c.title, size, right=c.right) for c, size in zip(columns, widths, strict=True))
        return (*pieces, Piece((" " * GAP).join(titles), "dim"))

    def _row(
        self, index: int, columns: Sequence[Column[T]], widths: Sequence[int], above: list[str] | None
    ) -> tuple[Line, list[str]]:
        item = self.items[index]
        here = index == self.cursor
        bar = Piece("▌" if here else " ", "accent" if self.active else "dim")
        pieces: list[Piece] = [bar, Piece("*" if self.marked(item) else " ", "accent")]
        said: list[str] = []
        run = above is not None
        cells = [self._cell(column, item) for column in columns]
        widths = _flowing(columns, cells, widths)
        for n, (column, size, cell) in enumerate(zip(columns, widths, cells, strict=True)):
            if column.group:
                words = "".join(piece.text for piece in cell)
                run = run and above is not None and above[len(said)] == words
                said.append(words)
                if run and not here:
                    cell = ()
            cell = _shortened(cell, size) if column.keeps else clip(cell, size)
            space = Piece(" " * (size - width(cell)))
            pieces += [space, *cell] if column.right else [*cell, space]
            if n < len(columns) - 1:
                pieces.append(Piece(" " * GAP))
        if here:
            pieces = [Piece(p.text, _lifted(p.ink)) for p in pieces]
        elif self.quiet(item):
            pieces = [Piece(p.text, "dim") for p in pieces]
        return tuple(pieces), said

    @staticmethod
    def _cell(column: Column[T], item: T) -> Line:
        cell = column.cell(item)
        return (put(cell, column.ink),) if isinstance(cell, str) else tuple(cell)

    def _column_widths(self, columns: Sequence[Column[T]], cells: int) -> tuple[int, ...]:
        if self._widths is not None and self._widths[0] == cells:
            return self._widths[1]
        widths = [
            0
            if column.grows
            else min(
                column.most,
                max([cell_len(column.title), *(width(self._cell(column, item)) for item in self._sample)]),
            )
            for column in columns
        ]
        left = cells - 3 - sum(widths) - GAP * (len(columns) - 1)
        growing = [n for n, column in enumerate(columns) if column.grows]
        # Where little is left for the words, the columns that give way do so first, then the widest ones.
        for least, floor, all_give in ((LEAST, 12, False), (LEAST // 2, 8, True)):
            while growing and left < least:
                giving = [n for n, c in enumerate(columns) if widths[n] > floor and (all_give or c.gives)]
                if not giving:
                    break
                widths[max(giving, key=lambda n: widths[n])] -= 1
                left += 1
        for n in growing:
            widths[n] = max(0, left // len(growing))
        self._widths = (cells, tuple(widths))
        return self._widths[1]


def _flowing(columns: Sequence[Column[T]], cells: Sequence[Line], widths: Sequence[int]) -> list[int]:
    """The widths in one row: words that grow flow into what the right-aligned cells after them leave free,
    and give back what they do not need. The edges that columns are aligned on stay where they are."""
    found = list(widths)
    for n, column in enumerate(columns):
        if not column.grows:
            continue
        for after in range(n + 1, len(columns)):
            if not columns[after].right:
                break
            wanted = width(cells[after])
            moved = min(wanted - found[after], max(0, found[n] - width(cells[n])))
            found[n] -= moved
            found[after] += moved
            if wanted:
                break
    return found


def _shortened(cell: Line, cells: int) -> Line:
    """A cell in at most `cells` cells, what follows its first words kept where that leaves them any room."""
    after = width(cell[1:])
    if width(cell) > cells and 0 < after < cells - 4:
        return (Piece(cut(cell[0].text, cells - after), cell[0].ink), *cell[1:])
    return clip(cell, cells)


def _lifted(ink: Ink) -> Ink:
    return "strong" if ink in ("text", "dim", "faint") else ink
