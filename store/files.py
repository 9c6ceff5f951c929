"""A record on disk that loses nothing: `RecordFile`, a TinyDB Storage.

Any number of processes may have the same record open. A change is made by one of them at a time, as a new
file that takes the old one's place in one step; readers take no lock, and see one whole commit or the next
one, never less and never an earlier one.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from tinydb.storages import Storage

from store.durable.disk import signature_at
from store.durable.lock import WriterLock
from store.durable.newest import Newest
from store.durable.schema import CURRENT, Schema
from store.durable.shelf import Shelf, UnconfirmedError, Version
from store.durable.state import Contents, Draft, Tables, TableState
from store.errors import (
    DoubtfulCommitError,
    ReadOnlyError,
    StaleError,
    StoreError,
    write_refused,
)

#: How long to wait for another writer, in seconds; a commit takes a fraction of one.
PATIENCE = 30.0


class RecordFile(Storage):
    """One record file, and everything that keeps it whole.

    It stands in for TinyDB's own JSONStorage, whose arguments it takes: `access_mode` "r" reads only, and
    options of the JSON encoder are accepted without effect, since the file's form is not theirs to choose.
    `strict` refuses to read what is no table of documents.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        create_dirs: bool = False,
        encoding: str | None = None,
        access_mode: str = "r+",
        *,
        schema: Schema = CURRENT,
        strict: bool = False,
        patience: float = PATIENCE,
        **_encoder_options: object,
    ) -> None:
        super().__init__()
        if access_mode not in ("r", "rb", "r+", "rb+"):
            warnings.warn(
                f"Using an `access_mode` other than 'r', 'rb', 'r+' or 'rb+' has no meaning here;"
                f" {access_mode!r} is taken for 'r+'.",
                stacklevel=2,
            )
        # A record reached through a symbolic link stays where it is: its real name is the one to replace
        # and to lock.
        self.path = Path(path).resolve()
        self.read_only = access_mode in ("r", "rb")
        self._shelf = Shelf(self.path, schema, strict=strict)
        self._lock = WriterLock(self.path.with_name(self.path.name + ".lock"), patience)
        self._drafts: list[Draft] = []
        self._owner: tuple[int, int] | None = None
        self._local = threading.local()
        self._tidied = False
        if create_dirs and not self.read_only:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self._newest = Newest(self._shelf, self._lock, schema, read_only=self.read_only)

    @property
    def recovery(self) -> str | None:
        """What was found damaged and restored; None where all was well."""
        return self._newest.recovery

    @property
    def notices(self) -> tuple[str, ...]:
        """All that the person should be told."""
        return tuple(self._newest.notices)

    # ---- looking

    def table(self, name: str) -> TableState | None:
        """A table as a reader sees it: in its own draft within a transaction, else in the newest commit."""
        drafts = self._drafts_here()
        if drafts:
            return drafts[-1].checked(name, self.path)
        return self._newest.looked_at(self._seen(), [name]).contents.tables.get(name)

    def tables(self) -> set[str]:
        """The names of the tables there are."""
        drafts = self._drafts_here()
        return set((drafts[-1] if drafts else self._seen().contents).tables)

    @property
    def generation(self) -> int:
        """The number of the newest commit, or of the one a transaction or a reading block stands on."""
        return self._newest.known.generation if self._drafts_here() else self._seen().generation

    def changed(self) -> bool:
        """Has anyone committed since this handle last looked? Costs one `stat`, and reads no record."""
        return self._newest.changed()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within this block this thread sees one and the same commit, whatever others do."""
        outer: Version | None = getattr(self._local, "version", None)
        self._local.version = outer or self._newest.refresh()
        try:
            yield
        finally:
            self._local.version = outer

    def read(self) -> Tables | None:
        """TinyDB's way of reading: a copy of everything."""
        drafts = self._drafts_here()
        if drafts:
            return drafts[-1].check(self.path).plain_tables() or None
        version = self._seen()
        version = self._newest.looked_at(version, version.contents.tables)
        self._local.read = version.generation
        return version.contents.plain_tables() or None

    # ---- changing

    @contextmanager
    def transaction(self) -> Iterator[Draft]:
        """Make several changes one commit: all of them, or on any exception none.

        A transaction within a transaction is a part of it, and is undone by itself if the exception ends
        there.
        """
        drafts = self._drafts_here()
        if drafts:
            inner = Draft(drafts[-1])
            drafts.append(inner)
            try:
                yield inner
            finally:
                drafts.pop()
            drafts[-1].adopt(inner)
            return
        self._may_write()
        with self._lock.hold(self._newest.access()):
            base = self._newest.refresh()
            draft = Draft(base.contents)
            self._drafts, self._owner = [draft], _here()
            try:
                yield draft
                if draft.changed:
                    self._commit(draft, base)
                    if getattr(self._local, "read", None) == base.generation:
                        self._local.read = base.generation + 1
            finally:
                self._drafts, self._owner = [], None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """TinyDB's way of writing: everything anew.

        TinyDB reads before it takes any lock, so a state that someone else has moved on from is refused:
        writing it would undo what they did.
        """
        drafts = self._drafts_here()
        read: int | None = None if drafts else getattr(self._local, "read", None)
        with self.transaction() as draft:
            if read is not None and self.generation != read:
                raise StaleError(
                    f"Someone else changed {self.path} since it was read, and this change was made on what"
                    " it held before. Nothing was altered; read again and repeat the change."
                )
            draft.replace_all(data)

    def close(self) -> None:
        """Let go of the file; using this handle afterwards is an error."""
        self._newest.close()

    # ---- within

    def _seen(self) -> Version:
        pinned: Version | None = getattr(self._local, "version", None)
        if pinned is not None:
            _ = self._newest.known  # or say that it was closed
            return pinned
        return self._newest.refresh()

    def _commit(self, draft: Draft, base: Version) -> None:
        if self._owner != _here():
            raise StoreError("A transaction can only be ended by the process and thread that began it.")
        if not self._tidied:
            self._shelf.tidy()
            self._tidied = True
        try:
            signature = signature_at(self.path)
        except OSError as error:
            raise write_refused(self.path, error) from error
        if signature != base.signature:
            raise StaleError(
                f"The record {self.path} was replaced by someone who did not wait for the lock. Nothing was"
                " altered; try again, and keep the record on a local disk."
            )
        contents = Contents(draft.tables, draft.odd)
        try:
            version = self._shelf.install(contents, base.generation + 1)
        except UnconfirmedError as doubt:
            self._undo(doubt, base)
        self._newest.adopt(version)

    def _undo(self, doubt: UnconfirmedError, base: Version) -> NoReturn:
        """Take an unconfirmed commit back, so that whoever is told of the failure can simply try again.

        A commit that stays although it was reported as failed would be made a second time.
        """
        version = doubt.version
        try:
            version = self._shelf.take_back(base.contents, version.generation + 1)
            doubt.version.file.close()
        except StoreError as error:
            stuck = DoubtfulCommitError(
                f"The change is in {self.path}, but the disk did not confirm it, and it could not be taken"
                " back. Do not repeat it: check the disk, and look whether the change is there."
            )
            stuck.errno = doubt.cause.errno
            raise stuck from error
        finally:
            self._newest.adopt(version)
        raise write_refused(self.path, doubt.cause) from doubt.cause

    def _may_write(self) -> None:
        _ = self._newest.known  # or say that it was closed
        if self.read_only:
            raise ReadOnlyError(
                f"The record {self.path} is open for reading only. Open it for writing to change it."
            )

    def _drafts_here(self) -> list[Draft]:
        return self._drafts if self._owner == _here() else []


def _here() -> tuple[int, int]:
    return (os.getpid(), threading.get_ident())
