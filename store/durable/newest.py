"""The newest sound commit of a record, as one handle knows it.

It is read again only when the file is another one, and mended when the file is no longer what was written.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from store.durable.disk import Access, signature_at
from store.durable.lock import WriterLock
from store.durable.schema import Schema
from store.durable.shelf import Shelf, Version
from store.durable.state import Contents
from store.errors import (
    ClosedError,
    DamagedError,
    MissingStoreError,
    WentBackError,
    unreadable,
    write_refused,
)


class Newest:
    """Keeps hold of the newest commit; its numbers only ever grow."""

    def __init__(self, shelf: Shelf, lock: WriterLock, schema: Schema, *, read_only: bool) -> None:
        self.recovery: str | None = None
        self.notices: list[str] = []
        self._shelf = shelf
        self._lock = lock
        self._schema = schema
        self._read_only = read_only
        self._swap = threading.Lock()
        self._version: Version | None = None
        self._closed = False
        self._version = self._open()

    @property
    def known(self) -> Version:
        """The newest commit that was read, however long ago."""
        if self._closed or self._version is None:
            raise ClosedError(f"The record {self._shelf.path} was closed; open it again to use it.")
        return self._version

    def changed(self) -> bool:
        """Has anyone committed since this handle last looked? Costs one `stat`, and reads no record."""
        known = self.known
        try:
            if signature_at(self._shelf.path) == known.signature:
                return False
        except OSError as error:
            raise unreadable(self._shelf.path, error) from error
        return self._shelf.generation_on_disk() != known.generation

    def refresh(self) -> Version:
        """The newest commit, read only if the file is another one than last time."""
        with self._swap:
            known = self.known
            try:
                if signature_at(self._shelf.path) == known.signature:
                    return known
            except OSError as error:
                raise unreadable(self._shelf.path, error) from error
            try:
                return self._adopt(self._shelf.read(known.contents), known)
            except (MissingStoreError, DamagedError) as found:
                fault = found
        # Outside: mending waits for the writer's lock, whose holder may be waiting for the block above.
        return self._mended(fault, self._version)

    def _mended(self, fault: MissingStoreError | DamagedError, memory: Version | None) -> Version:
        mended = self._mend(fault, memory)
        with self._swap:
            return self._adopt(mended, self.known)

    def _adopt(self, version: Version, known: Version) -> Version:
        if version.generation < known.generation:
            version.file.close()
            raise WentBackError(
                f"The record {self._shelf.path} is at commit {version.generation}, and commit"
                f" {known.generation} was read from it before: someone put an older copy in its place."
                " Close it and open it again if that was meant."
            )
        self._version = version
        if known.file is not version.file:
            known.file.close()
        return version

    def _mend(self, fault: MissingStoreError | DamagedError, memory: Version | None = None) -> Version:
        if self._read_only:
            signature = signature_at(self._shelf.path)
            best = self._shelf.best_left(fault, memory)
            self._tell(
                self._shelf.told(fault, best, memory)
                + " Nothing was mended, because it is open for reading only."
            )
            # Stands for the bad file: until that is another one, there is nothing new to read.
            return best._replace(signature=signature, generation=max(best.generation, self._reached()))
        if self._lock.held_here:
            return self._mend_alone(memory)
        with self._lock.hold(self.access()):
            return self._mend_alone(memory)

    def _mend_alone(self, memory: Version | None) -> Version:
        try:
            # Another process may have mended it, or made it, meanwhile.
            return self._shelf.read(memory.contents if memory else Contents(), thorough=True)
        except (MissingStoreError, DamagedError) as fault:
            if memory is None and isinstance(fault, MissingStoreError) and not self._shelf.backup.exists():
                return self._shelf.create_alone()
            version, told = self._shelf.restore(fault, memory, self._reached())
            self._tell(told)
            return version

    def _reached(self) -> int:
        return self._version.generation if self._version else 0

    def _tell(self, recovery: str) -> None:
        self.recovery = recovery
        self.notices.append(recovery)

    def looked_at(self, version: Version, names: Iterable[str]) -> Version:
        """A version with the records of some tables looked at, or what has to be read in its place.

        Almost always the checksum has said enough; a file that something else made is found out here, and is
        mended like any other damage.
        """
        try:
            for name in names:
                version.contents.checked(name, self._shelf.path)
        except DamagedError as fault:
            # What was read of it is as bad as the file.
            version = self._mended(fault, None)
        return version

    def adopt(self, version: Version) -> None:
        """Take a version that this program has just written for the newest."""
        with self._swap:
            self._adopt(version, self.known)

    def access(self) -> Access:
        """Who may open the record, for the lock to be as open as that."""
        try:
            return self._shelf.access()
        except OSError as error:
            raise write_refused(self._shelf.path, error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._closed = True
        if self._version is not None:
            self._version.file.close()

    def _open(self) -> Version:
        try:
            version = self._shelf.read(Contents())
        except MissingStoreError as fault:
            version = self._make() or self._mend(fault)
        except DamagedError as fault:
            version = self._mend(fault)
        if version.schema < self._schema.number and not self._read_only:
            version.file.close()
            with self._lock.hold(self.access()):
                # Another process may have been quicker.
                version = self._shelf.read(Contents())
                if version.schema < self._schema.number:
                    old = version
                    version, told = self._shelf.migrate(old)
                    old.file.close()
                    self.notices.append(told)
        return version

    def _make(self) -> Version | None:
        if self._read_only or self._shelf.backup.exists():
            return None
        try:
            return self._shelf.create()
        except FileExistsError:
            return None
