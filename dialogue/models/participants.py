"""People in one workshop: their roles, their camp, and what the record calls them."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from dialogue.enums import Role
from dialogue.models.rows import RecordedRow, Row
from dialogue.models.workshops import Camp, Workshop


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def present(self) -> "ParticipantQuerySet":
        """Joined and not removed."""
        return self.filter(joined_at__isnull=False, removed_at__isnull=True)

    def with_voice(self) -> "ParticipantQuerySet":
        """Those who post and respond; with a camp, they are its members."""
        return self.present().filter(has_voice=True)


class Participant(RecordedRow):
    """A person in one workshop, in a personal capacity. `camp` empty means neither."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="participations")
    camp = models.ForeignKey(Camp, models.PROTECT, null=True, blank=True, related_name="participants")
    role_label = models.CharField(max_length=20)
    has_voice = models.BooleanField(default=False)
    is_moderator = models.BooleanField(default=False)
    is_chair = models.BooleanField(default=False)
    is_rapporteur = models.BooleanField(default=False)
    is_organiser = models.BooleanField(default=False)
    is_observer = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["workshop", "camp"],
                condition=Q(joined_at__isnull=False, removed_at__isnull=True, has_voice=True),
                name="participant_voices_by_camp",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "user"], name="participant_once_per_workshop"),
            models.UniqueConstraint(fields=["workshop", "role_label"], name="participant_role_label_unique"),
            models.CheckConstraint(
                condition=Q(has_voice=True) | Q(camp__isnull=True), name="participant_camp_needs_voice"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(joined_at__isnull=False),
                name="participant_joined_first",
            ),
        ]

    def __str__(self) -> str:
        return self.role_label

    @property
    def is_present(self) -> bool:
        return self.joined_at is not None and self.removed_at is None

    @property
    def roles(self) -> tuple[Role, ...]:
        held = {
            Role.VOICE: self.has_voice,
            Role.MODERATOR: self.is_moderator,
            Role.CHAIR: self.is_chair,
            Role.RAPPORTEUR: self.is_rapporteur,
            Role.ORGANISER: self.is_organiser,
            Role.OBSERVER: self.is_observer,
        }
        return tuple(role for role, holds in held.items() if holds)

    def content_for_record(self) -> dict[str, Any]:
        return {"roles": [str(role) for role in self.roles], "present": self.is_present}


class CampDeclaration(Row):
    """Which camp a participant declared, and when: the private history of `Participant.camp`."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="declarations")
    camp = models.ForeignKey(Camp, models.PROTECT, null=True, blank=True, related_name="+")
    declared_at = models.DateTimeField()
