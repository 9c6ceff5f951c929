"""A person is told of every character that they cannot see."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import shipped, unseen
from tui.clean import clean, each


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("\x1b[31m\x07\x00\x7f\x9b a\rb", "control code", 6),
        ("\u202egnp.exe\u2066", "direction mark", 2),
        ("a\u200bb\ufeff\u200d", "zero-width character", 3),
        ("a\u2028b\u2029", "line separator", 2),
        ("co\u00adop", "soft hyphen", 1),
        ("".join(chr(0xE0000 + ord(c)) for c in "hidden"), "tag character", 6),
        ("a\ufe0f b\ufe01 \U000e0100", "variation selector", 3),
        ("\u3164\u115f", "filler", 2),
        ("\udcff", "surrogate", 1),
        ("o" + "\u0301" * 9, "stacked mark", 9 - unseen.TALLEST),
    ],
)
def test_each_kind_is_counted(text: str, kind: str, count: int) -> None:
    assert unseen.counted(text) == {kind: count}
    assert unseen.counted_in({"a": [text, 1, None, {"b": (text,)}]}) == {kind: 2 * count}


@pytest.mark.parametrize(
    "text",
    [
        "tabs\tand\nline\r\nends",
        "한국 “quoted” — naïve\u00a0x é",
        "❤\ufe0f 1\ufe0f\u20e3 ☎\ufe0e",
        "Việt Nam, e\u0323\u0302",
        "עִבְרִית",
        "ภาษาไทย น้ำ",
    ],
)
def test_what_people_write_is_not(text: str) -> None:
    assert not unseen.counted(text)
    assert clean(text) == text or "\n" in text


def test_the_shipped_sources_hold_none() -> None:
    for one in shipped.read_folder(shipped.folder()):
        assert not unseen.counted(one.text)


def test_counts_in_words() -> None:
    assert unseen.told({"soft hyphen": 1, "control code": 1200}) == "1,200 control codes, 1 soft hyphen"


@given(st.text(st.characters(categories=["Cc", "Cf", "Zl", "Zp", "Mn", "Me", "Lo", "Cs"]) | st.characters()))
def test_what_is_counted_is_what_is_shown_otherwise(text: str) -> None:
    shown = each(text)
    assert "".join(shown) == clean(text)
    changed = sum(1 for old, new in zip(text, shown, strict=True) if old != new)
    ends = text.count("\t") + text.count("\n") + text.count("\r\n")
    assert sum(unseen.counted(text).values()) == changed - ends


@given(st.text("a\u0301\u20dd\u200d\u034f\ufe0f\u093f"))
def test_marks_are_never_piled_up(text: str) -> None:
    shown = clean(text)
    assert clean(shown) == shown
    marks = "".join("m" if unicodedata.category(c) in ("Mn", "Me") else " " for c in shown)
    assert "m" * (unseen.TALLEST + 1) not in marks
