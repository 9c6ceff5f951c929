"""The files of one record: the record itself, the commit before it (`.bak`), and what had to be set aside.

Reading needs no lock; everything that changes a file is for the holder of the writer's lock only.
"""

from __future__ import annotations

import os
import time
from io import FileIO
from pathlib import Path
from typing import NamedTuple, NoReturn

from store.durable.disk import (
    NO_LINKS,
    Access,
    Signature,
    access_of,
    keep_as,
    keep_under_free_name,
    open_to_read,
    signature_of,
    sweep,
    sync_folder,
    write_beside,
)
from store.durable.envelope import HEADER_ROOM, claimed_generation, seal, unseal
from store.durable.schema import Schema
from store.durable.state import Contents, Draft, read_body
from store.errors import (
    DamagedError,
    ForeignFileError,
    MissingStoreError,
    NewerSchemaError,
    unreadable,
    write_refused,
)


class Version(NamedTuple):
    """One commit, as it was read from a file or written to it."""

    contents: Contents
    generation: int
    schema: int
    #: Tells this version's file from the next one's; None where there was no file.
    signature: Signature | None
    #: Kept open so that no later file can be given this one's inode, and with it its signature.
    file: FileIO


class UnconfirmedError(Exception):
    """A version took its place, and the folder could not be brought to the disk."""

    def __init__(self, version: Version, cause: OSError) -> None:
        super().__init__(str(cause))
        self.version = version
        self.cause = cause


