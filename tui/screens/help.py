"""The keys, from the same list that binds them."""

from __future__ import annotations

from tui import keys
from tui.operators import OPERATORS
from tui.screens.scroll import PageScreen
from tui.widgets.cells import Line, Piece, fit, wrap

MARKS = (
    ("▌", "the row, or the wording, under the hand"),
    ("*", "a marked row"),
    ("=", "the sources of a row agree"),
    ("≈", "they refine one another: other hedges, or more exact dates"),
    ("≠", "they differ"),
    ("undated", "no date is stated; what follows is what bounds it, and from where"),
    ("(related news)", "stands on a source's page, but is not of its article"),
)


class HelpScreen(PageScreen):
    """The keys of the screen that asked first, then those of the others."""

    NAME = "help"

    def __init__(self, asked_from: str) -> None:
        super().__init__()
        self.asked_from = asked_from

    def heading(self) -> str:
        return "Keys"

    def laid_out(self, cells: int) -> list[Line]:
        screens = [self.asked_from, *(screen for screen in keys.WHERE if screen != self.asked_from)]
        lines: list[Line] = []
        told: set[str] = set()
        for screen in screens:
            fresh = [key for key in keys.of(screen) if key.id not in told]
            told |= {key.id for key in fresh}
            if fresh:
                lines += [(Piece(f" {keys.WHERE[screen]}", "strong"),), *_told(fresh, cells), ()]
            if screen == "search":
                lines += [(Piece(" what a search takes beside words", "strong"),)]
                for operator, meaning in OPERATORS:
                    lines += _pair(operator, meaning, cells)
                lines.append(())
        lines.append((Piece(" what the marks say", "strong"),))
        for mark, meaning in MARKS:
            lines += _pair(mark, meaning, cells)
        return lines


def _told(listed: list[keys.Key], cells: int) -> list[Line]:
    lines: list[Line] = []
    by_help: dict[str, list[str]] = {}
    for key in listed:
        words = "To a tab" if key.id.startswith("tab-") else key.help
        by_help.setdefault(words, []).append(keys.shown(key.keys))
    for words, named in by_help.items():
        shown = f"{named[0]}–{named[-1]}" if len(named) > 3 else " ".join(named)
        lines += _pair(shown, words, cells)
    return lines


def _pair(what: str, words: str, cells: int) -> list[Line]:
    left = fit(what, max(18, len(what) + 1))
    return wrap([Piece(left, "accent"), Piece(words)], cells, indent="   ", hang=" " * 21)
