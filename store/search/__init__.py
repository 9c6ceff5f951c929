"""Fuzzy search over passages: what a half-remembered, misspelt, reordered fragment most likely meant."""

from store.search.index import Hit, SearchIndex
from store.search.query import Query, parse
from store.search.saved import SavedIndexError
from store.search.spans import spans

__all__ = ["Hit", "Query", "SavedIndexError", "SearchIndex", "parse", "spans"]
