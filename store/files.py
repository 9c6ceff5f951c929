"""A record on disk that loses nothing: `RecordFile`, a TinyDB Storage.

Any number of processes may have the same record open. A change is made by one of them at a time, as a new
file that takes the old one's place in one step; readers take no lock, and see one whole commit or the next
one, never less and never an earlier one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from store.disk import Access, signature_at
from store.errors import (
    ClosedError,
    DamagedError,
    DoubtfulCommitError,
    MissingStoreError,
    ReadOnlyError,
    StaleError,
    StoreError,
    WentBackError,
    unreadable,
    write_refused,
)
from store.lock import WriterLock
from store.schema import CURRENT, Schema
from store.shelf import Shelf, UnconfirmedError, Version
from store.state import Contents, Draft, Tables

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
        # A record reached through a symbolic link stays where it is: its real name is the one to replace
        # and to lock.
        self.path = Path(path).resolve()
        self.read_only = access_mode in ("r", "rb")
        self.notices: list[str] = []
        self.recovery: str | None = None
        self._shelf = Shelf(self.path, schema, strict=strict)
        self._lock = WriterLock(self.path.with_name(self.path.name + ".lock"), patience)
        self._schema = schema
        self._swap = threading.Lock()
        self._drafts: list[Draft] = []
        self._owner: tuple[int, int] | None = None
        self._local = threading.local()
        self._tidied = False
        self._closed = False
        self._version: Version | None = None
        if create_dirs and not self.read_only:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self._version = self._open()

    # ---- looking

    def view(self) -> Contents:
        """What a reader sees now: its own draft within a transaction, else the newest commit."""
        drafts = self._drafts_here()
        if drafts:
            return drafts[-1]
        return self._seen().contents

    @property
    def generation(self) -> int:
        """The number of the newest commit, or of the one a transaction or a reading block stands on."""
        version = self._version
        if self._drafts_here() and version is not None:
            return version.generation
        return self._seen().generation

    def changed(self) -> bool:
        """Has anyone committed since this handle last looked? Costs one `stat`, and reads no record."""
        known = self._known()
        try:
            if signature_at(self.path) == known.signature:
                return False
        except OSError as error:
            raise unreadable(self.path, error) from error
        return self._shelf.generation_on_disk() != known.generation

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Within this block this thread sees one and the same commit, whatever others do."""
        outer: Version | None = getattr(self._local, "version", None)
        self._local.version = outer or self._refresh()
        try:
            yield
        finally:
            self._local.version = outer

    def read(self) -> Tables | None:
        """TinyDB's way of reading: a copy of everything."""
        drafts = self._drafts_here()
        if drafts:
            return drafts[-1].plain_tables() or None
        version = self._seen()
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
        with self._lock.hold(self._access()):
            base = self._refresh()
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
        self._closed = True
        if self._version is not None:
            self._version.file.close()

    # ---- within

    def _open(self) -> Version:
        try:
            version = self._shelf.read(Contents())
        except MissingStoreError as fault:
            version = self._make() or self._mend(fault)
        except DamagedError as fault:
            version = self._mend(fault)
        if version.schema < self._schema.number and not self.read_only:
            version.file.close()
            with self._lock.hold(self._access()):
                # Another process may have been quicker.
                version = self._shelf.read(Contents())
                if version.schema < self._schema.number:
                    old = version
                    version, told = self._shelf.migrate(old)
                    old.file.close()
                    self.notices.append(told)
        return version

    def _make(self) -> Version | None:
        if self.read_only or self._shelf.backup.exists():
            return None
        try:
            return self._shelf.create()
        except FileExistsError:
            return None

    def _known(self) -> Version:
        if self._closed or self._version is None:
            raise ClosedError(f"The record {self.path} was closed; open it again to use it.")
        return self._version

    def _seen(self) -> Version:
        pinned: Version | None = getattr(self._local, "version", None)
        if pinned is not None:
            self._known()
            return pinned
        return self._refresh()

    def _refresh(self) -> Version:
        """The newest commit, read only if the file is another one than last time."""
        with self._swap:
            known = self._known()
            try:
                if signature_at(self.path) == known.signature:
                    return known
            except OSError as error:
                raise unreadable(self.path, error) from error
            try:
                return self._adopt(self._shelf.read(known.contents), known)
            except (MissingStoreError, DamagedError) as found:
                fault = found
        # Outside: mending waits for the writer's lock, whose holder may be waiting for the block above.
        mended = self._mend(fault)
        with self._swap:
            return self._adopt(mended, self._known())

    def _adopt(self, version: Version, known: Version) -> Version:
        if version.generation < known.generation:
            version.file.close()
            raise WentBackError(
                f"The record {self.path} is at commit {version.generation}, and commit {known.generation} has"
                " been read from it before: someone put an older copy in its place. Close it and open it"
                " again if that was meant."
            )
        self._version = version
        if known.file is not version.file:
            known.file.close()
        return version

    def _mend(self, fault: MissingStoreError | DamagedError) -> Version:
        memory = self._version
        if self.read_only:
            signature = signature_at(self.path)
            best = self._shelf.best_left(fault, memory)
            self._tell(
                self._shelf.told(fault, best, memory)
                + " Nothing was mended, because it is open for reading only."
            )
            # Stands for the bad file: until that is another one, there is nothing new to read.
            return best._replace(signature=signature)
        if self._lock.held_here:
            return self._mend_alone(memory)
        with self._lock.hold(self._access()):
            return self._mend_alone(memory)

    def _mend_alone(self, memory: Version | None) -> Version:
        try:
            # Another process may have mended it, or made it, meanwhile.
            return self._shelf.read(memory.contents if memory else Contents())
        except (MissingStoreError, DamagedError) as fault:
            if memory is None and isinstance(fault, MissingStoreError) and not self._shelf.backup.exists():
                return self._shelf.create_alone()
            version, told = self._shelf.restore(fault, memory)
            self._tell(told)
            return version

    def _tell(self, recovery: str) -> None:
        self.recovery = recovery
        self.notices.append(recovery)

    def _commit(self, draft: Draft, base: Version) -> None:
        if self._owner != _here():
            raise StoreError("A transaction can only be ended by the process and thread that began it.")
        if not self._tidied:
            self._shelf.tidy()
            self._tidied = True
        if signature_at(self.path) != base.signature:
            raise StaleError(
                f"The record {self.path} was replaced by someone who did not wait for the lock. Nothing was"
                " altered; try again, and keep the record on a local disk."
            )
        contents = Contents(draft.tables, draft.odd)
        try:
            version = self._shelf.install(contents, base.generation + 1)
        except UnconfirmedError as doubt:
            self._undo(doubt, base)
        with self._swap:
            self._adopt(version, self._known())

    def _undo(self, doubt: UnconfirmedError, base: Version) -> None:
        """Take an unconfirmed commit back, so that whoever is told of the failure can simply try again.

        A commit that stays although it was reported as failed would be made a second time.
        """
        version = doubt.version
        try:
            version = self._shelf.take_back(base.contents, version.generation + 1)
        except StoreError as error:
            stuck = DoubtfulCommitError(
                f"The change is in {self.path}, but the disk did not confirm it, and it could not be taken"
                " back. Do not repeat it: check the disk, and look whether the change is there."
            )
            stuck.errno = doubt.cause.errno
            raise stuck from error
        finally:
            with self._swap:
                self._adopt(version, self._known())
        raise write_refused(self.path, doubt.cause) from doubt.cause

    def _may_write(self) -> None:
        self._known()
        if self.read_only:
            raise ReadOnlyError(
                f"The record {self.path} is open for reading only. Open it for writing to change it."
            )

    def _access(self) -> Access:
        try:
            return self._shelf.access()
        except OSError as error:
            raise write_refused(self.path, error) from error

    def _drafts_here(self) -> list[Draft]:
        return self._drafts if self._owner == _here() else []


def _here() -> tuple[int, int]:
    return (os.getpid(), threading.get_ident())
