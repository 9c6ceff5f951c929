"""The two rules of the house: the store knows no screen, and only browsing and drawing load Textual."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import store
import tui

FOLDER = Path(store.__file__).parent

IMPORT_ALL = """
import importlib, json, pkgutil, sys, store
for module in pkgutil.walk_packages(store.__path__, "store."):
    importlib.import_module(module.name)
print(json.dumps(sorted(sys.modules)))
"""

RUN = """
import json, sys
from tui.cli import main
commands, record = json.loads(sys.argv[1]), sys.argv[2]
loaded = {}
for command in commands:
    status = main([*command, "--record", record])
    loaded[" ".join(command)] = status, sorted(sys.modules)
sys.stderr.write(json.dumps(loaded))
"""


def imported(path: Path) -> set[str]:
    """The names of the packages that a file imports, at its top or within a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_file_of_the_store_imports_a_screen(path: Path) -> None:
    assert imported(path).isdisjoint({"textual", "tui", "rich"})


def test_the_scan_sees_an_import_within_a_function() -> None:
    assert "tui" in imported(Path(tui.__file__).parent / "cli.py")
    assert "textual" in imported(Path(tui.__file__).parent / "app.py")


def test_the_whole_store_loads_without_textual_or_tui() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout)
    assert "store.shipped" in loaded
    assert "store.search.index" in loaded
    assert {name.split(".")[0] for name in loaded}.isdisjoint({"textual", "tui", "rich"})


def test_no_command_but_browsing_loads_textual(installed: Path) -> None:
    commands = [
        ["--help"],
        ["--version"],
        ["search", "camp", "humphrys"],
        ["search", "--jsonl", "Austin"],
        ["sources"],
        ["verify"],
        ["export", "--format", "jsonl"],
        ["show", "timeline", "--jsonl"],
        ["show", "sources", "--csv"],
        ["show", "timeline"],
    ]
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(commands), str(installed)],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = json.loads(done.stderr)
    assert {status for status, _ in loaded.values()} == {0}
    for command, (_, modules) in loaded.items():
        assert "textual" not in modules, command
    assert "tui.tabs" in loaded["show timeline"][1], "the tabs' own columns, without the screen"
