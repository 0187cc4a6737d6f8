"""Conversations that were held elsewhere and carried into a thread from their files."""

from typing import Any

from django.db import models

from dialogue.models.rows import RecordedRow
from dialogue.models.threads import Thread


class Import(RecordedRow):
    """Where a thread was carried in from, how much of it, and under which licence it may be passed on.

    `fingerprint` is of all that was read. `camps_declared` is False where camps were made from the votes
    themselves, and declared by nobody.
    """

    thread = models.OneToOneField(Thread, models.CASCADE, related_name="imported")
    url = models.TextField(blank=True)
    licence = models.TextField(blank=True)
    camps_declared = models.BooleanField(default=True)
    fingerprint = models.CharField(max_length=64)
    statements = models.PositiveIntegerField()
    participants = models.PositiveIntegerField()
    responses = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    def content_for_record(self) -> dict[str, Any]:
        return {
            "fingerprint": self.fingerprint,
            "statements": self.statements,
            "participants": self.participants,
            "responses": self.responses,
        }
