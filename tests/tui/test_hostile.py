"""What a document holds reaches no terminal as a command, on any screen and from any command.

The real program runs on a real terminal's end; every byte it sends is read by a terminal that knows only what
the program itself writes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import shipped, unseen
from store.export import FORMATS
from store.holdings import Holdings
from tests import hostile
from tests.onpty import OnPty, environment
from tests.strict import HarmError, StrictTerminal
from tui import keys
from tui.clean import clean

ROOT = Path(__file__).parents[2]

BROWSE = """
import sys
from pathlib import Path
log = open(sys.argv[1], "a", buffering=1)

def heard(event, arguments):
    if event.startswith(("subprocess.", "os.system", "os.exec", "os.posix", "webbrowser.", "socket.conn")):
        log.write(f"event {event}\\n")

sys.addaudithook(heard)
from tui.app import Browser
from tui.commands import opened

class Watched(Browser):
    async def run_action(self, action, *arguments, **named):
        log.write(f"action {action}\\n")
        return await super().run_action(action, *arguments, **named)

with opened(Path(sys.argv[2]), read_only=True) as record:
    log.write("began\\n")
    browser = Watched(record.corpus, tab=sys.argv[3], read_only=True, reload=record.newer)
    browser.run(mouse=sys.argv[4] == "mouse")
"""
SAY = """
import json, sys
from tui.cli import main
for argv in json.loads(sys.argv[1]):
    print(f"ended {main(argv)}", flush=True)
