"""The browser on a pseudo-terminal, telling in its window's title which action ran instead of running it.

f12 goes to the next screen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events
from textual.screen import Screen

from store import shipped
from tui import keys
from tui.app import Browser
from tui.screens.base import Base
from tui.screens.compare import CompareScreen
from tui.screens.entity import EntityScreen
from tui.screens.help import HelpScreen
from tui.screens.palette import PaletteScreen, commands
from tui.screens.reader import Reader
from tui.screens.search import SearchScreen
from tui.signals import LINE


class Recording(Browser):
    """Shows each kind of screen in turn."""

    async def on_mount(self) -> None:
        await super().on_mount()
        self.told = 0
        self.shown = 0
        self.call_after_refresh(self.title_is, "browse")

    def title_is(self, words: str) -> None:
        """Name the window."""
        assert self._driver is not None
        self.told += 1
        self._driver.write(f"\x1b]2;{self.told} {words}\x07")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and event.key == "f12":
            self.shown += 1
            name = keys.ALL[self.shown % len(keys.ALL)]
            await self.push_screen(self.made(name))
            self.title_is(name)
        else:
            await super().on_event(event)

    async def run_action(self, action: Any, *arguments: Any, **options: Any) -> bool:
        if isinstance(self.screen, Base):
            self.title_is(f"{self.screen.NAME} {action}")
        return True

    def made(self, name: str) -> Screen[None]:
        """A screen of a kind."""
        corpus = self.corpus
        row = next(row for row in corpus.rows("timeline") if len(row.members) > 1)
        entity = next(record for record in corpus.records.values() if record.tab == "entities")
        here = self.screen_stack[1]
        assert isinstance(here, Base)
        kinds: dict[str, Callable[[], Screen[None]]] = {
            "search": SearchScreen,
            "entity": lambda: EntityScreen(entity.id),
            "reader": lambda: Reader(next(iter(corpus.sources))),
            "compare": lambda: CompareScreen(row),
            "help": lambda: HelpScreen("browse"),
            "palette": lambda: PaletteScreen(commands(here)),
        }
        return kinds[name]()


if __name__ == "__main__":
    LINE.watch()
    Recording(shipped.corpus_of(shipped.read_folder(shipped.folder()))).run(mouse=False)
