"""The four sources, cut into paragraphs, and the index over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.search import SearchIndex

SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.fixture(scope="session")
def paragraphs() -> dict[int, str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    return dict(enumerate(line for text in texts for line in text.split("\n") if line.strip()))


@pytest.fixture(scope="session")
def sources(paragraphs: dict[int, str]) -> SearchIndex:
    index = SearchIndex()
    index.rebuild(paragraphs.items())
    return index


@pytest.fixture(params=["plain", "numpy"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test both ways that the index works: as a small corpus, and as a large one."""
    if request.param == "numpy":
        force_numpy(monkeypatch)
    return str(request.param)


def force_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.search.index.BULK", 0)
    monkeypatch.setattr("store.search.postings.BULK", 0)
    monkeypatch.setattr("store.search.vocabulary.MANY", 0)
