"""Other people's commits come into an open browser by themselves; nothing is sent where there are none."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from store import shipped
from store.holdings import Holdings
from tests.onpty import OnPty, environment
from tests.strict import StrictTerminal

ROOT = Path(__file__).parents[2]
SOON = 1.5
"""Seconds within which a commit is on other people's screens."""

COMMIT = """
import sys
from dataclasses import replace
from pathlib import Path
from store.holdings import Holdings
with Holdings.open(Path(sys.argv[1])) as holdings:
    old = [one for one in holdings.corpus().records.values() if one.tab == "timeline" and one.article]
    new = replace(old[0], id="other.timeline.new", label=sys.argv[2], cluster="")
    with holdings.store.transaction():
        holdings.put_records("timeline", [new])
"""


def commit(path: Path, label: str) -> None:
    """Have another process add a row to the timeline."""
    subprocess.run([sys.executable, "-c", COMMIT, str(path), label], cwd=ROOT, check=True)


def test_a_commit_of_another_process_appears_in_time_and_the_hand_stays(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with Holdings.open(path) as holdings:
        shipped.install(holdings)
    command = [sys.executable, "-m", "tui", "--read-only"]
    with OnPty(command, environment(path, PYTHONPATH=str(ROOT)), 100, 40) as pty:
        terminal = StrictTerminal(100, 40)
        terminal.feed(pty.until(b"Timeline"))
        terminal.feed(pty.burst(quiet=0.5).data)
        pty.send(b"5jjjjj")
        terminal.feed(pty.burst(quiet=0.3).data)
        under = next(line for line in terminal.text.split("\n") if line.startswith("▌"))
        count = terminal.text.split("\n")[0]

        assert pty.read(1.6) == b"", "an idle browser sends nothing"

        commit(path, "A row that another person added")
        began = time.perf_counter()
        terminal.feed(pty.burst(patience=SOON, quiet=0.1).data)
        took = time.perf_counter() - began
        print(f"on the screen {took:.2f} s after the commit")
        assert took < SOON + 0.1
        assert terminal.text.split("\n")[0] != count, "the count of records is the new one"
        assert under == next(line for line in terminal.text.split("\n") if line.startswith("▌"))

        # The same once more: the file is another one, what is shown of it is not.
        commit(path, "A row that another person added")
        assert len(pty.burst(patience=SOON, quiet=0.1).data) < 100


def garbage(path: Path) -> None:
    path.write_bytes(b"garbage")


def removed(path: Path) -> None:
    path.unlink()


def older(path: Path) -> None:
    (path.parent / "copy").write_bytes(path.with_name("record.db.bak").read_bytes())
    (path.parent / "copy").replace(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("harm", "told", "access"),
    [
        (garbage, "not a record", []),
        pytest.param(garbage, "not a record", ["--read-only"], marks=pytest.mark.slow),
        pytest.param(removed, "missing", [], marks=pytest.mark.slow),
        pytest.param(removed, "missing", ["--read-only"], marks=pytest.mark.slow),
        pytest.param(older, "an older copy", [], marks=pytest.mark.slow),
        pytest.param(older, "an older copy", ["--read-only"], marks=pytest.mark.slow),
    ],
)
def test_harm_to_the_record_is_told_and_survived(
    tmp_path: Path, harm: Callable[[Path], None], told: str, access: list[str]
) -> None:
    path = tmp_path / "record.db"
    with Holdings.open(path) as holdings:
        shipped.install(holdings)
        holdings.store.table("notes").insert({"about": "nothing"})
    more = {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)}
    with OnPty([sys.executable, "-m", "tui", *access], environment(path, **more), 300, 24) as pty:
        terminal = StrictTerminal(300, 24)
        terminal.feed(pty.until(b"Timeline"))
        terminal.feed(pty.burst(quiet=0.5).data)
        harm(path)
        terminal.feed(pty.burst(patience=SOON + 1, quiet=0.3).data)
        assert told in terminal.text.split("\n")[-1]
        assert pty.read(1.5) == b"", "and told once"
        pty.send(b"7")
        terminal.feed(pty.burst(quiet=0.3).data)
        assert "DoD19" in terminal.text


@pytest.mark.slow
def test_many_commits_reach_an_open_browser(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with Holdings.open(path) as holdings:
        shipped.install(holdings)
    command = [sys.executable, "-m", "tui", "--read-only"]
    times = []
    with OnPty(command, environment(path, PYTHONPATH=str(ROOT)), 100, 40) as pty:
        terminal = StrictTerminal(100, 40)
        terminal.feed(pty.until(b"Timeline"))
        terminal.feed(pty.burst(quiet=0.5).data)
        for n in range(12):
            label = f"Row {n} of another person"
            commit(path, label)
            began = time.perf_counter()
            while label not in terminal.text:
                assert time.perf_counter() - began < SOON, f"{label} is not there in time"
                terminal.feed(pty.read(0.05))
            times.append(time.perf_counter() - began)
    print(f"12 commits on the screen after {min(times):.2f} to {max(times):.2f} s")
