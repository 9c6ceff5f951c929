"""What is said and kept when the program fails: to the terminal where it failed, to a file how.

Neither the terminal nor the file gets the values of variables: they are other people's documents.
"""

from __future__ import annotations

import os
import platform
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from store import __version__
from tui.signals import LINE

MOST = 256_000
"""Bytes of crashes kept; then the file begins anew."""


def log_path() -> Path:
    """The file that crashes are kept in."""
    import platformdirs

    return platformdirs.user_state_path("ironquote", appauthor=False) / "crash.txt"


def keep(error: BaseException) -> Path | None:
    """Write down how the program failed. None where that cannot be written."""
    try:
        path = log_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.exists() and path.stat().st_size > MOST
        # Messages of errors can hold words of documents: the file is the person's own.
        descriptor = os.open(
            path, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if fresh else os.O_APPEND) | os.O_NOFOLLOW, 0o600
        )
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:  # noqa: PTH123
            file.write(_details(error))
    except OSError:
        return None
    return path


def _details(error: BaseException) -> str:
    textual = getattr(sys.modules.get("textual"), "__version__", "not loaded")
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC · ironquote {__version__} · Textual {textual}"
        f" · Python {platform.python_version()} · {platform.system()} · TERM={os.environ.get('TERM', '')}\n"
        + "".join(traceback.format_exception(error))
        + "\n"
    )


def sentence(error: BaseException, kept: Path | None) -> str:
    """What the person is told: what kind of fault, where in the program, and where the details are."""
    details = (
        f"The details are in {kept}: please send them to whoever looks after the program."
        if kept
        else ("No details were written.")
    )
    return (
        f"ironquote: stopped by a fault of its own ({type(error).__name__} in {_place(error)}). "
        f"The record is whole. {details}\n"
    )


def _place(error: BaseException) -> str:
    """The last line of this program, not of a library, that led to the error."""
    root = Path(__file__).resolve().parent.parent
    places = [
        f"{Path(frame.filename).relative_to(root)}, line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(root)
        and "site-packages" not in frame.filename.removeprefix(str(root))
    ]
    return places[-1] if places else "a library"


def tell(error: BaseException, *, read_only: bool) -> None:
    """Put the terminal back, keep the details unless nothing may be written, and say so."""
    LINE.restore()
    kept = None if read_only else keep(error)
    if sys.stderr is not None:
        sys.stderr.write(sentence(error, kept))
        sys.stderr.flush()


def watch(*, read_only: bool) -> None:
    """Answer every failure that nothing else answers, in any thread."""

    def failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            LINE.restore()
            sys.__excepthook__(kind, error, trace)
        else:
            tell(error, read_only=read_only)

    def failed_beside(arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value
        if isinstance(error, OSError):
            # The thread that writes to the terminal can write no more.
            LINE.hang_up()
        elif error is not None:
            tell(error, read_only=read_only)

    sys.excepthook = failed
    threading.excepthook = failed_beside