"""

ESC = b"\x1b"
WAYS = "2 1 7 6\r 2\r 2c /harm :harm 2e".split(" ")
PASTED = "HARM\u202e\u200b\x9b31m\x7f\u2028[@click=app.quit]x[/]"


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.record(tmp_path_factory.mktemp("hostile") / "store")


class Sitting:
    """A person at the browser of a hostile record, with a terminal that takes no harm."""

    def __init__(
        self, record: Path, log: Path, tab: str = "timeline", *, mouse: bool = False, size: tuple[int, int]
    ) -> None:
        argv = [sys.executable, "-c", BROWSE, str(log), str(record), tab, "mouse" if mouse else "keys"]
        more = {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(log.parent)}
        self.pty = OnPty(argv, environment(record, **more), *size)
        self.terminal = StrictTerminal(*size)
        self.log = log
        self.raw = bytearray()
        self._take(self.pty.until(b"HARM", 20))
        self.settle()

    def press(self, keys: str | bytes) -> str:
        """Press keys, and see what is on the screen thereafter."""
        self.pty.send(keys if isinstance(keys, bytes) else keys.encode())
        return self.settle()

    def settle(self) -> str:
        """What is on the screen when nothing more comes."""
        self._take(self.pty.burst(patience=0.25, quiet=0.06).data)
        return self.terminal.text

    def until(self, words: str) -> str:
        """What is on the screen once it shows certain words, or after long enough."""
        end = time.monotonic() + 10
        while words not in self.terminal.text and time.monotonic() < end:
            self._take(self.pty.read(0.1))
        return self.settle()

    def _take(self, data: bytes) -> None:
        self.raw += data
        self.terminal.feed(data)

    def end(self) -> list[str]:
        """Quit, and say what was run meanwhile."""
        for _ in range(6):
            self.press(ESC)
        self.pty.send(b"q")
        while data := self.pty.read(1.0):
            self._take(data)
        assert self.pty.wait() == 0
        return self.log.read_text().splitlines()


def check(sitting: Sitting, ran: list[str]) -> None:
    """Nothing of any payload came raw, and nothing was run but what keys are bound to."""
    for name, harm in hostile.PAYLOADS.items():
        if clean(harm) != harm:
            assert harm.encode() not in sitting.raw, name
    known = {key.action for key in keys.KEYS}
    assert ran[0] == "began"
    assert {line.partition(" ")[0] for line in ran[1:]} <= {"action"}
    assert {line.removeprefix("action ").removeprefix("screen.") for line in ran[1:]} <= known


def tour(sitting: Sitting, tabs: str) -> Iterator[tuple[str, str]]:
    """Every screen, and what is on it; in each of some tabs, all that can be done there."""
    for tab in tabs:
        yield f"tab {tab}", sitting.press(tab)
        yield f"tab {tab} down", sitting.press("jj")
        yield f"detail {tab}", sitting.press("\t")
        yield f"detail {tab} end", sitting.press("G")
        sitting.press("\t")
        yield f"sorted {tab}", sitting.press("s")
        yield f"opened {tab}", sitting.press("\r")
        yield f"scrolled {tab}", sitting.press("  ")
        sitting.press("G")
        sitting.press(ESC)
    for tab in tabs[:2]:
        sitting.press(tab)
        yield f"entities {tab}", sitting.press("e")
        sitting.press(ESC)
        yield f"comparison {tab}", sitting.press("c")
        yield f"comparison end {tab}", sitting.press("nG")
        sitting.press(ESC)
        yield f"reader {tab}", sitting.press("\rnn]")
        sitting.press("y")
        sitting.press("Y")
        yield f"from the reader {tab}", sitting.press("e")
        sitting.press(ESC)
        sitting.press(ESC)
    sitting.press("1")
    sitting.press("y")
    yield "copied", sitting.until("sent to te")
    sitting.press("Y")
    yield "related", sitting.press("rG")
    yield "marked", sitting.press("mM")
    sitting.press("Mr")
    sitting.press("2")
    sitting.press("f")
    yield "filter", sitting.press("HARM")
    yield "filter pasted", sitting.press(b"\x1b[200~" + PASTED.encode() + b"\x1b[201~")
    sitting.press(ESC)
    sitting.press("/")
    sitting.press("harm")
    # The first search makes the index.
    yield "search", sitting.until("HARM")
    sitting.press("\r")
    yield "search read", sitting.until("HARM")
    sitting.press(ESC)
    yield "search pasted", sitting.press(b"\x1b[200~" + PASTED.encode() + b"\x1b[201~")
    sitting.press(ESC)
    sitting.press(":")
    yield "palette", sitting.press("harm")
    yield "palette pasted", sitting.press(b"\x1b[200~" + PASTED.encode() + b"\x1b[201~")
    sitting.press(ESC)
    yield "help", sitting.press("?")
    sitting.press("G")
    sitting.press(ESC)


def toured(record: Path, log: Path, size: tuple[int, int], tabs: str = "1234567") -> None:
    sitting = Sitting(record, log, size=size)
    with sitting.pty:
        seen = dict(tour(sitting, tabs))
        ran = sitting.end()
    check(sitting, ran)
    blank = [name for name, text in seen.items() if "HARM" not in text and name != "help"]
    assert not blank, "these screens showed nothing of the document"
    assert any("␛" in text for text in seen.values())
    copied = sitting.terminal.copied
    assert len(copied) == 2 + 2 * len(tabs[:2]), "every copy was sent"
    assert any(harm in text for text in copied for harm in hostile.PAYLOADS.values()), "a copy is exact"
    assert "sent to terminal with"[: size[0] - 30] in seen["copied"], "and is marked"


@pytest.mark.slow
def test_every_screen(record: Path, tmp_path: Path) -> None:
    toured(record, tmp_path / "log", (80, 24), "2")


@pytest.mark.slow
@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (220, 60)], ids=str)
def test_every_screen_of_every_size(record: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    toured(record, tmp_path / "log", size)


# ---- the mouse


def click_all(sitting: Sitting, rows: range, columns: range) -> None:
    """Press and let go of the mouse on every cell; more than the program can answer is never sent."""
    for row in rows:
        line = "".join(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m" for column in columns)
        sitting.pty.send(line.encode())
        sitting._take(sitting.pty.burst(patience=0.3, quiet=0.03).data)
    sitting.settle()


@pytest.mark.parametrize(
    ("way", "step"), [("2", 5), *(pytest.param(way, 1, marks=pytest.mark.slow) for way in WAYS)]
)
def test_a_click_on_words_runs_nothing(record: Path, tmp_path: Path, way: str, step: int) -> None:
    sitting = Sitting(record, tmp_path / "log", mouse=True, size=(80, 24))
    with sitting.pty:
        for key in way[:1], way[1:]:
            sitting.press(key)
        click_all(sitting, range(1, 25, 1 + step // 4), range(1, 81, step))
        assert sitting.pty.status is None
        ran = sitting.end()
    check(sitting, ran)


# ---- the commands


def said(record: Path, commands: list[list[str]], *, lines: int = 40) -> str:
    """What commands say to a terminal, after it was read by one that takes no harm."""
    argv = [sys.executable, "-c", SAY, json.dumps(commands)]
    with OnPty(argv, environment(record, PYTHONPATH=str(ROOT)), 100, lines) as pty:
        terminal = StrictTerminal(100, lines, plain=True)
        whole = b""
        end = time.monotonic() + 60
        while time.monotonic() < end and (data := pty.read(20.0)):
            whole += data
            terminal.feed(data)
        assert pty.wait(20) == 0
    return whole.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "tabs",
    [
        ["sales", "sources"],
        pytest.param(
            ["timeline", "forces", "sales", "agreements", "quotes", "entities", "sources"],
            marks=pytest.mark.slow,
        ),
    ],
    ids=["some", "all"],
)
def test_every_command(record: Path, tabs: list[str]) -> None:
    at = ["--record", str(record), "--read-only"]
    rows = [tab for tab in tabs if tab not in ("entities", "sources")]
    commands = [
        *([*at, "show", tab] for tab in tabs),
        *([*at, "show", tab, f"--{form}"] for tab in tabs for form in ("jsonl", "csv")),
        *([*at, "show", tab, f"harm\x1b[031m.{tab}.first {hostile.PAYLOADS['title']}"] for tab in rows),
        [*at, "show", "entities", f"entity {hostile.PAYLOADS['title']}"],
        [*at, "show", "sources", "harm\x1b[031m"],
        *([*at, "search", *words] for words in (["harm"], ["harm", "--jsonl"], [hostile.PAYLOADS["marks"]])),
        [*at, "sources"],
        [*at, "verify"],
        *([*at, "export", "--format", form, "--tab", tab] for form in FORMATS for tab in rows),
    ]
    told = said(record, commands)
    ends = [line for line in told.split("\n") if line.startswith("ended ")]
    # Rows that no hand-made record could bring in are what verify finds.
    assert ends == [f"ended {int(command[3] == 'verify')}" for command in commands]
    assert told.count("␛]0;HARM␇") > 100


def test_what_is_said_of_wrong_use(record: Path, tmp_path: Path) -> None:
    evil = f"x{hostile.ALL}".replace("\0", "").replace("/", "")
    file = tmp_path / f"{evil[:60]}.db"
    file.write_text("not a record\x1b[031m")
    at = ["--record", str(record), "--read-only"]
    commands = [
        ["--help"],
        *([command, "--help"] for command in ("search", "show", "sources", "export", "verify")),
        ["--tab", evil],
        ["show", evil],
        [evil],
        [*at, "show", "forces", evil],
        [*at, "search", "zzzzzzzz" + evil, "--limit", evil],
        ["export", "--format", evil],
        ["--record", str(tmp_path / evil[:60]), "--read-only", "sources"],
        ["--record", str(file), "--read-only", "sources"],
        ["--record", str(tmp_path / "\udcff\udc9b31m"), "--read-only", "sources"],
        [*at, "export", "--format", "csl", "-o", str(tmp_path / evil[:60] / "x")],
    ]
    told = said(record, commands)
    ends = [line for line in told.split("\n") if line.startswith("ended ")]
    assert ends == ["ended 0"] * 6 + ["ended 2"] * (len(commands) - 6)
    assert "␛]0;HARM␇" in told
    assert "Traceback" not in told


# ---- the terminal that takes no harm must see it


@pytest.mark.parametrize("name", [name for name, harm in hostile.PAYLOADS.items() if clean(harm) != harm])
def test_the_strict_terminal_sees_every_payload(name: str) -> None:
    terminal = StrictTerminal(80, 24)
    terminal.feed(b"\x1b[?1049h\x1b[1;1H\x1b[1;38;5;12mwords\x1b[0m")
    if name in ("marks", "selectors", "wide"):
        terminal.feed(clean(hostile.PAYLOADS[name]).encode()[:40])
    with pytest.raises(HarmError):
        terminal.feed(b"\x1b[1;1H" + hostile.PAYLOADS[name].encode() + b"\x1b[0mend")


# ---- a person is told


def printed(record: Path, *command: str) -> tuple[str, str]:
    """What a command writes where no terminal looks on: to standard output and to standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--record", str(record), "--read-only", *command],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def test_sources_say_what_their_texts_hold(record: Path) -> None:
    with Holdings.open(record, read_only=True) as holdings:
        text = next(iter(holdings.texts.values()))
    told = unseen.told(unseen.counted(text))
    assert "control codes" in told
    assert all(f"{name}" in told for name in ("direction marks", "tag characters", "stacked marks"))
    assert f"its text holds {told}" in printed(record, "sources")[0]
    shown, _ = printed(record, "show", "sources", "harm\x1b[031m")
    assert f"unseen {told}" in " ".join(shown.split())


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_an_export_is_exact_and_marked(record: Path, form: str) -> None:
    written, told = printed(record, "export", "--format", form, "--tab", "sales")
    assert "what was written holds" in told
    assert "control code" in told
    assert told.replace("\n", "").isprintable()
    assert hostile.PAYLOADS["bidi"] in written
    if form == "jsonl":
        lines = [json.loads(line) for line in written.split("\n") if line]
        assert {one["label"] for one in lines} == {f"HARM {harm}" for harm in hostile.PAYLOADS.values()}


def test_nothing_is_said_of_text_that_can_be_seen(tmp_path: Path) -> None:
    with Holdings.open(tmp_path / "record.db") as holdings:
        shipped.install(holdings)
    at = tmp_path / "record.db"
    assert "its text holds" not in printed(at, "sources")[0]
    assert printed(at, "export", "--format", "csv")[1] == ""
