"""What can be typed in a search beside words, as data: the help screen is made from it."""

from __future__ import annotations

OPERATORS: tuple[tuple[str, str], ...] = (
    ('"exact words"', "these words, side by side as they are"),
    ("-word", "nothing that holds this word"),
    ("source:state", "of this source: its name, publisher or title"),
    ("in:quotes", "in this tab; in:text is the sentences of the sources"),
    ("-in:related", "without related news; in:article is the article alone"),
    ("speaker:austin", "said by this person"),
    ("from:2018 to:2022-06", "of this time, to the year, the month or the day"),
)
"""How each is written, and what it asks for. What is half typed or makes no sense is plain text."""
