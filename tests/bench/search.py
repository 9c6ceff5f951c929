"""How often the passage meant is found, and how fast, beside what else could be used for it.

    python -m tests.bench.search [--sizes 4,10000,100000,1000000] [--each 100] [--peers 100000]

Success is at rank 1 / in the first 10. Keystrokes are whole searches, for a sample of the queries typed
letter by letter in a warm process. Our own times are of the processor, so that what else runs on the machine
does not count; beside peers that are programs of their own the clock is compared. Trust the ratios.
"""

from __future__ import annotations

import argparse
import gc
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from store.search import SearchIndex
from store.search.fold import fold, words
from tests.bench.corpora import passages
from tests.bench.queries import BESIDE, Sample, samples

Search = Callable[[str], list[int]]
"""A query in, the numbers of the ten best passages out."""
KEYSTROKE_QUERIES = 150
FEW = 60
"""Queries for a peer that takes long over each."""


class Meant:
    """Whether a passage is meant by a sample."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._known: dict[int, str] = {}

    def rank(self, sample: Sample, found: list[int]) -> int | None:
        """The place of the first passage meant among the first ten, from 0."""
        wanted = _spaced(sample.meant), _spaced(sample.typed).rstrip()
        return next((place for place, i in enumerate(found[:10]) if self._holds(i, wanted)), None)

    def _holds(self, i: int, wanted: Iterable[str]) -> bool:
        if i not in self._known:
            self._known[i] = _spaced(self._texts[i])
        return any(phrase in self._known[i] for phrase in wanted)


def _spaced(text: str) -> str:
    return " " + " ".join(word for word, _, _ in words(fold(text))) + " "


def success(
    search: Search, queries: list[Sample], meant: Meant
) -> tuple[dict[str, tuple[float, float]], float]:
    """By kind, and for the mix under "all": the share at rank 1 and in the first 10; and seconds a query."""
    ranks: defaultdict[str, list[int | None]] = defaultdict(list)
    took = []
    for sample in queries:
        before = time.perf_counter()
        found = search(sample.typed)
        took.append(time.perf_counter() - before)
        rank = meant.rank(sample, found)
        ranks[sample.kind].append(rank)
        if sample.kind != BESIDE:
            ranks["all"].append(rank)
    shares = {
        kind: (sum(rank == 0 for rank in of) / len(of), sum(rank is not None for rank in of) / len(of))
        for kind, of in ranks.items()
    }
    return shares, float(np.median(took))


def keystrokes(search: Search, queries: list[Sample]) -> list[float]:
    """Milliseconds at p50, p95, p99 and the most, typing each query letter by letter."""
    took = []
    for sample in random.Random(1).sample(queries, min(KEYSTROKE_QUERIES, len(queries))):
        for end in range(1, len(sample.typed) + 1):
            before = time.process_time()
            search(sample.typed[:end])
            took.append(time.process_time() - before)
    return [1000 * float(value) for value in np.percentile(took, [50, 95, 99, 100])]


def memory() -> float:
    """Resident megabytes of this process."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def ours(texts: list[str]) -> tuple[SearchIndex, Search]:
    """Build, and print what building, keeping, saving and opening take."""
    used = memory()
    before = time.process_time()
    index = SearchIndex()
    index.rebuild(enumerate(texts))
    built = time.process_time() - before
    used = memory() - used
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index")
        index.save(path)
        size = path.stat().st_size / 1e6
        before = time.process_time()
        index = SearchIndex.load(path)
        opened = time.process_time() - before
    print(f"  build {built:.2f} s, {used:.0f} MB over the texts, file {size:.0f} MB opens in {opened:.3f} s")
    index.search("warm up the filtre")
    return index, lambda query: [hit.passage_id for hit in index.search(query, limit=10)]


