"""Files that are no document are refused with the reason and the place; what is one is read in time."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

import pytest

from store import documents, shipped
from store.documents import LARGEST, LONGEST, DocumentError
from store.errors import DamagedError, StoreError
from store.holdings import Holdings
from store.reviewed import MOST_FAULTS, ReviewedError, read
from store.text import LONGEST_PASSAGE, passages
from tests.bench.documents import SHAPES, beside


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\0" * 5000, r"line 1, byte 0: there is a NUL byte; it is no text file"),
        (b"one\ntwo\0three", r"line 2, byte 7: there is a NUL byte"),
        ("Übung".encode("utf-16"), r"it is UTF-16, not UTF-8: convert it first \(iconv -f UTF-16"),
        ("Übung".encode("utf-32"), "it is UTF-32"),
        ("words of a page, many of them".encode("utf-16-le"), "UTF-16 without its mark"),
        ("one\ntwo “three”".encode("cp1252"), r"line 2, byte 8: 0x93 is not UTF-8 .*Windows-1252"),
        ("naïve".encode("latin-1"), r"line 1, byte 2: 0xef is not UTF-8 .*Latin-1"),
        ("one\n평택".encode()[:-1], r"line 2, byte 7: the file ends within a character .*cut off"),
        (b"a\xed\xa0\x80b", r"byte 1: 0xed is not UTF-8"),
    ],
    ids=["nuls", "a-nul", "utf-16", "utf-32", "unmarked", "cp1252", "latin-1", "cut", "surrogate"],
)
def test_what_is_no_utf8_text_is_refused(tmp_path: Path, data: bytes, told: str) -> None:
    record = beside(tmp_path / "page.txt", data)
    with pytest.raises(ReviewedError, match=told) as refusal:
        read(record, tmp_path / "page.txt")
    assert str(tmp_path / "page.txt") in str(refusal.value)
    with Holdings.open(tmp_path / "store") as holdings:
        with pytest.raises(StoreError, match=told):
            shipped.install(holdings, tmp_path)
        assert holdings.corpus().sources == {}
        assert list(holdings.texts) == []


def test_a_file_of_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    record = beside(text, b"")
    with text.open("wb") as file:
        file.truncate(100_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    with pytest.raises(ReviewedError, match="it has 100,000,000 bytes, and 8,388,608 is the most"):
        read(record, text)
    assert time.perf_counter() - began < 0.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_what_is_no_regular_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(OSError, match=r"not a document|directory"):
            documents.read(path)


def test_a_document_of_the_largest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"x" * LARGEST)
    assert len(documents.read(path)) == LARGEST
    path.write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(DocumentError, match="split it"):
        documents.read(path)


def test_a_stored_text_that_was_replaced_is_told(tmp_path: Path) -> None:
    with Holdings.open(tmp_path / "store") as holdings:
        for data, told in (
            (b"\xff", "is not UTF-8"),
            (b"x" * (LARGEST + 1), "is no text of a source any more"),
        ):
            name = holdings.texts.keep(data[:1] + b"first")
            holdings.texts.path(name).write_bytes(data)
            with pytest.raises(DamagedError, match=told):
                holdings.texts[name]


def test_a_record_that_says_too_much_at_once_is_refused(tmp_path: Path) -> None:
    record = beside(tmp_path / "page.txt", b"words of a page")
    written = record.read_text()
    record.write_text(written + f'[timeline.long]\nlabel = "{"x" * (LONGEST + 1)}"\n')
    with pytest.raises(
        ReviewedError, match=r"\[timeline.long: 10,001 characters at once; 10,000 are the most"
    ):
        read(record, tmp_path / "page.txt")


def test_a_record_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    record = beside(tmp_path / "page.txt", b"words of a page")
    record.write_text("a = " + "[" * 20_000)
    with pytest.raises(ReviewedError):
        read(record, tmp_path / "page.txt")


def test_faults_without_end_are_told_in_part(tmp_path: Path) -> None:
    record = beside(tmp_path / "page.txt", b"words of a page")
    rows = (f'[timeline.r{n}]\nkind = "plan"\nlabel = "x"\nwords = "not there"\n' for n in range(1000))
    record.write_text(record.read_text() + "\n".join(rows))
    with pytest.raises(ReviewedError) as refusal:
        read(record, tmp_path / "page.txt")
    assert len(refusal.value.faults) == MOST_FAULTS


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "page\udcff.txt"
    record = beside(text, b"words of a page")
    with pytest.raises(ReviewedError, match="its name is not UTF-8"):
        read(record, text)
    with Holdings.open(tmp_path / "store") as holdings, pytest.raises(StoreError, match="its name is not"):
        shipped.install(holdings, tmp_path)


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_passages_of_any_text_are_short_and_found_in_time(shape: str) -> None:
    text = SHAPES[shape](200_000)
    began = time.perf_counter()
    found = passages("x", text, ())
    assert time.perf_counter() - began < 2
    assert all(0 < passage.end - passage.start <= LONGEST_PASSAGE for passage in found)
    cut = {
        character for character in "".join(text[p.start : p.end] for p in found) if not character.isspace()
    }
    assert cut == {character for character in text if not character.isspace()}
    assert sum(len("".join(text[p.start : p.end].split())) for p in found) == len("".join(text.split()))
