"""What a person means by a half-remembered, misspelt, reordered fragment is found first."""

from __future__ import annotations

import subprocess
import sys

import pytest

from store.search import SearchIndex, spans

MEANT = [
    ("Vincnt Broks", "Vincent Brooks"),
    ("brooks vincent", "Vincent Brooks"),
    ("camp humphrys", "Camp Humphreys"),
    ("special measure agreement", "Special Measures Agreement"),
    ("us adn south korea", "US adn South Korea"),
    ("forign militry sales", "Foreign Military Sales"),
    ("rodriguez live fi", "Rodriguez Live Fire"),
    ("foal egale", "Foal Eagle"),
    ("tankk crews", "Tank crews"),
    ("peninsula korean", "Korean Peninsula"),
]
SPELT_OTHERWISE = [
    ("F35", "F-35"),
    ("f 35", "F-35"),
    ("F-35", "F-35"),
    ("ｆ３５", "F-35"),
    ("mk54", "MK 54"),
    ("p8a", "P-8A"),
    ("p8 a", "P-8A"),
    ("ah64e", "AH-64E"),
    ("28500", "28,500"),
    ("28,500", "28,500"),
    ("1.03 billion", "$1.03 billion"),
    ("us forces korea", "U.S. Forces Korea"),
    ("u.s. forces korea", "U.S. Forces Korea"),
    ("iron clad", "ironclad"),
    ("ironclad", "ironclad"),
    ("21 countries", "Twenty-one countries"),
    ("twenty one countries", "Twenty-one countries"),
    ("6 missions", "six missions"),
    ("people's republic", "People’s Republic"),
    ("peoples republic", "People’s Republic"),
    ("rules based", "rules-based"),
    ("rulesbased", "rules-based"),
    ("CAMP HÚMPHREYS", "Camp Humphreys"),
    ("burden sharing", "Burden-Sharing"),
]
ACRONYMS = [
    ("SMA", "Special Measures Agreement"),
    ("ROK", "ROK"),
    ("FMS", "Foreign Military Sales"),
    ("DCS", "Direct Commercial Sales"),
    ("CFC", "Combined Forces Command"),
    ("SCM", "Security Consultative Meeting"),
    ("54th SCM", "54th Security Consultative Meeting"),
    ("THAAD", "Terminal High Altitude Area Defense"),
    ("MDT", "Mutual Defense Treaty"),
    ("GPOI", "Global Peace Operations Initiative"),
    ("ICBM", "intercontinental continental ballistic missile"),
    ("USFK", "U.S. Forces Korea"),
    ("UNC", "United Nations Command"),
    ("DPRK", "DPRK"),
]


@pytest.mark.parametrize(("query", "meant"), MEANT + SPELT_OTHERWISE + ACRONYMS)
def test_the_passage_meant_comes_first(
    sources: SearchIndex, paragraphs: dict[int, str], query: str, meant: str
) -> None:
    text = paragraphs[sources.search(query)[0].passage_id]
    assert meant in text
    assert spans(query, text)


@pytest.mark.parametrize(("query", "meant"), MEANT + SPELT_OTHERWISE + ACRONYMS)
def test_so_it_does_among_many(paragraphs: dict[int, str], query: str, meant: str, either: str) -> None:
    index = SearchIndex()
    index.rebuild(paragraphs.items())
    assert meant in paragraphs[index.search(query)[0].passage_id], either


def test_a_name_typed_out_finds_its_acronym(either: str) -> None:
    index = SearchIndex()
    name = "renegotiated the Special Measures Agreement"
    index.rebuild([(1, "the duration of the 11th SMA"), (2, "special operations"), (3, name)])
    assert [hit.passage_id for hit in index.search("special measure agreement")] == [3, 1], either


def test_an_exact_phrase_stands_above_everything_fuzzy(either: str) -> None:
    index = SearchIndex()
    index.rebuild(
        [
            (1, "korea south"),
            (2, "south korean korea south koreas"),
            (3, "a very long passage, at the end of which, after many other words, stands south korea"),
            (4, "south of korea"),
        ]
    )
    hits = index.search("south korea ")
    assert hits[0].passage_id == 3, either
    assert hits[0].score >= 0.9 > hits[1].score


def test_one_bad_word_lowers_a_hit_and_does_not_hide_it(sources: SearchIndex) -> None:
    good, bad = sources.search("camp humphreys"), sources.search("camp humphreys zzzzzz")
    assert bad[0].passage_id == good[0].passage_id
    assert bad[0].score < good[0].score


def test_short_words_match_whole_words_and_beginnings_only(either: str) -> None:
    index = SearchIndex()
    index.rebuild([(1, "industry"), (2, "the us"), (3, "usage"), (4, "is")])
    assert [hit.passage_id for hit in index.search("us")] == [2, 3], either
    assert [hit.passage_id for hit in index.search("us ")] == [2]


def test_results_end_where_they_stop_being_meant(sources: SearchIndex, paragraphs: dict[int, str]) -> None:
    assert all("Korea" in paragraphs[hit.passage_id] for hit in sources.search("korea zzzzzz", limit=200))
    assert len(sources.search("camp humphreys")) < 3
    assert sources.search("zzzzzz qqqqqq") == []


def test_equal_scores_stand_in_the_order_of_their_ids(either: str) -> None:
    index = SearchIndex()
    index.rebuild([(7, "south korea"), (3, "south korea"), (5, "south korea")])
    assert [hit.passage_id for hit in index.search("korea")] == [3, 5, 7], either


def test_a_small_corpus_is_searched_without_numpy() -> None:
    program = (
        "import sys; from store.search import SearchIndex; index = SearchIndex();"
        "index.rebuild([(1, 'Camp Humphreys'), (2, 'THAAD')]); index.add([(3, 'more')]); index.remove([2]);"
        "print(len(index.search('camp humphrys')), 'numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["1", "False"]
