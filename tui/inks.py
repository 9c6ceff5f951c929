"""How each ink looks: in the terminal's own colours, and in a dark and a light theme of our own.

Nothing is told by colour alone: what matters is also bold, underlined or reversed. The terminal's own
background is kept wherever the theme is the terminal's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from tui.widgets.cells import Ink


@dataclass(frozen=True)
class Look:
    """A theme for Textual, the ground that is written on, and a style for every ink."""

    theme: Theme
    ground: Style
    styles: dict[Ink, Style]


def _look(theme: Theme, inks: dict[Ink, str]) -> Look:
    ground = Style.null() if theme.ansi else Style(bgcolor=theme.background)
    return Look(theme, ground, {ink: ground + Style.parse(inks[ink]) for ink in get_args(Ink)})


def _own(name: str, *, dark: bool, back: str, fore: str, accent: str) -> Theme:
    return Theme(
        name=name,
        primary=accent,
        accent=accent,
        foreground=fore,
        background=back,
        surface=back,
        panel=back,
        dark=dark,
    )


LOOKS: dict[str, Look] = {
    "terminal": _look(
        # Colours that can be read on a dark ground and a light one alike: magenta is, yellow is not; and
        # bright black is the ground itself in some palettes.
        replace(BUILTIN_THEMES["ansi-dark"], name="terminal"),
        {
            "text": "",
            "strong": "bold",
            "dim": "dim",
            "faint": "dim",
            "quote": "bold",
            "other": "underline",
            "accent": "bold magenta",
            "match": "bold underline",
            "warn": "bold",
            "cursor": "reverse",
        },
    ),
    "dark": _look(
        _own("dark", dark=True, back="#16181d", fore="#c9cdd6", accent="#e5c07b"),
        {
            "text": "#c9cdd6",
            "strong": "bold #eceff4",
            "dim": "#8b93a3",
            "faint": "#8b93a3",
            "quote": "bold #ffd787",
            "other": "underline #c9cdd6",
            "accent": "bold #e5c07b",
            "match": "bold underline #ffd787",
            "warn": "bold #f0a27a",
            "cursor": "reverse",
        },
    ),
    "light": _look(
        _own("light", dark=False, back="#fbfaf7", fore="#33363d", accent="#8a4b00"),
        {
            "text": "#33363d",
            "strong": "bold #101216",
            "dim": "#63676f",
            "faint": "#63676f",
            "quote": "bold #8a4b00",
            "other": "underline #33363d",
            "accent": "bold #8a4b00",
            "match": "bold underline #8a4b00",
            "warn": "bold #a23b00",
            "cursor": "reverse",
        },
    ),
}
