"""Text in cells: nothing lost, nothing too wide, whatever the script."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

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
