"""Real text to measure on: the passages of documentation and dictionaries, out of Debian packages by name.

Packages are downloaded with ``apt-get download`` (no root, nothing installed), unpacked in memory and cut
into paragraphs; the mix is shuffled with a fixed seed, so that every size is a sample of all of them, and
cached as plain text under the user's cache folder. Nothing of it is committed.
"""

from __future__ import annotations

import gzip
import html
import io
import os
import random
import re
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

PACKAGES = (
    "dict-gcide wordnet-base dict-foldoc dict-jargon bible-kjv-text fortunes debian-handbook python3.11-doc"
    " linux-doc-6.1 postgresql-doc-15 git-doc perl-doc manpages-dev erlang-doc python-scipy-doc"
    " python-django-doc python-sympy-doc libreoffice-help-en-us gimp-help-en rust-doc openjdk-17-doc"
)
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "ironquote-bench"
SEED = 1953
MOST_OF_ONE = 250_000
"""Paragraphs taken of one package at most, so that no one style of text is the whole of it."""

_BLOCK = re.compile(r"</?(?:p|li|h\d|dd|dt|td|tr|th|pre|div|table|ul|ol|dl|br|blockquote)\b[^>]*>", re.I)
_DROP = re.compile(r"<(script|style|head|nav)\b.*?</\1>|<!--.*?-->", re.I | re.S)
_TAG = re.compile(r"<[^>]*>")


def passages(count: int) -> list[str]:
    """The first `count` passages of the mix; raises `RuntimeError` when it holds fewer."""
    path = CACHE / "passages.txt"
    if not path.exists():
        build(path)
    with path.open(encoding="utf-8") as lines:
        found = [line.rstrip("\n") for line, _ in zip(lines, range(count), strict=False)]
    if len(found) < count:
        raise RuntimeError(f"the packages at hand give only {len(found)} passages")
    return found


def build(path: Path) -> None:
    """Write the mix, one passage a line, from every package that can be had."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found: dict[str, None] = {}
    for package in PACKAGES.split():
        try:
            archive = _download(package)
        except (OSError, subprocess.CalledProcessError, IndexError):
            print(f"  {package}: not to be had, left out")
            continue
        before = len(found)
        for text in _texts(archive):
            found |= dict.fromkeys(_paragraphs(text))
            if len(found) - before > MOST_OF_ONE:
                break
        print(f"  {package}: {len(found) - before:,} passages")
    mixed = list(found)
    random.Random(SEED).shuffle(mixed)
    beside = path.with_suffix(".new")
    beside.write_text("\n".join(mixed) + "\n", encoding="utf-8")
    beside.replace(path)


def _download(package: str) -> Path:
    if not (kept := sorted(CACHE.glob(f"{package}_*.deb"))):
        subprocess.run(["apt-get", "download", "-q", package], cwd=CACHE, check=True, capture_output=True)
        kept = sorted(CACHE.glob(f"{package}_*.deb"))
    return kept[0]


def _texts(archive: Path) -> Iterator[str]:
    """Every readable file of a package, HTML without its tags."""
    tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(tar)) as files:
        for member in files:
            file = files.extractfile(member) if member.isreg() and member.size < 80_000_000 else None
            if file is None or "/changelog" in member.name or "genindex" in member.name:
                continue
            data = file.read()
            if member.name.endswith((".gz", ".dz")):
                data = gzip.decompress(data)
            if b"\0" in data[:1000]:
                continue
            text = data.decode("utf-8", "replace")
            if member.name.endswith((".html", ".htm", ".xhtml")):
                text = html.unescape(_TAG.sub("", _BLOCK.sub("\n\n", _DROP.sub(" ", text))))
            elif "/wordnet/" in member.name:
                text = "\n\n".join(line.partition(" | ")[2] for line in text.split("\n"))
            elif ("/dictd/" in member.name and not member.name.endswith(".dz")) or not re.search(
                r"\.(txt|rst|pod|[1-9]|dz|gz|raw)$|/fortunes/|/doc/", member.name
            ):
                continue
            yield text


def _paragraphs(text: str) -> Iterator[str]:
    """What a reader would call a paragraph: 8 to 120 words, mostly letters."""
    for block in re.split(r"\n\s*\n|\n(?=[.%])", text):
        paragraph = " ".join(block.split())
        words = paragraph.count(" ") + 1
        if 8 <= words <= 120 and sum(map(str.isalpha, paragraph)) > 0.7 * (len(paragraph) - words):
            yield paragraph
