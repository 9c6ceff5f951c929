"""Searches for the browser: at once where there is little to search, else from a thread of its own.

The thread holds one question at most. What is typed while it is busy takes the place of what was typed
before, so the newest keystroke is always the next to be answered, and an answer that nobody waits for any
more is not given. It is a daemon: making the index of a large record keeps no one from leaving.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread
from typing import TYPE_CHECKING

from store.corpus import Corpus
from store.errors import StoreError
from store.kept import KeptIndex

if TYPE_CHECKING:
    from store.lookup import Found, Lookup

LARGE = 500_000
"""Characters of text from which a search is answered from the thread; below, it takes less than a frame."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of which corpus, and who is told: the query, what was found, and what went wrong."""

    query: str
    limit: int
    corpus: Corpus
    tell: Callable[[str, list[Found], str], None]


class Seeker:
    """Answers questions. `deliver` runs a function on the thread of the screen, as long as there is one."""

    def __init__(self, deliver: Callable[[Callable[[], None]], None], kept: KeptIndex | None = None) -> None:
        self._deliver = deliver
        self._kept = kept
        self._lookup: Lookup | None = None
        self._asked: Question | None = None
        self._news = Condition()
        self._thread: Thread | None = None

    def ask(self, question: Question) -> None:
        """Answer this question; one that was asked before and is not answered yet is dropped."""
        if self._thread is None and not _large(question.corpus):
            question.tell(question.query, *self._answer(question))
            return
        with self._news:
            self._asked = question
            self._news.notify()
        if self._thread is None:
            self._thread = Thread(target=self._work, name="seeker", daemon=True)
            self._thread.start()

    def forget(self) -> None:
        """Drop what was asked and is not answered yet."""
        with self._news:
            self._asked = None

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._asked is not None)
                question = self._asked
            assert question is not None
            found, fault = self._answer(question)
            with self._news:
                current = self._asked is question
                if current:
                    self._asked = None
            if current:
                self._deliver(lambda q=question, f=found, w=fault: q.tell(q.query, f, w))  # type: ignore[misc]
                # The person reads; now there is time to keep what was indexed.
                if self._lookup is not None:
                    self._lookup.keep()

    def _answer(self, question: Question) -> tuple[list[Found], str]:
        # Imported at the first search: most of a sitting's own memory beside the screen's.
        from store.lookup import Lookup

        try:
            if self._lookup is None:
                self._lookup = Lookup(question.corpus, self._kept)
            elif self._lookup.corpus is not question.corpus:
                self._lookup.update(question.corpus)
            return self._lookup.find(question.query, question.limit), ""
        except StoreError as error:
            # A text that is gone: what was indexed of the others may be half a corpus.
            self._lookup = None
            return [], str(error)


def _large(corpus: Corpus) -> bool:
    try:
        return corpus.longer_than(LARGE)
    except StoreError:
        # The search itself says which text cannot be read.
        return False
