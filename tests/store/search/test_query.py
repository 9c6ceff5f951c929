"""Operators have their usual spelling; what is half typed or makes no sense is plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.search import Query, parse
from store.search.query import FIELDS
from tui.operators import OPERATORS


@pytest.mark.parametrize(
    ("typed", "parsed"),
    [
        ("camp humphreys", Query("camp humphreys")),
        ('"fight tonight" brooks', Query("fight tonight brooks", phrases=("fight tonight",))),
        ("korea -north", Query("korea", excluded=("north",))),
        ("source:state korea", Query("korea", fields=(("source", "state"),))),
        ('speaker:"Lee Jong-sup" deterrence', Query("deterrence", fields=(("speaker", "Lee Jong-sup"),))),
        ("in:quotes IN:text", Query("", fields=(("in", "quotes"), ("in", "text")))),
        ("from:1950 to:1953-07-27", Query("", fields=(("from", "1950"), ("to", "1953-07-27")))),
        ("from:yesterday", Query("from:yesterday")),
        ("from:1953-13", Query("from:1953-13")),
        ("in:nowhere", Query("in:nowhere")),
        ("source:", Query("source:")),
        ('source:"sta', Query('source:"sta')),
        ("in:article -in:Related", Query("", fields=(("in", "article"), ("-in", "Related")))),
        (
            '-speaker:"Lee Jong-sup" -source:news',
            Query("", fields=(("-speaker", "Lee Jong-sup"), ("-source", "news"))),
        ),
        ("-in:rela", Query("-in:rela")),
        ("-in:", Query("-in:")),
        ("-source:", Query("-source:")),
        ("-from:2018", Query("", excluded=("from:2018",))),
        ("from:2018-02-30", Query("from:2018-02-30")),
        ("from:0000", Query("from:0000")),
        ("to:2018-1", Query("to:2018-1")),
        ("to:²⁰¹⁸", Query("to:²⁰¹⁸")),
        ("colour:red", Query("colour:red")),
        ('"half typed', Query('"half typed')),
        ("- --x F-35 cost-sharing", Query("- --x F-35 cost-sharing")),
        ("korea ", Query("korea", open=False)),
        ("", Query("", open=False)),
    ],
)
def test_parse(typed: str, parsed: Query) -> None:
    assert parse(typed) == parsed


@given(st.text(alphabet=st.sampled_from('ab -":.insource\t'), max_size=40) | st.text())
def test_nothing_typed_is_an_error(typed: str) -> None:
    query = parse(typed)
    assert set(query.text) <= {*typed, " "}
    assert {name for name, _ in query.fields} <= {*FIELDS}


@pytest.mark.parametrize("operator", [written for written, _ in OPERATORS])
def test_what_help_tells_of_is_understood(operator: str) -> None:
    query = parse(operator)
    assert query.fields or query.phrases or query.excluded
