"""What is known of the thing under the hand: each source's wording, with its dates, values and doubts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from store import dates
from store.amounts import show_value
from store.compare import compare
from store.corpus import Corpus, Row
from store.model import Anchor, Record, Source, Value, When
from store.text import Passage
from store.unseen import told
from tui.widgets.cells import BLANK, Ink, Line, Piece, clip, put, spread, width, wrap
from tui.widgets.lines import LineView
from tui.widgets.passage import in_context

Item: TypeAlias = Row | Source | Passage
"""What a list can have under the hand."""


@dataclass
class Page:
    """Lines to scroll through, and the line that each wording begins on."""

    lines: list[Line] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def describe(corpus: Corpus, item: Item, cells: int, member: int = 0) -> Page:
    """All that is known of an item, the wording of its `member`th record under the hand."""
    if isinstance(item, Source):
        return Page(_source(corpus, item, cells))
    if isinstance(item, Passage):
        return Page(_passage(corpus, item, cells))
    if item.first.tab == "entities":
        return Page(_entity(corpus, item.first, cells))
    return _row(corpus, item, cells, member)


# -- a row -----------------------------------------------------------------------------------------------


def _row(corpus: Corpus, row: Row, cells: int, member: int) -> Page:
    page = Page(lines=heading(corpus, row, cells))
    several = len(row.members) > 1
    for n, record in enumerate(row.members):
        if n:
            page.lines.append(BLANK)
        page.starts.append(len(page.lines))
        page.lines += wording(corpus, record, cells, here=several and n == member)
    return page


def heading(corpus: Corpus, row: Row, cells: int) -> list[Line]:
    """A row's name, and in what its sources agree: its kind, its date, who takes part."""
    # A date is the row's own only where no wording of it has another; each wording tells its own below.
    dates_given = {record.when[0] if record.when else None for record in row.members}
    facts = [row.first.kind]
    if len(dates_given) == 1:
        facts += [date_words(when) for when in dates_given if when is not None]
    if dates_given == {None} and row.first.tab == "timeline":
        facts.append("undated")
    if len(row.members) > 1:
        facts.append(judged_words(row))
    name, about = put(row.first.label, "strong"), put(" · ".join(facts), "dim")
    if 1 + width((name, about)) + 2 <= cells:
        return [spread((Piece(" "), name), (about,), cells)]
    return [*wrap([name], cells, indent=" "), *wrap([about], cells, indent=" ")]


def judged_words(row: Row) -> str:
    """How many wordings a row has and how they stand to each other."""
    verdict = compare(row.members).verdict
    words = {
        "agree": "the sources agree",
        "refine": "they refine one another",
        "differ": "the sources differ",
    }
    return f"{len(row.members)} wordings{': ' + words[verdict] if verdict else ''}"


def wording(corpus: Corpus, record: Record, cells: int, *, here: bool = False) -> list[Line]:
    """What one source says: in which words, and with which values, dates and doubts."""
    source = corpus.sources[record.main[0].source]
    published = f" · {source.publisher}" if source.publisher else ""
    lines = [
        clip(
            (
                Piece("▌" if here else " ", "accent"),
                put(source.short, "strong"),
                put(f"{published} · {dates.show_when(source.when)}", "dim"),
            ),
            cells,
        )
    ]
    lines += in_context(corpus.text(source.id), record.main, cells)
    facts: list[Piece] = []
    for name, words in facts_of(corpus, record):
        facts += [Piece(" · ", "dim")] if facts else []
        facts += [put(f"{name} ", "dim")] if name else []
        facts.append(put(words))
    if facts:
        lines += wrap(facts, cells, indent="   ")
    if record.note:
        lines += wrap([Piece("note ", "dim"), put(record.note, "dim")], cells, indent="   ")
    return lines


