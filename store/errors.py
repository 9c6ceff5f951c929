"""What can go wrong with the record on disk, each as a sentence for the person who meets it.

Every message says what is wrong, where, and what to do. Classes that stand for a failure of the system are
also the matching built-in error, so that code which knows only Python's own exceptions still sees the truth.
"""

from __future__ import annotations

import errno
import os


class StoreError(Exception):
    """Anything the store refuses or cannot do; `str()` of it can be shown as it is."""

    def __str__(self) -> str:
        # KeyError shows the repr of its argument, which is no sentence; every subclass speaks plainly.
        return str(self.args[0]) if self.args else type(self).__name__


class DamagedError(StoreError):
    """The file is not what the store wrote, and could not be mended."""


class ForeignFileError(DamagedError):
    """The file was never a record: something else lies at this path."""


class NewerSchemaError(StoreError):
    """The record was written by a newer program; it is left untouched."""


class MigrationError(StoreError):
    """An older record could not be brought up to date; it is left untouched."""


class WentBackError(StoreError):
    """The file on disk is an older commit than one already read: someone put a copy in its place."""


class StaleError(StoreError):
    """The change was made on a state that is no longer the newest, and was refused."""


class BusyError(StoreError):
    """Another writer has held the record for longer than anyone should wait."""


class ClosedError(StoreError):
    """The store was used after it was closed."""


class FieldError(StoreError):
    """A query or an update does not fit a record it was applied to."""


class MissingFieldError(FieldError, KeyError):
    """An update needs a field that the record does not have."""


class UnstorableError(StoreError, TypeError):
    """A value that JSON cannot hold, or not without changing it."""


class AccessError(StoreError, OSError):
    """The system would not let the store read or write; `errno` says which way."""


class MissingStoreError(AccessError, FileNotFoundError):
    """There is no record where one was expected."""


class ReadOnlyError(AccessError):
    """A change was asked of a record that was opened for reading."""


class WriteRefusedError(AccessError):
    """The change was not made, not even in part; it can be tried again once the cause is gone."""


class DoubtfulCommitError(AccessError):
    """The change is in the file, and neither its safety nor its undoing could be confirmed."""


_CAUSES = {
    errno.ENOSPC: ("the disk is full", "free some space"),
    errno.EDQUOT: ("your disk quota is used up", "free some space"),
    errno.EFBIG: ("the file would exceed the largest size allowed", "raise the limit"),
    errno.EACCES: ("permission is denied", "ask for write access to the folder and the file"),
    errno.EPERM: ("the system does not permit it", "ask for write access to the folder and the file"),
    errno.EROFS: ("the file system is read-only", "open it with read-only access or mount it writable"),
    errno.EIO: ("the disk reported an input/output error", "check the disk"),
    errno.ENOENT: ("the folder does not exist", "make the folder or name another"),
    errno.EISDIR: ("it is a folder or a device, not a record", "name another path"),
    errno.ENOTDIR: ("a part of the path is not a folder", "name another path"),
}


def _cause(error: OSError) -> tuple[str, str]:
    code = error.errno or 0
    return _CAUSES.get(code, (os.strerror(code) if code else str(error), "remove the cause"))


def write_refused(path: object, error: OSError) -> WriteRefusedError:
    """Say that a change was not made, and why."""
    cause, remedy = _cause(error)
    refusal = WriteRefusedError(
        f"The change was not saved to {path}: {cause}. Nothing was altered; {remedy} and try again."
    )
    refusal.errno = error.errno
    return refusal


def unreadable(path: object, error: OSError) -> AccessError:
    """Say that a file could not be read, and why; this is never taken for damage."""
    cause, remedy = _cause(error)
    if error.errno == errno.ENOENT:
        missing = MissingStoreError(f"There is no record at {path}: check the path, or open it for writing.")
        missing.errno = errno.ENOENT
        return missing
    problem = AccessError(f"The record {path} cannot be read: {cause}. Nothing was altered; {remedy}.")
    problem.errno = error.errno
    return problem
