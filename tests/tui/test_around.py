"""The screens around the tabs: entities, comparisons, the palette, help; and the way back from each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.corpus import Corpus, Row
from store.model import Anchor
from store.text import Passage
from tui.screens.entity import EntityScreen, naming
from tui.screens.reader import Reader
from tui.widgets.detail import Item

Drive = Any

WAYS = [
    ("enter",),
    ("enter", "n", "n"),
    ("c",),
    ("c", "enter"),
    ("e",),
    ("/", "a", "u", "s", "down", "enter"),
    ("?",),
    (":",),
    ("ctrl+p", "a"),
    ("enter", "enter", "enter"),
    ("f", "k", "o"),
]


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
@pytest.mark.parametrize(
    "start",
    [("2", "space", "j"), ("6", "f", "a", "r", "m", "y", "enter", "j"), ("4", "s", "s", "G", "k")],
    ids=["scrolled", "filtered", "sorted"],
)
async def test_escape_returns_to_exactly_where_one_was(
    drive: Drive, start: tuple[str, ...], way: tuple[str, ...]
) -> None:
    async with drive() as hand:
        await hand.press(*start)
        if way[0] != "f":
            await hand.press("x")  # no key: takes away what the bottom line says
        before = hand.picture
        depth = len(hand.app.screen_stack)
        await hand.press(*way)
        while len(hand.app.screen_stack) > depth:
            await hand.press("escape")
        if way[0] == "f":
            await hand.press("escape")
        await hand.press("x")
        assert hand.picture == before


async def test_an_entity_page_tells_its_forms_and_everything_that_names_it(
    drive: Drive, corpus: Corpus
) -> None:
    async with drive(size=(120, 60), tab="entities") as hand:
        await hand.press("f")
        await hand.type("special measures")
        await hand.press("enter", "enter")
        assert isinstance(hand.app.screen, EntityScreen)
        assert "Special Measures Agreement" in hand.lines[0]
        entity = corpus.records[hand.app.screen.entity]
        assert all(anchor.exact in hand.lines[1] for anchor in entity.spans("surface"))
        records = corpus.mentioning(hand.app.screen.entity)
        shown = [item.first for item in hand.listing.rows.items if hasattr(item, "members")]
        assert shown == records
        tabs = [record.tab for record in shown]
        assert tabs == sorted(tabs, key=["timeline", "forces", "sales", "agreements", "quotes"].index)
        await hand.press("enter")
        assert isinstance(hand.app.screen, Reader)
        assert hand.bright == " […] ".join(a.exact for a in records[0].main)


def test_every_place_that_names_an_entity_is_on_its_page(corpus: Corpus) -> None:
    for entity in corpus.tab("entities", related=True):
        items = naming(corpus, entity)
        for anchor in entity.anchors:
            assert any(_holds(item, anchor) for item in items), (entity.label, anchor.exact)


def _holds(item: Item, anchor: Anchor) -> bool:
    if isinstance(item, Row):
        return any(a.source == anchor.source and a.start <= anchor.start < a.end for a in item.first.main)
    assert isinstance(item, Passage)
    return item.source == anchor.source and item.start <= anchor.start < item.end


async def test_a_records_entities_are_chosen_from_a_list(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("e")
        assert "United States" in hand.text
        await hand.press("enter")
        assert isinstance(hand.app.screen, EntityScreen)


async def test_compare_judges_and_keeps_every_wording(drive: Drive) -> None:
    async with drive(tab="forces", size=(100, 40)) as hand:
        await hand.press("c")
        assert hand.sees("The sources refine one another: one number with different hedges")
        for words in ("28,500", "over 28,500", "approximately 28,500", "~28,500"):
            assert words in hand.text
        await hand.press("n", "enter")
        assert hand.reader.source == "state"


async def test_one_source_has_nothing_to_compare(drive: Drive) -> None:
    async with drive(tab="sales") as hand:
        await hand.press("c")
        assert "Only one source speaks of this" in hand.bottom


async def test_the_palette_runs_commands_and_goes_to_things(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press(":")
        await hand.type("tab 3")
        await hand.press("enter")
        assert hand.listing.tab == "sales"
        await hand.press(":")
        await hand.type("lloyd")
        await hand.press("enter")
        assert isinstance(hand.app.screen, EntityScreen)
        assert "Lloyd J. Austin III" in hand.lines[0]


async def test_sources_tell_their_date_and_its_basis(drive: Drive, corpus: Corpus) -> None:
    async with drive(size=(100, 40), tab="sources") as hand:
        assert hand.sees("undated, 2019-03-19 or later (inferred)")
        counted = sum(record.source == "dod19" for record in corpus.records.values())
        assert hand.row.endswith(f" {counted}")
        await hand.press("enter")
        assert hand.reader.text_view.offset_at_top == 0


async def test_copy_sends_the_quote_and_keeps_it_in_a_file(drive: Drive, state: Path) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("y")
        assert "sent to terminal; kept in" in hand.bottom
        assert hand.app.clipboard.startswith(
            "“There are 28,500 U.S. service members based in South Korea” — "
        )
        assert "[DoD19]" in hand.app.clipboard
        kept = (state / "ironquote" / "copied.txt").read_text()
        assert kept == hand.app.clipboard + "\n\n"
        await hand.press("Y")
        assert hand.app.clipboard.startswith("DOD")
        assert "28,500" not in hand.app.clipboard


async def test_a_read_only_browser_writes_no_file(drive: Drive, state: Path) -> None:
    async with drive(tab="forces", read_only=True) as hand:
        assert "read-only" in hand.lines[0]
        await hand.press("y")
        assert "sent to terminal" in hand.bottom
        assert "kept" not in hand.bottom
        assert list(state.iterdir()) == []


async def test_empty_tabs_say_what_would_fill_them(drive: Drive) -> None:
    async with drive(of=Corpus([], {}, [])) as hand:
        for number in range(1, 8):
            await hand.press(f"{number}")
            assert hand.sees("ironquote add FILE")
        await hand.press("enter", "c", "e", "y", "m", "j", "G", "tab", "tab", "n")
        await hand.press("/", "a", "enter", "escape", ":", "z", "enter", "escape")
        assert hand.app.is_running


async def test_a_crash_is_told_in_a_sentence_and_shows_no_text_of_a_document(
    drive: Drive, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def crash() -> None:
        async with drive() as hand:
            hand.app.call_later(lambda: 1 / 0)
            await hand.pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await crash()
    assert "ZeroDivisionError" in (state / "ironquote" / "crash.txt").read_text()
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err


async def test_the_look_changes_on_every_screen_and_comes_round(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("x")
        seen = [hand.picture]
        for _ in range(3):
            await hand.press("enter", "T", "escape", "x")
            seen.append(hand.picture)
        assert len(set(seen)) == 3
        assert seen[3] == seen[0]
