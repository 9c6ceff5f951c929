"""Readers and writers over a real OpenSSH server, set up as docs/ssh.md says."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import shipped
from store.holdings import Holdings
from tests.terminal.conftest import Sit
from tests.terminal.sitting import Sitting
from tests.terminal.sshd import PROGRAM, SSHD, Server, free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SSHD is None or shutil.which("ssh") is None, reason="OpenSSH is not installed here"),
    pytest.mark.skipif(not PROGRAM.exists(), reason="ironquote is not installed beside this Python"),
    pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="reads /proc"),
]

TOGETHER = 20
MOST_PSS = 600 * 1024
"""KiB that so many logins may take together."""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record for all."""
    path = tmp_path / "shared" / "record.db"
    with Holdings.open(path) as holdings:
        shipped.install(holdings)
    return path


@pytest.fixture
def readers(tmp_path: Path, record: Path) -> Iterator[Server]:
    """A server whose only user is a reader."""
    folder = tmp_path / "readers"
    folder.mkdir()
    server = Server(folder, record, reader=True)
    yield server
    server.close()


@pytest.fixture
def writers(tmp_path: Path, record: Path) -> Iterator[Server]:
    """A server whose only user is a writer."""
    folder = tmp_path / "writers"
    folder.mkdir()
    server = Server(folder, record, reader=False)
    yield server
    server.close()


def run(*command: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a client to its end, without a terminal."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=30,
        env={**os.environ, **(environ or {})},
    )


def login(sit: Sit, server: Server, *arguments: str, command: tuple[str, ...] = ()) -> Sitting:
    """Log in at a terminal."""
    return sit(command=server.ssh("-tt", *arguments, command=command)).ready()


def variables(pid: int) -> dict[str, str]:
    """The environment that a process was started with."""
    pairs = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return dict(pair.split("=", 1) for pair in pairs if pair)


def test_a_reader_browses_and_leaves(sit: Sit, readers: Server) -> None:
    sitting = login(sit, readers)
    assert "read-only" in sitting.text
    sitting.type("/")
    sitting.until("esc")
    sitting.type("mutual defence")
    sitting.until("Mutual Defense Treaty")
    sitting.type("\x1b")
    sitting.until("1/")
    sitting.type("q")
    assert sitting.ended() == 0
    assert readers.browsers() == []


def test_a_reader_who_asks_for_a_command_gets_the_browser(sit: Sit, readers: Server, tmp_path: Path) -> None:
    made = tmp_path / "made"
    sitting = login(sit, readers, command=(f"touch {made}; sh",))
    assert not made.exists()
    sitting.type("q")
    sitting.ended()
    done = run(*readers.ssh("-T", command=(f"touch {made}",)))
    assert done.returncode == 2
    assert not made.exists()


def test_without_a_terminal_a_reader_gets_a_sentence(readers: Server) -> None:
    done = run(*readers.ssh("-T"))
    assert done.returncode == 2
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"browsing needs a terminal" in done.stderr
    assert readers.browsers() == []


