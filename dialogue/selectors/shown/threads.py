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
    """One line of *Agenda at a glance*. `voices`: the numbers of positions per camp, in the camps' order."""

    id: UUID
    key: str
    reference: str
    title: Wording
    is_open: bool
    was_opened: bool
    voices: tuple[tuple[CampShown, int], ...]
    proposals: int
    found: tuple[tuple[str, str], ...]
    """(level, label) of its signed findings, each level once."""
    still_open: str
    """A short sentence, empty when nothing is."""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class AgendaGroup:
    title: Wording
    rows: tuple[AgendaRow, ...]
