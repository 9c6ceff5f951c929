"""The shipped record in a person's own: installed once, brought up to date, nothing of theirs taken."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from store import shipped
from store.corpus import Corpus
from store.errors import StoreError
from store.holdings import Holdings
from store.model import Change, Record, Tab
from store.reviewed import ReviewedError
from store.verify import verify

STATE = "001_3fbe02b3105bc98b.toml"
DOD19 = "000_0233a32075aad87c.toml"

OWN = """
[source]
id = "own"
short = "Own"
title = "My notes"
kind = "notes"

[entities.lee-jong-sup]
kind = "person"
label = "Lee Jong-sup"
forms = ["Minister Lee"]

[timeline.visit]
kind = "meeting"
label = "A visit"
words = "Minister Lee came again."
"""


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """A copy of the shipped folder, to make a newer edition of."""
    copied = tmp_path / "edition"
    copied.mkdir()
    for path in shipped.folder().iterdir():
        if path.suffix in (".toml", ".txt"):
            shutil.copy(path, copied)
    return copied


def edit(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    path = folder / name
    toml = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert toml.count(before) >= 1
        toml = toml.replace(before, after, 1)
    path.write_text(toml, encoding="utf-8")


def decided(record: Record, **after: object) -> Record:
    """A record as a person's decision leaves it."""
    before: dict[str, object] = {name: getattr(record, name) for name in after}
    change = Change("reader", "2025-01-01T00:00:00Z", before, dict(after))
    return replace(record, **after, history=(*record.history, change))  # type: ignore[arg-type]


def faults(holdings: Holdings) -> list[str]:
    return list(verify(holdings.corpus(), holdings.texts.data))


# ---- the first time, and the second


def test_the_first_run_installs_everything_in_one_commit(tmp_path: Path, corpus: Corpus) -> None:
    with Holdings.open(tmp_path) as holdings:
        before = holdings.store.generation
        assert shipped.install(holdings)
        assert holdings.store.generation == before + 1
        assert holdings.corpus().records == corpus.records
        assert sorted(holdings.texts) == sorted(source.sha256 for source in corpus.sources.values())
        assert faults(holdings) == []


def test_the_second_run_does_nothing(record: Path) -> None:
    before = record.read_bytes(), record.stat().st_mtime_ns
    with Holdings.open(record) as holdings:
        generation = holdings.store.generation
        assert not shipped.install(holdings)
        assert not shipped.install(holdings, shipped.folder())
        assert holdings.store.generation == generation
    assert (record.read_bytes(), record.stat().st_mtime_ns) == before


def test_an_edition_is_known_by_every_byte_of_it(edition: Path) -> None:
    first = shipped.edition(edition)
    assert first == shipped.edition(shipped.folder())
    for path in sorted(edition.iterdir()):
        kept = path.read_bytes()
        path.write_bytes(kept + b"\n")
        assert shipped.edition(edition) != first
        path.write_bytes(kept)
    assert shipped.edition(edition) == first
    (edition / STATE).rename(edition / "004.toml")
    assert shipped.edition(edition) != first


# ---- a newer edition


def test_a_newer_edition_changes_adds_and_drops_what_nobody_decided_on(record: Path, edition: Path) -> None:
    edit(
        edition,
        STATE,
        ('label = "Global Hawk Unmanned Aerial Vehicle"\nwords', 'label = "Global Hawk"\nwords'),
        ("[sales.ah-64e]", "[sales.apache]"),
        ('label = "Hellfire Missiles"\nwords', 'label = "Hellfire"\nwords'),
    )
    with Holdings.open(record) as holdings:
        before = holdings.corpus()
        assert shipped.install(holdings, edition)
        after = holdings.corpus()
        assert holdings.store.generation == before.generation + 1
        assert before.records.keys() - after.records.keys() == {"state.sales.ah-64e"}
        assert after.records.keys() - before.records.keys() == {"state.sales.apache"}
        changed = {
            name
            for name in before.records.keys() & after.records
            if before.records[name] != after.records[name]
        }
        assert changed == {"state.sales.global-hawk", "state.sales.hellfire"}
        assert after.records["state.sales.global-hawk"].label == "Global Hawk"
        assert [r.id for r in after.tab("sales")] == [
            name.replace("ah-64e", "apache") for name in (r.id for r in before.tab("sales"))
        ]
        assert faults(holdings) == []
        assert not shipped.install(holdings, edition)
        assert shipped.install(holdings)
        assert holdings.corpus().records == before.records


DECISIONS: tuple[Callable[[Record], Record], ...] = (
    lambda one: decided(one, label="My own words", state="corrected"),
    lambda one: decided(one, state="rejected"),
    lambda one: decided(one, note="I doubt it."),
)


