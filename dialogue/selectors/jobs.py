"""Background work as whoever runs the server sees it: kinds, states and reasons, nothing of a workshop."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from dialogue.enums import JobKind, JobMessage, JobState
from dialogue.models import Job

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class JobShown:
    id: UUID
    kind_label: str
    state: str
    state_label: str
    message: str
    fault: str
    attempts: int
    percent: int
    created_at: datetime
    is_put_off: bool


@dataclass(frozen=True, slots=True)
class StateShown:
    """One state to filter by, and how many jobs are in it."""

    code: str
    label: str
    count: int


def job_page(jobs: QuerySet[Job], state: str, page_number: int | str = 1) -> Page[JobShown]:
    """One page of jobs, the newest first; of one state, where `state` is one. A number out of range gives the
    nearest page.
    """
    if state in JobState.values:
        jobs = jobs.filter(state=state)
    page = Paginator(jobs.order_by("-created_at", "pk"), PER_PAGE).get_page(page_number)
    shown = [_shown(job) for job in page.object_list]
    return Page(shown, page.number, cast("Paginator[JobShown]", page.paginator))


def states_of(jobs: QuerySet[Job]) -> tuple[StateShown, ...]:
    counts = dict(jobs.order_by().values_list("state").annotate(Count("pk")))
    return tuple(StateShown(state.value, str(state.label), counts.get(state, 0)) for state in JobState)


def job_counts() -> dict[tuple[str, str], int]:
    """How many jobs there are of each state and kind, also where there are none."""
    counts = {(state.value, kind.value): 0 for state in JobState for kind in JobKind}
    for state, kind, count in Job.objects.order_by().values_list("state", "kind").annotate(Count("pk")):
        counts[state, kind] = count
    return counts


def longest_wait() -> float:
    """For how many seconds the oldest job that is due waits for a worker: the one figure that shows a dead
    queue.
    """
    now = timezone.now()
    oldest = Job.objects.filter(state=JobState.QUEUED, due_at__lte=now).aggregate(oldest=Min("due_at"))
    return (now - oldest["oldest"]).total_seconds() if oldest["oldest"] else 0.0


def _shown(job: Job) -> JobShown:
    return JobShown(
        id=job.pk,
        kind_label=job.get_kind_display(),
        state=job.state,
        state_label=job.get_state_display(),
        message=str(JobMessage(job.message).label) if job.message in JobMessage.values else "",
        fault=job.fault,
        attempts=job.attempts,
        percent=job.percent,
        created_at=job.created_at,
        is_put_off=job.state == JobState.QUEUED and job.due_at > timezone.now(),
    )
