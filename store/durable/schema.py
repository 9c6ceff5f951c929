"""Which shape of record this program writes, and how older ones become it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from store.durable.state import Tables
from store.errors import MigrationError

#: Takes a record's tables in one schema and gives them back in the next.
Migration = Callable[[Tables], Tables]


class Schema(NamedTuple):
    """The number this program writes, and for each older number the way to the next."""

    number: int
    migrations: Mapping[int, Migration] = MappingProxyType({})

    def lift(self, tables: Tables, found: int, path: object) -> Tables:
        """Bring tables of schema `found` up to this one."""
        for number in range(found, self.number):
            step = self.migrations.get(number)
            if step is None:
                raise MigrationError(
                    f"The record {path} has schema {number}, and this program knows no way from it to"
                    f" {number + 1}. Export it with the version that wrote it; it was left as it is."
                )
            try:
                tables = step(tables)
            except Exception as error:
                raise MigrationError(
                    f"The record {path} could not be brought from schema {number} to {number + 1}: {error!r}."
                    " It was left as it is; report this, and use the version that wrote it until then."
                ) from error
        return tables


CURRENT = Schema(number=1)
