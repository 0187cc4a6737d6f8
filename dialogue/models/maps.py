"""The opinion map of a workshop, as it was last drawn."""

from django.db import models

from dialogue.models.rows import Row
from dialogue.models.workshops import Workshop


class DrawnMap(Row):
    """Where everybody stands, drawn from the answers of one moment.

    `data` is what a page needs and names nobody; `memory` keeps axes and letters as they were for the next
    time.
    `record_count` is how long the record was: a longer one tells that something may have changed.
    """

    workshop = models.OneToOneField(Workshop, models.CASCADE, related_name="drawn_map")
    data = models.JSONField()
    memory = models.JSONField()
    record_count = models.PositiveBigIntegerField()
    answers = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
