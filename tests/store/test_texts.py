"""Texts on disk: kept byte for byte under their sha256, never altered, their loss told."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from store.errors import DamagedError, MissingStoreError, StoreError
from store.texts import Texts, sha256


@pytest.fixture
def texts(tmp_path: Path) -> Texts:
    return Texts(tmp_path / "texts")


@pytest.mark.parametrize(
    "data", [b"", b"plain", "“adn”\u00a0\r\n\ufeff\x00평택".encode(), b"a\r\nb\rc\n" * 1000]
)
def test_a_text_is_kept_byte_for_byte_under_its_sha256(texts: Texts, data: bytes) -> None:
    name = texts.keep(data)
    assert name == sha256(data) == hashlib.sha256(data).hexdigest()
    assert texts.path(name).read_bytes() == data
    assert texts.data(name) == data
    assert texts[name] == data.decode()
    assert Texts(texts.folder)[name] == data.decode()


def test_what_is_there_already_is_left_alone(texts: Texts) -> None:
    name = texts.keep(b"a source")
    texts.path(name).write_bytes(b"altered")
    before = texts.path(name).stat()
    assert texts.keep(b"a source") == name
    assert texts.path(name).read_bytes() == b"altered"
    assert texts.path(name).stat().st_mtime_ns == before.st_mtime_ns


def test_texts_are_listed_by_name(texts: Texts) -> None:
    assert list(texts) == []
    names = sorted(texts.keep(data) for data in (b"one", b"two", b"three"))
    (texts.folder / "notes.md").write_text("not a text")
    assert list(texts) == names
    assert len(texts) == 3
    assert set(texts.values()) == {"one", "two", "three"}
    assert [path.suffix for path in texts.folder.iterdir() if path.name.startswith(".")] == []


def test_a_missing_text_is_told_as_such(texts: Texts) -> None:
    with pytest.raises(MissingStoreError, match=r"The text .*gone\.txt of a source is missing") as missing:
        texts.data("gone")
    assert missing.value.errno == errno.ENOENT
    with pytest.raises(MissingStoreError):
        texts["gone"]


def test_a_text_that_is_none_any_more_is_told_as_such(texts: Texts) -> None:
    name = texts.keep(b"a source")
    texts.path(name).write_bytes(b"\xff\xfe")
    with pytest.raises(DamagedError, match="not UTF-8 text any more"):
        texts[name]
    assert texts.data(name) == b"\xff\xfe"


def test_a_text_that_cannot_be_kept_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("in the way")
    with pytest.raises(StoreError, match="was not saved"):
        Texts(tmp_path / "texts").keep(b"a source")
    assert (tmp_path / "texts").read_text() == "in the way"


def test_texts_are_shared_with_whom_the_folder_is_shared_with(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        for mode, of_text in ((0o700, 0o600), (0o2770, 0o660)):
            folder = tmp_path / oct(mode)
            folder.mkdir()
            folder.chmod(mode)
            texts = Texts(folder / "texts")
            name = texts.keep(b"a source")
            assert stat.S_IMODE(texts.folder.stat().st_mode) & 0o777 == mode & 0o777
            assert stat.S_IMODE(texts.path(name).stat().st_mode) == of_text
    finally:
        os.umask(mask)
