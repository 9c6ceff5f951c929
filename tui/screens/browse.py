"""The tabs: the screen one starts on, and comes back to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from textual import events

from store.corpus import Row
from store.model import Source
from store.search.fold import fold
from tui.rows import item_key
from tui.screens.listing import Listing
from tui.tabs import BY_NAME, VIEWS, View
from tui.widgets.bars import TopBar, Years, year_of
from tui.widgets.cells import Line, Piece, put
from tui.widgets.detail import Item, counted
from tui.widgets.prompt import Prompt


@dataclass
class Place:
    """Where one is in a tab: kept while other tabs are looked at."""

    key: str = ""
    cursor: int = 0
    top: int = 0
    filter: str = ""
    order: int = 0
    related: bool = False
    marked: bool = False


class BrowseScreen(Listing):
    """One tab at a time; opened at a record, it lies on the screen that it was opened from."""

    NAME = "browse"

    def __init__(self, tab: str = "timeline", *, at: str = "") -> None:
        super().__init__()
        self.tab = tab if tab in BY_NAME else VIEWS[0].name
        self.at = at
        self.places = {view.name: Place() for view in VIEWS}
        self._made: dict[tuple[str, bool], list[Any]] = {}
        self._words: dict[tuple[str, bool], list[str]] = {}
        self._before = Place()

    @property
    def view(self) -> View[Any]:
        """The tab that is open."""
        return BY_NAME[self.tab]

    @property
    def place(self) -> Place:
        """Where one is in it."""
        return self.places[self.tab]

    def on_mount(self) -> None:
        record = self.corpus.records.get(self.at)
        if record is not None:
            row = self.corpus.row_of(record)
            self.place.key, self.place.related = row.key, not record.article
        self.rows.marked = lambda item: item_key(item) in self.browser.marks
        self.rows.quiet = lambda item: isinstance(item, Row) and not item.first.article
        self._show_tab()

    def item(self) -> Item | None:
        current: Row | Source | None = self.rows.current
        return current

    def first_member(self) -> int:
        item = self.item()
        members = item.members if isinstance(item, Row) else ()
        return next((n for n, record in enumerate(members) if record.id == self.at), 0)

    # -- what is shown ----------------------------------------------------------------------------------

    def _show_tab(self) -> None:
        view, place = self.view, self.place
        top = self.query_one(TopBar)
        top.set_class(view.strip, "-strip")
        top.title, top.right, top.tab = self.browser.title_line(), self._counts(), self.tab
        rows = view.items(self.corpus, False) if view.strip else []
        top.years = Years(self.corpus, rows) if view.strip else None
        self.rows.columns = view.columns(self.corpus)
        self.rows.empty = view.empty
        if place.marked:
            self.rows.empty = "No row is marked here. m marks one; M shows all rows again."
        elif place.filter:
            self.rows.empty = f"No row has “{put(place.filter).text}” in it. esc takes the filter away."
        self._fill(place.key, place.cursor, place.top)

    def _fill(self, key: str, cursor: int, top: int) -> None:
        """Show the rows of the tab, the hand on the row of that key, else where it was."""
        items = self._chosen()
        keyed = next((n for n, item in enumerate(items) if item_key(item) == key), None) if key else None
        if keyed is not None:
            top += keyed - cursor if cursor - top >= 0 and key else 0
            cursor = keyed
        among = self._made[self.tab, self.place.related]
        self.rows.fill(items, cursor=cursor, top=max(0, top), among=among)
        self.follow()

    def _chosen(self) -> list[Any]:
        place, view = self.place, self.view
        known = (self.tab, place.related)
        if known not in self._made:
            self._made[known] = view.items(self.corpus, place.related)
        items = self._made[known]
        wanted = fold(place.filter).split()
        if wanted:
            if known not in self._words:
                self._words[known] = [view.words(self.corpus, item) for item in items]
            words = self._words[known]
            items = [item for item, text in zip(items, words, strict=True) if all(w in text for w in wanted)]
        if place.marked:
            items = [item for item in items if item_key(item) in self.browser.marks]
        order = view.orders[place.order]
        return sorted(items, key=lambda item: order.key(self.corpus, item))

    def _counts(self) -> Line:
        corpus = self.corpus
        records = sum(1 for record in corpus.records.values() if record.source is not None)
        return (Piece(f"{counted(len(corpus.sources), 'source')} · {counted(records, 'record')}", "dim"),)

    def follow(self, *, keep: bool = False) -> None:
        super().follow(keep=keep)
        item = self.item()
        self.place.cursor, self.place.top = self.rows.cursor, self.rows.top
        self.place.key = item_key(item) if isinstance(item, (Row, Source)) else ""
        top = self.query_one(TopBar)
        top.here = year_of(self.corpus, item) if isinstance(item, Row) and top.years else None
        top.redraw()

    def unusable(self) -> frozenset[str]:
        nowhere = self.browser.at_bottom and not self.place.filter and not self.place.marked
        return frozenset({"back"}) if nowhere else frozenset()

    def position(self) -> str:
        place = self.place
        parts = []
        if place.filter and self.bar.prompt is None:
            parts.append(f"filter: {place.filter}")
        if place.marked:
            parts.append("marked")
        if place.related:
            parts.append("+ related news")
        if place.order:
            parts.append(f"by {self.view.orders[place.order].name}")
        return " · ".join([*parts, super().position()])

    def corpus_changed(self) -> None:
        self._made.clear()
        self._words.clear()
        place, member, scrolled = self.place, self.member, self.detail.top
        self._show_tab()
        item = self.item()
        if isinstance(item, (Row, Source)) and item_key(item) == place.key:
            self.member = min(member, len(item.members) - 1) if isinstance(item, Row) else 0
            self.detail.top = scrolled
            self.follow(keep=True)

    # -- tabs -------------------------------------------------------------------------------------------

    def action_tab(self, number: int) -> None:
        self._to(VIEWS[number - 1].name)

    def action_turn(self, step: int) -> None:
        names = [view.name for view in VIEWS]
        self._to(names[(names.index(self.tab) + step) % len(names)])

    def _to(self, tab: str) -> None:
        if tab == self.tab:
            return
        self.at = ""
        self.tab = tab
        self.set_pane(detail=False)
        self._show_tab()

    # -- filter, order, marks ---------------------------------------------------------------------------

    def action_filter(self) -> None:
        self._before = replace(self.place)
        self.bar.prompt = Prompt("filter:", self.place.filter, "words that a row must have")
        self.set_pane(detail=False)
        self._filtered(self.place.filter)

    def _filtered(self, words: str) -> None:
        if words != self.place.filter:
            self.place.filter = words
            self._show_tab()
        self.bar.position = self.position()
        self.bar.redraw()

    def typed(self, event: events.Key) -> bool:
        prompt = self.bar.prompt
        if prompt is None or not prompt.key(event):
            return False
        self._filtered(prompt.value)
        return True

    def pasted(self, text: str) -> None:
        if self.bar.prompt is not None:
            self.bar.prompt.insert(text)
            self._filtered(self.bar.prompt.value)

    async def action_open(self) -> None:
        if self.bar.prompt is not None:
            self._close_prompt()
        else:
            await super().action_open()

    def action_back(self) -> None:
        if self.bar.prompt is not None:
            self._close_prompt()
            self.places[self.tab] = self._before
            self._show_tab()
        elif self.detail.active:
            super().action_back()
        elif self.place.filter:
            self._filtered("")
        elif self.place.marked:
            self.action_marked()
        else:
            super().action_back()

    def _close_prompt(self) -> None:
        self.bar.prompt = None
        self.bar.position = self.position()
        self.bar.redraw()

    def action_sort(self) -> None:
        self.place.order = (self.place.order + 1) % len(self.view.orders)
        self._show_tab()
        self.say(f"Sorted by {self.view.orders[self.place.order].name}")

    def action_mark(self) -> None:
        item = self.item()
        if isinstance(item, (Row, Source)):
            self.browser.marks ^= {item_key(item)}
            self.rows.redraw()
            self.action_move(1)

    def action_marked(self) -> None:
        self.place.marked = not self.place.marked
        self._show_tab()

    def action_related(self) -> None:
        self.place.related = not self.place.related
        self._show_tab()
        shown = "shown, and marked as such" if self.place.related else "hidden"
        self.say(f"Related news (on a page, not of its article): {shown}")
