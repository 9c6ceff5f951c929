"""What search promises: answers at every letter, in order, and never further than eight keys away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from store.corpus import Corpus
from store.lookup import Found, Lookup
from store.model import Source
from store.search import spans
from store.texts import Texts, sha256
from tui import recall
from tui.recall import Recall
from tui.screens.entity import EntityScreen
from tui.screens.search import SearchScreen

Drive = Any


async def test_results_come_at_every_letter(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("/")
        assert hand.sees("Type a name, a number, or words as you remember them.")
        seen = []
        for letter in "camp h":
            await hand.type(letter)
            seen.append(hand.lines[2])
        assert len(set(seen)) > 1
        assert "Camp Humphreys" in hand.lines[2]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Vincnt Broks", "Vincent Brooks"),
        ("camp humphrys", "Camp Humphreys"),
        ("F35", "F-35"),
        ("special measure agreement", "Special Measures Agreement"),
        ("us adn south korea", "US and South Korea reaffirm"),
    ],
)
async def test_what_is_meant_comes_first_in_spite_of_typos(drive: Drive, query: str, first: str) -> None:
    async with drive(size=(120, 40)) as hand:
        await hand.press("/")
        await hand.type(query)
        assert first in hand.lines[2]


async def test_entities_then_records_then_passages(drive: Drive) -> None:
    async with drive(size=(120, 60)) as hand:
        await hand.press("/")
        await hand.type("camp humphreys")
        kinds = [found.kind for found in hand.listing.rows.items]
        assert kinds == sorted(kinds, key=["entity", "record", "passage"].index)
        assert set(kinds) == {"entity", "record", "passage"}


async def test_matched_words_are_marked_in_the_text(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.type("tripwire")
        found = hand.listing.rows.items[-1]
        marked = [piece.text for piece in hand.app.screen._words(found) if piece.ink == "match"]
        assert marked == ["tripwire"]


async def test_an_entity_opens_its_page(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.type("camp humphrys")
        await hand.press("enter")
        assert isinstance(hand.app.screen, EntityScreen)
        assert "Camp Humphreys" in hand.lines[0]


async def test_n_goes_through_the_hits_across_sources(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.type("28,500")
        await hand.press("enter")
        sources = {hand.reader.source}
        assert "hit 1 of" in hand.bottom
        for n in range(2, 9):
            await hand.press("n")
            assert f"hit {n} of" in hand.bottom
            assert "28,500" in hand.bright
            sources.add(hand.reader.source)
        assert sources >= {"dod19", "state", "news"}
        await hand.press("N")
        assert "hit 7 of" in hand.bottom


async def test_escape_puts_one_back_exactly_where_one_was(drive: Drive) -> None:
    async with drive(tab="forces") as hand:
        await hand.press("space", "j", "j")
        before = hand.picture
        await hand.press("/")
        await hand.type("austin")
        await hand.press("down", "down")
        inside = hand.picture
        await hand.press("enter", "escape")
        assert hand.picture == inside
        await hand.press("escape")
        assert hand.picture == before


async def test_nothing_found_says_what_to_do(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.type("xqzwvkj")
        assert hand.sees("Nothing found. Fewer words find more; esc goes back.")
        await hand.press("enter", "down", "tab", "tab")
        assert isinstance(hand.app.screen, SearchScreen)


async def test_operators_narrow_what_is_found(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.type("in:quotes speaker:austin alliance")
        records = [found.record for found in hand.listing.rows.items]
        assert records
        assert {record.tab for record in records} == {"quotes"}


async def test_editing_keys_edit_and_a_paste_is_text(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.type("camp xx")
        await hand.press("ctrl+w", "backspace", "home")
        await hand.type("a ")
        assert hand.app.screen.prompt.value == "a camp"


# ---- large records


@pytest.fixture
def threaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every record is large enough to be searched from a thread."""
    monkeypatch.setattr("tui.seeker.LARGE", 0)


async def until(hand: Any, seen: Callable[[], bool]) -> None:
    """Let the browser go on until something is seen."""
    async with asyncio.timeout(30):
        while not seen():
            await hand.pilot.pause()
    await hand.pilot.pause()


def shown(hand: Any) -> str | None:
    """The query whose answers are shown."""
    screen = hand.app.screen
    return screen.answered if isinstance(screen, SearchScreen) else None


