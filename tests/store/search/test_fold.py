"""Spelling habits never matter, and every folded character knows where it came from."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.search.fold import compound, fold, initials, offsets, plain, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("F-35", ["f", "35"]),
        ("U.S.-ROK Alliance", ["us", "rok", "alliance"]),
        ("over 28,500 U.S. personnel", ["over", "28500", "us", "personnel"]),
        ("$1.03 billion", ["1.03", "billion"]),
        ("decades,the alliance.For", ["decades", "the", "alliance", "for"]),
        ("North Korea‘s", ["north", "korea"]),
        ("don’t", ["don", "t"]),
        ("Ｆｕｌｌ ｗｉｄｔｈ", ["full", "width"]),
        ("Café naïve Straße", ["cafe", "naive", "strasse"]),
        ("1950—1953", ["1950", "1953"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("file_name", ["file", "name"]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert [word for word, _, _ in words(fold(text))] == found


def test_compounds_are_also_joined() -> None:
    assert compound("ah-64e").joined == (("ah64e", 0, 2),)
    assert compound("side-by-side").joined == (("sidebyside", 0, 3),)
    assert compound("korea's").joined == (("koreas", 0, 1),)
    assert compound("28,500").joined == ()


def test_initials_of_names() -> None:
    found = {name for _, _, name in initials("the U.S. Forces Korea and the Republic of Korea (ROK) Army")}
    assert {"usfk", "rok"} <= found


@given(st.text())
def test_folding_keeps_offsets(text: str) -> None:
    folded, back = fold(text), list(offsets(text))
    assert len(back) == len(folded) + 1
    assert back == sorted(back)
    assert back[-1] == len(text)
    assert len(plain(text)) == len(folded)


@given(st.text())
def test_words_and_chunks_agree(text: str) -> None:
    folded = fold(text)
    for word, start, end in words(folded):
        assert word
        assert word[0] == folded[start]
        assert start < end <= len(folded)


def test_folding_twice_changes_nothing() -> None:
    everything = "".join(map(chr, range(0x3000)))
    assert fold(fold(everything)) == fold(everything)


@pytest.mark.slow
def test_folding_twice_changes_nothing_anywhere() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert fold(fold(everything)) == fold(everything)
