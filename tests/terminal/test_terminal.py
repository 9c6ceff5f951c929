"""What is read from the environment, and when there is no browsing at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.sitting import IRONQUOTE
from tui.terminal import Terminal, prepare, refusal, terminal, theme


@pytest.mark.parametrize(
    ("environ", "colour"),
    [
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "tmux-256color"}, "256"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "vt100"}, "none"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "true"),
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, "true"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "256"),
    ],
)
def test_colours_are_what_the_environment_says(environ: dict[str, str], colour: str) -> None:
    assert terminal(environ).colour == colour


def test_a_console_is_sent_no_codes_that_it_would_show() -> None:
    assert terminal({"TERM": "linux"}).basic
    assert not terminal({"TERM": "xterm"}).basic
    assert terminal({"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}) == Terminal(
        "tmux-256color", "256", "tmux", True
    )
    assert terminal({"TERM": "screen", "STY": "1.pts-0"}).inside == "screen"


def test_the_terminals_own_colours_are_used_unless_another_theme_is_asked_for_and_can_be_had() -> None:
    assert theme(None, "true") == ("terminal", "")
    assert theme("dark", "true") == ("dark", "")
    assert theme("light", "256") == ("light", "")
    name, why = theme("dark", "16")
    assert name == "terminal"
    assert "256 colours" in why
    assert theme("light", "none")[0] == "terminal"


def test_a_readers_environment_switches_nothing_on_in_the_library() -> None:
    environ = {
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_DRIVER": "os:system",
        "TEXTUAL": "devtools",
        "TERM": "xterm",
    }
    prepare(environ, read_only=True)
    assert environ == {"TERM": "xterm", "TEXTUAL_DISABLE_KITTY_KEY": "1"}


def test_the_kitty_protocol_is_off_unless_it_is_asked_for() -> None:
    asked = {"TEXTUAL_DISABLE_KITTY_KEY": "0", "NO_COLOR": ""}
    prepare(asked, read_only=False)
    assert asked == {"TEXTUAL_DISABLE_KITTY_KEY": "0"}


@pytest.mark.parametrize("term", ["dumb", "unknown", "", None])
def test_a_terminal_that_shows_no_screen_is_refused_in_a_sentence(
    environ: dict[str, str], term: str | None
) -> None:
    environ.pop("TERM")
    if term is not None:
        environ["TERM"] = term
    read, write = os.openpty()
    with os.fdopen(read, "rb", buffering=0) as master:
        done = subprocess.run(
            IRONQUOTE, env=environ, stdin=write, stdout=write, stderr=subprocess.PIPE, timeout=20
        )
        os.close(write)
        assert done.returncode == 2
        assert b"\x1b" not in done.stderr
        assert b"ironquote search" in done.stderr
        try:
            shown = master.read(100)
        except OSError:
            shown = b""
        assert shown == b""


@pytest.mark.parametrize("side", ["stdin", "stdout", "both"])
def test_without_a_terminal_on_both_sides_it_ends_at_once(environ: dict[str, str], side: str) -> None:
    read, write = os.openpty()
    done = subprocess.run(
        IRONQUOTE,
        env=environ,
        stdin=write if side == "stdout" else subprocess.DEVNULL,
        stdout=write if side == "stdin" else subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=20,
    )
    os.close(write)
    os.close(read)
    assert done.returncode == 2
    assert b"\x1b" not in done.stderr + (done.stdout or b"")
    assert done.stderr.startswith(b"ironquote: browsing needs a terminal on both sides.")
    assert b"ironquote show timeline" in done.stderr


def test_a_refusal_is_a_sentence_and_no_refusal_is_none() -> None:
    assert refusal({"TERM": "xterm"}, tty=True) is None
    assert "TERM=dumb" in (refusal({"TERM": "dumb"}, tty=True) or "")


def test_settling_the_environment_imports_no_textual(tmp_path: Path) -> None:
    code = "import sys, tui.sitting; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=20).returncode == 0
