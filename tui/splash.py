"""The first thing on the screen: the name, before anything large is loaded."""

from __future__ import annotations

import os
import sys

_TITLE = b"\r ironquote"
_shown = False


def show() -> None:
    """Say who is starting, on the line that the shell left the cursor in. A terminal must be there."""
    global _shown
    _shown = True
    os.write(sys.stdout.fileno(), _TITLE)


def clear() -> None:
    """Take it away again: the browser draws now, or something else is to be said."""
    global _shown
    if _shown:
        _shown = False
        os.write(sys.stdout.fileno(), b"\r\x1b[K")
