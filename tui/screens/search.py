"""Search: one line to type in, and under it at every keystroke what it most likely means."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual import events

from store.corpus import Row
from store.lookup import Found
from store.search import spans
from tui.screens.listing import Listing
from tui.screens.reader import Reader, Stop, at_passage, at_records
from tui.widgets.bars import TopBar
from tui.widgets.cells import Column, Piece
from tui.widgets.detail import Item
from tui.widgets.passage import marked
from tui.widgets.prompt import Prompt

LIMIT = 200


class SearchScreen(Listing):
    """Answers come from another thread when there is much to search; the newest keystroke wins."""

    NAME = "search"

    def __init__(self, query: str = "") -> None:
        super().__init__()
        self.prompt = Prompt("/", query, "words, in any order; typos are forgiven")
        self.answered: str | None = None
        self.wanted: str | None = None
        self.ready = False
        self.recalled: str | None = None
        self.asked_with = ""

    def on_mount(self) -> None:
        self.rows.headed = False
        self.rows.columns = self._columns()
        self.ask()

    def _columns(self) -> list[Column[Found]]:
        return [
            Column("Kind", self._kind, most=11, group=True, ink="dim"),
            Column("Words", self._words, grows=True),
            Column("Sources", self._sources, most=18, ink="dim"),
        ]

    # -- asking -----------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Look up what is typed."""
        top = self.query_one(TopBar)
        top.typed = self.prompt.line()
        top.redraw()
        self.browser.look_up(self.prompt.value, LIMIT, self.answer)
        if not self.ready and self.prompt.value.strip():
            # The first search of a large record makes its index, or opens it.
            self.rows.empty = f"Getting {len(self.corpus.sources):,} sources ready to be searched …"
            self.rows.redraw()

    def answer(self, query: str, found: list[Found], fault: str = "") -> None:
        """Show what was found, unless something else is typed by now or the person has gone back."""
        if query != self.prompt.value or self not in self.app.screen_stack:
            return
        again, self.answered = query == self.answered, query
        self.ready = self.ready or bool(query.strip())
        self.rows.empty = fault or self._nothing(query)
        # Where the record is a newer one, the hand stays on what it was on, if that is still there.
        held = _identity(self.rows.current) if again else None
        here = next((n for n, one in enumerate(found) if _identity(one) == held), None)
        if here is None:
            self.rows.fill(found, top=0)
        else:
            self.rows.fill(found, cursor=here)
        self.follow(keep=here is not None)
        if self.wanted == query:
            self.wanted = None
            self.call_later(self.action_open)

    def _nothing(self, query: str) -> str:
        if not query.strip():
            return (
                "Type a name, a number, or words as you remember them."
                ' "exact words" · -without · source:state · in:quotes · speaker:austin · from:2018 · to:2022'
                " · -in:related"
            )
        return "Nothing found. Fewer words find more; esc goes back."

    def corpus_changed(self) -> None:
        self.ask()

    # -- what a line says -------------------------------------------------------------------------------

    def _kind(self, found: Found) -> str:
        if found.record is not None:
            return found.record.kind if found.kind == "entity" else found.record.tab
        zone = found.passage.zone if found.passage else ""
        return {"related": "related", "boilerplate": "boilerplate"}.get(zone, "text")

    def _words(self, found: Found) -> list[Piece]:
        text = " ".join(found.text.split())
        found_at = spans(self.prompt.value, text)
        if found.record is None:
            first = found_at[0][0] if found_at else 0
            # The match should be visible: begin shortly before it where it stands far into the sentence.
            if first > 48:
                cut = text.rfind(" ", 0, first - 24) + 1
                text = "… " + text[cut:]
                found_at = spans(self.prompt.value, text)
            return marked(text, found_at)
        label = found.record.label
        if text == label or found.kind == "record":
            pieces = marked(label, spans(self.prompt.value, label), "strong")
            if text != label:
                pieces += [Piece("  "), *marked(text, found_at, "dim")]
            return pieces
        return [
            *marked(label, spans(self.prompt.value, label), "strong"),
            Piece("  "),
            *marked(text, found_at, "dim"),
        ]

    def _sources(self, found: Found) -> str:
        if found.passage is not None:
            return self.corpus.short(found.passage.source)
        if found.record is None:
            return ""
        return " ".join(dict.fromkeys(self.corpus.short(a.source) for a in found.record.anchors))

    def item(self) -> Item | None:
        found: Found | None = self.rows.current
        if found is None:
            return None
        if found.record is not None:
            return Row(found.record.id, (found.record,))
        return found.passage

    def position(self) -> str:
        count = len(self.rows.items)
        return f"{self.rows.cursor + 1} of {count}{'+' if count == LIMIT else ''}" if count else ""

    # -- earlier searches -------------------------------------------------------------------------------

    def action_recall(self) -> None:
        """Type an earlier search: one with the words that are typed, then the one before it, and after the
        first of all what was typed again."""
        if self.recalled is None or self.recalled != self.prompt.value:
            self.asked_with = self.prompt.value
            self.recalled = None
        found = self.browser.recall.before(self.asked_with, self.recalled)
        if found is None and self.recalled is None:
            self.say("No earlier search has these words" if self.asked_with.strip() else "No earlier search")
            return
        self.recalled = found
        self.prompt.put(self.asked_with if found is None else found)
        self.ask()

    def action_move(self, step: int) -> None:
        # As in a shell, up is the search before: where nothing is typed, and so no list is there to go up in,
        # and above the list of one that was got in this way.
        typed = self.prompt.value
        at_top = not typed or (typed == self.recalled and self.rows.cursor == 0)
        if step < 0 and at_top and not self.detail.active:
            self.action_recall()
        else:
            super().action_move(step)

    def action_back(self) -> None:
        if not self.detail.active and self.rows.items:
            self.browser.recall.note(self.prompt.value)
        super().action_back()

    # -- typing and going -------------------------------------------------------------------------------

    def typed(self, event: events.Key) -> bool:
        if not self.prompt.key(event):
            return False
        self.set_pane(detail=False)
        self.ask()
        return True

    def pasted(self, text: str) -> None:
        self.prompt.insert(text)
        self.ask()

    async def action_open(self) -> None:
        if self.answered != self.prompt.value:
            self.wanted = self.prompt.value
            return
        if self.rows.items:
            self.browser.recall.note(self.prompt.value)
        await super().action_open()

    async def open(self, item: Item, member: int = 0) -> None:
        found: Found | None = self.rows.current
        if found is None or found.kind == "entity":
            await super().open(item, member)
            return
        stops: dict[tuple[str, object], Stop] = {}
        for stop in filter(None, map(self._stop, self.rows.items)):
            # Several records on the same words are one hit.
            known = stops.get((stop.source, stop.spans), stop)
            records = tuple(dict.fromkeys(known.records + stop.records))
            stops[stop.source, stop.spans] = replace(known, records=records)
        here = self._stop(found)
        if here is not None:
            await self.open_screen(Reader(here.source, here, stops=list(stops.values())))

    def _stop(self, found: Any) -> Stop | None:
        if found.kind == "entity":
            return None
        if found.record is not None:
            return at_records([found.record])[0]
        return at_passage(self.corpus, found.passage)


def _identity(found: Found | None) -> object:
    """What an answer is of, in whatever words it was found."""
    return found and (found.record.id if found.record else found.passage)
