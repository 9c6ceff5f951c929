"""A tab as plain lines, for the shell: the browser's own columns and cells without the browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len

from tui.widgets.cells import Column, Piece, clip, fit, put, width

GAP = "  "


def table(columns: Sequence[Column[Any]], items: Sequence[Any], cells: int) -> Iterator[str]:
    """The heading and a line an item, in at most `cells` cells."""
    shown = [column for column in columns if cells >= column.from_width]
    rows = [[_cell(column, item) for column in shown] for item in items]
    widths = [
        max([cell_len(column.title), *(width(row[n]) for row in rows)]) for n, column in enumerate(shown)
    ]
    growing = [n for n, column in enumerate(shown) if column.grows]
    spare = cells - len(GAP) * (len(shown) - 1) - sum(widths)
    for n in growing:
        widths[n] = max(16, widths[n] + min(0, spare // len(growing)))
    for _ in range(sum(widths) + len(GAP) * (len(shown) - 1) - cells):
        # No room for the others either: the widest gives way.
        widest = widths.index(max(widths))
        widths[widest] = max(1, widths[widest] - 1)
    yield GAP.join(
        fit(column.title, size, right=column.right) for column, size in zip(shown, widths, strict=True)
    ).rstrip()
    for row in rows:
        parts = (
            fit("".join(piece.text for piece in clip(cell, size)), size, right=column.right)
            for cell, column, size in zip(row, shown, widths, strict=True)
        )
        yield GAP.join(parts).rstrip()


def _cell(column: Column[Any], item: Any) -> tuple[Piece, ...]:
    cell = column.cell(item)
    return (put(cell),) if isinstance(cell, str) else tuple(cell)
