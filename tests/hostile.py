"""Text that wants to do harm, and a record whose every word is made of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from store import shipped
from store.holdings import Holdings
from store.model import Actor, Value

# Numbers with a zero before them are as good to a terminal, and none of the program's own.
PAYLOADS: dict[str, str] = {
    "title": "\x1b]0;HARM\x07\x1b]2;HARM\x1b\\",
    "clipboard": "\x1b]52;c;SEFSTQ==\x07\x1b]052;p;SEFSTQ==\x1b\\",
    "link": "\x1b]8;;https://harm.example/\x1b\\HARM\x1b]8;;\x1b\\",
    "look": "\x1b[031m\x1b[5m\x1b[8m\x1b[038;5;196m",
    "cursor": "\x1b[01;01H\x1b[06n\x1b[c\x1b[0c\x1b[>q\x1b[18t\x1b[21t",
    "screen": "\x1b[02J\x1b[3J\x1b[?01049l\x1b[?025h\x1bc\x1b7\x1b8\x1b#8\x1b(0",
    "keys": "\x1b[?1000l\x1b[>031u\x1b[?2004l\x1b=\x1b[200~q\x1b[201~",
    "strings": "\x1bP+q544e\x1b\\\x1b_Gi=1;HARM\x1b\\\x1b^HARM\x1b\\\x1bX HARM\x1b\\",
    "lone": "\x1b \x1b",
    "controls": "".join(map(chr, [*range(1, 9), *range(11, 13), *range(14, 32)])) + "\x7f\t\r\x08\x08HARM",
    "c1": "".join(map(chr, range(0x80, 0xA0))) + "\x9b31m\x9d0;HARM\x9c",
    "bidi": "\u202eMRAH\u202c \u202a\u202b\u202d\u2066\u2067\u2068HARM\u2069 \u061c\u200e\u200f",
    "zero": "H\u200bA\u200cR\u200dM\u2060\ufeff\u034f\u180e\u2064",
    "tags": "".join(chr(0xE0000 + ord(c)) for c in "rm -rf /") + "\U000e0001\U000e007f",
    "lines": "HARM\u2028one\u2029two\u0085three",
    "hyphen": "ha\u00adrm\u00ad",
    "selectors": "H\ufe00A\ufe0fR\ufe0eM\U000e0100\u180b ❤\ufe0f",
    "fillers": "\u3164\u115f\u1160\uffa0HARM\ufff9a\ufffab\ufffb\u17b4",
    "marks": "HA" + "\u0301\u0336\u20dd\u0489" * 60 + "RM" + "\u0337" * 400,
    "actions": "[@click=app.quit]HARM[/] [@click=app.bell()]HARM[/] [@click=screen.quit]HARM[/]",
    "markup": "[red]HARM[/red] [link=https://harm.example/]HARM[/link] [/] [/nothing] [b][blink]HARM",
    "rich": "[bold]HARM[/bold] :skull: {0} %s $(HARM) `HARM` \\[x] [[HARM]]",
    "wide": "한국군과 漢字 ＨＡＲＭ 👩\u200d👩\u200d👧 🇰🇷🏴\U000e0067\U000e007f 𝕳 \U0001f9d1\U0001f3fd " * 3,
    "astral": "\U00010400\U0001d573\U0002f81a\U0003134a\U000fffff\U0010fffd\ufdd0\uffff HARM \ue000",
}
"""What a document may hold, by what it aims at."""

ALL = " ".join(PAYLOADS.values())
FILE = "harm\x1b]0;HARM\x07\u202e\u200b\x9b031m[red]"


def toml(text: str) -> str:
    """A string of TOML, everything beyond plain letters escaped."""
    safe = (c if c.isascii() and c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in text)
    return f'"{"".join(safe)}"'


def folder(path: Path) -> Path:
    """A document of nothing but payloads, and its reviewed record, named in the same spirit."""
    path.mkdir()
    rows: dict[str, list[str]] = {}
    text: list[str] = []
    kinds = {
        "timeline": "statement",
        "forces": "unit",
        "sales": "statement",
        "agreements": "commitment",
        "quotes": "direct",
    }
    for tab, kind in kinds.items():
        for name, harm in PAYLOADS.items():
            for copy in ("first", "second"):
                words = f"HARM {tab} {copy} {name} {harm} HARM"
                text.append(words)
                lines = [f"kind = {toml(kind)}", f"label = {toml(f'HARM {harm}')}", f"words = {toml(words)}"]
                lines += [f"{key} = {toml(harm)}" for key in ("place", "note")]
                lines += [f"cluster = {toml(f'{tab} {harm}')}", f"status = [{toml(harm)}]"]
                lines += [f"who = {{ participant = {toml(harm)} }}"] if tab != "quotes" else []
                rows.setdefault(tab, []).append("\n".join([f"[{tab}.{toml(f'{copy} {harm}')}]", *lines]))
    for name, harm in PAYLOADS.items():
        words = f"HARM entity {name} {harm} HARM"
        text.append(words)
        rows.setdefault("entities", []).append(
            f"[entities.{toml(f'entity {harm}')}]\nkind = 'person'\nlabel = {toml(f'HARM {harm}')}\n"
            f"forms = [{toml(words)}]\nnote = {toml(harm)}"
        )
    related = f"HARM related {ALL} HARM"
    text.append(related)
    text.append(ALL * 40)
    rows["timeline"].append(
        f"[timeline.related]\nkind = 'state'\nlabel = {toml('HARM ' + ALL)}\nwords = {toml(related)}"
    )
    head = [
        "[source]",
        "id = " + toml("harm\x1b[031m"),
        "short = " + toml("HA\x1b[031mRM\u202e"),
        "kind = " + toml(ALL),
        *(f"{key} = {toml('HARM ' + ALL)}" for key in ("title", "publisher", "author")),
        f"notes = [{', '.join(map(toml, PAYLOADS.values()))}]",
        f"[[zones]]\nkind = 'related'\nfrom = {toml(related)}",
    ]
    record = "\n\n".join(["\n".join(head), *(row for found in rows.values() for row in found)])
    (path / f"{FILE}.txt").write_bytes("\n".join(text).encode())
    (path / f"{FILE}.toml").write_text(record, encoding="utf-8")
    return path


def record(path: Path) -> Path:
    """A store of that document, with some rows that no hand-made record could have brought in."""
    path.mkdir()
    with Holdings.open(path / "record.db") as holdings:
        shipped.install(holdings, folder(path / "harm"))
        made = [one for one in holdings.corpus().records.values() if one.tab == "forces"]
        holdings.put_records(
            "forces",
            [
                replace(
                    one,
                    id=f"x{one.id}",
                    kind=ALL,
                    method=ALL,
                    cluster="",
                    values=(Value(ALL, Decimal(7), ALL, ALL),),
                    actors=(Actor(ALL, ALL),),
                )
                for one in made[:4]
            ],
        )
    return path / "record.db"
