"""The screen in the colours and signs that each terminal has, and the cursor where the hand is."""

from __future__ import annotations

import re

import pytest

from tests.terminal.conftest import Sit
from tests.terminal.sitting import Sitting

STYLES = re.compile(rb"\x1b\[([\d;]*)m")


def codes(raw: bytes) -> set[tuple[int, ...]]:
    """The style codes of a stream, extended colours as one code."""
    found: set[tuple[int, ...]] = set()
    for match in STYLES.finditer(raw):
        numbers = [int(number or 0) for number in match[1].split(b";")]
        while numbers:
            size = 1
            if numbers[0] in (38, 48):
                size = 5 if numbers[1] == 2 else 3
            found.add(tuple(numbers[:size]))
            numbers = numbers[size:]
    return found


def coloured(found: set[tuple[int, ...]]) -> set[tuple[int, ...]]:
    """The codes that name a colour."""
    return {code for code in found if 30 <= code[0] <= 49 or 90 <= code[0] <= 107}


def row_under_hand(sitting: Sitting) -> int:
    """The line of the screen that the bar of the hand stands on."""
    return next(n for n, line in enumerate(sitting.lines) if n > 2 and line[0] in "▌|")


def is_told(sitting: Sitting) -> bool:
    """Is the row under the hand bold, underlined or reversed?"""
    cells = sitting.screen.buffer[row_under_hand(sitting)]
    return any(
        cells[x].bold or cells[x].underscore or cells[x].reverse for x in range(2, 40) if cells[x].data != " "
    )


@pytest.mark.parametrize(
    "term",
    [
        "vt100",
        *(
            pytest.param(t, marks=pytest.mark.slow)
            for t in ("xterm-256color", "screen-256color", "tmux-256color", "linux")
        ),
    ],
)
def test_it_runs_on_every_common_terminal(sit: Sit, term: str) -> None:
    sitting = sit("--read-only", environ={"TERM": term}).ready()
    assert all(len(code) == 1 for code in codes(sitting.raw))
    sitting.type("j")
    sitting.until("2/")
    sitting.settle(0.1)
    assert is_told(sitting)
    assert sitting.screen.cursor.y == row_under_hand(sitting)
    assert b"\x1b[?1000h" not in sitting.raw
    assert b"\x1b[>" not in sitting.raw
    if term in ("vt100", "linux"):
        assert b"$p" not in sitting.raw
        assert b"\x1b]" not in sitting.raw
    sitting.type("q")
    assert sitting.ended() == 0


@pytest.mark.slow
def test_true_colour_is_used_where_it_is_asked_for_and_told(sit: Sit) -> None:
    sitting = sit("--read-only", "--theme", "dark", environ={"COLORTERM": "truecolor"}).ready()
    assert any(code[:2] == (38, 2) for code in codes(sitting.raw))
    assert is_told(sitting)


@pytest.mark.slow
def test_a_theme_that_cannot_be_had_is_told(sit: Sit) -> None:
    sitting = sit("--read-only", "--theme", "light", environ={"TERM": "xterm"})
    sitting.until("needs 256 colours")
    assert all(len(code) == 1 for code in codes(sitting.raw))
    sitting = sit("--read-only", "--theme", "light").ready()
    assert any(code[:2] == (38, 5) for code in codes(sitting.raw))


def test_no_color_means_no_colour(sit: Sit) -> None:
    sitting = sit(
        "--read-only", "--theme", "dark", environ={"COLORTERM": "truecolor", "NO_COLOR": "1"}
    ).ready()
    sitting.type("j")
    sitting.until("2/")
    assert coloured(codes(sitting.raw)) == set()
    assert is_told(sitting)


def test_an_output_that_is_not_utf_8_gets_plain_signs(sit: Sit) -> None:
    sitting = sit("--read-only", environ={"PYTHONIOENCODING": "ascii"}).ready()
    assert sitting.raw.isascii()
    assert b"\\u" not in sitting.raw
    assert any(line.startswith("-----") for line in sitting.lines)
    assert row_under_hand(sitting) > 2
    sitting.type(b"\xff\xfej")
    sitting.until("2/")


@pytest.mark.slow
def test_the_mouse_picks_a_row_where_it_is_asked_for(sit: Sit) -> None:
    sitting = sit("--read-only", "--mouse").ready()
    row = row_under_hand(sitting) + 3
    sitting.type(f"\x1b[<0;10;{row + 1}M\x1b[<0;10;{row + 1}m")
    sitting.until("4/")


def test_the_cursor_stands_on_the_row_of_every_list(sit: Sit) -> None:
    sitting = sit("--read-only").ready()
    for keys, seen in (
        ("j", "2/"),
        ("6jj", "3/"),
        ("\r", "1/"),
        ("j", "2/"),
        (":", "1/"),
        ("\x1b[B\x1b[B", "3/"),
    ):
        sitting.type(keys)
        sitting.until(seen)
        sitting.settle(0.1)
        assert sitting.screen.cursor.y == _bar(sitting)


def _bar(sitting: Sitting) -> int:
    return next(n for n, line in enumerate(sitting.lines) if line.startswith("▌"))
