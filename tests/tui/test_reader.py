"""What the reader promises: the words, in their place, and the way back."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest

from store.corpus import Corpus
from store.model import Source
from tui.screens.browse import BrowseScreen
from tui.screens.reader import stops_of
from tui.widgets.text_view import blocks, wrapped

Drive = Any


async def test_enter_reads_the_words_of_the_row_in_their_source(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("enter")
        assert hand.bright == "There are 28,500 U.S. service members based in South Korea"
        assert any(line.startswith("▌  There are 28,500") for line in hand.lines)
        assert "DoD19" in hand.lines[0]
        assert "undated, 2019-03-19 or later" in hand.lines[0]


async def test_the_words_have_context_above_them(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("enter")
        at = next(n for n, line in enumerate(hand.lines) if line.startswith("▌"))
        assert at > 3
        assert any(line.strip() for line in hand.lines[1:at])


async def test_n_goes_through_the_recorded_spans_and_back(drive: Drive, corpus: Corpus) -> None:
    stops = stops_of(corpus, "state")
    text = corpus.text("state")
    words = [" […] ".join(text[a:b] for a, b in stop.spans) for stop in stops]
    async with drive(tab="sources") as hand:
        await hand.press("j", "enter")
        assert hand.reader.source == "state"
        assert hand.bright == ""
        for said in words[:12]:
            await hand.press("n")
            assert hand.bright == said
            assert any(line.startswith("▌") for line in hand.lines)
        await hand.press("N")
        assert hand.bright == words[10]
        hand.reader.go(stops[-1])
        await hand.press("n")
        assert hand.bright == words[-1]
        assert "These are the last" in hand.bottom


async def test_enter_on_words_goes_to_their_record_and_escape_returns(drive: Drive) -> None:
    async with drive(tab="sources") as hand:
        await hand.press("enter", "n", "n")
        before, words = hand.picture, hand.bright
        await hand.press("enter")
        assert isinstance(hand.app.screen, BrowseScreen)
        record = hand.listing.item().members[hand.listing.member]
        assert " […] ".join(anchor.exact for anchor in record.main) == words
        await hand.press("escape")
        assert hand.picture == before


async def test_tab_goes_through_the_records_on_the_same_words(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("enter")
        assert "records on these words: tab" in hand.text
        before = hand.lines[-2]
        await hand.press("tab")
        assert hand.lines[-2] != before
        await hand.press("tab")
        assert hand.lines[-2] == before


async def test_brackets_go_to_the_same_thing_in_the_other_sources(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("enter", "]")
        assert hand.bright == "Over 28,500 U.S. military personnel are stationed in the ROK"
        await hand.press("]")
        assert hand.bright == "The US maintains approximately 28,500 troops in South Korea"
        await hand.press("]")
        assert "~28,500" in hand.bright
        await hand.press("]")
        assert hand.bright.startswith("There are 28,500")
        await hand.press("[")
        assert "~28,500" in hand.bright


async def test_boilerplate_and_related_news_are_dimmed_and_quotes_bright(
    drive: Drive, corpus: Corpus
) -> None:
    async with drive(tab="sources") as hand:
        await hand.press("enter")
        top = [
            piece.ink for line in hand.reader.text_view.lines(80, 3) for piece in line if piece.text.strip()
        ]
        assert set(top) == {"dim"}
        await hand.press("n")
        inks = {piece.ink for line in hand.reader.text_view.lines(80, 22) for piece in line}
        assert "quote" in inks
        assert "other" in inks


async def test_scrolling_by_lines_pages_and_to_the_ends(drive: Drive) -> None:
    async with drive(tab="sources") as hand:
        await hand.press("enter")
        first = hand.lines[1:5]
        await hand.press("j")
        assert hand.lines[1:4] == first[1:]
        await hand.press("k", "G")
        assert hand.bottom.endswith("100 %")
        assert "No items to display" in hand.text
        await hand.press("g")
        assert hand.lines[1:5] == first


async def test_a_resize_keeps_the_place_and_wraps_anew(drive: Drive) -> None:
    async with drive(tab="forces", size=(120, 40)) as hand:
        await hand.press("enter")
        await hand.resize(40, 20)
        assert all(len(line) <= 40 for line in hand.lines)
        view = hand.reader.text_view
        assert view.offset_at_top <= view.bright[0][0]
        await hand.press("n", "N")
        assert any(line.startswith("▌") for line in hand.lines)


async def test_compare_copy_and_entities_work_from_the_words(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("enter", "c")
        assert "The sources refine one another" in hand.text
        await hand.press("escape", "y")
        assert hand.app.copied[-1].startswith("“There are 28,500 U.S. service members based in South Korea”")


@pytest.mark.parametrize("shape", ["one line of 5 MB", "10 MB in lines"])
async def test_a_huge_source_opens_and_moves_at_once(drive: Drive, shape: str) -> None:
    line = "The alliance of 한국 and the United States stands, said someone, for the 70th time. "
    text = line * (5_000_000 // len(line)) if "one" in shape else (line + "\n") * (10_000_000 // len(line))
    huge = Corpus([Source("big", "Big", "A big one", "report", "0" * 64)], {"0" * 64: text}, [])
    async with drive(of=huge, tab="sources") as hand:
        began = perf_counter()
        await hand.press("enter", "space", "G", "g", "ctrl+d")
        took = perf_counter() - began
        assert "70th time" in hand.text
        assert took < 3
        assert len(hand.reader.text_view._wrapped) < 200


def test_blocks_lose_no_character_but_line_ends() -> None:
    text = "a\r\nb\n\n" + "word " * 3000 + "\nend"
    found = blocks(text)
    assert "".join(text[a:b] for a, b in found) == text.replace("\r", "").replace("\n", "")
    assert max(b - a for a, b in found) <= 4000


def test_wrapping_keeps_every_character_in_order() -> None:
    text = "한국군과 미군은 함께 훈련한다 and a verylongwordthatdoesnotfitanywhereatall end"
    rows = wrapped(text, 0, len(text), 12)
    assert "".join(text[a:b] for a, b in rows) == text
