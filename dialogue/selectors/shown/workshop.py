"""The frame of a workshop: what every page in it shows."""

from dataclasses import dataclass, field
from uuid import UUID

from dialogue.models.texts import Wording
from dialogue.selectors.shown.people import CampShown, You
from dialogue.selectors.shown.sessions import SessionShown


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for the reader: a sentence that starts with a verb, the reason, and where to do
    it.
    """

    sentence: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class WorkshopShown:
    """The frame of every page inside a workshop."""

    id: UUID
    code: str
    title: Wording
    purpose: Wording
    place: Wording
    is_fictitious: bool
    is_carried_in: bool
    """A conversation of real people, also where a demonstration shows it."""
    keeps_answers_together: bool
    """Whether files may tell which answers are of one person: said where answers are given."""
    attribution_label: str
    display_label: str
    tells_bands: bool
    camps: tuple[CampShown, ...]
    neither: CampShown
    participant_words: str
    """How many take part, in words that give away no small group."""
    sessions: tuple[SessionShown, ...]
    current_session: SessionShown | None
    terms_notes: tuple[Wording, ...]
    you: You
    tasks: tuple[Task, ...] = field(default=())
