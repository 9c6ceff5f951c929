"""The widget that all others are: it draws itself line by line and repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui import plain
from tui.clean import clean
from tui.inks import LOOKS, Look
from tui.widgets.cells import Line, clip, merged, width

if TYPE_CHECKING:
    from textual.geometry import Size


def paint(line: Line, cells: int, look: Look) -> Strip:
    """A line as the terminal gets it, in exactly `cells` cells."""
    shown = merged(clip(line, cells))
    segments = [Segment(plain.shown(clean(piece.text)), look.styles[piece.ink]) for piece in shown]
    space = cells - width(shown)
    if space > 0:
        segments.append(Segment(" " * space, look.ground))
    return Strip(segments, cells)


class LineView(Widget):
    """A widget that says what its lines are. After a change, `redraw` sends the lines that became others."""

    ALLOW_SELECT = False
    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._strips: list[Strip] = []
        self._drawn: Size | None = None
        self._fitted: Size | None = None

    def fit(self) -> None:
        """The size has changed: arrange what is shown, before its lines are asked for."""

    def lines(self, cells: int, count: int) -> Sequence[Line]:
        """What to show on `count` lines of `cells` cells; lines that are missing are blank."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw anew and repaint what differs."""
        before, self._strips = self._strips, self._made()
        if self._drawn != self.size or len(before) != len(self._strips):
            self._drawn = self.size
            self.refresh()
            return
        changed = [
            Region(0, y, self.size.width, 1)
            for y, (old, new) in enumerate(zip(before, self._strips, strict=True))
            if old != new
        ]
        if changed:
            self.refresh(*changed)

    def on_resize(self) -> None:
        self.redraw()

    def render_line(self, y: int) -> Strip:
        if self._drawn != self.size:
            self._strips, self._drawn = self._made(), self.size
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width)

    def repaint(self) -> None:
        """Draw everything anew, whatever was on the screen."""
        self._drawn = None
        self.refresh()

    def _made(self) -> list[Strip]:
        cells, count = self.size
        if not cells or not count:
            return []
        if self._fitted != self.size:
            self._fitted = self.size
            self.fit()
        look = LOOKS.get(self.app.theme, LOOKS["terminal"])
        lines = list(self.lines(cells, count))[:count]
        lines += [()] * (count - len(lines))
        return [paint(line, cells, look) for line in lines]
