"""The sources and the reviewed record that ship with the program: `seeds/`, as package data.

They are put into a person's record on first run. A newer program brings its newer record along, and takes
nothing from the person: what has a history of decisions stays as it was decided.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import seeds
from store.corpus import Corpus
from store.holdings import Holdings
from store.model import TABS, Record, Source
from store.texts import sha256

if TYPE_CHECKING:
    # Read on the first run and after an upgrade only: every other start does without.
    from store.reviewed import Reviewed


def folder() -> Path:
    """Where the shipped sources lie."""
    return Path(seeds.__file__).parent


def read_folder(path: Path) -> list[Reviewed]:
    """Every text of `path` that has a reviewed record beside it, in the order of their names."""
    from store.reviewed import read

    return [read(record, record.with_suffix(".txt")) for record in sorted(path.glob("*.toml"))]


def corpus_of(reviewed: list[Reviewed]) -> Corpus:
    """What several reviewed records say together, entities joined."""
    from store.reviewed import merge_entities

    records = [record for one in reviewed for record in one.records if record.tab != "entities"]
    texts = {one.source.sha256: one.text for one in reviewed}
    return Corpus((one.source for one in reviewed), texts, [*merge_entities(reviewed), *records])


def edition(path: Path) -> str:
    """A digest of all that `path` ships: another edition has another."""
    parts = sorted(path.glob("*.toml")) + sorted(path.glob("*.txt"))
    listed = "".join(f"{part.name} {_digest(part)}\n" for part in parts)
    return sha256(listed.encode("utf-8", "surrogateescape"))


def _digest(part: Path) -> str:
    with part.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def install(holdings: Holdings, path: Path | None = None) -> bool:
    """Bring the shipped record in `holdings` to the edition of `path`; False where it already is.

    One commit, so that nobody ever sees half of it. The texts are on disk before it.
    """
    path = path if path is not None else folder()
    digest = edition(path)
    # An edition comes in one commit: where any source is of it, all of it is here.
    if any(doc.get("shipped") == digest for doc in holdings.store.table("sources")):
        return False
    reviewed = read_folder(path)
    for one in reviewed:
        holdings.texts.keep((path / one.source.file).read_bytes())
    with holdings.store.transaction():
        held = holdings.corpus()
        for one in reviewed:
            source = replace(one.source, shipped=digest)
            holdings.put_source(_with_decisions(source, held.sources.get(source.id)))
        _put_records(holdings, held, corpus_of(reviewed))
    return True


def _put_records(holdings: Holdings, held: Corpus, new: Corpus) -> None:
    """Replace what nobody decided on, add what is new, drop what is no longer said; keep every decision."""
    for tab in TABS:
        known = [record for record in held.records.values() if record.tab == tab]
        ours = {record.id for record in known if not record.history and _of(record, new.sources)}
        decided = {record.id for record in known if record.history}
        wanted = [record for record in new.records.values() if record.tab == tab and record.id not in decided]
        if tab == "entities":
            wanted = [_with_others(record, held.records.get(record.id), new.sources) for record in wanted]
        holdings.put_records(tab, [record for record in wanted if held.records.get(record.id) != record])
        holdings.drop_records(tab, ours - {record.id for record in wanted})


def _of(record: Record, sources: Iterable[str]) -> bool:
    """Does a record stand on these sources only?"""
    return {anchor.source for anchor in record.anchors} <= set(sources)


def _with_others(entity: Record, held: Record | None, sources: Iterable[str]) -> Record:
    """A shipped entity with the mentions that it has in a person's own documents."""
    if held is None:
        return entity
    others = tuple(anchor for anchor in held.anchors if anchor.source not in set(sources))
    return replace(
        entity, anchors=entity.anchors + others, article=entity.article or (bool(others) and held.article)
    )


def _with_decisions(source: Source, held: Source | None) -> Source:
    """A shipped source with what a person changed of it (its short name, its date) still changed."""
    if held is None or not held.history:
        return source
    changed = {name for change in held.history for name in change.after}
    kept = {name: getattr(held, name) for name in changed if hasattr(held, name)}
    return replace(source, history=held.history, **kept)
