"""Which stretches of a passage to mark for a query: word by word, in the offsets of the original text."""

from __future__ import annotations

from store.search.evidence import EXACT, Gatherer, typed_words
from store.search.fold import fold, initials, offsets, plain, words
from store.search.postings import Postings
from store.search.query import Query, parse

MARKS = frozenset("-'’‐‑–_")
"""What may stand between two words of one compound."""


def spans(query: str | Query, text: str) -> list[tuple[int, int]]:
    """The (start, end) of what speaks for the query in `text`: sorted, not overlapping, within the text.

    The passage is searched as a corpus of one, so that what is marked is what was found; where a typed word
    itself stands, nothing that is merely like it is marked. Words of one compound ("F-35") are marked as one.
    """
    query = query if isinstance(query, Query) else parse(query)
    typed = typed_words(query)
    if not typed:
        return []
    postings = Postings()
    postings.add([(0, text)])
    standing = words(fold(text))
    marked = set()
    exact: set[int] = set()
    evidence = Gatherer(postings).gather(typed, query.open)
    for one in sorted(evidence, key=lambda one: -one.similarity):
        if one.similarity >= EXACT:
            exact |= {*range(one.first, one.last + 1)}
        if one.similarity >= EXACT or not exact.issuperset(range(one.first, one.last + 1)):
            marked |= {standing[at][1:] for at in one.positions}
    named = set(typed)
    marked |= {(start, end) for start, end, acronym in initials(plain(text)) if acronym in named}
    back = offsets(text)
    merged: list[tuple[int, int]] = []
    for start, end in sorted((back[start], back[end - 1] + 1) for start, end in marked):
        last = merged[-1][1] if merged else -2
        if start <= last or (start == last + 1 and text[last] in MARKS):
            merged[-1] = (merged[-1][0], max(end, last))
        else:
            merged.append((start, end))
    return merged
