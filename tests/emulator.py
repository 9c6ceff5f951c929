"""A terminal in memory that tells every cell and every look, for comparing two ways of painting."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pyte

# What asks or sets something and shows nothing; pyte would show some of it.
_UNSEEN = re.compile(
    r"\x1b\[[<>=]\d*u|\x1b\[\?[\d;]*\$p|\x1b\[\?(?!7[hl])[\d;]*[hl]|\x1b\].*?(?:\x07|\x1b\\)"
)


class Seen(NamedTuple):
    """A cell as a person sees it: of a blank, no more than its background and its lines."""

    text: str
    front: str
    back: str
    looks: str


class _Screen(pyte.Screen):
    """pyte's screen, and dim: it goes with the colour of the pen, where pyte keeps what it knows."""

    dim = False

    def draw(self, data: str) -> None:
        """Draw, a character at a time: half of a wide one is never left, as on a terminal."""
        for character in data:
            self._sever(min(self.cursor.x, self.columns - 1))
            super().draw(character)
            self._sever(self.cursor.x, after=True)

    def erase_characters(self, count: int | None = None) -> None:
        """Blank out cells, and the other halves of wide characters."""
        self._sever(self.cursor.x)
        super().erase_characters(count)
        self._sever(self.cursor.x + (count or 1), after=True)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        """Blank out a line from the cursor on, or up to it, or whole."""
        self._sever(self.cursor.x)
        super().erase_in_line(how, private)

    def erase_in_display(self, how: int = 0, *rest: Any, **named: Any) -> None:
        """Blank out the screen in the pen's colour; pyte leaves out cells that nothing was written to."""
        super().erase_in_display(how, *rest, **named)
        if how == 2:
            for y in range(self.lines):
                for x in range(self.columns):
                    self.buffer[y][x] = self.cursor.attrs

    def _sever(self, x: int, after: bool = False) -> None:
        line = self.buffer[self.cursor.y]
        if 0 < x < self.columns and not line[x].data:
            for half in (x,) if after else (x - 1, x):
                line[half] = line[x]._replace(data=" ")

    def select_graphic_rendition(self, *codes: int, **named: Any) -> None:
        front = self.cursor.attrs.fg.removeprefix("dim ")
        self.cursor.attrs = self.cursor.attrs._replace(fg=front)
        super().select_graphic_rendition(*codes, **named)
        rest = iter(codes or (0,))
        for code in rest:
            if code in (38, 48):
                for _ in range(1 if next(rest, 0) == 5 else 3):
                    next(rest, 0)
            elif code in (0, 2, 22):
                self.dim = code == 2
        if self.dim:
            self.cursor.attrs = self.cursor.attrs._replace(fg=f"dim {self.cursor.attrs.fg}")


class Emulator:
    """Takes what a program writes and shows what stands on the screen."""

    def __init__(self, width: int, height: int) -> None:
        self._screen = _Screen(width, height)
        self._stream = pyte.Stream(self._screen)
        # Lines are cut at the end, not wrapped: what every full-screen program asks for.
        self._stream.feed("\x1b[?7l")

    def feed(self, data: str) -> None:
        """Write to the terminal. A switch of screens empties it, as on a terminal with two."""
        if "\x1b[?1049h" in data:
            self._screen.erase_in_display(2)
        self._stream.feed(_UNSEEN.sub("", data))

    def resize(self, width: int, height: int) -> None:
        """Give it another size. Like a terminal that lays lines out anew, it leaves rubbish behind."""
        self._screen.resize(height, width)
        self._screen.cursor_position(1, 1)
        self._screen.draw("rubbish " * (width * height // 8))

    @property
    def cursor(self) -> tuple[int, int]:
        """Line and column of the cursor."""
        return self._screen.cursor.y, min(self._screen.cursor.x, self._screen.columns - 1)

    def text(self) -> list[str]:
        """The lines, without their looks."""
        return list(self._screen.display)

    def cells(self) -> list[list[Seen]]:
        """Every cell of every line."""
        size = range(self._screen.columns)
        return [
            [_seen(line[x]) for x in size]
            for line in (self._screen.buffer[y] for y in range(self._screen.lines))
        ]


def _seen(cell: Any) -> Seen:
    looks = [
        name
        for name in ("bold", "italics", "underscore", "strikethrough", "reverse", "blink")
        if getattr(cell, name)
    ]
    if cell.data == " " and not {"underscore", "strikethrough", "reverse"} & set(looks):
        return Seen(" ", "", cell.bg, "")
    return Seen(cell.data, cell.fg, cell.bg, " ".join(looks))
