"""The browser: holds the record, the screens on each other, and what they share."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Offset

from store.corpus import Corpus
from store.errors import StoreError
from store.kept import KeptIndex
from tui import clipboard, sitting
from tui.guarded import Guarded
from tui.inks import LOOKS
from tui.recall import Recall
from tui.screens.base import Base
from tui.screens.browse import BrowseScreen
from tui.seeker import Question, Seeker
from tui.widgets.cells import Line, Piece, put
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from store.lookup import Found


class Browser(Guarded[int], inherit_bindings=False):
    """A terminal browser for one record. `reload` gives a newer record, or None where there is none."""

    TITLE = "ironquote"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS = """
    Screen { layout: vertical; overflow: hidden; background: $background; }
    #top { height: 2; }
    #top.-strip { height: 3; }
    #head, #bottom { height: 1; }
    #foot { height: 2; }
    #panes { height: 1fr; layout: vertical; }
    #list, #detail, #text, #page { height: 1fr; }
    .-wide #panes { layout: horizontal; }
    .-wide #list { width: 58%; height: 100%; }
    .-wide #detail { width: 1fr; height: 100%; }
    """

    def __init__(
        self,
        corpus: Corpus,
        *,
        tab: str = "timeline",
        read_only: bool = False,
        reload: Callable[[], Corpus | None] | None = None,
        look: str = "terminal",
        notices: Sequence[str] = (),
        kept: KeptIndex | None = None,
    ) -> None:
        super().__init__(read_only=read_only)
        self.corpus = corpus
        self.first_tab = tab
        self.marks: set[str] = set()
        self.copied: list[str] = []
        self.unkept: list[str] = []
        self.notices = notices
        self._reload = reload
        self._fault = ""
        self._seeker = Seeker(self._deliver, kept)
        self.recall = Recall(read_only=read_only)
        for known in LOOKS.values():
            self.register_theme(known.theme)
        self.theme = look
        self.animation_level = "none"

    async def on_mount(self) -> None:
        await self.push_screen(BrowseScreen(self.first_tab))
        if self.notices:
            self.call_after_refresh(self.tell, self.notices[0])
        if self._reload is not None:
            self.set_interval(1.0, self.keep_up)

    async def on_event(self, event: events.Event) -> None:
        """Keys go to the screen one by one: each is done, and the screen it opens is there, before the next
        one is looked at. So what is typed ahead on a slow line lands where the hand meant it to."""
        if isinstance(event, events.Key) and isinstance(self.screen, Base):
            await self.screen.press(event)
        elif isinstance(event, events.Paste) and isinstance(self.screen, Base):
            self.screen.pasted(event.text)
        else:
            await super().on_event(event)

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor goes: to the row under the hand, as it lies when it is drawn."""
        if self.is_running and self.screen_stack:
            for rows in self.screen.query(RecordList):
                return rows.place()
        return self._cursor_position

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        self._cursor_position = place

    # -- screens on each other --------------------------------------------------------------------------

    @property
    def at_bottom(self) -> bool:
        """Is the screen that is open the first one, with nothing to go back to?"""
        return len(self.screen_stack) <= 2

    def go_back(self) -> None:
        """Uncover the screen below; the first one stays."""
        if not self.at_bottom:
            self.pop_screen()

    def title_line(self) -> Line:
        """What this is a record of: the agreement that its sources name most."""
        named = [r for r in self.corpus.records.values() if r.tab == "entities" and r.kind == "agreement"]
        about = max(named, key=lambda record: len(record.anchors), default=None)
        title = [Piece("ironquote", "accent")]
        if about is not None:
            title += [Piece(" · ", "dim"), put(about.label)]
        if self.read_only:
            title.append(Piece(" · read-only", "dim"))
        return tuple(title)

    # -- keeping up -------------------------------------------------------------------------------------

    def keep_up(self) -> None:
        """Take the newer record, if there is one; otherwise nothing happens and nothing is sent."""
        try:
            newer = self._reload() if self._reload is not None else None
        except StoreError as error:
            # What was read stays on the screen; the fault is told once, not every second anew.
            if str(error) != self._fault:
                self._fault = str(error)
                self.tell(self._fault)
            return
        if newer is None:
            return
        news = newer.notices[len(self.corpus.notices) :]
        self.corpus = newer
        self._fault = ""
        for screen in self.screen_stack:
            if isinstance(screen, Base):
                screen.corpus_changed()
        if news:
            self.tell(news[-1])

    # -- searching --------------------------------------------------------------------------------------

    def look_up(self, query: str, limit: int, answer: Callable[[str, list[Found], str], None]) -> None:
        """Answer a query: at once where there is little to search, else later, the newest only."""
        if query.strip():
            self._seeker.ask(Question(query, limit, self.corpus, answer))
        else:
            self._seeker.forget()
            answer(query, [], "")

    def _deliver(self, work: Callable[[], None]) -> None:
        """Do some work on the thread of the screens. Called from another one, maybe when all is over."""
        with suppress(RuntimeError):
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self.call_later, work)

    # -- copying ----------------------------------------------------------------------------------------

    def copy(self, text: str) -> None:
        """Copy text to the terminal's clipboard and to a place that surely keeps it, and say so."""
        copied = clipboard.judge(text, self.terminal, read_only=self.read_only, hinted=bool(self.copied))
        if copied.sent:
            self.copy_to_clipboard(copied.text)
        self.copied.append(copied.text)
        if copied.kept is None:
            self.unkept.append(copied.text)
        self.tell(copied.words)

    def tell(self, words: str) -> None:
        if isinstance(self.screen, Base):
            self.screen.say(words)


def browse(
    corpus: Corpus,
    *,
    tab: str = "timeline",
    read_only: bool = False,
    reload: Callable[[], Corpus | None] | None = None,
    theme: str | None = None,
    mouse: bool = False,
    kept: KeptIndex | None = None,
) -> int:
    """Browse a record until the person quits. The exit status."""
    look, notices = sitting.settle(theme, read_only=read_only)
    app = Browser(corpus, tab=tab, read_only=read_only, reload=reload, look=look, notices=notices, kept=kept)
    # What is loaded by now is here to stay; from now on, rubbish is looked for among the rest.
    gc.freeze()
    gc.enable()
    app.run(mouse=mouse)
    return sitting.finish(app.return_code or 0, app.unkept, notices)
