"""Threads and the agenda they stand on."""

from dataclasses import dataclass
from uuid import UUID

from dialogue.models.texts import Wording
from dialogue.selectors.shown.people import CampShown


@dataclass(frozen=True, slots=True)
class PartShown:
    key: str
    prompt: Wording
    addressee: CampShown | None


@dataclass(frozen=True, slots=True)
class ThreadShown:
    """The head of a thread: what it asks, of whom, and what it takes at present."""

    id: UUID
    key: str
    reference: str
    source: Wording
    cluster: Wording
    title: Wording
    prompt: Wording
    note: Wording
    form: str
    addressee: CampShown | None
    parts: tuple[PartShown, ...]
    choices: tuple[tuple[str, Wording], ...]
    required_elements: tuple[Wording, ...]
    avenues: tuple[Wording, ...]
    work_step: Wording
    parent: "ThreadLink | None"
    children: tuple["ThreadLink", ...]
    depends_on: tuple["ThreadLink", ...]
    is_open: bool
    was_opened: bool
    phase_label: str


@dataclass(frozen=True, slots=True)
class ThreadLink:
    id: UUID
    reference: str
    title: Wording


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One line of *Agenda at a glance*.

    `positions` counts all of them, and `voices` those of each camp, in the camps' order; nothing where the
    room shows no camps.
    """

    id: UUID
    key: str
    reference: str
    title: Wording
    is_open: bool
    was_opened: bool
    voices: tuple[tuple[CampShown, int], ...]
    positions: int
    proposals: int
    found: tuple[tuple[str, str], ...]
    """(level, label) of its signed findings, each level once."""
    still_open: str
    """A short sentence, empty when nothing is."""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class AgendaGroup:
    """The threads of one cluster. Those that were never opened wait apart from those one can read in."""

    title: Wording
    rows: tuple[AgendaRow, ...]

    @property
    def opened(self) -> tuple[AgendaRow, ...]:
        return tuple(row for row in self.rows if row.was_opened)

    @property
    def later(self) -> tuple[AgendaRow, ...]:
        return tuple(row for row in self.rows if not row.was_opened)

    @property
    def is_open(self) -> bool:
        return any(row.is_open for row in self.rows)
