"""Runs the benchmarks that are named, or all: `python -m tests.bench [NAME…] [options of theirs]`."""

from __future__ import annotations

import sys
from importlib import import_module
from itertools import takewhile
from pathlib import Path


def main() -> int:
    """Run them one after the other; the first that fails gives the exit status."""
    here = Path(__file__).parent
    known = sorted(path.stem for path in here.glob("[!_]*.py") if "\ndef main(" in path.read_text("utf-8"))
    asked = list(takewhile(lambda word: not word.startswith("-"), sys.argv[1:]))
    options = sys.argv[1 + len(asked) :]
    for name in asked or known:
        if name not in known:
            sys.stderr.write(f"There is no benchmark {name}; there are {', '.join(known)}.\n")
            return 2
        print(f"== {name}\n", flush=True)
        sys.argv = [name, *options]
        if status := import_module(f"tests.bench.{name}").main():
            return int(status)
    return 0


if __name__ == "__main__":
    sys.exit(main())
