"""What becomes of a record when its file is damaged, its disk is full, or its folder is shared."""

from __future__ import annotations

import errno
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from store.durable import disk
from store.durable.envelope import seal, unseal
from store.durable.mounts import network_warning
from store.durable.schema import Schema
from store.durable.state import Tables
from store.errors import (
    AccessError,
    DamagedError,
    DoubtfulCommitError,
    ForeignFileError,
    MigrationError,
    MissingStoreError,
    NewerSchemaError,
    ReadOnlyError,
    StaleError,
    StoreError,
    WriteRefusedError,
)
from store.files import RecordFile
from store.record import RecordStore

ROOT = os.geteuid() == 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record of three commits (the empty one, and one for each note), closed."""
    path = tmp_path / "record.db"
    with RecordStore.open(path) as store:
        store.table("notes").insert({"words": "first"})
        store.table("notes").insert({"words": "second"})
    return path


def names(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir()}


def words(store: RecordStore) -> list[str]:
    return [doc["words"] for doc in store.table("notes")]


def opened_words(path: Path, read_only: bool) -> list[str]:
    with RecordStore.open(path, read_only=read_only) as store:
        return words(store)


# ---- damage

Damage = Callable[[bytes], bytes]


def resealed(body: bytes) -> bytes:
    """A file whose checksum is right, whatever it holds."""
    return seal(1, 3, body)


DAMAGES: dict[str, Damage] = {
    "empty": lambda _: b"",
    "one byte left": lambda data: data[:1],
    "cut in the header": lambda data: data[:20],
    "cut by one byte": lambda data: data[:-1],
    "cut in half": lambda data: data[: len(data) // 2],
    "one byte more": lambda data: data + b"\n",
    "twice": lambda data: data * 2,
    "nuls": lambda data: bytes(len(data)),
    "nul tail": lambda data: data[:-9] + bytes(9),
    "foreign text": lambda _: b"Minutes of the 54th meeting\n",
    "foreign json": lambda _: b'{"notes": {"1": {"words": "foreign"}}}',
    "an array": lambda _: b"[]",
    "a database": lambda _: b"SQLite format 3\0" + bytes(4080),
    "not UTF-8": lambda data: data.replace(b"second", b"seco\xff\xfe"),
    "not UTF-8, resealed": lambda _: resealed(b'["notes",1]\n["notes","1",{"words":"\xff"}]\n'),
    "half a surrogate, resealed": lambda _: resealed(
        b'["notes",1]\n["notes","1",{"words":"\xed\xa0\x80"}]\n'
    ),
    "no line, resealed": lambda _: resealed(b"{}"),
    "wrong shape, resealed": lambda _: resealed(b'{"notes":{"1":{"words":"x"}}}\n'),
    "a list for a record, resealed": lambda _: resealed(b'["notes",1]\n["notes","1",["x"]]\n'),
    "an odd value, resealed": lambda _: resealed(b'["notes",null,42]\n'),
    "an odd id, resealed": lambda _: resealed(b'["notes",1]\n["notes","01",{}]\n'),
    "a negative count, resealed": lambda _: resealed(b'["notes",-1]\n'),
    "a true count, resealed": lambda _: resealed(b'["notes",true]\n'),
    "no table, resealed": lambda _: resealed(b'["notes","1",{}]\n'),
    "a table twice, resealed": lambda _: resealed(b'["notes",1]\n["notes",1]\n'),
    "a record twice, resealed": lambda _: resealed(b'["notes",1]\n["notes","1",{}]\n["notes","1",{}]\n'),
    "a key twice, resealed": lambda _: resealed(b'["notes",1]\n["notes","1",{"words":"a","words":"b"}]\n'),
    "two records in a line, resealed": lambda _: resealed(b'["notes",1]\n["notes","1",{}],["x","1",{}]\n'),
    "nested without end, resealed": lambda _: resealed(
        b'["notes",1]\n["notes","1",{"words":' + b"[" * 100_000 + b"]" * 100_000 + b"}]\n"
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_recognised_restored_and_told(path: Path, damage: Damage) -> None:
    bad = damage(path.read_bytes())
    path.write_bytes(bad)
    with RecordStore.open(path) as store:
        assert words(store) == ["first"], "the last good commit, never what the bad file says"
        assert store.recovery is not None
        assert str(path) in store.recovery
        assert "stands as of commit 2" in store.recovery
        assert "commit 3 is missing" in store.recovery
        assert "record.db.damaged-1" in store.recovery
        assert store.notices == (store.recovery,)
        assert store.generation > 3, "a number that no one has read"
        assert store.table("notes").insert({"words": "third"}) == 2
    assert path.with_name("record.db.damaged-1").read_bytes() == bad
    with RecordStore.open(path) as again:
        assert words(again) == ["first", "third"]
        assert again.recovery is None


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_only_told_where_nothing_may_be_written(path: Path, damage: Damage) -> None:
    path.write_bytes(damage(path.read_bytes()))
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    with RecordStore.open(path, read_only=True) as store:
        assert words(store) == ["first"]
        assert store.recovery is not None
        assert "Nothing was mended" in store.recovery
        assert words(store) == ["first"]
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == before


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_without_a_copy_is_left_as_it_is(path: Path, damage: Damage) -> None:
    bad = damage(path.read_bytes())
    path.write_bytes(bad)
    path.with_name("record.db.bak").unlink()
    for read_only in (False, True):
        with pytest.raises(DamagedError, match="no copy of it") as caught:
            opened_words(path, read_only)
        assert "left as it is" in str(caught.value)
    assert path.read_bytes() == bad
    assert names(path) <= {"record.db", "record.db.lock"}


def test_every_flipped_bit_is_recognised(path: Path) -> None:
    good = path.read_bytes()
    for at in range(len(good) * 8):
        bad = bytearray(good)
        bad[at // 8] ^= 1 << at % 8
        with pytest.raises(DamagedError):
            unseal(bytes(bad), path)


def test_a_foreign_file_is_named_as_such(path: Path) -> None:
    path.with_name("record.db.bak").unlink()
    path.write_text("my shopping list")
    with pytest.raises(ForeignFileError, match="not a record of this program"):
        RecordStore.open(path)


def test_damage_to_both_is_left_as_it_is(path: Path) -> None:
    path.write_bytes(b"")
    path.with_name("record.db.bak").write_bytes(b"x")
    before = names(path)
    with pytest.raises(DamagedError, match="bak is damaged as well"):
        RecordStore.open(path)
    assert names(path) == before


def test_a_missing_record_beside_its_copy_is_a_recovery(path: Path) -> None:
    path.unlink()
    with RecordStore.open(path, read_only=True) as reader:
        assert words(reader) == ["first"]
        assert reader.recovery is not None
        assert "was missing" in reader.recovery
    assert not path.exists()
    with RecordStore.open(path) as store:
        assert words(store) == ["first"]
        assert store.recovery is not None
        assert "was missing" in store.recovery
        assert "commit 3 is missing" in store.recovery


def test_a_missing_record_beside_a_ruined_copy_is_no_new_record(path: Path) -> None:
    path.unlink()
    path.with_name("record.db.bak").write_bytes(b"ruined")
    with pytest.raises(DamagedError):
        RecordStore.open(path)
    assert not path.exists()


def test_damage_under_an_open_record_costs_nothing(path: Path) -> None:
    """The program that has the record open still knows what the file held."""
    with RecordStore.open(path) as store, RecordStore.open(path, read_only=True) as reader:
        assert words(store) == words(reader) == ["first", "second"]
        path.write_bytes(b"overwritten by an editor")
        assert words(reader) == ["first", "second"]
        assert reader.recovery is not None
        assert words(store) == ["first", "second"]
        assert store.recovery is not None
        assert "nothing is lost" in store.recovery
        assert words(reader) == ["first", "second"]
        path.unlink()
        store.table("notes").insert({"words": "third"})
    with RecordStore.open(path) as again:
        assert words(again) == ["first", "second", "third"]


def test_a_stale_memory_does_not_pass_for_the_newest(path: Path) -> None:
    with RecordStore.open(path) as store:
        assert words(store) == ["first", "second"]
        with RecordStore.open(path) as other:
            other.table("notes").insert({"words": "third"})
        path.write_bytes(b"")
        assert words(store) == ["first", "second"]
        assert store.recovery is not None
        assert "commit 4 is missing" in store.recovery


def test_a_record_that_is_removed_while_open_is_not_made_anew(path: Path) -> None:
    with RecordStore.open(path) as store:
        path.unlink()
        path.with_name("record.db.bak").unlink()
        with pytest.raises(MissingStoreError, match="There is no record"):
            store.table("notes").all()
        with pytest.raises(MissingStoreError):
            store.table("notes").insert({})
    assert not path.exists()


def test_damaged_files_are_kept_apart(path: Path) -> None:
    for number in (1, 2, 3):
        path.write_bytes(b"bad %d" % number)
        RecordStore.open(path).close()
    assert {"record.db.damaged-1", "record.db.damaged-2", "record.db.damaged-3"} <= names(path)


def test_a_writer_killed_before_its_last_step_has_changed_nothing(path: Path) -> None:
    """It leaves record and copy as two names of one file; the next commit parts them."""
    backup = path.with_name("record.db.bak")
    backup.unlink()
    backup.hardlink_to(path)
    before = path.read_bytes()
    with RecordStore.open(path) as store:
        assert words(store) == ["first", "second"]
        store.table("notes").insert({"words": "third"})
    assert not backup.samefile(path)
    assert backup.read_bytes() == before
    assert not list(path.parent.glob(".*.tmp"))


def test_what_killed_writers_left_is_swept_up(path: Path) -> None:
    left = path.with_name(".record.db.0123456789abcdef.tmp")
    left.write_bytes(b"half")
    other = path.with_name(".other.tmp")
    other.write_bytes(b"someone else's")
    with RecordStore.open(path) as store:
        store.table("notes").insert({})
    assert not left.exists()
    assert other.exists()


# ---- schemas


def renamed(tables: Tables) -> Tables:
    return {"remarks": tables.pop("notes"), **tables}


NEXT = Schema(2, {1: renamed})


def test_a_newer_schema_is_refused_and_untouched(path: Path) -> None:
    RecordStore.open(path, schema=NEXT).close()
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    for read_only in (False, True):
        with pytest.raises(NewerSchemaError, match="Update the program"):
            RecordStore.open(path, read_only=read_only)
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == before


def test_a_newer_copy_is_not_a_way_back(path: Path) -> None:
    with RecordStore.open(path, schema=NEXT) as store:
        store.table("remarks").insert({})
    path.write_bytes(b"")
    with pytest.raises(NewerSchemaError):
        RecordStore.open(path)
    assert path.read_bytes() == b""


def test_an_older_schema_is_brought_up_to_date_and_kept(path: Path) -> None:
    old = path.read_bytes()
    with RecordStore.open(path, read_only=True, schema=NEXT) as reader:
        assert reader.tables() == {"remarks"}
    assert path.read_bytes() == old
    with RecordStore.open(path, schema=NEXT) as store:
        assert store.table("remarks").count(where("words").exists()) == 2
        assert store.table("remarks").insert({}) == 3
        assert "from schema 1 to 2" in store.notices[0]
        assert "record.db.schema-1-1" in store.notices[0]
    assert path.with_name("record.db.schema-1-1").read_bytes() == old
    with RecordStore.open(path, schema=NEXT) as again:
        assert again.notices == ()


def test_an_older_copy_is_restored_and_brought_up_to_date(path: Path) -> None:
    path.write_bytes(b"")
    with RecordStore.open(path, schema=NEXT) as store:
        assert store.table("remarks").all() == [{"words": "first"}]
    RecordStore.open(path, schema=NEXT).close()


@pytest.mark.parametrize("schema", [Schema(2), Schema(2, {1: lambda tables: tables["missing"]})])
def test_a_migration_that_fails_leaves_the_record(path: Path, schema: Schema) -> None:
    before = path.read_bytes()
    with pytest.raises(MigrationError, match="left as it is"):
        RecordStore.open(path, schema=schema)
    assert path.read_bytes() == before
    assert "record.db.schema-1-1" not in names(path)


# ---- faults of the disk


@pytest.fixture
def store(path: Path) -> Iterator[RecordStore]:
    with RecordStore.open(path) as opened:
        yield opened


def failing(code: int, *, after: int = 0, times: int = 1) -> Callable[..., None]:
    """Stand in for a system call that fails from its call number `after` on, `times` times."""
    calls = iter([False] * after + [True] * times)

    def fail(*_: object) -> None:
        if next(calls, False):
            raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("after", [0, 1])
def test_a_failed_fsync_refuses_the_change_and_a_retry_stores_once(
    store: RecordStore, path: Path, monkeypatch: pytest.MonkeyPatch, code: int, after: int
) -> None:
    """Call 0 is the new file's, call 1 the folder's, when the new file is in its place already."""
    with RecordStore.open(path) as reader, monkeypatch.context() as patched:
        seen = reader.generation
        patched.setattr(disk, "sync", failing(code, after=after))
        with pytest.raises(WriteRefusedError, match="was not saved") as caught:
            store.table("notes").insert({"words": "third"})
        assert caught.value.errno == code
        assert words(store) == words(reader) == ["first", "second"]
        assert reader.generation >= seen
        assert store.table("notes").insert({"words": "third"}) == 3
        assert words(reader) == ["first", "second", "third"]
    with RecordStore.open(path) as again:
        assert words(again) == ["first", "second", "third"]


def test_a_commit_that_can_be_neither_confirmed_nor_undone_says_so(
    store: RecordStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put_away(*_: object, **__: object) -> object:
        raise OSError(errno.EIO, "gone")

    write = disk.write_beside
    with monkeypatch.context() as patched:
        patched.setattr(disk, "sync", failing(errno.EIO, after=1))

        def once(*arguments: object, **options: object) -> object:
            patched.setattr("store.durable.shelf.write_beside", put_away)
            return write(*arguments, **options)  # type: ignore[arg-type]

        patched.setattr("store.durable.shelf.write_beside", once)
        with pytest.raises(DoubtfulCommitError, match="Do not repeat it"):
            store.table("notes").insert({"words": "third"})
    assert words(store) == ["first", "second", "third"], "memory is what the file says"
    with RecordStore.open(path) as again:
        assert words(again) == ["first", "second", "third"]


def test_a_file_size_limit_refuses_the_change_whole(store: RecordStore, path: Path) -> None:
    import resource

    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(WriteRefusedError, match="largest size"):
            store.table("notes").insert({"words": "x" * 10_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert words(store) == ["first", "second"]
    assert names(path) == {"record.db", "record.db.bak", "record.db.lock"}
    assert store.table("notes").insert({"words": "x" * 10_000}) == 3


@pytest.mark.skipif(ROOT, reason="root may write anywhere")
def test_a_folder_without_write_access_refuses_the_change(store: RecordStore, path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        with pytest.raises(WriteRefusedError, match="permission is denied"):
            store.table("notes").insert({"words": "third"})
        assert words(store) == ["first", "second"]
        with RecordStore.open(path, read_only=True) as reader:
            assert words(reader) == ["first", "second"]
    finally:
        path.parent.chmod(0o755)
    assert store.table("notes").insert({"words": "third"}) == 3


def test_a_folder_that_goes_away_is_told(store: RecordStore, path: Path) -> None:
    away = path.parent.with_name("away")
    path.parent.rename(away)
    with pytest.raises(StoreError):
        store.table("notes").insert({"words": "third"})
    away.rename(path.parent)
    assert store.table("notes").insert({"words": "third"}) == 3


def test_a_file_system_without_links_keeps_copies(
    store: RecordStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hardlink_to(_: Path, __: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", hardlink_to)
    before = path.read_bytes()
    store.table("notes").insert({"words": "third"})
    assert path.with_name("record.db.bak").read_bytes() == before
    path.write_bytes(b"")
    with RecordStore.open(path) as again:
        assert words(again) == ["first", "second"]
    assert path.with_name("record.db.damaged-1").read_bytes() == b""
    with RecordStore.open(path.with_name("new.db")) as new:
        assert new.table("notes").insert({}) == 1


def test_a_record_that_another_makes_first_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between writing the new file and naming it, another process makes the record and sweeps up."""
    path = tmp_path / "record.db"
    write = disk.write_beside

    def slowly(*arguments: object, **options: object) -> object:
        monkeypatch.setattr("store.durable.shelf.write_beside", write)
        written = write(*arguments, **options)  # type: ignore[arg-type]
        with RecordStore.open(path) as other:
            other.table("notes").insert({"words": "theirs"})
        return written

    monkeypatch.setattr("store.durable.shelf.write_beside", slowly)
    with RecordStore.open(path) as store:
        assert words(store) == ["theirs"]
        assert store.recovery is None


