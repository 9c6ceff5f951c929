"""What many tests stand on: the shipped record in memory, and on disk as a person has it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from store import shipped
from store.corpus import Corpus
from store.holdings import Holdings

# How long one example takes says more of the machine than of the program.
settings.register_profile(
    "ours", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ours")


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The shipped sources and all that they say, read from the package."""
    return shipped.corpus_of(shipped.read_folder(shipped.folder()))


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped record in it. Many tests share it: none may write to it."""
    folder = tmp_path_factory.mktemp("installed")
    with Holdings.open(folder) as holdings:
        assert shipped.install(holdings)
    return folder


@pytest.fixture
def record(installed: Path, tmp_path: Path) -> Path:
    """A copy of the shipped record that a test may do with as it likes."""
    shutil.copytree(installed, tmp_path / "held")
    return tmp_path / "held" / "record.db"
