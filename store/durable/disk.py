"""The few things the store asks of a file system, each done so that it survives a crash.

Nothing is ever written in place: a file comes into being under a passing name, reaches the disk, and then
takes its place in one step. Modes are set, never left to the umask, so that a record that is shared stays
shared.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import NamedTuple

#: macOS answers fsync before the drive has; this asks the drive itself.
_FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)

# What a file system says that has no such operation, as opposed to one where it failed.
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOTTY, errno.ENOSYS}
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}

#: What tells one version of a file from the next without opening it.
Signature = tuple[int, int, int, int]


class Access(NamedTuple):
    """Who may open a file."""

    mode: int
    group: int | None = None
    owner: int | None = None

    def give_to(self, descriptor: int) -> None:
        """Let the same people open this file; raises where the system does not permit that."""
        status = os.fstat(descriptor)
        group = self.group if self.group not in (None, status.st_gid) else -1
        # Only root can give a file away; a record must not become root's because root once changed it.
        owner = self.owner if self.owner not in (None, status.st_uid) and os.geteuid() == 0 else -1
        if group != -1 or owner != -1:
            os.fchown(descriptor, -1 if owner is None else owner, -1 if group is None else group)
        if stat.S_IMODE(status.st_mode) != self.mode:
            os.fchmod(descriptor, self.mode)


def access_of(path: Path) -> Access:
    """Who may open the file at `path`; for one that is not there yet, whoever shares its folder.

    A folder that its group can write to, and not everyone, is a shared one, and so is one that hands its
    group on (setgid): a record in it belongs to that group. Anywhere else it is its owner's alone.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        folder = path.parent.stat()
        open_to = folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        shared = open_to == stat.S_IWGRP or folder.st_mode & stat.S_ISGID
        # Someone who is not of the group cannot give it anything.
        member = folder.st_gid in (os.getegid(), *os.getgroups()) or os.geteuid() == 0
        return Access(0o660, folder.st_gid) if shared and member else Access(0o600)
    return Access(stat.S_IMODE(status.st_mode) & 0o777, status.st_gid, status.st_uid)


def signature_of(status: os.stat_result) -> Signature:
    """A version's signature; as long as the version is kept open, no other can have the same."""
    return (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size)


def signature_at(path: Path) -> Signature | None:
    """The signature of what lies at `path`, or None where nothing does."""
    try:
        return signature_of(path.stat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def open_to_read(path: Path) -> tuple[FileIO, os.stat_result]:
    """Open a file without waiting for anyone, and say what it is; only a regular file can be a record."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return FileIO(descriptor), status


def sync(descriptor: int) -> None:
    """Return only when what was written has reached the disk."""
    if _FULL_SYNC is not None:
        try:
            fcntl.fcntl(descriptor, _FULL_SYNC)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise
        else:
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Return only when the names in a folder have reached the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        sync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(descriptor)


def passing_name(path: Path) -> Path:
    """A name beside `path` that no one else uses."""
    return path.with_name(f".{path.name}.{os.urandom(8).hex()}.tmp")


def sweep(path: Path) -> None:
    """Remove what writers that were killed have left beside `path`; only for the holder of the lock."""
    start = f".{path.name}."
    for left in path.parent.iterdir():
        if left.name.startswith(start) and left.name.endswith(".tmp"):
            # In a folder with the sticky bit only its owner can remove it, and it harms no one.
            with suppress(PermissionError):
                left.unlink(missing_ok=True)


def write_beside(path: Path, data: bytes, access: Access, *, durable: bool = True) -> tuple[Path, FileIO]:
    """Write a new file beside `path`; return its passing name, and it open, when it is safe on the disk."""
    passing = passing_name(path)
    descriptor = os.open(passing, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    file = FileIO(descriptor, "r+")
    try:
        access.give_to(descriptor)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if durable:
            sync(descriptor)
    except BaseException:
        file.close()
        passing.unlink(missing_ok=True)
        raise
    return passing, file


def second_name(path: Path) -> Path:
    """Give the file at `path` a second, passing name; a copy where the file system has no links."""
    passing = passing_name(path)
    try:
        passing.hardlink_to(path)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        return copy_beside(path)
    return passing


def copy_beside(path: Path) -> Path:
    """Copy the file at `path` to a passing name."""
    passing, file = write_beside(path, path.read_bytes(), access_of(path))
    file.close()
    return passing


def keep_as(path: Path, kept: Path) -> None:
    """Keep the file at `path` as `kept` too, in place of what was kept there."""
    passing = second_name(path)
    try:
        passing.replace(kept)
    finally:
        # Renaming a file to a name it has already does nothing, and leaves both names.
        passing.unlink(missing_ok=True)


def keep_under_free_name(path: Path, start: str) -> Path:
    """Keep the file at `path` too, under the first free name of the form `start-1`, `start-2` and so on."""
    number = 1
    while (kept := path.with_name(f"{start}-{number}")).exists():
        number += 1
    keep_as(path, kept)
    return kept
