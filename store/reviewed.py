"""A reviewed record, written by hand as TOML beside its text: exact words in, anchored records out.

The format is described in docs/record-format.md. Words are looked up in the text and must stand there;
a number must be the number its words state, with the hedge that stands before them; a date that is called
stated must have its year in its words. A file with any fault is refused whole, every fault named by line.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from store import anchors, dates
from store.claims import check_actor, check_date, check_value
from store.mentions import Form, claimed
from store.model import KINDS, TABS, ZONES, Actor, Anchor, Record, Source, Tab, Value, When, Zone
from store.text import decode, view, zone_at

Table = Mapping[str, Any]

_ROW_KEYS = frozenset("kind label words value when who place status cluster note".split())
_KEYS: dict[str, frozenset[str]] = {
    "entities": frozenset("kind label forms status note".split()),
    "quotes": _ROW_KEYS | {"speaker", "said", "named"},
}
_SOURCE_KEYS = frozenset("id short title publisher author kind date notes".split())
_WHEN_KEYS = frozenset("role edtf bound basis words prefix nth".split())
_VALUE_KEYS = frozenset("of number unit qualifier period words prefix nth".split())


class ReviewedError(ValueError):
    """A hand-made record that does not hold; `faults` are sentences, each with its line."""

    def __init__(self, file: str, faults: Iterable[str]) -> None:
        self.file = file
        self.faults = tuple(faults)
        super().__init__(f"{file} was not read:\n" + "\n".join(f"  {fault}" for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One source with its text and what it says. Entities carry this source's mentions only."""

    source: Source
    text: str
    records: tuple[Record, ...]


def read(record: Path, text: Path) -> Reviewed:
    """The reviewed record in the file `record`, which is about the document in the file `text`.

    Raises ReviewedError with every fault found, OSError where a file cannot be read.
    """
    data, raw = record.read_bytes(), text.read_bytes()
    try:
        written = data.decode("utf-8")
        table = tomllib.loads(written, parse_float=Decimal)
        words = decode(raw)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReviewedError(str(record), [f"{error}"]) from error
    return _Reader(str(record), written, table, words, hashlib.sha256(raw).hexdigest(), text.name).read()


