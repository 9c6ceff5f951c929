"""Every key is bound, does something, survives every terminal, and is told of."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from tui import keys
from tui.operators import OPERATORS
from tui.screens.base import Base
from tui.screens.browse import BrowseScreen
from tui.screens.compare import CompareScreen
from tui.screens.entity import EntityScreen
from tui.screens.help import HelpScreen
from tui.screens.palette import PaletteScreen
from tui.screens.reader import Reader
from tui.screens.search import SearchScreen

Drive = Any

SCREENS: tuple[type[Base], ...] = (
    BrowseScreen,
    CompareScreen,
    EntityScreen,
    HelpScreen,
    PaletteScreen,
    Reader,
    SearchScreen,
)
LOST = {"ctrl+enter", "shift+enter", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.NAME)
def test_every_key_has_an_action_that_exists(screen: type[Base]) -> None:
    for key in keys.of(screen.NAME):
        assert hasattr(screen, f"action_{key.action.partition('(')[0]}"), key.id


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.NAME)
def test_no_key_does_two_things_on_one_screen(screen: type[Base]) -> None:
    pressed = [one for key in keys.of(screen.NAME) for one in key.keys.split(",")]
    assert len(pressed) == len(set(pressed))


def test_ids_are_unique_and_every_key_has_help() -> None:
    ids = [key.id for key in keys.KEYS]
    assert len(ids) == len(set(ids))
    assert all(key.help for key in keys.KEYS)
    assert {where for key in keys.KEYS for where in key.where} == set(keys.WHERE)


def test_every_key_survives_legacy_encodings() -> None:
    pressed = {one for key in keys.KEYS for one in key.keys.split(",")}
    assert not pressed & LOST
    assert not [one for one in pressed if one.startswith(("alt+", "shift+")) and one != "shift+tab"]


def test_where_letters_are_typed_no_letter_is_a_key() -> None:
    for screen in keys.TYPED:
        assert not [k.id for k in keys.of(screen) if any(len(one) == 1 for one in k.keys.split(","))]


@pytest.mark.parametrize("key", ["?", "f1"])
async def test_help_tells_every_key(drive: Drive, key: str) -> None:
    async with drive(size=(100, 120)) as hand:
        await hand.press(key)
        for told in keys.KEYS:
            if not told.id.startswith("tab-"):
                assert hand.sees(told.help), told.id
        assert "1–7" in hand.text


async def test_help_tells_what_a_search_takes_beside_words(drive: Drive) -> None:
    async with drive(size=(100, 120)) as hand:
        await hand.press("/", "f1")
        for operator, meaning in OPERATORS:
            assert hand.sees(operator), operator
            assert hand.sees(meaning), operator


async def test_the_bottom_line_names_only_keys_that_do_something(drive: Drive) -> None:
    async with drive(tab="sales") as hand:
        assert "c compare" not in hand.bottom
        await hand.press("2")
        assert "c compare" in hand.bottom
        assert "? keys" in hand.bottom


async def test_ctrl_c_says_how_to_quit_and_ctrl_l_draws_anew(drive: Drive) -> None:
    async with drive() as hand:
        before = hand.picture
        await hand.press("ctrl+c")
        assert "q quits" in hand.bottom
        await hand.press("ctrl+l")
        assert hand.picture == before


async def test_what_is_typed_ahead_lands_where_it_was_meant_to(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        # All at once, as a slow line delivers it: nothing waits for a screen to open.
        for key in ["j", "slash", *"austin", "space", *"and", "space", "i", "enter", "y"]:
            typed = {"space": " ", "slash": "/"}.get(key, key)
            hand.app.post_message(events.Key(key, typed if len(typed) == 1 else None))
        await hand.pilot.pause()
        assert "Secretary Austin and I affirm" in hand.bright
        assert hand.app.copied
        for key in ("escape", "escape"):
            hand.app.post_message(events.Key(key, None))
        await hand.pilot.pause()
        assert hand.listing.rows.cursor == 1
