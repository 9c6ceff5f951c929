"""What the README and the docs say is what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from store import model
from store.export import FORMATS
from tests import manual
from tui import cli, keys

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
FORMAT = (ROOT / "docs" / "record-format.md").read_text("utf-8")


def test_the_page_of_keys_is_made_from_the_keys() -> None:
    assert manual.KEYS.read_text("utf-8") == manual.keys_page(), "run: make manual"


async def test_the_picture_is_what_the_program_shows() -> None:
    """Compared by what can be read in it: the drawing's own ids change from run to run."""

    def readable(svg: str) -> list[str]:
        return re.findall(r"<text[^>]*>([^<]*)</text>", svg)

    assert readable(manual.PICTURE.read_text("utf-8")) == readable(await manual.picture()), "run: make manual"


def test_every_key_the_readme_names_is_bound() -> None:
    section = README.split("## Keys")[1].split("##")[0]
    named = set(re.findall(r"`([^`]+)`", section))
    bound = {name for key in keys.KEYS for name in keys.shown(key.keys).split()}
    assert named
    assert named <= bound


def test_every_command_in_the_readme_works(tmp_path: Path) -> None:
    lines = re.findall(r"^\$ ironquote(.*?)(?:#.*)?$", README, re.MULTILINE)
    assert len(lines) >= 6
    for line in lines:
        if not line.strip():
            continue
        done = subprocess.run(
            [sys.executable, "-m", "tui", *line.split()],
            cwd=ROOT,
            env={"IRONQUOTE_RECORD": str(tmp_path / "record.db"), "PYTHONPATH": str(ROOT)},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, (line, done.stderr)
        assert done.stdout, line


def test_the_readme_names_every_command_and_form() -> None:
    text = README.split("## Command line")[1]
    commands = next(
        action.choices
        for action in cli.parser()._actions
        if action.dest == "command" and action.choices is not None
    )
    for command in commands:
        assert f"ironquote {command}" in text
    for form in FORMATS:
        assert re.search(rf"\b{form}\b", text)


@pytest.mark.parametrize("tab", model.TABS)
def test_the_format_lists_the_kinds_of_each_tab(tab: model.Tab) -> None:
    row = re.search(rf"^\| {tab} \| ([^|]+) \|$", FORMAT, re.MULTILINE)
    assert row is not None
    assert {kind.strip() for kind in row[1].split(",")} == model.KINDS[tab]


def test_the_format_lists_every_key_role_and_qualifier() -> None:
    for name in model.Record.__dataclass_fields__:
        assert f"`{name}`" in FORMAT
    for role in model.ANCHOR_ROLES:
        assert f"`{role}`" in FORMAT
    for word in (*model.ACTOR_ROLES, *model.QUALIFIERS, *model.STATES, *model.BASES):
        assert word in FORMAT


def test_the_example_of_the_format_is_toml() -> None:
    example = re.search(r"```toml\n(.*?)```", FORMAT, re.DOTALL)
    assert example is not None
    assert {"source", "zones", "entities", "quotes"} <= tomllib.loads(example[1]).keys()
