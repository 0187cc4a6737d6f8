"""Whom the author of a proposal may ask to co-sponsor it."""

from uuid import UUID

from django.db.models import F

from dialogue.enums import SponsorshipState
from dialogue.models import CoSponsorship, Participant, Position
from dialogue.selectors.people import People
from dialogue.selectors.shown import By


def sponsors_to_ask(position: Position, people: People) -> tuple[tuple[str, str], ...]:
    """(id, label) of all others with a voice, but those asked about the present wording or agreed to it.

    Labels follow the display rule; where it tells nobody apart, there is nobody to choose from.
    """
    author = people.reader
    settled = CoSponsorship.objects.filter(
        position=position,
        version=position.current_version_id,
        state__in=[SponsorshipState.ASKED, SponsorshipState.AGREED],
    )
    candidates = (
        Participant.objects.with_voice()
        .filter(workshop=author.workshop_id)
        .exclude(pk=author.pk)
        .exclude(pk__in=settled.values("participant"))
        .select_related("user")
        .order_by(F("camp__order").asc(nulls_last=True), "role_label")
    )
    named = [(str(candidate.pk), people.by(candidate)) for candidate in candidates]
    return tuple((key, _in_words(by)) for key, by in named if by.label)


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
