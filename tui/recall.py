"""Earlier searches: kept for the sitting, and unless it is read-only in a file of the person's own.

One search a line, the newest last. The file is only ever added to, so that several sittings can share it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from store.durable import disk

MOST = 200
"""Searches remembered."""
LONGEST = 500
"""Characters of one that is worth remembering: what is longer was pasted."""


def path() -> Path:
    """The file that searches are kept in."""
    import platformdirs

    return platformdirs.user_state_path("ironquote", appauthor=False) / "searches.txt"


class Recall:
    """The searches of a person, each once, in the order in which they were last made."""

    def __init__(self, *, read_only: bool = False) -> None:
        self._kept = not read_only
        self._known: dict[str, None] | None = None

    def note(self, query: str) -> None:
        """Remember a search that led somewhere."""
        query = " ".join(query.split())
        if not query or len(query) > LONGEST or query == next(reversed(self._searches()), None):
            return
        self._put(query)
        if self._kept:
            with suppress(OSError, UnicodeEncodeError):
                _add(path(), query)

    def before(self, typed: str, shown: str | None = None) -> str | None:
        """The newest search that holds what is typed, or the next older than the one shown, if any."""
        wanted = " ".join(typed.split()).casefold()
        fitting = [one for one in reversed(self._searches()) if wanted in one.casefold() and one != typed]
        if shown in fitting:
            fitting = fitting[fitting.index(shown) + 1 :]
        return next(iter(fitting), None)

    def _searches(self) -> dict[str, None]:
        if self._known is None:
            self._known = {}
            for query in _read(path()) if self._kept else ():
                self._put(query)
        return self._known

    def _put(self, query: str) -> None:
        known = self._searches()
        known.pop(query, None)
        known[query] = None
        if len(known) > MOST:
            del known[next(iter(known))]


def _read(file: Path) -> list[str]:
    """The searches of a file, the newest last. A file that grew long is made short again."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
        found = [line for line in map(str.strip, lines) if line and len(line) <= LONGEST]
        if len(found) > 4 * MOST:
            found = found[-MOST:]
            data = "".join(f"{one}\n" for one in found).encode()
            beside, held = disk.write_beside(file, data, disk.Access(0o600), durable=False)
            held.close()
            beside.replace(file)
    except OSError:
        return []
    return found


def _add(file: Path, query: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # What was looked for may be more telling than what was found: the file is the person's own.
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
    with open(os.open(file, flags, 0o600), "ab") as kept:  # noqa: PTH123
        kept.write(f"{query}\n".encode())
