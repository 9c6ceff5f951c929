"""The inverted file: for every word, the positions in the corpus where it stands.

All passages lie one behind the other on one line of positions, one position a word, each passage starting on
a multiple of `BLOCK`, so that the passage of a position is a look-up. A word that is written in several ways
stands at its position in all of them: "F-35" is f and 35, and f35 at both.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import count
from typing import TypeAlias

from store.search.fold import CHUNK, compound, initials, plain

BLOCK = 16
"""Positions a block; a passage takes whole blocks. 16 wastes half a block, 8 positions, a passage."""

Positions: TypeAlias = "array[int]"


def no_positions() -> Positions:
    """An empty posting list: 32-bit positions, ascending."""
    return array("i")


class Postings:
    """`words` and `acronyms` map to ascending positions; `ids` holds the passage id of each slot, `starts`
    and `ends` its first position and the one past its last, `slots` the slot of each block."""

    def __init__(self) -> None:
        self.words: dict[str, Positions] = {}
        self.acronyms: dict[str, Positions] = {}
        self.ids = array("q")
        self.starts = array("i")
        self.ends = array("i")
        self.slots = array("i")

    def add(self, passages: Iterable[tuple[int, str]]) -> None:
        """Append passages; the caller sees to it that no id is there already."""
        words, acronyms = self.words, self.acronyms
        for passage_id, text in passages:
            chunks = CHUNK.findall(plain(text))
            at = start = len(self.slots) * BLOCK
            stands_at = []
            for chunk in "\n".join(chunks).casefold().split("\n") if chunks else ():
                stands_at.append(at)
                if chunk.isalnum():
                    words.setdefault(chunk, no_positions()).append(at)
                    at += 1
                    continue
                parts, joined = compound(chunk)
                for offset, (word, _, _) in enumerate(parts):
                    words.setdefault(word, no_positions()).append(at + offset)
                for word, first, last in joined:
                    words.setdefault(word, no_positions()).extend(range(at + first, at + last))
                at += len(parts)
            for first, _, acronym in initials(chunks):
                acronyms.setdefault(acronym, no_positions()).append(stands_at[first])
            self.ids.append(passage_id)
            self.starts.append(start)
            self.ends.append(at)
            blocks = -(-(at - start) // BLOCK) or 1
            self.slots.extend([len(self.ids) - 1] * blocks)

    def phrase(self, phrase: list[str]) -> Positions:
        """Where these words stand one behind the other: the positions of the first."""
        found = set(self.words.get(phrase[0], ())) if phrase else set[int]()
        for offset, word in zip(count(1), phrase[1:], strict=False):
            found &= {at - offset for at in self.words.get(word, ())}
        return array("i", sorted(found))
