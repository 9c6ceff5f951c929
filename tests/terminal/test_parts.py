"""Keys of one's own, copies, plain signs: the parts by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.terminal.conftest import Sit
from tui import clipboard, keymap, plain
from tui.keys import KEYS, TYPED
from tui.terminal import terminal

XTERM = terminal({"TERM": "xterm"})

# -- keys of one's own -----------------------------------------------------------------------------------


def test_any_action_can_have_another_key_and_two_can_trade() -> None:
    wanted, faults = keymap.settle({"search": "ctrl+f", "sort": "m", "mark": ["s", "f5"], "filter": ","})
    assert wanted == {"search": "ctrl+f", "sort": "m", "mark": "s,f5", "filter": "comma"}
    assert faults == []


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_every_binding_can_be_changed(key: object) -> None:
    assert keymap.settle({key.id: "f9"}) == ({key.id: "f9"}, [])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"serach": "x"}, "there is no action serach"),
        ({"sort": "m"}, "sort stays s: m is already mark"),
        ({"sort": "ctrl+x", "mark": "ctrl+x"}, "sort stays s: ctrl+x is already mark"),
        ({"sort": "ctrl+h"}, "terminals send ctrl+h as backspace"),
        ({"sort": "ctlr+x"}, "no key is called ctlr+x"),
        ({"sort": 7}, "a key is written"),
        ({"sort": []}, "a key is written"),
        ({"down": "x"}, "letters are typed"),
    ],
)
def test_what_cannot_be_had_is_told_and_the_rest_applies(asked: dict[str, object], said: str) -> None:
    wanted, faults = keymap.settle({"quit": "Q", **asked})
    assert wanted["quit"] == "Q"
    [fault] = faults
    assert said in fault


@given(
    st.dictionaries(
        st.sampled_from([key.id for key in KEYS]), st.sampled_from(["x", "n", "q", "ctrl+n", "tab", "f2"])
    )
)
def test_whatever_is_asked_no_two_actions_of_a_screen_share_a_key(asked: dict[str, object]) -> None:
    wanted, _ = keymap.settle(asked)
    taken = [
        (screen, one)
        for key in KEYS
        for one in wanted.get(key.id, key.keys).split(",")
        for screen in key.where
    ]
    assert len(taken) == len(set(taken))
    for key in KEYS:
        if set(key.where) & set(TYPED):
            assert any(len(one) > 1 for one in wanted.get(key.id, key.keys).split(","))


@pytest.mark.parametrize("text", ["sort = ", "\x00", "[["])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(text)
    wanted, [fault] = keymap.read(file)
    assert wanted == {}
    assert str(file) in fault
    assert keymap.read(tmp_path / "none") == ({}, [])


def test_a_persons_keys_work_and_are_shown(sit: Sit, environ: dict[str, str]) -> None:
    folder = Path(environ["HOME"], ".config", "ironquote")
    folder.mkdir(parents=True)
    (folder / "keys.toml").write_text(
        'quit = "Q"\ndown-letter = ["ctrl+n", "x"]\nsearch = "&"\nnothing = "x"\n'
    )
    sitting = sit("--read-only")
    sitting.until("there is no action nothing")
    sitting.type("x\x0ejq")
    sitting.until("3/")
    assert " & search" in sitting.text
    sitting.type("Q")
    assert sitting.ended() == 0
    assert "there is no action nothing" in " ".join(sitting.text.split())


# -- copies ----------------------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for copies."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "ironquote" / "copied.txt"


def test_a_copy_is_sent_and_kept(kept: Path) -> None:
    copied = clipboard.judge("a quote", XTERM, read_only=False, hinted=False)
    assert copied.sent
    assert kept.read_text() == "a quote\n\n"
    assert copied.words == "sent to terminal; kept in ~/state/ironquote/copied.txt"


def test_a_reader_has_it_printed(kept: Path) -> None:
    copied = clipboard.judge("a quote", XTERM, read_only=True, hinted=False)
    assert copied.words == "sent to terminal; printed when you quit"
    assert not kept.exists()


def test_what_is_too_long_is_kept_and_not_sent(kept: Path) -> None:
    assert clipboard.judge("한" * 24_998, XTERM, read_only=True, hinted=False).sent
    copied = clipboard.judge("한" * 24_999, XTERM, read_only=False, hinted=False)
    assert not copied.sent
    assert "too long to send" in copied.words
    assert len(kept.read_text()) == 25_001


def test_tmux_is_told_of_once() -> None:
    tmux = terminal({"TERM": "tmux-256color", "TMUX": "x"})
    first = clipboard.judge("a", tmux, read_only=True, hinted=False).words
    assert "set-clipboard on" in first
    assert len(first) < 70
    assert "tmux" not in clipboard.judge("a", tmux, read_only=True, hinted=True).words


def test_a_console_is_sent_nothing_and_controls_are_never_copied() -> None:
    copied = clipboard.judge(
        "a\x1b]52;\x07\r\x9b\nb", terminal({"TERM": "linux"}), read_only=True, hinted=False
    )
    assert not copied.sent
    assert copied.text == "a]52;\nb"


# -- plain signs -----------------------------------------------------------------------------------------


@pytest.fixture
def ascii_only() -> object:
    """An output that has ASCII and nothing else."""
    plain.use("ascii")
    yield
    plain.use(None)


def test_lines_bars_and_ellipses_have_plain_signs(ascii_only: None) -> None:
    assert plain.shown("▌“Trump’s” — 한국 café…") == '|"Trump\'s" - ???? cafe~'
    assert plain.shown("─│▁▄█") == "-|-o#"


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])))
def test_plain_signs_take_as_many_cells(text: str) -> None:
    for encoding in ("ascii", "latin-1"):
        plain.use(encoding)
        try:
            shown = plain.shown(text)
        finally:
            plain.use(None)
        shown.encode(encoding)
        assert cell_len(shown) == cell_len(text)
