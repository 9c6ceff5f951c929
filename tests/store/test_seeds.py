"""The shipped record: its hard facts, each held against the words of the source it stands on."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import pytest

from store import shipped
from store.amounts import show_value, show_values
from store.compare import compare
from store.corpus import Corpus
from store.dates import parse, show_when
from store.model import TABS, Record, Tab, When
from store.text import zone_at
from store.verify import verify

SHA256 = {
    "000_0233a32075aad87c.txt": "7a117fe6819e349b0b75e12477231fe96dad31482797f60f757ec1ced08d74cb",
    "001_3fbe02b3105bc98b.txt": "6b3530439c17fc08a310d6b6c595dc9f123b4b6d4db8183f92ceefaae3f9600b",
    "002_9d163219f8eed68a.txt": "5c3d70e461202744775652665f5f07626fdbbb4a4eec4893824c57d79eadd24c",
    "003_e6c83401a1413d09.txt": "1c010896093ca3c45abeef259f599d4050d30b6cd41449ae18e0063f1df215c1",
}


def saying(corpus: Corpus, words: str, tab: Tab, source: str | None = None) -> list[Record]:
    """The records of a tab that stand on `words`, in one of their own spans."""
    return [
        record
        for record in corpus.tab(tab, related=True)
        if source in (None, record.source) and any(words in anchor.exact for anchor in record.main)
    ]


def the(corpus: Corpus, words: str, tab: Tab, source: str | None = None) -> Record:
    """The one record of a tab that stands on `words`."""
    (record,) = saying(corpus, words, tab, source)
    return record


# ---- the sources


def test_the_four_sources_are_shipped_byte_for_byte(corpus: Corpus) -> None:
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in shipped.folder().glob("*.txt")
    }
    assert files == SHA256
    assert {source.file: source.sha256 for source in corpus.sources.values()} == SHA256
    for source in corpus.sources.values():
        assert corpus.text(source.id).encode() == (shipped.folder() / source.file).read_bytes()


def test_the_shipped_record_verifies(corpus: Corpus) -> None:
    files = {digest: shipped.folder() / name for name, digest in SHA256.items()}
    assert list(verify(corpus, lambda digest: files[digest].read_bytes())) == []


def test_only_the_page_that_states_a_date_has_one(corpus: Corpus) -> None:
    dated = {source.id: show_when(source.when) for source in corpus.sources.values()}
    assert dated == {
        "dod19": "undated, 2019-03-19 or later",
        "state": "undated, 2021 or later",
        "dod22": "2022-11-03",
        "news": "undated, 2021 or later",
    }
    assert [s.id for s in corpus.sources.values() if s.when.basis == "stated"] == ["dod22"]


def test_the_record_is_as_large_as_the_texts_ask_for(corpus: Corpus) -> None:
    counts = {tab: len(corpus.tab(tab, related=True)) for tab in TABS}
    assert sum(counts.values()) - counts["entities"] >= 200
    assert counts["entities"] >= 120
    assert all(counts.values())


# ---- numbers and their hedges


def test_four_statements_of_28_500_are_one_row_with_four_qualifiers(corpus: Corpus) -> None:
    (row,) = [
        row for row in corpus.rows("forces") if any(v.number == 28500 for r in row.members for v in r.values)
    ]
    said = {r.values[0].qualifier: (r.source, r.main[0].exact) for r in row.members}
    assert said == {
        "exact": ("dod19", "There are 28,500 U.S. service members based in South Korea"),
        "over": ("state", "Over 28,500 U.S. military personnel are stationed in the ROK"),
        "approximately": ("news", "The US maintains approximately 28,500 troops in South Korea"),
        "~": ("news", "US Troops in South Korea | ~28,500"),
    }
    assert len(row.members) == 4
    assert sorted(show_value(r.values[0]) for r in row.members) == sorted(
        ["28,500", "over 28,500", "approximately 28,500", "~28,500"]
    )
    assert compare(row.members).verdict == "refine"


def test_every_statement_of_28_500_keeps_the_hedge_before_it(corpus: Corpus) -> None:
    before = {"": "exact", "Over": "over", "approximately": "approximately", "~": "~"}
    found = [
        (record, value, span)
        for record in corpus.records.values()
        for value, span in zip(record.values, record.spans("value"), strict=False)
        if value.number == 28500
    ]
    assert {record.tab for record, _, _ in found} == {"timeline", "forces", "agreements", "quotes"}
    for _, value, span in found:
        lead = span.prefix.rsplit(maxsplit=1)[-1]
        lead = "~" if lead.endswith("~") else lead if lead in before else ""
        assert value.qualifier == before[lead]


@pytest.mark.parametrize(
    ("source", "words", "number", "unit", "qualifier"),
    [
        ("dod19", "Twenty-one countries ultimately contributed", 21, "countries", "exact"),
        ("dod19", "about 90% of the military personnel", 90, "percent", "about"),
        ("dod19", "625,000 active-duty service members", 625_000, "people", "exact"),
        ("dod19", "5.2 million reservists", 5_200_000, "people", "exact"),
        ("dod19", "more than 1,500 fixed-wing aircraft", 1500, "aircraft", "more than"),
        ("dod19", "about 750 helicopters", 750, "helicopters", "about"),
        ("dod19", "losing 5,099 service members", 5099, "people", "exact"),
        ("dod19", "more than 600,000 troops", 600_000, "people", "more than"),
        ("dod19", "about 41 percent", 41, "percent", "about"),
        ("state", "more than 600 personnel", 600, "people", "more than"),
        ("state", "six missions", 6, "missions", "exact"),
        ("state", "just over $7 billion", 7_000_000_000, "USD", "just over"),
        ("state", "one of three bilateral mutual defense alliances", 3, "alliances", "exact"),
        ("dod22", "the 10th largest economy", 10, "rank", "exact"),
        ("news", "$1.03 billion", 1_030_000_000, "USD", "exact"),
        ("news", "13.9% increase", "13.9", "percent", "exact"),
        ("news", "projected to reach $52.8 billion", 52_800_000_000, "USD", "projected"),
        ("news", "~$1.2 Billion (2026)", 1_200_000_000, "USD", "~"),
        ("news", "top 10 military spenders", 10, "countries", "top"),
    ],
)
def test_a_number_of_the_sources(
    corpus: Corpus, source: str, words: str, number: int | str, unit: str, qualifier: str
) -> None:
    assert words in corpus.text(source)
    stated = [
        (v.number, v.unit, v.qualifier) for r in saying(corpus, words, "forces", source) for v in r.values
    ]
    assert stated == [(Decimal(number), unit, qualifier)]


def test_no_hedge_is_lost_on_the_way_to_the_screen(corpus: Corpus) -> None:
    for record in corpus.records.values():
        shown = show_values(record.values)
        for value in record.values:
            assert value.qualifier == "exact" or value.qualifier in shown


# ---- sales and cost-sharing


def test_open_cases_and_a_yearly_flow_are_never_one(corpus: Corpus) -> None:
    stock = the(corpus, "more than $30 billion in active government-to-government", "sales")
    flow = the(corpus, "over $3.4 billion in defense articles", "sales")
    assert (stock.values[0].number, stock.values[0].qualifier) == (Decimal(30_000_000_000), "more than")
    assert (flow.values[0].number, flow.values[0].qualifier) == (Decimal(3_400_000_000), "over")
    for tab in ("timeline", "sales"):
        for row in corpus.rows(tab):
            numbers = {value.number for record in row.members for value in record.values}
            assert not {Decimal(30_000_000_000), Decimal(3_400_000_000)} <= numbers
    sums = {value.number for record in corpus.records.values() for value in record.values}
    assert 33_400_000_000 not in sums


def test_fiscal_years_are_shown_as_such_and_never_as_dates(corpus: Corpus) -> None:
    for tab in ("timeline", "sales"):
        (flow,) = saying(corpus, "From FY2019 to FY2021", tab)
        assert flow.values[0].period == "FY2019/FY2021"
        assert show_values(flow.values) == "over $3.4 bn (FY2019–FY2021)"
        assert flow.when == ()
    dated = [w for r in corpus.records.values() if r.source == "state" for w in r.when if w.edtf]
    assert {when.edtf for when in dated} == {"1953", "1991/.."}


def test_four_sums_of_cost_sharing_are_four_measures(corpus: Corpus) -> None:
    words = ("about 41 percent", "to $1.03 billion", "~$1.2 Billion (2026)", "just over $7 billion")
    records = [the(corpus, one, "agreements") for one in words]
    assert len({record.cluster or record.id for record in records}) == 4
    eleventh = records[3]
    assert "11th SMA" in eleventh.main[0].exact
    assert eleventh.when == ()
    assert all(value.period == "" for value in eleventh.values)


SYSTEMS = (
    "MK 54 Lightweight Torpedoes",
    "Precision Guided Munitions",
    "F-35 Joint Strike Fighter",
    "P-8A Patrol Aircraft",
    "Patriot Advanced Capability-3 missile systems",
    "Global Hawk Unmanned Aerial Vehicle",
    "KF-16 aircraft Upgrades",
    "Aegis Combat Systems",
    "Harpoon",
    "Hellfire Missiles",
    "AH-64E Attack Helicopters",
)


def test_every_system_sold_is_one_row_in_the_source_s_words(corpus: Corpus) -> None:
    sold = [record for record in corpus.tab("sales") if record.kind == "system"]
    assert tuple(record.main[0].exact for record in sold) == SYSTEMS
    assert "Harpoon and Hellfire Missiles" in corpus.text("state")
    assert len({actor.ref for r in sold for actor in r.actors if actor.role == "subject"}) == len(SYSTEMS)
    for record in sold:
        assert record.values == ()
        assert record.when == ()


def test_thaad_is_deployed_and_not_sold(corpus: Corpus) -> None:
    assert [r.id for r in corpus.tab("sales", related=True) if "thaad" in f"{r}".lower()] == []
    deployed = the(corpus, "deployment of the Terminal High Altitude Area Defense system", "timeline")
    assert deployed.kind == "deployment"
    assert show_when(deployed.when[0] if deployed.when else When("held")) == "undated"


# ---- dates


@pytest.mark.parametrize(
    ("words", "edtf", "rests_on"),
    [
        ("met for the 54th Security Consultative Meeting", "2022-11-03", "today"),
        ("intercontinental continental ballistic missile last night", "2022-11-02", "last night"),
        ("additional missile launches today", "2022-11-03", "today"),
    ],
)
def test_a_day_that_follows_from_the_page_s_date_is_relative(
    corpus: Corpus, words: str, edtf: str, rests_on: str
) -> None:
    record = next(r for r in saying(corpus, words, "timeline", "dod22") if r.kind in ("meeting", "launch"))
    when = record.when[0]
    assert (when.edtf, when.basis, when.precision) == (edtf, "relative", "day")
    assert {rests_on, "Nov. 3, 2022"} <= {anchor.exact for anchor in record.spans("date")}


def test_the_undated_meeting_borrows_no_date(corpus: Corpus) -> None:
    meeting = the(corpus, "Shanahan met with South Korean Defense Minister Jeong Kyeong-doo", "timeline")
    assert [show_when(when) for when in meeting.when] == ["undated, 2019-03-19 or later"]
    assert meeting.when[0].edtf is None
    assert meeting.when[0].basis == "inferred"
    gunnery = the(corpus, "prepare to qualify at Rodriguez Live Fire Complex", "timeline")
    assert corpus.time(gunnery) < corpus.time(meeting)


def test_special_measures_since_1991_have_no_end(corpus: Corpus) -> None:
    for tab in ("timeline", "agreements"):
        record = the(corpus, "Since 1991, the ROK has defrayed", tab)
        assert [show_when(when) for when in record.when] == ["since 1991"]
        assert record.when[0].edtf == "1991/.."


@pytest.mark.parametrize("words", ["nearly 70 years", "nearly seven decades"])
def test_nearly_70_years_yield_no_first_year(corpus: Corpus, words: str) -> None:
    found = [record for tab in TABS for record in saying(corpus, words, tab)]
    records = [record for record in found if any(v.unit in ("years", "decades") for v in record.values)]
    assert len(records) >= 2
    for record in records:
        assert record.values[0].qualifier == "nearly"
        assert all(parse(when.edtf).earliest.year >= 2019 for when in record.when if when.edtf)


def test_every_shown_date_tells_what_it_rests_on(corpus: Corpus) -> None:
    whens = [when for record in corpus.records.values() for when in record.when]
    assert {when.basis for when in whens} == {"stated", "relative", "inferred"}
    for when in whens:
        shown = show_when(when)
        assert shown.startswith("undated") == (when.edtf is None)
        assert ("(inferred)" in shown) == (when.edtf is not None and when.basis == "inferred")


def test_a_stated_date_stands_in_the_text_of_its_record(corpus: Corpus) -> None:
    for record in corpus.records.values():
        words = " ".join(anchor.exact for anchor in record.spans("date"))
        for when in record.when:
            if when.edtf is not None and when.basis == "stated":
                assert all(part[:4] in words for part in when.edtf.split("/") if part[:1].isdigit())


def test_the_year_in_the_treaty_s_name_is_no_signing(corpus: Corpus) -> None:
    named = the(corpus, "codified in the 1953 Mutual Defense Treaty", "agreements")
    signed = the(corpus, "Mutual Defense Treaty was signed in 1953", "agreements")
    assert (named.when[0].role, signed.when[0].role) == ("named", "signed")
    assert named.cluster == signed.cluster != ""


def test_the_korean_war_is_one_row_of_four_sources(corpus: Corpus) -> None:
    (row,) = [row for row in corpus.rows("timeline") if row.first.label == "Korean War"]
    dates = {record.source: [show_when(when) for when in record.when] for record in row.members}
    assert dates == {"dod19": [], "state": [], "dod22": ["from 1950"], "news": ["1950/1953"]}


# ---- who said it


def test_lee_says_it_for_austin_through_a_translator(corpus: Corpus) -> None:
    quote = the(corpus, "Secretary Austin and I affirm", "quotes")
    assert [corpus.name(a.ref) for a in quote.actors if a.role == "speaker"] == ["Lee Jong-sup"]
    assert [a.exact for a in quote.spans("attribution")] == ["he said through a translator"]
    assert "through a translator" in quote.status
    assert [a.exact for a in quote.spans("speaker")] == ["Lee"]
    assert "[North Korea]" in quote.main[0].exact
    assert "[will]" in quote.main[0].exact


@pytest.mark.parametrize(
    ("first", "second", "between"),
    [
        ("illegal and destabilizing launch", "I've consulted with Minister Lee", 'today," Austin said. "I'),
        ("For nearly seven decades", "And today, [South Korea]", 'Indo-Pacific," Austin said. "And'),
        ("On the peninsula, we're returning", "We're committed", 'if necessary," he said. "We'),
        ("For decades, U.S. and", "This alliance is founded", 'freedom," Austin said. "This'),
    ],
)
def test_a_speech_split_by_its_attribution_is_one_quote(
    corpus: Corpus, first: str, second: str, between: str
) -> None:
    text = corpus.text("dod22")
    assert between in text
    quote = next(r for r in saying(corpus, first, "quotes") if r.kind == "direct")
    assert [anchor.role for anchor in quote.main] == ["segment", "segment"]
    assert quote.main[0].exact.startswith(first)
    assert quote.main[1].exact.startswith(second)
    gap = text[quote.main[0].end : quote.main[1].start]
    (said,) = quote.spans("attribution")
    assert quote.main[0].end < said.start < said.end < quote.main[1].start
    assert gap.count('"') == 2
    assert [corpus.name(a.ref) for a in quote.actors if a.role == "speaker"] == ["Lloyd J. Austin III"]


def test_direct_quotations_stand_in_quotation_marks(corpus: Corpus) -> None:
    for record in corpus.tab("quotes", related=True):
        if record.kind in ("direct", "partial"):
            for span in record.main:
                assert span.prefix.rstrip()[-1:] in '"“'
                assert span.suffix[:1] in '",.”' or span.exact[-1] in ".,"


# ---- who is who


def test_combined_forces_of_south_korea_are_not_the_command(corpus: Corpus) -> None:
    held = the(corpus, "more than 1,500 fixed-wing aircraft", "forces")
    assert "combined-forces-command" not in {actor.ref for actor in held.actors}
    names = {corpus.name(actor.ref) for actor in held.actors}
    assert "South Korea's combined forces" in names


# ---- what is not of the alliance


def test_nothing_stands_in_boilerplate(corpus: Corpus) -> None:
    for record in corpus.records.values():
        for anchor in record.main if record.tab != "entities" else record.anchors:
            assert zone_at(corpus.sources[anchor.source].zones, anchor.start) != "boilerplate"


def test_there_is_no_1989(corpus: Corpus) -> None:
    assert "The Lessons of 1989" in corpus.text("state")
    for record in corpus.records.values():
        assert all("1989" not in anchor.exact for anchor in record.anchors)
        assert all("1989" not in f"{when.edtf} {when.bound}" for when in record.when)
    assert all("StateDeptPM" not in a.exact for r in corpus.records.values() for a in r.main)


def test_related_news_is_marked_and_shown_only_when_asked_for(corpus: Corpus) -> None:
    text = corpus.text("dod22")
    tail = text.index("IN THE USINDOPACOM NEWS")
    for record in corpus.records.values():
        inside = [anchor.source == "dod22" and anchor.start >= tail for anchor in record.main]
        assert record.article == (not all(inside)), record.id
    related = {record.id for record in corpus.records.values() if not record.article}
    assert len(related) > 50
    assert {"tamiok-strike", "osan-air-base", "dod22.timeline.battle-of-guam"} <= related
    for tab in TABS:
        assert related.isdisjoint(record.id for record in corpus.tab(tab))
        assert related.isdisjoint(r.id for row in corpus.rows(tab) for r in row.members)
        shown = {record.id for record in corpus.tab(tab, related=True)}
        assert {name for name in related if corpus.records[name].tab == tab} <= shown
