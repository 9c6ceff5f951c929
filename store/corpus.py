"""All that a store holds, decoded once and looked up from memory: by id, tab, cluster, place and mention."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from store.dates import fiscal_key, sort_key
from store.documents import LONGEST
from store.model import SETTLED, TABS, Record, Source, State, Tab, When
from store.text import Passage, passages, zone_at
from store.unseen import counted


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a tab: the records of one cluster, in the order of their sources, or a record alone."""

    key: str
    members: tuple[Record, ...]

    @property
    def first(self) -> Record:
        return self.members[0]


@dataclass(frozen=True, slots=True)
class Spot:
    """A span of a source and the record that stands on it."""

    start: int
    end: int
    record: Record


class Corpus:
    """The sources and records of one generation of a store. Nothing here changes after it is made."""

    def __init__(
        self,
        sources: Iterable[Source],
        texts: Mapping[str, str],
        records: Iterable[Record],
        generation: int = 0,
        notices: Sequence[str] = (),
    ) -> None:
        self.sources: dict[str, Source] = {source.id: source for source in sources}
        self.texts = texts
        self.records: dict[str, Record] = {record.id: record for record in records}
        self.generation = generation
        self.notices = tuple(notices)
        self._unseen: dict[str, Counter[str]] = {}
        self._rank = {source: n for n, source in enumerate(self.sources)}

    def text(self, source: str) -> str:
        """The text of a source, by the source's id."""
        return self.texts[self.sources[source].sha256]

    def longer_than(self, characters: int) -> bool:
        """Is all the text together longer than that? Reads no more of it than it takes to tell."""
        for source in self.sources:
            characters -= len(self.text(source))
            if characters < 0:
                return True
        return False

    def unseen(self, source: str) -> Counter[str]:
        """The characters of a source that no reader sees, by kind. Each text is looked through once."""
        if source not in self._unseen:
            self._unseen[source] = counted(self.text(source))
        return self._unseen[source]

    def short(self, source: str) -> str:
        """The one name that a source has on every screen."""
        return self.sources[source].short

    def name(self, ref: str) -> str:
        """An actor as a person reads it: an entity's label, or the source's literal words."""
        entity = self.records.get(ref)
        return entity.label if entity is not None and entity.tab == "entities" else ref

    # -- tabs and rows ----------------------------------------------------------------------------------

    def tab(self, tab: Tab, *, related: bool = False, states: frozenset[State] = SETTLED) -> list[Record]:
        """The records of a tab in the order of their sources and of the text. What is not of its article
        (related news) is left out unless asked for."""
        found = [
            record
            for record in self.records.values()
            if record.tab == tab and record.state in states and (related or record.article)
        ]
        return sorted(found, key=self._place) if tab != "entities" else sorted(found, key=_by_label)

    def rows(self, tab: Tab, *, related: bool = False, states: frozenset[State] = SETTLED) -> list[Row]:
        """The rows of a tab: its records, those of one cluster as one row, where the first of them stands."""
        clusters: dict[str, list[Record]] = {}
        for record in self.tab(tab, related=related, states=states):
            clusters.setdefault(record.cluster or record.id, []).append(record)
        return [Row(key, tuple(members)) for key, members in clusters.items()]

    def row_of(self, record: Record) -> Row:
        """The row that a record is shown in, whatever is left out elsewhere."""
        if not record.cluster:
            return Row(record.id, (record,))
        members = [
            other
            for other in self.tab(record.tab, related=True, states=frozenset({record.state, *SETTLED}))
            if other.cluster == record.cluster
        ]
        return Row(record.cluster, tuple(members))

    def when(self, record: Record) -> When | None:
        """The date a record is ordered by: its first; None where it has none."""
        return record.when[0] if record.when else None

    def time(self, record: Record) -> tuple[object, ...]:
        """Sorts records in time: by their date or bound, else by the fiscal years of a value; what has
        neither stands after everything."""
        when = self.when(record)
        if when is None:
            fiscal = (fiscal_key(value.period) for value in record.values)
            return next(filter(None, fiscal), sort_key(None))
        return sort_key(when)

    def sources_of(self, row: Row) -> list[str]:
        """The ids of the sources of a row, each once, in order."""
        found = {anchor.source for record in row.members for anchor in record.anchors}
        return sorted(found, key=lambda source: self._rank[source])

    def _place(self, record: Record) -> tuple[int, int]:
        first = record.main[0]
        return self._rank[first.source], first.start

    # -- places -----------------------------------------------------------------------------------------

    def spots(self, source: str) -> list[Spot]:
        """Every span of a source that a settled record (but an entity) stands on, in reading order."""
        return self._spots.get(source, [])

    def mentions(self, source: str) -> list[Spot]:
        """Every place of a source that names an entity, in reading order."""
        return self._mentions.get(source, [])

    @cached_property
    def _spots(self) -> dict[str, list[Spot]]:
        return self._by_source(record for record in self.records.values() if record.tab != "entities")

    @cached_property
    def _mentions(self) -> dict[str, list[Spot]]:
        return self._by_source(record for record in self.records.values() if record.tab == "entities")

    def _by_source(self, records: Iterable[Record]) -> dict[str, list[Spot]]:
        spots: dict[str, list[Spot]] = defaultdict(list)
        for record in records:
            if record.state not in SETTLED:
                continue
            for anchor in record.anchors if record.tab == "entities" else record.main:
                spots[anchor.source].append(Spot(anchor.start, anchor.end, record))
        for found in spots.values():
            found.sort(key=lambda spot: (spot.start, spot.end))
        return dict(spots)

    # -- entities ---------------------------------------------------------------------------------------

    def entities_in(self, record: Record) -> list[Record]:
        """The entities that take part in a record or are named in its words, each once."""
        found = {actor.ref: self.records[actor.ref] for actor in record.actors if actor.ref in self.records}
        for anchor in record.main:
            for spot in within(self.mentions(anchor.source), anchor.start, anchor.end):
                found.setdefault(spot.record.id, spot.record)
        return list(found.values())

    def mentioning(self, entity: str) -> list[Record]:
        """Every settled record that an entity takes part in or is named in, in the order of tabs and text."""
        return self._mentioning.get(entity, [])

    @cached_property
    def _mentioning(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for tab in TABS:
            for record in self.tab(tab, related=True) if tab != "entities" else ():
                for entity in self.entities_in(record):
                    found[entity.id].append(record)
        return dict(found)

    # -- passages ---------------------------------------------------------------------------------------

    @cached_property
    def passages(self) -> list[Passage]:
        """The passages of all sources, in order; a passage is known by its place in this list."""
        return [
            passage
            for source in self.sources.values()
            for passage in passages(source.id, self.text(source.id), source.zones)
        ]

    def passage_at(self, source: str, start: int) -> Passage:
        """The passage that the character at `start` stands in, found without cutting up the whole text."""
        text = self.text(source)
        line = text.rfind("\n", 0, start) + 1
        end = text.find("\n", start)
        # Of a line without end, a stretch is enough: it begins at the same place for all that stand in it.
        line = max(line, start - start % LONGEST - LONGEST)
        end = min(len(text) if end < 0 else end, line + 3 * LONGEST)
        cut = passages(source, text[line:end], ())
        found = next((one for one in cut if one.start <= start - line < one.end), None)
        first, last = (found.start, found.end) if found else (start - line, start - line + 1)
        return Passage(source, line + first, line + last, self.zone(source, line + first))

    def zone(self, source: str, start: int) -> str:
        """What the character at `start` of a source stands in."""
        return zone_at(self.sources[source].zones, start)


def within(spots: Sequence[Spot], start: int, end: int) -> Iterator[Spot]:
    """Those of ordered spots that have a character in ``[start, end)``."""
    first = bisect_left(spots, start - LONGEST, key=lambda spot: spot.start)
    last = bisect_left(spots, end, key=lambda spot: spot.start)
    for spot in spots[first:last]:
        if start < spot.end:
            yield spot


def _by_label(record: Record) -> tuple[str, str]:
    return record.label.casefold(), record.id
