"""On text that Python itself ships, what is meant is found as often as promised, however it is spoilt."""

from __future__ import annotations

from pydoc_data.topics import topics

import pytest

from store.search import SearchIndex
from tests.bench.queries import BESIDE, samples
from tests.bench.search import Meant, success


@pytest.fixture(scope="module")
def library() -> list[str]:
    blocks = (" ".join(block.split()) for text in topics.values() for block in text.split("\n\n"))
    return list(dict.fromkeys(block for block in blocks if block.count(" ") > 6))


@pytest.mark.slow
def test_success_on_a_library(library: list[str]) -> None:
    index = SearchIndex()
    index.rebuild(enumerate(library))
    assert len(index) == len(library) > 1_000
    shares, _ = success(
        lambda query: [hit.passage_id for hit in index.search(query, limit=10)],
        samples(library, each=50),
        Meant(library),
    )
    assert shares["all"][0] >= 0.965
    assert shares["all"][1] >= 0.99
    assert all(ten >= 0.95 for kind, (_, ten) in shares.items() if kind != BESIDE)


def test_success_on_the_four_sources(sources: SearchIndex, paragraphs: dict[int, str]) -> None:
    texts = list(paragraphs.values())
    shares, _ = success(
        lambda query: [hit.passage_id for hit in sources.search(query, limit=10)],
        samples(texts, each=40),
        Meant(texts),
    )
    assert shares["all"][0] >= 0.98
    assert shares["all"][1] == 1.0
