"""What is searched for in the four sources is found first."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.search import SearchIndex, spans

SEEDS = Path(__file__).parents[3] / "seeds"


def paragraphs() -> list[tuple[int, str]]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    return list(enumerate(line for text in texts for line in text.split("\n") if line.strip()))


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    index = SearchIndex()
    index.rebuild(paragraphs())
    return index


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("Vincnt Broks", "Vincent Brooks"),
        ("camp humphrys", "Camp Humphreys"),
        ("F35", "F-35"),
        ("f 35", "F-35"),
        ("special measure agreement", "Special Measures Agreement"),
        ("us adn south korea", "US adn South Korea"),
        ("28500", "28,500"),
        ("iron clad", "ironclad"),
        ("21 countries", "Twenty-one countries"),
        ("6 missions", "six missions"),
        ("mk54", "MK 54"),
        ("ｆ３５", "F-35"),
        ("u.s. forces korea", "U.S. Forces Korea"),
    ],
)
def test_the_passage_meant_comes_first(index: SearchIndex, query: str, meant: str) -> None:
    texts = dict(paragraphs())
    first = index.search(query)[0]
    assert meant in texts[first.passage_id]
    assert spans(query, texts[first.passage_id])


def test_nothing_alike_is_nothing_found(index: SearchIndex) -> None:
    assert index.search("zzzzzz qqqqqq") == []


def test_save_and_load(index: SearchIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    assert SearchIndex.load(tmp_path / "index").search("camp humphrys") == index.search("camp humphrys")
