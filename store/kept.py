"""The index of a large record, kept beside it from sitting to sitting.

It is a cache and nothing more: anyone may delete it, what is damaged, older or of another version is made
anew, and a folder that takes no file only costs the time to index again. Of the engine nothing is loaded
before something is first looked for.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from store.durable import disk
from store.text import CUTTING

if TYPE_CHECKING:
    from store.search.grouped import Grouped


class KeptIndex:
    """Where the index of one record's passages is kept; without `writes`, where one may be found."""

    def __init__(self, path: Path, *, writes: bool) -> None:
        self.path = path
        self.writes = writes

    def load(self) -> Grouped | None:
        """The index as it was kept, of whatever state of the record; None where there is none to trust."""
        from store.search import SearchIndex
        from store.search.grouped import Grouped
        from store.search.saved import stamp_of

        try:
            if not self.path.is_file():
                return None
            stamp = stamp_of(self.path)
            cutting, numbers = json.loads(stamp)
            if cutting != CUTTING or sorted({*numbers.values()}) != [*numbers.values()]:
                return None
            # A SavedIndexError is a ValueError, too.
            return Grouped(SearchIndex.load(self.path, stamp), numbers)
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return None

    def save(self, passages: Grouped) -> None:
        """Keep an index, if that is allowed and the folder lets us."""
        if not self.writes:
            return
        with suppress(OSError):
            folder = self.path.parent
            if not folder.is_dir():
                folder.mkdir()
                # Who shares the record shares its index.
                folder.chmod(folder.parent.stat().st_mode & 0o7777 & ~0o1000)
            disk.sweep(self.path)
            passages.index.save(self.path, json.dumps([CUTTING, passages.numbers]))
