"""Records and sources as plain JSON values, for the store and for export, and back without loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from store.model import Actor, Anchor, Change, Record, Source, Value, When, Zone

Json = dict[str, Any]


def record_to_json(record: Record) -> Json:
    """A record with exactly the keys of `Record`, tuples as lists, numbers as JSON numbers."""
    data = _listed(asdict(record))
    for value in data["values"]:
        value["number"] = number_to_json(value["number"])
    return data


def record_from_json(data: Mapping[str, Any]) -> Record:
    """The record that `record_to_json` wrote. Raises KeyError or TypeError on another shape."""
    return Record(
        id=data["id"],
        tab=data["tab"],
        kind=data["kind"],
        label=data["label"],
        source=data["source"],
        anchors=tuple(Anchor(**anchor) for anchor in data["anchors"]),
        values=tuple(Value(**{**value, "number": _number(value["number"])}) for value in data["values"]),
        when=tuple(When(**when) for when in data["when"]),
        actors=tuple(Actor(**actor) for actor in data["actors"]),
        place=data["place"],
        status=tuple(data["status"]),
        cluster=data["cluster"],
        note=data["note"],
        article=data["article"],
        state=data["state"],
        method=data["method"],
        history=tuple(Change(**change) for change in data["history"]),
    )


def source_to_json(source: Source) -> Json:
    """A source with exactly the keys of `Source`; its text is not part of it."""
    return _listed(asdict(source))


def source_from_json(data: Mapping[str, Any]) -> Source:
    """The source that `source_to_json` wrote. Raises KeyError or TypeError on another shape."""
    return Source(
        **{
            **data,
            "when": When(**data["when"]),
            "zones": tuple(Zone(**zone) for zone in data["zones"]),
            "notes": tuple(data["notes"]),
            "history": tuple(Change(**change) for change in data["history"]),
        }
    )


def number_to_json(number: Decimal | None) -> int | float | None:
    """The JSON number equal to `number`. Raises ValueError where a float would not hold every digit."""
    if number is None:
        return None
    if number == number.to_integral_value():
        return int(number)
    if Decimal(repr(float(number))) != number:
        raise ValueError(f"{number} has more digits than a JSON number keeps")
    return float(number)


def _number(number: int | float | None) -> Decimal | None:
    return None if number is None else Decimal(repr(number))


def _listed(data: Json) -> Json:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}
