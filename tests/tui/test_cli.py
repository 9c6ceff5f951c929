"""The command line, run as it is run: another process, a real record, real pipes and terminals."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from rich.cells import cell_len

from store import __version__, shipped
from store.corpus import Corpus
from store.durable.envelope import seal
from store.holdings import Holdings
from store.model import TABS

COMMAND = [sys.executable, "-m", "tui"]

EACH = """
import json, sys
from tui.cli import main
for arguments in json.loads(sys.argv[1]):
    status = main(arguments)
    print(f"\\x1e{status}")
    print("\\x1e", file=sys.stderr)
"""
"""Several commands in one process, to start it but once: what each says, then a mark and its status."""


class Ended(NamedTuple):
    """How a run of the command ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


class Run(Protocol):
    """Runs the command in a folder of its own."""

    def __call__(self, *arguments: str | Path, record: Path | None = None, **env: str) -> Ended: ...


class Each(Protocol):
    """Runs several commands, one after the other."""

    def __call__(self, *commands: Sequence[str], record: Path, **env: str) -> list[Ended]: ...


def environment(home: Path, record: Path | None, **more: str) -> dict[str, str]:
    """An environment in which nothing outside `home` can be meant, and output is buffered as usual."""
    not_ours = ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "COLUMNS", "IRONQUOTE_RECORD")
    kept = {name: value for name, value in os.environ.items() if name not in not_ours}
    mine = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PYTHONUTF8": "1"}
    own = {} if record is None else {"IRONQUOTE_RECORD": str(record)}
    return {**kept, **mine, **own, **more}


def check(ended: Ended) -> Ended:
    """Whatever happens, people get sentences that say whose they are, and never a traceback."""
    assert "Traceback" not in ended.err + ended.out
    assert all(line.startswith("ironquote: ") for line in ended.err.splitlines()), ended.err
    assert ended.status in (0, 1, 2)
    assert bool(ended.err) or ended.status != 2
    return ended


