"""A sitting in the browser, painted plainly and by the painter: the same screens, cell for cell."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from store import shipped
from store.corpus import Corpus
from tests.emulator import Emulator, Seen
from tests.onpty import OnPty, environment, ironquote
from tui.app import Browser
from tui.painter import Painter
from tui.pen import abilities

SITTING = (
    "j j k G g ctrl+d ctrl+u 2 j 5 j 1 slash f 3 5 backspace t r e t y enter n n escape escape"
    " question_mark space escape colon s o r escape m s tab j tab c escape enter n j escape ctrl+l"
).split()
LONG = [*["j"] * 30, *SITTING, *"34567", *["j", "enter", "n", "n", "N", "escape"] * 4, *SITTING, *["k"] * 20]


class Recording(HeadlessDriver):
    """A terminal that nobody looks at, and that keeps what is written to it."""

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        assert isinstance(self._app, Recorded)
        self._app.written.append(data)


class Recorded(Browser):
    """A browser on such a terminal."""

    def __init__(self, corpus: Corpus, look: str) -> None:
        super().__init__(corpus, look=look)
        self.driver_class = Recording
        self.written: list[str] = []


@dataclass(frozen=True)
class Step:
    """A key or a size, and what was written after it."""

    did: str
    width: int
    height: int
    written: tuple[str, ...]


def korean(corpus: Corpus) -> Corpus:
    """The shipped record with names that are twice as wide in it."""
    records = [
        replace(record, label=f"{record.label} 한미 상호방위조약") if n % 3 == 0 else record
        for n, record in enumerate(corpus.records.values())
    ]
    return Corpus(corpus.sources.values(), corpus.texts, records)


async def sitting(keys: Sequence[str], sizes: Sequence[tuple[int, int]], look: str) -> list[Step]:
    """Press the keys at the first size, some of them at the others, and keep everything that is written."""
    app = Recorded(korean(shipped.corpus_of(shipped.read_folder(shipped.folder()))), look)
    width, height = sizes[0]
    running = asyncio.create_task(app.run_async(size=(width, height)))
    hand, steps = Pilot(app), []

    def keep(did: str) -> None:
        steps.append(Step(did, width, height, tuple(app.written)))
        app.written.clear()

    while not app.is_running:
        await asyncio.sleep(0)
    await hand.pause()
    keep("start")
    for n, key in enumerate(keys):
        await hand.press(key)
        await hand.pause()
        keep(key)
        if n % max(1, len(keys) // len(sizes)) == len(keys) // len(sizes) - 1:
            width, height = sizes[(sizes.index((width, height)) + 1) % len(sizes)]
            await hand.resize_terminal(width, height)
            await hand.pause()
            keep(f"{width} columns")
    app.exit(0)
    await running
    return steps


def compare(steps: Sequence[Step], term: str) -> tuple[int, int]:
    """Replay a sitting in two terminals. The bytes that each was sent."""
    width, height = steps[0].width, steps[0].height
    plain, painted = Emulator(width, height), Emulator(width, height)
    painter = Painter(width, height, abilities(term))
    sent = [0, 0]
    for step in steps:
        if painter.size != (step.width, step.height):
            painter.resize(step.width, step.height)
            plain.resize(step.width, step.height)
            painted.resize(step.width, step.height)
        for data in step.written:
            ours = painter.paint(data)
            plain.feed(data)
            painted.feed(ours)
            sent = [sent[0] + len(data.encode()), sent[1] + len(ours.encode())]
        for y, (there, here) in enumerate(zip(plain.cells(), painted.cells(), strict=True)):
            assert here == there, f"line {y} after {step.did}"
        assert painted.cursor == plain.cursor, step.did
    return sent[0], sent[1]


async def test_a_sitting_looks_the_same_and_takes_a_third() -> None:
    steps = await sitting(SITTING, [(64, 20), (50, 16)], "terminal")
    for term in ("xterm-256color", "screen"):
        plain, painted = compare(steps, term)
        assert painted < plain / 3 or term == "screen"


@pytest.mark.slow
@pytest.mark.parametrize("look", ["terminal", "dark", "light"])
@pytest.mark.parametrize("sizes", [[(80, 24), (120, 40)], [(111, 30), (40, 10), (200, 60)]])
async def test_a_long_sitting_looks_the_same(
    look: str, sizes: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    steps = await sitting(LONG, sizes, look)
    for term in ("xterm-256color", "tmux-256color", "vt220", "vt100"):
        compare(steps, term)


# -- on a terminal ---------------------------------------------------------------------------------------


class Watched:
    """A browser on a pty, and its screen."""

    def __init__(self, program: OnPty, width: int, height: int) -> None:
        self.program = program
        self.screen = Emulator(width, height)
        self._rest = b""

    def read(self, patience: float) -> bool:
        """Show what comes; False where nothing does."""
        data = self.program.read(patience)
        whole = (self._rest + data).decode(errors="ignore")
        self._rest = (self._rest + data)[len(whole.encode()) :]
        self.screen.feed(whole)
        return bool(data)

    def until(self, done: Callable[[], bool], patience: float = 10.0) -> None:
        """Read until the screen is as it should be."""
        end = time.monotonic() + patience
        while not done():
            assert time.monotonic() < end, "\n".join(self.screen.text())
            self.read(0.05)

    def started(self) -> list[list[Seen]]:
        """The first screen, when it stands still."""
        self.until(self.sees("more ↓"))
        while self.read(0.5):
            pass
        return self.screen.cells()

    def sees(self, words: str) -> Callable[[], bool]:
        return lambda: words in "\n".join(self.screen.text())


@pytest.mark.parametrize("paint", ["", "plain"])
def test_a_redraw_mends_a_screen_that_others_wrote_to(paint: str, tmp_path: Path) -> None:
    env = environment(tmp_path / "record", IRONQUOTE_PAINT=paint)
    with OnPty(ironquote(), env) as program:
        seen = Watched(program, 80, 24)
        before = seen.started()
        seen.screen.feed("\x1b[5;1Ha word from elsewhere\x1b[9;40Hand another")
        assert seen.screen.cells() != before
        program.send(b"\x0c")
        seen.until(lambda: seen.screen.cells() == before)


def test_a_terminal_of_another_size_is_painted_anew(tmp_path: Path) -> None:
    with OnPty(ironquote(), environment(tmp_path / "record")) as program:
        seen = Watched(program, 80, 24)
        before = seen.started()
        for width, height in ((60, 20), (80, 24)):
            program.resize(width, height)
            seen.screen.resize(width, height)
        seen.until(lambda: seen.screen.cells() == before)
        program.resize(60, 20)
        seen.screen.resize(60, 20)
        seen.until(lambda: not seen.sees("rubbish")() and seen.sees("1/")())


def test_the_name_is_there_first_and_what_is_typed_ahead_is_done(tmp_path: Path) -> None:
    with OnPty(ironquote(), environment(tmp_path / "record")) as program:
        program.send(b"j")
        before = program.until(b"\x1b[?1049h")
        assert b"ironquote" in before
        seen = Watched(program, 80, 24)
        seen.until(seen.sees(" 2/"))
