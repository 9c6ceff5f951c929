"""The words for tabs, states and bases. They stand apart from the model so that naming them costs nothing."""

from __future__ import annotations

from typing import Literal

Tab = Literal["timeline", "forces", "sales", "agreements", "quotes", "entities"]
State = Literal["accepted", "corrected", "proposed", "rejected", "orphan"]
Basis = Literal["stated", "relative", "inferred", "none"]

TABS: tuple[Tab, ...] = ("timeline", "forces", "sales", "agreements", "quotes", "entities")
STATES: tuple[State, ...] = ("accepted", "corrected", "proposed", "rejected", "orphan")
SETTLED: frozenset[State] = frozenset({"accepted", "corrected"})
"""The states that a person has vouched for, the only ones the tabs show unasked."""
BASES: tuple[Basis, ...] = ("stated", "relative", "inferred", "none")
