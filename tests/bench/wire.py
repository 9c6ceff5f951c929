"""What goes over the wire, and when: start, keys, idling, memory, beside programs that people know."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.emulator import Emulator
from tests.onpty import OnPty, environment, ironquote

DOWN, SCROLLING, TABS, LETTERS = 8, 10, ("2", "3", "4", "5", "6", "7", "1"), "fort treaty"
QUIET = 0.4
"""Seconds without a byte after which a screen counts as still."""
SCREENS = {"browse": "", "reader": "\r", "search": "/korea", "help": "?", "palette": ":ko", "entity": "6\r"}


@dataclass
class Figures:
    """Everything measured of one program at one size, a list of samples a name."""

    samples: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, value: float) -> None:
        """Keep a sample."""
        self.samples.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> float:
        return median(self.samples[name])

    def get(self, name: str) -> float | None:
        """The median, or None where nothing was measured."""
        return median(self.samples[name]) if name in self.samples else None


@dataclass(frozen=True)
class Rival:
    """Another program: how to start it on a text and how to go down a line and to leave."""

    name: str
    argv: Callable[[Path], list[str]]
    down: bytes = b"\x1b[B"
    letter: bytes = b""


RIVALS = (
    Rival("less", lambda text: ["less", str(text)], b"j"),
    Rival("fzf", lambda text: ["sh", "-c", f"fzf <'{text}'"], b"\x1b[A", b"k"),
    Rival("toolong", lambda text: ["tl", str(text)]),
    Rival("frogmouth", lambda text: ["frogmouth", str(text)]),
    Rival("posting", lambda text: ["posting"]),
    Rival("harlequin", lambda text: ["harlequin"]),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="how often to start each program (9)")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record"
        subprocess.run(ironquote("sources"), env=environment(record), check=True, stdout=subprocess.DEVNULL)
        print(f"{time.strftime('%Y-%m-%d')}, {_machine()}, medians of {runs}\n")
        commands(record, runs)
        ours = {
            f"{look} {width}x{height}": browser(record, look, width, height)
            for look in looks()
            for width, height in ((80, 24), (120, 40))
        }
        keys(ours)
        idle(record)
        rivals(Path(folder), runs)


# -- commands --------------------------------------------------------------------------------------------


def commands(record: Path, runs: int) -> None:
    """The command line, in multiples of the bare interpreter of the same run."""
    code = {"python -c pass": "pass", "import textual.app": "import textual.app"}
    argvs = {name: [sys.executable, "-c", words] for name, words in code.items()}
    argvs |= {
        "--help": ironquote("--help"),
        "--version": ironquote("--version"),
        "search korean war": ironquote("search", "korean", "war"),
    }
    taken = Figures()
    for _ in range(runs):
        for name, argv in argvs.items():
            begun = time.perf_counter()
            subprocess.run(argv, env=environment(record), check=True, stdout=subprocess.DEVNULL)
            taken.add(name, 1000 * (time.perf_counter() - begun))
        with started(record) as (_, figures):
            for name in ("first text", "usable", "cpu"):
                taken.add(f"browse: {name}", figures[name])
        taken.add("browse: first key done", answered(record))
    bare, textual = taken["python -c pass"], taken["import textual.app"]
    print(f"{'command':24}{'ms':>8}{'× pass':>9}{'× import textual.app':>23}")
    for name in taken.samples:
        print(f"{name:24}{taken[name]:8.0f}{taken[name] / bare:9.1f}{taken[name] / textual:23.2f}")
    print()


def answered(record: Path) -> float:
    """Milliseconds until a key is done that was typed before anything was on the screen."""
    with OnPty(ironquote(), environment(record)) as program:
        screen = Emulator(80, 24)
        program.send(b"j")
        while " 2/" not in screen.text()[-1]:
            data = program.read(5)
            if not data:
                raise RuntimeError("a key that was typed ahead was lost")
            screen.feed(data.decode(errors="replace"))
        return 1000 * (time.perf_counter() - program.started)


# -- the browser -----------------------------------------------------------------------------------------


@contextmanager
def started(
    record: Path, look: str = "ansi", width: int = 80, height: int = 24
) -> Iterator[tuple[OnPty, Figures]]:
    """The browser when its first screen stands still, and what it took to get there."""
    with OnPty(*_browser(record, look), width, height) as program:
        figures, screen, sent, first = Figures(), Emulator(width, height), 0, 0.0
        # The title stands there while the rest is still being read from disk: still, but not usable yet.
        while "▌" not in "".join(screen.text()):
            since = time.perf_counter() - program.started
            burst = program.burst(patience=20, quiet=QUIET)
            if not burst.data:
                raise RuntimeError("the browser shows no row")
            screen.feed(burst.data.decode())
            sent, first, last = sent + len(burst.data), first or since + burst.first, since + burst.last
        figures.add("bytes", sent)
        figures.add("first text", 1000 * first)
        figures.add("usable", 1000 * last)
        figures.add("cpu", 1000 * program.busy())
        figures.add("memory", program.memory() / 1024)
        yield program, figures


def looks() -> tuple[str, ...]:
    """The colours to measure in: the terminal's own, and where it can be asked for, a theme of our own."""
    told = subprocess.run(ironquote("--help"), capture_output=True, text=True, check=True).stdout
    return ("ansi", "true") if "--theme" in told else ("ansi",)


