"""Webhooks: addresses that are told when something happens, and what each was told."""

from typing import Any

from django.db import models

from dialogue.enums import DeliveryFault
from dialogue.models.jobs import Job
from dialogue.models.rows import RecordedRow, Row
from dialogue.models.workshops import Workshop


class Webhook(RecordedRow):
    """An address outside that an organiser named.

    Its secret is kept nowhere: it follows from the installation's own and the row's id and generation.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="webhooks")
    address = models.CharField(max_length=500)
    generation = models.PositiveIntegerField(default=1, help_text="of the secret; a new one ends the old")
    is_on = models.BooleanField(default=True)
    told = models.PositiveBigIntegerField(default=0, help_text="how often it was to be told something")
    failures = models.PositiveIntegerField(default=0, help_text="in a row, up to now")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "address"], name="webhook_once_per_address")
        ]

    def content_for_record(self) -> dict[str, Any]:
        return {"address": self.address, "generation": self.generation}


class Delivery(Row):
    """One thing a webhook is told: ids alone. Its job says how far it has come, and takes it along when it
    is forgotten.
    """

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    job = models.OneToOneField(Job, models.CASCADE, related_name="delivery")
    kind = models.CharField(max_length=24)
    subject = models.UUIDField()
    thread_id = models.UUIDField(null=True)
    number = models.PositiveBigIntegerField()
    """Of those to this webhook, from one: a gap is something missed, and tells nothing of what it was not
    told.
    """
    status = models.PositiveSmallIntegerField(null=True, help_text="what the last try was answered")
    fault = models.CharField(max_length=12, choices=DeliveryFault.choices, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "number"], name="delivery_number_unique")]
