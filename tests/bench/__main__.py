"""Runs the benchmarks that are named, or all: every module beside this one that has a `main`."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path


def main() -> int:
    """Run them one after the other; the first that fails gives the exit status."""
    here = Path(__file__).parent
    names = sorted(path.stem for path in here.glob("[!_]*.py") if "\ndef main(" in path.read_text("utf-8"))
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(names)} (all)")
    parser.add_argument("--runs", type=int, default=9, help="how often to measure each thing (9)")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in names]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(names)}")
    for name in arguments.names or names:
        status: int = import_module(f"tests.bench.{name}").main(runs=arguments.runs)
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