def facts_of(corpus: Corpus, record: Record) -> list[tuple[str, str]]:
    """What a record states beside its words, named: values, dates, who, place, status."""
    facts: list[tuple[str, str]] = []
    facts += [("", value_words(value)) for value in record.values]
    facts += [(_role(when.role), date_words(when)) for when in record.when]
    roles: dict[str, list[str]] = {}
    for actor in record.actors:
        roles.setdefault(actor.role, []).append(corpus.name(actor.ref))
    said = [anchor.exact for anchor in record.spans("attribution")]
    for role, names in roles.items():
        named = ", ".join(names)
        facts.append((role, f"{named} ({', '.join(said)})" if role == "speaker" and said else named))
    if record.place:
        facts.append(("place", record.place))
    if record.status:
        facts.append(("status", ", ".join(record.status)))
    if not record.article:
        facts.append(("zone", "related news: on the page, not of its article"))
    if record.state not in ("accepted", "corrected"):
        facts.append(("state", record.state))
    return facts


def value_words(value: Value) -> str:
    """A value in full: over 28,500 people, of what, for which period."""
    shown = show_value(value, full=True)
    unit = "" if value.unit in ("USD", "percent", "rank") or not shown else f" {value.unit}"
    of = f", {value.of}" if value.of else ""
    period = f", {dates.show_period(value.period)}" if value.period else ""
    return f"{shown or 'no number'}{unit}{of}{period}"


def date_words(when: When) -> str:
    """A date and what it rests on: 1953 (stated) · undated, 2019-03-19 or later (inferred)."""
    if when.edtf is None and when.bound is None:
        return "undated"
    if when.edtf is not None:
        return f"{dates.show(when.edtf)} ({when.basis})"
    return f"{dates.show_when(when)} ({when.basis})"


def _role(role: str) -> str:
    return {"since": "in force", "named": "in its name"}.get(role, role)


# -- an entity, a source, a passage ----------------------------------------------------------------------


