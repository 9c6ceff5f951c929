"""The lines around the lists: the title and the tabs above, one line of what the keys do below."""

from __future__ import annotations

from collections.abc import Sequence

from store import dates
from store.corpus import Corpus, Row
from tui import keys
from tui.rows import chosen_when
from tui.tabs import VIEWS
from tui.widgets.cells import Line, Piece, clip, put, spread, width
from tui.widgets.lines import LineView
from tui.widgets.prompt import Prompt

_BARS = "▁▂▃▄▅▆▇█"


class TopBar(LineView):
    """The title, the tabs, and on the timeline how its events lie over the years."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title: Line = ()
        self.right: Line = ()
        self.tab = ""
        self.years: Years | None = None
        self.here: int | None = None
        self.typed: Line = ()
        self.note: Line = ()

    def lines(self, cells: int, count: int) -> Sequence[Line]:
        if self.typed:
            return [self.typed]
        lines: list[Line] = [spread((Piece(" "), *self.title), (*self.right, Piece(" ")), cells)]
        if self.tab:
            lines.append(tab_line(self.tab, cells))
        elif self.note:
            lines.append(clip(self.note, cells))
        if self.years is not None:
            lines.append(self.years.line(cells, self.here))
        return lines


def tab_line(current: str, cells: int) -> Line:
    """The names of the tabs with their digits; where they do not fit, digits and the current name."""
    full = [(f"{n}", view.title, view.name == current) for n, view in enumerate(VIEWS, 1)]
    line = _tabs(full, short=False)
    return line if width(line) <= cells else clip(_tabs(full, short=True), cells)


def _tabs(tabs: Sequence[tuple[str, str, bool]], *, short: bool) -> Line:
    pieces: list[Piece] = [Piece(" ")]
    for digit, title, here in tabs:
        if here:
            pieces += [Piece(f"{digit} {title}", "accent"), Piece("  ")]
        else:
            pieces += [Piece(digit, "dim"), Piece("  " if short else f" {title}  ")]
    return tuple(pieces)


class Years:
    """How many dated rows fall into each year. What has no date of its own is in no year."""

    def __init__(self, corpus: Corpus, rows: Sequence[Row]) -> None:
        self.counts: dict[int, int] = {}
        for row in rows:
            year = year_of(corpus, row)
            if year is not None:
                self.counts[year] = self.counts.get(year, 0) + 1

    def line(self, cells: int, here: int | None) -> Line:
        """The years as one line of bars, the one under the hand reversed."""
        if not self.counts:
            return (Piece(" no dated events", "dim"),)
        first, last = min(self.counts), max(self.counts)
        room = max(1, cells - 13)
        each = -(-(last - first + 1) // room)
        buckets = [0] * ((last - first) // each + 1)
        for year, count in self.counts.items():
            buckets[(year - first) // each] += count
        most = max(buckets)
        bars = [_BARS[0 if not n else 1 + (n * 6) // most] for n in buckets]
        pieces = [Piece(f" {first} ", "dim")]
        for n, bar in enumerate(bars):
            at = here is not None and (here - first) // each == n
            pieces.append(Piece(bar, "cursor" if at else "text" if buckets[n] else "dim"))
        return (*pieces, Piece(f" {last}", "dim"))


def year_of(corpus: Corpus, row: Row) -> int | None:
    """The year that a dated row begins in, or ends in where only that is known."""
    when = chosen_when(corpus, row)
    if when is None or when.edtf is None:
        return None
    year = dates.sort_key(when)[0].year
    return year if 1 < year < 9999 else None


class BottomBar(LineView):
    """What the keys do here and now, and where one is; in their place for a moment, what was just done."""

    def __init__(self, screen: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.screen_name = screen
        self.position = ""
        self.said = ""
        self.prompt: Prompt | None = None
        self.unusable: frozenset[str] = frozenset()

    def say(self, words: str) -> None:
        """Say something until the next key."""
        if words != self.said:
            self.said = words
            self.redraw()

    def lines(self, cells: int, count: int) -> Sequence[Line]:
        right = (put(f" {self.position} ", "dim"),) if self.position else ()
        if self.prompt is not None:
            return [spread(self.prompt.line(), right, cells)]
        if self.said:
            return [spread((Piece(" "), put(self.said, "warn")), right, cells)]
        room = cells - width(right) - 1
        pieces: list[Piece] = []
        for key in keys.of(self.screen_name):
            if not key.short or key.id in self.unusable:
                continue
            space = Piece("  " if pieces else " ")
            more = (space, Piece(keys.shown(key.keys), "strong"), Piece(f" {key.short}", "dim"))
            if width(pieces) + width(more) <= room:
                pieces += more
        return [spread(pieces, right, cells)]
