"""The command line. Imports Textual only when it browses, so that everything else answers at once."""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from store import __version__
from store.errors import StoreError
from store.names import STATES, TABS
from tui import splash
from tui.clean import clean
from tui.terminal import THEMES

DONE, NOTHING, WRONG = 0, 1, 2
"""Exit statuses: done; nothing found or a check failed; wrong use, bad input or no usable terminal."""

BROWSED = (*TABS, "sources")

_DESCRIPTION = """\
Browse what source documents say about an alliance: events, forces, arms sales, agreements, and who said
what. Every row stands on a verbatim quote. Without a command it opens the browser; press ? there for keys.
"""
_EPILOG = """\
Exit status: 0 done, 1 nothing found or a check failed, 2 wrong use, bad input or no usable terminal.
The record lies in your data folder unless --record or the variable IRONQUOTE_RECORD names another.
Keys of your own: a file keys.toml in the configuration folder (~/.config/ironquote); see docs/keys.md.
"""


class _Help(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal. Argparse's own way to find that out loads four archivers with it."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, width=columns - 2)


_OPERATORS = """\
Among the words, here and in the browser:
  "exact words"           side by side as they are; for the shell '"exact words"'
  -without                not with this word
  source:state            of this source; speaker:austin  said by them
  in:quotes               in this tab, or in: text, article, related (news), boilerplate
  from:2018 to:2022-06    of this time
-in:related leaves related news out; -source: and -speaker: do the like. What is half typed is plain text.
"""

MARKED = "\0"
"""Stands before a word that begins with a minus: no argument of a process can hold it itself."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"ironquote: {clean(message)}. Try: {self.prog} --help\n")
        raise SystemExit(WRONG)


def parser() -> argparse.ArgumentParser:
    """The whole command line, as data."""
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS, formatter_class=_Help)
    common.add_argument("--record", metavar="PATH", type=Path, help="the record to use, a file or its folder")
    common.add_argument("--read-only", action="store_true", help="change nothing, create nothing")
    whole = _Parser(
        prog="ironquote",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        parents=[common],
        formatter_class=_Help,
    )
    whole.add_argument("--version", action="version", version=f"ironquote {__version__}")
    whole.add_argument("--tab", choices=BROWSED, default=TABS[0], metavar="TAB", help="the tab to open at")
    whole.add_argument(
        "--theme", choices=THEMES, metavar="THEME", help="terminal (its own colours), dark or light"
    )
    whole.add_argument("--mouse", action="store_true", help="take the mouse, which then selects no text")
    # Without `prog`, argparse lays the whole usage out here, whatever is asked.
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", prog="ironquote", parser_class=_Parser)

    def command(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help, parents=[common], formatter_class=_Help)

    search = command("search", "Find passages, records and entities, however misspelt.")
    search.epilog = _OPERATORS
    asked = search.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "words", nargs="*", default=[], type=_word, metavar="WORDS", help="what you remember of it"
    )
    asked.add_argument(
        "--batch", metavar="FILE", type=Path, help="answer each line of FILE; of standard input for -"
    )
    search.add_argument("--in", dest="within", choices=("text", "records", "entities", "all"), default="all")
    search.add_argument("--limit", type=_count, default=20, metavar="N", help="at most so many answers (20)")
    search.add_argument(
        "--jsonl",
        action="store_true",
        help="one answer a line, as JSON with offsets; of --batch with its query and rank",
    )

    show = command("show", "Show a tab as a table, or one record with its words.")
    show.add_argument("tab", choices=BROWSED, metavar="TAB", help=", ".join(BROWSED))
    show.add_argument("id", nargs="?", metavar="ID", help="a record, as named by --jsonl or --csv")
    show.add_argument("--related", action="store_true", help="with related news that is not of its article")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--jsonl", action="store_true", help="one record a line, as JSON")
    form.add_argument("--csv", action="store_true", help="comma-separated, with a heading")

    command("sources", "List the sources, with their dates and what these rest on.")

    export = command("export", "Write the record in another program's form.")
    export.add_argument("--format", required=True, choices=("jsonl", "csv", "markdown", "annotations", "csl"))
    export.add_argument("--tab", dest="only", choices=TABS, metavar="TAB", help="this tab only")
    export.add_argument(
        "--state", choices=(*STATES, "all"), help="records in this state (accepted and corrected)"
    )
    export.add_argument(
        "-o", dest="output", metavar="FILE", type=Path, help="to FILE, not to standard output"
    )

    command("verify", "Check every anchor against its source and every source against its sha256.")
    return whole


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of answers")
    return int(text)


def _excluding(argv: Sequence[str]) -> list[str]:
    """The arguments with each -word of a search marked as a word: the parser would take it for an option."""
    begin = argv.index("search") + 1 if "search" in argv else len(argv)
    marked = [*argv]
    for n in range(begin, len(argv)):
        valued = argv[n - 1] in ("--limit", "--in", "--batch", "--record")
        if not valued and argv[n] != "-h" and re.match(r"-[^\W_]", argv[n]):
            marked[n] = MARKED + argv[n]
    return marked


def _word(text: str) -> str:
    return text.removeprefix(MARKED)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit status."""
    _ready_streams()
    try:
        try:
            status = _run(parser().parse_args(_excluding(sys.argv[1:] if argv is None else argv)))
        except SystemExit as stop:  # help was given, or wrong use told
            status = stop.code if isinstance(stop.code, int) else DONE
        sys.stdout.flush()
    except StoreError as error:
        return _say(error)
    except BrokenPipeError:
        _say("the output was closed before its end; the rest was not written.")
        return NOTHING
    except OSError as error:
        return _say(f"{error.filename or 'the output'} could not be used: {error.strerror or error}.")
    except KeyboardInterrupt:
        return _say("stopped.")
    return status


def _ready_streams() -> None:
    """Make standard output and error fit to write to, whoever started us."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed before we began
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        stream = getattr(sys, name)
        # A terminal that cannot show a character gets its code, never a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _run(arguments: argparse.Namespace) -> int:
    command = arguments.command or "browse"
    read_only = getattr(arguments, "read_only", False)
    if command == "browse":
        from tui import sitting

        refusal = sitting.prepare(read_only=read_only)
        if refusal is not None:
            return _say(refusal)
        splash.show()
    # Modules and records are made once and stay: looking for rubbish among them finds none.
    gc.disable()
    try:
        return _with_record(command, arguments, read_only=read_only)
    finally:
        gc.enable()
        splash.clear()


def _with_record(command: str, arguments: argparse.Namespace, *, read_only: bool) -> int:
    from tui import commands

    with commands.opened(getattr(arguments, "record", None), read_only=read_only) as record:
        if record.notices:
            splash.clear()
        for notice in record.notices:
            sys.stderr.write(f"ironquote: {clean(notice)}\n")
        if command == "browse":
            from tui.app import browse

            return browse(
                record.corpus,
                tab=arguments.tab,
                read_only=read_only,
                reload=record.newer,
                theme=arguments.theme,
                mouse=arguments.mouse,
                kept=record.kept,
            )
        return commands.COMMANDS[command](record, arguments)


def _say(what: object) -> int:
    """Tell the person what went wrong."""
    splash.clear()
    _give(sys.stdout, "")
    _give(sys.stderr, "".join(f"ironquote: {clean(line)}\n" for line in str(what).splitlines()))
    return WRONG


def _give(stream: TextIO, text: str) -> None:
    """Write `text` and what waits before it. A stream that takes nothing more is let go of, so that Python
    does not complain of it once again at exit."""
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
