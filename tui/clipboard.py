"""Copying: to the terminal by OSC 52, and to a place that surely keeps it.

No terminal says whether it took a copy, so what is said is that it was sent; and the text is also kept in a
file, or where none may be written, printed when the person quits.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tui.terminal import Terminal

CAP = 74_994
"""Bytes of UTF-8, which make the 100,000 of OSC 52 that the strictest of the common terminals takes."""

_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a copy."""

    text: str
    sent: bool
    kept: Path | None
    words: str


def kept_path() -> Path:
    """The file that copies are kept in."""
    import platformdirs

    return platformdirs.user_state_path("ironquote", appauthor=False) / "copied.txt"


def safe(text: str) -> str:
    """Text as it may go to a clipboard: pasted into a shell, a document's control code would be a command."""
    return text.translate(_CONTROLS)


def judge(text: str, terminal: Terminal, *, read_only: bool, hinted: bool) -> Copied:
    """Keep the text where that is allowed, and say what is done with it. `hinted`: the hint was given."""
    text = safe(text)
    sent = terminal.clipboard and len(text.encode("utf-8", "replace")) <= CAP
    kept, refused = (None, "") if read_only else _keep(text)
    if sent:
        first = "sent to terminal"
    elif terminal.clipboard:
        first = f"too long to send to the terminal ({len(text):,} characters)"
    else:
        first = "this terminal takes no copies"
    hint = "" if hinted or not sent else _HINTS[terminal.inside]
    if hint:
        return Copied(text, sent, kept, f"{first}; {hint}")
    if kept is not None:
        return Copied(text, sent, kept, f"{first}; kept in {_short(kept)}")
    return Copied(text, sent, kept, f"{first}; {refused}printed when you quit")


_HINTS = {
    "": "",
    "tmux": "tmux passes it on with: set -g set-clipboard on",
    "screen": "GNU screen passes no copies on",
}


def _keep(text: str) -> tuple[Path | None, str]:
    path = kept_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(text + "\n\n")
    except OSError as error:
        return None, f"not kept in a file ({(error.strerror or 'refused').lower()}); "
    return path, ""


def _short(path: Path) -> str:
    """A path as one says it: from ~ where it is in the person's home."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
