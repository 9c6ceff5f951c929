"""Reads and writes the terminal: Textual's driver, made safe against lines that close, freeze or lie.

What differs from the one it is made from: a closed line ends the sitting (there, it spins for ever); bytes
that are no text are no crash; being stopped from outside and woken again leaves the screen right; nothing is
asked of a terminal that would show the question; the screen goes to standard output, so that errors can be
sent elsewhere; and a reader's sitting opens and writes nothing.
"""

from __future__ import annotations

import os
import selectors
import signal
import sys
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TextIO

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from tui.signals import LINE, POP_KEYS
from tui.terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App

_QUESTIONS = ("\x1b[?2026$p", "\x1b[?2048$p")
"""Whether it knows synchronized output and reports its size. An old terminal shows the last letter."""

_POINTER = "\x1b]22;"
"""Sets the shape of the mouse pointer."""


class TerminalDriver(LinuxDriver):
    """Owns the terminal from the first byte to the last."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert sys.__stdout__ is not None
        self._file = sys.__stdout__
        self._closed_to_readers = bool(getattr(app, "read_only", False))
        unknown = _QUESTIONS if terminal(os.environ).basic else ()
        self._unsaid = frozenset((*unknown, *((POP_KEYS.decode(),) if constants.DISABLE_KITTY_KEY else ())))
        signal.signal(signal.SIGTSTP, self._asked_to_stop)
        signal.signal(signal.SIGCONT, self._woken)

    # -- what is sent -----------------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Send to the terminal; after the line is lost, nowhere. Waiting for a dead line would never end."""
        writer = self._writer_thread
        if writer is None or not writer.is_alive() or data in self._unsaid:
            return
        if self._mouse or not data.startswith(_POINTER):
            writer.write(data)

    def start_application_mode(self) -> None:
        LINE.drawn = True
        LINE.kitty = not constants.DISABLE_KITTY_KEY
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        # The last of what puts the terminal back has been sent when the writer is done.
        super().close()
        LINE.drawn = False

    # -- what is received -------------------------------------------------------------------------------

    def run_input_thread(self) -> None:
        """Take what is typed, until the sitting or the line ends."""
        parser = XTermParser(self._debug)
        encoding = getattr(sys.__stdin__, "encoding", None) or "utf-8"
        decode = getincrementaldecoder(encoding)(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    try:
                        data = os.read(self.fileno, 4096)
                    except BlockingIOError:
                        continue
                    except OSError:
                        data = b""
                    if not data:
                        LINE.hang_up()
                        return
                    for event in parser.feed(decode(data)):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)

    # -- stopping and waking ----------------------------------------------------------------------------

    @property
    def can_suspend(self) -> bool:
        """Is there a shell to come back from? Started by none, the process would be stopped for good."""
        return not self._closed_to_readers and os.getpgrp() != os.getsid(0)

    def _asked_to_stop(self, *_: object) -> None:
        if self.can_suspend:
            self._app.call_later(self._app.action_suspend_process)

    def _woken(self, *_: object) -> None:
        # Stopped from outside, the shell has set the terminal as it likes it; a hang-up wakes too.
        if self._auto_restart and LINE.ended is None and self.can_suspend:
            self._app.call_later(self._set_anew)

    def _set_anew(self) -> None:
        with self._app.suspend():
            pass

    # -- what a reader must not reach -------------------------------------------------------------------

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Open nothing: a browser would start on the machine that serves, not on the person's."""

    def deliver_binary(
        self,
        binary: BinaryIO | TextIO,
        *,
        delivery_key: str,
        save_path: Path,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> None:
        """Write a file where Textual asks for it, but none for a reader."""
        if self._closed_to_readers:
            binary.close()
            return
        super().deliver_binary(
            binary,
            delivery_key=delivery_key,
            save_path=save_path,
            open_method=open_method,
            encoding=encoding,
            mime_type=mime_type,
            name=name,
        )
