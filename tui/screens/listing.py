"""A list and, under or beside it, what is known of the row under the hand."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Offset

from store.corpus import Row
from store.model import Anchor, Record, Source
from store.text import Passage
from tui.screens.base import Base
from tui.widgets.bars import BottomBar, TopBar
from tui.widgets.detail import Detail, Item, Page, describe
from tui.widgets.record_list import RecordList


class Listing(Base):
    """The screens that are a list with a detail pane: tabs, search, an entity's page."""

    def __init__(self) -> None:
        super().__init__()
        self.member = 0

    def compose(self) -> ComposeResult:
        yield TopBar(id="top")
        with Container(id="panes"):
            yield RecordList[Any](id="list")
            yield Detail(id="detail")
        yield BottomBar(self.NAME, id="bottom")

    @property
    def rows(self) -> RecordList[Any]:
        """The list."""
        return self.query_one(RecordList)

    @property
    def detail(self) -> Detail:
        """The pane that follows the hand."""
        return self.query_one(Detail)

    def item(self) -> Item | None:
        """What is under the hand, whatever the list is made of."""
        raise NotImplementedError

    def position(self) -> str:
        """Where one is, for the end of the bottom line."""
        count = len(self.rows.items)
        return f"{self.rows.cursor + 1:,}/{count:,}" if count else "0"

    def unusable(self) -> frozenset[str]:
        """The keys that would do nothing here and now, which the bottom line need not name."""
        return frozenset()

    # -- following the hand -----------------------------------------------------------------------------

    def follow(self, *, keep: bool = False) -> None:
        """Show in the other places what is now under the hand. `keep`: it is the same thing as before."""
        item = self.item()
        if not keep:
            self.member = self.first_member()

        def make(cells: int) -> Page:
            return describe(self.corpus, item, cells, self.member) if item is not None else Page()

        self.detail.show(make, keep=keep)
        if not keep and self.member:
            self.detail.reveal(self.member)
        alone = not isinstance(item, Row) or len(item.members) < 2
        self.bar.unusable = self.unusable() | ({"compare", "next"} if alone else set())
        self.bar.position = self.position()
        self.bar.redraw()
        if self.is_current:
            self.app.cursor_position = self.rows.place()

    def first_member(self) -> int:
        """The wording that is under the hand when a row comes under it."""
        return 0

    async def on_record_list_picked(self, event: RecordList.Picked) -> None:
        self.follow()
        if event.again:
            await self.action_open()

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._cursor_follows)

    def _cursor_follows(self) -> None:
        self.app.cursor_position = self.rows.place() if self.rows.items else Offset(0, 0)

    # -- actions ----------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        if self.detail.active:
            self.detail.scroll_lines(step)
            return
        before = self.rows.cursor
        self.rows.move(step)
        if self.rows.cursor != before:
            self.follow()

    def action_page(self, halves: int) -> None:
        if self.detail.active:
            self.detail.scroll_lines(halves * max(1, self.detail.room // 2))
            return
        before = self.rows.cursor
        self.rows.page(halves)
        if self.rows.cursor != before:
            self.follow()

    def action_end(self, side: int) -> None:
        if self.detail.active:
            self.detail.to_end(side)
            return
        self.rows.go(len(self.rows.items) if side > 0 else 0)
        self.follow()

    def action_pane(self) -> None:
        self.set_pane(detail=not self.detail.active)

    def set_pane(self, *, detail: bool) -> None:
        """Give the moving keys to the list or to the detail."""
        self.detail.active, self.rows.active = detail, not detail
        self.detail.redraw()
        self.rows.redraw()

    def action_back(self) -> None:
        if self.detail.active:
            self.set_pane(detail=False)
        else:
            super().action_back()

    def action_step(self, step: int) -> None:
        """Put the hand on another source's wording of the row."""
        item = self.item()
        count = len(item.members) if isinstance(item, Row) else 1
        if count < 2:
            self.say("Only one source speaks of this")
            return
        self.member = (self.member + step) % count
        self.follow(keep=True)
        self.detail.reveal(self.member)

    async def action_open(self) -> None:
        item = self.item()
        if item is not None:
            await self.open(item, self.member)

    async def open(self, item: Item, member: int = 0) -> None:
        """Read the words of an item; of an entity, open its page."""
        from tui.screens.reader import Reader, at_passage, at_records

        if isinstance(item, Source):
            await self.open_screen(Reader(item.id))
        elif isinstance(item, Passage):
            await self.open_screen(Reader(item.source, at_passage(self.corpus, item)))
        elif item.first.tab == "entities":
            await self.open_entity(item.first)
        else:
            stops = at_records(item.members)
            await self.open_screen(Reader(stops[member].source, stops[member], wordings=stops))

    async def action_compare(self) -> None:
        from tui.screens.compare import CompareScreen

        item = self.item()
        if isinstance(item, Row) and len(item.members) > 1:
            await self.open_screen(CompareScreen(item, self.member))
        else:
            self.say("Only one source speaks of this: nothing to compare")

    def under_hand(self) -> tuple[Record | None, tuple[Anchor, ...]]:
        item = self.item()
        if isinstance(item, Row):
            record = item.members[min(self.member, len(item.members) - 1)]
            return record, record.main
        if isinstance(item, Passage):
            exact = self.corpus.text(item.source)[item.start : item.end]
            return None, (Anchor("row", item.source, item.start, item.end, exact),)
        if isinstance(item, Source):
            return None, (Anchor("row", item.id, 0, 0, ""),)
        return None, ()
