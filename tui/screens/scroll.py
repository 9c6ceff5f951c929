"""Screens that are one page of lines to scroll through."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Offset

from tui.screens.base import Base
from tui.widgets.bars import BottomBar
from tui.widgets.cells import Line, Piece, put
from tui.widgets.lines import LineView


class PageView(LineView):
    """Lines under a heading that stays."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self.heading: Line = ()
        self.page: list[Line] = []
        self.top = 0

    def fit(self) -> None:
        screen = self.screen
        assert isinstance(screen, PageScreen)
        screen.lay()

    def scroll_to_line(self, top: int) -> None:
        """Scroll, as far as there are lines."""
        self.top = max(0, min(top, len(self.page) - self.room))
        self.redraw()

    @property
    def room(self) -> int:
        """How many lines are visible under the heading."""
        return max(1, self.size.height - 2)

    def lines(self, cells: int, count: int) -> list[Line]:
        return [self.heading, (), *self.page[self.top : self.top + self.room]]


class PageScreen(Base):
    """A page; its lines are laid out anew for every width."""

    def compose(self) -> ComposeResult:
        yield PageView()
        yield BottomBar(self.NAME, id="bottom")

    @property
    def page(self) -> PageView:
        """The page."""
        return self.query_one(PageView)

    def heading(self) -> str:
        """What stands above the page."""
        raise NotImplementedError

    def laid_out(self, cells: int) -> list[Line]:
        """The lines of the page."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.app.cursor_position = Offset(0, 0)

    def lay(self) -> None:
        """Lay the page out for the width it has now."""
        self.page.heading = (Piece(" "), put(self.heading(), "accent"))
        self.page.page = self.laid_out(max(20, self.page.size.width - 1))
        self.scroll_lines(0)

    def corpus_changed(self) -> None:
        self.lay()

    def scroll_lines(self, step: int) -> None:
        """Scroll by lines."""
        self.page.scroll_to_line(self.page.top + step)
        hidden = len(self.page.page) - self.page.room
        self.bar.position = f"{round(100 * self.page.top / hidden)} %" if hidden > 0 else ""
        self.bar.redraw()

    def action_move(self, step: int) -> None:
        self.scroll_lines(step)

    def action_page(self, halves: int) -> None:
        self.scroll_lines(halves * max(1, self.page.room // 2))

    def action_end(self, side: int) -> None:
        self.scroll_lines(len(self.page.page) * side)
