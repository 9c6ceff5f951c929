"""Textual's own driver with a painter before the terminal."""

from __future__ import annotations

import os
from typing import Any

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from tui.painter import Painter
from tui.pen import abilities

SWITCH = "IRONQUOTE_PAINT"
"""The environment variable that, set to "plain", sends every screen as Textual writes it."""


class PaintingDriver(LinuxDriver):
    """Drives a terminal on Linux or macOS and sends it only what changed."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.painter = Painter(*self._app.size, abilities(os.environ.get("TERM", "")))

    def write(self, data: str) -> None:
        size = self._app.size
        if self.painter.size != size:
            self.painter.resize(*size)
        painted = self.painter.paint(data)
        if painted:
            super().write(painted)

    def repaint(self) -> None:
        """Send the whole screen anew."""
        super().write(self.painter.repaint())


def driver_for(usual: type[Driver]) -> type[Driver]:
    """The driver to use where Textual would use `usual`."""
    if usual is not LinuxDriver or os.environ.get(SWITCH) == "plain":
        return usual
    return PaintingDriver
