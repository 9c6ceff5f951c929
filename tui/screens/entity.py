"""An entity's page: what it is called, and everything that names it."""

from __future__ import annotations

from store.corpus import Corpus, Row
from store.model import Record
from store.text import Passage
from tui.rows import what_cell, words_of
from tui.screens.listing import Listing
from tui.widgets.bars import TopBar
from tui.widgets.cells import Column, Piece, put
from tui.widgets.detail import Item, times


class EntityScreen(Listing):
    """Records that an entity takes part in, by tab, and after them the passages that name it besides."""

    NAME = "entity"

    def __init__(self, entity: str) -> None:
        super().__init__()
        self.entity = entity

    def on_mount(self) -> None:
        self.rows.columns = [
            Column(
                "Where",
                lambda item: item.first.tab if isinstance(item, Row) else "text",
                group=True,
                ink="dim",
            ),
            Column("What", self._what, grows=True),
            Column("Source", self._source, most=12, ink="dim"),
        ]
        self.rows.quiet = lambda item: isinstance(item, Row) and not item.first.article
        self._fill()

    def corpus_changed(self) -> None:
        self._fill()

    def _fill(self) -> None:
        entity = self.corpus.records.get(self.entity)
        if entity is None:
            self.rows.empty = "This entity is no longer in the record. esc goes back."
            self.rows.fill([])
            return
        top = self.query_one(TopBar)
        top.title = (
            put(entity.label, "accent"),
            put(f"  {entity.kind} · named {times(len(entity.anchors))}", "dim"),
        )
        top.note = (Piece(" "), Piece("called ", "dim"), *self._forms())
        top.redraw()
        self.rows.fill(naming(self.corpus, entity), cursor=self.rows.cursor)
        self.follow()

    def _forms(self) -> list[Piece]:
        entity = self.corpus.records[self.entity]
        forms = dict.fromkeys(anchor.exact for anchor in entity.anchors)
        return [put(" · ".join(forms))]

    def _what(self, item: Item) -> list[Piece]:
        if isinstance(item, Row):
            quote = words_of(item.first) if item.first.tab == "quotes" else ""
            return [*what_cell(self.corpus, item), *([put(f"  {quote}", "dim")] if quote else [])]
        assert isinstance(item, Passage)
        return [put(" ".join(self.corpus.text(item.source)[item.start : item.end].split()))]

    def _source(self, item: Item) -> str:
        if isinstance(item, Row):
            return " ".join(self.corpus.short(source) for source in self.corpus.sources_of(item))
        assert isinstance(item, Passage)
        return self.corpus.short(item.source)

    def item(self) -> Item | None:
        current: Item | None = self.rows.current
        return current


def naming(corpus: Corpus, entity: Record) -> list[Item]:
    """All that names an entity: its records, each a row of its own, and the passages besides their words."""
    free = [
        anchor
        for anchor in entity.anchors
        if not any(spot.start <= anchor.start < spot.end for spot in corpus.spots(anchor.source))
    ]
    besides = [
        passage
        for passage in corpus.passages
        if any(a.source == passage.source and passage.start <= a.start < passage.end for a in free)
    ]
    return [*(Row(record.id, (record,)) for record in corpus.mentioning(entity.id)), *besides]
