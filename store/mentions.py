"""Where the names of entities stand in a text, each place given to one entity only.

The longest name wins a place: "Lee" inside "Torrey W. Lee" is no mention of Minister Lee, and "Osan" inside
"Osan Air Base" none of the town.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store import anchors
from store.model import Zone
from store.text import zone_at

Place = tuple[str, int, int]
"""A role (surface for the first of a form in a source, mention for each further), a start and an end."""


@dataclass(frozen=True, slots=True)
class Form:
    """One wording of an entity's name; with `prefix` or `nth` where the same words also mean another, and
    `around` where the names within it count as well ("U.S." in "U.S.-ROK Alliance")."""

    entity: str
    words: str
    prefix: str = ""
    nth: int | None = None
    around: bool = False


def claimed(
    text_view: str, zones: Sequence[Zone], forms: Iterable[Form]
) -> tuple[dict[str, list[Place]], list[tuple[str, str]]]:
    """The places of each entity in reading order, and the faults found, each with its entity."""
    faults: list[tuple[str, str]] = []
    wanted: dict[tuple[int, int], Form] = {}
    for form in sorted(forms, key=lambda form: not (form.prefix or form.nth)):
        for span in _spans(text_view, form, faults):
            if zone_at(zones, span[0]) == "boilerplate":
                continue
            holder = wanted.setdefault(span, form)
            # A form told apart by prefix or nth has the better claim to its place.
            if holder.entity != form.entity and not (holder.prefix or holder.nth):
                faults.append((form.entity, f"{form.words!r} also names {holder.entity}: add prefix or nth"))
    places: dict[str, list[Place]] = defaultdict(list)
    seen: set[Form] = set()
    reach = 0
    # In reading order, longest first: what begins before the last one ended is part of a longer name.
    for (start, end), form in sorted(wanted.items(), key=lambda item: (item[0][0], -item[0][1])):
        if start < reach:
            continue
        if not form.around:
            reach = end
        places[form.entity].append(("mention" if form in seen else "surface", start, end))
        seen.add(form)
    for form in set(forms) - seen:
        faults.append((form.entity, f"the form {form.words!r} stands nowhere outside longer names"))
    return places, sorted(set(faults))


def _spans(text_view: str, form: Form, faults: list[tuple[str, str]]) -> list[tuple[int, int]]:
    if form.prefix or form.nth:
        try:
            return [anchors.find(text_view, form.words, prefix=form.prefix, nth=form.nth)]
        except anchors.AnchorError as error:
            faults.append((form.entity, str(error)))
            return []
    return [(at, at + len(form.words)) for at in anchors.occurrences(text_view, form.words)]
