"""The moderators' codebook, and the marks set from it."""

from typing import Any

from django.db import models
from django.db.models import Q

from dialogue.enums import TagGroup
from dialogue.models.participants import Participant
from dialogue.models.positions import PositionVersion
from dialogue.models.rows import RecordedRow
from dialogue.models.texts import LocalTextField
from dialogue.models.workshops import Workshop

POINT_OF_CONVERGENCE = "point-of-convergence"
POINT_OF_DIVERGENCE = "point-of-divergence"


class Tag(RecordedRow):
    """One entry of a workshop's codebook."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="codebook")
    key = models.SlugField(max_length=40)
    group = models.CharField(max_length=8, choices=TagGroup.choices, default=TagGroup.OWN)
    order = models.PositiveSmallIntegerField()
    label = LocalTextField()

    class Meta:
        ordering = ["order", "key"]
        constraints = [models.UniqueConstraint(fields=["workshop", "key"], name="tag_key_unique")]

    def __str__(self) -> str:
        return self.key

    def content_for_record(self) -> dict[str, Any]:
        return {"key": self.key, "label": dict(self.label)}


class Tagging(RecordedRow):
    """A tag on one version of a position: a lead, where to look. Never a judgement on its author."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings")
    version = models.ForeignKey(PositionVersion, models.CASCADE, related_name="taggings")
    set_by = models.ForeignKey(Participant, models.PROTECT, related_name="taggings")
    set_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "version"], condition=Q(removed_at__isnull=True), name="tag_once_per_version"
            )
        ]

    def content_for_record(self) -> dict[str, Any]:
        return {"tag": self.tag.key, "version": str(self.version_id), "removed": self.removed_at is not None}
