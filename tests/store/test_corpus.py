"""A store in memory: rows, places and mentions, and what is shown unasked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store.anchors import make
from store.corpus import Corpus
from store.model import STATES, Record, Source, State, Tab, When, Zone

TEXTS = {"1": "Lee met Kim in 1953. Lee left. Other news: Lee sailed.", "2": "Kim met Lee."}


def row(name: str, source: str, words: str, **more: object) -> Record:
    text = TEXTS[source]
    start = text.index(words)
    spans = (make("row", source, text, start, start + len(words)),)
    return replace(Record(name, "timeline", "meeting", name, source, spans), **more)  # type: ignore[arg-type]


def entity(name: str, *places: tuple[str, int]) -> Record:
    spans = tuple(make("mention", s, TEXTS[s], at, at + 3) for s, at in places)
    return Record(
        name, "entities", "person", name.capitalize(), None, (replace(spans[0], role="surface"), *spans[1:])
    )


SOURCES = [
    Source(
        "1", "One", "", "news story", "1", when=When("published", "1960"), zones=(Zone("related", 31, 54),)
    ),
    Source("2", "Two", "", "news story", "2"),
]
RECORDS = [
    row("second", "2", "Kim met Lee", cluster="meeting"),
    row("left", "1", "Lee left"),
    row("sailed", "1", "Lee sailed", article=False),
    row("met", "1", "Lee met Kim", cluster="meeting", when=(When("held", "1953", basis="stated"),)),
    entity("lee", ("1", 0), ("1", 21), ("2", 8)),
    entity("kim", ("1", 8), ("2", 0)),
]


@pytest.fixture
def small() -> Corpus:
    return Corpus(SOURCES, TEXTS, RECORDS, generation=7)


def ids(records: object) -> list[str]:
    return [record.id for record in records]  # type: ignore[attr-defined]


def test_a_tab_is_in_the_order_of_the_sources_and_of_the_text(small: Corpus) -> None:
    assert ids(small.tab("timeline")) == ["met", "left", "second"]
    assert ids(small.tab("timeline", related=True)) == ["met", "left", "sailed", "second"]
    assert ids(small.tab("entities")) == ["kim", "lee"]
    assert small.tab("sales") == []


def test_records_of_one_cluster_are_one_row(small: Corpus) -> None:
    rows = small.rows("timeline")
    assert [(one.key, ids(one.members)) for one in rows] == [
        ("meeting", ["met", "second"]),
        ("left", ["left"]),
    ]
    assert small.sources_of(rows[0]) == ["1", "2"]
    assert small.row_of(small.records["second"]) == rows[0]
    assert ids(small.row_of(small.records["sailed"]).members) == ["sailed"]


@pytest.mark.parametrize("state", STATES)
def test_only_what_a_person_vouched_for_is_shown_unasked(state: State) -> None:
    changed = [replace(one, state=state) if one.id == "left" else one for one in RECORDS]
    corpus = Corpus(SOURCES, TEXTS, changed)
    settled = state in ("accepted", "corrected")
    assert ("left" in ids(corpus.tab("timeline"))) == settled
    assert ("left" in ids(corpus.mentioning("lee"))) == settled
    assert ("left" in [spot.record.id for spot in corpus.spots("1")]) == settled
    assert ids(corpus.tab("timeline", states=frozenset({state})))


def test_a_proposal_of_a_cluster_is_shown_in_its_row_and_in_no_other() -> None:
    changed = [replace(one, state="proposed") if one.id == "second" else one for one in RECORDS]
    corpus = Corpus(SOURCES, TEXTS, changed)
    assert ids(corpus.row_of(corpus.records["second"]).members) == ["met", "second"]
    assert ids(corpus.row_of(corpus.records["met"]).members) == ["met"]


def test_an_undated_record_stands_after_everything(small: Corpus) -> None:
    in_time = sorted(small.tab("timeline"), key=small.time)
    assert ids(in_time) == ["met", "left", "second"]
    assert small.when(small.records["left"]) is None
    assert small.time(small.records["left"]) > small.time(small.records["met"])


def test_places_are_told_by_what_stands_on_them(small: Corpus) -> None:
    assert [(spot.start, spot.record.id) for spot in small.spots("1")] == [
        (0, "met"),
        (21, "left"),
        (43, "sailed"),
    ]
    assert [(spot.start, spot.record.id) for spot in small.mentions("1")] == [
        (0, "lee"),
        (8, "kim"),
        (21, "lee"),
    ]
    assert small.spots("2")[0].end == 11
    assert small.zone("1", 43) == "related"
    assert small.zone("1", 0) == "body"


def test_entities_lead_to_what_names_them_and_back(small: Corpus) -> None:
    assert ids(small.mentioning("kim")) == ["met", "second"]
    assert ids(small.mentioning("lee")) == ["met", "left", "second"]
    assert set(ids(small.entities_in(small.records["met"]))) == {"lee", "kim"}
    assert small.mentioning("nobody") == []


def test_a_name_is_an_entity_s_label_or_the_words_themselves(small: Corpus) -> None:
    assert small.name("lee") == "Lee"
    assert small.name("the ministers") == "the ministers"
    assert small.name("met") == "met"
    assert small.short("2") == "Two"


def test_passages_know_their_zone(small: Corpus) -> None:
    shown = [(small.text(p.source)[p.start : p.end], p.zone) for p in small.passages]
    assert shown == [
        ("Lee met Kim in 1953.", "body"),
        ("Lee left.", "body"),
        ("Other news: Lee sailed.", "related"),
        ("Kim met Lee.", "body"),
    ]


@pytest.mark.parametrize("tab", ["timeline", "forces", "sales", "agreements", "quotes"])
def test_every_shipped_record_is_in_exactly_one_row(corpus: Corpus, tab: Tab) -> None:
    members = [record.id for one in corpus.rows(tab, related=True) for record in one.members]
    assert sorted(members) == sorted(ids(corpus.tab(tab, related=True)))
    for one in corpus.rows(tab, related=True):
        assert corpus.row_of(one.first) == one


def test_every_shipped_actor_can_be_named_and_every_named_entity_reached(corpus: Corpus) -> None:
    for record in corpus.records.values():
        for actor in record.actors:
            if actor.ref in corpus.records:
                assert corpus.records[actor.ref].tab == "entities"
                assert record in corpus.mentioning(actor.ref)
