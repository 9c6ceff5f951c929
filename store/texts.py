"""The source texts beside a record: one file each, byte for byte, named by its sha256."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from store.durable import disk
from store.errors import DamagedError, MissingStoreError, unreadable, write_refused
from store.text import decode


def sha256(data: bytes) -> str:
    """The name of a text: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Texts(Mapping[str, str]):
    """The texts of a folder by sha256, each read when it is first asked for.

    A missing or unreadable text raises a StoreError; that its bytes still match its name is for
    ``ironquote verify`` to say, so that opening a record does not read every source.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, str] = {}

    def path(self, name: str) -> Path:
        """Where the text of that name lies."""
        return self.folder / f"{name}.txt"

    def data(self, name: str) -> bytes:
        """The bytes of a text. Raises StoreError where it cannot be read."""
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError as error:
            missing = MissingStoreError(
                f"The text {self.path(name)} of a source is missing: put a copy of it back in its place."
            )
            missing.errno = errno.ENOENT
            raise missing from error
        except OSError as error:
            raise unreadable(self.path(name), error) from error

    def keep(self, data: bytes) -> str:
        """Keep a text, on disk before this returns, and give its name. What is there already stays."""
        name = sha256(data)
        path = self.path(name)
        if path.exists():
            return name
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True)
                # Who shares the record shares its texts.
                self.folder.chmod(self.folder.parent.stat().st_mode & 0o7777 & ~0o1000)
            beside, held = disk.write_beside(path, data, disk.access_of(path))
            with held:
                beside.replace(path)
            disk.sync_folder(self.folder)
        except OSError as error:
            raise write_refused(path, error) from error
        return name

    def __getitem__(self, name: str) -> str:
        if name not in self._read:
            try:
                self._read[name] = decode(self.data(name))
            except UnicodeDecodeError as error:
                raise DamagedError(f"{self.path(name)} is not UTF-8 text any more ({error}).") from error
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return (path.stem for path in sorted(self.folder.glob("*.txt")))

    def __len__(self) -> int:
        return sum(1 for _ in self)
