"""A sitting at a real pseudo-terminal, with an emulator that shows what a person would see."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0
"""Seconds that anything may take on a busy machine before a test says that it did not happen."""

_SHELL = (
    sys.executable,
    "-c",
    """
import os, signal, sys
job = os.fork()
if job == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(os.waitpid(job, 0)[1]))
""",
)
"""What a shell does for a job: a process group of its own, in front."""


class Sitting:
    """A program on a terminal of its own, as a shell would start it."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        *,
        size: tuple[int, int] = (80, 24),
        stderr: int | None = None,
        cwd: Path | None = None,
        under_shell: bool = False,
    ) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.closed = False
        self.master, slave = os.openpty()
        self.resize(*size)
        self.before = termios.tcgetattr(slave)
        self._slave: int | None = slave

        def own_terminal() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            (*_SHELL, *command) if under_shell else command,
            stdin=slave,
            stdout=slave,
            stderr=slave if stderr is None else stderr,
            env=dict(environ),
            cwd=cwd,
            preexec_fn=own_terminal,
        )

    # -- what the person does ---------------------------------------------------------------------------

    def type(self, keys: str | bytes) -> None:
        """Send keys."""
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, columns: int, lines: int) -> None:
        """Make the window another size."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)

    def hang_up(self) -> None:
        """Close the line."""
        self._drop_slave()
        os.close(self.master)
        self.closed = True

    # -- what the person sees ---------------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        """The screen."""
        return list(self.screen.display)

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def until(self, seen: str | Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait until some words are on the screen, or something is so."""

        def holds() -> bool:
            return seen in self.text if isinstance(seen, str) else seen()

        deadline = time.monotonic() + patience
        while not holds():
            left = deadline - time.monotonic()
            assert left > 0, (
                f"{seen!r} was not seen within {patience:g} s. The screen:\n{self.text}\n{self.raw[-600:]!r}"
            )
            if not self._read(min(left, 0.1)) and isinstance(seen, str) and self.process.poll() is not None:
                raise AssertionError(
                    f"it ended ({self.process.returncode}) before {seen!r}. {self.raw[-2000:]!r}"
                )

    def ready(self) -> Sitting:
        """Wait until the first tab is on the screen and answers a key."""
        self.until("1/")
        return self

    def settle(self, quiet: float = 0.3) -> bytes:
        """Read until nothing came for a while; what came."""
        start = len(self.raw)
        while self._read(quiet):
            pass
        return self.raw[start:]

    def _read(self, wait: float) -> bool:
        if self.closed or not select.select([self.master], [], [], wait)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += data
        # The emulator takes the questions that it does not know for text.
        self._stream.feed(re.sub(rb"\x1b\[(?:\?\d+\$p|[<>][\d;]*u)", b"", data))
        return bool(data)

    # -- how it ends ------------------------------------------------------------------------------------

    def ended(self, within: float = PATIENCE) -> int:
        """Wait for the end; the exit status."""
        self._drop_slave()
        deadline = time.monotonic() + within
        while self.process.poll() is None:
            left = deadline - time.monotonic()
            assert left > 0, f"still there after {within:g} s. The screen:\n{self.text}"
            if self.closed or not self._read(min(left, 0.02)):
                try:
                    self.process.wait(min(max(left, 0.001), 0.02))
                except subprocess.TimeoutExpired:
                    continue
        while self._read(0.05):
            pass
        return self.process.returncode

    def modes(self) -> list[object]:
        """How the terminal is set now."""
        return termios.tcgetattr(self.master)

    def _drop_slave(self) -> None:
        if self._slave is not None:
            os.close(self._slave)
            self._slave = None

    def close(self) -> None:
        """End it if it has not ended."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._drop_slave()
        if not self.closed:
            os.close(self.master)
            self.closed = True


IRONQUOTE = (sys.executable, "-m", "tui")
