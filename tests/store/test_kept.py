"""The index of a large record: kept beside it, opened again, never trusted further than it can be checked."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import lookup as lookup_module
from store import shipped
from store.corpus import Corpus
from store.holdings import Holdings
from store.kept import KeptIndex
from store.lookup import Found, Lookup
from store.model import Source
from store.search.grouped import Grouped
from store.texts import sha256
from tests.store.search.conftest import force_numpy

QUERIES = (
    "camp", "camp humphreys", "in:text korea", "28,500", "us adn south korea", "speaker:austin alliance",
    "-korea troops", '"south korea"', "in:quotes", "in:text", "in:text from:1953 to:1953", "in:related",
)  # fmt: skip
LINES = ("Camp Humphreys stands.", "South Korea pays. Troops stay.", "The SMA of 1991.", "28,500 troops.", "")


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is worth keeping begins with the first character."""
    monkeypatch.setattr(lookup_module, "LARGE", 0)


def made(names: Iterable[tuple[str, str]]) -> Corpus:
    """A corpus of sources by id, each with its text."""
    named = dict(names)
    texts = {sha256(text.encode()): text for text in named.values()}
    return Corpus(
        (Source(id, id, id, "page", sha256(text.encode())) for id, text in named.items()), texts, []
    )


def answers(lookup: Lookup, queries: Iterable[str] = QUERIES) -> list[list[Found]]:
    return [lookup.find(query) for query in queries]


def kept(path: Path) -> tuple[bytes, int]:
    return path.read_bytes(), path.stat().st_ino


@pytest.fixture
def place(record: Path) -> Path:
    """Where the index of the record is kept."""
    with Holdings.open(record) as holdings:
        return holdings.kept.path


def opened(record: Path, **how: Any) -> Lookup:
    """Search over a record on disk, its index kept."""
    with Holdings.open(record, **how) as holdings:
        lookup = Lookup(holdings.corpus(), holdings.kept)
        lookup.keep()
        return lookup


def test_an_index_is_kept_and_opened_again(record: Path, place: Path) -> None:
    first = answers(opened(record))
    before = kept(place)
    assert answers(opened(record)) == first
    with Holdings.open(record) as holdings:
        assert answers(Lookup(holdings.corpus())) == first
    assert kept(place) == before, "what was opened is not written again"
    assert [one.name for one in place.parent.iterdir()] == [place.name]


