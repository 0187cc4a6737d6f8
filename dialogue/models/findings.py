"""What the meeting found, in words signed by people; and the moderator's summary of a thread."""

from typing import Any

from django.db import models
from django.db.models import Q

from dialogue.enums import POINTS_OF_CONVERGENCE, Language, LevelChoice, Role
from dialogue.models.participants import Participant
from dialogue.models.positions import PositionVersion
from dialogue.models.rows import RecordedRow
from dialogue.models.sessions import Session
from dialogue.models.threads import Thread
from dialogue.models.workshops import Workshop

LONGEST_FINDING = 2000
LONGEST_SUMMARY = 8000


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, participant: Participant) -> "FindingQuerySet":
        """Signed findings for everybody in the workshop; drafts for those who sign or write the minutes."""
        findings = self.filter(workshop_id=participant.workshop_id)
        if participant.is_moderator or participant.is_chair or participant.is_rapporteur:
            return findings
        return findings.filter(signed_version__isnull=False)

    def points_of_convergence(self) -> "FindingQuerySet":
        return self.filter(signed_version__level__in=POINTS_OF_CONVERGENCE)


class Finding(RecordedRow):
    """A finding of a thread. Its words are in its versions: the newest, and the newest that was signed."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="findings")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="findings")
    session = models.ForeignKey(Session, models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    current_version = models.OneToOneField(
        "dialogue.FindingVersion", models.PROTECT, null=True, blank=True, related_name="current_of"
    )
    signed_version = models.OneToOneField(
        "dialogue.FindingVersion", models.PROTECT, null=True, blank=True, related_name="signed_of"
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["workshop", "number"], name="finding_number_unique")]

    def __str__(self) -> str:
        return str(self.number)

    def content_for_record(self) -> dict[str, Any]:
        return {"number": self.number}


class FindingVersion(RecordedRow):
    """One wording of a finding with everything it rests on.

    `figures_of` is the version whose figures it was held against and `supported` what those allowed at the
    time; `objections` are the standing objections, copied so that they stay printed with it.
    """

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=LONGEST_FINDING)
    language = models.CharField(max_length=2, choices=Language.choices)
    level = models.CharField(max_length=20, choices=LevelChoice.choices)
    conditions = models.TextField(max_length=LONGEST_FINDING, blank=True)
    figures_of = models.ForeignKey(PositionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    supported = models.CharField(max_length=20, choices=LevelChoice.choices, blank=True)
    objections = models.JSONField(default=list, blank=True)
    evidence = models.ManyToManyField(PositionVersion, related_name="cited_in_findings")
    rests_on_one_camp = models.BooleanField(default=False)
    is_chairs_own = models.BooleanField(default=False)
    written_by = models.ForeignKey(Participant, models.PROTECT, related_name="finding_versions")
    written_at = models.DateTimeField()
    signed_as = models.CharField(max_length=10, choices=Role.choices, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "number"], name="finding_version_number_unique"),
            models.CheckConstraint(condition=Q(level__in=LevelChoice.values), name="finding_level"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_as="")
                | Q(signed_at__isnull=False, signed_as__in=[Role.MODERATOR, Role.CHAIR]),
                name="finding_signed_by_moderator_or_chair",
            ),
            models.CheckConstraint(
                condition=Q(is_chairs_own=False) | Q(signed_as=Role.CHAIR),
                name="finding_chairs_own_signed_by_chair",
            ),
        ]

    def content_for_record(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "text": self.text,
            "language": self.language,
            "level": self.level,
            "conditions": self.conditions,
            "objections": self.objections,
            "supported": self.supported,
            "rests_on_one_camp": self.rests_on_one_camp,
            "is_chairs_own": self.is_chairs_own,
            "signed_as": self.signed_as,
        }


class Summary(RecordedRow):
    """One version of the moderator's summary of a thread; the highest number is the one that stands."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="summaries")
    session = models.ForeignKey(Session, models.PROTECT, related_name="summaries")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=LONGEST_SUMMARY)
    language = models.CharField(max_length=2, choices=Language.choices)
    rests_on = models.ManyToManyField(PositionVersion, related_name="cited_in_summaries")
    written_by = models.ForeignKey(Participant, models.PROTECT, related_name="summaries")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="summary_number_unique")]

    def content_for_record(self) -> dict[str, Any]:
        return {"number": self.number, "text": self.text, "language": self.language}
