"""Fuzzy search over passages: what a half-remembered, misspelt, reordered fragment most likely meant.

Each name is loaded when it is first used: whoever only folds a word should not wait for an index.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.search.highlight import spans
    from store.search.index import Hit, SearchIndex
    from store.search.query import Query, parse
    from store.search.saved import SavedIndexError

__all__ = ["Hit", "Query", "SavedIndexError", "SearchIndex", "parse", "spans"]

_HOMES = {
    "Hit": "index",
    "SearchIndex": "index",
    "Query": "query",
    "parse": "query",
    "SavedIndexError": "saved",
    "spans": "highlight",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