def test_someone_who_does_not_wait_for_the_lock_is_noticed(store: RecordStore, path: Path) -> None:
    def change() -> None:
        with store.transaction():
            store.table("notes").insert({"words": "mine"})
            theirs = path.with_name("theirs")
            theirs.write_bytes(seal(1, 4, b'["notes",1]\n["notes","1",{"words":"theirs"}]\n'))
            theirs.replace(path)

    with pytest.raises(StaleError, match="did not wait for the lock"):
        change()
    assert words(store) == ["theirs"]


# ---- who may open it


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("folder", "file"), [(0o755, 0o600), (0o700, 0o600), (0o1777, 0o600), (0o770, 0o660), (0o2770, 0o660)]
)
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_modes_are_set_whatever_the_umask(tmp_path: Path, folder: int, file: int, mask: int) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(folder)
    path = tmp_path / "shared" / "record.db"
    before = os.umask(mask)
    try:
        with RecordStore.open(path) as store:
            store.table("notes").insert({})
            store.table("notes").insert({})
    finally:
        os.umask(before)
    assert {name: oct(mode(path.parent / name)) for name in names(path)} == {
        "record.db": oct(file),
        "record.db.bak": oct(file),
        "record.db.lock": oct(file),
    }


def test_a_mode_that_a_person_set_stays(store: RecordStore, path: Path) -> None:
    path.chmod(0o664)
    store.table("notes").insert({})
    assert mode(path) == 0o664
    assert mode(path.with_name("record.db.lock")) == 0o664


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.skipif(not ROOT, reason="only root can act as two users")
def test_two_users_of_one_group_share_a_record(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    os.chown(shared, 0, 4242)
    shared.chmod(0o2770)
    for each in (tmp_path, *tmp_path.parents):
        if each.stat().st_mode & 0o001 == 0 and each != tmp_path.parents[-1]:
            each.chmod(each.stat().st_mode | 0o011)
    for user in (4001, 4002, 4001):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.setgroups([4242])
                os.setgid(user)
                os.setuid(user)
                os.umask(0o077)
                with RecordStore.open(shared / "record.db") as store:
                    store.table("notes").insert({"by": user})
                status = 0
            finally:
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
    with RecordStore.open(shared / "record.db") as store:
        assert [doc["by"] for doc in store.table("notes")] == [4001, 4002, 4001]
        store.table("notes").insert({"by": 0})
    assert (shared / "record.db").stat().st_uid == 4001, "root does not take it away from them"
    assert (shared / "record.db").stat().st_gid == 4242


def test_a_network_file_system_is_told(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "1 0 8:1 / / rw - ext4 /dev/sda rw\n"
        "2 1 0:9 / /home rw shared:1 - nfs4 server:/home rw\n"
        "3 1 0:10 / /home/my\\040disk rw - xfs /dev/sdb rw\n"
        "a line of some other kind\n"
    )
    assert network_warning(Path("/srv/record.db"), mounts) is None
    assert network_warning(Path("/home/my disk/record.db"), mounts) is None
    warning = network_warning(Path("/home/me/record.db"), mounts)
    assert warning is not None
    assert "network file system (nfs4)" in warning
    assert network_warning(Path("/home/me/record.db"), tmp_path / "no such file") is None


# ---- as a TinyDB storage


def test_it_stands_in_for_tinydbs_own_storage(tmp_path: Path) -> None:
    with TinyDB(
        tmp_path / "new" / "t.db", storage=RecordFile, create_dirs=True, ensure_ascii=False
    ) as database:
        assert database.insert({"words": "first"}) == 1
        assert database.table("more").insert_multiple([{"n": 1}, {"n": 2}]) == [1, 2]
        assert database.tables() == {"_default", "more"}
        database.drop_table("more")
        assert database.tables() == {"_default"}
    with TinyDB(tmp_path / "new" / "t.db", storage=RecordFile, access_mode="r") as database:
        assert database.all() == [{"words": "first"}]
        with pytest.raises(ReadOnlyError):
            database.insert({})
        with pytest.raises(OSError, match="open for reading only"):
            database.insert({})


def test_tinydbs_own_tables_cannot_overwrite_another_commit(tmp_path: Path) -> None:
    """They read before any lock; what they would undo is refused, and their repeating it is safe."""
    mine, theirs = RecordFile(tmp_path / "t.db"), RecordFile(tmp_path / "t.db")
    seen = mine.read() or {}
    theirs.write({"_default": {"1": {"by": "them"}}})
    with pytest.raises(StaleError, match="read again"):
        mine.write({**seen, "_default": {"1": {"by": "me"}}})
    seen = mine.read() or {}
    mine.write({"_default": {**seen["_default"], "2": {"by": "me"}}})
    assert theirs.read() == {"_default": {"1": {"by": "them"}, "2": {"by": "me"}}}


def test_a_value_that_is_no_table_is_kept_for_tinydb_and_refused_by_the_record(tmp_path: Path) -> None:
    file = RecordFile(tmp_path / "t.db")
    file.write({"number": 42, "list": [1], "table": {"a": {"b": 1}}})  # type: ignore[dict-item]
    assert file.read() == {"number": 42, "list": [1], "table": {"a": {"b": 1}}}
    with RecordStore.open(tmp_path / "t.db") as store:
        assert store.tables() == set()
        assert store.recovery is not None
        assert "is still no record" in store.recovery


def test_errors_are_the_systems_own_too(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        RecordFile(tmp_path / "none.db", access_mode="r")
    with pytest.raises(AccessError):
        RecordFile(tmp_path / "none" / "t.db")


def test_the_header_says_what_the_plan_says(path: Path) -> None:
    header, _, body = path.read_bytes().partition(b"\n")
    magic, schema, generation, length, checksum = header.split(b" ")
    assert (magic, schema, generation) == (b"ironquote-record", b"1", b"3")
    assert int(length) == len(body)
    assert int(checksum, 16) == zlib.crc32(body, zlib.crc32(b" ".join([schema, generation, length])))
