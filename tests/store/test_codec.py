"""Records as JSON: nothing lost, nothing added, nothing rounded."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.codec import number_to_json, record_from_json, record_to_json, source_from_json, source_to_json
from store.corpus import Corpus
from store.model import (
    ANCHOR_ROLES,
    BASES,
    QUALIFIERS,
    STATES,
    Actor,
    Anchor,
    Change,
    Record,
    Source,
    Tab,
    Value,
    When,
    Zone,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = (
    st.none()
    | st.integers(-(10**15), 10**15).map(Decimal)
    | st.decimals(-(10**9), 10**9, places=3, allow_nan=False, allow_infinity=False)
)
PLAIN = st.none() | st.booleans() | st.integers() | WORDS | st.lists(WORDS, max_size=2)
CHANGES = st.lists(
    st.builds(
        Change,
        WORDS,
        WORDS,
        st.dictionaries(WORDS, PLAIN, max_size=2),
        st.dictionaries(WORDS, PLAIN, max_size=1),
    ),
    max_size=1,
).map(tuple)
WHENS = st.builds(When, WORDS, st.none() | WORDS, st.none() | WORDS, WORDS, st.sampled_from(BASES))
ANCHORS = st.builds(
    Anchor, st.sampled_from(sorted(ANCHOR_ROLES)), WORDS, st.integers(), st.integers(), WORDS, WORDS, WORDS
)
RECORDS = st.builds(
    Record,
    id=WORDS,
    tab=st.sampled_from(get_args(Tab)),
    kind=WORDS,
    label=WORDS,
    source=st.none() | WORDS,
    anchors=st.lists(ANCHORS, max_size=3).map(tuple),
    values=st.lists(
        st.builds(Value, WORDS, NUMBERS, WORDS, st.sampled_from(QUALIFIERS), WORDS), max_size=3
    ).map(tuple),
    when=st.lists(WHENS, max_size=2).map(tuple),
    actors=st.lists(st.builds(Actor, WORDS, WORDS), max_size=2).map(tuple),
    place=WORDS,
    status=st.lists(WORDS, max_size=2).map(tuple),
    cluster=WORDS,
    note=WORDS,
    article=st.booleans(),
    state=st.sampled_from(STATES),
    method=WORDS,
    history=CHANGES,
)
SOURCES = st.builds(
    Source,
    *(WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS),
    when=WHENS,
    file=WORDS,
    zones=st.lists(st.builds(Zone, WORDS, st.integers(), st.integers()), max_size=2).map(tuple),
    notes=st.lists(WORDS, max_size=2).map(tuple),
    shipped=WORDS,
    history=CHANGES,
)


def through_json(data: dict[str, Any]) -> Any:
    return json.loads(json.dumps(data, ensure_ascii=False, allow_nan=False))


@settings(max_examples=30)
@given(RECORDS)
def test_a_record_comes_back_from_json_as_it_was(record: Record) -> None:
    data = record_to_json(record)
    assert list(data) == [field.name for field in fields(Record)]
    assert record_from_json(through_json(data)) == record


@settings(max_examples=30)
@given(SOURCES)
def test_a_source_comes_back_from_json_as_it_was(source: Source) -> None:
    data = source_to_json(source)
    assert list(data) == [field.name for field in fields(Source)]
    assert source_from_json(through_json(data)) == source


def test_the_shipped_record_comes_back_as_it_was(corpus: Corpus) -> None:
    for record in corpus.records.values():
        assert record_from_json(through_json(record_to_json(record))) == record
    for source in corpus.sources.values():
        assert source_from_json(through_json(source_to_json(source))) == source


def test_numbers_are_json_numbers_whole_ones_without_a_point() -> None:
    assert json.dumps([number_to_json(Decimal(n)) for n in ("28500", "13.9", "1.50E+9", "0.1", "-2")]) == (
        "[28500, 13.9, 1500000000, 0.1, -2]"
    )
    assert number_to_json(None) is None


@given(st.decimals(-(10**6), 10**6, places=4, allow_nan=False, allow_infinity=False))
def test_a_json_number_is_equal_to_the_number(number: Decimal) -> None:
    assert Decimal(repr(number_to_json(number))) == number


@pytest.mark.parametrize("number", ["0.12345678901234567890123", "NaN", "1.000000000000000000001"])
def test_a_number_that_json_would_round_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="more digits"):
        number_to_json(Decimal(number))


@pytest.mark.parametrize("key", [field.name for field in fields(Record)])
def test_a_row_without_one_of_its_keys_is_of_another_shape(corpus: Corpus, key: str) -> None:
    data = record_to_json(corpus.records["dod22.timeline.scm-54"])
    del data[key]
    with pytest.raises(KeyError):
        record_from_json(data)


def test_changing_what_was_encoded_changes_no_record(corpus: Corpus) -> None:
    record = corpus.records["dod22.timeline.scm-54"]
    before = replace(record)
    data = record_to_json(record)
    data["anchors"][0]["start"] = 0
    data["values"].clear()
    assert record == before
