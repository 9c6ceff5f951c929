"""A record on disk: where it lies, what reading it needs, and what it says of rows it cannot read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest
from tinydb import where

from store.corpus import Corpus
from store.errors import DamagedError, MissingStoreError, ReadOnlyError
from store.holdings import TABLE, VARIABLE, Holdings, default_path
from store.model import TABS
from store.record import TABLES


def test_the_environment_names_a_record_and_an_empty_name_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "mine.db"))
    assert default_path() == tmp_path / "mine.db"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    own = Path(platformdirs.user_data_dir("ironquote", appauthor=False)) / "record.db"
    monkeypatch.setenv(VARIABLE, "")
    assert default_path() == own
    monkeypatch.delenv(VARIABLE)
    assert default_path() == own


def test_every_tab_has_a_table_of_the_product() -> None:
    assert set(TABLE) == set(TABS)
    assert set(TABLE.values()) < set(TABLES)


def test_what_is_on_disk_is_what_was_read_from_the_package(installed: Path, corpus: Corpus) -> None:
    with Holdings.open(installed, read_only=True) as holdings:
        held = holdings.corpus()
        assert held.records == corpus.records
        assert [replace(source, shipped="") for source in held.sources.values()] == [*corpus.sources.values()]
        assert all(source.shipped for source in held.sources.values())
        assert held.generation == holdings.store.generation
        for source in held.sources:
            assert held.text(source) == corpus.text(source)
        for tab in TABS:
            assert [r.id for r in held.tab(tab, related=True)] == [
                r.id for r in corpus.tab(tab, related=True)
            ]


def test_a_folder_stands_for_the_record_in_it(tmp_path: Path) -> None:
    with Holdings.open(tmp_path) as holdings:
        assert holdings.store.path == tmp_path / "record.db"
        assert holdings.texts.folder == tmp_path / "texts"
        assert holdings.corpus().records == {}


def test_a_record_is_made_with_the_folders_it_lies_in(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "mine.db"
    with Holdings.open(path):
        assert path.is_file()


def test_reading_creates_nothing(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "mine.db", tmp_path / "a" / "b" / "mine.db"):
        with pytest.raises(MissingStoreError, match="There is no record"):
            Holdings.open(path, read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_reading_changes_nothing(record: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in record.parent.rglob("*")}
    with Holdings.open(record, read_only=True) as holdings:
        assert len(holdings.corpus().records) > 300
        with pytest.raises(ReadOnlyError):
            holdings.drop_records("quotes", ["dod22.quotes.anchor"])
        with pytest.raises(ReadOnlyError):
            holdings.put_source(next(iter(holdings.corpus().sources.values())))
    assert {path: path.stat().st_mtime_ns for path in record.parent.rglob("*")} == before


def test_a_record_is_put_in_place_of_its_namesake_and_dropped_alone(record: Path) -> None:
    with Holdings.open(record) as holdings:
        before = holdings.corpus()
        scm = before.records["dod22.timeline.scm-54"]
        holdings.put_records("timeline", [replace(scm, note="looked at")])
        after = holdings.corpus()
        assert after.records[scm.id].note == "looked at"
        assert after.records.keys() == before.records.keys()
        assert holdings.store.table("events").count(where("id") == scm.id) == 1
        holdings.drop_records("timeline", [scm.id, "unknown"])
        assert before.records.keys() - holdings.corpus().records.keys() == {scm.id}
        source = before.sources["news"]
        holdings.put_source(replace(source, short="Herald"))
        assert [s.short for s in holdings.corpus().sources.values()] == ["DoD19", "State", "DoD22", "Herald"]


def test_another_s_commit_is_seen_once_and_only_then_read(record: Path) -> None:
    with Holdings.open(record) as mine, Holdings.open(record) as theirs:
        first = mine.corpus()
        assert mine.newer() is None
        theirs.drop_records("quotes", ["dod22.quotes.anchor"])
        newer = mine.newer()
        assert newer is not None
        assert newer.generation == first.generation + 1
        assert first.records.keys() - newer.records.keys() == {"dod22.quotes.anchor"}
        assert mine.newer() is None


@pytest.mark.parametrize(
    ("table", "doc"),
    [
        ("events", {"id": "half", "tab": "timeline"}),
        ("events", {"values": [{"number": "28500"}]}),
        ("events", {"anchors": [{"start": 1}]}),
        ("events", {"anchors": 5}),
        ("events", {"when": [{"role": "held", "day": "Monday"}]}),
        ("sources", {"id": "half"}),
        ("sources", {"colour": "red"}),
    ],
)
def test_a_row_of_another_shape_is_told_and_left(record: Path, table: str, doc: dict[str, object]) -> None:
    with Holdings.open(record) as holdings:
        rows = holdings.store.table(table)
        if len(doc) > 1 or "id" in doc:
            rows.insert(doc)
        else:
            rows.update(doc, doc_ids=[rows.all()[0].doc_id])
    before = record.read_bytes()
    with Holdings.open(record) as holdings, pytest.raises(DamagedError, match="cannot read"):
        holdings.corpus()
    assert record.read_bytes() == before
