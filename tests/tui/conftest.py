"""A browser to press keys in, on the record that ships."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.keys import _character_to_key
from textual.pilot import Pilot

from store import shipped
from store.corpus import Corpus
from tui.app import Browser
from tui.screens.listing import Listing
from tui.screens.reader import Reader


class Hand:
    """Presses keys and says what is on the screen."""

    def __init__(self, app: Browser, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> Hand:
        """Press keys by Textual's names, one character being itself."""
        for key in keys:
            await self.pilot.press(_character_to_key(key) if len(key) == 1 else key)
        await self.pilot.pause()
        return self

    async def type(self, text: str) -> Hand:
        """Type text, letter by letter."""
        return await self.press(*text)

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """What is on the screen, in one string."""
        return "\n".join(self.lines)

    @property
    def flowing(self) -> str:
        """What is on the screen, however it is broken into lines."""
        return " ".join(self.text.split())

    @property
    def picture(self) -> str:
        """The screen with all its styles."""
        return self.app.export_screenshot(simplify=True)

    @property
    def row(self) -> str:
        """The line of the list that is under the hand."""
        view = self.app.screen.query_one("#list")
        return next(line for line in self.lines[view.region.y : view.region.bottom] if line.startswith("▌"))

    @property
    def bottom(self) -> str:
        """The line of keys."""
        return self.lines[-1]

    @property
    def listing(self) -> Listing:
        assert isinstance(self.app.screen, Listing)
        return self.app.screen

    @property
    def reader(self) -> Reader:
        assert isinstance(self.app.screen, Reader)
        return self.app.screen

    @property
    def bright(self) -> str:
        """The words that are the brightest thing in the reader."""
        text = self.app.corpus.text(self.reader.source)
        return " […] ".join(text[start:end] for start, end in self.reader.text_view.bright)

    def sees(self, words: str) -> bool:
        """Are words on the screen, however they are broken into lines?"""
        return " ".join(words.split()) in self.flowing


Drive = Callable[..., AbstractAsyncContextManager[Hand]]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return shipped.corpus_of(shipped.read_folder(shipped.folder()))


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No test writes into the folder of the person who runs it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def drive(corpus: Corpus) -> Drive:
    """Opens the browser: `async with drive(size=(80, 24)) as hand`."""

    @asynccontextmanager
    async def driven(
        size: tuple[int, int] = (80, 24), of: Corpus | None = None, **how: Any
    ) -> AsyncIterator[Hand]:
        app = Browser(corpus if of is None else of, **how)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Hand(app, pilot)

    return driven
