"""Where the names of entities stand in a text, each place given to one entity only.

The longest name wins a place: "Lee" inside "Torrey W. Lee" is no mention of Minister Lee, and "Osan" inside
"Osan Air Base" none of the town.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
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
    text_view: str, zones: Sequence[Zone], forms: Sequence[Form]
) -> tuple[dict[str, list[Place]], list[tuple[str, str]]]:
    """The places of each entity in reading order, and the faults found, each with its entity."""
    faults: list[tuple[str, str]] = []
    wanted: dict[tuple[int, int], Form] = {}
    for form in sorted(forms, key=_pinned, reverse=True):
        for span in _spans(text_view, form, faults):
            if zone_at(zones, span[0]) == "boilerplate":
                continue
            holder = wanted.setdefault(span, form)
            if holder.entity != form.entity and not _pinned(holder):
                faults.append((form.entity, f"{form.words!r} also names {holder.entity}: add prefix or nth"))
    given: list[tuple[int, int, Form]] = []
    for (start, end), form in sorted(wanted.items(), key=_claim):
        if not any(s < end and start < e for s, e, other in given if _bars(other, form)):
            given.append((start, end, form))
    places: dict[str, list[Place]] = defaultdict(list)
    seen: set[Form] = set()
    for start, end, form in sorted(given, key=lambda place: place[:2]):
        places[form.entity].append(("mention" if form in seen else "surface", start, end))
        seen.add(form)
    for form in set(forms) - seen:
        faults.append((form.entity, f"the form {form.words!r} stands nowhere outside longer names"))
    return places, sorted(set(faults))


def _pinned(form: Form) -> bool:
    """Is the form told apart by what stands before it, or by its number? Then its place is its own."""
    return bool(form.prefix or form.nth)


def _bars(given: Form, form: Form) -> bool:
    """Does a given place keep `form` out of it? One that lets others in still counts once for its own."""
    return not given.around or given.entity == form.entity


def _claim(item: tuple[tuple[int, int], Form]) -> tuple[bool, int, int]:
    """Pinned forms first, then the longest, then the earliest."""
    (start, end), form = item
    return not _pinned(form), start - end, start


def _spans(text_view: str, form: Form, faults: list[tuple[str, str]]) -> list[tuple[int, int]]:
    if _pinned(form):
        try:
            return [anchors.find(text_view, form.words, prefix=form.prefix, nth=form.nth)]
        except anchors.AnchorError as error:
            faults.append((form.entity, str(error)))
            return []
    return [(at, at + len(form.words)) for at in anchors.occurrences(text_view, form.words)]