def test_what_is_opened_is_not_indexed_again(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = answers(opened(record))

    def never(*_: object) -> None:
        raise AssertionError("passages are cut anew")

    monkeypatch.setattr(lookup_module.Lookup, "_texts", lambda self, source: never)
    assert answers(opened(record)) == first


def test_a_small_record_writes_nothing(record: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup_module, "LARGE", 200_000)
    before = sorted(record.parent.rglob("*"))
    opened(record)
    assert sorted(record.parent.rglob("*")) == before


def test_a_reader_opens_what_is_kept_and_writes_nothing(record: Path, place: Path) -> None:
    before = sorted(record.parent.rglob("*"))
    first = answers(opened(record, read_only=True))
    assert sorted(record.parent.rglob("*")) == before
    opened(record)
    shown = kept(place)
    assert answers(opened(record, read_only=True)) == first
    assert kept(place) == shown


def test_what_is_damaged_or_of_another_kind_is_made_anew(record: Path, place: Path) -> None:
    first = answers(opened(record))
    good = place.read_bytes()
    head, _, rest = good.partition(b"\n")
    bad = [b"", b"\n", good[: len(good) // 2], good[:-1], good + b"\n", b"[" * 100_000, b"\x80\x04N."]
    bad += [head.replace(b"dod19", b"dod91") + b"\n" + rest, head.replace(b": 0", b": 7", 1) + b"\n" + rest]
    bad += [
        good[:at] + bytes([good[at] ^ 64]) + good[at + 1 :] for at in range(0, len(good), len(good) // 12)
    ]
    for data in bad:
        place.write_bytes(data)
        assert answers(opened(record), QUERIES[:2]) == first[:2]
        assert place.read_bytes() == good, "and is kept again"


def test_what_was_cut_otherwise_is_made_anew(
    record: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = answers(opened(record))
    before = kept(place)
    monkeypatch.setattr("store.kept.CUTTING", 1953)
    assert answers(opened(record)) == first
    assert kept(place) != before


def test_an_older_index_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = ("a", "Camp Humphreys stands."), ("b", "Korea is divided.")
    index = KeptIndex(tmp_path / "index" / "passages", writes=True)
    Lookup(made([one]), index).keep()
    cut: list[str] = []
    known = Lookup._texts

    def seen(self: Lookup, source: str) -> Any:
        def texts() -> Iterable[tuple[int, str]]:
            cut.append(source)
            return known(self, source)()

        return texts

    monkeypatch.setattr(Lookup, "_texts", seen)
    later = Lookup(made([one, two]), index)
    assert cut == ["b"]
    assert [found.text for found in later.find("korea")] == ["Korea is divided."]
    later.keep()
    again = Lookup(made([one, two]), index)
    assert cut == ["b"]
    assert answers(again) == answers(later)


@pytest.mark.parametrize("place", ["file", "folder", "closed"])
def test_where_nothing_can_be_written_search_works_all_the_same(record: Path, place: str) -> None:
    folder = record.parent / "index"
    if place == "file":
        folder.write_text("in the way")
    elif place == "folder":
        with Holdings.open(record) as holdings:
            (folder / holdings.kept.path.name / "in the way").mkdir(parents=True)
    elif os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    else:
        folder.mkdir(mode=0o500)
    with Holdings.open(record) as holdings:
        assert answers(opened(record)) == answers(Lookup(holdings.corpus()))


def test_what_is_kept_is_for_those_who_may_read_the_texts(record: Path, place: Path) -> None:
    (text, *_) = (record.parent / "texts").glob("*.txt")
    opened(record)
    assert stat.S_IMODE(place.stat().st_mode) == stat.S_IMODE(text.stat().st_mode)


# ---- a newer corpus


sources = st.dictionaries(
    st.sampled_from("abcdef"),
    st.lists(st.sampled_from(LINES), max_size=4).map("\n".join),
    max_size=6,
).flatmap(lambda named: st.permutations([*named.items()]))


@pytest.mark.parametrize("way", ["plain", "numpy"])
@settings(max_examples=80)
@given(states=st.lists(sources, min_size=2, max_size=5))
def test_an_updated_lookup_equals_a_new_one(way: str, states: list[list[tuple[str, str]]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if way == "numpy":
            force_numpy(patch)
        lookup = Lookup(made(states[0]))
        for state in states[1:]:
            lookup.update(made(state))
            assert answers(lookup) == answers(Lookup(made(state)))


def test_records_that_changed_are_found_as_they_are_now(corpus: Corpus) -> None:
    one, *others = shipped.read_folder(shipped.folder())
    lookup = Lookup(shipped.corpus_of(others))
    whole = shipped.corpus_of([one, *others])
    lookup.update(whole)
    assert answers(lookup) == answers(Lookup(whole))
    lookup.update(shipped.corpus_of([one]))
    assert answers(lookup) == answers(Lookup(shipped.corpus_of([one])))


@settings(max_examples=80)
@given(states=st.lists(st.lists(st.sampled_from("abcdef"), unique=True), min_size=1, max_size=6))
def test_groups_keep_their_order_and_are_indexed_only_when_they_must(states: list[list[str]]) -> None:
    grouped, asked = Grouped(), set[str]()

    def group(key: str) -> Any:
        def texts() -> list[tuple[int, str]]:
            asked.add(key)
            return [(place, f"korea {key}") for place in range(2)]

        return texts

    before: list[str] = []
    for state in states:
        asked.clear()
        changed = grouped.update({key: group(key) for key in state})
        hits = [grouped.where(hit.passage_id) for hit in grouped.index.search("korea")]
        assert hits == [(key, place) for key in state for place in range(2)]
        assert changed == (set(before) != set(state) or bool(asked))
        if state[: len(before)] == before:
            assert asked == set(state) - set(before), "what is added behind costs itself only"
        before = state
