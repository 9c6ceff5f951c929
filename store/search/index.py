"""The index: passages in; out come the ids of those that were most likely meant, best first."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Iterable, Iterator
from heapq import heappush, heappushpop, nsmallest
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from store.search import saved
from store.search.evidence import Evidence, Gatherer, side_by_side, typed_words
from store.search.fold import fold, words
from store.search.postings import BLOCK_BITS, BULK, Postings
from store.search.query import Query, parse
from store.search.ranking import CUT, Hits, bound, covers, score, weigh


class Hit(NamedTuple):
    """A passage found. `score` lies in (0, 1]: from 0.9 up the query stands there as it was typed (spelling
    habits aside), below it does so in other words, order or spelling."""

    passage_id: int
    score: float


class SearchIndex:
    """Fuzzy search over passages, each an id of the caller's (64 bits) and a text.

    The texts are not kept. Several threads may search at once, but none while another changes the index.
    """

    def __init__(self) -> None:
        self._postings = Postings()
        self._gatherer = Gatherer(self._postings)

    def __len__(self) -> int:
        return len(self._postings)

    def __iter__(self) -> Iterator[int]:
        """The ids of all passages, in the order they came in."""
        postings = self._postings
        return (one for slot, one in enumerate(postings.ids) if slot not in postings.gone)

    @property
    def emptied(self) -> int:
        """Passages that were removed and still take room."""
        return len(self._postings.gone)

    def rebuild(self, passages: Iterable[tuple[int, str]]) -> None:
        """Index exactly these passages; of two with one id the later counts."""
        self._postings = Postings()
        self.add(passages)

    def add(self, passages: Iterable[tuple[int, str]]) -> None:
        """Index these too; an id that is there already gets the new text."""
        more = dict(passages)
        self.remove(more)
        self._postings.add(more.items())
        self._gatherer = Gatherer(self._postings)

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these passages; an unknown id is no error."""
        gone = set(ids)
        postings = self._postings
        slots = {slot for slot, one in enumerate(postings.ids) if one in gone} - postings.gone
        if slots:
            postings.remove(slots)
            self._gatherer = Gatherer(postings)

    def search(
        self,
        query: str | Query,
        limit: int = 50,
        accept: Callable[[int], bool] | Container[int] | None = None,
    ) -> list[Hit]:
        """The passages meant, best first, at most `limit`, only those that `accept` lets through.

        A query without a word filters nothing: all passages in the order of their ids, each with score 1.
        Equal scores stand in the order of their ids.
        """
        query = query if isinstance(query, Query) else parse(query)
        limit = max(0, limit)
        postings = self._postings
        ids = postings.ids
        admits = self._admits(query, accept)
        typed = typed_words(query)
        if not limit:
            return []
        if typed:
            evidence = self._gatherer.gather(typed, query.open)
            weights = weigh(evidence, len(typed), len(postings))
            if len(postings.ids) > BULK:
                from store.search.bulk_ranking import rank

                scored = rank(evidence, weights, postings, admits, limit)
            else:
                scored = self._rank(evidence, weights, admits, limit)
        else:
            slots = (slot for slot in range(len(ids)) if slot not in postings.gone)
            admitted = (slot for slot in slots if admits is None or admits(slot))
            in_order = (
                islice(admitted, limit) if postings.ascending else nsmallest(limit, admitted, ids.__getitem__)
            )
            scored = [(1.0, slot) for slot in in_order]
        least = max(scored, default=(0.0, 0))[0] * CUT
        hits = [(-value, ids[slot]) for value, slot in scored if value >= least]
        return [Hit(passage_id, -value) for value, passage_id in sorted(hits)[:limit]]

    def _rank(
        self,
        evidence: list[Evidence],
        weights: list[float],
        admits: Callable[[int], bool] | None,
        limit: int,
    ) -> list[tuple[float, int]]:
        """(score, slot) of the `limit` passages that answer best and some more, those that cover most of the
        query first, until the rest can no longer be among the best (the threshold algorithm)."""
        postings = self._postings
        hits: dict[int, Hits] = {}
        for one in evidence:
            unlike = 1 - one.similarity
            for at in one.positions:
                hits.setdefault(postings.slots[at >> BLOCK_BITS], []).append(
                    (at, unlike, one.first, one.last)
                )
        covering = sorted(
            (
                (covers(found, weights), slot)
                for slot, found in hits.items()
                if admits is None or admits(slot)
            ),
            reverse=True,
        )
        scored: list[tuple[float, int]] = []
        best: list[float] = []
        for coverage, slot in covering:
            if len(best) >= limit and bound(coverage) < best[0]:
                break
            length = postings.ends[slot] - postings.starts[slot]
            scored.append((score(sorted(hits[slot]), coverage, weights, length), slot))
            (heappush if len(best) < limit else heappushpop)(best, scored[-1][0])
        return scored

    def _admits(
        self, query: Query, accept: Callable[[int], bool] | Container[int] | None
    ) -> Callable[[int], bool] | None:
        """Whether the passage in a slot may be found at all; None when every one may."""
        refused = {slot for phrase in query.excluded for slot in self._holding(phrase)}
        needed = [self._holding(phrase) for phrase in query.phrases if _words(phrase)]
        if accept is None and not refused and not needed:
            return None
        accepted = accept if callable(accept) or accept is None else accept.__contains__
        ids = self._postings.ids
        return lambda slot: (
            slot not in refused
            and all(slot in holding for holding in needed)
            and (accepted is None or accepted(ids[slot]))
        )

    def _holding(self, phrase: str) -> set[int]:
        """The slots where the words of `phrase` stand side by side, exactly."""
        postings = self._postings
        first, *others = [postings.words.of(word) for word in _words(phrase)] or [postings.words.of("")]
        for other in others:
            first = memoryview(array("i", side_by_side(first, other)[1::2]))
        return {postings.slots[at >> BLOCK_BITS] for at in first}

    def save(self, path: Path | str, stamp: str = "") -> None:
        """Write the index to a file. `stamp` names the state of the texts, for `load` to compare."""
        saved.save(Path(path), self._postings, stamp)

    @classmethod
    def load(cls, path: Path | str, stamp: str | None = None) -> SearchIndex:
        """Open a saved index, in far less time than building it takes.

        Raises `SavedIndexError` when the file is damaged, of another version, no index at all, or not of the
        state that `stamp` names, and `OSError` when it cannot be read; either way, rebuild.
        """
        index = cls()
        index._postings = saved.load(Path(path), stamp)
        index._gatherer = Gatherer(index._postings)
        return index


def _words(text: str) -> list[str]:
    return [word for word, _, _ in words(fold(text))]
