"""The reader: a whole source, the words of one record the brightest thing in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.geometry import Offset

from store import dates
from store.amounts import show_values
from store.corpus import Corpus
from store.model import Anchor, Record
from store.text import Passage
from tui.screens.base import Base
from tui.widgets.bars import BottomBar
from tui.widgets.cells import Line, Piece, put, spread
from tui.widgets.lines import LineView
from tui.widgets.text_view import TextView


@dataclass(frozen=True, slots=True)
class Stop:
    """Words that the reader stops at: spans of one source, and the ids of the records that stand on them."""

    source: str
    spans: tuple[tuple[int, int], ...]
    records: tuple[str, ...] = ()


def at_records(records: Iterable[Record]) -> list[Stop]:
    """A stop on the words of each record."""
    return [
        Stop(record.main[0].source, tuple((a.start, a.end) for a in record.main), (record.id,))
        for record in records
    ]


def at_passage(corpus: Corpus, passage: Passage) -> Stop:
    """A stop on a passage."""
    standing = [
        spot.record.id
        for spot in corpus.spots(passage.source)
        if spot.start < passage.end and passage.start < spot.end
    ]
    return Stop(passage.source, ((passage.start, passage.end),), tuple(dict.fromkeys(standing)))


def stops_of(corpus: Corpus, source: str) -> list[Stop]:
    """Every stop of a source, in reading order: records that stand on the same words share one."""
    found: dict[tuple[tuple[int, int], ...], list[str]] = {}
    for spot in corpus.spots(source):
        spans = tuple((a.start, a.end) for a in spot.record.main if a.source == source)
        ids = found.setdefault(spans, [])
        if spot.record.id not in ids:
            ids.append(spot.record.id)
    return [Stop(source, spans, tuple(ids)) for spans, ids in found.items()]


class Head(LineView):
    """What is being read."""

    def __init__(self) -> None:
        super().__init__(id="head")
        self.left: Line = ()
        self.right: Line = ()

    def lines(self, cells: int, count: int) -> list[Line]:
        return [spread((Piece(" "), *self.left), (*self.right, Piece(" ")), cells)]


class Foot(LineView):
    """What is recorded of the bright words."""

    def __init__(self) -> None:
        super().__init__(id="foot")
        self.line: Line = ()

    def lines(self, cells: int, count: int) -> list[Line]:
        return [(Piece("─" * cells, "dim"),), self.line]


class Reader(Base):
    """Reads one source at a time. Without other stops, n goes from recorded words to recorded words."""

    NAME = "reader"

    def __init__(
        self,
        source: str,
        at: Stop | None = None,
        *,
        stops: Sequence[Stop] | None = None,
        wordings: Sequence[Stop] = (),
    ) -> None:
        super().__init__()
        self.source = source
        self.given = stops
        self.stops: Sequence[Stop] = stops or ()
        self.at = at
        self.wordings = list(wordings)
        self.other = 0

    def compose(self) -> ComposeResult:
        yield Head()
        yield TextView(id="text")
        yield Foot()
        yield BottomBar(self.NAME, id="bottom")

    @property
    def text_view(self) -> TextView:
        """The text."""
        return self.query_one(TextView)

    def on_mount(self) -> None:
        self._open(self.source)
        self._show()
        self._reveal()

    def on_resize(self) -> None:
        # How much of the text is above depends on its size, which it gets after the screen.
        self.call_after_refresh(self._tell)

    def corpus_changed(self) -> None:
        if self.source not in self.corpus.sources:
            return
        offset = self.text_view.offset_at_top
        self._open(self.source)
        self.text_view.go(offset)
        self._show()

    # -- what is shown ----------------------------------------------------------------------------------

    def _open(self, source: str) -> None:
        corpus, self.source = self.corpus, source
        if self.given is None:
            self.stops = stops_of(corpus, source)
            self._join()
        spans = ((spot.start, spot.end) for spot in corpus.spots(source))
        self.text_view.open(corpus.text(source), spans, corpus.sources[source].zones)
        known = corpus.sources[source]
        head = self.query_one(Head)
        head.left = (
            put(known.short, "accent"),
            put(f"  {known.title or 'untitled ' + known.kind}", "strong"),
        )
        head.right = (put(dates.show_when(known.when), "dim"),)
        head.redraw()

    def _join(self) -> None:
        """Where others stand on the bright words too, let them be gone through from here."""
        index = self._index()
        if index is not None and self.at is not None and self.at.records:
            asked = self.at.records[0]
            self.at = self.stops[index]
            self.other = self.at.records.index(asked) if asked in self.at.records else 0

    def _show(self) -> None:
        self.text_view.bright = self.at.spans if self.at else ()
        self.text_view.redraw()
        self._tell()

    def _reveal(self) -> None:
        if self.at is not None:
            self.text_view.reveal(self.at.spans)
        self._tell()

    def _tell(self) -> None:
        foot = self.query_one(Foot)
        foot.line = self._about()
        foot.redraw()
        self.bar.position = self.position()
        self.bar.unusable = (
            frozenset() if self._records() else frozenset({"open-record", "compare", "entities"})
        )
        self.bar.redraw()
        self.app.cursor_position = Offset(0, 1)

    def _records(self) -> list[Record]:
        ids = self.at.records if self.at else ()
        return [self.corpus.records[id] for id in ids if id in self.corpus.records]

    def _about(self) -> Line:
        records = self._records()
        if not records:
            words = (
                "n goes to the first recorded words" if self.at is None else "no record stands on these words"
            )
            return (Piece(" "), Piece(words, "dim"))
        record = records[self.other % len(records)]
        pieces = [Piece(" "), put(record.tab, "dim"), Piece("  "), put(record.label, "strong")]
        told = show_values(record.values)
        if told:
            pieces += [Piece("  "), put(told)]
        if record.when:
            pieces += [Piece("  "), put(dates.show_when(record.when[0]), "dim")]
        if len(records) > 1:
            more = f"   {self.other % len(records) + 1} of {len(records)} records on these words: tab"
            pieces.append(Piece(more, "dim"))
        return tuple(pieces)

    def position(self) -> str:
        share = f"{self.text_view.share} %"
        index = self._index()
        if index is None:
            return share
        return f"{'hit ' if self.given else ''}{index + 1} of {len(self.stops)} · {share}"

    def _index(self) -> int | None:
        """Which of the stops the bright words are."""
        for n, stop in enumerate(self.stops):
            if self.at is not None and (stop.source, stop.spans) == (self.at.source, self.at.spans):
                return n
        return None

    # -- actions ----------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        self.text_view.scroll_lines(step)
        self._tell()

    def action_page(self, halves: int) -> None:
        height = self.text_view.size.height
        whole = max(1, height - 2)
        self.text_view.scroll_lines(halves * max(1, height // 2) if abs(halves) < 2 else halves // 2 * whole)
        self._tell()

    def action_end(self, side: int) -> None:
        self.text_view.to_end(side)
        self._tell()

    def action_step(self, step: int) -> None:
        if not self.stops:
            self.say("Nothing is recorded from this source")
            return
        here = self._index()
        index = here + step if here is not None else self._nearest(step)
        if not 0 <= index < len(self.stops):
            self.say("These are the last" if step > 0 else "These are the first")
            return
        self.go(self.stops[index])

    def _nearest(self, step: int) -> int:
        """The stop after or before the bright words, or else after the top of the screen."""
        place = self.at.spans[0] if self.at else (self.text_view.offset_at_top, 0)
        here = [n for n, stop in enumerate(self.stops) if stop.source == self.source]
        after = next((n for n in here if self.stops[n].spans[0] > place), len(self.stops))
        return after if step > 0 else after - 1

    def go(self, stop: Stop) -> None:
        """Go to other words, in another source where they stand there."""
        self.at, self.other = stop, 0
        if stop.source != self.source:
            self._open(stop.source)
        elif self.given is None:
            self._join()
        self._show()
        self._reveal()

    def action_wording(self, step: int) -> None:
        records = self._records()
        if not self.wordings and records:
            row = self.corpus.row_of(records[self.other % len(records)])
            self.wordings = at_records(row.members)
        if len(self.wordings) < 2:
            self.say("No other source speaks of this")
            return
        mine = [
            n for n, stop in enumerate(self.wordings) if self.at and set(stop.records) & set(self.at.records)
        ]
        self.go(self.wordings[((mine[0] if mine else 0) + step) % len(self.wordings)])

    def action_other(self) -> None:
        if len(self._records()) > 1:
            self.other += 1
            self._tell()

    async def action_open(self) -> None:
        record, _ = self.under_hand()
        if record is not None:
            await self.open_record(record)

    async def action_compare(self) -> None:
        from tui.screens.compare import CompareScreen

        record, _ = self.under_hand()
        row = self.corpus.row_of(record) if record is not None else None
        if row is None or len(row.members) < 2:
            self.say("Only one source speaks of this: nothing to compare")
        else:
            await self.open_screen(CompareScreen(row, row.members.index(record) if record else 0))

    def under_hand(self) -> tuple[Record | None, tuple[Anchor, ...]]:
        records = self._records()
        if records:
            record = records[self.other % len(records)]
            return record, record.main
        text = self.corpus.text(self.source)
        spans = self.at.spans if self.at else ((0, 0),)
        return None, tuple(Anchor("row", self.source, start, end, text[start:end]) for start, end in spans)