def measure(texts: list[str], each: int) -> None:
    """Our figures for one size."""
    index, search = ours(texts)
    queries = samples(texts, each)
    shares, _ = success(search, queries, Meant(texts))
    print("  " + ", ".join(f"{kind} {one:.3f}/{ten:.3f}" for kind, (one, ten) in shares.items()))
    typed = keystrokes(lambda query: [hit.passage_id for hit in index.search(query)], queries)
    print("  keystroke p50 / p95 / p99 / most: " + " / ".join(f"{value:.2f}" for value in typed) + " ms")
    whole = [sample.typed for sample in queries[:: max(1, len(queries) // 10)]]
    before = time.process_time()
    for query in whole:
        process.cdist([fold(query)], texts, scorer=fuzz.partial_ratio, workers=1)
    scanned = 1000 * (time.process_time() - before) / len(whole)
    times = scanned / typed[0]
    print(f"  cdist(partial_ratio) over all passages {scanned:.1f} ms: {times:.0f} times a keystroke's p50")


def compare(texts: list[str], each: int) -> None:
    """Ours beside the peers that are installed, on the same queries."""
    queries = [sample for sample in samples(texts, each) if sample.kind != BESIDE]
    few = random.Random(2).sample(queries, min(FEW, len(queries)))
    meant = Meant(texts)
    _, search = ours(texts)
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "passages")
        lines.write_text("".join(f"{i}\t{text}\n" for i, text in enumerate(texts)), encoding="utf-8")
        peers: list[tuple[str, Search | None, list[Sample]]] = [
            ("ours", search, queries),
            ("cdist partial_ratio", scan(texts), few),
            ("fzf", command(["fzf", "-d", "\t", "-n", "2..", "-i", "--filter"], lines), few),
            ("ripgrep", command(["rg", "-iFN", "--no-filename", "-m", "10"], lines), queries[::3]),
            ("SQLite FTS5 trigram", trigram(texts), few),
            ("tantivy", tantivy(texts), queries),
        ]
        for name, peer, asked in peers:
            if peer is None:
                print(f"  {name:20} not installed")
                continue
            shares, took = success(peer, asked, meant)
            one, ten = shares["all"]
            print(
                f"  {name:20} {one:.3f}/{ten:.3f}  median {1000 * took:8.2f} ms  ({len(asked)} queries)",
                flush=True,
            )


def scan(texts: list[str]) -> Search:
    folded = [fold(text) for text in texts]

    def search(query: str) -> list[int]:
        scores = process.cdist([fold(query)], folded, scorer=fuzz.partial_ratio, workers=1)[0]
        return [int(i) for i in np.argsort(-scores, kind="stable")[:10]]

    return search


def command(line: list[str], lines: Path) -> Search | None:
    if shutil.which(line[0]) is None:
        return None

    def search(query: str) -> list[int]:
        arguments = [*line, query] if line[0] == "fzf" else [*line, "--", query, str(lines)]
        with lines.open(encoding="utf-8") as passages_file:
            ran = subprocess.run(arguments, stdin=passages_file, capture_output=True, text=True, check=False)
        return [int(row.partition("\t")[0]) for row in ran.stdout.split("\n")[:10] if row.partition("\t")[1]]

    return search


def trigram(texts: list[str]) -> Search | None:
    base = sqlite3.connect(":memory:")
    try:
        base.execute("create virtual table passages using fts5(text, tokenize='trigram')")
    except sqlite3.OperationalError:
        return None
    base.executemany("insert into passages(rowid, text) values (?, ?)", enumerate(map(fold, texts)))

    def search(query: str) -> list[int]:
        folded = fold(query)
        parts = {folded[i : i + 3].replace('"', '""') for i in range(len(folded) - 2)}
        match = " OR ".join(f'"{part}"' for part in sorted(parts))
        rows = base.execute(
            "select rowid, text from passages where passages match ? order by rank limit 100", (match,)
        ).fetchall()
        rows.sort(key=lambda row: -fuzz.partial_ratio(folded, row[1]))
        return [row[0] for row in rows[:10]]

    return search


def tantivy(texts: list[str]) -> Search | None:
    if find_spec("tantivy") is None:
        return None
    engine = import_module("tantivy")
    builder = engine.SchemaBuilder()
    builder.add_text_field("text")
    builder.add_integer_field("number", stored=True)
    schema = builder.build()
    index = engine.Index(schema)
    writer = index.writer()
    for i, text in enumerate(texts):
        writer.add_document(engine.Document(text=fold(text), number=i))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> list[int]:
        terms = [
            (
                engine.Occur.Should,
                engine.Query.fuzzy_term_query(schema, "text", word, distance=min(2, len(word) // 4)),
            )
            for word, _, _ in words(fold(query))
        ]
        found = searcher.search(engine.Query.boolean_query(terms), 10).hits
        return [int(searcher.doc(address)["number"][0]) for _, address in found]

    return search


def four_sources() -> list[str]:
    """The paragraphs of the sources that ship."""
    seeds = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
    lines = (line for path in seeds for line in path.read_text(encoding="utf-8").split("\n"))
    return [line for line in lines if line.strip()]


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="4,10000,100000", help="passages; 4 is the four sources")
    parser.add_argument("--each", type=int, default=100, help="queries of each kind")
    parser.add_argument(
        "--peers", type=int, default=10_000, help="passages to compare with peers on; 0: none"
    )
    chosen = parser.parse_args()
    for size in map(int, chosen.sizes.split(",")):
        print("the four sources" if size == 4 else f"{size:,} passages", flush=True)
        measure(four_sources() if size == 4 else passages(size), chosen.each)
    if chosen.peers:
        print(f"peers, {chosen.peers:,} passages", flush=True)
        compare(passages(chosen.peers), chosen.each)


if __name__ == "__main__":
    main()
