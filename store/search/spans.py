"""Which stretches of a passage to mark for a query: word by word, in the offsets of the original text."""

from __future__ import annotations

from store.search.evidence import Gatherer, typed_words
from store.search.fold import fold, initials, offsets, plain, words
from store.search.postings import Postings
from store.search.query import Query, parse


def spans(query: str | Query, text: str) -> list[tuple[int, int]]:
    """The (start, end) of what speaks for the query in `text`: sorted, not overlapping, within the text.

    The passage is searched as a corpus of one, so that what is marked is what was found; of what speaks for
    one typed word only the likest is marked. Words of one compound ("F-35") are marked as one.
    """
    query = query if isinstance(query, Query) else parse(query)
    typed = typed_words(query)
    if not typed:
        return []
    postings = Postings()
    postings.add([(0, text)])
    standing = words(fold(text))
    marked = set()
    best = [0.0] * len(typed)
    evidence = Gatherer(postings).gather(typed, query.open)
    for one in sorted(evidence, key=lambda one: -one.similarity):
        if one.similarity >= min(best[one.first : one.last + 1]):
            best[one.first : one.last + 1] = [one.similarity] * (one.last + 1 - one.first)
            marked |= {standing[at][1:] for at in one.positions}
    named = set(typed)
    marked |= {(start, end) for start, end, acronym in initials(plain(text)) if acronym in named}
    back = offsets(text)
    merged: list[tuple[int, int]] = []
    for start, end in sorted((back[start], back[end - 1] + 1) for start, end in marked):
        if merged and (start <= merged[-1][1] or (start == merged[-1][1] + 1 and text[start - 1] in "-'’")):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
