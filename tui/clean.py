"""The border of display: what a document may put on the screen, and what is shown in its stead.

A document is other people's text. Control codes in it would reach the terminal as commands, and invisible or
direction-changing characters would let it look like what it is not. Every string of data passes `clean` once
on its way to the screen; what it replaces stays visible, so that nothing is hidden from the reader either.
"""

from __future__ import annotations

import re

# Characters that do not print or that change how others print. In order: C0; DEL and C1; soft hyphen;
# combining grapheme joiner; Arabic letter mark; Hangul fillers; Khmer inherent vowels; Mongolian selectors;
# zero-width, direction marks and line separators; bidi and invisible operators; Hangul filler; selectors that
# choose no emoji; byte order mark; halfwidth filler; interlinear annotation; surrogates; musical format; tags
# and further selectors.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    """`text` as it may go to the screen. Clean text comes back unchanged: cleaning twice is harmless."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code < 0xA0:
        return "\ufffd"
    return f"<U+{code:04X}>"
