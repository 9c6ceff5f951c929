"""Verify: whatever no longer holds is told by record, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from store.corpus import Corpus
from store.holdings import Holdings
from store.model import Actor, Anchor, Record, Source, Value, When
from store.texts import Texts
from store.verify import verify


@pytest.fixture
def texts(installed: Path) -> Texts:
    return Texts(installed / "texts")


def checked(corpus: Corpus, texts: Texts, *records: Record, sources: tuple[Source, ...] = ()) -> list[str]:
    """What is wrong with the shipped record when some of its records or sources are others."""
    held = {**corpus.sources, **{source.id: source for source in sources}}
    changed = {**corpus.records, **{record.id: record for record in records}}
    return list(verify(Corpus(held.values(), texts, changed.values()), texts.data))


def shifted(anchor: Anchor, by: int) -> Anchor:
    return replace(anchor, start=anchor.start + by, end=anchor.end + by)


def test_the_shipped_record_holds(corpus: Corpus, texts: Texts) -> None:
    assert checked(corpus, texts) == []


@pytest.mark.parametrize("by", [1, -1])
def test_an_anchor_one_character_off_is_a_fault_in_every_record(
    corpus: Corpus, texts: Texts, by: int
) -> None:
    off = [
        replace(record, anchors=(shifted(record.anchors[0], by), *record.anchors[1:]))
        for record in corpus.records.values()
    ]
    found = checked(corpus, texts, *off)
    assert {fault.split(": ")[0] for fault in found} == corpus.records.keys()


@pytest.mark.parametrize("name", ["exact", "prefix", "suffix"])
def test_an_anchor_of_other_words_is_a_fault(corpus: Corpus, texts: Texts, name: str) -> None:
    record = corpus.records["dod22.timeline.scm-54"]
    words = getattr(record.anchors[0], name)
    wrong = replace(record.anchors[0], **{name: words.swapcase()})
    (found,) = checked(corpus, texts, replace(record, anchors=(wrong, *record.anchors[1:])))
    assert found.startswith(f"{record.id}: ")
    assert "dod22" in found


def test_a_dropped_hedge_is_a_fault(corpus: Corpus, texts: Texts) -> None:
    hedged = [r for r in corpus.records.values() if any(v.qualifier != "exact" for v in r.values)]
    assert len(hedged) > 25
    plain = [replace(r, values=tuple(replace(v, qualifier="exact") for v in r.values)) for r in hedged]
    found = checked(corpus, texts, *plain)
    assert {fault.split(": ")[0] for fault in found} == {record.id for record in hedged}
    assert all("the record says exact" in fault for fault in found)


TROOPS = "state.forces.us-military-personnel"
SCM = "dod22.timeline.scm-54"
OVER = Value("personnel", Decimal(28500), "people", "over")
DAY = When("held", "2022-11-03", precision="day", basis="relative")

ALTERED: dict[str, tuple[str, Callable[[Record], Record], str]] = {
    "another number": (
        TROOPS,
        lambda r: replace(r, values=(replace(OVER, number=Decimal(28501)),)),
        "states 28500",
    ),
    "a hedge more": (
        SCM,
        lambda r: replace(r, values=(replace(r.values[0], qualifier="about"),)),
        "says exact",
    ),
    "a value too many": (TROOPS, lambda r: replace(r, values=(OVER, OVER)), "28500 has no words"),
    "a period that is none": (
        TROOPS,
        lambda r: replace(r, values=(replace(OVER, period="now"),)),
        "not a date",
    ),
    "a relative date called stated": (
        "dod22.timeline.icbm-launch",
        lambda r: replace(r, when=(replace(r.when[0], basis="stated"),)),
        "does not state the day of 2022-11-02",
    ),
    "another year": (
        "dod22.timeline.mutual-defense-treaty",
        lambda r: replace(r, when=(replace(r.when[0], edtf="1954"),)),
        "does not state the year 1954",
    ),
    "a date outside the calendar": (
        SCM,
        lambda r: replace(r, when=(replace(DAY, edtf="2022-11-31"),)),
        "calendar",
    ),
    "a date of another form": (
        SCM,
        lambda r: replace(r, when=(replace(DAY, edtf="yesterday"),)),
        "not a date",
    ),
    "a date resting on nothing": (
        SCM,
        lambda r: replace(r, anchors=tuple(a for a in r.anchors if a.role != "date")),
        "has no words that it rests on",
    ),
    "no words": (SCM, lambda r: replace(r, anchors=()), "no claim without its quote"),
    "words of another role only": (
        SCM,
        lambda r: replace(r, anchors=tuple(a for a in r.anchors if a.role != "row")),
        "no claim without its quote",
    ),
    "an actor nobody names": (
        SCM,
        lambda r: replace(r, actors=(Actor("party", "the Kaiser"),)),
        "neither an entity",
    ),
    "an unknown role": (
        SCM,
        lambda r: replace(r, actors=(Actor("maker", "lee-jong-sup"),)),
        "a role is one of",
    ),
    "a source that is not there": (SCM, lambda r: replace(r, source="dod23"), "there is no source 'dod23'"),
    "words of another source": (SCM, lambda r: replace(r, source="state"), "stands on words of dod22"),
}


@pytest.mark.parametrize("name", ALTERED)
def test_what_its_words_do_not_bear_is_a_fault(corpus: Corpus, texts: Texts, name: str) -> None:
    wanted, alter, says = ALTERED[name]
    found = checked(corpus, texts, alter(corpus.records[wanted]))
    assert any(fault.startswith(f"{wanted}: ") and says in fault for fault in found), found
    assert {fault.split(": ")[0] for fault in found} == {wanted}


def test_an_entity_in_a_source_that_is_not_there_is_a_fault(corpus: Corpus, texts: Texts) -> None:
    entity = corpus.records["osan"]
    gone = replace(entity, anchors=(replace(entity.anchors[0], source="gone"),))
    assert checked(corpus, texts, gone) == ["osan: there is no source 'gone'"]


# ---- the texts on disk


def test_a_text_altered_by_one_byte_is_told_with_what_stood_on_it(record: Path, corpus: Corpus) -> None:
    source = corpus.sources["dod22"]
    path = record.parent / "texts" / f"{source.sha256}.txt"
    path.write_bytes(path.read_bytes().replace(b"54th", b"53rd"))
    with Holdings.open(record) as holdings:
        found = list(verify(holdings.corpus(), holdings.texts.data))
    assert found[0].startswith("DoD22: the text is not the one that was added")
    assert any(fault.startswith("dod22.timeline.scm-54: ") and "53rd" in fault for fault in found)
    assert not any(fault.startswith(("dod19", "state.", "news.")) for fault in found)


def test_a_text_with_one_more_byte_at_its_end_is_told(record: Path, corpus: Corpus) -> None:
    path = record.parent / "texts" / f"{corpus.sources['state'].sha256}.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    with Holdings.open(record) as holdings:
        found = list(verify(holdings.corpus(), holdings.texts.data))
    assert len(found) == 1
    assert found[0].startswith("State: the text is not the one")


@pytest.mark.parametrize(("data", "says"), [(None, "is missing"), (b"\xff", "is not UTF-8 text any more")])
def test_a_text_that_cannot_be_read_is_told_once(
    record: Path, corpus: Corpus, data: bytes | None, says: str
) -> None:
    path = record.parent / "texts" / f"{corpus.sources['news'].sha256}.txt"
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)
    with Holdings.open(record) as holdings:
        found = list(verify(holdings.corpus(), holdings.texts.data))
    assert len(found) == 1
    assert found[0].startswith("News: ")
    assert says in found[0]
