"""An application that tells nothing it should not and lets nobody out who should stay in."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from typing import Any, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter

from tui import crash
from tui.driver import TerminalDriver
from tui.painting import painted
from tui.signals import LINE
from tui.terminal import Terminal, terminal

Result = TypeVar("Result")


class Colourless(LineFilter):
    """Bold, underlined and reversed stay; of colours not even the terminal's own are named."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(text, style.without_color if isinstance(style, Style) else style, control)
            for text, style, control in segments
        ]


class Guarded(App[Result], inherit_bindings=False):
    """What an application of this program is, whatever it shows. With `read_only`, none of its actions writes
    a file, stops the process or starts another."""

    def __init__(self, *, read_only: bool = False) -> None:
        self.read_only = read_only
        self.terminal: Terminal = terminal(os.environ)
        self._colourless = [Colourless()] if self.terminal.colour == "none" else []
        super().__init__(driver_class=painted(TerminalDriver))

    def get_line_filters(self) -> Sequence[LineFilter]:
        return self._colourless or super().get_line_filters()

    async def run_async(self, **options: Any) -> Result | None:
        loop = asyncio.get_running_loop()
        LINE.leave_politely = lambda: loop.call_soon_threadsafe(self.exit)
        try:
            return await super().run_async(**options)
        finally:
            LINE.leave_politely = None

    # -- suspending -------------------------------------------------------------------------------------

    def action_suspend_process(self) -> None:
        """Stop until the shell wakes this job: the whole of it, so that what started us does not wait."""
        if self.read_only:
            self.tell("Suspending is closed to readers")
        elif self._driver is None or not self._driver.can_suspend:
            self.tell("There is no shell here to come back from")
        else:
            with self.suspend():
                ours = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
                os.kill(0, signal.SIGTSTP)
                signal.signal(signal.SIGTSTP, ours)

    def tell(self, words: str) -> None:
        """Tell the person something."""

    # -- failing ----------------------------------------------------------------------------------------

    def panic(self, *renderables: object) -> None:
        """Leave; what is said of it is said when the terminal is put back."""
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        # Textual would print the values of variables here.
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        error = self._exception
        if error is not None:
            crash.tell(error, read_only=self.read_only)

    # -- a reader's doors -------------------------------------------------------------------------------

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing: a browser would start on the machine that serves."""

    def save_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str:
        """Write a picture of the screen; none for a reader."""
        return "" if self.read_only else super().save_screenshot(filename, path, time_format)