class Slow:
    """A corpus whose every look-up waits for leave: what is asked meanwhile piles up, or does not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        self.begun, self.leave = Event(), Event()
        real = Lookup.find

        def find(lookup: Lookup, query: str, limit: int = 50) -> list[Found]:
            self.asked.append(query)
            self.begun.set()
            assert self.leave.wait(30)
            return real(lookup, query, limit)

        monkeypatch.setattr(Lookup, "find", find)


@pytest.fixture
def slow(threaded: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    held = Slow(monkeypatch)
    yield held
    held.leave.set()


async def test_a_large_record_is_searched_from_a_thread(drive: Drive, threaded: None) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.pilot.press(*"camp", "space", *"humphreys", "enter")
        await until(hand, lambda: isinstance(hand.app.screen, EntityScreen))
        assert "Camp Humphreys" in hand.lines[0]


async def test_while_one_letter_is_answered_the_newest_alone_waits(drive: Drive, slow: Slow) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.type("c")
        assert slow.begun.wait(30)
        assert hand.sees("Getting 4 sources ready to be searched …")
        await hand.type("amp humphreys")
        assert hand.app.screen.prompt.value == "camp humphreys", "typing goes on meanwhile"
        slow.leave.set()
        await until(hand, lambda: shown(hand) == "camp humphreys")
        assert slow.asked == ["c", "camp humphreys"]
        assert "Camp Humphreys" in hand.lines[2]


async def test_an_answer_to_what_is_no_longer_typed_is_dropped(drive: Drive, slow: Slow) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.type("c")
        assert slow.begun.wait(30)
        await hand.press("backspace")
        assert hand.sees("Type a name, a number")
        slow.leave.set()
        await hand.type("x")
        await until(hand, lambda: shown(hand) == "x")
        assert slow.asked[0] == "c"


async def test_going_back_while_a_search_is_under_way_does_no_harm(drive: Drive, slow: Slow) -> None:
    async with drive() as hand:
        before = hand.picture
        await hand.press("/")
        await hand.type("camp")
        assert slow.begun.wait(30)
        await hand.press("escape")
        assert hand.picture == before
        slow.leave.set()
        await hand.press("/")
        await hand.type("seoul")
        await until(hand, lambda: shown(hand) == "seoul")
        await hand.press("escape")
        assert hand.picture == before


async def test_leaving_while_a_search_is_under_way_does_no_harm(drive: Drive, slow: Slow) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.type("camp")
        assert slow.begun.wait(30)
        await hand.press("escape", "q")
    assert hand.app.return_code == 0
    slow.leave.set()


@pytest.mark.parametrize("size", [0, 500_000])
async def test_a_newer_record_is_searched_and_the_hand_stays(
    drive: Drive, size: int, monkeypatch: pytest.MonkeyPatch, corpus: Corpus
) -> None:
    monkeypatch.setattr("tui.seeker.LARGE", size)
    newer: list[Corpus] = []
    async with drive(size=(120, 40), reload=lambda: newer.pop() if newer else None) as hand:
        await hand.press("/")
        await hand.type("camp humphreys")
        await until(hand, lambda: shown(hand) == "camp humphreys")
        await hand.press("down", "down")
        held, count = hand.row, len(hand.listing.rows.items)
        text = "Camp Humphreys is new here."
        sha = sha256(text.encode())
        source = Source("own", "Own", "Own", "page", sha)
        texts = {**corpus.texts, sha: text}
        newer.append(Corpus([*corpus.sources.values(), source], texts, corpus.records.values(), 99))
        hand.app.keep_up()
        await until(hand, lambda: len(hand.listing.rows.items) == count + 1)
        assert hand.row == held


async def test_a_text_that_is_gone_is_told(drive: Drive, corpus: Corpus, tmp_path: Path) -> None:
    sources = corpus.sources.values()
    lost = Corpus([*sources], Texts(tmp_path), [])
    async with drive(of=lost) as hand:
        await hand.press("/")
        await hand.type("camp")
        assert hand.sees("of a source is missing: put a copy of it back in its place.")


@pytest.mark.parametrize(
    ("typed", "keys", "words"),
    [
        ("28,500 in:forces source:dod19", 0, "There are 28,500 U.S. service members based in South Korea"),
        ("28,500 in:forces source:state", 0, "Over 28,500 U.S. military personnel are stationed in the ROK"),
        ("us maintains 28,500", 0, "The US maintains approximately 28,500 troops in South Korea"),
        ("54th security consultative", 1, "Austin and Lee met for the 54th Security Consultative Meeting"),
        ("secretary austin and i affirm", 0, "Secretary Austin and I affirm that any nuclear attack"),
        ("P-8A", 1, "P-8A Patrol Aircraft"),
    ],
)
async def test_the_exact_sentence_in_at_most_eight_keys_and_the_words(
    drive: Drive, typed: str, keys: int, words: str
) -> None:
    async with drive() as hand:
        await hand.press("/")
        await hand.type(typed)
        pressed = ["enter"] + ["enter"] * keys
        await hand.press(*pressed)
        assert len(pressed) + 1 <= 8
        assert words in hand.bright or hand.bright in words
        assert any(line.startswith("▌") for line in hand.lines)


async def test_every_sources_number_of_troops_without_typing(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("2", "enter")
        seen = [hand.bright]
        for _ in range(3):
            await hand.press("]")
            seen.append(hand.bright)
        assert [("28,500" in words) for words in seen] == [True] * 4
        assert len(set(seen)) == 4


# ---- earlier searches


async def searched(hand: Any, *queries: str) -> None:
    """Search and go back, as often as there are queries."""
    for query in queries:
        await hand.press("/")
        await hand.type(query)
        await hand.press("escape")


async def test_earlier_searches_come_back_one_by_one(drive: Drive) -> None:
    async with drive() as hand:
        await searched(hand, "camp", "austin", "f-35", "austin")
        await hand.press("/")
        typed = hand.app.screen.prompt
        for query in ("austin", "f-35", "camp", "", "austin"):
            await hand.press("ctrl+r")
            assert typed.value == query
        assert "Austin" in hand.text
        await hand.press("ctrl+w")
        await hand.type("a")
        for query in ("austin", "camp", "a"):
            await hand.press("ctrl+r")
            assert typed.value == query, "those that hold what is typed"
        await hand.press("ctrl+w")
        await hand.type("zz")
        await hand.press("ctrl+r")
        assert "No earlier search has these words" in hand.bottom
        assert typed.value == "zz"


async def test_up_recalls_where_there_is_no_list_to_go_up_in(drive: Drive) -> None:
    async with drive() as hand:
        await hand.press("/", "up")
        assert "No earlier search" in hand.bottom
        await hand.press("escape")
        await searched(hand, "camp", "austin")
        await hand.press("/", "up", "up")
        assert hand.app.screen.prompt.value == "camp"
        await hand.press("down", "down", "up")
        assert hand.app.screen.prompt.value == "camp"
        assert hand.listing.rows.cursor == 1
        await hand.press("home", "x", "up", "up", "up")
        assert hand.app.screen.prompt.value == "xcamp", "what is typed is never lost to a key that moves"


async def test_only_what_led_somewhere_is_remembered(drive: Drive) -> None:
    async with drive() as hand:
        await searched(hand, "xqzwvkj", "   ", "camp")
        await hand.press("/")
        await hand.type("28,500")
        await hand.press("enter", "escape", "ctrl+w", "escape", "/", "ctrl+r")
        assert hand.app.screen.prompt.value == "28,500"
        await hand.press("ctrl+r", "ctrl+r")
        assert hand.app.screen.prompt.value == ""


async def test_searches_are_there_at_the_next_sitting_and_are_the_persons_own(
    drive: Drive, state: Path
) -> None:
    async with drive() as hand:
        await searched(hand, "camp", "austin")
    kept = state / "ironquote" / "searches.txt"
    assert kept.read_text() == "camp\naustin\n"
    assert kept.stat().st_mode & 0o777 == 0o600
    async with drive() as hand:
        await hand.press("/", "ctrl+r", "ctrl+r")
        assert hand.app.screen.prompt.value == "camp"


async def test_a_reader_leaves_no_searches_behind(drive: Drive, state: Path) -> None:
    async with drive(read_only=True) as hand:
        await searched(hand, "camp")
        await hand.press("/", "ctrl+r")
        assert hand.app.screen.prompt.value == "camp"
    assert [*state.iterdir()] == []


def test_a_file_of_searches_may_be_anything(state: Path) -> None:
    kept = recall.path()
    assert Recall().before("") is None
    kept.parent.mkdir()
    kept.write_bytes(b"\xff\xfe\x00 one\n\n" + b"x" * 10_000 + b"\n two \nlast")
    assert Recall().before("") == "last"
    assert Recall().before("TWO") == "two"
    kept.write_text("".join(f"search {n}\n" for n in range(recall.MOST * 5)))
    again = Recall()
    assert again.before("") == f"search {recall.MOST * 5 - 1}"
    assert len(kept.read_text().splitlines()) == recall.MOST
    again.note("one\nmore \ud800")
    again.note("y" * 501)
    assert again.before("") == "one more \ud800"
    kept.unlink()
    kept.mkdir()
    shut = Recall()
    shut.note("camp")
    assert shut.before("") == "camp"


# ---- what is drawn


async def test_only_rows_that_are_seen_are_highlighted(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    def seen(query: str, text: str) -> list[tuple[int, int]]:
        looked_at.append(text)
        return spans(query, text)

    monkeypatch.setattr("tui.screens.search.spans", seen)
    async with drive(size=(80, 24)) as hand:
        await hand.press("/")
        await hand.type("korea")
        rows = hand.listing.rows
        assert len(rows.items) > 5 * rows.room
        looked_at.clear()
        rows.redraw()
        await hand.pilot.pause()
        words = {" ".join(found.text.split()) for found in rows.items[: rows.room]}
        words |= {found.record.label for found in rows.items[: rows.room] if found.record}
        assert looked_at
        assert set(looked_at) <= words
        assert "1 of " in hand.bottom