def counted(count: int, what: str) -> str:
    """1 record, 2 records."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def times(count: int) -> str:
    """once, 2 times."""
    return "once" if count == 1 else f"{count:,} times"


def _entity(corpus: Corpus, entity: Record, cells: int) -> list[Line]:
    lines = wrap([put(entity.label, "strong")], cells, indent=" ")
    rows = corpus.mentioning(entity.id)
    head = f"{entity.kind} · named {times(len(entity.anchors))} · in {counted(len(rows), 'record')}"
    lines += wrap([put(head, "dim")], cells, indent=" ")
    lines += forms_of(corpus, entity, cells)
    for source in dict.fromkeys(anchor.source for anchor in entity.anchors):
        first = next(anchor for anchor in entity.anchors if anchor.source == source)
        lines.append(clip((Piece(" "), put(corpus.short(source), "strong")), cells))
        lines += in_context(corpus.text(source), [first], cells)
    if entity.note:
        lines += wrap([Piece("note ", "dim"), put(entity.note, "dim")], cells, indent="   ")
    return lines


def forms_of(corpus: Corpus, entity: Record, cells: int) -> list[Line]:
    """The wordings an entity goes by, with the sources that use each."""
    users: dict[str, list[str]] = {}
    for anchor in entity.anchors:
        names = users.setdefault(anchor.exact, [])
        if corpus.short(anchor.source) not in names:
            names.append(corpus.short(anchor.source))
    pieces = [Piece("called ", "dim")]
    for n, (form, names) in enumerate(users.items()):
        pieces += [put(f"{'· ' if n else ''}{form} "), put(f"{' '.join(names)} ", "dim")]
    return wrap(pieces, cells, indent=" ", hang="   ")


def _source(corpus: Corpus, source: Source, cells: int) -> list[Line]:
    lines = wrap([put(source.title or f"Untitled {source.kind}", "strong")], cells, indent=" ")
    counts: dict[str, int] = {}
    for record in corpus.records.values():
        if record.source == source.id:
            counts[record.tab] = counts.get(record.tab, 0) + 1
    tabs = " · ".join(f"{count:,} {tab}" for tab, count in counts.items())
    facts = [
        ("kind", source.kind),
        ("publisher", source.publisher or "not stated"),
        ("author", source.author or "not stated"),
        ("date", date_words(source.when)),
        ("records", tabs or "none"),
        ("length", f"{len(corpus.text(source.id)):,} characters"),
        ("sha256", f"{source.sha256[:16]}…"),
    ]
    hidden = corpus.unseen(source.id)
    if hidden:
        facts.insert(-1, ("unseen", f"{told(hidden)}: kept as they are, shown by their names"))
    for name, words in facts:
        lines += wrap([Piece(f"{name:<10}", "dim"), put(words)], cells, indent=" ", hang=" " * 11)
    for note in source.notes:
        lines += wrap([Piece(f"{'note':<10}", "dim"), put(note)], cells, indent=" ", hang=" " * 11)
    return lines


def _passage(corpus: Corpus, passage: Passage, cells: int) -> list[Line]:
    source = corpus.sources[passage.source]
    text = corpus.text(passage.source)
    zone = {"related": "related news", "boilerplate": "boilerplate"}.get(passage.zone, "")
    lines: list[Line] = [
        (
            Piece(" "),
            put(source.short, "strong"),
            put(f" · {dates.show_when(source.when)}{' · ' + zone if zone else ''}", "dim"),
        )
    ]
    span = Anchor("row", source.id, passage.start, passage.end, text[passage.start : passage.end])
    lines += in_context(text, [span], cells, reach=200)
    standing = [s.record for s in corpus.spots(source.id) if s.start < passage.end and passage.start < s.end]
    for record in standing:
        lines += wrap([Piece(f"{record.tab} ", "dim"), put(record.label)], cells, indent="   ", hang="     ")
    return lines


# -- the widget ------------------------------------------------------------------------------------------


class Detail(LineView):
    """The pane that follows the hand. Scrolls when it has the keys; stands under or beside the list."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.page = Page()
        self.top = 0
        self.active = False
        self._make: Callable[[int], Page] = lambda cells: Page()

    @property
    def beside(self) -> bool:
        """Does it stand beside the list? Then its rule runs down its left side."""
        return self.screen.has_class("-wide")

    @property
    def room(self) -> int:
        """How many lines of the page are visible."""
        return max(1, self.size.height - (not self.beside))

    def show(self, make: Callable[[int], Page], *, keep: bool = False) -> None:
        """Show the page that `make` lays out for a width: from its top, or from where it was."""
        self._make = make
        self._lay()
        self.top = self._within(self.top if keep else 0)
        self.redraw()

    def scroll_lines(self, step: int) -> None:
        """Scroll by lines, as far as there are any."""
        self.top = self._within(self.top + step)
        self.redraw()

    def to_end(self, side: int) -> None:
        """Scroll to the beginning or the end."""
        self.top = self._within(len(self.page.lines) if side > 0 else 0)
        self.redraw()

    def reveal(self, member: int) -> None:
        """Bring a wording into view, whole where it fits, else from its beginning."""
        if member >= len(self.page.starts):
            return
        first, last = (*self.page.starts, len(self.page.lines))[member : member + 2]
        if last > self.top + self.room:
            self.top = self._within(min(first, last - self.room) if last - first <= self.room else first)
        if first < self.top:
            self.top = self._within(first if member else 0)
        self.redraw()

    def fit(self) -> None:
        self._lay()
        self.top = self._within(self.top)

    def _lay(self) -> None:
        cells = self.size.width - (3 if self.beside else 1)
        self.page = self._make(cells) if cells > 8 else Page()

    def _within(self, top: int) -> int:
        return max(0, min(top, len(self.page.lines) - self.room))

    def lines(self, cells: int, count: int) -> Sequence[Line]:
        visible = self.page.lines[self.top : self.top + self.room]
        more = len(self.page.lines) > self.top + self.room
        ink: Ink = "accent" if self.active else "dim"
        if self.beside:
            lines: list[Line] = [(Piece("│ ", ink), *line) for line in visible]
            lines += [(Piece("│", ink),)] * (count - len(visible))
            if more:
                kept = clip(lines[-1], cells - 2)
                lines[-1] = (*kept, Piece(" " * (cells - 1 - width(kept))), Piece("↓", "dim"))
            return lines
        hint = " more ↓ " if more else ""
        rule = Piece("─" * max(0, cells - len(hint) - 2), ink)
        return [(rule, Piece(hint, "dim"), Piece("──", ink)), *visible]
