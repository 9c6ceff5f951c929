"""The sources and the reviewed record that ship with the program: `seeds/`, as package data."""

from __future__ import annotations

from pathlib import Path

import seeds
from store.corpus import Corpus
from store.model import Record
from store.reviewed import Reviewed, merge_entities, read


def folder() -> Path:
    """Where the shipped sources lie."""
    return Path(seeds.__file__).parent


def read_folder(path: Path) -> list[Reviewed]:
    """Every text of `path` that has a reviewed record beside it, in the order of their names."""
    return [read(record, record.with_suffix(".txt")) for record in sorted(path.glob("*.toml"))]


def corpus_of(reviewed: list[Reviewed]) -> Corpus:
    """What several reviewed records say together, entities joined."""
    records: list[Record] = [record for one in reviewed for record in one.records if record.tab != "entities"]
    texts = {one.source.sha256: one.text for one in reviewed}
    return Corpus((one.source for one in reviewed), texts, [*merge_entities(reviewed), *records])
