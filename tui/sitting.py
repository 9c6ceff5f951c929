"""One sitting at a terminal: what is settled before the browser is imported, and done when it has gone.

Textual reads the environment when it is imported: nothing that imports it may be imported here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from tui import crash, plain, terminal
from tui.clean import clean
from tui.signals import LINE


def prepare(*, read_only: bool) -> str | None:
    """Make ready to browse: from here on the terminal is put back however the process ends.

    Gives a sentence where there can be no browsing; then nothing has been sent to the terminal.
    """
    tty = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    refusal = terminal.refusal(os.environ, tty=tty)
    if refusal is not None:
        return refusal
    terminal.prepare(os.environ, read_only=read_only)
    plain.use(sys.stdout.encoding)
    crash.watch(read_only=read_only)
    LINE.watch()
    return None


def settle(theme: str | None, *, read_only: bool) -> tuple[str, list[str]]:
    """The look to use, with the person's own keys in force; and a sentence for each wish that is not had."""
    from tui import keymap, keys

    look, fault = terminal.theme(theme, terminal.terminal(os.environ).colour)
    changes, faults = keymap.read(keymap.path())
    keys.rebind(changes, without={"suspend"} if read_only else ())
    return look, [fault, *faults] if fault else faults


def finish(status: int, copies: Sequence[str], notices: Sequence[str]) -> int:
    """Say what there was no room to say, and print the copies that are kept nowhere else.

    Gives the exit status: that of the signal, where one ended the sitting.
    """
    if LINE.status is not None:
        return LINE.status
    sys.stderr.writelines(f"ironquote: {clean(notice)}\n" for notice in notices)
    for text in copies:
        sys.stdout.writelines(f"{clean(line)}\n" for line in text.splitlines())
    sys.stdout.flush()
    return status
