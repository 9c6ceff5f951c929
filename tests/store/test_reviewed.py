"""A record written by hand: its words found, its faults all named, nothing half-read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Protocol

import pytest

from store import shipped
from store.model import Actor, When
from store.reviewed import Reviewed, ReviewedError, merge_entities, read

TEXT = """\
Home : News
A Meeting
The ministers’ meeting of May 5, 2020 was held at Osan. Over 1,500 troops from six countries came.
“We stand together,” Minister Park said. “We always have.”
Elsewhere: a ship of 12 sailed last night.
"""

SOURCE = """
[source]
id = "page"
short = "Page"
title = "A Meeting"
kind = "news story"
date = { edtf = "2020-05-05", words = "May 5, 2020" }
notes = ["One note."]

[[zones]]
kind = "boilerplate"
from = "Home : News"

[[zones]]
kind = "related"
from = "Elsewhere:"
to = "last night."

[entities.park]
kind = "person"
label = "Park"
forms = ["Minister Park"]
status = "Minister"
"""

ROWS = """
[timeline.meeting]
kind = "meeting"
label = "Ministers meet"
words = "The ministers' meeting of May 5, 2020 was held at Osan."
when = { role = "held", edtf = "2020-05-05", words = "May 5, 2020" }
place = "Osan"
cluster = "meeting"

[forces.troops]
kind = "personnel"
label = "Troops"
words = "Over 1,500 troops from six countries came."
value = [
  { of = "troops", number = 1500, unit = "people", qualifier = "over", words = "1,500" },
  { of = "countries", number = 6, unit = "countries", words = "six" },
]
who = { holder = ["park", "The ministers' meeting"] }

[forces.ship]
kind = "vessel"
label = "A ship"
words = "a ship of 12"
when = { role = "sailed", edtf = "2020-05-04", basis = "relative", words = ["last night", "May 5, 2020"] }
value = { of = "crew", number = 12, unit = "people", words = "12" }

