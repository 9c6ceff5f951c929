"""One line of typed text: edits it, and says how it looks. Blinks at no one."""

from __future__ import annotations

import unicodedata

from textual import events

from tui.widgets.cells import Line, Piece, put


class Prompt:
    """Typed text with a hand in it. Takes the keys that edit; all others are the screen's."""

    def __init__(self, sign: str, value: str = "", hint: str = "") -> None:
        self.sign = sign
        self.value = value
        self.hint = hint
        self.at = len(value)

    def key(self, event: events.Key) -> bool:
        """Edit by a key. False where the key is none that edits."""
        if event.is_printable and event.character is not None:
            self.insert(event.character)
            return True
        match event.key:
            case "backspace" | "ctrl+h" if self.at:
                self.value = self.value[: self.at - 1] + self.value[self.at :]
                self.at -= 1
            case "delete":
                self.value = self.value[: self.at] + self.value[self.at + 1 :]
            case "ctrl+w" | "ctrl+backspace":
                kept = self.value[: self.at].rstrip().rpartition(" ")
                start = kept[0] + kept[1]
                self.value, self.at = start + self.value[self.at :], len(start)
            case "ctrl+k":
                self.value = self.value[: self.at]
            case "left":
                self.at = max(0, self.at - 1)
            case "right":
                self.at = min(len(self.value), self.at + 1)
            case "home" | "ctrl+a":
                self.at = 0
            case "end" | "ctrl+e":
                self.at = len(self.value)
            case "backspace" | "ctrl+h":
                pass
            case _:
                return False
        return True

    def put(self, text: str) -> None:
        """Have this text instead, the hand behind it."""
        self.value, self.at = "", 0
        self.insert(text)

    def insert(self, text: str) -> None:
        """Put text where the hand is; what is no text (control codes of a paste) stays out."""
        flat = " ".join(text.split())
        typed = text if len(text) == 1 else flat
        typed = "".join(c for c in typed if unicodedata.category(c)[0] != "C")
        self.value = self.value[: self.at] + typed + self.value[self.at :]
        self.at += len(typed)

    def line(self) -> Line:
        """The prompt as it looks, the hand shown as a reversed cell."""
        before, under, after = (
            self.value[: self.at],
            self.value[self.at : self.at + 1],
            self.value[self.at + 1 :],
        )
        pieces = [Piece(f" {self.sign} ", "accent"), put(before), put(under or " ", "cursor"), put(after)]
        if not self.value and self.hint:
            pieces.append(Piece(self.hint, "dim"))
        return tuple(pieces)
