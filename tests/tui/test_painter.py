"""Whichever way a screen is painted, the terminal shows the same."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from tests.emulator import Emulator
from tui.painter import Painter
from tui.pen import abilities

TERMS = ("xterm-256color", "screen-256color", "vt220", "vt100")
LOOKS = (
    "",
    "1",
    "2",
    "1;33",
    "7",
    "4",
    "90",
    "38;5;208",
    "38;2;201;205;214;48;2;22;24;29",
    "48;2;22;24;29",
    "1;4;31",
)
WORDS = ("Korea", "한국과 미국", " ", "      ", "         ", "F-35", "é", "─────────", "…", "조약", "미 a 국")


@pytest.fixture(params=TERMS)
def able(request: pytest.FixtureRequest) -> str:
    term: str = request.param
    return term


class Twice:
    """One stream, sent as it is to one terminal and through a painter to another."""

    def __init__(self, width: int, height: int, term: str) -> None:
        self.plain, self.painted = Emulator(width, height), Emulator(width, height)
        self.painter = Painter(width, height, abilities(term))
        self.sent = 0

    def write(self, data: str) -> None:
        """Write, and see that both show the same."""
        self.plain.feed(data)
        painted = self.painter.paint(data)
        self.sent = len(painted.encode())
        self.painted.feed(painted)
        for y, (plain, ours) in enumerate(zip(self.plain.cells(), self.painted.cells(), strict=True)):
            assert ours == plain, f"line {y} after {painted!r}"


def pieces(chance: random.Random, width: int, height: int) -> Iterator[str]:
    """Writing as a compositor might: runs of looks and words at places, sometimes whole lines."""
    for _ in range(chance.randint(1, 6)):
        x = chance.choice((0, 0, chance.randrange(width)))
        yield f"\x1b[{chance.randrange(height) + 1};{x + 1}H"
        for words in chance.choices(WORDS, k=chance.randint(1, 5)):
            if x + cell_len(words) <= width:
                yield f"\x1b[{chance.choice(LOOKS)}m{words}\x1b[0m"
                x += cell_len(words)


@pytest.mark.parametrize("seed", range(12))
def test_any_writing_leaves_the_same_screen(seed: int, able: str) -> None:
    chance = random.Random(seed)
    both = Twice(30, 8, able)
    for _ in range(40):
        both.write("".join(pieces(chance, 30, 8)).replace("\x1b[m", "\x1b[0m"))


def lines(first: int, count: int, width: int) -> str:
    """Numbered lines as a list draws them."""
    return "".join(
        f"\x1b[{y + 1};1H" + f" {first + y}  row number {first + y} of 조선".ljust(width - 2)
        for y in range(count)
    )


def test_a_list_that_scrolls_sends_the_new_line_only(able: str) -> None:
    both = Twice(60, 20, able)
    both.write(lines(0, 20, 60))
    whole = both.sent
    for first in (1, 2, 1, 0):
        both.write(lines(first, 20, 60))
        assert both.sent < whole / 6 or not abilities(able).scrolls
    for first in (8, 0):
        both.write(lines(first, 20, 60))
        assert both.sent < whole / 2 or not abilities(able).scrolls


def test_what_is_there_already_is_not_sent(able: str) -> None:
    both = Twice(40, 5, able)
    both.write("\x1b[1;1H\x1b[1mKorea\x1b[0m 한국\x1b[1;1H")
    both.write("\x1b[1;1H\x1b[1mKorea\x1b[0m 한국\x1b[1;1H")
    assert both.sent == 0


def test_half_of_a_wide_character_is_never_left(able: str) -> None:
    both = Twice(10, 2, able)
    both.write("\x1b[1;1H한국한국")
    both.painter.paint("\x1b[1;2Hx")
    both.painted.feed(both.painter.repaint())
    assert both.painted.text()[0].startswith(" x국한국")


def test_what_is_no_painting_passes_unread() -> None:
    painter = Painter(20, 3)
    for data in ("\x1b]52;c;aGk=\x07", "\x1b[?25h", "\x07", "\x1b[2 q", "\x1b[?1049l"):
        assert painter.paint(data) == data


def test_another_screen_is_painted_whole() -> None:
    painter, emulator = Painter(20, 3), Emulator(20, 3)
    emulator.feed(painter.paint("\x1b[2;3HKorea"))
    emulator.feed(painter.paint("\x1b[?1049h"))
    assert not "".join(emulator.text()).strip()
    emulator.feed(painter.paint("\x1b[1;1Hx"))
    assert [line.rstrip() for line in emulator.text()] == ["x", "  Korea", ""]


def test_a_long_frame_is_shown_at_once_where_the_terminal_can() -> None:
    painter = Painter(100, 30)
    painter.paint("\x1b[?2026h\x1b[?2026l")
    words = "".join(f"\x1b[{y};1H" + chr(96 + y % 26) * 100 for y in range(1, 31))
    sent = painter.paint(words)
    assert sent.startswith("\x1b[?2026h")
    assert sent.endswith("\x1b[?2026l")
    assert "2026" not in painter.paint("\x1b[1;1Hshort")
