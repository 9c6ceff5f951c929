"""What every screen can do: go back, help, search, say something, keep up with the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.screen import Screen

from store import cite
from store.corpus import Corpus
from store.model import Anchor, Record
from tui import keys
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

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and self.is_mounted:
            self.say("")
        await super().on_event(event)

    # -- actions of every screen ------------------------------------------------------------------------

    def action_back(self) -> None:
        """Uncover the screen below; the first one stays."""
        self.browser.go_back()

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.NAME))

    def action_search(self) -> None:
        from tui.screens.search import SearchScreen

        self.app.push_screen(SearchScreen())

    def action_palette(self) -> None:
        from tui.screens.palette import PaletteScreen, commands

        self.app.push_screen(PaletteScreen(commands(self)))

    def action_redraw(self) -> None:
        for view in self.query(LineView):
            view.repaint()
        self.refresh(layout=True)
        repaint(self.app)

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

    def action_entities(self) -> None:
        record, _ = self.under_hand()
        found = self.corpus.entities_in(record) if record is not None else []
        if record is not None and record.tab == "entities":
            found = [record]
        if not found:
            self.say("The record names no one and nothing")
        elif len(found) == 1:
            self.open_entity(found[0])
        else:
            from tui.screens.palette import PaletteScreen, entity_lines

            self.app.push_screen(PaletteScreen(entity_lines(self, found), sign="go to", typed_first=False))

    def open_entity(self, entity: Record) -> None:
        """Open an entity's page on top of this screen."""
        from tui.screens.entity import EntityScreen

        self.app.push_screen(EntityScreen(entity.id))

    def open_record(self, record: Record) -> None:
        """Open the browser at a record, on top of this screen."""
        from tui.screens.browse import BrowseScreen

        if record.tab == "entities":
            self.open_entity(record)
        else:
            self.app.push_screen(BrowseScreen(record.tab, at=record.id))
