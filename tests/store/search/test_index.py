"""The index keeps its promises whatever is put in, whichever way it works."""

from __future__ import annotations

import pickle
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.search import Query, SavedIndexError, SearchIndex, spans
from tests.store.search.conftest import force_numpy

WORDS = (
    "korea koreas korean u.s. us F-35 f35 28,500 28500 twenty-one 21 THAAD the The of South SOUTH ﬁre Straße"
)
BAD_INPUT = [
    "", " ", "\t\n", "…", "?!.,;:-'\"()[]{}", "🎖", "🎖️ 🇰🇷", "a", "é", "x" * 500, "word " * 300,
    "\x00\x1b[31m\x07", "\ud800", "a\udfffb", "مرحبا بالعالم", "שלום \u202e", "한국", "-", '"', '""',
    "source:", "from:yesterday", "-\"", "0" * 400, "1,2,3,", "u.s.s.r.", "'s", "_", "a_b", "ß", "İ", "ΣΑΣ",
    "½", "ﷺ",
]  # fmt: skip

anything = st.text(max_size=60) | st.text(alphabet=st.characters(), max_size=20)
wording = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)
texts = wording | anything
corpora = st.dictionaries(st.integers(-5, 40), texts, max_size=12)
both_ways = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def indexed(passages: dict[int, str]) -> SearchIndex:
    index = SearchIndex()
    index.rebuild(passages.items())
    return index


@pytest.mark.parametrize("query", BAD_INPUT)
def test_bad_input_gets_a_sensible_answer(sources: SearchIndex, query: str, either: str) -> None:
    index = indexed(dict(enumerate(BAD_INPUT)) | {100: "South Korea"})
    for searched in (index, sources):
        hits = searched.search(query)
        assert all(0 < hit.score <= 1 for hit in hits), either
    assert spans(query, "South Korea") is not None
    assert spans("korea", query) == []


@pytest.mark.parametrize("query", ["", "   ", "\n", '"', "-", "source:state"])
def test_without_a_word_nothing_is_filtered(query: str, either: str) -> None:
    index = indexed({3: "three", 1: "one", 2: "two"})
    assert [hit.passage_id for hit in index.search(query)] == [1, 2, 3], either
    assert [hit.passage_id for hit in index.search(query, limit=2)] == [1, 2]


@both_ways
@given(passages=corpora, query=texts)
def test_search_never_raises_and_scores_lie_in_order(
    passages: dict[int, str], query: str, either: str
) -> None:
    hits = indexed(passages).search(query)
    assert {hit.passage_id for hit in hits} <= passages.keys(), either
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))
    assert all(0 < hit.score <= 1 for hit in hits)


@both_ways
@given(query=texts, text=texts)
def test_spans_are_sorted_apart_and_inside(query: str, text: str) -> None:
    found = spans(query, text)
    bounds = [bound for span in found for bound in span]
    assert bounds == sorted(bounds)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


@both_ways
@given(passages=corpora, more=corpora, less=st.sets(st.integers(-5, 40), max_size=10), query=texts)
def test_adding_and_removing_equals_rebuilding(
    passages: dict[int, str], more: dict[int, str], less: set[int], query: str, either: str
) -> None:
    changed = indexed(passages)
    changed.add(more.items())
    changed.remove(less)
    left = {passage_id: text for passage_id, text in (passages | more).items() if passage_id not in less}
    rebuilt = indexed(left)
    assert len(changed) == len(rebuilt) == len(left), either
    assert changed.search(query) == rebuilt.search(query)
    assert changed.search("korea u.s.") == rebuilt.search("korea u.s.")


@settings(max_examples=60, deadline=None)
@given(passages=corpora, query=texts)
def test_a_large_corpus_is_ranked_like_a_small_one(passages: dict[int, str], query: str) -> None:
    small = indexed(passages).search(query)
    with pytest.MonkeyPatch.context() as patch:
        force_numpy(patch)
        large = indexed(passages).search(query)
    rounded = [{hit.passage_id: round(hit.score, 4) for hit in hits} for hits in (small, large)]
    assert rounded[0] == pytest.approx(rounded[1], abs=2e-4)


