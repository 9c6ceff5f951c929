"""For an output that is not UTF-8: the nearest sign it has, as wide as the one it lacks."""

from __future__ import annotations

import codecs
import unicodedata

from rich.cells import cell_len

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("─━▁", "-"),
        **dict.fromkeys("│┃", "|"),
        **dict.fromkeys("▌▐", "|"),
        **dict.fromkeys("▂▃", "."),
        **dict.fromkeys("▄▅", "o"),
        **dict.fromkeys("▆▇", "O"),
        **dict.fromkeys("‘’‚′`", "'"),
        **dict.fromkeys("“”„″«»", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        "…": "~",
        "·": "-",
        "•": "*",
        "≈": "~",
        "≠": "!",
        "↓": "v",
        "↑": "^",
        "→": ">",
        "←": "<",
        "×": "x",
        "█": "#",
    }
)

_encoding: str | None = None
_known: dict[str, str] = {}


def use(encoding: str | None) -> None:
    """Show only what `encoding` has; None or any name of UTF-8: show everything."""
    global _encoding
    _encoding = None if encoding is None or codecs.lookup(encoding).name == "utf-8" else encoding
    _known.clear()


def shown(text: str) -> str:
    """`text` as the output can show it, in as many cells."""
    if _encoding is None or text.isascii():
        return text
    try:
        text.encode(_encoding)
    except UnicodeEncodeError:
        return "".join(map(_sign, text))
    return text


def _sign(character: str) -> str:
    if character.isascii():
        return character
    if character not in _known:
        _known[character] = _nearest(character)
    return _known[character]


def _nearest(character: str) -> str:
    assert _encoding is not None
    cells = cell_len(character)
    for sign in (character, character.translate(_SIGNS), unicodedata.normalize("NFKD", character)[:1]):
        if cell_len(sign) == cells and sign.encode(_encoding, "ignore"):
            return sign
    return "?" * cells
