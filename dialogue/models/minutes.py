"""Editions of the minutes, and the files made from them."""

from typing import Any

from django.db import models
from django.db.models import Q

from dialogue.enums import Attribution, MinutesStatus
from dialogue.minutes.document import Document
from dialogue.models.jobs import Job
from dialogue.models.participants import Participant
from dialogue.models.rows import RecordedRow
from dialogue.models.sessions import Session
from dialogue.models.threads import Thread


class Edition(RecordedRow):
    """One stored `minutes.Document` of a session for one attribution; files are rendered from it alone."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(default=1)
    attribution = models.CharField(max_length=12, choices=Attribution.choices)
    status = models.CharField(max_length=10, choices=MinutesStatus.choices, default=MinutesStatus.DRAFT)
    data = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "attribution", "number"], name="edition_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(attribution__in=Attribution.values), name="edition_attribution"
            ),
        ]

    @property
    def document(self) -> Document:
        return Document.from_dict(self.data)

    def content_for_record(self) -> dict[str, Any]:
        return {"number": self.number, "attribution": self.attribution, "fingerprint": self.fingerprint}


class Export(RecordedRow):
    """One file, for the participant who asked for it and nobody else: of an edition, or of a conversation.

    Without an edition it holds what was answered, in `thread`, or in all threads where that is empty.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, null=True, blank=True, related_name="exports")
    thread = models.ForeignKey(Thread, models.CASCADE, null=True, blank=True, related_name="exports")
    requested_by = models.ForeignKey(Participant, models.CASCADE, related_name="exports")
    job = models.OneToOneField(Job, models.CASCADE, related_name="export")
    format = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    content = models.BinaryField(null=True, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    notes = models.JSONField(default=list, blank=True)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(thread__isnull=True), name="export_of_one_thing"
            )
        ]

    @property
    def is_of_conversation(self) -> bool:
        return self.edition_id is None

    def content_for_record(self) -> dict[str, Any]:
        if self.is_of_conversation:
            return {"thread": str(self.thread_id or ""), "format": self.format}
        return {"edition": str(self.edition_id), "format": self.format, "language": self.language}
