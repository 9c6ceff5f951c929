"""The browser on a record that fails while it is looked at, with a document's words in the failure."""

from __future__ import annotations

import sys

from store import shipped
from store.corpus import Corpus
from tui import sitting
from tui.app import browse

SECRET = "words of a document"


def fail() -> Corpus | None:
    """Look for a newer record, and fail."""
    local = SECRET
    raise LookupError(local)


if __name__ == "__main__":
    read_only = "--read-only" in sys.argv
    sitting.prepare(read_only=read_only)
    sys.exit(
        browse(shipped.corpus_of(shipped.read_folder(shipped.folder())), read_only=read_only, reload=fail)
    )
