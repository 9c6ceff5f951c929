"""Every promise on the store's page names a test, and every test named there exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from store import documents, shipped
from store.holdings import Holdings
from tests import soak

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "store.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", PAGE)))
SOAKED = sorted({test for promise in soak.PROMISES for test in promise.tests})


@pytest.mark.parametrize("name", [*NAMED, *SOAKED])
def test_a_test_that_is_named_exists(name: str) -> None:
    path, _, function = name.partition("::")
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert functions
    assert not function or function in functions


def test_every_promise_names_a_test() -> None:
    promised = PAGE.split("## What is promised")[1].split("\n## ")[0]
    paragraphs = [part for part in promised.split("\n\n") if part.strip()]
    assert len(paragraphs) > 10
    assert [part for part in paragraphs if "`tests/" not in part] == []


def test_the_limits_on_the_page_are_the_programs() -> None:
    assert documents.LARGEST == 8 * 1024 * 1024
    assert f"{documents.LONGEST:,} characters" in PAGE


def test_the_files_on_the_page_are_the_stores(tmp_path: Path) -> None:
    with Holdings.open(tmp_path / "record.db") as holdings:
        shipped.install(holdings)
    listed = {name.strip("`") for name in re.findall(r"^\| (`[^`]+`) \|", PAGE, re.MULTILINE)}
    found = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert found <= listed
    assert (tmp_path / "record.db").read_bytes().startswith(b"ironquote-record ")