[quotes.together]
kind = "direct"
label = "Park"
words = ["We stand together,", "We always have."]
speaker = "park"
said = "Minister Park said"
named = "Minister Park"
status = "said"
"""


class Write(Protocol):
    """Writes a record and its text to disk, and reads them."""

    def __call__(self, toml: str, text: str = TEXT) -> Reviewed: ...


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(toml: str, text: str = TEXT) -> Reviewed:
        (tmp_path / "page.toml").write_text(toml, encoding="utf-8")
        (tmp_path / "page.txt").write_bytes(text.encode())
        return read(tmp_path / "page.toml", tmp_path / "page.txt")

    return written


def test_a_whole_record_is_read(write: Write) -> None:
    reviewed = write(SOURCE + ROWS)
    assert reviewed.source.when == When("published", "2020-05-05", None, "day", "stated")
    assert reviewed.source.notes == ("One note.",)
    assert [zone.kind for zone in reviewed.source.zones] == ["boilerplate", "related"]
    records = {record.id: record for record in reviewed.records}
    rows = ["timeline.meeting", "forces.troops", "forces.ship", "quotes.together"]
    assert list(records) == ["park", *(f"page.{name}" for name in rows)]
    for record in records.values():
        for anchor in record.anchors:
            assert TEXT[anchor.start : anchor.end] == anchor.exact
    meeting = records["page.timeline.meeting"]
    assert meeting.main[0].exact == "The ministers’ meeting of May 5, 2020 was held at Osan."
    assert (meeting.cluster, meeting.place, meeting.when[0].precision) == ("meeting", "Osan", "day")
    troops = records["page.forces.troops"]
    assert [(v.number, v.unit, v.qualifier) for v in troops.values] == [
        (Decimal(1500), "people", "over"),
        (Decimal(6), "countries", "exact"),
    ]
    assert [anchor.exact for anchor in troops.spans("value")] == ["1,500", "six"]
    assert troops.actors == (Actor("holder", "park"), Actor("holder", "The ministers' meeting"))
    quote = records["page.quotes.together"]
    assert [anchor.exact for anchor in quote.main] == ["We stand together,", "We always have."]
    assert [anchor.role for anchor in quote.anchors] == ["segment", "segment", "attribution", "speaker"]
    assert quote.actors == (Actor("speaker", "park"),)
    assert {record.id for record in records.values() if not record.article} == {"page.forces.ship"}


def test_the_words_of_a_value_are_looked_for_in_its_row_first(write: Write) -> None:
    text = TEXT.replace("Over 1,500", "Not 1,500 but over 1,500")
    rows = ROWS.replace("Over 1,500 troops", "over 1,500 troops")
    troops = next(r for r in write(SOURCE + rows, text).records if r.id == "page.forces.troops")
    (row,), (value, _) = troops.main, troops.spans("value")
    assert text.count("1,500") == 2
    assert row.start <= value.start < value.end <= row.end


def line_of(toml: str, header: str) -> int:
    return next(n for n, line in enumerate(toml.splitlines(), 1) if line.startswith(header))


FAULTS = {
    "words that are not there": ("held at Osan.", "held in Osan.", "does not say", "[timeline.meeting]"),
    "words one character off at their start": (
        '"The ministers',
        '"he ministers',
        "does not say",
        "[timeline",
    ),
    "words one character off at their end": (
        'a ship of 12"',
        'a ship of 1"',
        "does not say",
        "[forces.ship]",
    ),
    "words in other letters": ('"a ship of 12"', '"A ship of 12"', "does not say", "[forces.ship]"),
    "words that stand twice": ('"a ship of 12"', '"We"', "say which with prefix or nth", "[forces.ship]"),
    "no words": ('words = "a ship of 12"', "", "no claim without its quote", "[forces.ship]"),
    "a dropped hedge": (', qualifier = "over"', "", "the source says over", "[forces.troops]"),
    "another hedge": ('"over"', '"about"', "the record says about", "[forces.troops]"),
    "an unknown hedge": ('"over"', '"some"', "a qualifier is one of", "[forces.troops]"),
    "an added hedge": ("number = 6,", 'number = 6, qualifier = "about",', "says exact", "[forces.troops]"),
    "another number": ("number = 6", "number = 7", "states 6, not 7", "[forces.troops]"),
    "a number in letters": ("number = 6", 'number = "six"', "not written as", "[forces.troops]"),
    "no unit": ('unit = "countries", ', "", "has no unit", "[forces.troops]"),
    "a period that is none": ('unit = "countries"', 'unit = "c", period = "May"', "not a date", "[forces."),
    "another year": ('held", edtf = "2020', 'held", edtf = "2021', "not state the year 2021", "[timeline"),
    "another day": (
        'edtf = "2020-05-05", words',
        'edtf = "2020-05-15", words',
        "not state the day",
        "[source]",
    ),
    "a relative date called stated": (
        'basis = "relative", ',
        "",
        "not state the day of 2020-05-04",
        "[forces.ship]",
    ),
    "a date without words": (', words = "May 5, 2020" }\nplace', " }\nplace", "no words", "[timeline."),
    "no day of the calendar": ('"2020-05-04"', '"2020-05-34"', "not a day of the calendar", "[forces.ship]"),
    "an unknown basis": ('"relative"', '"guessed"', "a basis is one of", "[forces.ship]"),
    "a date in another form": (
        'when = { role = "sailed"',
        'when = "2020" #',
        "not written as",
        "[forces.ship]",
    ),
    "an unknown kind": ('kind = "vessel"', 'kind = "boat"', "kind is one of", "[forces.ship]"),
    "a kind of another tab": ('kind = "meeting"', 'kind = "vessel"', "kind is one of", "[timeline."),
    "an unknown key": ('place = "Osan"', 'plce = "Osan"', "there is no key 'plce'", "[timeline.meeting]"),
    "an unknown table": (
        "[quotes.together]",
        "[sayings.together]",
        "there is no table 'sayings'",
        "[sayings",
    ),
    "an unknown role": ("holder = ", "owner = ", "a role is one of", "[forces.troops]"),
    "an actor nobody names": (
        '"The ministers\' meeting"]',
        '"the generals"]',
        "neither an entity",
        "[forces.",
    ),
    "a label that is missing": ('label = "Troops"', "", "a label is missing", "[forces.troops]"),
    "a label that is a number": ('label = "Troops"', "label = 5", "words in quotation marks", "[forces."),
    "a misspelt zone": ('kind = "related"', 'kind = "realted"', "kind is one of", "[[zones]]"),
    "a zone that is not there": ('from = "Home : News"', 'from = "Footer"', "does not say", "[[zones]]"),
    "a form that is not there": (
        'forms = ["Minister Park"]',
        'forms = ["Kim"]',
        "stands nowhere",
        "[entities.",
    ),
    "a form in another form": (
        '["Minister Park"]',
        '[{ word = "Park" }]',
        "not written as",
        "[entities.park]",
    ),
    "a row in boilerplate": (
        'words = "a ship of 12"',
        'words = "Home : News"',
        "boilerplate",
        "[forces.ship]",
    ),
    "no source": ('short = "Page"', "", "a record begins with [source]", "[source]"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_refused_by_its_line(write: Write, name: str) -> None:
    before, after, says, header = FAULTS[name]
    toml = (SOURCE + ROWS).replace(before, after, 1)
    assert toml != SOURCE + ROWS
    with pytest.raises(ReviewedError) as refused:
        write(toml)
    assert any(
        says in fault and fault.startswith(f"line {line_of(toml, header)}, {header}")
        for fault in refused.value.faults
    ), refused.value.faults


def test_every_fault_is_named_and_not_the_first_alone(write: Write) -> None:
    toml = SOURCE + ROWS.replace('"over"', '"about"').replace("held at Osan.", "held.").replace(
        "Park said", "said"
    )
    with pytest.raises(ReviewedError) as refused:
        write(toml)
    assert {fault.split(",")[1].strip(":").split(":")[0].strip() for fault in refused.value.faults} == {
        "[forces.troops]",
        "[timeline.meeting]",
        "[quotes.together]",
    }
    assert str(refused.value).count("\n") == len(refused.value.faults)
    assert "page.toml was not read" in str(refused.value)


@pytest.mark.parametrize("toml", ["[source", "source = 5", "", "[[source]]", SOURCE + "\ntimeline = 5\n"])
def test_what_is_no_record_at_all_is_refused(write: Write, toml: str) -> None:
    with pytest.raises(ReviewedError):
        write(toml)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "page.toml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "page.txt").write_bytes("Élysée".encode("latin-1"))
    with pytest.raises(ReviewedError, match="utf-8"):
        read(tmp_path / "page.toml", tmp_path / "page.txt")
    with pytest.raises(OSError, match="other"):
        read(tmp_path / "page.toml", tmp_path / "other.txt")


def test_entities_of_two_sources_are_joined_by_their_id(write: Write) -> None:
    one = write(SOURCE)
    other = write(SOURCE.replace('"page"', '"second"').replace('status = "Minister"', 'status = "Guest"'))
    (park,) = merge_entities([one, other])
    assert [anchor.source for anchor in park.anchors] == ["page", "second"]
    assert park.status == ("Minister", "Guest")
    differing = write(SOURCE.replace('"page"', '"second"').replace('label = "Park"', 'label = "Pak"'))
    with pytest.raises(ReviewedError, match="park is person 'Pak' here, person 'Park' elsewhere"):
        merge_entities([one, differing])


# ---- the shipped files, with one thing wrong


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('qualifier = "over", period = "FY2019/FY2021"', 'period = "FY2019/FY2021"', "the source says over"),
        ("number = 28500", "number = 28600", "states 28500, not 28600"),
        ('"Over 28,500 U.S. military', '"ver 28,500 U.S. military', "does not say"),
        ('edtf = "1953"', 'edtf = "1954"', "does not state the year 1954"),
        ('basis = "inferred"\nwords = "From FY2019', 'words = "From FY2020', "does not say"),
    ],
)
def test_the_shipped_state_record_would_not_be_read_with_a_fault(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    shipped_toml = shipped.folder() / "001_3fbe02b3105bc98b.toml"
    toml = shipped_toml.read_text(encoding="utf-8")
    assert before in toml
    (tmp_path / "state.toml").write_text(toml.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ReviewedError, match=says):
        read(tmp_path / "state.toml", shipped_toml.with_suffix(".txt"))
