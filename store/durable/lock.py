"""One writer at a time, among threads and among processes.

The lock is the kernel's (`flock`) on a file beside the record that is never removed: it ends with the process
that holds it, however that process ends, and no stale lock can be left behind.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.durable.disk import Access
from store.errors import BusyError, write_refused

# Lock files held by this process, by the thread that holds them: a thread that waits for itself waits for
# ever.
_held: dict[tuple[int, int], int] = {}


class WriterLock:
    """The right to change one record."""

    def __init__(self, path: Path, patience: float) -> None:
        self.path = path
        self._patience = patience
        self._thread = threading.Lock()
        self._holder: int | None = None

    @property
    def held_here(self) -> bool:
        """Does this thread hold it?"""
        return self._holder == threading.get_ident()

    @contextmanager
    def hold(self, access: Access) -> Iterator[None]:
        """Be the only writer; the lock file can be opened by whoever `access` lets change the record.

        The file is opened anew each time, so that a process forked from this one does not share the lock.
        """
        if not self._thread.acquire(timeout=self._patience):
            raise self._busy("Another thread of this program")
        try:
            try:
                descriptor, place = self._take(access)
            except OSError as error:
                raise write_refused(self.path, error) from error
            _held[place] = threading.get_ident()
            self._holder = threading.get_ident()
            try:
                yield
            finally:
                self._holder = None
                del _held[place]
                os.close(descriptor)
        finally:
            self._thread.release()

    def _take(self, access: Access) -> tuple[int, tuple[int, int]]:
        while True:
            descriptor = self._open(access)
            try:
                status = os.fstat(descriptor)
                place = (status.st_dev, status.st_ino)
                if _held.get(place) == threading.get_ident():
                    raise self._busy("This program, through another handle,")
                self._wait(descriptor)
                if self._is_still(place):
                    return descriptor, place
            except BaseException:
                os.close(descriptor)
                raise
            # Someone removed the file while this process waited: a lock on it protects nothing any more.
            os.close(descriptor)

    def _open(self, access: Access) -> int:
        flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
        while True:
            try:
                descriptor = os.open(self.path, flags)
            except FileNotFoundError:
                try:
                    descriptor = os.open(self.path, flags | os.O_CREAT | os.O_EXCL, 0o600)
                except FileExistsError:
                    continue
            try:
                if os.fstat(descriptor).st_uid == os.geteuid():
                    access.give_to(descriptor)
            except BaseException:
                os.close(descriptor)
                raise
            return descriptor

    def _wait(self, descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._queue(descriptor)

    def _queue(self, descriptor: int) -> None:
        # The kernel's queue is fair, which trying again and again is not. A thread stands in it, on a
        # second descriptor of the same opening: whoever gives up closes the first, and the lock ends with
        # the second.
        second = os.dup(descriptor)
        done = threading.Event()
        failures: list[OSError] = []

        def stand() -> None:
            try:
                fcntl.flock(second, fcntl.LOCK_EX)
            except OSError as error:
                failures.append(error)
            finally:
                os.close(second)
                done.set()

        threading.Thread(target=stand, name="record-lock", daemon=True).start()
        if not done.wait(self._patience):
            raise self._busy("Another program")
        if failures:
            raise failures[0]

    def _is_still(self, place: tuple[int, int]) -> bool:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return False
        return (status.st_dev, status.st_ino) == place

    def _busy(self, who: str) -> BusyError:
        return BusyError(
            f"{who} is changing the record (its lock is {self.path}) and has not finished within"
            f" {self._patience:g} seconds. Wait for it or end it, then try again; nothing was changed."
        )
