"""A program on a terminal of its own: started, typed to, resized, and read without waiting blindly."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType


@dataclass(frozen=True)
class Burst:
    """What came in one go: the bytes, and the seconds until the first and the last of them."""

    data: bytes
    first: float
    last: float


class OnPty:
    """A running program and our end of its terminal."""

    def __init__(
        self, argv: Sequence[str], env: Mapping[str, str], width: int = 80, height: int = 24
    ) -> None:
        self.started = time.perf_counter()
        self.status: int | None = None
        # The size is there before the program is: the child waits for the end of the pipe.
        ready, go = os.pipe()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.close(go)
            os.read(ready, 1)
            os.execvpe(argv[0], list(argv), dict(env))
        os.close(ready)
        self.resize(width, height)
        self.started = time.perf_counter()
        os.close(go)

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self.fd, keys)

    def read(self, patience: float) -> bytes:
        """What comes next, at most so many seconds from now; nothing where nothing comes."""
        if not select.select([self.fd], [], [], patience)[0]:
            return b""
        try:
            return os.read(self.fd, 1 << 16)
        except OSError:
            return b""

    def burst(self, *, patience: float = 2.0, quiet: float = 0.15) -> Burst:
        """Everything until nothing has come for `quiet` seconds; `patience` is for the first byte."""
        begun = time.perf_counter()
        data, first, last = b"", 0.0, 0.0
        while part := self.read(quiet if data else patience):
            last = time.perf_counter() - begun
            first = first or last
            data += part
        return Burst(data, first, last)

    def until(self, words: bytes, patience: float = 10.0) -> bytes:
        """Everything up to the read that brings `words`. Raises TimeoutError."""
        data, end = b"", time.perf_counter() + patience
        while words not in data:
            left = end - time.perf_counter()
            if left <= 0:
                raise TimeoutError(f"{words!r} did not come; what came is {data[-400:]!r}")
            data += self.read(left)
        return data

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def wait(self, patience: float = 5.0) -> int:
        """Its exit status, or less than nothing for the signal that ended it. Raises TimeoutError."""
        end = time.perf_counter() + patience
        while self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.perf_counter() > end:
                raise TimeoutError("the program does not end")
            else:
                self.read(0.02)
        return self.status

    def memory(self) -> int:
        """Kilobytes that are resident now; 0 where the system does not tell."""
        try:
            lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        except OSError:
            return 0
        return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)

    def busy(self) -> float:
        """Seconds of processor that it has used; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the program, however it is."""
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        os.close(self.fd)

    def __enter__(self) -> OnPty:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def environment(record: Path, **more: str) -> dict[str, str]:
    """A terminal of 256 colours and a record; nothing of the caller's that changes how we draw."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "PYTHONPATH") if name in os.environ}
    return {
        **kept,
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
        "IRONQUOTE_RECORD": str(record),
        **more,
    }


def ironquote(*arguments: str) -> list[str]:
    """The command as it was installed beside the interpreter that runs this."""
    return [str(Path(sys.executable).with_name("ironquote")), *arguments]
