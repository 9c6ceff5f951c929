"""A reader's sitting writes nothing, starts nothing and stops nothing, whatever asks for it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from store import shipped
from tests.terminal.conftest import Sit
from tests.terminal.test_signals import left_on
from tui.app import Browser


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A reader's browser, in an empty folder and home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return Browser(shipped.corpus_of(shipped.read_folder(shipped.folder())), read_only=True)


async def test_no_action_of_the_library_writes_a_file(reader: Browser, tmp_path: Path) -> None:
    async with reader.run_test() as pilot:
        reader.save_screenshot()
        for action in ("screenshot", "app.screenshot", "suspend_process", "command_palette"):
            await reader.run_action(action)
        reader.copy("a quote")
        await pilot.pause()
        assert len(reader.screen_stack) == 2
    assert reader.unkept == ["a quote"]
    assert list(tmp_path.rglob("*.svg")) == []
    assert list(tmp_path.rglob("copied.txt")) == []


async def test_the_terminals_driver_delivers_no_file_and_opens_no_link(
    reader: Browser, tmp_path: Path
) -> None:
    from tui.driver import TerminalDriver

    assert issubclass(reader.driver_class, TerminalDriver)
    async with reader.run_test():
        driver = TerminalDriver(reader, mouse=False)
        driver.deliver_binary(io.StringIO("x"), delivery_key="k", save_path=tmp_path / "made")
        driver.open_url("https://example.org/")
        assert not driver.can_suspend
    assert not (tmp_path / "made").exists()


@pytest.mark.slow
def test_a_readers_sitting_leaves_the_home_empty(sit: Sit, environ: dict[str, str]) -> None:
    sitting = sit(
        "--read-only",
        environ={"TEXTUAL_SCREENSHOT": "1", "TEXTUAL_LOG": "log", "TEXTUAL_DRIVER": "os:path"},
        under_shell=True,
    ).ready()
    sitting.type("y")
    sitting.until("printed when you quit")
    sitting.type("\x1a")
    sitting.type("j")
    sitting.until("2/")
    assert left_on(sitting.raw)
    sitting.type(":")
    sitting.until("do it")
    assert "fg in the shell" not in sitting.text
    sitting.type("\x1b")
    sitting.until(lambda: "do it" not in sitting.text)
    sitting.type("q")
    assert sitting.ended() == 0
    assert "“" in sitting.text
    assert os.listdir(environ["HOME"]) == []  # noqa: PTH208
