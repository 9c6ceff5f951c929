"""Every binding works from the bytes that the oldest of terminals sends."""

from __future__ import annotations

import sys

import pytest

from tests.terminal.conftest import Sit
from tui import keys

LEGACY = {
    "enter": ("\r",),
    "escape": ("\x1b",),
    "tab": ("\t",),
    "shift+tab": ("\x1b[Z",),
    "space": (" ",),
    "up": ("\x1b[A", "\x1bOA"),
    "down": ("\x1b[B", "\x1bOB"),
    "home": ("\x1b[H", "\x1b[1~", "\x1bOH"),
    "end": ("\x1b[F", "\x1b[4~", "\x1bOF"),
    "pageup": ("\x1b[5~",),
    "pagedown": ("\x1b[6~",),
    "f1": ("\x1bOP", "\x1b[11~", "\x1b[[A"),
    **{f"ctrl+{letter}": (chr(ord(letter) - 0x60),) for letter in "abcdefgklnopqrstuvwxyz"},
}
"""What xterm, the Linux console, screen and tmux send. Ctrl with h, i, j, m and [ is another key."""


def sent(key: str) -> tuple[str, ...]:
    """The bytes of a key, in every common encoding; none where it has no legacy one."""
    if len(key) == 1:
        return (key,) if key.isascii() else ()
    return LEGACY.get(key, ())


def test_every_action_has_a_key_that_any_terminal_can_send() -> None:
    for screen in keys.ALL:
        by_action: dict[str, list[str]] = {}
        for key in keys.of(screen):
            by_action.setdefault(key.action, []).extend(key.keys.split(","))
        for action, names in by_action.items():
            assert any(sent(name) for name in names), f"{action} on {screen} has only {names}"


def test_ids_are_unique_and_no_two_actions_of_a_screen_share_a_key() -> None:
    ids = [key.id for key in keys.KEYS]
    assert len(ids) == len(set(ids))
    for screen in keys.ALL:
        names = [name for key in keys.of(screen) for name in key.keys.split(",")]
        assert len(names) == len(set(names)), screen


@pytest.mark.parametrize("term", ["xterm-256color", pytest.param("linux", marks=pytest.mark.slow)])
def test_the_bytes_of_every_binding_run_its_action(sit: Sit, term: str) -> None:
    sitting = sit(command=(sys.executable, "-m", "tests.terminal.recording"), environ={"TERM": term})
    told = 0
    count = 0

    def title(words: str) -> None:
        nonlocal told
        told += 1
        sitting.until(lambda: sitting.screen.title.startswith(f"{told} "))
        assert sitting.screen.title == f"{told} {words}"

    for n, screen in enumerate(keys.ALL):
        if n:
            sitting.type("\x1b[24~")
        title(screen)
        for key in keys.of(screen):
            for data in (data for name in key.keys.split(",") for data in sent(name)):
                sitting.type(data)
                title(f"{screen} {key.action}")
                count += 1
    assert count > 150
