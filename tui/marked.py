"""What is copied or exported is exact, and a person is told what it holds that they cannot see."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from store import unseen


class Tally:
    """Counts the unseen characters of an export while it is written."""

    def __init__(self, parts: Iterable[str], *, json: bool) -> None:
        self._parts, self._json = parts, json
        self._counts: Counter[str] = Counter()

    def __iter__(self) -> Iterator[str]:
        for part in self._parts:
            # JSON escapes a part of them; whoever reads it has them all again.
            self._counts += unseen.counted_in(json.loads(part)) if self._json else unseen.counted(part)
            yield part

    def tell(self) -> None:
        """Say on standard error what was in it, if anything was."""
        if self._counts:
            sys.stderr.write(
                f"ironquote: what was written holds {unseen.told(self._counts)}, exactly as the sources do;"
                " a terminal or a shell may obey them.\n"
            )


def noted(text: str) -> str:
    """What to add to the news that a text was copied; nothing where all of it can be seen."""
    counts = unseen.counted(text)
    return f" with {unseen.told(counts)}, exact" if counts else ""
