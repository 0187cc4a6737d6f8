"""The record: append-only, numbered per workshop, chained by hashes, and without any content."""

from django.db import models

from dialogue.enums import RecordKind
from dialogue.models.workshops import Workshop


class RecordEntry(models.Model):
    """One act: what kind, about which random id, by which pseudonym, and a salted hash of the content.

    No time, no text, no name, no response: erasing content, salt or person leaves the chain valid.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="record")
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=24, choices=RecordKind.choices)
    subject = models.UUIDField()
    actor = models.UUIDField(null=True, blank=True)
    commitment = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    entry_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["workshop", "number"], name="record_number_unique")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
