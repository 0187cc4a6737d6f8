"""What workers do: ids in, one service call out. Truth lives in the job rows; a queue only wakes."""

import logging
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any
from uuid import UUID

from celery import shared_task
from django.conf import settings

from dialogue.enums import JobKind, JobMessage, JobState
from dialogue.models import Job
from dialogue.services import conversations, deliveries, exports, jobs, maps, request_keys, tokens
from dialogue.services.figures import refresh_workshop_figures

logger = logging.getLogger(__name__)


def refresh_figures(job: Job) -> None:
    refresh_workshop_figures(workshop=job.workshop)
    jobs.finish(job, state=JobState.DONE, message=JobMessage.READY)


def forget_expired_sign_ins() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


WORK: Mapping[str, Callable[[Job], None]] = {
    JobKind.RENDER_EXPORT: exports.render_export,
    JobKind.REFRESH_FIGURES: refresh_figures,
    JobKind.DELIVER_WEBHOOK: deliveries.deliver,
    JobKind.DRAW_MAP: maps.draw_map,
    JobKind.WRITE_CONVERSATION: conversations.write_conversation,
}
"""What is done for each kind of job. It ends the job itself; what it raises is tried again later."""

AT_EACH_STROKE: tuple[Callable[[], object], ...] = (jobs.requeue_forgotten, maps.queue_stale_maps)
"""What the clock does every few seconds. Whatever a clock closes belongs here: an act that finds by its own
query what is due, does it in transactions of its own, and may be run by several clocks at once.
"""

NOW_AND_THEN: tuple[Callable[[], object], ...] = (
    exports.purge_expired_exports,
    request_keys.purge_expired_keys,
    tokens.purge_expired_tokens,
    jobs.purge_ended_jobs,
    forget_expired_sign_ins,
)
"""What the clock deletes every few minutes, because it is past its time."""


@shared_task(name="dialogue.run_job", bind=True)  # type: ignore[untyped-decorator]  # Celery carries no types
def run_job(task: Any, job_id: str) -> None:
    """Run one job once, whoever asks how often."""
    is_orphan = bool((task.request.delivery_info or {}).get("redelivered"))
    job = jobs.claim(UUID(job_id), is_orphan=is_orphan)
    if job is None:
        return
    about = {"job": job_id, "kind": job.kind}
    logger.info("a job began", extra=about)
    try:
        WORK[job.kind](job)
    except Exception as error:
        logger.exception("an attempt at a job failed", extra=about)
        jobs.retry_or_give_up(job, error)
    else:
        logger.info("a job ended", extra=about)


@shared_task(name="dialogue.requeue_interrupted")  # type: ignore[untyped-decorator]
def requeue_interrupted() -> None:
    """What the only worker there is does before anything else."""
    jobs.requeue_interrupted()


@shared_task(name="dialogue.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Find what was forgotten, and do what is due."""
    _each(AT_EACH_STROKE)


@shared_task(name="dialogue.tidy")  # type: ignore[untyped-decorator]
def tidy() -> None:
    """Delete what is past its time."""
    _each(NOW_AND_THEN)


def _each(acts: Iterable[Callable[[], object]]) -> None:
    """One that fails keeps none of the others from its turn."""
    for act in acts:
        try:
            act()
        except Exception:
            logger.exception("an act of the clock failed")
