"""What participants answer to a version, and on which condition they could agree."""

from typing import Any

from django.db import models
from django.db.models import Q

from dialogue.enums import ConditionState, Language, StanceChoice
from dialogue.models.participants import Participant
from dialogue.models.positions import PositionVersion
from dialogue.models.rows import RecordedRow
from dialogue.models.sessions import Round, Session

LONGEST_REASON = 1000


STANDING = Q(
    replaced_at__isnull=True,
    participant__joined_at__isnull=False,
    participant__removed_at__isnull=True,
    participant__has_voice=True,
)
"""The current responses of everybody who has a voice now: what figures count and pages tell."""


class Response(RecordedRow):
    """One participant's stance on one version. A change is a new row; the earlier ones are kept with
    `replaced_at`.
    """

    version = models.ForeignKey(PositionVersion, models.CASCADE, related_name="responses")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="responses")
    session = models.ForeignKey(Session, models.PROTECT, related_name="responses")
    stance = models.CharField(max_length=16, choices=StanceChoice.choices)
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    reason_language = models.CharField(max_length=2, choices=Language.choices, blank=True)
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="responses")
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["version", "participant"],
                condition=Q(stance=StanceChoice.OBJECT, replaced_at__isnull=True),
                name="response_standing_objections",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "participant"],
                condition=Q(replaced_at__isnull=True),
                name="response_one_current_per_version",
            ),
            models.CheckConstraint(condition=Q(stance__in=StanceChoice.values), name="response_stance"),
        ]

    def content_for_record(self) -> dict[str, Any]:
        return {
            "version": str(self.version_id),
            "stance": self.stance,
            "reason": self.reason,
            "language": self.reason_language,
        }


class Condition(RecordedRow):
    """“I could agree if …”: a thing of its own, which may be met, and whose holder is then asked again."""

    response = models.OneToOneField(Response, models.CASCADE, related_name="condition")
    text = models.TextField(max_length=LONGEST_REASON)
    language = models.CharField(max_length=2, choices=Language.choices)
    state = models.CharField(max_length=8, choices=ConditionState.choices, default=ConditionState.OPEN)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ConditionState.values), name="condition_state")
        ]

    def content_for_record(self) -> dict[str, Any]:
        return {"text": self.text, "language": self.language, "state": self.state}
