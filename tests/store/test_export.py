"""Exports: the same words and offsets in every form, and nothing cleaned, cut or added up."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, replace
from typing import Any

import pytest

from store.codec import record_from_json
from store.corpus import Corpus
from store.export import (
    FORMATS,
    chosen,
    csl,
    jsonl,
    markdown,
    sources_jsonl,
    sources_table,
    table,
    web_annotations,
)
from store.model import STATES, TABS, Record, State


def lines_of(parts: Any) -> list[Any]:
    return [json.loads(line) for line in "".join(parts).splitlines()]


def test_json_lines_are_the_records_whole(corpus: Corpus) -> None:
    records = chosen(corpus)
    parts = list(jsonl(corpus, records))
    assert all(part.endswith("\n") and part.count("\n") == 1 for part in parts)
    rows = lines_of(parts)
    assert {record_from_json(row).id for row in rows} == corpus.records.keys()
    assert [record_from_json(row) for row in rows] == records
    for row in rows:
        assert list(row) == [field.name for field in fields(Record)]
        for value in row["values"]:
            assert value["number"] is None or isinstance(value["number"], (int, float))
        for anchor in row["anchors"]:
            text = corpus.text(anchor["source"])
            assert text[anchor["start"] : anchor["end"]] == anchor["exact"]


def test_words_stay_in_their_own_letters(corpus: Corpus) -> None:
    whole = "".join(jsonl(corpus, chosen(corpus)))
    assert "South Korea’s combined forces" in whole
    assert "\\u2019" not in whole


@pytest.mark.parametrize("state", STATES)
def test_only_what_was_asked_for_is_exported(corpus: Corpus, state: State) -> None:
    changed = {**corpus.records, "osan": replace(corpus.records["osan"], state=state)}
    held = Corpus(corpus.sources.values(), corpus.texts, changed.values())
    assert ("osan" in {r.id for r in chosen(held)}) == (state in ("accepted", "corrected"))
    assert "osan" in {r.id for r in chosen(held, ("entities",), frozenset({state}))}
    assert {r.tab for r in chosen(held, ("sales", "quotes"))} == {"sales", "quotes"}


def test_related_news_is_exported_and_marked(corpus: Corpus) -> None:
    rows = {row["id"]: row for row in lines_of(jsonl(corpus, chosen(corpus)))}
    assert rows["dod22.timeline.battle-of-guam"]["article"] is False
    assert rows["dod22.timeline.scm-54"]["article"] is True


def test_csv_has_a_column_for_every_heading_and_the_words_as_they_stand(corpus: Corpus) -> None:
    records = chosen(corpus)
    rows = list(csv.DictReader(io.StringIO("".join(table(corpus, records)), newline="")))
    assert [row["id"] for row in rows] == [record.id for record in records]
    for row, record in zip(rows, records, strict=True):
        assert None not in row
        assert row["words"] == " […] ".join(anchor.exact for anchor in record.main)
        assert (int(row["start"]), int(row["end"])) == (record.main[0].start, record.main[-1].end)
        assert row["article"] == ("yes" if record.article else "no")
    shown = {row["id"]: row for row in rows}
    assert shown["dod19.timeline.shanahan-jeong"]["when"] == "undated, 2019-03-19 or later"
    assert shown["dod19.timeline.shanahan-jeong"]["basis"] == "inferred"
    assert shown["dod22.timeline.icbm-launch"]["basis"] == "relative"
    assert shown["state.sales.dcs-exports"]["values"] == "over $3.4 bn (FY2019–FY2021)"
    assert shown["state.sales.dcs-exports"]["when"] == ""
    assert shown["dod22.timeline.pledge"]["when"] == "2022-11-03 (inferred)"


def test_markdown_cites_every_record_under_its_tab(corpus: Corpus) -> None:
    records = chosen(corpus)
    whole = "".join(markdown(corpus, records))
    assert [line for line in whole.splitlines() if line.startswith("## ")] == [
        f"## {t.capitalize()}" for t in TABS
    ]
    assert sum(line.startswith("- **") for line in whole.splitlines()) == len(records)
    item = whole[whole.index("- **Shanahan meets Jeong") :].split("\n\n")[0]
    assert "undated, 2019-03-19 or later" in item
    assert "“Acting Defense Secretary Patrick M. Shanahan met with" in item
    assert "[DoD19]" in item
    split = whole[whole.index("- **Austin: founded on shared sacrifice") :].split("\n\n")[0]
    assert "ideals of freedom […] This alliance is founded" in split


def test_web_annotations_select_the_words_by_position_and_by_quote(corpus: Corpus) -> None:
    records = chosen(corpus)
    hashes = {f"urn:sha256:{source.sha256}": source.id for source in corpus.sources.values()}
    annotations = lines_of(web_annotations(corpus, records))
    assert [a["id"] for a in annotations] == [f"urn:ironquote:{record.id}" for record in records]
    for annotation, record in zip(annotations, records, strict=True):
        assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert annotation["type"] == "Annotation"
        assert len(annotation["target"]) == len(record.main)
        for target in annotation["target"]:
            text = corpus.text(hashes[target["source"]])
            position, quote = target["selector"]
            exact = text[position["start"] : position["end"]]
            assert quote["exact"] == exact
            assert text[: position["start"]].endswith(quote["prefix"])
            assert text[position["end"] :].startswith(quote["suffix"])


def test_csl_dates_only_what_the_page_dates(corpus: Corpus) -> None:
    items = {item["id"]: item for item in json.loads("".join(csl(corpus, chosen(corpus))))}
    assert items.keys() == corpus.sources.keys()
    assert items["dod22"]["issued"] == {"date-parts": [[2022, 11, 3]]}
    assert items["dod22"]["author"] == [{"literal": "Jim Garamone"}]
    assert [name for name, item in items.items() if "issued" in item] == ["dod22"]
    assert "title" not in items["state"]
    sales = json.loads("".join(csl(corpus, chosen(corpus, ("sales",)))))
    assert [item["id"] for item in sales] == ["state", "news"]


def test_sources_have_their_dates_and_what_these_rest_on(corpus: Corpus) -> None:
    sources = list(corpus.sources.values())
    rows = list(csv.DictReader(io.StringIO("".join(sources_table(sources)), newline="")))
    assert [(row["short"], row["date"], row["basis"]) for row in rows] == [
        ("DoD19", "undated, 2019-03-19 or later", "inferred"),
        ("State", "undated, 2021 or later", "inferred"),
        ("DoD22", "2022-11-03", "stated"),
        ("News", "undated, 2021 or later", "inferred"),
    ]
    assert [row["sha256"] for row in lines_of(sources_jsonl(sources))] == [
        source.sha256 for source in sources
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_of_nothing_is_whole(corpus: Corpus, name: str) -> None:
    whole = "".join(FORMATS[name](corpus, []))
    assert {"csl": "[]\n", "jsonl": "", "markdown": "", "annotations": ""}.get(name, whole) == whole
    assert name != "csv" or len(list(csv.reader(io.StringIO(whole)))) == 1
