"""Whom the author of a proposal may ask to co-sponsor it, and what was asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from dialogue.enums import Attribution, SponsorshipState
from dialogue.models import CoSponsorship, Participant, Position
from dialogue.selectors.people import People
from dialogue.selectors.shown import By


@dataclass(frozen=True, slots=True)
class Candidate:
    participant_id: UUID
    by: By


@dataclass(frozen=True, slots=True)
class SponsorshipShown:
    """Somebody asked to co-sponsor, as the two who know of it see it."""

    id: UUID
    position_id: UUID
    by: By
    is_asked_of_you: bool
    state: str
    version_number: int
    is_of_earlier_wording: bool


def candidates_in_order(position: Position, people: People) -> QuerySet[Participant]:
    """All others with a voice, but those asked about the present wording or agreed to it.

    Nobody where labels tell nobody apart.
    """
    author = people.reader
    settled = CoSponsorship.objects.filter(
        position=position,
        version=position.current_version_id,
        state__in=[SponsorshipState.ASKED, SponsorshipState.AGREED],
    )
    tells_apart = author.workshop.display in (Attribution.NAMED, Attribution.ROLE_LABEL)
    candidates = Participant.objects.with_voice() if tells_apart else Participant.objects.none()
    return (
        candidates.filter(workshop=author.workshop_id)
        .exclude(pk=author.pk)
        .exclude(pk__in=settled.values("participant"))
        .select_related("user")
        .order_by(F("camp__order").asc(nulls_last=True), "role_label")
    )


def candidates_shown(candidates: Iterable[Participant], people: People) -> tuple[Candidate, ...]:
    return tuple(Candidate(each.pk, people.by(each)) for each in candidates)


def sponsors_to_ask(position: Position, people: People) -> tuple[tuple[str, str], ...]:
    """(id, label) of those one may ask.

    Labels follow the display rule; where it tells nobody apart, there is nobody to choose from.
    """
    candidates = candidates_shown(candidates_in_order(position, people), people)
    return tuple((str(each.participant_id), _in_words(each.by)) for each in candidates if each.by.label)


def sponsorships_in_order(reader: Participant, *, state: str = "") -> QuerySet[CoSponsorship]:
    """What the reader was asked, and what he or she asked; of what stands and may be read."""
    positions = Position.objects.visible_to(reader).standing()
    sponsorships = CoSponsorship.objects.filter(
        Q(participant=reader) | Q(position__author=reader), position__in=positions
    )
    if state:
        sponsorships = sponsorships.filter(state=state)
    return sponsorships.select_related("position", "participant__user", "version").order_by("pk")


def sponsorships_shown(sponsorships: Iterable[CoSponsorship], people: People) -> tuple[SponsorshipShown, ...]:
    return tuple(
        SponsorshipShown(
            id=each.pk,
            position_id=each.position_id,
            by=people.by(each.participant),
            is_asked_of_you=each.participant_id == people.reader.pk,
            state=each.state,
            version_number=each.version.number,
            is_of_earlier_wording=each.version_id != each.position.current_version_id,
        )
        for each in sponsorships
    )


def participant_to_ask(author: Participant, participant_id: UUID) -> Participant | None:
    """Somebody of the author’s own workshop; whether he or she may be asked, the service decides."""
    present = Participant.objects.present().filter(workshop=author.workshop_id)
    return present.select_related("workshop").filter(pk=participant_id).first()


def sponsorship_of(position: Position, participant: Participant) -> CoSponsorship | None:
    """What this participant was asked about this proposal, whatever was answered."""
    sponsorship = CoSponsorship.objects.filter(position=position, participant=participant).first()
    if sponsorship is not None:
        sponsorship.position = position
    return sponsorship


def _in_words(by: By) -> str:
    return f"{by.label} ({by.camp.label})" if by.camp else by.label
