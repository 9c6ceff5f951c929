"""How every screen looks, at the smallest size that is served and at a comfortable one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.keys import _character_to_key

from store.corpus import Corpus
from tui.app import Browser

Snap = Callable[..., bool]

SIZES = [(80, 24), (120, 40)]

SCREENS = {
    "timeline": "j",
    "forces": "2",
    "sales": "3",
    "agreements": "4 j",
    "quotes": "5 j j",
    "entities": "6",
    "sources": "7",
    "reader": "2 enter",
    "search": "/ c a m p space h u m p h r y s",
    "entity": "6 f s p e c i a l enter enter",
    "compare": "2 c",
    "palette": ": a u s t",
    "help": "?",
}
STATES = {
    "related": "r G",
    "filter": "6 f a i r",
    "marked": "m m",
    "reader-boilerplate": "7 enter",
    "search-empty": "/",
    "search-nothing": "/ x q z w v",
    "chooser": "2 e",
}


def _keys(pressed: str) -> list[str]:
    return [_character_to_key(key) if len(key) == 1 else key for key in pressed.split()]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen(snap_compare: Snap, corpus: Corpus, screen: str, size: tuple[int, int]) -> None:
    assert snap_compare(Browser(corpus), press=_keys(SCREENS[screen]), terminal_size=size)


@pytest.mark.parametrize("state", STATES)
def test_a_state_of_a_screen(snap_compare: Snap, corpus: Corpus, state: str) -> None:
    assert snap_compare(Browser(corpus), press=_keys(STATES[state]), terminal_size=(80, 24))


@pytest.mark.parametrize("look", ["dark", "light"])
def test_looks_in_a_theme_of_its_own(snap_compare: Snap, corpus: Corpus, look: str) -> None:
    assert snap_compare(Browser(corpus, look=look), press=["2"], terminal_size=(80, 24))


def test_looks_without_a_source(snap_compare: Snap) -> None:
    assert snap_compare(Browser(Corpus([], {}, [])), terminal_size=(80, 24))
