"""The pages that the program makes of itself: its keys and its picture.

``make manual`` writes them anew; a test holds what is written against what would be written now.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

from store import shipped
from tui import keys
from tui.app import Browser

ROOT = Path(__file__).parent.parent
KEYS = ROOT / "docs" / "keys.md"
PICTURE = ROOT / "docs" / "timeline.svg"

_HEAD = """\
# Keys

Made from `tui/keys.py` by `make manual`. `?` shows the keys of the screen you are on. A key's id is the name
by which it is given another key: [keymap.md](keymap.md) says how.
"""


def keys_page() -> str:
    """Every key with what it does and its id, as Markdown, by the first screen where it works."""
    parts = [_HEAD]
    told: set[str] = set()
    for screen, words in keys.WHERE.items():
        fresh = [key for key in keys.of(screen) if key.id not in told]
        told |= {key.id for key in fresh}
        if fresh:
            parts.append(f"\n## {words.capitalize()}\n\n| key | what it does | id |\n|---|---|---|\n")
            parts += [f"| {_named(key)} | {key.help} | `{key.id}` |\n" for key in fresh]
    return "".join(parts)


def _named(key: keys.Key) -> str:
    return " ".join(f"`{name}`" for name in keys.shown(key.keys).split())


async def picture() -> str:
    """The browser on the shipped record, as SVG: the Mutual Defense Treaty and who says what of it."""
    app = Browser(shipped.corpus_of(shipped.read_folder(shipped.folder())), look="dark")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*"jjjj")
        await pilot.pause()
        drawn = app.export_screenshot(title="ironquote")
    # A picture fetches nothing: without its web fonts it is drawn in the reader's own monospace.
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def write() -> Iterator[Path]:
    """Write both parts; gives the files written."""
    KEYS.write_text(keys_page(), "utf-8")
    yield KEYS
    PICTURE.write_text(asyncio.run(picture()), "utf-8")
    yield PICTURE


if __name__ == "__main__":
    for path in write():
        print(path.relative_to(ROOT))
