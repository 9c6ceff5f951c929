"""A driver with a painter before its terminal: whatever Textual writes, the terminal gets what changed."""

from __future__ import annotations

import asyncio
import os
import signal
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.messages import InBandWindowResize

from tui import splash
from tui.painter import Painter
from tui.pen import abilities

SWITCH = "IRONQUOTE_PAINT"
"""The environment variable that, set to "plain", sends every screen as Textual writes it."""
SETTLED = 0.1
"""Seconds after which a terminal that has another size, and then its old one again, is painted anew."""

_painting: WeakKeyDictionary[App[Any], Painting] = WeakKeyDictionary()


class Painting(LinuxDriver):
    """What a driver for Linux or macOS is made to do by `painted`."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._for = app
        self._stale = False
        self._painter = Painter(*app.size, abilities(os.environ.get("TERM", "")))
        _painting[app] = self

    def write(self, data: str) -> None:
        size = self._for.size
        if self._painter.size != size:
            self._painter.resize(*size)
        elif self._stale:
            self._painter.forget()
        self._stale = False
        painted = self._painter.paint(data)
        if painted:
            super().write(painted)

    def repaint(self) -> None:
        """Send the whole screen anew."""
        super().write(self._painter.repaint())

    def start_application_mode(self) -> None:
        splash.clear()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        loop, resize = asyncio.get_running_loop(), signal.getsignal(signal.SIGWINCH)

        def on_resize(number: int, frame: FrameType | None) -> None:
            self._distrust(loop)
            if callable(resize):
                resize(number, frame)

        signal.signal(signal.SIGWINCH, on_resize)

    def process_message(self, message: Message) -> None:
        if isinstance(message, InBandWindowResize):
            self._stale = True
        super().process_message(message)

    def _distrust(self, loop: asyncio.AbstractEventLoop) -> None:
        """The terminal may have moved its lines about, even where its size is at once the old one again."""
        self._stale = True
        loop.call_soon_threadsafe(loop.call_later, SETTLED, self._trust_again)

    def _trust_again(self) -> None:
        if self._stale:
            self._stale = False
            self.repaint()


def painted(usual: type[Driver]) -> type[Driver]:
    """A driver like `usual` that sends only what changed; `usual` itself where that is switched off, and
    where it drives no terminal that we know."""
    if os.environ.get(SWITCH) == "plain" or not issubclass(usual, LinuxDriver):
        return usual
    return type(f"Painting{usual.__name__}", (Painting, usual), {})


def repaint(app: App[Any]) -> None:
    """Send the whole screen anew, if it is not sent whole each time anyway."""
    driver = _painting.get(app)
    if driver is not None:
        driver.repaint()
