"""Background work as a row: progress and outbox in one."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from dialogue.enums import JobKind, JobState
from dialogue.models.rows import Row
from dialogue.models.workshops import Workshop


class Job(Row):
    """The row is the truth and a queue only wakes workers: what a queue forgets is found here again.

    `message` is one of `JobMessage`, so that each reader sees it in his or her own language. While a job
    runs, nobody else may begin it before `due_at`.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=20, choices=JobKind.choices)
    subject = models.UUIDField()
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=1)
    message = models.CharField(max_length=40, blank=True)
    fault = models.CharField(max_length=80, blank=True, help_text="the class of the exception it ended with")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(
        default=timezone.now, help_text="not to be begun before: a later try waits here, not in a queue"
    )
    woken_at = models.DateTimeField(
        null=True, blank=True, help_text="when its id was last handed to the queue; empty when it was not"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="job_by_state")]
        constraints = [models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state")]

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0
