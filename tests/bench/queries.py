"""Queries a person might type for a passage half remembered, sampled from the passages with a fixed seed.

Each starts as two to five words that stand together in a passage, at least two of them of four letters or
more, and is then spoilt in one way. A passage is meant when it holds the unspoilt words, or, word for word,
what was typed; there may be several. Typos are made in words of five letters or more; those of four, which a
typo can bring down to three letters, where only whole words match, are a kind of their own, beside the mix.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from store.search import Query, parse

SEED = 1953
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[^\W_]+(?:[-'’.,_][^\W_]+)*")


class Sample(NamedTuple):
    """What is typed, and the words that a passage meant by it holds (lower case, in this order)."""

    kind: str
    typed: str
    meant: str


def samples(passages: list[str], each: int, seed: int = SEED) -> list[Sample]:
    """`each` queries of every kind."""
    dice = random.Random(seed)
    return [made for kind, spoil in KINDS.items() for made in _of_kind(kind, spoil, passages, each, dice)]


def _of_kind(
    kind: str,
    spoil: Callable[[str, random.Random], str | None],
    passages: list[str],
    each: int,
    dice: random.Random,
) -> list[Sample]:
    made: list[Sample] = []
    while len(made) < each:
        passage = dice.choice(passages)
        words = [*_WORD.finditer(passage)]
        count = dice.randint(3 if kind == "reordered" else 2, 5)
        if len(words) < count:
            continue
        first = dice.randrange(len(words) - count + 1)
        fragment = passage[words[first].start() : words[first + count - 1].end()]
        if sum(len(word) > 3 and word.isalpha() for word in fragment.split()) < 2 or len(fragment) > 60:
            continue
        typed = spoil(fragment, dice)
        if typed is not None and parse(typed) == Query(typed):  # a leading hyphen or a quote is an operator
            made.append(Sample(kind, typed, fragment))
    return made


def _typo(text: str, dice: random.Random, least: int = 5, most: int = 99) -> str | None:
    """One edit within a word: a letter changed, lost, put in, or swapped with the next."""
    words = list(re.finditer(rf"(?<![^\W\d_])[^\W\d_]{{{least},{most}}}(?![^\W\d_])", text))
    if not words:
        return None
    word = dice.choice(words)
    at = dice.randrange(word.start(), word.end() - 1)
    match dice.randrange(4):
        case 0:
            return text[:at] + dice.choice(LETTERS.replace(text[at].lower(), "")) + text[at + 1 :]
        case 1:
            return text[:at] + text[at + 1 :]
        case 2:
            return text[:at] + dice.choice(LETTERS) + text[at:]
        case _:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _two_typos(text: str, dice: random.Random) -> str | None:
    once = _typo(text, dice)
    return once and _typo(once, dice)


def _reordered(text: str, dice: random.Random) -> str | None:
    words = text.split()
    mixed = dice.sample(words, len(words))
    return " ".join(mixed) if mixed != words else None


def _cut(text: str, dice: random.Random) -> str | None:
    last = text.split()[-1]
    return text[: -dice.randrange(1, len(last) - 1)] if len(last) > 3 else None


def _punctuation(text: str, dice: random.Random) -> str | None:
    """Marks within words left out, spaced out or typeset; where there are none, words run together."""
    marks = [*re.finditer(r"(?<=[^\W_])[-'’](?=[^\W_])", text)]
    if not marks:
        gaps = [*re.finditer(r"(?<=[^\W\d_]{3}) (?=[^\W\d_]{3})", text)]
        if not gaps or dice.random() < 0.5:
            return None
        gap = dice.choice(gaps).start()
        return text[:gap] + dice.choice(("-", "")) + text[gap + 1 :]
    mark = dice.choice(marks).start()
    new = dice.choice(("", "‐", "–") if text[mark] == "-" else ("", "`", "′"))
    if text[mark] == "-" and dice.random() < 0.4:
        new = " "
    return text[:mark] + new + text[mark + 1 :]


KINDS: dict[str, Callable[[str, random.Random], str | None]] = {
    "fragment": lambda text, _: text.lower(),
    "one typo": lambda text, dice: _typo(text.lower(), dice),
    "two typos": lambda text, dice: _two_typos(text.lower(), dice),
    "reordered": _reordered,
    "cut last word": _cut,
    "punctuation": _punctuation,
    "short-word typo": lambda text, dice: _typo(text.lower(), dice, 4, 4),
}
BESIDE = "short-word typo"
"""The kind that is measured beside the mix."""
