"""The end of a sitting that nobody chose: a signal, a closed line. The terminal is put back.

A sitting ends the ordinary way first, by asking the application to leave. Where that takes too long, because
the line is frozen or the program is busy, the process puts the terminal back itself and goes at once. Nothing
is lost by that: the record is whole whenever a process ends, however it ends, and its lock is the kernel's.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, NoReturn

GRACE = 0.5
"""Seconds for leaving the ordinary way."""

RESTORE = (
    b"\x1b\\"  # whatever sequence was cut short
    b"\x1b[?2026l"  # synchronized output
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # mouse
    b"\x1b[?2004l\x1b[?1004l\x1b[?2048l"  # bracketed paste, focus reports, resize reports
    b"\x1b[0m\x1b[?7h"  # style, line wrap
    b"\x1b[?1049l\x1b[?25h"  # alternate screen, hidden cursor
)
POP_KEYS = b"\x1b[<u"
"""Takes back the kitty keyboard protocol: on the alternate screen, where it was asked for."""


class Line:
    """The line between this process and the person's terminal. There is one, `LINE`."""

    def __init__(self) -> None:
        self.drawn = False
        """Does the terminal show our screen, in our modes?"""
        self.kitty = False
        self.ended: int | None = None
        """The signal that ended the sitting."""
        self.leave_politely: Callable[[], object] | None = None
        """Asks the application to leave; from any thread."""
        self._before: list[Any] | None = None

    def watch(self) -> None:
        """Answer the signals that end a sitting, and remember the terminal as it is now."""
        with suppress(termios.error):
            self._before = termios.tcgetattr(sys.__stdin__.fileno()) if sys.__stdin__ else None
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._signalled)

    @property
    def status(self) -> int | None:
        """The exit status of a sitting that was ended, as a shell would give it."""
        return None if self.ended is None else 128 + self.ended

    def hang_up(self) -> None:
        """The person's side of the line is gone."""
        self.end(signal.SIGHUP)

    def end(self, number: int) -> None:
        """Leave the ordinary way, or by force when that takes too long."""
        if self.ended is not None:
            return
        self.ended = number
        if self.leave_politely is None:
            self.leave()
        threading.Thread(target=self._leave_late, name="leave-late", daemon=True).start()
        self.leave_politely()

    def leave(self) -> NoReturn:
        """Put the terminal back and go."""
        try:
            self.restore()
        finally:
            os._exit(self.status or 1)

    def restore(self) -> None:
        """Put the terminal back, without ever waiting for it. Does nothing where it is back already."""
        if not self.drawn:
            return
        self.drawn = False
        with suppress(OSError):
            # An opening of its own: what it is told about waiting must not be told to the shell's.
            terminal = os.open(_name(), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
            try:
                os.write(terminal, (POP_KEYS if self.kitty else b"") + RESTORE)
            finally:
                os.close(terminal)
        if self._before is not None and sys.__stdin__ is not None:
            # In the background this would stop the process instead.
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTTOU])
            with suppress(termios.error):
                termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, self._before)

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        self.end(number)

    def _leave_late(self) -> None:
        threading.Event().wait(GRACE)
        self.leave()


def _name() -> str:
    """The terminal by name: the one that is drawn on, or where it has no name here, the process's own."""
    assert sys.__stdout__ is not None
    try:
        return os.ttyname(sys.__stdout__.fileno())
    except OSError:
        return "/dev/tty"


LINE = Line()
