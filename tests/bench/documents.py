"""How long documents of an awkward shape take to read, to open, to page through, and what memory they cost.

Each is browsed on a terminal of its own: the time is from the key that opens the reader to the text on the
screen, the memory what the program holds at the end.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from store import shipped
from store.documents import LARGEST
from store.errors import StoreError
from store.holdings import Holdings
from tests.onpty import OnPty, environment

FIRST = "FIRST words of the page. "
LAST = " LAST words of the page."

SHAPES: dict[str, Callable[[int], str]] = {
    "prose": lambda size: "This is a sentence of some words, as there are many. \n" * (size // 54),
    "one line": lambda size: "This is a sentence of some words, as there are many. " * (size // 53),
    "one word": lambda size: "x" * size,
    "short lines": lambda size: "line 12\n" * (size // 8),
    "empty lines": lambda size: "\n" * size,
    "abbreviations": lambda size: "Mr. " * (size // 4),
    "initials": lambda size: "a. A " * (size // 5),
    "stops": lambda size: "." * size,
    "brackets": lambda size: "a" * (size // 2) + ")" * (size // 2) + ". B",
    "spaces": lambda size: "." + " " * size + "a",
    "Hangul": lambda size: "한미동맹은 굳건하다. " * (size // 30),
    "marks": lambda size: "a" + "\u0301" * (size // 2),
    "controls": lambda size: "\x1b[31m\x07 \u202e" * (size // 10),
    "carriage returns": lambda size: "a\r\r\n" * (size // 4),
}
"""Texts by what is awkward about them; each takes its size in bytes."""


class Times(NamedTuple):
    """What one document cost: seconds, and megabytes."""

    read: float
    first: float
    end: float
    search: float
    entity: float
    memory: float


def beside(text: Path, data: bytes) -> Path:
    """Write a document, and beside it a hand-made record of it that says nothing yet."""
    text.write_bytes(data)
    record = text.with_suffix(".toml")
    record.write_text('[source]\nid = "big"\nshort = "Big"\ntitle = "A big page"\nkind = "page"\n\n')
    return record


def stored(folder: Path, text: str) -> Path:
    """A record of one document with a row and an entity in it."""
    folder.mkdir()
    (folder / "seed").mkdir()
    record = beside(folder / "seed" / "page.txt", f"{FIRST}{text}{LAST}".encode())
    with record.open("a") as file:
        file.write('[timeline.first]\nkind = "plan"\nlabel = "The first"\nwords = "FIRST words"\n\n')
        file.write('[entities.page]\nkind = "place"\nlabel = "The page"\nforms = ["page"]\n')
    with Holdings.open(folder / "record.db") as holdings:
        shipped.install(holdings, folder / "seed")
    return folder / "record.db"


def browsed(record: Path, reading: float) -> Times:
    """Open the reader on the document, go to its end, search it, and open the page of what it names."""
    command = [sys.executable, "-m", "tui", "--read-only"]
    with OnPty(command, environment(record, PYTHONPATH=str(Path(__file__).parents[2]))) as pty:
        pty.until(b"The first")
        pty.burst(quiet=0.2)

        def timed(key: bytes, words: bytes) -> float:
            began = time.perf_counter()
            pty.send(key)
            pty.until(words, 60)
            took = time.perf_counter() - began
            pty.burst(patience=0.3, quiet=0.2)
            return took

        first = timed(b"\r", b"FIRST")
        end = timed(b"G", b"LAST")
        pty.send(b"\x1b")
        pty.burst(quiet=0.2)
        timed(b"/", b"Type a name")
        search = timed(b"LAST", b" of ")
        pty.send(b"\x1b")
        pty.burst(quiet=0.2)
        timed(b"6", b"Named")
        entity = timed(b"\r", b"called")
        memory = pty.memory() / 1024
    return Times(reading, first, end, search, entity, memory)


def measured(folder: Path, text: str) -> Times:
    """What a document costs from being read to being browsed."""
    began = time.perf_counter()
    record = stored(folder, text)
    return browsed(record, time.perf_counter() - began)


def main() -> None:
    """Print a table of every shape at five megabytes and at the largest size."""
    print(f"{'':18}{'MB':>5}" + "".join(f"{name:>9}" for name in Times._fields))
    with tempfile.TemporaryDirectory() as folder:
        for n, (name, make) in enumerate(SHAPES.items()):
            for size in (5_000_000, LARGEST - 100):
                try:
                    times = measured(Path(folder) / f"{n}-{size}", make(size))
                except (StoreError, TimeoutError) as error:
                    print(f"{name:18}{size / 1e6:5.1f}  {str(error)[:90]}")
                    continue
                figures = "".join(f"{figure:9.2f}" for figure in times[:-1])
                print(f"{name:18}{size / 1e6:5.1f}{figures}{times.memory:9.0f}", flush=True)


if __name__ == "__main__":
    main()
