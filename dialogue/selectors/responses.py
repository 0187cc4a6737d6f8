"""From stored responses to what the pure mathematics takes."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from dialogue.convergence import CampAnswers, Stance
from dialogue.enums import StanceChoice
from dialogue.models import Camp, Participant, PositionVersion, Response

NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class AnswersToVersion:
    """The answers of each camp to one version, of the participants of neither camp, and how many object at
    all.
    """

    camps: tuple[CampAnswers, ...]
    neither: CampAnswers
    standing_objections: int


def answers_to(version: PositionVersion, workshop_id: UUID) -> AnswersToVersion:
    """Count the current responses of everybody who has a voice now, by the camp each belongs to now."""
    members: dict[UUID | None, int] = {
        row["camp_id"]: row["people"]
        for row in Participant.objects.with_voice()
        .filter(workshop_id=workshop_id)
        .values("camp_id")
        .annotate(people=Count("pk"))
    }
    counts: dict[UUID | None, dict[Stance, int]] = defaultdict(dict)
    for row in (
        Response.objects.filter(
            version=version, replaced_at__isnull=True, participant__in=Participant.objects.with_voice()
        )
        .values("participant__camp_id", "stance")
        .annotate(people=Count("pk"))
    ):
        counts[row["participant__camp_id"]][Stance(row["stance"])] = row["people"]
    camps = Camp.objects.filter(workshop_id=workshop_id).order_by("order")
    return AnswersToVersion(
        camps=tuple(CampAnswers(camp.key, members.get(camp.pk, 0), counts[camp.pk]) for camp in camps),
        neither=CampAnswers(NEITHER, members.get(None, 0), counts[None]),
        standing_objections=sum(camp.get(Stance.OBJECT, 0) for camp in counts.values()),
    )


def standing_objections(version: PositionVersion) -> list[dict[str, str]]:
    """The words of everybody who objects to this version, without a name and in no telling order."""
    return [
        {"text": row["reason"], "language": row["reason_language"]}
        for row in Response.objects.filter(
            version=version,
            replaced_at__isnull=True,
            stance=StanceChoice.OBJECT,
            participant__in=Participant.objects.with_voice(),
        )
        .order_by("pk")
        .values("reason", "reason_language")
    ]
