"""Fuzzy search over passages: what a half-remembered, misspelt, reordered fragment most likely meant.

Its parts are imported when they are first used: whoever wants `fold` alone does not load the whole engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.search.index import Hit, SearchIndex
    from store.search.query import Query, parse
    from store.search.saved import SavedIndexError
    from store.search.spans import spans

__all__ = ["Hit", "Query", "SavedIndexError", "SearchIndex", "parse", "spans"]

_HOMES = {
    "Hit": "index",
    "SearchIndex": "index",
    "Query": "query",
    "parse": "query",
    "SavedIndexError": "saved",
    "spans": "spans",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    # All at once: the part `spans`, imported by itself, would keep the name from its function.
    for known, home in _HOMES.items():
        globals()[known] = getattr(import_module(f"{__name__}.{home}"), known)
    return globals()[name]
