"""What a person typed: words, "exact phrases", -exclusions, and fields such as ``source:state``.

An operator that is half typed or makes no sense is plain text, never an error: while the hand is still
typing, every operator is half typed for a moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from store import dates
from store.model import TABS

FIELDS = ("source", "in", "speaker", "from", "to", "-source", "-in", "-speaker")
ZONES = ("article", "related", "boilerplate")
"""What `in:` knows beside the tabs and text: the article, and what else stands on its page."""
_ITEM = re.compile(
    r'(?P<field>-?(?i:source|in|speaker)|(?i:from|to)):(?:"(?P<quoted>[^"]+)"|(?P<value>[^\s"]+))(?=\s|$)'
    r'|-(?!(?i:source|in|speaker):)(?P<excluded>[^\W_][^\s"]*)(?=\s|$)'
    r'|"(?P<phrase>[^"]+)"'
    r"|(?P<plain>\S+)"
)
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart. `text` is all that is to be ranked, in the order typed, phrases included;
    `fields` are (name, value) pairs that the layer above resolves to records, a name with a minus for what is
    left out; `open` says that the last word may still be growing."""

    text: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    open: bool = True


def parse(typed: str) -> Query:
    """Take apart what was typed. Never raises."""
    texts: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    fields: list[tuple[str, str]] = []
    for item in _ITEM.finditer(typed):
        value = item["quoted"] or item["value"]
        if value and _makes_sense(name := item["field"].lower(), value):
            fields.append((name, value))
        elif item["excluded"]:
            excluded.append(item["excluded"])
        elif item["phrase"]:
            phrases.append(item["phrase"])
            texts.append(item["phrase"])
        else:
            texts.append(item[0])
    growing = bool(typed) and not typed[-1].isspace() and not typed.endswith('"')
    return Query(" ".join(texts), tuple(phrases), tuple(excluded), tuple(fields), growing)


def _makes_sense(field: str, value: str) -> bool:
    if field in ("in", "-in"):
        return value.lower() in (*TABS, "text", *ZONES)
    if field in ("from", "to"):
        return _DATE.fullmatch(value) is not None and _is_a_day(value)
    return True


def _is_a_day(value: str) -> bool:
    """2018-02-30 is none, and there is no year 0000."""
    try:
        dates.parse(value)
    except ValueError:
        return False
    return True
