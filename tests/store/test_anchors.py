"""Anchors: words found where they stand, and nothing accepted that is off by a character."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from store.anchors import CONTEXT, AnchorError, fault, find, make, occurrences
from store.corpus import Corpus
from store.model import Anchor
from store.text import view

WORDS = st.sampled_from(["aid", "aid,", "Lee", "U.S.", "“Lee”", "28,500", "a", "’s", "평택", "_x", "(ROK)"])
TEXTS = st.lists(WORDS | st.sampled_from([" ", " ", "\u00a0", "\n", "-", "."]), max_size=30).map("".join)


def standing(text_view: str, words: str) -> list[int]:
    """Where words stand and do not begin or end within a longer word, looked up one place at a time."""

    def inside(at: int) -> bool:
        begins = words[0].isalnum() and at > 0 and re.match(r"\w", text_view[at - 1])
        after = at + len(words)
        ends = words[-1].isalnum() and after < len(text_view) and re.match(r"\w", text_view[after])
        return bool(begins or ends)

    wanted = view(words)
    return [at for at in range(len(text_view)) if text_view.startswith(wanted, at) and not inside(at)]


# ---- finding


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
def test_every_place_is_found_and_no_other(text: str, words: str) -> None:
    seen = view(text)
    places = standing(seen, words)
    assert list(occurrences(seen, words)) == places
    for nth, at in enumerate(places, 1):
        assert find(seen, words, nth=nth) == (at, at + len(words))
    with pytest.raises(AnchorError):
        find(seen, words, nth=len(places) + 1)
    if len(places) == 1:
        assert find(seen, words) == (places[0], places[0] + len(words))
    else:
        with pytest.raises(AnchorError):
            find(seen, words)


def test_places_that_overlap_are_two() -> None:
    with pytest.raises(AnchorError, match="stands 2 times"):
        find("that that that", "that that")
    assert find("that that that", "that that", nth=2) == (5, 14)


def test_words_are_found_whatever_their_quotes_and_spaces() -> None:
    text = "the “ironclad” U.S.\u00a0commitment, Austin’s"
    for words in ('the "ironclad" U.S. commitment', "“ironclad” U.S.", "Austin's"):
        start, end = find(view(text), words)
        assert view(text[start:end]) == view(words)


@pytest.mark.parametrize("words", ["Osa", "san", "8,500", "amp Humphreys", "Camp Humphrey"])
def test_a_part_of_a_word_does_not_stand_in_a_text(words: str) -> None:
    with pytest.raises(AnchorError, match="does not say"):
        find("28,500 at Camp Humphreys and Osan", words)


def test_a_prefix_tells_two_places_apart() -> None:
    text = "Lee met Torrey W. Lee; Lee left."
    assert find(text, "Lee", prefix="Torrey W.") == (18, 21)
    assert find(text, "Lee", prefix="; ") == (23, 26)
    with pytest.raises(AnchorError, match="after 'Minister'"):
        find(text, "Lee", prefix="Minister")


def test_words_are_looked_for_within_a_span_only() -> None:
    text = "in 1953, not in 1953"
    assert find(text, "1953", within=(0, 8)) == (3, 7)
    assert find(text, "1953", within=(8, 20)) == (16, 20)
    with pytest.raises(AnchorError):
        find(text, "1953", within=(4, 15))


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_no_words_are_no_claim(words: str) -> None:
    with pytest.raises(AnchorError, match="empty"):
        find("some text", words)


@pytest.mark.parametrize("nth", [0, -1, 3])
def test_a_count_beyond_the_places_is_refused(nth: int) -> None:
    with pytest.raises(AnchorError, match="stands 2 times"):
        find("one one", "one", nth=nth)


# ---- making and checking


@given(st.text(min_size=1, max_size=120), st.data())
def test_what_is_made_on_a_text_holds_on_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    anchor = make("row", "page", text, start, end)
    assert fault(anchor, text) is None
    assert text[start:end] == anchor.exact
    assert (text[:start] + anchor.exact + text[end:]) == text
    assert text[:start].endswith(anchor.prefix)
    assert text[end:].startswith(anchor.suffix)
    assert len(anchor.prefix) == min(CONTEXT, start)
    assert len(anchor.suffix) == min(CONTEXT, len(text) - end)


@given(st.text(min_size=1, max_size=120), st.text(min_size=1, max_size=120), st.data())
def test_an_anchor_holds_on_another_text_only_where_words_and_context_are_the_same(
    text: str, other: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    anchor = make("row", "page", text, start, end)
    low, high = max(0, start - CONTEXT), end + CONTEXT
    assert (fault(anchor, other) is None) == (text[low:high] == other[low:high])


@given(st.data())
def test_every_change_of_one_field_is_a_fault(data: st.DataObject) -> None:
    text = "Austin and Lee met for the 54th Security Consultative Meeting at the Pentagon today."
    start = data.draw(st.integers(0, len(text) - 1))
    anchor = make("row", "dod22", text, start, data.draw(st.integers(start + 1, len(text))))
    name = data.draw(st.sampled_from(["start", "end", "exact", "prefix", "suffix"]))
    value: Any = data.draw(st.integers(-5, 200) if name in ("start", "end") else st.text(max_size=40))
    assume(value != getattr(anchor, name))
    assert fault(replace(anchor, **{name: value}), text) is not None


def moved(anchor: Anchor, by: int) -> Anchor:
    return replace(anchor, start=anchor.start + by, end=anchor.end + by)


def test_every_shipped_anchor_is_verbatim_and_none_holds_one_character_off(corpus: Corpus) -> None:
    anchors = [anchor for record in corpus.records.values() for anchor in record.anchors]
    assert len(anchors) > 1000
    for anchor in anchors:
        text = corpus.text(anchor.source)
        assert text[anchor.start : anchor.end] == anchor.exact
        assert text[max(0, anchor.start - 32) : anchor.start] == anchor.prefix
        assert text[anchor.end : anchor.end + 32] == anchor.suffix
        assert fault(anchor, text) is None
        for wrong in (
            moved(anchor, 1),
            moved(anchor, -1),
            replace(anchor, start=anchor.start + 1),
            replace(anchor, end=anchor.end - 1),
            replace(anchor, exact=anchor.exact[:-1]),
        ):
            assert fault(wrong, text) is not None
