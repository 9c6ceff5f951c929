"""What each source says of one thing, one under the other, nothing merged."""

from __future__ import annotations

from rich.cells import cell_len

from store.amounts import show_value
from store.compare import compare
from store.corpus import Row
from store.model import Anchor, Record
from tui.screens.scroll import PageScreen
from tui.widgets.cells import BLANK, Line, Piece, fit, put, wrap
from tui.widgets.detail import date_words, wording

JUDGED = {
    "agree": "The sources agree",
    "refine": "The sources refine one another",
    "differ": "The sources differ",
}


class CompareScreen(PageScreen):
    """The wordings of one row: first their numbers and dates in a table, then their words."""

    NAME = "compare"

    def __init__(self, row: Row, member: int = 0) -> None:
        super().__init__()
        self.row = row
        self.member = member
        self.starts: list[int] = []

    def corpus_changed(self) -> None:
        record = self.corpus.records.get(self.row.first.id)
        if record is not None:
            self.row = self.corpus.row_of(record)
            self.member = min(self.member, len(self.row.members) - 1)
        super().corpus_changed()

    def heading(self) -> str:
        return self.row.first.label

    def laid_out(self, cells: int) -> list[Line]:
        members = self.row.members
        judged = compare(members)
        words = f"{JUDGED.get(judged.verdict or '', 'Each in its own words')}: {judged.why}"
        lines = [
            *wrap([put(words, "strong" if judged.verdict == "differ" else "text")], cells, indent=" "),
            BLANK,
        ]
        lines += self._table(members, cells)
        self.starts = []
        for n, record in enumerate(members):
            lines.append(BLANK)
            self.starts.append(len(lines))
            lines += wording(self.corpus, record, cells, here=n == self.member)
        return lines

    def _table(self, members: tuple[Record, ...], cells: int) -> list[Line]:
        names = [self.corpus.short(record.main[0].source) for record in members]
        numbers = [
            " · ".join(show_value(value) for value in record.values) or "no number" for record in members
        ]
        when = [" · ".join(map(date_words, record.when)) or "no date" for record in members]
        first = max(map(cell_len, ["Source", *names])) + 2
        second = min(max(map(cell_len, ["Number", *numbers])), max(12, cells // 3))
        lines: list[Line] = [
            (Piece(f"  {fit('Source', first)}{fit('Number', second, right=True)}   Date", "dim"),)
        ]
        for n, (name, number, date) in enumerate(zip(names, numbers, when, strict=True)):
            lines.append(
                (
                    Piece("▌ " if n == self.member else "  ", "accent"),
                    put(fit(name, first), "strong"),
                    put(fit(number, second, right=True), "dim" if number == "no number" else "text"),
                    put(f"   {date}", "dim" if date == "no date" else "text"),
                )
            )
        return lines

    def action_step(self, step: int) -> None:
        """Put the hand on another wording."""
        self.member = (self.member + step) % len(self.row.members)
        self.lay()
        first = self.starts[self.member]
        last = (*self.starts[1:], len(self.page.page) + 1)[self.member] - 1
        if last > self.page.top + self.page.room or first < self.page.top:
            self.page.scroll_to_line(max(0, min(first, last - self.page.room)))

    async def action_open(self) -> None:
        from tui.screens.reader import Reader, at_records

        stops = at_records(self.row.members)
        await self.open_screen(Reader(stops[self.member].source, stops[self.member], wordings=stops))

    def under_hand(self) -> tuple[Record | None, tuple[Anchor, ...]]:
        record = self.row.members[self.member]
        return record, record.main
