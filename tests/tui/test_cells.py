"""Text in cells: nothing lost, nothing too wide, whatever the script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color

from tui.inks import LOOKS
from tui.widgets.cells import Piece, clip, cut, fit, put, spread, width, wrap

TEXT = st.text(alphabet=st.sampled_from("ab cd 한국어 é—“”…\u00a0x1,."), max_size=120)


@given(TEXT, st.integers(0, 40))
def test_cut_is_never_too_wide_and_fit_is_exact(text: str, cells: int) -> None:
    assert cell_len(cut(text, cells)) <= cells
    assert cell_len(fit(text, cells)) == cells
    assert cell_len(fit(text, cells, right=True)) == cells


@given(st.lists(TEXT, max_size=4), st.integers(8, 40))
def test_wrapping_keeps_the_words_and_the_width(texts: list[str], cells: int) -> None:
    lines = wrap(
        [put(text, "text" if n % 2 else "quote") for n, text in enumerate(texts)], cells, indent="  "
    )
    assert all(width(line) <= cells for line in lines)
    together = "".join("".join(piece.text for piece in line) for line in lines)
    assert together.replace(" ", "").replace("\u00a0", "") == "".join(texts).replace(" ", "").replace(
        "\u00a0", ""
    )


def test_wrapping_breaks_between_words_and_hangs() -> None:
    lines = wrap([Piece("one two three four")], 11, indent=" ", hang="   ")
    assert [line[0].text + "".join(p.text for p in line[1:]) for line in lines] == [
        " one two",
        "   three",
        "   four",
    ]


@given(st.lists(TEXT, min_size=1, max_size=4), TEXT, st.integers(1, 60))
def test_spread_and_clip_never_overflow(left: list[str], right: str, cells: int) -> None:
    assert width(clip([put(text) for text in left], cells)) <= cells
    assert width(spread([put(text) for text in left], [put(right)], cells)) <= max(cells, 1)


def _luminance(color: Color) -> float:
    parts = [part / 255 for part in color.get_truecolor()]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("look", ["dark", "light"])
def test_every_ink_of_a_theme_of_our_own_can_be_read(look: str) -> None:
    for ink, style in LOOKS[look].styles.items():
        if style.reverse:
            continue
        assert style.color is not None, ink
        assert style.bgcolor is not None, ink
        high, low = sorted((_luminance(style.color), _luminance(style.bgcolor)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, ink


def test_nothing_is_told_by_colour_alone() -> None:
    for look in LOOKS.values():
        plain = {ink: (s.bold, s.underline, s.reverse) for ink, s in look.styles.items()}
        assert plain["quote"] != plain["text"]
        assert plain["match"] != plain["text"]
        assert plain["strong"] != plain["text"]
        assert plain["cursor"] != plain["text"]
