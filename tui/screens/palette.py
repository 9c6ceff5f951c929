"""The palette: commands, entities and records by name, the first letters of any words being enough."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult

from store.model import SETTLED, Record
from store.search.fold import fold
from tui import keys
from tui.screens.base import Base
from tui.widgets.bars import BottomBar, TopBar
from tui.widgets.cells import Column
from tui.widgets.prompt import Prompt
from tui.widgets.record_list import RecordList

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the palette: what it is, what it says, the key that does the same, and what it does."""

    kind: str
    words: str
    key: str
    run: Callable[[], Awaitable[object]]


def commands(screen: Base) -> list[Choice]:
    """What can be done on a screen, then what can be gone to."""
    listed = [
        Choice("command", key.help, keys.shown(key.keys), _runs(screen, key.action))
        for key in keys.of(screen.NAME)
        if not key.action.startswith(("move", "page", "end", "palette"))
    ]
    records = [
        record for record in screen.corpus.records.values() if record.state in SETTLED and record.article
    ]
    records.sort(key=lambda record: record.tab != "entities")
    return [*listed, *entity_lines(screen, records)]


def entity_lines(screen: Base, records: Iterable[Record]) -> list[Choice]:
    """Entities and records as lines that go to them."""
    return [
        Choice(
            record.kind if record.tab == "entities" else record.tab, record.label, "", _goes(screen, record)
        )
        for record in records
    ]


def _runs(screen: Base, action: str) -> Callable[[], Awaitable[object]]:
    return lambda: screen.app.run_action(action, screen)


def _goes(screen: Base, record: Record) -> Callable[[], Awaitable[object]]:
    return lambda: screen.open_record(record)


class PaletteScreen(Base):
    """One line to type in and the choices that have its words."""

    NAME = "palette"

    def __init__(self, choices: Sequence[Choice], *, sign: str = ":", typed_first: bool = True) -> None:
        super().__init__()
        self.choices = choices
        self.prompt = Prompt(sign, "", "a command, an entity or a record by name" if typed_first else "")

    def compose(self) -> ComposeResult:
        yield TopBar(id="top")
        yield RecordList[Choice](id="list")
        yield BottomBar(self.NAME, id="bottom")

    @property
    def rows(self) -> RecordList[Choice]:
        """The choices."""
        return self.query_one(RecordList)

    def on_mount(self) -> None:
        self.rows.headed = False
        self.rows.empty = "Nothing of that name. esc goes back; / there searches all the text."
        self.rows.columns = [
            Column("Kind", lambda choice: choice.kind, most=13, group=True, ink="dim"),
            Column("Words", lambda choice: choice.words, grows=True),
            Column("Key", lambda choice: choice.key, most=14, ink="accent"),
        ]
        self._choose()

    def _choose(self) -> None:
        top = self.query_one(TopBar)
        top.typed = self.prompt.line()
        top.redraw()
        self.rows.fill(list(self._matching()), top=0)
        self._tell()

    def _matching(self) -> Iterator[Choice]:
        wanted = fold(self.prompt.value).split()
        found = 0
        for choice in self.choices:
            if found < SHOWN and all(word in fold(f"{choice.kind} {choice.words}") for word in wanted):
                found += 1
                yield choice

    def _tell(self) -> None:
        count = len(self.rows.items)
        self.bar.position = f"{self.rows.cursor + 1}/{count}" if count else ""
        self.bar.redraw()
        self.app.cursor_position = self.rows.place()

    def typed(self, event: events.Key) -> bool:
        if not self.prompt.key(event):
            return False
        self._choose()
        return True

    def pasted(self, text: str) -> None:
        self.prompt.insert(text)
        self._choose()

    async def on_record_list_picked(self, event: RecordList.Picked) -> None:
        if event.again:
            await self.action_open()

    def action_move(self, step: int) -> None:
        self.rows.move(step)
        self._tell()

    def action_page(self, halves: int) -> None:
        self.rows.page(halves)
        self._tell()

    async def action_open(self) -> None:
        choice = self.rows.current
        if choice is not None:
            self.browser.go_back()
            await choice.run()