def _browser(record: Path, look: str) -> tuple[list[str], dict[str, str]]:
    if look == "ansi":
        return ironquote(), environment(record)
    # The dark theme, asked for as the theme's own option has it.
    return ironquote("--theme", "dark"), environment(record, COLORTERM="truecolor")


def browser(record: Path, look: str, width: int, height: int) -> Figures:
    """Bytes and milliseconds a key, in a sitting that a person might have."""
    taken = Figures()
    for _ in range(3):
        with started(record, look, width, height) as (program, start):
            taken.add("bytes at start", start["bytes"])
            taken.add("MB at start", start["memory"])

            def press(name: str, key: str, program: OnPty = program) -> None:
                program.send(key.encode())
                burst = program.burst(patience=1.0)
                taken.add(name, len(burst.data))
                taken.add(f"{name}, ms", 1000 * burst.last)

            rows = (height - 4) // 2 if width < 110 else height - 5
            for _ in range(min(DOWN, rows - 3)):
                press("down", "j")
            program.send(b"j" * rows)
            program.burst()
            for _ in range(SCROLLING):
                press("down that scrolls", "j")
            for tab in TABS:
                press("tab", tab)
            program.send(b"/")
            program.burst()
            for letter in LETTERS:
                press("letter", letter)
            taken.add("MB after search", program.memory() / 1024)
    return taken


def keys(ours: dict[str, Figures]) -> None:
    """The table of what a key costs."""
    print(f"{'bytes':24}" + "".join(f"{name:>16}" for name in ours))
    for name in ("bytes at start", "down", "down that scrolls", "tab", "letter"):
        print(f"{name:24}" + "".join(f"{figures[name]:16,.0f}" for figures in ours.values()))
    for name in ("down", "down that scrolls", "tab", "letter"):
        print(f"{name + ', ms':24}" + "".join(f"{figures[name + ', ms']:16.0f}" for figures in ours.values()))
    for name in ("MB at start", "MB after search"):
        print(f"{name:24}" + "".join(f"{figures[name]:16.1f}" for figures in ours.values()))
    print()


def idle(record: Path, seconds: float = 5.0) -> None:
    """Bytes that each screen sends while nobody does anything."""
    print(f"{'idle for 5 s on':24}{'bytes':>8}{'cpu ms':>9}")
    for name, path in SCREENS.items():
        with started(record) as (program, _):
            for key in path:
                program.send(key.encode())
                program.burst(patience=1.0)
            program.burst(quiet=QUIET, patience=QUIET)
            before = program.busy()
            sent = program.burst(patience=seconds, quiet=seconds)
            print(f"{name:24}{len(sent.data):8}{1000 * (program.busy() - before):9.0f}")
    print()


# -- others ----------------------------------------------------------------------------------------------


def rivals(folder: Path, runs: int) -> None:
    """The same of programs that people know, where they are installed, on the four texts in a row."""
    from store import shipped

    text = folder / "text.txt"
    text.write_bytes(b"".join(path.read_bytes() for path in sorted(shipped.folder().glob("*.txt"))))
    print(f"{'others, 80x24':24}{'first ms':>10}{'usable ms':>11}{'start':>9}{'down':>8}{'letter':>8}")
    for rival in RIVALS:
        argv = rival.argv(text)
        if shutil.which(rival.name if argv[0] == "sh" else argv[0]) is None:
            continue
        taken = Figures()
        for _ in range(max(3, runs // 3)):
            with OnPty(argv, environment(folder / "none", XDG_CONFIG_HOME=str(folder))) as program:
                start = program.burst(patience=20, quiet=1.0)
                taken.add("first", 1000 * start.first)
                taken.add("usable", 1000 * start.last)
                taken.add("bytes", len(start.data))
                for name, key, times in (("down", rival.down, 9), ("letter", rival.letter, 1)):
                    for _ in range(times if key else 0):
                        program.send(key)
                        taken.add(name, len(program.burst(patience=1.0).data))
        cells = [taken["first"], taken["usable"], taken["bytes"], taken.get("down"), taken.get("letter")]
        print(
            f"{rival.name:24}"
            + "".join(_cell(value, size) for value, size in zip(cells, (10, 11, 9, 8, 8), strict=True))
        )


def _cell(value: float | None, size: int) -> str:
    return f"{'–' if value is None else f'{value:,.0f}':>{size}}"


def _machine() -> str:
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()}, {machine}"
