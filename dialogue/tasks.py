"""What workers do: ids in, one service call out. Truth lives in the job rows; a queue only wakes."""

import logging
from uuid import UUID

from celery import shared_task

from dialogue.enums import JobKind, JobMessage, JobState
from dialogue.models import Job
from dialogue.services import exports, jobs, request_keys
from dialogue.services.figures import refresh_workshop_figures

logger = logging.getLogger(__name__)


@shared_task(name="dialogue.run_job")  # type: ignore[untyped-decorator]  # Celery carries no types
def run_job(job_id: str) -> None:
    """Run one job once, whoever asks how often."""
    job = jobs.claim(UUID(job_id))
    if job is None:
        return
    try:
        _run(job)
    except Exception:
        logger.exception("a job failed")
        jobs.finish(job, state=JobState.FAILED, message=JobMessage.COULD_NOT_RENDER)


def _run(job: Job) -> None:
    if job.kind == JobKind.RENDER_EXPORT:
        exports.render_export(job)
    else:
        refresh_workshop_figures(workshop=job.workshop)
        jobs.finish(job, state=JobState.DONE, message=JobMessage.READY)


@shared_task(name="dialogue.requeue_interrupted")  # type: ignore[untyped-decorator]
def requeue_interrupted() -> None:
    """What the only worker there is does before anything else."""
    jobs.requeue_interrupted()


@shared_task(name="dialogue.sweep")  # type: ignore[untyped-decorator]
def sweep() -> None:
    """Find what was forgotten, and delete what is past its time."""
    jobs.requeue_forgotten()
    exports.purge_expired_exports()
    request_keys.purge_expired_keys()
