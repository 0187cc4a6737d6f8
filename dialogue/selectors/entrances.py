"""The workshops somebody takes part in, as lines of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.models import Participant, User, Workshop
from dialogue.models.texts import Wording


@dataclass(frozen=True, slots=True)
class WorkshopEntrance:
    """One workshop in the list of those the reader takes part in."""

    id: UUID
    code: str
    title: Wording
    purpose: Wording
    place: Wording
    is_fictitious: bool
    role_words: str


def entrances(workshops: Sequence[Workshop], user: User, language: str) -> tuple[WorkshopEntrance, ...]:
    """These workshops, each with the part its reader has in it; one query, whatever their number."""
    present = Participant.objects.present().filter(user=user, workshop__in=workshops)
    parts = {participant.workshop_id: participant for participant in present}
    return tuple(
        WorkshopEntrance(
            id=workshop.pk,
            code=workshop.printed_code,
            title=workshop.title.in_(language, workshop.language),
            purpose=workshop.purpose.in_(language, workshop.language),
            place=workshop.place.in_(language, workshop.language),
            is_fictitious=workshop.is_fictitious,
            role_words=_(", ").join(str(role.label) for role in parts[workshop.pk].roles),
        )
        for workshop in workshops
        if workshop.pk in parts
    )
