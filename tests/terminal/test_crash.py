"""A failure puts the terminal back, says what and where, and tells no document's words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.terminal.conftest import Sit
from tests.terminal.crashing import SECRET
from tests.terminal.test_signals import put_back


@pytest.mark.parametrize("read_only", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_crash_says_where_and_keeps_the_rest_to_itself(
    sit: Sit, environ: dict[str, str], read_only: bool
) -> None:
    arguments = ("--read-only",) if read_only else ()
    sitting = sit(*arguments, command=(sys.executable, "-m", "tests.terminal.crashing"))
    assert sitting.ended() == 1
    put_back(sitting)
    said = sitting.raw.rpartition(b"\x1b[?1049l")[2].decode()
    assert "LookupError in tests/terminal/crashing.py, line" in said
    assert SECRET not in said
    assert "Traceback" not in said
    logs = list(Path(environ["HOME"]).rglob("crash.txt"))
    if read_only:
        assert "No details were written" in said
        assert list(Path(environ["HOME"]).rglob("*")) == []
    else:
        [log] = logs
        assert str(log) in said.replace("\r\n", "")
        assert "in fail" in log.read_text()
        assert log.stat().st_mode & 0o777 == 0o600


def test_a_crash_before_the_screen_is_told_the_same_way(sit: Sit) -> None:
    code = "from tui import sitting; sitting.prepare(read_only=False); local = 'words'; {}[local]"
    sitting = sit(command=(sys.executable, "-c", code))
    assert sitting.ended() == 1
    assert b"KeyError in a library" in sitting.raw
    assert b"words" not in sitting.raw
