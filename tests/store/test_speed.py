"""What opening and committing cost, and what the store loads."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tinydb import where

from store.record import RecordStore

ROOT = Path(__file__).parents[2]


def doc(n: int) -> dict[str, Any]:
    """A record of the size and the shape that records have."""
    span = {
        "role": "row",
        "start": n,
        "end": n + 90,
        "exact": "e" * 90,
        "prefix": "p" * 32,
        "suffix": "s" * 32,
    }
    return {
        "id": f"record-{n}",
        "tab": "forces",
        "kind": "personnel",
        "label": f"Personnel number {n}",
        "source": "DoD22",
        "anchors": [span, {**span, "role": "value"}, {**span, "role": "date"}],
        "values": [
            {"of": "troops", "number": "28500", "unit": "people", "qualifier": "about", "period": None}
        ],
        "when": [
            {"role": "event", "edtf": "2022-11-03", "bound": None, "precision": "day", "basis": "stated"}
        ],
        "actors": [{"role": "holder", "ref": "usfk"}],
        "state": "accepted",
        "history": [],
    }


def outcome(code: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_store_loads_nothing_heavy() -> None:
    loaded = outcome("import store.record, sys; print(*sys.modules)").split()
    heavy = {
        "textual",
        "tui",
        "rich",
        "numpy",
        "rapidfuzz",
        "asyncio",
        "inspect",
        "dataclasses",
        "subprocess",
    }
    assert not heavy & {name.partition(".")[0] for name in loaded}


OPENING = """
import sys, time
import tinydb
before = time.perf_counter()
from store.record import RecordStore
store = RecordStore.open(sys.argv[1], read_only=True)
print(time.perf_counter() - before)
"""


@pytest.mark.timing
def test_opening_a_megabyte(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with RecordStore.open(path) as store:
        store.table("forces").insert_multiple(doc(n) for n in range(1000))
    assert 0.9e6 < path.stat().st_size < 1.4e6
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    times = []
    for _ in range(15):
        done = subprocess.run(
            [sys.executable, "-c", OPENING, path],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        times.append(float(done.stdout))
    print(f"opening 1 MB in a new process: {statistics.median(times) * 1000:.1f} ms")
    assert statistics.median(times) <= 0.030, (
        times
    )  # 15 ms on a quiet machine; shared ones take twice as long


@pytest.mark.timing
def test_committing_to_ten_thousand_records(tmp_path: Path) -> None:
    with RecordStore.open(tmp_path / "record.db") as store:
        forces = store.table("forces")
        forces.insert_multiple(doc(n) for n in range(10_000))
        times: dict[str, list[float]] = {"insert": [], "update": [], "batch": []}
        for n in range(15):
            for kind, change in (
                ("insert", lambda n=n: forces.insert(doc(n))),
                ("update", lambda n=n: forces.update({"state": f"s{n}"}, where("id") == f"record-{n}")),
                ("batch", lambda: forces.insert_multiple(doc(n) for n in range(300))),
            ):
                before, generation = time.perf_counter(), store.generation
                change()
                times[kind].append(time.perf_counter() - before)
                assert store.generation == generation + 1
        for kind, each in times.items():
            print(f"{kind} at 10,000 records: {statistics.median(each) * 1000:.1f} ms")
            assert statistics.median(each) <= (0.2 if kind == "batch" else 0.1), (kind, each)
