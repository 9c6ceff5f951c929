"""Every key as data: bindings, the bottom line, the help screen and the documentation are made from it.

A key works where it says it does; its `id` is the name by which a person can give it another key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

BROWSE = ("browse",)
READER = ("reader",)
ROWS = ("browse", "entity")
LISTS = (*ROWS, "search")
WORDINGS = (*ROWS, "compare")
LETTERS = (*ROWS, "reader", "compare")
"""Where a letter is a key, and not text that is typed."""
PAGES = (*LETTERS, "help")
TYPED = ("search", "palette")
ALL = (*PAGES, *TYPED)

WHERE = {
    "browse": "in a tab",
    "entity": "on an entity's page",
    "reader": "in the reader",
    "search": "in the search",
    "compare": "in a comparison",
    "palette": "in the palette",
    "help": "in this help",
}
"""The screens that have keys, in words."""


@dataclass(frozen=True, slots=True)
class Key:
    """One action and the keys that run it. `short` is its word in the bottom line, empty where it is not
    worth the room; `help` says what it does in a sentence; `where` are the screens it works on."""

    id: str
    keys: str
    action: str
    short: str
    help: str
    where: tuple[str, ...]


KEYS: tuple[Key, ...] = (
    # What one does all day, in the order in which the bottom line has room for it.
    Key("search", "/", "search", "search", "Search everything; typos are forgiven", LETTERS),
    Key("filter", "f", "filter", "filter", "Show only the rows with the words typed", BROWSE),
    Key("open", "enter", "open", "read", "Read the words in their source; open an entity's page", LISTS),
    Key("open-record", "enter", "open", "record", "Go to the record that stands on these words", READER),
    Key("open-wording", "enter", "open", "read", "Read this wording in its source", ("compare",)),
    Key("run", "enter", "open", "do it", "Do what the line says", ("palette",)),
    Key("next-span", "n", "step(1)", "next", "Next recorded words, or next hit of the search", READER),
    Key("previous-span", "N", "step(-1)", "", "Previous recorded words, or previous hit", READER),
    Key("compare", "c", "compare", "compare", "What each source says of the same thing", (*ROWS, "reader")),
    Key("copy", "y", "copy", "copy", "Copy the quote with its citation", LETTERS),
    Key("mark", "m", "mark", "mark", "Mark the row, or take its mark away", BROWSE),
    Key("help", "?", "help", "keys", "These keys", LETTERS),
    Key("back", "escape", "back", "back", "Back to exactly where you came from; never quits", ALL),
    Key("next", "n", "step(1)", "wording", "Next source's wording of the same thing", WORDINGS),
    Key("previous", "N", "step(-1)", "", "Previous source's wording", WORDINGS),
    Key("entities", "e", "entities", "entities", "Who and what the record names", (*ROWS, "reader")),
    Key("sort", "s", "sort", "sort", "Sort by the next of the tab's orders", BROWSE),
    Key("cite", "Y", "cite", "", "Copy the citation alone", LETTERS),
    Key("marked", "M", "marked", "", "Show the marked rows only, or all again", BROWSE),
    Key("related", "r", "related", "", "Show or hide related news: on a page, not of its article", BROWSE),
    Key("next-wording", "]", "wording(1)", "", "The same thing in the next source", READER),
    Key("previous-wording", "[", "wording(-1)", "", "The same thing in the previous source", READER),
    Key("same-words", "tab", "other", "", "Another record that stands on the same words", READER),
    Key(
        "recall",
        "ctrl+r",
        "recall",
        "earlier",
        "An earlier search, and one before it; those with what is typed",
        ("search",),
    ),
    # Moving.
    Key("down", "down", "move(1)", "", "Down", ALL),
    Key("up", "up", "move(-1)", "", "Up", ALL),
    Key("down-letter", "j", "move(1)", "", "Down", PAGES),
    Key("up-letter", "k", "move(-1)", "", "Up", PAGES),
    Key("top", "g,home", "end(-1)", "", "To the top", PAGES),
    Key("bottom", "G,end", "end(1)", "", "To the bottom", PAGES),
    Key("half-down", "ctrl+d,pagedown", "page(1)", "", "Half a page down", ALL),
    Key("half-up", "ctrl+u,pageup", "page(-1)", "", "Half a page up", ALL),
    Key("page-down", "space", "page(2)", "", "A page down", PAGES),
    Key("page-up", "b", "page(-2)", "", "A page up", PAGES),
    Key("pane", "tab,shift+tab", "pane", "", "Between the list and the words beside it", LISTS),
    *(Key(f"tab-{n}", f"{n}", f"tab({n})", "", f"To tab {n}", BROWSE) for n in range(1, 8)),
    Key("next-tab", "]", "turn(1)", "", "To the next tab", BROWSE),
    Key("previous-tab", "[", "turn(-1)", "", "To the previous tab", BROWSE),
    # Everywhere.
    Key("palette", ":", "palette", "", "Find a command, an entity or a record by its name", LETTERS),
    Key("palette-typing", "ctrl+p", "palette", "", "The same, also while typing", (*LETTERS, "search")),
    Key("help-typing", "f1", "help", "", "These keys, also while typing", (*LETTERS, *TYPED)),
    Key("look", "T", "look", "", "Another look: the terminal's own colours, dark, light", LETTERS),
    Key("suspend", "ctrl+z", "suspend", "", "Stop for a while; fg in the shell comes back", ALL),
    Key("redraw", "ctrl+l", "redraw", "", "Draw the screen anew", ALL),
    Key("quit", "q", "quit", "", "Quit", PAGES),
    Key("quit-hint", "ctrl+c", "quit_hint", "", "Say how to quit", ALL),
)


_NAMES = {"escape": "esc", "pagedown": "pgdn", "pageup": "pgup", "down": "↓", "up": "↑"}


_now: tuple[Key, ...] = KEYS


def rebind(changes: Mapping[str, str], *, without: Collection[str] = ()) -> None:
    """Give actions other keys, by id, and take some actions away."""
    global _now
    _now = tuple(replace(key, keys=changes.get(key.id, key.keys)) for key in KEYS if key.id not in without)
    _ACTIONS.update(_actions())


def of(screen: str) -> Iterator[Key]:
    """The keys of one screen, those worth the bottom line first."""
    return (key for key in _now if screen in key.where)


def action(screen: str, key: str, character: str | None) -> str | None:
    """What a key does on a screen; None where it does nothing. A key is known by Textual's name for it, or by
    the one character that it types."""
    known = _ACTIONS[screen]
    return known.get(key) or (known.get(character) if character else None)


def shown(keys: str) -> str:
    """Keys as a person reads them: enter · ctrl+d pgdn · ?"""
    return " ".join(_NAMES.get(key, key) for key in keys.split(","))


def _actions() -> dict[str, dict[str, str]]:
    return {
        screen: {one: key.action for key in of(screen) for one in key.keys.split(",")} for screen in WHERE
    }


_ACTIONS = _actions()
