"""Findings and summaries, with what they rest on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dialogue.models.texts import Wording
from dialogue.selectors.shown.people import By


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    version_id: UUID
    position_id: UUID
    thread_id: UUID
    reference: str
    version_number: int
    claim: Wording
    by: By
    is_proposal: bool
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class FindingShown:
    id: UUID
    thread_id: UUID
    thread_reference: str
    thread_title: Wording
    number: int
    version_number: int
    text: Wording
    level: str
    level_label: str
    conditions: Wording
    objections: tuple[Wording, ...]
    evidence: tuple[EvidenceShown, ...]
    rests_on_one_camp: bool
    is_chairs_own: bool
    supported_label: str
    is_signed: bool
    signed_as: str
    signed_on: date | None
    has_newer_draft: bool = False
    may_edit: bool = False


@dataclass(frozen=True, slots=True)
class SummaryShown:
    id: UUID
    number: int
    text: Wording
    written_on: date
    rests_on: tuple[EvidenceShown, ...]
