"""Is this a terminal that we can serve, and what can it show? Read from the environment, before drawing."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Literal

Colour = Literal["none", "16", "256", "true"]
Inside = Literal["", "tmux", "screen"]

THEMES = ("terminal", "dark", "light")
"""The terminal's own colours, and two grounds of our own."""

_INSTEAD = "use: ironquote show timeline, ironquote search WORDS, ironquote export --format jsonl."
_NO_SCREEN = ("", "dumb", "unknown")


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the environment says of the terminal."""

    term: str
    colour: Colour
    inside: Inside
    clipboard: bool
    """Could it take a copy by escape code? A console that takes none would show the code as text."""

    @property
    def basic(self) -> bool:
        """Does it know so few codes that a question it does not know would be shown as text?"""
        return not self.clipboard


def refusal(environ: Mapping[str, str], *, tty: bool) -> str | None:
    """Why there can be no browsing here, in a sentence that names another way; None where there can."""
    if not tty:
        return f"browsing needs a terminal on both sides. Without one, {_INSTEAD}"
    term = environ.get("TERM", "").lower()
    if term in _NO_SCREEN:
        named = f"this terminal (TERM={term})" if term else "a terminal without a name (TERM is not set)"
        return f"{named} cannot show a full screen. Set TERM to what it is, for example xterm; or {_INSTEAD}"
    return None


def terminal(environ: Mapping[str, str]) -> Terminal:
    """The terminal that the environment describes."""
    term = environ.get("TERM", "").lower()
    basic = term.startswith(("vt", "linux", "cons"))
    inside: Inside = "tmux" if environ.get("TMUX") else "screen" if environ.get("STY") else ""
    return Terminal(term, _colour(environ, term), inside, clipboard=not basic)


def _colour(environ: Mapping[str, str], term: str) -> Colour:
    if environ.get("NO_COLOR") or term.startswith("vt") or term.endswith(("-mono", "-m")):
        return "none"
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "true"
    return "256" if term.endswith(("-256color", "-direct")) else "16"


def theme(asked: str | None, colour: Colour) -> tuple[str, str]:
    """The theme to use, and where it is not the one asked for, a sentence that says why."""
    if asked in (None, "terminal"):
        return "terminal", ""
    if colour in ("256", "true"):
        return asked or "terminal", ""
    has = "no colours" if colour == "none" else "16 colours"
    return (
        "terminal",
        f"The {asked} theme needs 256 colours and this terminal says it has {has}: its own are used",
    )


def prepare(environ: MutableMapping[str, str], *, read_only: bool) -> None:
    """Settle what Textual reads from the environment when it is imported."""
    if read_only:
        # Some of its switches write files, load code or open a port.
        for name in [name for name in environ if name.startswith("TEXTUAL")]:
            del environ[name]
    if environ.get("NO_COLOR") == "":
        # Empty means unset, by the convention's own words.
        del environ["NO_COLOR"]
    # The kitty protocol breaks input methods and escape on some terminals; whoever wants it sets 0.
    environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
