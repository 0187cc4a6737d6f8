"""Sittings of a workshop, and the rounds in which a thread may ask for answers that are revealed together."""

from typing import Any

from django.db import models
from django.db.models import Q

from dialogue.enums import SessionState
from dialogue.models.rows import RecordedRow, Row
from dialogue.models.texts import LocalTextField
from dialogue.models.workshops import Workshop, iso


class SessionQuerySet(models.QuerySet["Session"]):
    def current(self) -> "SessionQuerySet":
        """The first session that is not closed: what is contributed now belongs to it."""
        return self.exclude(state=SessionState.CLOSED).order_by("number")


class Session(RecordedRow):
    """One sitting. What is contributed from the close of one to the close of the next belongs to it."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    title = LocalTextField(blank=True)
    state = models.CharField(max_length=8, choices=SessionState.choices, default=SessionState.PLANNED)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="session_number_unique"),
            models.UniqueConstraint(
                fields=["workshop"],
                condition=Q(state=SessionState.OPEN),
                name="session_one_open_per_workshop",
            ),
            models.CheckConstraint(condition=Q(state__in=SessionState.values), name="session_state"),
            models.CheckConstraint(
                condition=Q(state=SessionState.PLANNED, opened_at__isnull=True, closed_at__isnull=True)
                | Q(state=SessionState.OPEN, opened_at__isnull=False, closed_at__isnull=True)
                | Q(state=SessionState.CLOSED, opened_at__isnull=False, closed_at__isnull=False),
                name="session_state_and_times_agree",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The reference printed on the minutes, such as `BB/BUILDING-BRIDGES/S.1`."""
        return f"BB/{self.workshop.printed_code}/S.{self.number}"

    def content_for_record(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "state": self.state,
            "starts_on": iso(self.starts_on),
            "ends_on": iso(self.ends_on),
        }


class Round(Row):
    """One pass of positions or responses in a thread, hidden from others until revealed together."""

    thread = models.ForeignKey("dialogue.Thread", models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="round_number_unique")]
