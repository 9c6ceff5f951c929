"""Nothing in a document reaches the terminal as a command, or hides."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.corpus import Corpus
from tui.clean import clean

Drive = Any

HOSTILE = (
    "\x1b]0;owned\x07\x1b[31mred\x1b[2J\x1b]52;c;ZXZpbA==\x07 \x9b31m \x7f \r\n\t"
    " [@click=app.quit]go[/] [red]x[/red]"
    " \u202eevil\u202c \u200bzero \u2066iso\u2069 \U000e0041tag \u2028line \ufeffbom \u3164filler"
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x00\x1b\x1f", "␀␛␟"),
        ("\x7f", "␡"),
        ("\x80\x9b\x9f", "\ufffd" * 3),
        ("\u202e", "<U+202E>"),
        ("\u200b\u200d", "<U+200B><U+200D>"),
        ("\u2028", "<U+2028>"),
        ("\U000e0041", "<U+E0041>"),
        ("한국 “quoted” — naïve\u00a0x é", "한국 “quoted” — naïve\u00a0x é"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
def test_what_is_shown_in_its_stead(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@given(st.text())
def test_what_is_clean_stays_and_has_nothing_that_acts(text: str) -> None:
    shown = clean(text)
    assert clean(shown) == shown
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f")


async def test_hostile_text_is_harmless_on_every_screen(drive: Drive, corpus: Corpus) -> None:
    made = next(record for record in corpus.records.values() if record.tab == "forces")
    source = replace(
        corpus.sources["dod19"],
        id="bad",
        short="B\x1b[2J",
        title=HOSTILE,
        publisher=HOSTILE,
        notes=(HOSTILE,),
        zones=(),
    )
    anchor = replace(made.main[0], source="bad", start=0, end=len(HOSTILE), exact=HOSTILE)
    record = replace(
        made,
        id="bad.forces.x",
        source="bad",
        label=HOSTILE,
        place=HOSTILE,
        note=HOSTILE,
        status=(HOSTILE,),
        anchors=(anchor,),
        cluster="",
    )
    entity = replace(
        record,
        id="bad-entity",
        tab="entities",
        kind="person",
        source=None,
        anchors=(replace(anchor, role="surface"),),
    )
    bad = Corpus([source], {source.sha256: HOSTILE}, [record, entity])
    async with drive(of=bad, tab="forces", size=(100, 30)) as hand:
        for way in (
            (),
            ("enter",),
            ("escape", "e"),
            ("escape", "6"),
            ("enter",),
            ("escape", "7"),
            ("/", "e", "v"),
            ("escape", ":"),
        ):
            await hand.press(*way)
            text = hand.text
            assert "\x1b" not in text
            assert not [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")]
        assert hand.app.is_running
