"""A whole source to read: wrapped where it is looked at and nowhere else; any length opens at once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rich.cells import cell_len

from store.model import Zone
from tui.clean import clean
from tui.widgets.cells import Ink, Line, Piece, put
from tui.widgets.lines import LineView

BLOCK = 4000
"""Characters that are wrapped at once: a paragraph; of a longer one, a part."""
WIDEST = 96
"""Cells of text on a line: longer lines are hard to read."""
MARGIN = 3

_PARAGRAPH = re.compile(r"[^\n]*")
_FIRST = re.compile(r"\W*[\w.'’-]*")
_WORD = re.compile(r"\S+\s*|\s+")

Span = tuple[int, int]


class TextView(LineView):
    """A text with marked spans, dimmed zones and one span brighter than everything else."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self.bright: Sequence[Span] = ()
        self._marked: list[Span] = []
        self._zones: list[Span] = []
        self._blocks: list[Span] = []
        self._starts: list[int] = []
        self._wrapped: dict[int, list[Span]] = {}
        self._top = (0, 0)
        self._cells = 0
        self._wanted: Sequence[Span] = ()

    def open(self, text: str, marked: Iterable[Span], zones: Iterable[Zone]) -> None:
        """Show a text from its beginning."""
        self.text = text
        self._marked = beginnings(text, marked)
        self._zones = [(zone.start, zone.end) for zone in zones if zone.kind in ("boilerplate", "related")]
        self._blocks = blocks(text)
        self._starts = [start for start, _ in self._blocks]
        self._wrapped = {}
        self._top = (0, 0)

    # -- where one is -----------------------------------------------------------------------------------

    @property
    def offset_at_top(self) -> int:
        """The character that the first visible line begins with."""
        block, row = self._top
        rows = self._rows(block)
        return rows[min(row, len(rows) - 1)][0]

    @property
    def share(self) -> int:
        """How much of the text is above the last visible line, in percent."""
        block, row = self._step(self._top, self.size.height - 1)
        return round(100 * self._rows(block)[row][1] / max(1, len(self.text)))

    def go(self, offset: int) -> None:
        """Show the character at `offset`."""
        self._put(offset)
        self.redraw()

    def reveal(self, spans: Sequence[Span]) -> None:
        """Bring spans into view with their context above them; nothing moves where they are visible. Before
        the first layout, when nothing is visible yet, that is done with it."""
        self._wanted = spans
        if self._cells:
            self._uncover()
        self.redraw()

    def scroll_lines(self, step: int) -> None:
        """Scroll by lines, as far as there are any."""
        self._top = self._step(self._top, step)
        self._settle()
        self.redraw()

    def to_end(self, side: int) -> None:
        """Scroll to the beginning or the end."""
        self._top = (
            (len(self._blocks) - 1, len(self._rows(len(self._blocks) - 1)) - 1) if side > 0 else (0, 0)
        )
        self._settle()
        self.redraw()

    def fit(self) -> None:
        if not self._blocks:
            return
        offset = self.offset_at_top if self._cells else 0
        self._wrapped = {}
        self._cells = self.size.width
        self._put(offset)
        self._uncover()

    def _uncover(self) -> None:
        """Scroll to the spans that are wanted, if they cannot be seen."""
        wanted, self._wanted = self._wanted, ()
        if wanted:
            start, end = wanted[0]
            last = self._step(self._top, self.size.height - 1)
            if self._line_at(start) < self._top or self._line_at(max(start, end - 1)) > last:
                self._put(start, above=max(2, self.size.height // 4))

    def _put(self, offset: int, *, above: int = 0) -> None:
        self._top = self._step(self._line_at(offset), -above)
        self._settle()

    def _settle(self) -> None:
        """Let no more be empty below the text than there must be."""
        last = (len(self._blocks) - 1, len(self._rows(len(self._blocks) - 1)) - 1)
        self._top = min(self._top, self._step(last, 1 - self.size.height))

    def _line_at(self, offset: int) -> tuple[int, int]:
        block = max(0, bisect_right(self._starts, offset) - 1)
        rows = self._rows(block)
        return block, max(0, bisect_right([start for start, _ in rows], offset) - 1)

    def _step(self, at: tuple[int, int], step: int) -> tuple[int, int]:
        block, row = at[0], at[1] + step
        while row < 0 and block > 0:
            block -= 1
            row += len(self._rows(block))
        while row >= len(self._rows(block)) and block < len(self._blocks) - 1:
            row -= len(self._rows(block))
            block += 1
        return block, max(0, min(row, len(self._rows(block)) - 1))

    # -- drawing ----------------------------------------------------------------------------------------

    def lines(self, cells: int, count: int) -> list[Line]:
        if not self._blocks:
            return []
        drawn: list[Line] = []
        block, row = self._top
        while len(drawn) < count and block < len(self._blocks):
            rows = self._rows(block)
            drawn += [self._line(*span) for span in rows[row : row + count - len(drawn)]]
            block, row = block + 1, 0
        return drawn

    def _line(self, start: int, end: int) -> Line:
        here = any(a < end and start < b for a, b in self.bright)
        pieces = [Piece("▌" if here else " ", "accent"), Piece(" " * (MARGIN - 1))]
        cuts = {start, end}
        for spans in (self.bright, overlapping(self._marked, start, end), self._zones):
            cuts |= {edge for span in spans for edge in span if start < edge < end}
        edges = sorted(cuts)
        for a, b in pairwise(edges):
            pieces.append(put(self.text[a:b], self._ink(a)))
        return tuple(pieces)

    def _ink(self, at: int) -> Ink:
        if any(start <= at < end for start, end in self.bright):
            return "quote"
        if any(start <= at < end for start, end in self._zones):
            return "dim"
        return "other" if overlapping(self._marked, at, at + 1) else "text"

    def _rows(self, block: int) -> list[Span]:
        rows = self._wrapped.get(block)
        if rows is None:
            if len(self._wrapped) > 500:
                self._wrapped.clear()
            cells = min(WIDEST, max(8, self.size.width - MARGIN - 1))
            rows = self._wrapped[block] = wrapped(self.text, *self._blocks[block], cells)
        return rows


def blocks(text: str) -> list[Span]:
    """The paragraphs of a text without their line ends, those beyond `BLOCK` in parts."""
    found: list[Span] = []
    at = 0
    while at <= len(text):
        match = _PARAGRAPH.match(text, at)
        end = match.end() if match else len(text)
        start, stop = at, end - text.endswith("\r", at, end)
        while stop - start > BLOCK:
            space = text.rfind(" ", start + BLOCK // 2, start + BLOCK)
            part = space + 1 if space > 0 else start + BLOCK
            found.append((start, part))
            start = part
        found.append((start, stop))
        at = end + 1
    return found


def wrapped(text: str, start: int, end: int, cells: int) -> list[Span]:
    """The lines of ``text[start:end]`` in `cells` cells, as spans; broken between words where that can be."""
    rows: list[Span] = []
    begin, used = start, 0
    for match in _WORD.finditer(text, start, end):
        word = match[0]
        size, bare = _size(word), _size(word.rstrip())
        if used and used + bare > cells:
            rows.append((begin, match.start()))
            begin, used = match.start(), 0
        if bare > cells:
            for n, character in enumerate(word, match.start()):
                step = _size(character)
                if used and used + step > cells:
                    rows.append((begin, n))
                    begin, used = n, 0
                used += step
        else:
            used += size
    rows.append((begin, end))
    return rows


def _size(text: str) -> int:
    return cell_len(clean(text))


def beginnings(text: str, spans: Iterable[Span]) -> list[Span]:
    """The first word of each span: enough to see where recorded words begin, little enough to read on, even
    where every sentence has a record and some stand within others."""
    found = set()
    for start, end in spans:
        word = _FIRST.match(text, start, end)
        found.add((start, word.end() if word else end))
    return union(found)


def union(spans: Iterable[Span]) -> list[Span]:
    """Spans as few as possible, in order, none overlapping another."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def overlapping(spans: list[Span], start: int, end: int) -> list[Span]:
    """Those of ordered, disjoint spans that have a character in ``[start, end)``."""
    first = max(0, bisect_right(spans, (start, start)) - 1)
    return [
        span for span in spans[first : bisect_left(spans, (end, end))] if span[1] > start and span[0] < end
    ]
