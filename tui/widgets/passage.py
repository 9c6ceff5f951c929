"""Words in their context: the quoted span the brightest thing, the rest as it stands in the source."""

from __future__ import annotations

from collections.abc import Sequence

from store.model import Anchor
from store.text import context
from tui.widgets.cells import Ink, Line, Piece, put, wrap


def in_context(
    text: str, spans: Sequence[Anchor], cells: int, *, reach: int = 110, indent: str = "   "
) -> list[Line]:
    """The spans of one source in the words around them. Spans near each other share their surroundings."""
    lines: list[Line] = []
    for group in _groups(text, spans, reach):
        first, last = context(text, group[0].start, group[-1].end, reach)
        pieces: list[Piece] = []
        if first > 0 and text[first - 1] != "\n":
            pieces.append(Piece("… ", "dim"))
        at = first
        for span in group:
            pieces += [_flat(text[at : span.start]), _flat(text[span.start : span.end], "quote")]
            at = span.end
        pieces.append(_flat(text[at:last]))
        if last < len(text) and text[last] != "\n":
            pieces.append(Piece(" …", "dim"))
        lines += wrap(pieces, cells, indent=indent)
    return lines


def marked(
    text: str, spans: Sequence[tuple[int, int]], ink: Ink = "text", match: Ink = "match"
) -> list[Piece]:
    """One line of text with some stretches of it in another ink."""
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        pieces += [_flat(text[at:start], ink), _flat(text[start:end], match)]
        at = end
    return [*pieces, _flat(text[at:], ink)]


def _groups(text: str, spans: Sequence[Anchor], reach: int) -> list[list[Anchor]]:
    groups: list[list[Anchor]] = []
    for span in sorted(spans, key=lambda span: span.start):
        near = groups and span.start - groups[-1][-1].end < reach * 2
        if near and "\n" not in text[groups[-1][-1].end : span.start]:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _flat(text: str, ink: Ink = "text") -> Piece:
    """A stretch of a source on one line: its line breaks are spaces here, everything else is as it is."""
    return put(text.replace("\r\n", " ").replace("\n", " "), ink)
