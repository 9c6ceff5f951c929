"""However a sitting ends, the terminal is as it was, and the process is gone within a second."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import time
from pathlib import Path

import pytest

from tests.terminal.conftest import Sit
from tests.terminal.sitting import IRONQUOTE, Sitting
from tui.signals import GRACE

SECOND = 1.0
SET = {
    "alternate screen": (b"\x1b[?1049h", b"\x1b[?1049l"),
    "hidden cursor": (b"\x1b[?25l", b"\x1b[?25h"),
    "bracketed paste": (b"\x1b[?2004h", b"\x1b[?2004l"),
    "focus reports": (b"\x1b[?1004h", b"\x1b[?1004l"),
    "mouse clicks": (b"\x1b[?1000h", b"\x1b[?1000l"),
    "mouse moves": (b"\x1b[?1003h", b"\x1b[?1003l"),
    "mouse coordinates": (b"\x1b[?1006h", b"\x1b[?1006l"),
    "line wrap": (b"\x1b[?7l", b"\x1b[?7h"),
    "keyboard protocol": (b"\x1b[>", b"\x1b[<u"),
}


def left_on(raw: bytes) -> list[str]:
    """The modes that were set and not set back."""
    return [name for name, (on, off) in SET.items() if raw.rfind(on) > raw.rfind(off)]


def put_back(sitting: Sitting) -> None:
    """Assert that the terminal is as it was."""
    assert left_on(sitting.raw) == []
    assert sitting.modes() == sitting.before


def lock_is_free(home: str) -> None:
    """Assert that nobody holds the record's lock."""
    [lock] = Path(home).rglob("*.lock")
    with lock.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.slow)])
def test_a_signal_puts_the_terminal_back(sit: Sit, environ: dict[str, str], number: signal.Signals) -> None:
    sitting = sit("--mouse", environ={"TEXTUAL_DISABLE_KITTY_KEY": "0"}).ready()
    assert set(left_on(sitting.raw)) == set(SET)
    sitting.process.send_signal(number)
    assert sitting.ended(within=SECOND) == 128 + number
    put_back(sitting)
    lock_is_free(environ["HOME"])


def test_a_closed_line_ends_the_process(sit: Sit, environ: dict[str, str]) -> None:
    sitting = sit().ready()
    sitting.hang_up()
    sitting.ended(within=SECOND)
    lock_is_free(environ["HOME"])


@pytest.mark.slow
def test_a_closed_line_ends_a_process_that_hears_no_signal(sit: Sit) -> None:
    """As under nohup, or where the line's end is not this process's to be told."""
    code = (
        "import os, runpy, signal, sys; import tui.signals; "
        "watch = tui.signals.Line.watch; "
        "tui.signals.Line.watch = lambda line: (watch(line), signal.signal(signal.SIGHUP, signal.SIG_IGN)); "
        "sys.argv = ['ironquote']; runpy.run_module('tui', run_name='__main__')"
    )
    sitting = sit(command=(IRONQUOTE[0], "-c", code)).ready()
    sitting.hang_up()
    sitting.ended(within=SECOND)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_frozen_line_holds_no_process(sit: Sit, number: signal.Signals) -> None:
    """Nobody reads, until no more can be sent: it cannot leave the ordinary way, and goes by force."""
    sitting = sit().ready()
    # Two keys that each send a screen; together they might send nothing.
    while any([_takes_more(sitting, "G"), _takes_more(sitting, "g")]):
        pass
    began = time.monotonic()
    sitting.process.send_signal(number)
    assert sitting.process.wait(SECOND) == 128 + number
    assert time.monotonic() - began >= GRACE
    assert sitting.modes() == sitting.before


def _takes_more(sitting: Sitting, key: str) -> bool:
    """Is anything sent when the person asks for another screen?"""
    written = _written(sitting)
    sitting.type(key)
    deadline = time.monotonic() + 0.4
    while time.monotonic() < deadline:
        if _written(sitting) != written:
            return True
        select.select([], [], [], 0.01)
    return False


def _written(sitting: Sitting) -> int:
    """Bytes that it could send so far."""
    counts = Path(f"/proc/{sitting.process.pid}/io").read_text()
    return int(counts.partition("wchar:")[2].split()[0])


@pytest.mark.slow
def test_quitting_puts_the_terminal_back(sit: Sit) -> None:
    sitting = sit("--mouse").ready()
    sitting.type("q")
    assert sitting.ended() == 0
    put_back(sitting)


@pytest.mark.slow
def test_an_interrupt_from_outside_puts_the_terminal_back(sit: Sit) -> None:
    sitting = sit().ready()
    sitting.process.send_signal(signal.SIGINT)
    sitting.ended()
    put_back(sitting)


def test_a_signal_before_anything_is_drawn_leaves_nothing_behind(sit: Sit) -> None:
    sitting = sit()
    sitting.until(lambda: _handles_term(sitting.process.pid))
    sitting.process.send_signal(signal.SIGTERM)
    assert sitting.ended(within=SECOND) == 128 + signal.SIGTERM
    put_back(sitting)


def _handles_term(pid: int) -> bool:
    caught = next(
        (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("SigCgt")),
        "0 0",
    )
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


# -- suspending ------------------------------------------------------------------------------------------


def state_of(pid: int) -> str:
    """The state of a process: R S T Z …"""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def job_of(sitting: Sitting) -> int:
    """The process that the shell of a sitting has in front."""
    return os.tcgetpgrp(sitting.master)


def test_ctrl_z_stops_it_and_fg_shows_it_again(sit: Sit) -> None:
    sitting = sit("--mouse", under_shell=True).ready()
    job = job_of(sitting)
    sitting.type("jj")
    sitting.until("3/")
    sitting.type("\x1a")
    sitting.until(lambda: state_of(job) == "T")
    sitting.settle(0.1)
    put_back(sitting)
    sitting.screen.reset()
    os.kill(-job, signal.SIGCONT)
    sitting.until("3/")
    sitting.until("1 Timeline")
    assert "alternate screen" in left_on(sitting.raw)
    sitting.type("k")
    sitting.until("2/")
    sitting.type("q")
    assert sitting.ended() == 0
    put_back(sitting)


@pytest.mark.slow
def test_stopped_from_outside_it_comes_back_as_it_was(sit: Sit) -> None:
    sitting = sit(under_shell=True).ready()
    job = job_of(sitting)
    os.kill(job, signal.SIGTSTP)
    sitting.until(lambda: state_of(job) == "T")
    sitting.settle(0.1)
    put_back(sitting)
    os.kill(-job, signal.SIGCONT)
    sitting.until(lambda: "alternate screen" in left_on(sitting.raw))
    sitting.type("j")
    sitting.until("2/")
    os.kill(job, signal.SIGSTOP)
    sitting.until(lambda: state_of(job) == "T")
    sitting.screen.reset()
    os.kill(-job, signal.SIGCONT)
    sitting.until("2/")
    sitting.type("q")
    assert sitting.ended() == 0
    put_back(sitting)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "under_shell", "said"),
    [((), False, "no shell here"), (("--read-only",), True, "3/")],
)
def test_what_could_not_be_woken_is_not_stopped(
    sit: Sit, arguments: tuple[str, ...], under_shell: bool, said: str
) -> None:
    sitting = sit(*arguments, under_shell=under_shell).ready()
    sitting.type("\x1a")
    if said != "3/":
        sitting.until(said)
    sitting.type("jj")
    sitting.until("3/")
    assert left_on(sitting.raw)
