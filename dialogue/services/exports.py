"""Exports: one edition rendered into one file, in the background, for who asked for it."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dialogue import minutes, rules
from dialogue.enums import Attribution, JobKind, JobMessage, JobState, RecordKind
from dialogue.exceptions import AttributionTooLoose, NotAllowed, UnknownChoice
from dialogue.models import Edition, Export, Job, Participant
from dialogue.services import jobs
from dialogue.services.contributions import begin_steering
from dialogue.services.record import enter

logger = logging.getLogger(__name__)
KEPT_FOR = timedelta(hours=1)
STEPS = 3


@transaction.atomic
def ask_export(*, by: Participant, edition: Edition, format: str, language: str) -> Export:  # noqa: A002
    """Ask for a file of this edition. The work is a job; the file is kept for an hour and only for `by`."""
    if not rules.may_export(by, Attribution(edition.attribution), Attribution(by.workshop.attribution)):
        raise AttributionTooLoose(
            rule=Attribution(by.workshop.attribution).label, wanted=Attribution(edition.attribution).label
        )
    check_format(format)
    check_language(language)
    begin_steering(workshop=edition.session.workshop, by=by)
    now = timezone.now()
    export = Export(
        edition=edition,
        requested_by=by,
        format=format,
        language=language,
        requested_at=now,
        expires_at=now + KEPT_FOR,
    )
    export.job = jobs.add_job(
        workshop=by.workshop, kind=JobKind.RENDER_EXPORT, subject=export.pk, total=STEPS
    )
    export.save(force_insert=True)
    enter(workshop=by.workshop, kind=RecordKind.EXPORT_ASKED, subject=export, by=by)
    return export


@transaction.atomic
def make_again(*, by: Participant, export: Export) -> Export:
    """Queue the work of a file once more that could not be made, under the rights of now."""
    if export.requested_by_id != by.pk or not _may_take(by, export):
        raise NotAllowed
    begin_steering(workshop=by.workshop, by=by)
    jobs.run_again(job=export.job)
    Export.objects.filter(pk=export.pk).update(expires_at=timezone.now() + KEPT_FOR)
    return Export.objects.select_related("job").get(pk=export.pk)


def _may_take(by: Participant, export: Export) -> bool:
    if export.edition is None:
        return rules.may_take_conversation(by)
    return rules.may_export(by, Attribution(export.edition.attribution), Attribution(by.workshop.attribution))


def check_format(format: str) -> None:  # noqa: A002
    if format not in minutes.RENDERERS:
        raise UnknownChoice(value=format, choices=", ".join(sorted(minutes.RENDERERS)), field="format")


def check_language(language: str) -> None:
    if language not in minutes.LANGUAGES:
        raise UnknownChoice(value=language, choices=", ".join(sorted(minutes.LANGUAGES)), field="language")


def render_export(job: Job) -> None:
    """Do one export job: render, store, and end the job with the file or with the reason why not."""
    export = Export.objects.select_related("edition__session__workshop").filter(pk=job.subject).first()
    if export is None or export.edition is None:
        jobs.finish(job, state=JobState.FAILED, message=JobMessage.EDITION_GONE)
        return
    jobs.report(job, done=1, message=JobMessage.READING)
    document = export.edition.document
    jobs.report(job, done=2, message=JobMessage.SETTING)
    try:
        rendered = minutes.render(document, export.format, export.language)
    except minutes.MinutesError as error:
        logger.exception("an edition could not be rendered")
        jobs.finish(
            job,
            state=JobState.FAILED,
            message=JobMessage.COULD_NOT_RENDER,
            fault=type(error).__qualname__,
        )
        return
    message = JobMessage.GLYPHS if rendered.notes else JobMessage.READY
    with transaction.atomic():
        if jobs.finish(job, state=JobState.DONE, message=message):
            name = f"{export.edition.session.reference.replace('/', '-')}.{export.edition.attribution}"
            keep_file(
                export,
                content=rendered.content,
                media_type=rendered.media_type,
                file_name=f"{name}.{export.language}.{rendered.filename_extension}",
                notes=rendered.notes,
            )


def keep_file(
    export: Export, *, content: bytes, media_type: str, file_name: str, notes: Sequence[str] = ()
) -> None:
    """Store what a job made, in one transaction with its end."""
    export.content = content
    export.media_type = media_type
    export.file_name = file_name
    export.size = len(content)
    export.fingerprint = hashlib.sha256(content).hexdigest()
    export.notes = list(notes)
    export.save(update_fields=["content", "media_type", "file_name", "size", "fingerprint", "notes"])


def purge_expired_exports() -> int:
    """Delete files past their time, with their rows. Returns how many.

    What could not be made keeps its row, with the reason, as long as its job does.
    """
    expired = Export.objects.filter(expires_at__lt=timezone.now(), job__state=JobState.DONE)
    jobs_of_expired = list(expired.values_list("job_id", flat=True))
    Job.objects.filter(pk__in=jobs_of_expired).delete()
    return len(jobs_of_expired)
