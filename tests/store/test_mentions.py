"""Names: each place of a text is given to one entity, the longest name first."""

from __future__ import annotations

from itertools import combinations

import pytest

from store.corpus import Corpus
from store.mentions import Form, claimed
from store.model import Zone
from store.text import view

TEXT = "Minister Lee met Torrey W. Lee at Osan Air Base, not at Osan. Lee spoke of the U.S.-ROK Alliance."


def places(*forms: Form, zones: tuple[Zone, ...] = ()) -> dict[str, list[tuple[str, str]]]:
    found, faults = claimed(TEXT, zones, forms)
    assert faults == []
    return {
        entity: [(role, f"{TEXT[start:end]}@{start}") for role, start, end in spans]
        for entity, spans in found.items()
    }


def faults(*forms: Form, zones: tuple[Zone, ...] = ()) -> str:
    return "\n".join(f"{entity}: {message}" for entity, message in claimed(TEXT, zones, forms)[1])


def test_the_longest_name_wins_a_place() -> None:
    found = places(
        Form("minister", "Lee"),
        Form("minister", "Minister Lee"),
        Form("sailor", "Torrey W. Lee"),
        Form("base", "Osan Air Base"),
        Form("town", "Osan"),
    )
    assert found == {
        "minister": [("surface", "Minister Lee@0"), ("surface", "Lee@62")],
        "sailor": [("surface", "Torrey W. Lee@17")],
        "base": [("surface", "Osan Air Base@34")],
        "town": [("surface", "Osan@56")],
    }


def test_the_first_place_of_a_form_is_its_surface_and_the_others_mentions() -> None:
    assert places(Form("lee", "Lee")) == {
        "lee": [("surface", "Lee@9"), ("mention", "Lee@27"), ("mention", "Lee@62")]
    }


def test_a_pinned_form_goes_before_a_longer_one_and_takes_one_place_only() -> None:
    found = places(
        Form("sailor", "Lee", prefix="Torrey W."),
        Form("name", "Torrey"),
        Form("minister", "Lee"),
    )
    assert found["sailor"] == [("surface", "Lee@27")]
    assert found["minister"] == [("surface", "Lee@9"), ("mention", "Lee@62")]
    assert places(Form("last", "Lee", nth=3), Form("others", "Lee"))["last"] == [("surface", "Lee@62")]


def test_names_within_a_form_count_only_where_it_says_so() -> None:
    alliance = "U.S.-ROK Alliance"
    closed = claimed(TEXT, (), [Form("alliance", alliance), Form("rok", "ROK")])
    assert "rok" not in closed[0]
    assert closed[1] == [("rok", "the form 'ROK' stands nowhere outside longer names")]
    opened = places(Form("alliance", alliance, around=True), Form("rok", "ROK"))
    assert opened["rok"] == [("surface", f"ROK@{TEXT.index('ROK')}")]


def test_one_name_of_two_entities_is_a_fault_until_it_is_told_apart() -> None:
    assert "also names" in faults(Form("minister", "Lee"), Form("sailor", "Lee"))
    assert faults(Form("minister", "Lee"), Form("sailor", "Lee", prefix="Torrey W.")) == ""


def test_a_form_that_stands_nowhere_is_a_fault() -> None:
    assert "kim: the form 'Kim' stands nowhere" in faults(Form("kim", "Kim"))
    assert "base: 'Osan' stands 2 times, not 3" in faults(Form("base", "Osan", nth=3))
    assert "lee: the source does not say 'Lee' after 'Secretary'" in faults(
        Form("lee", "Lee", prefix="Secretary")
    )


def test_nothing_is_named_in_boilerplate() -> None:
    zone = Zone("boilerplate", 0, TEXT.index("Lee spoke"))
    assert places(Form("lee", "Lee"), zones=(zone,)) == {"lee": [("surface", "Lee@62")]}
    assert "stands nowhere" in faults(Form("base", "Osan Air Base"), zones=(zone,))
    assert places(Form("base", "Osan Air Base"), zones=(Zone("related", 0, len(TEXT)),))


# ---- the shipped entities

DISTINCT = {
    "Kim Jong Un": "dod19",
    "Brig. Gen. Kim": "dod19",
    "Torrey W. Lee": "dod19",
    "You Chul Lee": "dod19",
    "Lee Jong-sup": "dod22",
    "Alon J. Humphrey": "dod19",
    "Camp Humphreys": "dod19",
    "Osan": "dod19",
    "Osan Air Base": "dod22",
}


def test_people_and_places_of_one_name_are_not_one_entity(corpus: Corpus) -> None:
    entities = {record.label: record for record in corpus.records.values() if record.tab == "entities"}
    for one, other in combinations(DISTINCT, 2):
        assert entities[one].id != entities[other].id
        for a in entities[one].anchors:
            for b in entities[other].anchors:
                assert a.source != b.source or a.end <= b.start or b.end <= a.start
    for label, source in DISTINCT.items():
        assert source in {anchor.source for anchor in entities[label].anchors}
    assert {anchor.source for anchor in entities["Osan"].anchors} == {"dod19"}
    assert {anchor.source for anchor in entities["Osan Air Base"].anchors} == {"dod22"}


@pytest.mark.parametrize(
    ("label", "source", "words"),
    [
        ("Kim Jong Un", "dod19", "Kim Jong Un"),
        ("Kim Jong Un", "dod22", "Kim Jong Un"),
        ("USS Ronald Reagan", "dod22", "USS Ronald Reagan"),
        ("Vigilant Storm", "dod22", "Vigilant Storm"),
        ("P-8A Patrol Aircraft", "state", "P-8A Patrol Aircraft"),
        ("Taiwan", "dod19", "Taiwan"),
        ("Camp Humphreys", "dod19", "Camp Humphreys"),
        ("38th parallel", "dod22", "38th parallel"),
    ],
)
def test_a_name_is_marked_wherever_the_text_has_it(
    corpus: Corpus, label: str, source: str, words: str
) -> None:
    seen = view(corpus.text(source))
    entity = next(r for r in corpus.records.values() if r.tab == "entities" and r.label == label)
    marked = sorted(a.start for a in entity.anchors if a.source == source)
    assert marked == [at for at in range(len(seen)) if seen.startswith(words, at)]
