"""What `RecordStore` promises to the rest of the program."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import where
from tinydb.operations import increment
from tinydb.table import Document

from store.errors import (
    BusyError,
    ClosedError,
    FieldError,
    MissingFieldError,
    MissingStoreError,
    ReadOnlyError,
    StoreError,
    UnstorableError,
    WentBackError,
)
from store.record import TABLES, RecordStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@pytest.fixture
def store(path: Path) -> Iterator[RecordStore]:
    with RecordStore.open(path) as opened:
        yield opened


@pytest.fixture
def other(store: RecordStore) -> Iterator[RecordStore]:
    """A second handle on the same record, as another process has it."""
    with RecordStore.open(store.path) as opened:
        yield opened


# ---- tables


def test_every_table_of_the_product_keeps_what_it_is_given(store: RecordStore, path: Path) -> None:
    for name in TABLES:
        store.table(name).insert({"id": name, "words": "“Camp Humphreys”, 평택"})
    with RecordStore.open(path) as again:
        assert again.tables() == set(TABLES)
        for name in TABLES:
            assert again.table(name).all() == [{"id": name, "words": "“Camp Humphreys”, 평택"}]


def test_results_are_copies_all_the_way_down(store: RecordStore) -> None:
    quotes = store.table("quotes")
    given = {"id": "q", "anchors": [{"start": 1}]}
    quotes.insert(given)
    given["anchors"] = []
    for found in (
        quotes.all()[0],
        quotes.get(doc_id=1),
        quotes.search(where("id") == "q")[0],
        next(iter(quotes)),
    ):
        found["anchors"][0]["start"] = 99
    assert quotes.all() == [{"id": "q", "anchors": [{"start": 1}]}]


def test_an_id_is_never_given_out_again(store: RecordStore, path: Path) -> None:
    quotes = store.table("quotes")
    assert quotes.insert_multiple([{"n": n} for n in range(3)]) == [1, 2, 3]
    quotes.remove(doc_ids=[3])
    assert quotes.insert({}) == 4
    quotes.remove(where("n").exists())
    quotes.remove(doc_ids=[4])
    with RecordStore.open(path) as again:
        assert again.table("quotes").insert({}) == 5
        assert again.table("quotes").insert(Document({}, doc_id=50)) == 50
        assert again.table("quotes").insert({}) == 51


def test_two_handles_never_share_an_id(store: RecordStore, other: RecordStore) -> None:
    given = [handle.table("quotes").insert({"n": n}) for n in range(5) for handle in (store, other)]
    assert given == list(range(1, 11))
    assert len(store.table("quotes")) == 10


def test_a_table_can_be_used_as_tinydb_uses_it(store: RecordStore) -> None:
    events = store.table("events")
    events.insert_multiple({"n": n} for n in range(4))
    assert events.upsert({"n": 3, "kind": "war"}, where("n") == 3) == [4]
    assert events.upsert({"n": 9}, where("n") == 9) == [5]
    assert events.update({"kind": "treaty"}, doc_ids=[1, 77]) == [1]
    assert events.update(increment("n"), where("n") < 2) == [1, 2]
    assert events.update_multiple([({"kind": "state"}, where("n") == 9)]) == [5]
    assert events.get(doc_ids=[1, 2, 77]) == [{"n": 1, "kind": "treaty"}, {"n": 2}]
    assert events.contains(doc_id=5)
    assert not events.contains(where("n") == 77)
    assert events.count(where("kind").exists()) == 3
    assert events.remove(doc_ids=[1, 77]) == [1]
    assert [doc.doc_id for doc in events] == [2, 3, 4, 5]
    with pytest.raises(RuntimeError):
        events.remove()
    with pytest.raises(ValueError, match="already exists"):
        events.insert(Document({}, doc_id=2))
    with pytest.raises(ValueError, match="Mapping"):
        events.insert([1])  # type: ignore[arg-type]
    events.truncate()
    assert events.all() == []
    assert events.insert({}) == 1


def test_opening_a_table_again_does_not_empty_it(store: RecordStore) -> None:
    store.table("notes").insert({"words": "kept"})
    assert store.table("notes").all() == [{"words": "kept"}]


# ---- queries


def test_no_query_is_answered_from_before_another_commit(store: RecordStore, other: RecordStore) -> None:
    mine, theirs = store.table("quotes"), other.table("quotes")
    mine.insert({"words": "ROK"})
    query = where("words").exists()
    assert mine.count(query) == theirs.count(query) == 1
    theirs.insert({"words": "rok"})
    assert len(mine.search(query)) == 2


def test_a_regular_expressions_flags_count(store: RecordStore) -> None:
    quotes = store.table("quotes")
    quotes.insert({"words": "ROK"})
    assert quotes.search(where("words").search("rok")) == []
    assert len(quotes.search(where("words").search("rok", re.IGNORECASE))) == 1


def test_a_query_on_a_field_that_is_missing_finds_nothing(store: RecordStore) -> None:
    store.table("forces").insert({"label": "no number"})
    assert store.table("forces").search(where("number") > 5) == []
    assert store.table("forces").get(where("value")["number"] == 1) is None


def test_a_query_that_does_not_fit_says_which_record(store: RecordStore) -> None:
    forces = store.table("forces")
    forces.insert_multiple([{"number": 28500}, {"number": None}])
    with pytest.raises(FieldError, match="record 2 of forces"):
        forces.search(where("number") > 5)
    with pytest.raises(FieldError, match="record 2 of forces"):
        forces.update({"seen": True}, where("number") > 5)
    assert forces.all() == [{"number": 28500}, {"number": None}]


def test_an_update_of_a_missing_field_is_refused_whole(store: RecordStore) -> None:
    forces = store.table("forces")
    forces.insert_multiple([{"n": 1}, {}, {"n": "text"}])
    before = store.generation
    with pytest.raises(MissingFieldError, match="the field 'n'"):
        forces.update(increment("n"))
    with pytest.raises(FieldError, match="does not fit"):
        forces.update(increment("n"), doc_ids=[1, 3])
    assert forces.all() == [{"n": 1}, {}, {"n": "text"}]
    assert store.generation == before


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        ({1: "a"}, "the key 1"),
        ("\ud800", "surrogate"),
        (object(), "object"),
        ({"deep": b"bytes"}, "value.deep is a bytes"),
        (10**5000, "whole number"),
    ],
    ids=["nan", "infinity", "key", "surrogate", "object", "bytes", "huge"],
)
def test_what_json_would_change_is_refused_with_its_place(
    store: RecordStore, value: object, says: str
) -> None:
    notes = store.table("notes")
    notes.insert({"value": "good"})
    with pytest.raises(UnstorableError, match=says):
        notes.insert({"value": value})
    with pytest.raises(UnstorableError, match="Record 1 of notes"):
        notes.update({"value": value})
    assert notes.all() == [{"value": "good"}]
    assert notes.insert({}) == 2


@pytest.mark.parametrize("key", [-1, 10**18, 1.5, "1", True])
def test_an_id_that_could_not_be_read_again_is_refused(store: RecordStore, key: int) -> None:
    with pytest.raises(UnstorableError, match="no record's id"):
        store.table("notes").insert(Document({}, doc_id=key))
    with pytest.raises(UnstorableError, match="no record's id"):
        store.table("notes").insert_multiple([Document({}, doc_id=key)])
    assert store.tables() == set()


@pytest.mark.parametrize("name", [5, None, "\udc80"])
def test_a_name_that_could_not_be_read_again_is_refused(store: RecordStore, name: str) -> None:
    with pytest.raises(UnstorableError, match="name"):
        store.table(name)


@pytest.mark.parametrize("name", ["", '"', "\\", "a\nb", '",{', "\u2028", "노트"])
def test_any_text_can_name_a_table_and_a_field(store: RecordStore, path: Path, name: str) -> None:
    store.table(name).insert({name: name})
    with RecordStore.open(path) as again:
        assert again.tables() == {name}
        assert again.table(name).all() == [{name: name}]
        assert again.recovery is None


def test_a_value_that_holds_itself_is_refused(store: RecordStore) -> None:
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(UnstorableError, match="nested"):
        store.table("notes").insert({"circle": circle})


# ---- transactions


def test_a_transaction_is_one_commit(store: RecordStore, other: RecordStore) -> None:
    before = store.generation
    with store.transaction():
        store.table("sources").insert({"id": "DoD22"})
        store.table("quotes").insert_multiple({"n": n} for n in range(300))
        store.table("quotes").update({"state": "accepted"}, where("n") == 7)
        assert len(store.table("quotes")) == 300, "a transaction sees what it has done"
        assert other.tables() == set(), "and nobody else does"
        assert other.generation == before
    assert store.generation == other.generation == before + 1
    assert other.table("quotes").count(where("state") == "accepted") == 1


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_any_exception_rolls_back(store: RecordStore, other: RecordStore, kind: type[BaseException]) -> None:
    store.table("quotes").insert({"n": 1})
    before = store.generation

    def change() -> None:
        with store.transaction():
            store.table("quotes").insert({"n": 2})
            store.table("quotes").update({"n": 3}, doc_ids=[1])
            store.table("notes").insert({})
            raise kind

    with pytest.raises(kind):
        change()
    for handle in (store, other):
        assert handle.table("quotes").all() == [{"n": 1}]
        assert handle.tables() == {"quotes"}
        assert handle.generation == before
    assert store.table("quotes").insert({}) == 2


def test_an_inner_transaction_is_part_of_the_outer(store: RecordStore) -> None:
    before = store.generation
    with store.transaction():
        store.table("quotes").insert({"n": 1})
        with store.transaction():
            store.table("quotes").insert({"n": 2})
    assert store.generation == before + 1
    assert len(store.table("quotes")) == 2


def test_an_inner_transaction_can_be_undone_by_itself(store: RecordStore) -> None:
    quotes = store.table("quotes")

    def fail() -> None:
        with store.transaction():
            quotes.insert({"n": 2})
            raise LookupError

    with store.transaction():
        quotes.insert({"n": 1})
        with pytest.raises(LookupError):
            fail()
        quotes.insert({"n": 3})
    assert quotes.all() == [{"n": 1}, {"n": 3}]


def test_an_outer_exception_undoes_the_inner_too(store: RecordStore) -> None:
    def change() -> None:
        with store.transaction():
            with store.transaction():
                store.table("quotes").insert({})
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        change()
    assert store.tables() == set()


def test_what_changes_nothing_is_no_commit(store: RecordStore) -> None:
    store.table("quotes").insert({"n": 1})
    before = store.generation
    store.table("quotes").update({"n": 1})
    store.table("quotes").update({"n": 2}, where("n") == 77)
    store.table("quotes").remove(where("n") == 77)
    with store.transaction():
        pass
    assert store.generation == before


def test_a_failing_batch_leaves_nothing(store: RecordStore) -> None:
    def documents() -> Iterator[dict[str, int]]:
        yield {"n": 1}
        raise OSError("the document could not be read to its end")

    with pytest.raises(OSError, match="to its end"):
        store.table("quotes").insert_multiple(documents())
    assert store.tables() == set()


def test_a_transaction_through_another_handle_of_the_same_thread_is_told_not_hung(
    store: RecordStore, other: RecordStore
) -> None:
    with store.transaction(), pytest.raises(BusyError, match="through another handle"):
        other.table("quotes").insert({})
    assert other.table("quotes").insert({}) == 1


def test_patience_with_another_writer_ends(path: Path) -> None:
    with RecordStore.open(path) as store, RecordStore.open(path, patience=0.05) as other:
        failures: list[BaseException] = []

        def write() -> None:
            try:
                other.table("quotes").insert({})
            except BusyError as error:
                failures.append(error)

        with store.transaction():
            thread = threading.Thread(target=write)
            thread.start()
            thread.join()
        assert len(failures) == 1
        assert "nothing was changed" in str(failures[0])
        assert other.table("quotes").insert({}) == 1


def test_threads_sharing_a_handle_lose_nothing(store: RecordStore) -> None:
    store.table("quotes").insert({"n": 0})

    def count() -> None:
        for _ in range(10):
            store.table("quotes").update(increment("n"), doc_ids=[1])
            store.table("notes").insert({})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.table("quotes").get(doc_id=1) == {"n": 40}
    assert sorted(doc.doc_id for doc in store.table("notes")) == list(range(1, 41))


# ---- other people's commits


def test_another_commit_is_noticed_and_read(store: RecordStore, other: RecordStore) -> None:
    assert not store.changed()
    other.table("quotes").insert({"n": 1})
    assert store.changed()
    assert store.generation == other.generation
    assert not store.changed()
    assert store.table("quotes").all() == [{"n": 1}]
    other.table("quotes").update({"n": 1})
    assert not store.changed()


def test_a_reading_block_stands_on_one_commit(store: RecordStore, other: RecordStore) -> None:
    store.table("quotes").insert({"n": 1})
    with store.reading():
        seen = store.generation
        other.table("quotes").insert({"n": 2})
        other.table("notes").insert({})
        assert len(store.table("quotes")) == 1
        assert store.tables() == {"quotes"}
        assert store.generation == seen
    assert len(store.table("quotes")) == 2
    assert store.tables() == {"quotes", "notes"}


def test_reading_never_goes_back(store: RecordStore, path: Path) -> None:
    store.table("quotes").insert({"n": 1})
    older = path.read_bytes()
    store.table("quotes").insert({"n": 2})
    path.write_bytes(older)
    with pytest.raises(WentBackError, match="older copy"):
        store.table("quotes").all()
    with pytest.raises(WentBackError):
        store.table("quotes").insert({})
    assert path.read_bytes() == older
    with RecordStore.open(path) as meant:
        assert meant.table("quotes").all() == [{"n": 1}]


# ---- opening and closing


def test_a_closed_store_says_so(path: Path) -> None:
    store = RecordStore.open(path)
    store.close()
    store.close()
    with pytest.raises(ClosedError, match="open it again"):
        store.table("quotes").all()
    with pytest.raises(ClosedError):
        store.table("quotes").insert({})
    with pytest.raises(ClosedError):
        store.changed()


def test_read_only_makes_nothing_and_changes_nothing(path: Path) -> None:
    with pytest.raises(MissingStoreError, match="There is no record"):
        RecordStore.open(path, read_only=True)
    assert list(path.parent.iterdir()) == []
    with RecordStore.open(path) as store:
        store.table("quotes").insert({"n": 1})
        with RecordStore.open(path, read_only=True) as reader:
            assert reader.read_only
            with pytest.raises(ReadOnlyError, match="open for reading only"):
                reader.table("quotes").insert({})
            with pytest.raises(ReadOnlyError), reader.transaction():
                pass
            store.table("quotes").insert({"n": 2})
            assert len(reader.table("quotes")) == 2


def test_a_store_reached_by_a_link_stays_where_it_is(store: RecordStore, path: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "linked.db"
    link.symlink_to(path)
    with RecordStore.open(link) as linked:
        linked.table("quotes").insert({})
        assert linked.path == path
    assert link.is_symlink()
    assert len(store.table("quotes")) == 1


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="the folder does not exist"):
        RecordStore.open(tmp_path / "no" / "record.db")


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not a record"):
        RecordStore.open(tmp_path)