def test_a_reader_copies_no_files(readers: Server, tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.write_text("x")
    there = f"{getpass.getuser()}@127.0.0.1:"
    for program in (["scp"], ["scp", "-O"]):
        assert run(*program, *readers.options("-P"), str(mine), f"{there}{theirs}").returncode != 0
        assert run(*program, *readers.options("-P"), f"{there}{readers.record}", str(theirs)).returncode != 0
    batch = tmp_path / "batch"
    batch.write_text(f"put {mine} {theirs}\n")
    assert run("sftp", "-b", str(batch), *readers.options("-P"), there.rstrip(":")).returncode != 0
    assert not theirs.exists()


def test_a_reader_forwards_no_port(sit: Sit, readers: Server) -> None:
    here = free_port()
    sitting = login(sit, readers, "-L", f"{here}:127.0.0.1:{readers.port}")
    with socket.create_connection(("127.0.0.1", here), 10) as forwarded:
        forwarded.settimeout(10)
        # A server behind the port would greet.
        assert forwarded.recv(10) == b""
    sitting.type("q")
    sitting.ended()
    back = run(*readers.ssh("-N", "-o", "ExitOnForwardFailure=yes", "-R", f"{free_port()}:127.0.0.1:1"))
    assert back.returncode == 255
    through = run(*readers.ssh("-W", f"127.0.0.1:{readers.port}"))
    assert b"SSH-" not in through.stdout


def test_a_reader_brings_no_agent_and_no_variables(sit: Sit, readers: Server, tmp_path: Path) -> None:
    started = run("ssh-agent", "-a", str(tmp_path / "agent"), "-s")
    agent = int(re.search(rb"SSH_AGENT_PID=(\d+)", started.stdout)[1])  # type: ignore[index]
    try:
        sitting = sit(
            command=readers.ssh(
                "-tt",
                "-A",
                "-o",
                "SetEnv=PYTHONINSPECT=1 TEXTUAL_SCREENSHOT=1 LC_ALL=C IRONQUOTE_RECORD=/etc/passwd",
            ),
            environ={"SSH_AUTH_SOCK": str(tmp_path / "agent")},
        ).ready()
        [browser] = readers.browsers()
        assert variables(browser) == {
            "HOME": "/nonexistent",
            "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "TERM": "xterm-256color",
        }
        sitting.type("q")
        assert sitting.ended() == 0
    finally:
        os.kill(agent, signal.SIGTERM)


def test_a_reader_writes_nothing(sit: Sit, readers: Server, record: Path) -> None:
    before = sorted(record.parent.rglob("*"))
    sitting = login(sit, readers)
    sitting.type("y")
    sitting.until("printed when you quit")
    sitting.type("\x1a")
    sitting.type("j")
    sitting.until("2/")
    sitting.type("q")
    assert sitting.ended() == 0
    assert "“" in sitting.text
    assert sorted(record.parent.rglob("*")) == before


def test_a_killed_client_leaves_nothing_behind(sit: Sit, readers: Server) -> None:
    sitting = login(sit, readers)
    assert len(readers.browsers()) == 1
    sitting.process.kill()
    sitting.process.wait()
    sitting.until(lambda: readers.browsers() == [], patience=2)


def test_a_frozen_client_is_let_go(sit: Sit, readers: Server) -> None:
    """The server asks twice, a second apart; then the line is closed, and the browser goes."""
    sitting = login(sit, readers)
    sitting.process.send_signal(signal.SIGSTOP)
    sitting.until(lambda: readers.browsers() == [], patience=10)


def test_the_screen_follows_the_window(sit: Sit, readers: Server) -> None:
    sitting = login(sit, readers)
    sitting.resize(132, 40)
    sitting.process.send_signal(signal.SIGWINCH)
    sitting.until(lambda: any(line.find("│") > 50 for line in sitting.lines))
    sitting.type("q")
    assert sitting.ended() == 0


def test_twenty_logins_at_once_fit(sit: Sit, tmp_path: Path) -> None:
    """On the record that ships; one in a store of its own takes about a tenth more."""
    readers = Server(tmp_path, None, reader=True)
    try:
        _log_in_together(sit, readers)
    finally:
        readers.close()


def _log_in_together(sit: Sit, readers: Server) -> None:
    sittings = [sit(command=readers.ssh("-tt")) for _ in range(TOGETHER)]
    for sitting in sittings:
        sitting.ready()
    browsers = readers.browsers()
    assert len(browsers) == TOGETHER
    total = sum(_pss(pid) for pid in browsers)
    print(f"{TOGETHER} logins: {total / 1024:.0f} MiB PSS, {total / 1024 / TOGETHER:.1f} each")
    assert total <= MOST_PSS
    for sitting in sittings:
        sitting.type("q")
    assert [sitting.ended() for sitting in sittings] == [0] * TOGETHER


def _pss(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rollup.partition("\nPss:")[2].split()[0])


def test_a_writer_has_commands_and_the_browser(sit: Sit, writers: Server) -> None:
    done = run(*writers.ssh(command=(f"{PROGRAM} show timeline --record {writers.record}",)))
    assert done.returncode == 0
    assert "Mutual Defense Treaty" in done.stdout.decode()
    sitting = login(sit, writers, command=(f"{PROGRAM} --record {writers.record}",))
    assert "read-only" not in sitting.text
    sitting.type("\x1a")
    sitting.until("no shell here")
    sitting.type("q")
    assert sitting.ended() == 0
