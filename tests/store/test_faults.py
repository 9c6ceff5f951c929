"""Every system call of a commit fails once: nothing acknowledged is lost, and a retry stores once.

The failures are the kernel's own, put in by strace; where it cannot be used these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import WriteRefusedError
from store.record import RecordStore

ROOT = Path(__file__).parents[2]

# Exit status 10: saved at once. 11: refused with a sentence, as before in memory, and saved by the retry.
# 12: the retry was refused too, and memory is as before.
CHANGE = """
import os, sys
from store.errors import WriteRefusedError
from store.record import RecordStore
store = RecordStore.open(sys.argv[1])
notes = store.table("notes")
try:
    assert notes.insert({"words": "third"}) == 3
except WriteRefusedError as error:
    assert "Nothing was altered" in str(error)
    assert [doc["words"] for doc in notes] == ["first", "second"]
    try:
        assert notes.insert({"words": "third"}) == 3
    except WriteRefusedError:
        assert [doc["words"] for doc in notes] == ["first", "second"]
        os._exit(12)
    os._exit(11)
os._exit(10)
"""


def strace_works() -> bool:
    strace = shutil.which("strace")
    if strace is None:
        return False
    probe = subprocess.run([strace, "-o", os.devnull, "true"], capture_output=True, check=False)
    return probe.returncode == 0


CALLS = [
    ("write", 1),
    ("fsync", 2),
    ("rename", 2),
    ("link,linkat", 1),
    ("unlink", 1),
    ("flock", 1),
    ("fchmod", 1),
]

needs_strace = pytest.mark.skipif(not strace_works(), reason="strace is missing or may not be used here")


def record(path: Path) -> Path:
    with RecordStore.open(path) as store:
        store.table("notes").insert_multiple([{"words": "first"}, {"words": "second"}])
    path.chmod(0o640)  # so that there is a mode to set
    return path


def change_under(inject: str, path: Path) -> int:
    """Run CHANGE with failures put in, and return its exit status."""
    trace = path.with_suffix(".trace")
    call = inject.partition(":")[0]
    command = ["strace", "-f", "-o", str(trace), "-e", f"trace={call}", "-e", f"inject={inject}"]
    done = subprocess.run(
        [*command, sys.executable, "-c", CHANGE, str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert "(INJECTED)" in trace.read_text(), "the call was never made"
    return done.returncode


def words(path: Path) -> list[str]:
    with RecordStore.open(path) as store:
        assert store.recovery is None
        return [doc["words"] for doc in store.table("notes")]


@pytest.mark.slow
@needs_strace
@pytest.mark.parametrize("code", ["ENOSPC", "EIO", "EPERM"])
@pytest.mark.parametrize(("call", "count"), CALLS)
def test_a_call_that_fails_once(tmp_path: Path, call: str, count: int, code: str) -> None:
    for number in range(1, count + 1):
        path = record(tmp_path / f"{number}.db")
        status = change_under(f"{call}:error={code}:when={number}", path)
        # A file system without links is no failure: the old file is copied instead.
        assert status == (10 if (call, code) == ("link,linkat", "EPERM") else 11)
        assert words(path) == ["first", "second", "third"]
        assert not list(tmp_path.glob(".*.tmp"))


@pytest.mark.slow
@needs_strace
@pytest.mark.parametrize("code", ["ENOSPC", "EIO"])
@pytest.mark.parametrize(("call", "count"), CALLS)
def test_a_call_that_goes_on_failing(tmp_path: Path, call: str, count: int, code: str) -> None:
    for number in range(1, count + 1):
        path = record(tmp_path / f"{number}.db")
        assert change_under(f"{call}:error={code}:when={number}+", path) == 12
        assert words(path) == ["first", "second"]
        with RecordStore.open(path) as store:
            assert store.table("notes").insert({"words": "third"}) == 3
        assert words(path) == ["first", "second", "third"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounting = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", place], capture_output=True, check=False
    )
    if mounting.returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.slow
@pytest.mark.skipif(
    os.geteuid() != 0 or sys.platform != "linux", reason="only root on Linux can mount a tmpfs"
)
def test_a_full_disk_loses_nothing_acknowledged(small_disk: Path) -> None:
    kept: list[int] = []
    with RecordStore.open(small_disk / "record.db") as store:
        notes = store.table("notes")

        def fill() -> None:
            while True:
                kept.append(notes.insert({"words": "x" * 1000}))

        with pytest.raises(WriteRefusedError, match="the disk is full"):
            fill()
        with pytest.raises(WriteRefusedError, match="free some space"):
            notes.insert({"words": "x" * 100_000})
        assert [doc.doc_id for doc in notes] == kept
        assert len(kept) > 20
        few = kept[:5]
        with RecordStore.open(small_disk / "record.db", read_only=True) as reader:
            assert len(reader.table("notes")) == len(kept)
        (small_disk / "record.db.bak").unlink()
        notes.remove(doc_ids=kept[5:])
        assert notes.insert({}) > kept[-1]
    with RecordStore.open(small_disk / "record.db") as store:
        assert [doc.doc_id for doc in store.table("notes")][:5] == few
        assert store.recovery is None
