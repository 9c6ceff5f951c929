"""A terminal that knows what the browser writes and nothing else: any other byte is a fault, not a surprise.

What a document holds must never reach a terminal as a command. So this one takes only the sequences that the
program itself writes, in the spelling in which it writes them, and text that a person can see.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from codecs import getincrementaldecoder

from rich.cells import cell_len

from store.unseen import CLASSES, TALLEST

_N = r"(?:0|[1-9][0-9]*)"
"""A number in its one spelling: a document's "031" is thus told from the program's own "31"."""

_TOKEN = re.compile(
    rf"(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    rf"|\x1b\[(?P<row>{_N})?(?:;(?P<column>{_N}))?H"
    rf"|\x1b\[(?P<look>{_N}?(?:;{_N})*)m"
    rf"|\x1b\[(?P<many>{_N})?(?P<move>[CDKXML])"
    r"|(?P<clear>\x1b\[2J)"
    rf"|\x1b\[(?:(?P<first>{_N});(?P<last>{_N}))?(?P<margins>r)"
    r"|\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    r"|\x1b\[\?(?:2026|2048)\$p|\x1b\[>1u|\x1b\[<u"
    r"|\x1b\]52;c;(?P<copy>[A-Za-z0-9+/]+={0,2})\x07"
    r"|\x1b\]22;[a-z-]*\x07"
    r"|(?P<control>[\r\n\x08])"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;?<>$]*|\][0-9;a-zA-Z+/=-]*)?\Z")
_UNSEEN = re.compile(f"[{''.join(CLASSES.values())}]")
_PLAIN_LOOKS = {*(0, 1, 2, 3, 4, 7, 22, 23, 24, 27, 39, 49), *range(30, 38), *range(40, 48)}
_LOOKS = _PLAIN_LOOKS | {*range(90, 98), *range(100, 108)}


class HarmError(AssertionError):
    """Something came that only a document can have sent."""


class StrictTerminal:
    """Takes bytes, keeps the screen, and raises HarmError on whatever the program does not write."""

    def __init__(self, width: int, height: int, *, plain: bool = False) -> None:
        self.width, self.height, self.plain = width, height, plain
        self.copied: list[str] = []
        self._decoder = getincrementaldecoder("utf-8")()
        self._rest = ""
        self._cells = [[" "] * width for _ in range(height)]
        self._row = self._column = 0

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join("".join(line).rstrip() for line in self._cells)

    def feed(self, data: bytes) -> None:
        """Take what the program writes."""
        text = self._rest + self._decoder.decode(data)
        self._rest = ""
        at = 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            if token is None:
                if _UNFINISHED.match(text, at):
                    self._rest = text[at:]
                    return
                raise HarmError(f"{text[at : at + 30]!r} after {text[max(0, at - 60) : at]!r}")
            if self.plain and not (token["text"] or token["control"]):
                raise HarmError(f"{token[0]!r} where there is no screen")
            self._take(token)
            at = token.end()

    def _take(self, token: re.Match[str]) -> None:
        if token["text"]:
            self._write(token["text"])
        elif token["look"] is not None:
            _check_look(token["look"])
        elif token["copy"]:
            self.copied.append(base64.b64decode(token["copy"], validate=True).decode("utf-8"))
        elif token["control"]:
            self._control(token["control"])
        elif token["move"]:
            self._edit(token["move"], int(token["many"] or 1))
        elif token["clear"]:
            self._cells = [[" "] * self.width for _ in range(self.height)]
        elif token["margins"]:
            self._margins = (int(token["first"] or 1) - 1, int(token["last"] or self.height))
        elif token[0].endswith("H"):
            self._row = min(self.height, int(token["row"] or 1)) - 1
            self._column = min(self.width, int(token["column"] or 1)) - 1

    _margins = (0, 10_000)

    def _write(self, text: str) -> None:
        unseen = _UNSEEN.search(text)
        if unseen is not None:
            raise HarmError(f"U+{ord(unseen[0]):04X} in {text!r}")
        for character in text:
            if not character.isascii() and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
                raise HarmError(f"U+{ord(character):04X} in {text!r}")
            cells = 1 if character.isascii() else cell_len(character)
            if self._column + cells > self.width:
                if not self.plain:
                    raise HarmError(f"{text!r} runs over the end of its line")
                self._control("\n")
                self._column = 0
            if not cells and self._column:
                self._pile(character)
            for n in range(cells):
                self._cells[self._row][self._column + n] = "" if n else character
            self._column += cells

    def _pile(self, mark: str) -> None:
        """A mark on what stands before the cursor; too many would draw over the lines above and below."""
        line = self._cells[self._row]
        at = next((n for n in range(self._column - 1, 0, -1) if line[n]), 0)
        line[at] += mark
        if len(line[at]) > 2 * TALLEST + 1:
            raise HarmError(f"a pile of marks: {line[at]!r}")

    def _control(self, code: str) -> None:
        if code == "\r":
            self._column = 0
        elif code == "\b":
            self._column = max(0, self._column - 1)
        elif self._row < self.height - 1:
            self._row += 1
        else:
            self._cells = [*self._cells[1:], [" "] * self.width]

    def _edit(self, move: str, many: int) -> None:
        line = self._cells[self._row]
        first, last = self._margins
        if move == "C":
            self._column = min(self.width - 1, self._column + many)
        elif move == "D":
            self._column = max(0, self._column - many)
        elif move in "KX":
            stop = self.width if move == "K" else min(self.width, self._column + many)
            line[self._column : stop] = [" "] * (stop - self._column)
        else:
            last = min(last, self.height)
            blank = [[" "] * self.width for _ in range(many)]
            part = self._cells[max(first, self._row) : last]
            moved = [*part[many:], *blank] if move == "M" else [*blank, *part][: len(part)]
            self._cells[max(first, self._row) : last] = moved


def _check_look(look: str) -> None:
    codes = [int(code or 0) for code in look.split(";")]
    while codes:
        code = codes.pop(0)
        if code in (38, 48):
            kind = codes.pop(0) if codes else None
            colour = codes[: {5: 1, 2: 3}.get(kind or 0, 0)]
            if kind not in (2, 5) or len(colour) != {5: 1, 2: 3}[kind] or max(colour) > 255:
                raise HarmError(f"the look {look!r}")
            del codes[: len(colour)]
        elif code not in _LOOKS:
            raise HarmError(f"the look {look!r}")
