"""How a cell looks, and the shortest codes that take a terminal's pen from one look to another."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

SHOWS_ON_BLANKS = frozenset({"4", "7", "9", "21", "53"})
"""What can be seen where there is no character: underlines, reverse, strike, overline."""

_OFF = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "21": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "51": "54",
    "52": "54",
    "53": "55",
}
_GONE = {off: {on for on in _OFF if _OFF[on] == off} for off in _OFF.values()}


class Style(NamedTuple):
    """The look of a cell: attributes and colours as the codes that set them, empty for the terminal's own."""

    attributes: frozenset[str] = frozenset()
    front: str = ""
    back: str = ""


PLAIN = Style()


@cache
def parsed(codes: str, before: Style = PLAIN) -> Style:
    """The look after `CSI codes m`, given the look before it."""
    attributes, front, back = set(before.attributes), before.front, before.back
    rest = iter(codes.split(";"))
    for code in rest:
        if code in ("", "0"):
            attributes, front, back = set(), "", ""
        elif code in _OFF:
            attributes.add(code)
        elif code in _GONE:
            attributes -= _GONE[code]
        elif code in ("38", "48"):
            kind = next(rest, "")
            parts = [code, kind, *(next(rest, "0") for _ in range(1 if kind == "5" else 3))]
            colour = ";".join(parts)
            front, back = (colour, back) if code == "38" else (front, colour)
        elif code in ("39", "49"):
            front, back = ("", back) if code == "39" else (front, "")
        elif code[0] in "39" and len(code) == 2:
            front = code
        elif code[0] == "4" or code.startswith("10"):
            back = code
    return Style(frozenset(attributes), front, back)


@cache
def change(old: Style, new: Style) -> str:
    """The codes that turn one look into another: afresh or by difference, whichever is shorter."""
    if old == new:
        return ""
    afresh = ["", *_on(new.attributes), *filter(None, (new.front, new.back))]
    lost = old.attributes - new.attributes
    off = {_OFF[code] for code in lost}
    # Bold and dim, or two kinds of underline, end together: what stays of them is said again.
    kept = {code for code in new.attributes & old.attributes if _OFF[code] in off}
    codes = [*sorted(off), *_on((new.attributes - old.attributes) | kept)]
    if new.front != old.front:
        codes.append(new.front or "39")
    if new.back != old.back:
        codes.append(new.back or "49")
    return min((f"\x1b[{';'.join(parts)}m" for parts in (codes, afresh)), key=len)


def _on(attributes: frozenset[str] | set[str]) -> list[str]:
    return sorted(attributes, key=int)


@cache
def is_blank(style: Style) -> bool:
    """Does a space in this look show nothing but its background?"""
    return not style.attributes & SHOWS_ON_BLANKS


@cache
def of_blank(style: Style) -> Style:
    """The look of a space, without what cannot be seen of it."""
    return Style(back=style.back) if is_blank(style) else style
