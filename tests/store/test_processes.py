"""Many processes, some of them killed: what was acknowledged is kept, and reading never fails."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.errors import BusyError
from store.record import RecordStore

ROOT = Path(__file__).parents[2]

#: Ballast that makes a commit long enough to be hit.
BALLAST = [{"words": f"{n} " + "x" * 900} for n in range(1000)]


def child(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    """Run code in a process of its own; what it writes to standard output is an acknowledgement."""
    lines = ["import os, signal, sys", "from tinydb import where", "from tinydb.operations import increment"]
    lines += ["from store.record import RecordStore", "store = RecordStore.open(sys.argv[1])", code]
    return subprocess.Popen(
        [sys.executable, "-c", "\n".join(lines), *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE
    )


def said(process: subprocess.Popen[bytes]) -> list[int]:
    """Every acknowledgement that arrived whole."""
    assert process.stdout is not None
    with process.stdout as pipe:
        return [int(line) for line in pipe.read().splitlines(keepends=True) if line.endswith(b"\n")]


# ---- killed at the write

APPEND = """
n = 0
while True:
    n += 1
    store.table("notes").insert({"n": n})
    os.write(1, b"%d\\n" % n)
"""
UPDATE = """
n = 0
while True:
    n += 1
    store.table("front").update({"n": n, "words": "y" * (n % 50)}, doc_ids=[1])
    os.write(1, b"%d\\n" % n)
"""
SHRINK = """
n = 0
while True:
    n += 1
    with store.transaction():
        store.table("ballast").remove(doc_ids=[n])
        store.table("front").update({"n": n}, doc_ids=[1])
    os.write(1, b"%d\\n" % n)
"""


def kill_at_the_write(path: Path, code: str, chance: random.Random) -> None:
    with RecordStore.open(path) as store, store.transaction():
        for name in ("front", "ballast", "notes"):
            store.table(name).truncate()
        store.table("front").insert({"n": 0})
        store.table("ballast").insert_multiple(BALLAST)
    process = child(code, path)
    commits = chance.randrange(1, 4)
    version = path.stat().st_ino
    while commits:
        assert process.poll() is None, "the child must not end by itself"
        if path.stat().st_ino != version:
            version = path.stat().st_ino
            commits -= 1
    # Spinning, not sleeping: the aim is a point within the commit, which takes a few milliseconds.
    end = time.perf_counter() + chance.uniform(0, 0.006)
    while time.perf_counter() < end:
        pass
    process.send_signal(signal.SIGKILL)
    acknowledged = said(process)
    process.wait()
    with RecordStore.open(path) as store:
        assert store.recovery is None, "a kill is no damage"
        last = max(acknowledged, default=0)
        if code is APPEND:
            kept = [doc["n"] for doc in store.table("notes")]
            assert kept in (list(range(1, last + 1)), list(range(1, last + 2)))
        else:
            front = store.table("front").get(doc_id=1)
            assert front["n"] in (last, last + 1)
            if code is SHRINK:
                assert len(store.table("ballast")) == len(BALLAST) - front["n"]
        store.table("notes").insert({"n": "after"})
    assert not list(path.parent.glob(".*.tmp")), "and the next commit sweeps up"


@pytest.mark.parametrize("code", [APPEND, UPDATE, SHRINK], ids=["append", "update", "shrink"])
def test_a_kill_loses_nothing_acknowledged(tmp_path: Path, code: str) -> None:
    chance = random.Random(1953)
    for _ in range(4):
        kill_at_the_write(tmp_path / "record.db", code, chance)


@pytest.mark.slow
@pytest.mark.parametrize("code", [APPEND, UPDATE, SHRINK], ids=["append", "update", "shrink"])
def test_many_kills_lose_nothing_acknowledged(tmp_path: Path, code: str) -> None:
    chance = random.Random(1950)
    for _ in range(170):
        kill_at_the_write(tmp_path / "record.db", code, chance)


# ---- many writers and a reader

WORK = """
for n in range(int(sys.argv[2])):
    os.write(1, b"%d\\n" % store.table("notes").insert({"by": os.getpid(), "n": n}))
    for key in store.table("notes").insert_multiple([{"by": os.getpid()}, {"by": os.getpid()}]):
        os.write(1, b"%d\\n" % key)
    store.table("front").update(increment("n"), where("n").exists())