class Shelf:
    """Reads, installs, restores and migrates the versions of one record."""

    def __init__(self, path: Path, schema: Schema, *, strict: bool) -> None:
        self.path = path
        self.backup = path.with_name(path.name + ".bak")
        self._schema = schema
        self._strict = strict

    def read(self, known: Contents, *, thorough: bool = False) -> Version:
        """The newest commit; raises `DamagedError` or `AccessError`. `thorough` looks at every record now."""
        return self._read(self.path, known, thorough)

    def generation_on_disk(self) -> int | None:
        """The number of the newest commit, without reading it; None where it cannot be told."""
        try:
            file, _ = open_to_read(self.path)
        except OSError:
            return None
        with file:
            return claimed_generation(file.read(HEADER_ROOM) or b"")

    def access(self) -> Access:
        """Who may open the record."""
        return access_of(self.path)

    def create(self) -> Version:
        """Put an empty record where there is none; raises `FileExistsError` if there is one by then.

        A new name that must not exist yet needs no lock, unless the file system has no links.
        """
        data = seal(self._schema.number, 1, Contents().body())
        try:
            passing, file = write_beside(self.path, data, access_of(self.path))
            try:
                signature = signature_of(os.fstat(file.fileno()))
                self.path.hardlink_to(passing)
                sync_folder(self.path.parent)
            except BaseException:
                file.close()
                raise
            finally:
                passing.unlink(missing_ok=True)
        except FileExistsError:
            raise
        except OSError as error:
            # No links here; or another process made it, and with its first change swept this file up.
            if error.errno in NO_LINKS or self.path.exists():
                raise FileExistsError(error.errno, "to be made under the lock, or made already") from error
            raise write_refused(self.path, error) from error
        return Version(Contents(), 1, self._schema.number, signature, file)

    def create_alone(self) -> Version:
        """The same, for the holder of the lock."""
        return self._settle(Contents(), 1)

    def install(self, contents: Contents, generation: int) -> Version:
        """Make a version the newest and the one before it the `.bak`.

        Refused whole with a `WriteRefusedError`; an `UnconfirmedError` says that it is in place and not
        confirmed.
        """
        return self._put(contents, generation, keep=True, durable=True)

    def take_back(self, contents: Contents, generation: int) -> Version:
        """Put earlier contents over an unconfirmed version, as a commit of its own.

        It is not brought to the disk: that has just failed, and the `.bak` beside it holds the same.
        """
        return self._put(contents, generation, keep=False, durable=False)

    def restore(
        self, fault: DamagedError | MissingStoreError, memory: Version | None, reached: int
    ) -> tuple[Version, str]:
        """Replace a damaged or missing record by the best that is left, and say what happened.

        What this program still holds in `memory` was checked when it was read, and counts like a file. The
        new commit has a number above any that was `reached`, so that no one's reading goes back.
        """
        best = self.best_left(fault, memory)
        number = max(best.generation + 1, reached) + 1
        try:
            kept = (
                keep_under_free_name(self.path, f"{self.path.name}.damaged") if self.path.exists() else None
            )
            access = access_of(self.path if kept else self.backup)
        except OSError as error:
            raise write_refused(self.path, error) from error
        restored = self._settle(best.contents, number, access)
        told = self.told(fault, best, memory)
        if kept:
            told += f" The damaged file is kept as {kept.name}."
        return restored, told

    def best_left(self, fault: DamagedError | MissingStoreError, memory: Version | None) -> Version:
        """The newest sound version besides the damaged file; raises where there is none."""
        try:
            backup = self._read(self.backup, memory.contents if memory else Contents(), thorough=True)
        except MissingStoreError as missing:
            if isinstance(fault, MissingStoreError):
                raise fault from missing
            return memory or self._give_up(fault, "there is no copy of it to restore")
        except DamagedError:
            return memory or self._give_up(fault, f"its copy {self.backup.name} is damaged as well")
        # A memory no newer than the copy may have missed the very commit that is damaged.
        return memory if memory is not None and memory.generation > backup.generation else backup

    def told(self, fault: Exception, best: Version, memory: Version | None) -> str:
        """What was wrong, which commit stands now and which is missing, as sentences."""
        what = f"The record {self.path} was missing." if isinstance(fault, MissingStoreError) else str(fault)
        if best is memory:
            return (
                f"{what} It stands as this program had read it, at commit {best.generation}; nothing is lost."
            )
        when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(os.fstat(best.file.fileno()).st_mtime))
        return (
            f"{what} It stands as of commit {best.generation}, saved {when}; commit {best.generation + 1} is"
            " missing, and what was changed in it has to be entered again."
        )

    def migrate(self, version: Version) -> tuple[Version, str]:
        """Write a version that was lifted from an older schema, and keep a copy of the older file."""
        try:
            kept = keep_under_free_name(self.path, f"{self.path.name}.schema-{version.schema}")
        except OSError as error:
            raise write_refused(self.path, error) from error
        lifted = self._settle(version.contents, version.generation + 1, keep=True)
        return lifted, (
            f"The record {self.path} was brought from schema {version.schema} to {self._schema.number}."
            f" The older file is kept as {kept.name}."
        )

    def tidy(self) -> None:
        """Remove what killed writers left."""
        try:
            sweep(self.path)
        except OSError as error:
            raise write_refused(self.path, error) from error

    def _read(self, path: Path, known: Contents, thorough: bool) -> Version:
        try:
            file, status = open_to_read(path)
        except OSError as error:
            raise unreadable(path, error) from error
        try:
            schema, generation, body = unseal(file.readall(), path)
            if schema > self._schema.number:
                raise NewerSchemaError(
                    f"The record {path} was written by a newer version of this program (schema {schema};"
                    f" this one knows {self._schema.number}). Update the program; the record stays as it is."
                )
            contents = read_body(body, path, known, strict=self._strict)
            if thorough or schema < self._schema.number:
                contents.check(path)
            if schema < self._schema.number:
                lifted = Draft(contents)
                lifted.replace_all(self._schema.lift(contents.plain_tables(), schema, path))
                contents = Contents(lifted.tables, lifted.odd)
            return Version(contents, generation, schema, signature_of(status), file)
        except OSError as error:
            file.close()
            raise unreadable(path, error) from error
        except BaseException:
            file.close()
            raise

    def _put(
        self,
        contents: Contents,
        generation: int,
        access: Access | None = None,
        *,
        keep: bool,
        durable: bool,
    ) -> Version:
        data = seal(self._schema.number, generation, contents.body())
        try:
            passing, file = write_beside(self.path, data, access or access_of(self.path), durable=durable)
            try:
                if keep:
                    keep_as(self.path, self.backup)
                signature = signature_of(os.fstat(file.fileno()))
                passing.replace(self.path)
            except BaseException:
                file.close()
                passing.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise write_refused(self.path, error) from error
        version = Version(contents, generation, self._schema.number, signature, file)
        if durable:
            try:
                sync_folder(self.path.parent)
            except OSError as error:
                raise UnconfirmedError(version, error) from error
        return version

    def _settle(
        self, contents: Contents, generation: int, access: Access | None = None, *, keep: bool = False
    ) -> Version:
        # Making, restoring and migrating can be repeated without harm, so an unconfirmed one simply fails.
        try:
            return self._put(contents, generation, access, keep=keep, durable=True)
        except UnconfirmedError as doubt:
            doubt.version.file.close()
            raise write_refused(self.path, doubt.cause) from doubt

    def _give_up(self, fault: Exception, why: str) -> NoReturn:
        kind = ForeignFileError if isinstance(fault, ForeignFileError) else DamagedError
        raise kind(
            f"{fault} It cannot be mended, because {why}. It was left as it is; put a good copy in its place,"
            " or name another path."
        ) from fault
