"""A search index over groups of texts that come and go together: the passages of a source, a record's names.

When a store changes, most of it stays as it was. Each group has a key, which says all that its texts depend
on; a group whose key is still there is not indexed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from store.search.index import SearchIndex

PLACE_BITS = 32
"""An id is the number of a group and, in so many bits, a place in it; equal scores so stand in the order of
groups and of places."""
BATCH = 200_000
"""Texts indexed at a time: each batch is merged into what is there, and is in memory while it is."""

Group: TypeAlias = Callable[[], Iterable[tuple[int, str]]]
"""Gives the texts of a group, each with its place: called only where they are indexed."""


class Grouped:
    """An index and the numbers of its groups, by key, ascending in the order of the groups."""

    def __init__(self, index: SearchIndex | None = None, numbers: Mapping[str, int] | None = None) -> None:
        self.index = SearchIndex() if index is None else index
        self.numbers = dict(numbers or {})
        self._keys = {number: key for key, number in self.numbers.items()}

    def update(self, groups: Mapping[str, Group]) -> bool:
        """Hold exactly these groups, in this order. Says whether anything had to be indexed or forgotten."""
        numbers, fresh = self._numbered(groups)
        gone = {*self.numbers.values()}.difference(
            number for key, number in numbers.items() if key not in fresh
        )
        if gone:
            self.index.remove([one for one in self.index if one >> PLACE_BITS in gone])
        if self.index.emptied > len(self.index):
            # What is removed leaves room that nothing fills: after so much of it, begin anew.
            self.index, fresh = SearchIndex(), [*groups]
            numbers = {key: number for number, key in enumerate(groups)}
        texts = ((numbers[key] << PLACE_BITS | place, text) for key in fresh for place, text in groups[key]())
        while batch := list(islice(texts, BATCH)):
            self.index.add(batch)
        self.numbers = numbers
        self._keys = {number: key for key, number in numbers.items()}
        return bool(gone or fresh)

    def _numbered(self, groups: Iterable[str]) -> tuple[dict[str, int], Sequence[str]]:
        """The numbers that the groups get, and the keys of those to be indexed. A group keeps its number, and
        what is indexed of it, as long as the numbers still ascend."""
        new = max(self.numbers.values(), default=-1) + 1
        numbers: dict[str, int] = {}
        fresh: list[str] = []
        last = -1
        for key in groups:
            number = self.numbers.get(key, -1)
            if number <= last:
                number, new = new, new + 1
                fresh.append(key)
            numbers[key] = last = number
        return numbers, fresh

    def where(self, one: int) -> tuple[str, int]:
        """The key of the group that an id is of, and the place in it."""
        return self._keys[one >> PLACE_BITS], one & ((1 << PLACE_BITS) - 1)

    def ids(self, key: str, places: Iterable[int]) -> Iterator[int]:
        """The ids of places in a group."""
        number = self.numbers[key] << PLACE_BITS
        return (number | place for place in places)