"""


def many_writers(path: Path, rounds: int, at_least: int) -> None:
    with RecordStore.open(path) as store:
        store.table("front").insert({"n": 0})
    children = [child(WORK, path, rounds) for _ in range(8)]
    seen = reads = 0
    with RecordStore.open(path, read_only=True) as reader:
        while reads < at_least or any(process.poll() is None for process in children):
            with reader.reading():
                assert reader.generation >= seen
                seen = reader.generation
                notes = reader.table("notes").all()
                assert len({doc.doc_id for doc in notes}) == len(notes)
            reads += 1
        assert reader.recovery is None
    keys = [key for process in children for key in said(process)]
    assert [process.wait() for process in children] == [0] * 8
    assert len(keys) == len(set(keys)) == 8 * rounds * 3, "no id was given out twice"
    with RecordStore.open(path) as store:
        assert {doc.doc_id for doc in store.table("notes")} == set(keys), "acknowledged is kept"
        assert store.table("front").get(doc_id=1) == {"n": 8 * rounds}, "no update was lost"


def test_eight_writers_and_a_reader(tmp_path: Path) -> None:
    many_writers(tmp_path / "record.db", rounds=6, at_least=200)


@pytest.mark.slow
def test_eight_busy_writers_and_a_reader(tmp_path: Path) -> None:
    many_writers(tmp_path / "record.db", rounds=60, at_least=1000)


# ---- the lock

HOLD = """
with store.transaction():
    store.table("notes").insert({"n": "never"})
    os.write(1, b"1\\n")
    signal.pause()
"""


def holder(path: Path) -> subprocess.Popen[bytes]:
    process = child(HOLD, path)
    assert process.stdout is not None
    assert process.stdout.readline() == b"1\n"
    return process


def test_a_killed_holder_leaves_no_lock_and_no_change(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    process = holder(path)
    process.kill()
    process.communicate()
    with RecordStore.open(path, patience=1) as store:
        assert store.table("notes").insert({"n": 1}) == 1
        assert store.table("notes").all() == [{"n": 1}]


def test_a_frozen_holder_is_told_and_readers_do_not_care(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    process = holder(path)
    process.send_signal(signal.SIGSTOP)
    try:
        with RecordStore.open(path, patience=0.1) as store:
            assert store.table("notes").all() == []
            with pytest.raises(BusyError, match="Another program is changing the record"):
                store.table("notes").insert({"n": 1})
            process.kill()
            process.communicate()
            assert store.table("notes").insert({"n": 1}) == 1
    finally:
        process.kill()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_handle_that_was_forked_shares_no_lock(tmp_path: Path) -> None:
    with RecordStore.open(tmp_path / "record.db") as store:
        store.table("front").insert({"n": 0})
        children = []
        for _ in range(3):
            pid = os.fork()
            if pid == 0:
                status = 1
                try:
                    for _ in range(20):
                        with store.transaction():
                            front = store.table("front").get(doc_id=1)
                            store.table("front").update({"n": front["n"] + 1}, doc_ids=[1])
                    status = 0
                finally:
                    os._exit(status)
            children.append(pid)
        assert [os.waitpid(pid, 0)[1] for pid in children] == [0, 0, 0]
        assert store.table("front").get(doc_id=1) == {"n": 60}


def test_two_makers_of_one_record_make_one(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    children = [child('os.write(1, b"%d\\n" % store.table("notes").insert({}))', path) for _ in range(4)]
    assert sorted(key for process in children for key in said(process)) == [1, 2, 3, 4]
    assert [process.wait() for process in children] == [0] * 4
