"""Every key as data. Bindings, the bottom line, the help screen and the documentation are made from this list.

A key works where it says it does; its `id` is the name by which a person can give it another key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from textual.binding import Binding

LISTS = ("browse", "search", "entity", "palette")
PANED = ("browse", "search", "entity")
SCREENS = ("browse", "search", "entity", "reader", "compare", "help", "palette")
TYPING = ("search", "palette")
"""Screens that take typed letters as text, so that only other keys are keys there."""

WHERE = {
    "browse": "in a tab",
    "entity": "on an entity's page",
    "reader": "in the reader",
    "search": "in the search",
    "compare": "in a comparison",
    "palette": "in the palette",
    "help": "in this help",
}


@dataclass(frozen=True, slots=True)
class Key:
    """One action and the keys that run it. `short` is its word in the bottom line, empty where it is not worth
    the room; `help` says what it does in a sentence."""

    id: str
    keys: str
    action: str
    short: str
    help: str
    where: tuple[str, ...]


def _but_typing(*screens: str) -> tuple[str, ...]:
    return tuple(screen for screen in screens if screen not in TYPING)


KEYS: tuple[Key, ...] = (
    # what one does all day
    Key("search", "/", "search", "search", "Search everything; typos are forgiven", ("browse", "entity", "reader", "compare")),
    Key("filter", "f", "filter", "filter", "Show only the rows of this tab with the words typed", ("browse",)),
    Key("open", "enter", "open", "read", "Read the words in their source; on an entity, open its page", PANED),
    Key("open-record", "enter", "open", "record", "Go to the record that stands on the marked words", ("reader",)),
    Key("open-wording", "enter", "open", "read", "Read this wording in its source", ("compare",)),
    Key("run", "enter", "open", "run", "Do what the line says", ("palette",)),
    Key("next", "n", "step(1)", "", "Next source's wording of the same thing", ("browse", "entity")),
    Key("previous", "N", "step(-1)", "", "Previous source's wording", ("browse", "entity")),
    Key("next-span", "n", "step(1)", "next", "Next recorded words, or next hit of the search", ("reader",)),
    Key("previous-span", "N", "step(-1)", "", "Previous recorded words, or previous hit", ("reader",)),
    Key("next-wording", "]", "sibling(1)", "", "The same thing in the next source", ("reader",)),
    Key("previous-wording", "[", "sibling(-1)", "", "The same thing in the previous source", ("reader",)),
    Key("same-words", "tab", "other", "", "Another record that stands on the same words", ("reader",)),
    Key("compare", "c", "compare", "compare", "What each source says of the same thing", ("browse", "entity", "reader")),
    Key("entities", "e", "entities", "entities", "Who and what the record names; twice for the next one", ("browse", "entity", "reader")),
    Key("copy", "y", "copy", "copy", "Copy the quote with its citation", _but_typing(*PANED, "reader", "compare")),
    Key("cite", "Y", "cite", "", "Copy the citation alone", _but_typing(*PANED, "reader", "compare")),
    Key("mark", "m", "mark", "mark", "Mark the row, or take the mark away", ("browse", "entity")),
    Key("marked", "M", "marked", "", "Show the marked rows only, or all again", ("browse",)),
    Key("sort", "s", "sort", "sort", "Sort by the next of the tab's orders", ("browse",)),
    Key("related", "r", "related", "", "Show or hide what stands on a page but is not of its article", ("browse",)),
    # moving
    Key("down", "down", "move(1)", "", "Down", SCREENS),
    Key("up", "up", "move(-1)", "", "Up", SCREENS),
    Key("down-letter", "j", "move(1)", "", "Down", _but_typing(*SCREENS)),
    Key("up-letter", "k", "move(-1)", "", "Up", _but_typing(*SCREENS)),
    Key("top", "g,home", "end(-1)", "", "To the top", _but_typing(*SCREENS)),
    Key("bottom", "G,end", "end(1)", "", "To the bottom", _but_typing(*SCREENS)),
    Key("page-down", "ctrl+d,pagedown", "page(1)", "", "Half a page down", SCREENS),
    Key("page-up", "ctrl+u,pageup", "page(-1)", "", "Half a page up", SCREENS),
    Key("screen-down", "space", "page(2)", "", "A page down", _but_typing(*SCREENS)),
    Key("screen-up", "b", "page(-2)", "", "A page up", _but_typing(*SCREENS)),
    Key("pane", "tab,shift+tab", "pane", "", "Between the list and the words below it", PANED),
    *(
        Key(f"tab-{n}", f"{n}", f"tab({n})", "", f"To tab {n}", ("browse",))
        for n in range(1, 8)
    ),
    Key("next-tab", "]", "turn(1)", "", "To the next tab", ("browse",)),
    Key("previous-tab", "[", "turn(-1)", "", "To the previous tab", ("browse",)),
    # everywhere
    Key("back", "escape", "back", "", "Back to exactly where you came from; never quits", SCREENS),
    Key("palette", ":", "palette", "", "Find a command, an entity or a record by name", ("browse", "entity", "reader", "compare")),
    Key("palette-ctrl", "ctrl+p", "palette", "", "The same, from anywhere", ("browse", "entity", "reader", "compare", "search")),
    Key("help", "?", "help", "keys", "These keys", ("browse", "entity", "reader", "compare")),
    Key("help-f1", "f1", "help", "", "These keys, from anywhere", ("browse", "entity", "reader", "compare", "search", "palette")),
    Key("suspend", "ctrl+z", "app.suspend_process", "", "Stop for a while; fg in the shell comes back", SCREENS),
    Key("redraw", "ctrl+l", "redraw", "", "Draw the screen anew", SCREENS),
    Key("quit", "q", "quit", "", "Quit", ("browse", "entity", "reader", "compare", "help")),
)


_now: tuple[Key, ...] = KEYS


def rebind(changes: Mapping[str, str], *, without: Collection[str] = ()) -> None:
    """Give actions other keys, by id, and take some actions away."""
    global _now
    _now = tuple(replace(key, keys=changes.get(key.id, key.keys)) for key in KEYS if key.id not in without)


def rebound() -> dict[str, str]:
    """The bindings that have other keys than they were made with, as Textual wants them."""
    made = {key.id: key.keys for key in KEYS}
    return {f"{screen}.{key.id}": key.keys for key in _now for screen in key.where if key.keys != made[key.id]}


def of(screen: str) -> Iterator[Key]:
    """The keys of one screen, those worth the bottom line first."""
    return (key for key in _now if screen in key.where)


def bindings(screen: str) -> list[Binding]:
    """The keys of one screen as Textual wants them."""
    return [Binding(key.keys, key.action, key.help, show=False, id=f"{screen}.{key.id}") for key in of(screen)]


def shown(keys: str) -> str:
    """Keys as a person reads them: enter · ctrl+d pagedown · ?"""
    return " ".join(keys.split(","))