@pytest.fixture
def run(tmp_path: Path) -> Run:
    home = tmp_path / "home"
    home.mkdir()

    def ran(*arguments: str | Path, record: Path | None = None, **env: str) -> Ended:
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            cwd=home,
            env=environment(home, record, **env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return check(Ended(done.returncode, done.stdout.decode(), done.stderr.decode()))

    return ran


@pytest.fixture
def each(tmp_path: Path) -> Each:
    def ran(*commands: Sequence[str], record: Path, **env: str) -> list[Ended]:
        done = subprocess.run(
            [sys.executable, "-c", EACH, json.dumps(commands)],
            cwd=tmp_path,
            env=environment(tmp_path, record, **env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        outs = re.findall(r"([^\x1e]*)\x1e(\d)\n", done.stdout.decode())
        errs = done.stderr.decode().split("\x1e\n")[:-1]
        return [check(Ended(int(status), out, err)) for (out, status), err in zip(outs, errs, strict=True)]

    return ran


def row(ended: Ended, words: str) -> str:
    """The one line of a table that holds `words`."""
    (found,) = [line for line in ended.lines if words in line]
    return found


# ---- help, wrong use


def test_help_names_every_command_and_makes_no_record(run: Run, tmp_path: Path) -> None:
    helped = run("--help", record=tmp_path / "none" / "record.db")
    assert helped.status == 0
    assert re.findall(r"^ {4}([a-z]+) ", helped.out, re.MULTILINE) == [
        "search",
        "show",
        "sources",
        "export",
        "verify",
    ]
    assert run("--version").out == f"ironquote {__version__}\n"
    assert not (tmp_path / "none").exists()


WRONG_USE = {
    "invalid choice: 'nonsense'": ["show", "nonsense"],
    "there is no dod22.timeline.nonsense in timeline": ["show", "timeline", "dod22.timeline.nonsense"],
    "there is no dod22.timeline.scm-54 in forces": ["show", "forces", "dod22.timeline.scm-54"],
    "there is no DoD23 in sources": ["show", "sources", "DoD23", "--csv"],
    "there is no a␛]0;x␇b in timeline": ["show", "timeline", "a\x1b]0;x\x07b"],
    "'0' is no number of answers": ["search", "--limit", "0", "Lee"],
    "one of the arguments WORDS --batch is required": ["search"],
    "--batch: not allowed with argument WORDS": ["search", "Lee", "--batch", "-"],
    "no/queries could not be used: No such": ["search", "--batch", "no/queries"],
    "invalid choice: 'xml'": ["export", "--format", "xml"],
    "no/such/folder.csv could not be used: No such": [
        "export",
        "--format",
        "csv",
        "-o",
        "no/such/folder.csv",
    ],
    "invalid choice: 'frobnicate'": ["frobnicate"],
    "unrecognized arguments: --colour": ["--colour"],
    "browsing needs a terminal": [],
}


def test_wrong_use_is_told_in_a_sentence(run: Run, each: Each, installed: Path) -> None:
    for says, ended in zip(WRONG_USE, each(*WRONG_USE.values(), record=installed), strict=True):
        assert (ended.status, ended.out) == (2, "")
        assert says in ended.err
        assert ended.err.count("\n") == 1
    assert run("show", "nonsense", record=installed).status == 2
    assert run(record=installed).status == 2


# ---- show


def test_the_timeline_shows_dates_as_they_are_known(run: Run, installed: Path) -> None:
    shown = run("show", "timeline", record=installed)
    assert shown.status == 0
    assert shown.lines[0].split() == ["When", "What", "Sources"]
    assert row(shown, "54th Security Consultative Meeting").startswith("2022-11-03  ")
    assert row(shown, "launches an intercontinental").startswith("2022-11-02  ")
    meeting = row(shown, "Shanahan meets Jeong")
    assert meeting.startswith("2019-03-19 or later  ")
    assert "(undated)" in meeting
    assert row(shown, "Special Measures Agreements ").startswith("since 1991  ")
    assert row(shown, "allies for nearly 70 years").startswith("undated  ")
    assert row(shown, "Permanent export of defense articles").startswith("FY2019–FY2021  ")
    assert row(shown, "rock-solid").startswith("2022-11-03 inferred  ")
    assert row(shown, "Foal Eagle, an annual").startswith("undated  ")
    war = row(shown, "Korean War  ")
    assert war.startswith("1950/1953  ")
    assert all(source in war for source in ("DoD19", "State", "DoD22", "News"))
    order = [
        shown.lines.index(row(shown, words))
        for words in ("Tank crews", "Shanahan meets", "an intercontinental")
    ]
    assert order == sorted(order)
    assert "Tamiok" not in shown.out
    assert "1989" not in shown.out
    related = run("show", "timeline", "--related", record=installed)
    assert "(related news)" in row(related, "Austin departs Osan Air Base")
    assert len(related.lines) > len(shown.lines)


def test_one_row_opens_into_the_wordings_of_its_sources(each: Each, installed: Path) -> None:
    one = "state.forces.us-military-personnel"
    forces, opened = each(["show", "forces"], ["show", "forces", one], record=installed)
    troops = row(forces, "U.S. troops in South Korea")
    assert "28,500" in troops
    assert all(source in troops for source in ("DoD19", "State", "News"))
    assert "4 wordings" in opened.out
    stated = [line.strip().split(" people")[0] for line in opened.lines if "28,500 people" in line]
    assert stated == ["28,500", "over 28,500", "approximately 28,500", "~28,500"]
    assert "Over 28,500 U.S. military personnel are stationed in the ROK" in opened.out


def test_sales_keep_stock_and_flow_apart(run: Run, installed: Path) -> None:
    sales = run("show", "sales", record=installed)
    stock, flow = row(sales, "Active FMS cases"), row(sales, "Permanent exports authorized under DCS")
    assert "more than $30 bn" in stock
    assert "over $3.4 bn FY2019–FY2021" in flow
    assert "THAAD" not in sales.out
    assert row(sales, "Harpoon Missiles") != row(sales, "Hellfire Missiles")


def test_one_record_says_what_its_dates_rest_on(each: Each, installed: Path) -> None:
    meeting, launch, quote = each(
        ["show", "timeline", "dod19.timeline.shanahan-jeong"],
        ["show", "timeline", "dod22.timeline.icbm-launch"],
        ["show", "quotes", "dod22.quotes.nuclear-attack"],
        record=installed,
    )
    assert "held undated, 2019-03-19 or later (inferred)" in meeting.out
    assert "launched 2022-11-02 (relative)" in launch.out
    assert "speaker Lee Jong-sup (he said through a translator)" in quote.out
    assert "Secretary Austin and I affirm" in quote.out


def test_data_forms_are_data(each: Each, installed: Path, corpus: Corpus) -> None:
    sales, sale, sale_csv, sources_csv, source = each(
        ["show", "sales", "--jsonl"],
        ["show", "sales", "state.sales.p-8a", "--jsonl"],
        ["show", "sales", "state.sales.p-8a", "--csv"],
        ["show", "sources", "--csv"],
        ["show", "sources", "DoD22", "--jsonl"],
        record=installed,
    )
    rows = {json.loads(line)["id"]: line for line in sales.lines}
    assert list(rows) == [record.id for record in corpus.tab("sales")]
    assert sale.lines == [rows["state.sales.p-8a"]]
    (one,) = csv.DictReader(io.StringIO(sale_csv.out))
    assert one["words"] == "P-8A Patrol Aircraft"
    table = csv.DictReader(io.StringIO(sources_csv.out))
    assert [one["short"] for one in table] == ["DoD19", "State", "DoD22", "News"]
    (named,) = source.lines
    assert json.loads(named)["when"]["edtf"] == "2022-11-03"


def test_sources_are_listed_with_their_dates_and_basis(run: Run, installed: Path, corpus: Corpus) -> None:
    listed = run("sources", record=installed)
    assert listed.status == 0
    assert [line.split()[0] for line in listed.lines if not line.startswith(" ")] == [
        "DoD19",
        "State",
        "DoD22",
        "News",
    ]
    assert "Jim Garamone, DOD News · 2022-11-03 (stated)" in listed.out
    assert listed.out.count("(inferred)") == 3
    counted = [int(n) for n in re.findall(r"· (\d+) records", listed.out)]
    assert sum(counted) == sum(record.source is not None for record in corpus.records.values())


# ---- search


MEANT = {
    "Vincnt Broks": "Vincent Brooks (person)",
    "camp humphrys": "Camp Humphreys (base)",
    "F35": "F-35 Joint Strike Fighter (equipment)",
}


def test_search_finds_what_was_meant(each: Each, installed: Path, corpus: Corpus) -> None:
    answers = each(*(["search", *words.split()] for words in MEANT), record=installed)
    for found, first in zip(answers, MEANT.values(), strict=True):
        assert found.status == 0
        place, _, rest = found.lines[0].partition("  ")
        assert rest.startswith(first)
        short, start, end = re.split("[:-]", place)
        (source,) = [one.id for one in corpus.sources.values() if one.short == short]
        assert rest.endswith(": " + corpus.text(source)[int(start) : int(end)])


def test_search_answers_as_json_with_true_offsets(run: Run, installed: Path, corpus: Corpus) -> None:
    found = run(
        "search", "--jsonl", "--limit", "7", "--in", "text", "us", "adn", "south", "korea", record=installed
    )
    answers = [json.loads(line) for line in found.lines]
    assert 0 < len(answers) <= 7
    assert {answer["kind"] for answer in answers} == {"passage"}
    assert "US adn South Korea" in answers[0]["spans"][0]["exact"]
    for answer in answers:
        for span in answer["spans"]:
            assert corpus.text(span["source"])[span["start"] : span["end"]] == span["exact"]


def test_search_that_finds_nothing_says_so(run: Run, installed: Path) -> None:
    ended = run("search", "xylophonequartz", record=installed)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "ironquote: nothing found for xylophonequartz.\n"


OPERATORS: dict[tuple[str, ...], Callable[[dict[str, Any]], bool]] = {
    ("source:state", "troops"): lambda row: "state" in {span["source"] for span in row["spans"]},
    ("in:quotes", "korea"): lambda row: (row["id"] or "").split(".")[1:2] == ["quotes"],
    ("alliance", "speaker:austin", "--in", "records"): lambda row: row["kind"] == "record",
    ('"mutual defense"',): lambda row: "utual" in json.dumps(row),
    ("korea", "-north", "--limit", "100", "--in", "text"): lambda row: (
        not re.search(r"\bnorth\b", row["spans"][0]["exact"], re.IGNORECASE)
    ),
    ("-harpoon", "korea"): lambda row: "arpoon" not in row["spans"][0]["exact"],
    ("exercise", "-in:related", "--limit", "100"): lambda row: row["article"],
    ("exercise", "in:related"): lambda row: not row["article"],
    ("from:1950", "to:1953", "in:timeline"): lambda row: ".timeline." in row["id"],
    ("--limit", "5", "-28,500", "troops"): lambda row: "28,500" not in row["spans"][0]["exact"],
}


def test_operators_work_in_the_shell_as_in_the_browser(each: Each, installed: Path) -> None:
    ended = each(*(["search", "--jsonl", *asked] for asked in OPERATORS), record=installed)
    for found, (asked, fits) in zip(ended, OPERATORS.items(), strict=True):
        assert (found.status, found.err) == (0, ""), asked
        assert all(fits(json.loads(line)) for line in found.lines), asked


@pytest.mark.parametrize("half", ["from:", "from:2018-02-30", "in:quot", "-in:", 'speaker:"lee', "-", "--"])
def test_a_half_typed_operator_is_text_in_the_shell(run: Run, installed: Path, half: str) -> None:
    found = run("search", "camp", "humphreys", half, record=installed)
    assert found.status == 0
    assert "Camp Humphreys" in found.lines[0]


def test_the_help_of_search_tells_its_operators(run: Run) -> None:
    told = run("search", "--help").out
    assert told == run("search", "-h").out
    for operator in (
        '"exact words"',
        "-without",
        "source:",
        "in:",
        "speaker:",
        "from:",
        "to:",
        "-in:related",
    ):
        assert operator in told


BATCH = "camp humphrys\n\n   \nF35\r\nxylophonequartz\n"


def test_a_batch_answers_each_line_with_its_query_and_rank(run: Run, installed: Path, tmp_path: Path) -> None:
    path = tmp_path / "queries.txt"
    path.write_bytes(b"\xef\xbb\xbf" + BATCH.encode())
    asked = ("search", "--batch", path, "--limit", "3")
    rows = [json.loads(line) for line in run(*asked, "--jsonl", record=installed).lines]
    assert list(dict.fromkeys(row["query"] for row in rows)) == ["camp humphrys", "F35"]
    for query in ("camp humphrys", "F35"):
        mine = [row for row in rows if row["query"] == query]
        assert [row["rank"] for row in mine] == [*range(1, len(mine) + 1)]
        alone = run("search", "--jsonl", "--limit", "3", *query.split(), record=installed)
        assert [json.loads(line) for line in alone.lines] == [
            {key: value for key, value in row.items() if key not in ("query", "rank")} for row in mine
        ]
    told = run(*asked, record=installed)
    assert told.status == 0
    blocks = told.out.split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == ["camp humphrys", "F35", "xylophonequartz", ""]
    assert blocks[0].split("\n")[1].startswith("   1  DoD19:2895-2909  Camp Humphreys (base): ")
    assert blocks[2].endswith("nothing found")


def test_a_batch_may_come_from_standard_input(installed: Path, tmp_path: Path) -> None:
    def piped(queries: bytes) -> tuple[int, str, str]:
        done = subprocess.run(
            [*COMMAND, "search", "--batch", "-"],
            input=queries,
            env=environment(tmp_path, installed),
            capture_output=True,
            timeout=60,
            check=False,
        )
        ended = check(Ended(done.returncode, done.stdout.decode(), done.stderr.decode()))
        return ended.status, ended.out, ended.err

    status, out, _ = piped(b"vincnt broks\n")
    assert status == 0
    assert "Vincent Brooks" in out
    assert piped(b"xylophonequartz\n")[::2] == (1, "ironquote: nothing found for any query.\n")
    assert piped(b"\n \n")[:2] == (1, "")
    status, _, err = piped(b"Lee\n\xff\xfe\n")
    assert status == 2
    assert "Line 2 of standard input is not UTF-8" in err


# ---- export


def test_an_export_is_the_same_in_a_file_and_in_a_pipe(run: Run, installed: Path, tmp_path: Path) -> None:
    piped = run("export", "--format", "jsonl", record=installed)
    filed = run("export", "--format", "jsonl", "-o", tmp_path / "all.jsonl", record=installed)
    assert (piped.status, filed.status, filed.out) == (0, 0, "")
    assert (tmp_path / "all.jsonl").read_text(encoding="utf-8") == piped.out
    rows = [json.loads(line) for line in piped.lines]
    assert {one["tab"] for one in rows} == set(TABS)
    assert sum(not one["article"] for one in rows) > 50


def test_an_export_of_a_tab_or_a_state_alone(run: Run, installed: Path) -> None:
    quotes = run("export", "--format", "csv", "--tab", "quotes", record=installed)
    assert {one["tab"] for one in csv.DictReader(io.StringIO(quotes.out))} == {"quotes"}
    none = run("export", "--format", "jsonl", "--state", "proposed", record=installed)
    assert (none.status, none.out) == (1, "")
    assert "empty" in none.err


# ---- verify


def test_verify_finds_nothing_wrong_with_the_shipped_record(
    run: Run, installed: Path, corpus: Corpus
) -> None:
    ended = run("verify", record=installed)
    assert ended.status == 0
    assert ended.lines[-1].startswith(f"4 sources, {len(corpus.records)} records, ")
    assert ended.lines[-1].endswith("all hold")


def test_verify_lists_an_altered_text(run: Run, record: Path, corpus: Corpus) -> None:
    text = record.parent / "texts" / f"{corpus.sources['state'].sha256}.txt"
    text.write_bytes(text.read_bytes().replace(b"28,500", b"28,600"))
    ended = run("verify", record=record)
    assert ended.status == 1
    assert "State: the text is not the one that was added" in ended.lines[0]
    assert any(
        line.startswith("state.forces.us-military-personnel: ") and "28,600" in line for line in ended.lines
    )
    assert ended.lines[-1].endswith(f"{len(ended.lines) - 1} faults")


def test_verify_lists_an_anchor_that_is_off_and_a_hedge_that_is_gone(run: Run, record: Path) -> None:
    with Holdings.open(record) as holdings:
        held = holdings.corpus().records
        scm = held["dod22.timeline.scm-54"]
        off = replace(scm.anchors[0], start=scm.anchors[0].start + 1, end=scm.anchors[0].end + 1)
        holdings.put_records("timeline", [replace(scm, anchors=(off, *scm.anchors[1:]))])
        troops = held["state.forces.us-military-personnel"]
        holdings.put_records(
            "forces", [replace(troops, values=(replace(troops.values[0], qualifier="exact"),))]
        )
    ended = run("verify", record=record)
    assert ended.status == 1
    assert [line.split(": ")[0] for line in ended.lines[:-1]] == [scm.id, troops.id]
    assert ended.lines[-1].endswith("2 faults")


# ---- where the record lies


def test_the_first_run_makes_the_record_and_the_second_leaves_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "mine.db"
    assert run("verify", record=path).status == 0
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert run("verify", record=path).status == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert run("verify").status == 0
    assert (tmp_path / "home" / "data" / "ironquote" / "record.db").is_file()


def test_first_runs_at_once_make_one_record(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    started = [
        subprocess.Popen(
            [*COMMAND, "verify"],
            env=environment(tmp_path, path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for process in started:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")
        assert out.strip().endswith(b"all hold")
    with Holdings.open(path) as holdings:
        assert holdings.store.generation == 2


def test_the_argument_goes_before_the_environment(run: Run, record: Path, tmp_path: Path) -> None:
    with Holdings.open(record) as holdings:
        source = holdings.corpus().sources["news"]
        holdings.put_source(replace(source, short="Herald"))
    elsewhere = tmp_path / "elsewhere.db"
    for named in (record, record.parent):
        assert "Herald" in run("--record", named, "sources", record=elsewhere).out
        assert "Herald" in run("sources", "--record", named, record=elsewhere).out
    assert not elsewhere.exists()


def test_reading_only_creates_nothing(run: Run, tmp_path: Path, corpus: Corpus) -> None:
    path = tmp_path / "none" / "record.db"
    shown = run("--read-only", "show", "sales", "--jsonl", record=path)
    assert [json.loads(line)["id"] for line in shown.lines] == [record.id for record in corpus.tab("sales")]
    assert run("verify", "--read-only", record=path).lines[-1].endswith("all hold")
    named = run("--read-only", "--record", path, "sources")
    assert (named.status, named.out) == (2, "")
    assert f"There is no record at {path}" in named.err
    assert not path.parent.exists()
    assert list((tmp_path / "home").iterdir()) == []


def test_reading_only_changes_nothing(run: Run, record: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in record.parent.rglob("*")}
    assert run("--read-only", "show", "sources", record=record).status == 0
    assert {path: path.stat().st_mtime_ns for path in record.parent.rglob("*")} == before


# ---- records that are none


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


SPOILT: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a flipped bit": (flipped, "its checksum does not agree"),
    "cut short": (lambda data: data[: len(data) // 2], "is cut short"),
    "empty": (lambda data: b"", "is empty, which a record never is"),
    "another program's": (lambda data: b'{"_default": {}}', "is not a record of this program"),
    "a newer schema": (lambda data: seal(99, 5, b"[]\n"), "was written by a newer version"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_record_is_told_and_left_as_it_is(each: Each, record: Path, name: str) -> None:
    spoil, says = SPOILT[name]
    record.write_bytes(spoil(record.read_bytes()))
    record.with_name("record.db.bak").unlink()
    before = record.read_bytes()
    for ended in each(["sources"], ["sources", "--read-only"], ["verify"], record=record):
        assert (ended.status, ended.out) == (2, "")
        assert says in ended.err
        assert str(record) in ended.err
    assert record.read_bytes() == before


def test_a_damaged_record_with_a_good_copy_is_mended_and_it_is_told(run: Run, record: Path) -> None:
    with Holdings.open(record) as holdings:
        holdings.drop_records("quotes", ["dod22.quotes.anchor"])
    spoilt = flipped(record.read_bytes())
    record.write_bytes(spoilt)
    ended = run("verify", record=record)
    assert ended.status == 0
    assert "its checksum does not agree" in ended.err
    assert "The damaged file is kept as" in ended.err
    assert spoilt in [path.read_bytes() for path in record.parent.glob("record.db.damaged*")]
    assert run("verify", record=record).err == ""


@pytest.mark.parametrize("place", ["/dev/null", "/dev/null/record.db", "text.txt/record.db"])
def test_a_place_that_can_hold_no_record_is_told(each: Each, tmp_path: Path, place: str) -> None:
    (tmp_path / "text.txt").write_text("in the way")
    named = ["sources", "--record", str(tmp_path / place)]
    for ended in each(named, [*named, "--read-only"], record=tmp_path / "none.db"):
        assert (ended.status, ended.out) == (2, "")
        assert ("text.txt" if place.startswith("text") else "/dev/null") in ended.err
    assert (tmp_path / "text.txt").read_text() == "in the way"


def test_a_missing_text_is_told(run: Run, record: Path) -> None:
    shutil.rmtree(record.parent / "texts")
    ended = run("search", "Lee", record=record)
    assert (ended.status, ended.out) == (2, "")
    assert "of a source is missing" in ended.err
    assert run("verify", record=record).status == 1


# ---- outputs that fail

SHORT_AND_LONG = (
    ["--help"],
    ["search", "Lee"],
    ["export", "--format", "jsonl"],
    ["show", "timeline"],
)


@pytest.mark.parametrize("arguments", SHORT_AND_LONG, ids=" ".join)
def test_an_output_that_was_closed_is_told_and_no_more(
    tmp_path: Path, installed: Path, arguments: list[str]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [*COMMAND, *arguments],
            env=environment(tmp_path, installed),
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "ironquote: the output was closed before its end; the rest was not written.\n"
    )


def test_a_reader_that_has_seen_enough_ends_it_quietly(tmp_path: Path, installed: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "export", "--format", "jsonl"],
        env=environment(tmp_path, installed),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["tab"] == "timeline"
        process.stdout.close()
        assert process.stderr.read().count(b"\n") == 1
    assert process.returncode == 1


@pytest.mark.parametrize("arguments", SHORT_AND_LONG, ids=" ".join)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_full_disk_is_told(tmp_path: Path, installed: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            env=environment(tmp_path, installed),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode() == "ironquote: the output could not be used: No space left on device.\n"


@pytest.mark.parametrize(
    ("arguments", "closing", "status"),
    [
        ("show timeline", ">&-", 0),
        ("verify", "2>&-", 0),
        ("--help", ">&- 2>&-", 0),
        ("show nonsense", "2>&-", 2),
        ("sources --read-only --record /none", ">&- 2>&-", 2),
    ],
)
def test_a_stream_closed_beforehand_changes_no_status(
    tmp_path: Path, installed: Path, arguments: str, closing: str, status: int
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m tui {arguments} {closing}', sys.executable],
        env=environment(tmp_path, installed),
        capture_output=True,
        check=False,
    )
    assert done.returncode == status
    assert done.stderr == b""


def test_an_encoding_that_cannot_say_it_breaks_nothing(each: Each, installed: Path) -> None:
    shown, rows, found = each(
        ["show", "quotes", "dod19.quotes.joint-efforts"],
        ["show", "quotes", "--jsonl"],
        ["search", "--jsonl", "joint", "efforts"],
        record=installed,
        PYTHONIOENCODING="ascii",
    )
    assert "nations\\u2019 joint efforts" in shown.out
    assert any("nations’ joint efforts" in a["exact"] for r in rows.lines for a in json.loads(r)["anchors"])
    assert any("’" in span["exact"] for line in found.lines for span in json.loads(line)["spans"])


# ---- documents that mean harm

EVIL = (
    "\x1b]0;owned\x07 \x1b[31mred\x1b[0m \x9b2J"
    " \u202eedoc\u202c \u200bzero \x7f \u2066iso\u2069 \U000e0041tag"
)
HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\U000e0000-\U000e0fff]"
)


def toml(text: str) -> str:
    """A TOML string, every character of which that is not plain is written as its code."""
    plain = "".join(chr(code) for code in range(32, 127) if chr(code) not in '"\\')
    return '"' + "".join(c if c in plain else f"\\U{ord(c):08X}" for c in text) + '"'


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A record of one document whose words, title, names and notes are all meant to harm a terminal."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    words = f"Minister Evil{EVIL} said: 5{EVIL} troops came"
    evil = toml(f"Evil{EVIL}")
    source = f"""
[source]
id = "evil"
short = {evil}
title = {evil}
publisher = {evil}
author = {evil}
kind = {evil}
notes = [{evil}]

[entities.minister]
kind = "person"
label = {evil}
forms = [{toml("Minister Evil" + EVIL)}]
status = {evil}
"""
    rows = [
        f"""
[{tab}.evil]
kind = "{kind}"
label = {evil}
words = {toml(words)}
place = {evil}
status = {evil}
note = {evil}
who = {{ about = {evil} }}
when = {{ role = {evil}, edtf = "2020", words = "2020" }}
value = {{ of = {evil}, number = 5, unit = {evil}, words = "5" }}
"""
        for tab, kind in (("timeline", "statement"), ("forces", "personnel"), ("quotes", "direct"))
    ]
    (folder / "evil.txt").write_text(f"Before. {words} in 2020. After {EVIL}.\n", encoding="utf-8")
    (folder / "evil.toml").write_text("".join([source, *rows]), encoding="utf-8")
    with Holdings.open(tmp_path / "evil.db") as holdings:
        assert shipped.install(holdings, folder)
    return tmp_path / "evil.db"


SHOWN = (
    ["show", "timeline"],
    ["show", "timeline", "evil.timeline.evil"],
    ["show", "forces"],
    ["show", "quotes", "evil.quotes.evil"],
    ["show", "entities"],
    ["show", "entities", "minister"],
    ["show", "sources"],
    ["show", "sources", "evil"],
    ["sources"],
    ["search", "Minister Evil"],
    ["search", "--in", "text", "troops came"],
)


def test_no_document_commands_the_terminal(each: Each, hostile: Path) -> None:
    for shown in each(*([*arguments, "--read-only"] for arguments in SHOWN), record=hostile):
        assert shown.status == 0
        assert "Evil" in shown.out
        assert "␛]0;ow" in shown.out
        assert HARMFUL.findall(shown.out) == []


def test_a_fault_of_a_hostile_document_is_harmless_too(run: Run, hostile: Path) -> None:
    for text in (hostile.parent / "texts").iterdir():
        text.write_bytes(text.read_bytes().replace(b"Before", b"before"))
    ended = run("verify", "--read-only", record=hostile)
    assert ended.status == 1
    assert HARMFUL.findall(ended.out) == []


def test_an_export_of_a_hostile_document_is_the_document(run: Run, hostile: Path) -> None:
    rows = [
        json.loads(line) for line in run("export", "--format", "jsonl", "--read-only", record=hostile).lines
    ]
    assert any(EVIL in anchor["exact"] for one in rows for anchor in one["anchors"])


# ---- on a terminal


def on_terminal(arguments: Sequence[str], env: dict[str, str], columns: int) -> tuple[int, str]:
    """Run the command on a terminal of its own, and read all that it is sent."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [*COMMAND, *arguments], env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        sent = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux says so when the other side is gone
                break
            if not part:
                break
            sent += part
    os.close(ours)
    return process.returncode, sent.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [40, 80])
def test_a_table_keeps_within_its_terminal(tmp_path: Path, installed: Path, columns: int) -> None:
    status, sent = on_terminal(["show", "timeline"], environment(tmp_path, installed, TERM="xterm"), columns)
    assert status == 0
    lines = sent.splitlines()
    assert len(lines) > 50
    assert max(map(cell_len, lines)) <= columns
    assert "\x1b" not in sent


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "timeline", "--csv"],
        ["show", "timeline", "--jsonl"],
        ["export", "--format", "markdown"],
    ],
    ids=" ".join,
)
def test_no_data_form_commands_a_terminal_that_it_is_looked_at_on(
    tmp_path: Path, hostile: Path, arguments: list[str]
) -> None:
    env = environment(tmp_path, hostile, TERM="xterm")
    status, sent = on_terminal([*arguments, "--read-only"], env, 80)
    assert status == 0
    assert "Minister Evil" in sent
    assert HARMFUL.findall(sent) == []
