"""The shape of the record: what a source is, and what one claim of it is.

One shape serves every tab. Everything here is a frozen value without behaviour that needs a disk, a screen
or another module but `names`; the words used for kinds, roles and zones are listed here and nowhere else.

Offsets count Unicode characters of the source text decoded as UTF-8; `start` is inclusive, `end` exclusive,
so that ``text[anchor.start:anchor.end] == anchor.exact``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from store.names import BASES as BASES
from store.names import SETTLED as SETTLED
from store.names import STATES as STATES
from store.names import TABS as TABS
from store.names import Basis as Basis
from store.names import State as State
from store.names import Tab as Tab

KINDS: dict[Tab, frozenset[str]] = {
    "timeline": frozenset(
        "war treaty agreement exercise meeting deployment launch sale statement ceremony plan state".split()
    ),
    "forces": frozenset(
        "personnel unit equipment base command share casualties count ranking budget capability"
        " vessel".split()
    ),
    "sales": frozenset("channel total list system category statement".split()),
    "agreements": frozenset(
        "alliance treaty armistice cost-sharing mechanism process commitment decision".split()
    ),
    "quotes": frozenset("direct partial indirect position".split()),
    "entities": frozenset(
        "person organisation command unit service base place country equipment vessel agreement exercise war"
        " programme".split()
    ),
}

ANCHOR_ROLES = frozenset("row value date surface segment speaker attribution mention".split())
ACTOR_ROLES = frozenset(
    "participant holder subject seller buyer authoriser channel party speaker about".split()
)
QUALIFIERS: tuple[str, ...] = (
    "exact",
    "about",
    "approximately",
    "~",
    "more than",
    "over",
    "just over",
    "nearly",
    "projected",
    "top",
)
ZONES = frozenset("title body caption table boilerplate related".split())


@dataclass(frozen=True, slots=True)
class Anchor:
    """One verbatim span of one source, with 32 characters of context on each side.

    The fields are those of the W3C TextPositionSelector (start, end) and TextQuoteSelector (exact, prefix,
    suffix), so that an anchor survives both an exact copy of the text and an edited one.
    """

    role: str
    source: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A number as the source gives it. `unit` is what is counted, or USD, or percent; `qualifier` is the
    source's own hedge; `period` is what the number covers (an EDTF date, or FY2019/FY2021), or empty."""

    of: str
    number: Decimal | None
    unit: str
    qualifier: str = "exact"
    period: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A date of a record: `edtf` where the text supports one, else None and at most a `bound`, an EDTF
    interval that it must fall in. `basis` says whether the text states it, gives it relative to a stated date
    ("last night"), whether it is inferred, or whether there is nothing to go on."""

    role: str
    edtf: str | None = None
    bound: str | None = None
    precision: str = "none"
    basis: Basis = "none"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes part, and how. `ref` is the id of an entity, or the source's literal words for them."""

    role: str
    ref: str


@dataclass(frozen=True, slots=True)
class Change:
    """One decision about a record: who made it, when (UTC, ISO 8601), and the fields before and after."""

    who: str
    at: str
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True, slots=True)
class Record:
    """One claim of one source, standing on at least one verbatim span of it.

    Only an entity has no source of its own: it has its surface forms and mentions in many.
    """

    id: str
    tab: Tab
    kind: str
    label: str
    source: str | None
    anchors: tuple[Anchor, ...]
    values: tuple[Value, ...] = ()
    when: tuple[When, ...] = ()
    actors: tuple[Actor, ...] = ()
    place: str = ""
    status: tuple[str, ...] = ()
    cluster: str = ""
    note: str = ""
    article: bool = True
    state: State = "accepted"
    method: str = "person"
    history: tuple[Change, ...] = ()

    def spans(self, role: str) -> tuple[Anchor, ...]:
        """The anchors of one role, in the order of the record."""
        return tuple(anchor for anchor in self.anchors if anchor.role == role)

    @property
    def main(self) -> tuple[Anchor, ...]:
        """The spans that a reader is taken to: the row itself, a quote's segments, an entity's forms."""
        return self.spans("segment") or self.spans("row") or self.spans("surface")


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of a source that is of one kind; what no zone covers is body."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was received: its text is kept byte for byte under `sha256`.

    `short` is its one name on every screen. `when` is the date that the page itself states, or None with a
    bound; `notes` are what a careful reader should know of its quality; `shipped` is the digest of the
    reviewed record that it came with, empty for a person's own document.
    """

    id: str
    short: str
    title: str
    kind: str
    sha256: str
    publisher: str = ""
    author: str = ""
    when: When = field(default_factory=lambda: When("published"))
    file: str = ""
    zones: tuple[Zone, ...] = ()
    notes: tuple[str, ...] = ()
    shipped: str = ""
    history: tuple[Change, ...] = ()