def test_what_a_person_decided_stays_as_they_decided_it(record: Path, edition: Path) -> None:
    changed = ("global-hawk", "f-35", "aegis")
    dropped = ("ah-64e", "harpoon", "hellfire")
    kept = ("mk-54", "kf-16-upgrades", "p-8a")
    for name in changed:
        edit(edition, STATE, (f"[sales.{name}]", f'[sales.{name}]\nplace = "South Korea"'))
    for name in dropped:
        edit(edition, STATE, (f"[sales.{name}]", f"[sales.{name}-anew]"))
    with Holdings.open(record) as holdings:
        held = holdings.corpus().records
        mine = [
            decide(held[f"state.sales.{name}"])
            for names in (changed, dropped, kept)
            for decide, name in zip(DECISIONS, names, strict=True)
        ]
        holdings.put_records("sales", mine)
        assert shipped.install(holdings, edition)
        after = holdings.corpus().records
        assert [after[one.id] for one in mine] == mine
        assert all(after[one.id].history[0].who == "reader" for one in mine)
        assert {f"state.sales.{name}-anew" for name in dropped} <= after.keys()
        assert faults(holdings) == []


def test_a_decided_entity_keeps_its_decision(record: Path, edition: Path) -> None:
    edit(edition, DOD19, ('note = "Named in a photo credit."', 'note = "A sailor."'))
    with Holdings.open(record) as holdings:
        held = holdings.corpus().records
        mine = decided(held["kim-jong-un"], note="Chairman")
        holdings.put_records("entities", [mine])
        assert shipped.install(holdings, edition)
        after = holdings.corpus().records
        assert after["kim-jong-un"] == mine
        assert "A sailor." in after["torrey-w-lee"].note


def test_a_source_keeps_the_name_that_a_person_gave_it(record: Path, edition: Path) -> None:
    edit(edition, STATE, ('publisher = "U.S. Department of State"', 'publisher = "State"'))
    with Holdings.open(record) as holdings:
        source = holdings.corpus().sources["state"]
        renamed = Change("reader", "2025-01-01T00:00:00Z", {"short": "State"}, {"short": "Foggy Bottom"})
        holdings.put_source(replace(source, short="Foggy Bottom", history=(renamed,)))
        assert shipped.install(holdings, edition)
        after = holdings.corpus().sources["state"]
        assert (after.short, after.publisher) == ("Foggy Bottom", "State")
        assert after.history == (renamed,)
        assert after.shipped == shipped.edition(edition)


def test_a_person_s_own_document_outlives_an_upgrade(record: Path, edition: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.toml").write_text(OWN, encoding="utf-8")
    (own / "own.txt").write_text("Minister Lee came again.", encoding="utf-8")
    edit(edition, STATE, ("[sales.ah-64e]", "[sales.apache]"))
    with Holdings.open(record) as holdings:
        assert shipped.install(holdings, own)
        generation = holdings.store.generation
        assert not shipped.install(holdings), "a further folder does not make the shipped one look old"
        assert not shipped.install(holdings, own)
        assert holdings.store.generation == generation
        joined = holdings.corpus()
        assert {a.source for a in joined.records["lee-jong-sup"].anchors} == {"dod22", "own"}
        assert shipped.install(holdings, edition)
        after = holdings.corpus()
        assert after.sources["own"] == joined.sources["own"]
        assert after.records["own.timeline.visit"] == joined.records["own.timeline.visit"]
        assert {a.source for a in after.records["lee-jong-sup"].anchors} == {"dod22", "own"}
        assert faults(holdings) == []


def test_an_edition_with_a_fault_changes_nothing(record: Path, edition: Path) -> None:
    edit(edition, STATE, ("number = 28500", "number = 28600"))
    before = record.read_bytes()
    with Holdings.open(record) as holdings, pytest.raises(ReviewedError, match="28600"):
        shipped.install(holdings, edition)
    assert record.read_bytes() == before


def test_an_upgrade_that_fails_midway_leaves_the_old_edition(
    record: Path, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(edition, STATE, ("[sales.ah-64e]", "[sales.apache]"))
    before = record.read_bytes()

    with Holdings.open(record) as holdings:
        put = Holdings.put_records

        def fail_at_quotes(self: Holdings, tab: Tab, records: Iterable[Record]) -> None:
            if tab == "quotes":
                raise StoreError("no more")
            put(self, tab, records)

        monkeypatch.setattr(Holdings, "put_records", fail_at_quotes)
        with pytest.raises(StoreError, match="no more"):
            shipped.install(holdings, edition)
        assert "state.sales.ah-64e" in holdings.corpus().records
    assert record.read_bytes() == before
