"""Sessions, the files of their minutes, and the record."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dialogue.models.texts import Wording


@dataclass(frozen=True, slots=True)
class SessionShown:
    id: UUID
    number: int
    reference: str
    title: Wording
    state: str
    state_label: str
    starts_on: date | None
    ends_on: date | None
    edition_ids: tuple[tuple[str, UUID], ...] = ()
    """(attribution label, edition id), the workshop's own attribution first."""


@dataclass(frozen=True, slots=True)
class ExportShown:
    id: UUID
    format: str
    format_label: str
    language_label: str
    state: str
    percent: int
    message: str
    size: int
    file_name: str
    notes: tuple[str, ...]
    is_expired: bool = False


@dataclass(frozen=True, slots=True)
class RecordEntryShown:
    number: int
    kind_label: str
    subject: UUID
    entry_hash: str
