"""A person's own keys: a file that gives any action another key by its id. What of it is faulty is left out.

search = "ctrl+f"
down-letter = ["e", "ctrl+n"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tui.keys import KEYS, TYPED, Key

_NAMED = frozenset(
    "enter escape tab space backspace delete insert home end pageup pagedown up down left right comma".split()
    + [f"f{n}" for n in range(1, 25)]
)
_MODIFIERS = frozenset(("ctrl", "shift", "alt", "super", "hyper", "meta"))
_AS_OTHERS = {
    "ctrl+h": "backspace",
    "ctrl+i": "tab",
    "ctrl+j": "enter",
    "ctrl+m": "enter",
    "ctrl+[": "escape",
    "ctrl+enter": "enter",
    "shift+enter": "enter",
    "alt+enter": "enter",
}
"""Keys that a terminal sends as another key."""


def path() -> Path:
    """Where a person's keys are."""
    import platformdirs

    return platformdirs.user_config_path("ironquote", appauthor=False) / "keys.toml"


def read(file: Path, known: Sequence[Key] = KEYS) -> tuple[dict[str, str], list[str]]:
    """The keys that a file asks for, by id, and a sentence for everything in it that does not apply."""
    try:
        asked = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [f"{file} could not be read: {error.strerror or error}."]
    except ValueError as error:
        # A file that is no TOML, or not even text.
        return {}, [f"{file} is no TOML file: {error}. Your keys were left as they are."]
    return settle(asked, known)


def settle(asked: Mapping[str, object], known: Sequence[Key] = KEYS) -> tuple[dict[str, str], list[str]]:
    """What of the wishes can be had: ids to keys, and a sentence for each that cannot."""
    by_id = {key.id: key for key in known}
    wanted: dict[str, str] = {}
    faults: list[str] = []
    for name, value in asked.items():
        if name not in by_id:
            faults.append(f"keys.toml: there is no action {name}. The ids are in docs/keys.md.")
            continue
        keys, fault = _keys(value)
        fault = fault or _typed(by_id[name], keys)
        if fault:
            faults.append(f"keys.toml: {name} stays {by_id[name].keys}: {fault}.")
        else:
            wanted[name] = ",".join(keys)
    return wanted, faults + _without_conflicts(wanted, known)


def _keys(value: object) -> tuple[list[str], str]:
    found = [key for key in (value if isinstance(value, list) else [value]) if isinstance(key, str) and key]
    if not found or (isinstance(value, list) and len(found) < len(value)):
        return [], 'a key is written "x", more than one ["x", "f5"]'
    found = ["comma" if key == "," else key for key in found]
    for key in found:
        *modifiers, base = key.split("+") if len(key) > 1 else [key]
        printable = len(base) == 1 and base.isprintable()
        if not (_MODIFIERS.issuperset(modifiers) and (base in _NAMED or printable)):
            return [], f"no key is called {key}"
        if key in _AS_OTHERS:
            return [], f"terminals send {key} as {_AS_OTHERS[key]}"
    return found, ""


def _typed(key: Key, keys: Iterable[str]) -> str:
    """Where letters are typed, a letter is no key: an action of such a place needs another."""
    places = [screen for screen in key.where if screen in TYPED]
    if places and all(len(name) == 1 or name in ("space", "comma") for name in keys):
        return f"in the {places[0]} letters are typed, so it needs a key that is none"
    return ""


def _without_conflicts(wanted: dict[str, str], known: Sequence[Key]) -> list[str]:
    """Take back what gives two actions of one place the same key, until there is no such key."""
    faults: list[str] = []
    while (clash := _clash(wanted, known)) is not None:
        name, other, one = clash
        mine, theirs = (name, other) if name.id in wanted else (other, name)
        del wanted[mine.id]
        faults.append(f"keys.toml: {mine.id} stays {mine.keys}: {one} is already {theirs.id}.")
    return faults


def _clash(wanted: Mapping[str, str], known: Sequence[Key]) -> tuple[Key, Key, str] | None:
    taken: dict[tuple[str, str], Key] = {}
    # Keys that nobody asked to change come first: they are the ones that stay.
    for key in sorted(known, key=lambda key: key.id in wanted):
        for one in wanted.get(key.id, key.keys).split(","):
            for screen in key.where:
                other = taken.setdefault((screen, one), key)
                if other is not key:
                    return key, other, one
    return None
