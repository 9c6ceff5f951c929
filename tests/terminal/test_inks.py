"""Every ink can be read on its ground, and none means anything by its colour alone."""

from __future__ import annotations

from typing import get_args

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from tui.inks import LOOKS
from tui.widgets.cells import Ink

INKS: tuple[Ink, ...] = get_args(Ink)
READABLE = 4.5


def luminance(color: Color) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [channel / 255 for channel in color.get_truecolor()]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_right() -> None:
    black, white, grey = Color.parse("#000000"), Color.parse("#ffffff"), Color.parse("#767676")
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT])
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_an_ink_can_be_read_on_its_ground(theme: str, ink: Ink, system: ColorSystem) -> None:
    look = LOOKS[theme]
    assert look.theme.foreground is not None
    assert look.theme.background is not None
    fore = look.styles[ink].color or Color.parse(look.theme.foreground)
    back = look.styles[ink].bgcolor or Color.parse(look.theme.background)
    assert contrast(fore.downgrade(system), back.downgrade(system)) >= READABLE


def told_without_colour(style: Style) -> tuple[bool, ...]:
    """What is left of a style where there is no colour."""
    return tuple(bool(part) for part in (style.bold, style.underline, style.reverse))


@pytest.mark.parametrize("theme", list(LOOKS))
@pytest.mark.parametrize("ink", ["strong", "quote", "accent", "match", "warn", "cursor", "other"])
def test_what_matters_is_told_by_more_than_colour(theme: str, ink: Ink) -> None:
    styles = LOOKS[theme].styles
    assert told_without_colour(styles[ink]) != told_without_colour(styles["text"])


def test_the_terminals_own_theme_names_no_colour_that_is_not_the_terminals() -> None:
    for style in LOOKS["terminal"].styles.values():
        for color in (style.color, style.bgcolor):
            assert color is None or color.is_default or (color.number is not None and color.number < 16)
