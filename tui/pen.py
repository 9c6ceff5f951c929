"""A pen on a terminal's screen: goes to cells and writes them in the fewest bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tui.sgr import PLAIN, Style, change, is_blank

Cell: TypeAlias = tuple[str, Style]
"""What stands in a cell: a character with its marks, or "" where a wide one reaches in from the left."""

EMPTY: Cell = (" ", PLAIN)


@dataclass(frozen=True)
class Abilities:
    """What a terminal can be asked for. The default is what every terminal can."""

    erases_in_colour: bool = False
    erases_part: bool = False
    scrolls: bool = False


_KNOWN = {
    **dict.fromkeys(
        ("xterm", "linux", "alacritty", "putty", "konsole", "foot", "wezterm", "ghostty"),
        Abilities(erases_in_colour=True, erases_part=True, scrolls=True),
    ),
    **dict.fromkeys(("screen", "tmux"), Abilities(scrolls=True)),
    "rxvt": Abilities(erases_in_colour=True, scrolls=True),
    "vt220": Abilities(erases_part=True, scrolls=True),
}


def abilities(term: str) -> Abilities:
    """What is known of a terminal by its name in TERM, as terminfo has it (bce, ech, il)."""
    return _KNOWN.get(term, _KNOWN.get(term.partition("-")[0], Abilities()))


class Pen:
    """Where the terminal writes next and in what look, as far as that is known."""

    def __init__(self, width: int, able: Abilities) -> None:
        self._width, self._able = width, able
        self._at: tuple[int, int] | None = None
        self._style = PLAIN
        self._out: list[str] = []

    @property
    def at(self) -> tuple[int, int] | None:
        """Line and column of the cursor; None where a terminal may have put it either here or there."""
        return self._at

    def lost(self) -> None:
        """The cursor may be anywhere."""
        self._at = None

    def sent(self) -> str:
        """All that was written since this was last asked. The look is the plain one again."""
        self.look(PLAIN)
        sent, self._out = "".join(self._out), []
        return sent

    def look(self, style: Style) -> None:
        """Take on a look."""
        self._out.append(change(self._style, style))
        self._style = style

    def to(self, y: int, x: int) -> None:
        """Go to a cell."""
        self._out.append(self.way(y, x))
        self._at = y, x

    def way(self, y: int, x: int) -> str:
        """The shortest codes that lead to a cell."""
        if self._at == (y, x):
            return ""
        far = f"\x1b[{y + 1}H" if x == 0 else f"\x1b[{y + 1};{x + 1}H"
        if self._at is None or self._at[0] != y:
            return far
        if x == 0:
            return "\r"
        step = x - self._at[1]
        many = str(abs(step)) if abs(step) > 1 else ""
        return min(far, "\b" * -step if -4 < step < 0 else f"\x1b[{many}{'C' if step > 0 else 'D'}", key=len)

    def clear(self, style: Style) -> Style:
        """Empty the whole screen; the look of its blanks thereafter."""
        self.look(style if self._able.erases_in_colour else PLAIN)
        self._out.append("\x1b[H\x1b[2J")
        self._at = 0, 0
        return self._style

    def scroll(self, first: int, last: int, lines: int) -> None:
        """Move the lines `first` to `last` up, or down for negative `lines`; new ones come in blank."""
        self.look(PLAIN)
        many = str(abs(lines)) if abs(lines) > 1 else ""
        turn = "M" if lines > 0 else "L"
        self._out.append(f"\x1b[{first + 1};{last + 1}r\x1b[{first + 1}H\x1b[{many}{turn}\x1b[r")
        # Setting margins takes the cursor home, on most terminals.
        self._at = None

    def write(self, cells: Sequence[Cell], y: int, x: int) -> None:
        """Write cells at a place, or as much of them as is on the screen."""
        self.to(y, x)
        for cell in cells:
            if not self.suits(cell):
                self.look(cell[1])
            self._out.append(cell[0])
            x += 1
            # At the end of a line a terminal stays, or wraps with the next character: no telling which.
            self._at = (y, x) if x < self._width and not uncertain(cell) else None
            if self._at is None and x < self._width:
                self.to(y, x)

    def erase(self, style: Style, y: int, x: int, count: int) -> bool:
        """Blank out cells, or the rest of a line; False where writing spaces is shorter or the only way."""
        rest = x + count == self._width
        if count < (4 if rest else 9) or not (rest or self._able.erases_part) or not self._erases(style):
            return False
        self.to(y, x)
        if self._style.back != style.back or not is_blank(self._style):
            self.look(style)
        self._out.append("\x1b[K" if rest else f"\x1b[{count}X")
        return True

    def suits(self, cell: Cell) -> bool:
        """Would the cell look right if it were written now?"""
        if cell[0] == " " and is_blank(cell[1]):
            return is_blank(self._style) and self._style.back == cell[1].back
        return not cell[0] or self._style == cell[1]

    def _erases(self, style: Style) -> bool:
        return is_blank(style) and (not style.back or self._able.erases_in_colour)


def uncertain(cell: Cell) -> bool:
    """Do terminals differ on how wide this is? Marks upon marks, and pictures."""
    return len(cell[0]) > 1 or cell[0] > "\U0001f000"


def size_of(cells: Iterable[Cell]) -> int:
    """How many bytes the characters of some cells take."""
    return sum(len(cell[0].encode()) for cell in cells)
