"""The full figures: every promise of docs/store.md and of hostile text, at the size that it is promised for.

Runs the tests of one promise after the other and prints a line for each; takes about half an hour. What is
named on the command line chooses promises by a part of their words.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import NamedTuple

FILES = "tests/store/test_files.py"
PROCESSES = "tests/store/test_processes.py"
FAULTS = "tests/store/test_faults.py"
SPEED = "tests/store/test_speed.py"
HOSTILE = "tests/tui/test_hostile.py"


class Promise(NamedTuple):
    """A guarantee, the figure it is held to, and the tests that hold it."""

    words: str
    figure: str
    tests: tuple[str, ...]


PROMISES = (
    Promise(
        "kill -9 at the write: appends, updates, shrinking updates",
        "0 of 510 lose an acknowledged record",
        (f"{PROCESSES}::test_many_kills_lose_nothing_acknowledged",),
    ),
    Promise(
        "eight processes writing, one reading",
        "1,440 inserts kept, 0 duplicate ids, 0 errors in 1,000 reads or more",
        (f"{PROCESSES}::test_eight_busy_writers_and_a_reader",),
    ),
    Promise(
        "ENOSPC, EIO, EPERM at every write, fsync, rename, link; a full disk",
        "nothing lost, told, the next write works",
        (FAULTS,),
    ),
    Promise(
        "two handles against a dictionary, reopened, children killed",
        "200 runs of 25 steps, 0 failures",
        ("tests/store/test_machine.py",),
    ),
    Promise("damaged, foreign, empty, missing files", "all recognised, restored, told", (FILES,)),
    Promise(
        "single bit flips over the whole file",
        "100 % recognised",
        (f"{FILES}::test_every_flipped_bit_is_recognised",),
    ),
    Promise("opening, and commits at 10,000 records", "at most 100 ms a commit", (SPEED,)),
    Promise(
        "other people's commits in an open browser",
        "within 1.5 s, no bytes when nothing changed",
        ("tests/tui/test_keeping_up.py",),
    ),
    Promise(
        "hostile text on every screen, in every command, under the mouse",
        "0 raw control bytes from data, 0 actions run",
        (HOSTILE, "tests/tui/test_clean.py", "tests/store/test_unseen.py"),
    ),
    Promise(
        "documents that are too big or broken",
        "refused with the reason, or read in time",
        ("tests/store/test_documents.py",),
    ),
)


def kept(promise: Promise) -> bool:
    """Run the tests of one promise, and say how it went."""
    began = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-m",
        "slow or timing or not slow",
        "-s",
        "-rs",
        *promise.tests,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    held = done.returncode == 0
    print(f"{'kept  ' if held else 'BROKEN'} {promise.words}: {promise.figure} ({took:.0f} s)")
    for line in done.stdout.splitlines():
        told = line.lstrip(".")
        if re.search(r"\d.* m?s( |$)|^SKIPPED|^FAILED|^\d+ (passed|failed)", told):
            print(f"       {told}")
    sys.stdout.flush()
    return held


def main(words: list[str]) -> int:
    """Run what is asked for, else everything. 0 where every promise is kept."""
    asked = [one for one in PROMISES if not words or any(word in one.words for word in words)]
    broken = [one for one in asked if not kept(one)]
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
