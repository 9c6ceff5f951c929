"""A person with an empty home, and sittings that are ended when a test is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.sitting import IRONQUOTE, ROOT, Sitting

Sit = Callable[..., Sitting]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The environment of a person who has never run this program, at a modern terminal."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def sit(environ: dict[str, str], tmp_path: Path) -> Iterator[Sit]:
    """Start a sitting: arguments, `command` instead of the program, `environ` beside the person's own."""
    sittings: list[Sitting] = []

    def start(*arguments: str, command: tuple[str, ...] = IRONQUOTE, **options: object) -> Sitting:
        own = {**environ, **options.pop("environ", {})}  # type: ignore[dict-item]
        sitting = Sitting((*command, *arguments), own, cwd=tmp_path, **options)  # type: ignore[arg-type]
        sittings.append(sitting)
        return sitting

    yield start
    for sitting in sittings:
        sitting.close()