class _Reader:
    """Reads one file, gathering faults instead of stopping at the first."""

    def __init__(self, file: str, written: str, table: Table, text: str, sha256: str, name: str) -> None:
        self.file, self.written, self.table = file, written, table
        self.text, self.view = text, view(text)
        self.sha256, self.name = sha256, name
        self.faults: list[str] = []
        self.id = ""
        self.zones: tuple[Zone, ...] = ()

    def read(self) -> Reviewed:
        source = self._source()
        records = [*self._entities(), *self._rows()]
        if self.faults or source is None:
            raise ReviewedError(self.file, self.faults)
        return Reviewed(source, self.text, tuple(records))

    # -- faults -----------------------------------------------------------------------------------------

    def _fault(self, header: str, message: str) -> None:
        line = next(
            (n for n, line in enumerate(self.written.splitlines(), 1) if line.strip().startswith(header)), 1
        )
        self.faults.append(f"line {line}, {header}: {message}")

    def _known(self, header: str, table: Table, keys: frozenset[str]) -> None:
        for key in table.keys() - keys:
            self._fault(header, f"there is no key {key!r}; there are {', '.join(sorted(keys))}")

    def _worded(self, header: str, table: Table, keys: str) -> None:
        for key in keys.split():
            if not isinstance(table.get(key, ""), str):
                self._fault(header, f"{key} is words in quotation marks, not {table[key]!r}")

    @contextmanager
    def _form(self, header: str) -> Iterator[None]:
        """What is written in quite another form than the format's is a fault like any other."""
        try:
            yield
        except (AttributeError, TypeError, ValueError, ArithmeticError) as error:
            self._fault(header, f"it is not written as docs/record-format.md says ({error!r})")

    # -- the source -------------------------------------------------------------------------------------

    def _source(self) -> Source | None:
        table = self.table.get("source")
        if not isinstance(table, dict) or not {"id", "short", "title", "kind"} <= table.keys():
            self._fault("[source]", "a record begins with [source]: its id, short name, title and kind")
            return None
        self._known("[source]", table, _SOURCE_KEYS)
        self._worded("[source]", table, "id short title publisher author kind")
        for key in self.table.keys() - {"source", "zones", *TABS}:
            self._fault(f"[{key}", f"there is no table {key!r}; there are source, zones, {', '.join(TABS)}")
        self.id = table["id"]
        self.zones = self._zones()
        when = When("published")
        if "date" in table:
            with self._form("[source.date]"):
                found, _ = self._when("[source]", {"role": "published", **table["date"]}, None)
                when = found or when
        return Source(
            id=self.id,
            short=table["short"],
            title=table["title"],
            kind=table["kind"],
            sha256=self.sha256,
            publisher=table.get("publisher", ""),
            author=table.get("author", ""),
            when=when,
            file=self.name,
            zones=self.zones,
            notes=_many(table.get("notes", ())),
        )

    def _zones(self) -> tuple[Zone, ...]:
        found = []
        for table in self.table.get("zones", ()):
            if table.get("kind") not in ZONES:
                self._fault(
                    "[[zones]]", f"kind is one of {', '.join(sorted(ZONES))}, not {table.get('kind')!r}"
                )
            try:
                start, end = anchors.find(self.view, table["from"], nth=table.get("nth"))
                if "to" in table:
                    end = anchors.find(self.view, table["to"], within=(start, len(self.text)), nth=1)[1]
                found.append(Zone(table["kind"], start, end))
            except (anchors.AnchorError, KeyError) as error:
                self._fault("[[zones]]", f"{error}")
        return tuple(sorted(found, key=lambda zone: zone.start))

    # -- entities ---------------------------------------------------------------------------------------

    def _entities(self) -> list[Record]:
        tables: dict[str, Table] = self.table.get("entities", {})
        forms = []
        for name, table in tables.items():
            with self._form(f"[entities.{name}]"):
                forms += [
                    Form(name, **(form if isinstance(form, dict) else {"words": form}))
                    for form in _listed(table.get("forms", ()))
                ]
        places, faults = claimed(self.view, self.zones, forms)
        for name, message in faults:
            self._fault(f"[entities.{name}]", message)
        records = []
        for name, table in tables.items():
            header = f"[entities.{name}]"
            self._known(header, table, _KEYS["entities"])
            self._worded(header, table, "kind label note")
            if table.get("kind") not in KINDS["entities"]:
                self._fault(header, f"kind is one of {', '.join(sorted(KINDS['entities']))}")
            spans = [
                anchors.make(role, self.id, self.text, start, end)
                for role, start, end in places.get(name, ())
            ]
            if not spans:
                self._fault(header, "none of its forms stands in the source")
                continue
            records.append(
                Record(
                    id=name,
                    tab="entities",
                    kind=table.get("kind", ""),
                    label=table.get("label", ""),
                    source=None,
                    anchors=tuple(spans),
                    status=_many(table.get("status", ())),
                    note=table.get("note", ""),
                    article=any(zone_at(self.zones, span.start) != "related" for span in spans),
                )
            )
        return records

    # -- rows -------------------------------------------------------------------------------------------

    def _rows(self) -> Iterable[Record]:
        for tab in TABS:
            if tab == "entities":
                continue
            for name, table in self.table.get(tab, {}).items():
                with self._form(f"[{tab}.{name}]"):
                    record = self._row(tab, name, table)
                    if record is not None:
                        yield record

    def _row(self, tab: Tab, name: str, table: Table) -> Record | None:
        header = f"[{tab}.{name}]"
        self._known(header, table, _KEYS.get(tab, _ROW_KEYS))
        self._worded(header, table, "kind label place cluster note")
        if table.get("kind") not in KINDS[tab]:
            self._fault(header, f"kind is one of {', '.join(sorted(KINDS[tab]))}")
        if not table.get("label"):
            self._fault(header, "a label is missing")
        role = "segment" if tab == "quotes" else "row"
        main = self._anchors(header, role, _listed(table.get("words", ())), None)
        if not main:
            self._fault(header, "no claim without its quote: words are missing")
            return None
        hull = (min(anchor.start for anchor in main), max(anchor.end for anchor in main))
        zones = {zone_at(self.zones, anchor.start) for anchor in main}
        if "boilerplate" in zones:
            self._fault(header, "its words stand in boilerplate")
        found: list[Anchor] = list(main)
        for key, kind in (("said", "attribution"), ("named", "speaker")):
            found += self._anchors(header, kind, _listed(table.get(key, ())), hull)
        values = self._values(header, table, hull, found)
        when = self._whens(header, table, hull, found)
        return Record(
            id=f"{self.id}.{tab}.{name}",
            tab=tab,
            kind=table.get("kind", ""),
            label=table.get("label", ""),
            source=self.id,
            anchors=tuple(found),
            values=tuple(values),
            when=tuple(when),
            actors=tuple(self._actors(header, table)),
            place=table.get("place", ""),
            status=_many(table.get("status", ())),
            cluster=table.get("cluster", ""),
            note=table.get("note", ""),
            article="related" not in zones,
        )

    def _actors(self, header: str, table: Table) -> Iterable[Actor]:
        known = self.table.get("entities", {})
        who = {**table.get("who", {}), **({"speaker": table["speaker"]} if "speaker" in table else {})}
        for role, refs in who.items():
            for ref in _many(refs):
                actor = Actor(role, ref)
                problem = check_actor(actor, known, self.view)
                if problem:
                    self._fault(header, problem)
                yield actor

    def _values(self, header: str, table: Table, hull: tuple[int, int], found: list[Anchor]) -> list[Value]:
        values = []
        for item in _listed(table.get("value", ())):
            self._known(header, item, _VALUE_KEYS)
            value = Value(
                of=item.get("of", ""),
                number=None if item.get("number") is None else Decimal(item["number"]),
                unit=item.get("unit", ""),
                qualifier=item.get("qualifier", "exact"),
                period=item.get("period", ""),
            )
            spans = self._anchors(header, "value", [item], hull)
            for problem in check_value(value, spans, self.view, hull):
                self._fault(header, problem)
            found += spans
            values.append(value)
        return values

    def _whens(self, header: str, table: Table, hull: tuple[int, int], found: list[Anchor]) -> list[When]:
        whens = []
        for item in _listed(table.get("when", ())):
            when, spans = self._when(header, item, hull)
            found += spans
            if when is not None:
                whens.append(when)
        return whens

    def _when(
        self, header: str, item: Table, hull: tuple[int, int] | None
    ) -> tuple[When | None, list[Anchor]]:
        self._known(header, item, _WHEN_KEYS)
        edtf, bound, basis = item.get("edtf"), item.get("bound"), item.get("basis", "stated")
        spans: list[Anchor] = []
        for words in _listed(item.get("words", ())):
            selector = {"words": words, **{k: item[k] for k in ("prefix", "nth") if k in item}}
            spans += self._anchors(header, "date", [words if isinstance(words, dict) else selector], hull)
        try:
            precision = dates.precision(edtf) if edtf else "none"
            for date in filter(None, (edtf, bound)):
                dates.parse(date)
        except ValueError as error:
            self._fault(header, f"{error}")
            return None, spans
        when = When(item.get("role", "held"), edtf, bound, precision, basis)
        for problem in check_date(when, [span.exact for span in spans]):
            self._fault(header, problem)
        return when, spans

    def _anchors(
        self, header: str, role: str, selectors: Iterable[Any], hull: tuple[int, int] | None
    ) -> list[Anchor]:
        """The anchors that `selectors` name: words, or a table of words with prefix or nth. Words of a part
        are looked for in the row first, then in the whole source."""
        found = []
        for selector in selectors:
            table: Table = selector if isinstance(selector, dict) else {"words": selector}
            if "words" not in table:
                continue
            prefix, nth = table.get("prefix", ""), table.get("nth")
            try:
                span = self._find(table["words"], prefix, nth, hull)
            except anchors.AnchorError as error:
                self._fault(header, f"{error}")
                continue
            found.append(anchors.make(role, self.id, self.text, *span))
        return found

    def _find(
        self, words: str, prefix: str, nth: int | None, hull: tuple[int, int] | None
    ) -> tuple[int, int]:
        if hull is not None and any(True for _ in anchors.occurrences(self.view, words, *hull)):
            return anchors.find(self.view, words, prefix=prefix, nth=nth, within=hull)
        return anchors.find(self.view, words, prefix=prefix, nth=nth)


