"""Camps and people, cut down to what the display rule allows."""

from dataclasses import dataclass
from uuid import UUID

from dialogue.models.texts import Wording

NOTHING = Wording("")


@dataclass(frozen=True, slots=True)
class CampShown:
    """A camp as pages draw it. `slot` is 1, 2, 3 … by order and "n" for neither: it picks mark, colour and
    pier.
    """

    key: str
    slot: str
    label: Wording
    plural: Wording
    definition: Wording = NOTHING
    footnote: Wording = NOTHING
    members: int | None = None


@dataclass(frozen=True, slots=True)
class By:
    """Who put something forward, as far as this reader may know. `label`: a role label, a name, or empty."""

    camp: CampShown | None
    label: str
    is_you: bool = False


@dataclass(frozen=True, slots=True)
class You:
    """The reader's own part in the workshop, for the masthead and for what a page offers."""

    participant_id: UUID
    label: str
    camp: CampShown | None
    role_words: str
    has_voice: bool
    may_moderate: bool
    may_sign: bool
    may_organise: bool
    may_see_record: bool
    may_export: bool
    may_close_sessions: bool
    may_write_summary: bool
