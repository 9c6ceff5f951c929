"""From words to offsets and back: what ties a record to the exact place where its source says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.model import Anchor
from store.text import view

CONTEXT = 32
"""Characters of prefix and suffix that an anchor carries on each side."""


class AnchorError(ValueError):
    """Words that do not stand in a text, or in more places than one."""


def occurrences(text_view: str, words: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where `words` stand in ``text_view[start:end]``, not inside a longer word."""
    pattern = re.escape(view(words))
    # A form that begins or ends in a letter or digit must not begin or end within a word.
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    # Looked ahead for, so that places that overlap are all found: "aid, aid" stands twice in "aid, aid, aid".
    found = re.compile(f"{before}(?={pattern}{after})")
    for match in found.finditer(text_view, start, len(text_view) if end is None else end):
        yield match.start()


def find(
    text_view: str,
    words: str,
    *,
    prefix: str = "",
    nth: int | None = None,
    within: tuple[int, int] | None = None,
) -> tuple[int, int]:
    """The span of `words` in the view of a text. `prefix` are the words right before them, `nth` counts the
    places from 1, `within` limits the search. Raises AnchorError where no or more than one place fits."""
    if not words.strip():
        raise AnchorError("the words are empty")
    low, high = within if within is not None else (0, len(text_view))
    led = view(prefix)
    places = [
        at
        for at in occurrences(text_view, words, low, high)
        if not led or text_view[:at].rstrip().endswith(led.rstrip())
    ]
    if not places:
        raise AnchorError(f"the source does not say {words!r}" + (f" after {prefix!r}" if prefix else ""))
    if nth is not None:
        if not 1 <= nth <= len(places):
            raise AnchorError(f"{words!r} stands {len(places)} times, not {nth}")
        return places[nth - 1], places[nth - 1] + len(words)
    if len(places) > 1:
        raise AnchorError(f"{words!r} stands {len(places)} times: say which with prefix or nth")
    return places[0], places[0] + len(words)


def make(role: str, source: str, text: str, start: int, end: int) -> Anchor:
    """The anchor on ``text[start:end]``, with its context."""
    return Anchor(
        role=role,
        source=source,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def fault(anchor: Anchor, text: str) -> str | None:
    """What is wrong with `anchor` on `text`, as a sentence; None where every character is as it says."""
    if not 0 <= anchor.start < anchor.end <= len(text):
        return f"{anchor.start}–{anchor.end} is no span of {anchor.source} ({len(text)} characters)"
    if text[anchor.start : anchor.end] != anchor.exact:
        return (
            f"{anchor.source} says {text[anchor.start : anchor.end]!r} at {anchor.start}–{anchor.end},"
            f" not {anchor.exact!r}"
        )
    if text[max(0, anchor.start - CONTEXT) : anchor.start] != anchor.prefix:
        return f"what stands before {anchor.exact!r} in {anchor.source} is not its prefix"
    if text[anchor.end : anchor.end + CONTEXT] != anchor.suffix:
        return f"what stands after {anchor.exact!r} in {anchor.source} is not its suffix"
    return None
