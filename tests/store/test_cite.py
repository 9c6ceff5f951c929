"""What is pasted elsewhere: verbatim words, who said them, and where they stand."""

from __future__ import annotations

from store import shipped
from store.cite import citation, quotation, quoted
from store.corpus import Corpus

CORPUS: Corpus = shipped.corpus_of(shipped.read_folder(shipped.folder()))


def test_every_record_is_quoted_verbatim_with_its_source() -> None:
    for record in CORPUS.records.values():
        text = quoted(CORPUS, record)
        assert all(anchor.exact in text for anchor in record.main)
        source = CORPUS.sources[record.main[0].source]
        assert f"[{source.short}]" in text
        assert f"characters {record.main[0].start}–" in text


def test_what_is_left_out_of_a_split_quote_is_shown_as_left_out() -> None:
    split = next(r for r in CORPUS.records.values() if r.tab == "quotes" and len(r.main) > 1)
    assert quotation(split.main).count("[…]") == len(split.main) - 1


def test_a_source_without_title_or_date_is_cited_as_such() -> None:
    cited = citation(CORPUS.sources["state"])
    assert cited == "U.S. Department of State, untitled fact sheet, undated, 2021 or later [State]"
