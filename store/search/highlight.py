"""Which stretches of a passage to mark for a query: word by word, in the offsets of the original text."""

from __future__ import annotations

from store.search.evidence import gather, typed_words
from store.search.fold import fold, offsets, words
from store.search.postings import Postings
from store.search.query import Query, parse
from store.search.vocabulary import Vocabulary


def spans(query: str | Query, text: str) -> list[tuple[int, int]]:
    """The (start, end) of what speaks for the query in `text`: sorted, not overlapping, within the text.

    The passage is searched as a corpus of one, so that what is marked is what was found. Words of one
    compound ("F-35") are marked as one.
    """
    query = query if isinstance(query, Query) else parse(query)
    typed = typed_words(query)
    if not typed:
        return []
    postings = Postings()
    postings.add([(0, text)])
    evidence = gather(typed, postings, Vocabulary(postings.words), growing=query.open)
    standing = words(fold(text))
    back = offsets(text)
    marked = {at + step for found in evidence for at in found.positions for step in range(found.width)}
    found = [(back[standing[at][1]], back[standing[at][2] - 1] + 1) for at in sorted(marked)]
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and (start <= merged[-1][1] or (start == merged[-1][1] + 1 and text[start - 1] in "-'’")):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