def merge_entities(reviewed: Iterable[Reviewed]) -> list[Record]:
    """The entities of several sources, one record each, with the mentions of all.

    Raises ReviewedError where two sources give one id another kind or label.
    """
    merged: dict[str, Record] = {}
    for one in reviewed:
        for entity in one.records:
            if entity.tab != "entities":
                continue
            known = merged.get(entity.id)
            if known is None:
                merged[entity.id] = entity
                continue
            if (known.kind, known.label) != (entity.kind, entity.label):
                here = f"{entity.id} is {entity.kind} {entity.label!r} here"
                raise ReviewedError(one.source.file, [f"{here}, {known.kind} {known.label!r} elsewhere"])
            merged[entity.id] = join_entity(known, entity)
    return list(merged.values())


def join_entity(known: Record, further: Record) -> Record:
    """One entity from two sources' views of it."""
    return replace(
        known,
        anchors=known.anchors + further.anchors,
        status=tuple(dict.fromkeys(known.status + further.status)),
        note=" ".join(dict.fromkeys(filter(None, (known.note, further.note)))),
        article=known.article or further.article,
    )


def _listed(item: Any) -> list[Any]:
    """One thing or several, as several."""
    return list(item) if isinstance(item, (list, tuple)) else [item]


def _many(item: Any) -> tuple[str, ...]:
    return tuple(_listed(item))
