"""From typed words to things of the record: the right kind first, the article first, fields obeyed."""

from __future__ import annotations

import pytest

from store import shipped
from store.corpus import Corpus
from store.dates import parse
from store.lookup import Lookup


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return shipped.corpus_of(shipped.read_folder(shipped.folder()))


@pytest.fixture(scope="module")
def lookup(corpus: Corpus) -> Lookup:
    return Lookup(corpus)


def test_nothing_typed_finds_nothing(lookup: Lookup) -> None:
    assert lookup.find("") == []
    assert lookup.find("   ") == []


def test_kinds_stand_in_order_and_the_best_of_each_first(lookup: Lookup) -> None:
    found = lookup.find("camp humphreys", 100)
    order = ["entity", "record", "passage"]
    assert [one.kind for one in found] == sorted((one.kind for one in found), key=order.index)
    for kind in order:
        scores = [one.score for one in found if one.kind == kind and one.article]
        assert scores == sorted(scores, reverse=True)


def test_an_entity_is_found_once_by_any_of_its_forms(lookup: Lookup, corpus: Corpus) -> None:
    for entity in corpus.tab("entities"):
        for anchor in entity.spans("surface"):
            found = [one.record for one in lookup.find(anchor.exact, 200) if one.kind == "entity"]
            assert entity in found, anchor.exact
            assert found.count(entity) == 1


def test_a_sentence_that_only_mentions_a_name_is_not_the_name(lookup: Lookup) -> None:
    found = lookup.find("Secretary Austin and I affirm")
    assert found[0].kind == "record"
    assert not [one for one in found if one.kind == "entity"]


def test_related_news_stands_below_the_article(lookup: Lookup) -> None:
    for query in ("indo-pacific", "exercise", "air force"):
        for kind in ("entity", "record", "passage"):
            article = [one.article for one in lookup.find(query, 300) if one.kind == kind]
            assert article == sorted(article, reverse=True)


def test_fields_narrow_to_a_tab_a_source_a_speaker_and_a_time(lookup: Lookup) -> None:
    assert {one.record.tab for one in lookup.find("in:sales harpoon") if one.record} == {"sales"}
    assert {one.kind for one in lookup.find("in:text harpoon")} == {"passage"}
    found = lookup.find("source:dod19 28,500", 100)
    assert found
    for one in found:
        sources = {a.source for a in one.record.anchors} if one.record else set()
        assert "dod19" in sources or (one.passage and one.passage.source == "dod19")
    said = lookup.find("speaker:austin in:quotes", 100)
    assert said
    assert all(
        any(a.role == "speaker" and "austin" in a.ref for a in one.record.actors)
        for one in said
        if one.record
    )
    dated = [one.record for one in lookup.find("from:2017 to:2018 in:timeline", 100)]
    assert dated
    for record in dated:
        assert record is not None
        spans = [parse(when.edtf) for when in record.when if when.edtf]
        assert any(span.latest.year >= 2017 for span in spans)
        assert any(span.earliest.year <= 2018 for span in spans)


def test_passages_obey_fields_by_the_records_that_stand_on_them(lookup: Lookup, corpus: Corpus) -> None:
    found = lookup.find("in:text from:1953 to:1953")
    assert found
    for one in found:
        assert one.passage is not None
        place = one.passage
        on_it = [
            spot.record
            for spot in corpus.spots(place.source)
            if spot.start < place.end and place.start < spot.end
        ]
        spans = [parse(when.edtf) for record in on_it for when in record.when if when.edtf]
        assert any(span.earliest.year <= 1953 <= span.latest.year for span in spans)


@pytest.mark.parametrize("query", ["indo-pacific", "exercise", "air force", ""])
def test_what_is_not_of_the_article_can_be_left_out_or_asked_for(lookup: Lookup, query: str) -> None:
    whole = lookup.find(f"{query} in:text in:timeline".strip(), 1000)
    article = lookup.find(f"{query} in:text in:timeline in:article", 1000)
    assert article
    assert all(one.article for one in article)
    without = lookup.find(f"{query} in:text in:timeline -in:related -in:boilerplate", 1000)
    assert without == article
    aside = lookup.find(f"{query} in:text in:timeline in:related in:boilerplate", 1000)
    assert not any(one.article for one in aside)
    if not query:
        assert {one.text for one in article} | {one.text for one in aside} == {one.text for one in whole}
        assert any(one.record for one in aside)
        related = lookup.find("in:text in:related", 1000)
        assert {one.passage.zone for one in related if one.passage} == {"related"}


def test_a_minus_before_a_field_leaves_out_what_it_asks_for(lookup: Lookup) -> None:
    assert {one.kind for one in lookup.find("harpoon -in:text -in:entities")} == {"record"}
    sources = {one.passage.source for one in lookup.find("korea in:text -source:dod", 1000) if one.passage}
    assert sources == {"state", "news"}
    said = {one.record.id for one in lookup.find("in:quotes", 1000) if one.record}
    austin = {one.record.id for one in lookup.find("in:quotes speaker:austin", 1000) if one.record}
    others = {one.record.id for one in lookup.find("in:quotes -speaker:austin", 1000) if one.record}
    assert austin
    assert others == said - austin
    theirs = {one.text for one in lookup.find("in:text speaker:austin", 1000)}
    without = {one.text for one in lookup.find("in:text -speaker:austin", 1000)}
    assert theirs
    assert without
    assert not theirs & without


TYPED = (
    '"south korea" -north source:state in:text -in:related speaker:"lee jong" from:2018-02-28 to:2022 -air'
)


def test_while_an_operator_is_typed_it_is_never_an_error(lookup: Lookup) -> None:
    for end in range(len(TYPED) + 1):
        assert lookup.find(TYPED[:end]) is not None
    for half in ("source:", "in:", "in:quo", "speaker:", 'speaker:"lee', "from:", "from:20", "to:2018-1"):
        words = [one.text for one in lookup.find(f"camp humphreys {half}")]
        assert "Camp Humphreys" in words[0], half


def test_the_limit_is_kept(lookup: Lookup) -> None:
    assert len(lookup.find("korea", 7)) == 7
