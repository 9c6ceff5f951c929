"""What the tabs promise: rows, their detail, and a hand that stays where it was put."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from store.corpus import Corpus, Row
from tui.tabs import VIEWS
from tui.widgets.detail import describe

Drive = Any


async def test_opens_at_the_timeline_with_a_row_under_the_hand(drive: Drive) -> None:
    async with drive() as hand:
        assert "1 Timeline" in hand.lines[1]
        assert hand.row.startswith("▌ 1950")
        assert hand.bottom.endswith("1/76") or "1/" in hand.bottom
        assert hand.app.cursor_position == hand.listing.rows.place()


@pytest.mark.parametrize("number", range(1, 8))
async def test_a_digit_opens_its_tab(drive: Drive, number: int) -> None:
    async with drive() as hand:
        await hand.press(f"{number}")
        assert hand.listing.tab == VIEWS[number - 1].name
        assert hand.listing.rows.items


async def test_brackets_go_round_the_tabs(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("[")
        assert hand.listing.tab == "sources"
        await hand.press("]", "]")
        assert hand.listing.tab == "forces"


async def test_rows_of_one_cluster_are_one_row_that_shows_its_sources(drive: Drive, corpus: Corpus) -> None:
    async with drive(size=(120, 40), tab="forces") as hand:
        rows = [line for line in hand.lines if "U.S. troops in South Korea" in line and "DoD19" in line]
        assert len(rows) == 1
        assert "DoD19 State News" in rows[0]


async def test_the_detail_shows_each_wording_with_its_hedge_and_its_quote(drive: Drive) -> None:
    async with drive(size=(120, 60), tab="forces") as hand:
        await hand.press("f")
        await hand.type("stationed")
        await hand.press("enter")
        for words in ("28,500 people", "over 28,500 people", "approximately 28,500 people", "~28,500 people"):
            assert words in hand.text
        assert "Over 28,500 U.S. military" in hand.text


async def test_the_quote_is_bright_and_its_context_is_not(drive: Drive) -> None:
    async with drive() as hand:
        line = next(
            line for line in hand.listing.detail.page.lines if any(piece.ink == "quote" for piece in line)
        )
        assert {piece.ink for piece in line} >= {"quote", "text"}


async def test_an_undated_row_says_so_and_what_bounds_it(drive: Drive) -> None:
    async with drive(size=(100, 40)) as hand:
        await hand.press("f")
        await hand.type("shanahan jeong")
        await hand.press("enter")
        assert "2019-03-19 or later" in hand.row
        assert "(undated)" in hand.row
        assert "undated, 2019-03-19 or later (inferred)" in hand.flowing


async def test_undated_rows_stand_where_their_bound_puts_them(drive: Drive) -> None:
    async with drive(size=(120, 120)) as hand:
        order = [row.key for row in hand.listing.rows.items]
        rows = {row.key: row for row in hand.listing.rows.items}
        dated_before = next(
            k for k in order if any(w.edtf == "2018" for r in rows[k].members for w in r.when)
        )
        bounded = next(
            k for k in order if any(w.bound == "2019-03-19/.." for r in rows[k].members for w in r.when)
        )
        stated_after = next(
            k for k in order if any(w.edtf == "2022-11-03" for r in rows[k].members for w in r.when)
        )
        assert order.index(dated_before) < order.index(bounded) < order.index(stated_after)


async def test_a_stated_date_and_an_inferred_one_do_not_look_the_same(drive: Drive) -> None:
    async with drive(size=(100, 40)) as hand:
        await hand.press("f")
        await hand.type("defense treaty")
        await hand.press("enter")
        assert "1953 (stated)" in hand.text
        assert "inferred" not in hand.row


async def test_fiscal_years_are_shown_as_fiscal_years(drive: Drive) -> None:
    async with drive(tab="sales") as hand:
        await hand.press("f")
        await hand.type("permanent exports")
        await hand.press("enter")
        assert "over $3.4 bn FY2019–FY2021" in hand.row
        assert "over $3.4 billion" in hand.text


async def test_related_news_is_hidden_until_asked_for_and_marked_then(drive: Drive) -> None:
    async with drive(size=(120, 200)) as hand:
        assert "related news" not in hand.text
        before = len(hand.listing.rows.items)
        await hand.press("r")
        shown = [row for row in hand.listing.rows.items if not row.first.article]
        assert len(hand.listing.rows.items) == before + len(shown)
        assert shown
        assert hand.text.count("(related news)") >= len(shown)
        await hand.press("r")
        assert len(hand.listing.rows.items) == before


async def test_the_filter_narrows_at_every_letter_and_escape_takes_it_away(drive: Drive) -> None:
    async with drive(tab="entities") as hand:
        all_rows = len(hand.listing.rows.items)
        await hand.press("f")
        counts = []
        for letter in "camp":
            await hand.type(letter)
            counts.append(len(hand.listing.rows.items))
        assert counts == sorted(counts, reverse=True)
        assert 0 < counts[-1] < all_rows
        await hand.press("enter")
        assert "filter: camp" in hand.bottom
        await hand.press("escape")
        assert len(hand.listing.rows.items) == all_rows
        assert hand.app.is_running


async def test_a_filter_belongs_to_its_tab(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("f")
        await hand.type("treaty")
        await hand.press("enter", "2")
        assert "filter" not in hand.bottom.replace("f filter", "")
        await hand.press("1")
        assert "filter: treaty" in hand.bottom


async def test_letters_are_text_while_the_filter_is_typed(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("f")
        await hand.type("q1jm ?")
        assert hand.app.is_running
        assert "q1jm ?" in hand.bottom
        assert hand.listing.tab == "timeline"


async def test_a_filter_that_nothing_fits_says_what_to_do(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("f")
        await hand.type("zzzz")
        assert hand.sees("No row has “zzzz” in it. esc takes the filter away.")
        await hand.press("enter", "enter", "c", "y", "e", "n", "m", "down")
        assert hand.app.is_running


async def test_sort_goes_through_the_orders_and_says_which(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        first = [row.key for row in hand.listing.rows.items]
        await hand.press("s")
        assert "Sorted by amount" in hand.bottom
        numbers = [
            next((v.number for r in row.members for v in r.values if v.unit == "people"), None)
            for row in hand.listing.rows.items
        ]
        people = [n for n in numbers if n is not None]
        assert people == sorted(people, reverse=True)
        for _ in range(len(hand.listing.view.orders) - 1):
            await hand.press("s")
        assert [row.key for row in hand.listing.rows.items] == first


async def test_marks_are_kept_and_can_be_shown_alone(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("m", "j", "m", "M")
        assert len(hand.listing.rows.items) == 2
        assert all(line.startswith(("▌*", " *")) for line in hand.lines[4:6])
        await hand.press("escape")
        assert len(hand.listing.rows.items) > 2


async def test_moving_by_lines_pages_and_ends(drive: Drive) -> None:
    async with drive() as hand:
        rows = hand.listing.rows
        await hand.press("j", "down", "k")
        assert rows.cursor == 1
        await hand.press("G")
        assert rows.cursor == len(rows.items) - 1
        assert hand.row
        await hand.press("g")
        assert rows.cursor == 0
        await hand.press("space")
        page = rows.cursor
        await hand.press("b", "ctrl+d")
        assert 0 < rows.cursor < page
        await hand.press("ctrl+u")
        assert rows.cursor == 0


async def test_tab_gives_the_keys_to_the_detail_and_back(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("tab", "j", "j")
        assert hand.listing.rows.cursor == 0
        assert hand.listing.detail.top == 2
        await hand.press("G")
        assert hand.listing.detail.top > 2
        await hand.press("escape", "j")
        assert hand.listing.rows.cursor == 1
        assert hand.listing.detail.top == 0


async def test_n_puts_the_hand_on_another_sources_wording_and_enter_reads_that(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("f")
        await hand.type("stationed")
        await hand.press("enter", "n")
        assert any(line.startswith("▌State") for line in hand.lines)
        await hand.press("enter")
        assert hand.reader.source == "state"
        assert hand.bright == "Over 28,500 U.S. military personnel are stationed in the ROK"


async def test_escape_never_quits_and_q_does(drive: Drive) -> None:
    async with drive() as hand:
        before = hand.picture
        await hand.press("escape", "escape", "escape")
        assert hand.app.is_running
        assert hand.picture == before
        await hand.press("q")
        assert hand.app.return_value == 0


async def test_from_110_columns_the_detail_stands_beside_the_list(drive: Drive) -> None:
    async with drive(size=(110, 30)) as hand:
        listing = hand.listing
        assert listing.detail.region.y == listing.rows.region.y
        await hand.resize(109, 30)
        assert listing.detail.region.y > listing.rows.region.y


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (40, 12), (20, 6), (110, 24)])
async def test_a_resize_keeps_the_row_in_sight(drive: Drive, size: tuple[int, int]) -> None:
    async with drive(size=(120, 40)) as hand:
        await hand.press("G", "k", "k")
        key = hand.listing.item().key
        await hand.resize(*size)
        assert hand.listing.item().key == key
        assert hand.row
        assert all(len(line) <= size[0] for line in hand.lines)
        await hand.resize(120, 40)
        assert hand.listing.item().key == key


async def test_a_newer_record_keeps_the_row_under_the_hand(drive: Drive, corpus: Corpus) -> None:
    newer: list[Corpus | None] = [None]
    async with drive(reload=lambda: newer[0]) as hand:
        await hand.press("j", "j", "j", "j", "n")
        row = hand.listing.item()
        assert isinstance(row, Row)
        first = hand.listing.rows.items[0]
        gone = {record.id for record in first.members}
        kept = [record for record in corpus.records.values() if record.id not in gone]
        kept.append(replace(row.first, id="dod19.timeline.an-addition", cluster="", label="An addition"))
        newer[0] = Corpus(corpus.sources.values(), corpus.texts, kept, generation=1)
        hand.app.keep_up()
        await hand.pilot.pause()
        assert hand.listing.item().key == row.key
        assert hand.listing.member == 1
        assert row.first.label[:20] in hand.row


async def test_nothing_is_sent_when_nothing_changed(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive(reload=lambda: None) as hand:
        for keys in ("", "enter", "/", "?", "c"):
            await hand.press(*([keys] if keys else []))
            await hand.pilot.pause()
            shown: list[int] = []
            monkeypatch.setattr(hand.app, "post_display_hook", lambda shown=shown: shown.append(1))
            hand.app.keep_up()
            await hand.pilot.pause()
            assert shown == []
            monkeypatch.undo()
            await hand.press("escape")


async def test_moving_the_hand_repaints_two_rows_of_the_list(drive: Drive) -> None:
    async with drive(tab="sales") as hand:
        rows = hand.listing.rows
        before = list(rows._strips)
        await hand.press("j")
        changed = [n for n, (old, new) in enumerate(zip(before, rows._strips, strict=True)) if old != new]
        assert changed == [1, 2]


async def test_a_hundred_thousand_rows_open_and_move_at_once(drive: Drive, corpus: Corpus) -> None:
    made = next(record for record in corpus.records.values() if record.tab == "forces")
    records = [replace(made, id=f"r{n}", cluster="", label=f"Row {n}") for n in range(100_000)]
    many = Corpus(corpus.sources.values(), corpus.texts, records)
    async with drive(of=many, tab="forces") as hand:
        await hand.press("G")
        assert "Row 99999" in hand.row
        assert "100,000/100,000" in hand.bottom


def test_nothing_that_is_shown_of_a_row_is_an_id_or_a_dict(corpus: Corpus) -> None:
    ids = {record.id for record in corpus.records.values() if "." in record.id}
    slugs = {record.id for record in corpus.records.values() if record.tab == "entities" and "-" in record.id}
    slugs |= {record.cluster for record in corpus.records.values() if "-" in record.cluster}
    for view in VIEWS:
        columns = view.columns(corpus)
        for item in view.items(corpus, True):
            cells = [
                cell if isinstance(cell := column.cell(item), str) else "".join(p.text for p in cell)
                for column in columns
            ]
            lines = ["".join(piece.text for piece in line) for line in describe(corpus, item, 500).lines]
            words = set(" ".join([*cells, *lines]).replace(",", " ").split())
            assert not words & ids
            assert not {word for word in words & slugs if not _stands_in_a_text(corpus, word)}
            assert not [line for line in [*cells, *lines] if "{'" in line or "Decimal(" in line]


def _stands_in_a_text(corpus: Corpus, word: str) -> bool:
    return any(word in corpus.text(source) for source in corpus.sources)


async def test_a_row_of_hangul_lines_up(drive: Drive, corpus: Corpus) -> None:
    made = next(record for record in corpus.records.values() if record.tab == "forces" and record.values)
    long = "한미연합군사령부와 주한미군 그리고 대한민국 국군의 연합방위태세에 관한 아주 긴 이름"
    records = [
        replace(made, id="a", cluster="", label=long),
        replace(made, id="b", cluster="", label="Short"),
    ]
    async with drive(of=Corpus(corpus.sources.values(), corpus.texts, records), tab="forces") as hand:
        strips = hand.listing.rows._strips
        assert {strip.cell_length for strip in strips} == {80}
        hangul, short = (strip.text for strip in strips[1:3])
        assert "한미연합군사령부" in hangul
        assert hangul.rstrip()[-12:] == short.rstrip()[-12:]
