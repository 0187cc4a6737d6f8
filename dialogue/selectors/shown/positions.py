"""Positions and proposals, with what was answered."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from dialogue.models.texts import Wording
from dialogue.selectors.shown.figures import FigureShown
from dialogue.selectors.shown.people import By, CampShown


@dataclass(frozen=True, slots=True)
class RemarkShown:
    """A reason, condition or objection given with a response: seen by all, without a name."""

    kind: str
    """reason · condition · objection"""
    stance: str
    text: Wording
    camp: CampShown | None
    state: str = ""
    state_label: str = ""


@dataclass(frozen=True, slots=True)
class MyResponse:
    """The reader's own response. `is_on_earlier_wording` asks him or her again."""

    stance: str
    stance_label: str
    reason: Wording
    condition: Wording
    given_at: datetime
    version_number: int
    is_on_earlier_wording: bool


@dataclass(frozen=True, slots=True)
class SponsorShown:
    by: By
    state: str
    is_of_earlier_wording: bool = False


@dataclass(frozen=True, slots=True)
class TagShown:
    id: UUID
    key: str
    group: str
    label: Wording
    tagging_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class VersionShown:
    id: UUID
    number: int
    claim: Wording
    reasoning: Wording
    step: Wording
    written_on: date


@dataclass(frozen=True, slots=True)
class PositionShown:
    """A position or proposal in its current wording (a withdrawn one keeps only its place)."""

    id: UUID
    thread_id: UUID
    reference: str
    is_proposal: bool
    by: By
    version_id: UUID
    version_number: int
    claim: Wording
    reasoning: Wording
    step: Wording
    part: Wording
    choice: Wording
    is_withdrawn: bool
    sponsors: tuple[SponsorShown, ...] = ()
    """Those who agreed; for the author also those who were asked."""
    figure: FigureShown | None = None
    remarks: tuple[RemarkShown, ...] = ()
    reasons_missing: int = 0
    """Disagreements and objections without a reason yet; 0 where that is withheld."""
    mine: MyResponse | None = None
    my_sponsorship: str = ""
    """"asked" when the reader is asked to co-sponsor, "agreed" when he or she does."""
    tags: tuple[TagShown, ...] = ()
    may_respond: bool = False
    may_revise: bool = False
    may_tag: bool = False
