"""Two handles on one record, and children that die, against a plain dictionary."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tinydb import where

from store.record import RecordStore

HANDLE = st.sampled_from([0, 1])
NAME = st.sampled_from(["notes", "quotes"])
TEXT = st.text(st.characters(codec="utf-8"), max_size=5)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
DOC = st.fixed_dictionaries({"n": st.integers(0, 3), "value": VALUE})
KEY = st.integers(1, 8)


class Undone(Exception):
    """Ends a transaction."""


class Machine(RuleBasedStateMachine):
    """Every rule does the same to the record, through either handle, and to the model."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "record.db"
        self.handles = [RecordStore.open(self.path), RecordStore.open(self.path)]
        self.model: dict[str, dict[int, Any]] = {"notes": {}, "quotes": {}}
        self.last = {"notes": 0, "quotes": 0}
        self.generation = 0

    def teardown(self) -> None:
        for handle in self.handles:
            handle.close()
        self.folder.cleanup()

    def given(self, name: str) -> int:
        self.last[name] += 1
        return self.last[name]

    @rule(at=HANDLE, name=NAME, doc=DOC)
    def insert(self, at: int, name: str, doc: dict[str, Any]) -> None:
        key = self.handles[at].table(name).insert(doc)
        assert key == self.given(name)
        self.model[name][key] = doc

    @rule(at=HANDLE, name=NAME, docs=st.lists(DOC, max_size=4))
    def insert_multiple(self, at: int, name: str, docs: list[dict[str, Any]]) -> None:
        keys = self.handles[at].table(name).insert_multiple(docs)
        assert keys == [self.given(name) for _ in docs]
        self.model[name].update(zip(keys, docs, strict=True))

    @rule(at=HANDLE, name=NAME, n=st.integers(0, 3), value=VALUE)
    def update(self, at: int, name: str, n: int, value: object) -> None:
        changed = self.handles[at].table(name).update({"value": value}, where("n") == n)
        assert changed == [key for key, doc in self.model[name].items() if doc["n"] == n]
        for key in changed:
            self.model[name][key] = {**self.model[name][key], "value": value}

    @rule(at=HANDLE, name=NAME, doc=DOC)
    def upsert(self, at: int, name: str, doc: dict[str, Any]) -> None:
        changed = self.handles[at].table(name).upsert(doc, where("n") == doc["n"])
        expected = [key for key, old in self.model[name].items() if old["n"] == doc["n"]] or [
            self.given(name)
        ]
        assert changed == expected
        for key in changed:
            self.model[name][key] = doc

    @rule(at=HANDLE, name=NAME, keys=st.lists(KEY, unique=True, max_size=3))
    def remove(self, at: int, name: str, keys: list[int]) -> None:
        removed = self.handles[at].table(name).remove(doc_ids=keys)
        assert removed == [key for key in keys if self.model[name].pop(key, None) is not None]

    @rule(at=HANDLE, name=NAME)
    def truncate(self, at: int, name: str) -> None:
        self.handles[at].table(name).truncate()
        self.model[name].clear()
        self.last[name] = 0

    @rule(at=HANDLE, docs=st.lists(DOC, min_size=1, max_size=3))
    def transaction(self, at: int, docs: list[dict[str, Any]]) -> None:
        before = self.handles[at].generation
        with self.handles[at].transaction() as store:
            for doc in docs:
                for name in ("notes", "quotes"):
                    self.model[name][store.table(name).insert(doc)] = doc
                    self.given(name)
        assert self.handles[at].generation == before + 1

    @rule(at=HANDLE, name=NAME, doc=DOC)
    def undone(self, at: int, name: str, doc: dict[str, Any]) -> None:
        with pytest.raises(Undone):
            self.change_and_fail(at, name, doc)

    def change_and_fail(self, at: int, name: str, doc: dict[str, Any]) -> None:
        with self.handles[at].transaction() as store:
            store.table(name).insert(doc)
            store.table(name).update({"value": "never"})
            raise Undone

    @rule(at=HANDLE)
    def reopen(self, at: int) -> None:
        self.handles[at].close()
        self.handles[at] = RecordStore.open(self.path)
        assert self.handles[at].recovery is None

    @rule(name=NAME, doc=DOC, kept=st.booleans())
    def dying_child(self, name: str, doc: dict[str, Any], kept: bool) -> None:
        """A process that ends without a word, after its commit or within its transaction."""
        pid = os.fork()
        if pid == 0:
            try:
                with RecordStore.open(self.path) as store, store.transaction():
                    store.table(name).insert(doc)
                    if not kept:
                        os._exit(9)
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == (0 if kept else 9)
        if kept:
            self.model[name][self.given(name)] = doc

    @invariant()
    def both_handles_see_the_model(self) -> None:
        for handle in self.handles:
            for name, docs in self.model.items():
                assert {doc.doc_id: dict(doc) for doc in handle.table(name)} == docs
        first, second = (handle.generation for handle in self.handles)
        assert first == second >= self.generation
        self.generation = first


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize(
    ("runs", "steps"), [(15, 15), pytest.param(200, 25, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_two_handles_agree_with_a_dictionary(runs: int, steps: int) -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