@both_ways
@given(passages=corpora, query=texts)
def test_a_saved_index_is_the_same_index(
    passages: dict[int, str], query: str, tmp_path: Path, either: str
) -> None:
    index = indexed(passages)
    index.remove([3])
    index.save(tmp_path / "index")
    opened = SearchIndex.load(tmp_path / "index")
    assert len(opened) == len(index), either
    assert opened.search(query) == index.search(query)
    opened.add([(1000, "added after opening")])
    assert opened.search("opening")[0].passage_id == 1000


def test_a_damaged_index_is_never_trusted(tmp_path: Path, paragraphs: dict[int, str]) -> None:
    path = tmp_path / "index"
    index = indexed({i: text for i, text in paragraphs.items() if i < 6})
    index.save(path)
    good = path.read_bytes()
    damaged = [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in range(0, len(good), 7)]
    cut = [good[:at] for at in range(0, len(good), 101)]
    for data in (*damaged, *cut, b"", b"\n", b"{}\n", b"[]\n", b"null\n", good + b"x", pickle.dumps(good)):
        path.write_bytes(data)
        with pytest.raises(SavedIndexError):
            SearchIndex.load(path)
    with pytest.raises(FileNotFoundError):
        SearchIndex.load(tmp_path / "missing")


def test_an_index_of_another_state_of_the_store_is_refused(tmp_path: Path) -> None:
    indexed({1: "one"}).save(tmp_path / "index", stamp="generation 7")
    assert len(SearchIndex.load(tmp_path / "index", stamp="generation 7")) == 1
    with pytest.raises(SavedIndexError, match="another state"):
        SearchIndex.load(tmp_path / "index", stamp="generation 8")


def test_only_what_is_accepted_is_found(either: str) -> None:
    index = indexed({i: f"south korea {i}" for i in range(100)})
    assert [hit.passage_id for hit in index.search("korea", accept={42, 7, 1000})] == [7, 42], either
    assert [hit.passage_id for hit in index.search("korea", accept=lambda i: i > 97)] == [98, 99]
    assert [hit.passage_id for hit in index.search("", accept={5})] == [5]
    assert len(index.search("korea", limit=3)) == 3
    assert index.search("korea", limit=0) == []
    assert index.search("korea", accept=set()) == index.search("south korea", accept=set()) == []


def test_phrases_are_needed_and_exclusions_refused(either: str) -> None:
    index = indexed(
        {
            1: "the camp at Humphreys",
            2: "Camp Humphreys, Korea",
            3: "camp humphreys tanks",
            4: "the F-35 fleet",
        }
    )
    assert [hit.passage_id for hit in index.search('"camp humphreys"')] == [2, 3], either
    assert [hit.passage_id for hit in index.search('"camp humphreys" -tanks')] == [2]
    assert [hit.passage_id for hit in index.search('camp -"not an operator')] == [1, 2, 3]
    assert [hit.passage_id for hit in index.search('"f35"')] == [4]
    assert index.search('"humphreys camp"') == []


def test_a_parsed_query_is_taken_as_well(sources: SearchIndex) -> None:
    assert sources.search(Query("camp humphreys")) == sources.search("camp humphreys")


def test_an_id_added_again_gets_the_new_text(either: str) -> None:
    index = indexed({1: "armistice", 2: "treaty"})
    index.add([(1, "ceremony")])
    assert len(index) == 2, either
    assert index.search("armistice") == []
    assert [hit.passage_id for hit in index.search("ceremony")] == [1]
    index.remove([1, 2, 3])
    assert len(index) == 0
    assert index.search("treaty") == index.search("") == []
