"""Texts: read without repair, viewed without moving a character, cut without losing one."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.corpus import Corpus
from store.model import Zone
from store.text import CUTTING, context, decode, lines, passage_from, passages, sentences, view, zone_at

# Text as documents have it: stops, quotes, brackets, odd spaces, abbreviations, capital letters, line ends.
PIECES = st.sampled_from(
    [
        *("U.S.", "Gen. ", "Lee ", "p.m. ", "Dr.", "1", "He said", "a", "B", "ok", "평택", "e\u0301", "😀"),
        *(". ", "! ", "? ", ".", '."', ".” ", "(", ") ", "[", "] ", "“", "‘", "’s ", "—", "…"),
        *(
            " ",
            "  ",
            "\u00a0",
            "\u2007",
            "\u202f",
            "\t",
            "\n",
            "\n\n",
            "\r\n",
            "\x0b",
            "\x1c",
            "\u2028",
            "\ufeff",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=120)


@given(TEXTS)
def test_a_view_keeps_every_offset(text: str) -> None:
    seen = view(text)
    assert len(seen) == len(text)
    assert view(seen) == seen
    for shown, original in zip(seen, text, strict=True):
        assert shown == original or (original.isspace() and shown == " ") or shown in "'\""


def test_a_view_makes_quotes_and_spaces_plain() -> None:
    assert view("“Camp\u00a0Humphreys’\u202fgate”") == '"Camp Humphreys\' gate"'


@given(TEXTS)
def test_passages_hold_every_character_once_and_in_order(text: str) -> None:
    found = passages("page", text, [])
    at = 0
    for passage in found:
        assert passage.source == "page"
        assert at <= passage.start < passage.end
        assert text[at : passage.start].strip() == ""
        words = text[passage.start : passage.end]
        assert words == words.strip()
        assert "\n" not in words
        at = passage.end
    assert text[at:].strip() == ""


@given(TEXTS, st.data())
def test_sentences_of_a_part_stay_within_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = list(sentences(text, start, end))
    at = start
    for first, last in spans:
        assert at <= first < last <= end
        assert text[at:first].strip() == ""
        at = last
    assert text[at:end].strip() == ""


@given(TEXTS)
def test_lines_are_trimmed_and_never_empty(text: str) -> None:
    assert [text[a:b] for a, b in lines(text)] == [line.strip() for line in text.split("\n") if line.strip()]


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The CFC commander, Army Gen. Vincent Brooks, has wartime control.",
        "Acting Defense Secretary Patrick M. Shanahan met with the minister.",
        "Twenty-one countries contributed to the U.N. Force at once.",
        "The U.S. Department of State and the U.S. Army met on Sept. 8, 2018.",
        "Alon J. Humphrey took it.",
        "It cost $1.03 billion in 2021.",
        "“That is so.” he said.",
    ],
)
def test_abbreviations_and_initials_end_no_sentence(text: str) -> None:
    assert cut(text) == [text]


def test_sentences_end_after_their_closing_quote() -> None:
    text = 'It is "ironclad." He said so. (It was.) “Now?” Then [South Korea] came.'
    assert cut(text) == [
        'It is "ironclad."',
        "He said so.",
        "(It was.)",
        "“Now?”",
        "Then [South Korea] came.",
    ]


def test_the_sentences_of_a_shipped_paragraph(corpus: Corpus) -> None:
    text = corpus.text("dod22")
    start = text.index("The Security Consultative Meeting brings")
    found = [text[a:b] for a, b in sentences(text, start, text.index("\n", start))]
    assert [words.split()[-1] for words in found] == ["friendship.", "1953.", "parallel."]


# ---- zones and context


def test_what_no_zone_covers_is_body() -> None:
    zones = (Zone("title", 0, 5), Zone("table", 7, 9))
    assert [zone_at(zones, at) for at in range(10)] == [
        *(["title"] * 5),
        *("body", "body"),
        *("table", "table"),
        "body",
    ]
    found = passages("page", "Title\n\nA |\nbody", zones)
    assert [(one.zone, one.start) for one in found] == [("title", 0), ("table", 7), ("body", 11)]


@given(TEXTS, st.data())
def test_context_stays_near_within_its_paragraph_and_between_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    reach = data.draw(st.integers(0, 40))
    first, last = context(text, start, end, reach)
    assert max(0, start - reach) <= first <= start
    assert end <= last <= min(len(text), end + reach)
    assert "\n" not in text[first:start] + text[end:last]
    assert first in (0, start) or text[first - 1].isspace()
    assert last in (len(text), end) or text[last].isspace()


# ---- bytes


def test_text_is_decoded_and_nothing_of_it_repaired() -> None:
    data = "\ufeffNorth Korea‘s \u00a0\r\nadn\x00".encode()
    assert decode(data) == "\ufeffNorth Korea‘s \u00a0\r\nadn\x00"
    with pytest.raises(UnicodeDecodeError):
        decode("Élysée".encode("latin-1"))


def test_passages_of_the_shipped_sources_hold_all_their_words(corpus: Corpus) -> None:
    for source in corpus.sources:
        text = corpus.text(source)
        found = [text[p.start : p.end] for p in corpus.passages if p.source == source]
        assert " ".join(found).split() == text.split()


@given(TEXTS)
def test_a_passage_is_found_again_by_where_it_begins(text: str) -> None:
    zones = (Zone("related", len(text) // 2, len(text)),)
    for passage in passages("s", text, zones):
        assert passage_from("s", text, zones, passage.start) == passage


@pytest.mark.parametrize(
    "between", [" ", "", ". ", ". A", "." + " " * 4100 + "A", " " * 1999 + "\n", ".\u00a0B"]
)
def test_a_passage_of_an_endless_line_is_found_again_as_well(between: str) -> None:
    text = between.join(["word " * 90, "w" * 1500, "A word. ", "x" * 3990, "Y. Z"] * 4)
    found = passages("s", text, ())
    assert len(found) > 4
    for passage in found:
        assert passage_from("s", text, (), passage.start) == passage


@given(TEXTS, st.integers(0, 300))
def test_a_passage_that_is_not_there_is_no_error(text: str, start: int) -> None:
    found = passage_from("s", text, (), start)
    assert found.start == start
    assert found.end >= start


# How the shipped texts are cut: for indexes that were kept, cutting otherwise is another kind of index.
CUT = {"dod19": 699177773, "dod22": 1903452688, "news": 1599460500, "state": 1328532398}


def test_whoever_cuts_otherwise_raises_the_number_of_the_way(corpus: Corpus) -> None:
    def cut(source: str) -> int:
        return zlib.crc32(repr([(p.start, p.end) for p in corpus.passages if p.source == source]).encode())

    assert (CUTTING, {source: cut(source) for source in sorted(corpus.sources)}) == (1, CUT)
