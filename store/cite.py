"""A quote with where it stands, as plain text: what a person pastes into a paper."""

from __future__ import annotations

from collections.abc import Sequence

from store.corpus import Corpus
from store.dates import show_when
from store.model import Anchor, Record, Source


def citation(source: Source) -> str:
    """A source in one line: author, publisher, title, date as far as it is known."""
    title = f"“{source.title}”" if source.title else f"untitled {source.kind}"
    parts = [part for part in (source.author, source.publisher) if part]
    return f"{', '.join([*parts, title, show_when(source.when)])} [{source.short}]"


def quotation(spans: Sequence[Anchor]) -> str:
    """The words of one claim in quotation marks; what is left out between them is shown as left out."""
    return "“" + " […] ".join(span.exact for span in spans) + "”"


def quoted(corpus: Corpus, record: Record, spans: Sequence[Anchor] = ()) -> str:
    """A record's words with their citation."""
    spans = spans or record.main
    speakers = [corpus.name(actor.ref) for actor in record.actors if actor.role == "speaker"]
    said = f" ({' and '.join(speakers)})" if speakers else ""
    source = corpus.sources[spans[0].source]
    return f"{quotation(spans)}{said} — {citation(source)}, characters {spans[0].start}–{spans[-1].end}"
