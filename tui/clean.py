"""The border of display: what a document may put on the screen, and what is shown in its stead.

A document is other people's text. Control codes in it would reach the terminal as commands, and invisible or
direction-changing characters would let it look like what it is not. Every string of data passes `clean` once
on its way to the screen; what it replaces stays visible, so that nothing is hidden from the reader either.
"""

from __future__ import annotations

import re

from store.unseen import CLASSES, STRAY_SELECTOR, stacks, too_high

# Tabs and line ends are no secret of a text, but on the screen they would move what follows.
_UNSAFE = re.compile(f"[\t\n\r{''.join(CLASSES.values())}]|{STRAY_SELECTOR}")


def clean(text: str) -> str:
    """`text` as it may go to the screen. Clean text comes back unchanged: cleaning twice is harmless."""
    if text.isascii() and text.isprintable():
        return text
    if stacks(text):
        return "".join(each(text))
    return _UNSAFE.sub(_visible, text)


def each(text: str) -> list[str]:
    """What is shown of every single character, for who has to know where it stands."""
    shown = list(text)
    for match in _UNSAFE.finditer(text):
        shown[match.start()] = _visible(match)
    for at in too_high(text):
        shown[at] = _named(text[at])
    return shown


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code < 0xA0:
        return "\ufffd"
    return _named(match[0])


def _named(character: str) -> str:
    return f"<U+{ord(character):04X}>"
