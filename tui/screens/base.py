"""What every screen can do: go back, help, search, say something, keep up with the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.screen import Screen

from store import cite
from store.corpus import Corpus
from store.model import Anchor, Record
from tui import keys
from tui.inks import LOOKS
from tui.painting import repaint
from tui.widgets.bars import BottomBar
from tui.widgets.lines import LineView

if TYPE_CHECKING:
    from tui.app import Browser


class Base(Screen[None], inherit_bindings=False):
    """A screen that lies on the one it was opened from. Its keys are those of `tui.keys` for its name."""

    AUTO_FOCUS = ""
    # Not a ClassVar, because Textual declares it so.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    NAME: ClassVar[str]

    @property
    def browser(self) -> Browser:
        """The application, as what it is."""
        return cast("Browser", self.app)

    @property
    def corpus(self) -> Corpus:
        """The record as it is now."""
        return self.browser.corpus

    @property
    def bar(self) -> BottomBar:
        """The line of keys at the bottom."""
        return self.query_one(BottomBar)

    def say(self, words: str) -> None:
        """Say something in the bottom line until the next key."""
        self.bar.say(words)

    def corpus_changed(self) -> None:
        """The record is a newer one: show it, the hand where it was."""

    async def press(self, event: events.Key) -> None:
        """Do what a key says here; where text is typed, the keys that edit it come first."""
        self.say("")
        if not self.typed(event):
            action = keys.action(self.NAME, event.key, event.character)
            if action is not None:
                await self.app.run_action(action, self)

    def typed(self, event: events.Key) -> bool:
        """Take a key as typed text. False where no text is typed, or the key is none that edits it."""
        return False

    def pasted(self, text: str) -> None:
        """Take pasted text, where text is typed."""

    async def open_screen(self, screen: Base) -> None:
        """Open a screen on top of this one. The next key is for that one, so it is waited for."""
        await self.app.push_screen(screen)

    # -- actions of every screen ------------------------------------------------------------------------

    def action_back(self) -> None:
        """Uncover the screen below; the first one stays."""
        self.browser.go_back()

    async def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        await self.open_screen(HelpScreen(self.NAME))

    async def action_search(self) -> None:
        from tui.screens.search import SearchScreen

        await self.open_screen(SearchScreen())

    async def action_palette(self) -> None:
        from tui.screens.palette import PaletteScreen, commands

        await self.open_screen(PaletteScreen(commands(self)))

    def action_suspend(self) -> None:
        self.app.action_suspend_process()

    def action_redraw(self) -> None:
        for view in self.query(LineView):
            view.repaint()
        self.refresh(layout=True)
        repaint(self.app)

    def action_look(self) -> None:
        names = [*LOOKS]
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]
        for screen in self.app.screen_stack:
            for view in screen.query(LineView):
                view.repaint()
        self.say(f"Look: {self.app.theme}")

    def action_quit(self) -> None:
        self.app.exit(0)

    def action_quit_hint(self) -> None:
        typing = self.NAME in keys.TYPED
        self.say("esc goes back; there, q quits" if typing else "q quits; esc goes back")

    # -- the words under the hand -----------------------------------------------------------------------

    def under_hand(self) -> tuple[Record | None, tuple[Anchor, ...]]:
        """The record under the hand, if any, and the words it stands on."""
        return None, ()

    def action_copy(self) -> None:
        record, spans = self.under_hand()
        if record is not None:
            self.browser.copy(cite.quoted(self.corpus, record, spans))
        elif spans:
            source = self.corpus.sources[spans[0].source]
            self.browser.copy(f"{cite.quotation(spans)} — {cite.citation(source)}")
        else:
            self.say("Nothing here to copy")

    def action_cite(self) -> None:
        _, spans = self.under_hand()
        if spans:
            self.browser.copy(cite.citation(self.corpus.sources[spans[0].source]))
        else:
            self.say("Nothing here to cite")

    async def action_entities(self) -> None:
        record, _ = self.under_hand()
        found = self.corpus.entities_in(record) if record is not None else []
        if record is not None and record.tab == "entities":
            found = [record]
        if not found:
            self.say("The record names no one and nothing")
        elif len(found) == 1:
            await self.open_entity(found[0])
        else:
            from tui.screens.palette import PaletteScreen, entity_lines

            await self.open_screen(PaletteScreen(entity_lines(self, found), sign="go to", typed_first=False))

    async def open_entity(self, entity: Record) -> None:
        """Open an entity's page on top of this screen."""
        from tui.screens.entity import EntityScreen

        await self.open_screen(EntityScreen(entity.id))

    async def open_record(self, record: Record) -> None:
        """Open the browser at a record, on top of this screen."""
        from tui.screens.browse import BrowseScreen

        if record.tab == "entities":
            await self.open_entity(record)
        else:
            await self.open_screen(BrowseScreen(record.tab, at=record.id))
