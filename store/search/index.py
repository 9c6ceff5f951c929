"""The index: passages in, the ids of those that were most likely meant out, best first."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from pathlib import Path
from typing import NamedTuple

from store.search import saved
from store.search.evidence import Evidence, gather, typed_words
from store.search.fold import fold, words
from store.search.postings import Postings
from store.search.query import Query, parse
from store.search.ranking import Hits, score, weigh
from store.search.vocabulary import Vocabulary

CUT = 0.5
"""A passage that scores less than this share of the best one is no longer what was meant."""


class Hit(NamedTuple):
    """A passage found. `score` lies in (0, 1]: from 0.9 up the query stands there as it was typed (spelling
    habits aside), below it does so in other words, order or spelling."""

    passage_id: int
    score: float


class SearchIndex:
    """Fuzzy search over passages, each an id of the caller's (64 bits) and a text."""

    def __init__(self) -> None:
        self._postings = Postings()
        self._vocabulary = Vocabulary()
        self._texts: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def rebuild(self, passages: Iterable[tuple[int, str]]) -> None:
        """Index exactly these passages."""
        self._postings = Postings()
        self._texts = dict(passages)
        self._postings.add(self._texts.items())
        self._vocabulary = Vocabulary(self._postings.words)

    def add(self, passages: Iterable[tuple[int, str]]) -> None:
        """Index these too; an id that is there already gets the new text."""
        self.rebuild((self._texts | dict(passages)).items())

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these passages; an unknown id is no error."""
        gone = set(ids)
        self.rebuild((i, text) for i, text in self._texts.items() if i not in gone)

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
        accepted = _accepts(accept)
        typed = typed_words(query)
        evidence = gather(typed, self._postings, self._vocabulary, growing=query.open)
        weights = weigh(evidence, len(typed), len(self._postings.ids))
        ids = self._postings.ids
        if typed:
            hits = self._hits(evidence)
            scored = [(slot, score(found, weights, self._length(slot))) for slot, found in hits.items()]
        else:
            scored = [(slot, 1.0) for slot in range(len(ids))]
        refused = self._refused(query)
        scored = [(slot, value) for slot, value in scored if slot not in refused and accepted(ids[slot])]
        for phrase in query.phrases:
            standing = {self._slot(at) for at in self._postings.phrase(_words(phrase))}
            scored = [(slot, value) for slot, value in scored if slot in standing or not _words(phrase)]
        scored.sort(key=lambda found: (-found[1], ids[found[0]]))
        least = scored[0][1] * CUT if scored else 0.0
        return [Hit(ids[slot], value) for slot, value in scored[:limit] if value >= least]

    def _slot(self, at: int) -> int:
        return self._postings.slots[at >> 4]

    def _length(self, slot: int) -> int:
        return self._postings.ends[slot] - self._postings.starts[slot]

    def _hits(self, evidence: list[Evidence]) -> dict[int, Hits]:
        hits: dict[int, Hits] = {}
        for found in evidence:
            for at in found.positions:
                hits.setdefault(self._slot(at), []).append((at, found.first, found.last, found.similarity))
        for one in hits.values():
            one.sort()
        return hits

    def _refused(self, query: Query) -> set[int]:
        return {
            self._slot(at) for excluded in query.excluded for at in self._postings.phrase(_words(excluded))
        }

    def save(self, path: Path | str) -> None:
        """Write the index to a file, to be opened by `load` in far less time than it took to build."""
        saved.save(Path(path), self._texts)

    @classmethod
    def load(cls, path: Path | str) -> SearchIndex:
        """Open a saved index. Raises `SavedIndexError` when it is damaged, of another version or no index,
        and `OSError` when it cannot be read; either way, rebuild."""
        index = cls()
        index.rebuild(saved.load(Path(path)))
        return index


def _words(text: str) -> list[str]:
    return [word for word, _, _ in words(fold(text))]


def _accepts(accept: Callable[[int], bool] | Container[int] | None) -> Callable[[int], bool]:
    if accept is None:
        return lambda _: True
    return accept if callable(accept) else accept.__contains__
