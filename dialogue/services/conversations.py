"""Files of a conversation: what was answered in a workshop or a thread, for whoever may take it along."""

from collections.abc import Callable, Iterator, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.convergence.files import ConversationExport, flat_files, polis_files, zipped
from dialogue.convergence.files.writing import Lines
from dialogue.enums import JobKind, JobMessage, JobState, RecordKind
from dialogue.exceptions import DialogueError, NotAllowed, UnknownChoice
from dialogue.models import Export, Job, Participant, Thread, Workshop
from dialogue.selectors.conversations import FORMATS, TOGETHER, conversation_as_export
from dialogue.services import jobs
from dialogue.services.contributions import begin_steering
from dialogue.services.exports import KEPT_FOR, keep_file
from dialogue.services.record import enter, lock_workshop

STEPS = 2
ZIP = "application/zip"
_FILES: Mapping[str, Callable[[ConversationExport], Mapping[str, Lines]]] = {
    "polis": polis_files,
    "flat": flat_files,
}


class AnswersStayHere(DialogueError):
    code = "answers_stay_here"
    status = 403
    sentence = _("The rule of this workshop does not let you take its answers along as files.")


@transaction.atomic
def ask_conversation(*, by: Participant, thread: Thread | None, format: str) -> Export:  # noqa: A002
    """Ask for the files of one thread, or of all where it is None. The work is a job; the file is kept for an
    hour and only for `by`.
    """
    if format not in FORMATS:
        raise UnknownChoice(value=format, choices=", ".join(sorted(FORMATS)), field="format")
    if thread is not None and thread.workshop_id != by.workshop_id:
        raise NotAllowed
    workshop = begin_steering(workshop=by.workshop, by=by)
    by.workshop = workshop
    if not rules.may_take_conversation(by):
        raise AnswersStayHere
    now = timezone.now()
    export = Export(
        thread=thread, requested_by=by, format=format, requested_at=now, expires_at=now + KEPT_FOR
    )
    export.job = jobs.add_job(
        workshop=workshop, kind=JobKind.WRITE_CONVERSATION, subject=export.pk, total=STEPS
    )
    export.save(force_insert=True)
    enter(workshop=workshop, kind=RecordKind.EXPORT_ASKED, subject=export, by=by)
    return export


def write_conversation(job: Job) -> None:
    """Do one such job, under the rule and the rights of the moment at which it is done."""
    found = Export.objects.select_related("requested_by__workshop", "thread").filter(pk=job.subject).first()
    if found is None or not rules.may_take_conversation(found.requested_by):
        jobs.finish(job, state=JobState.FAILED, message=JobMessage.NOT_ALLOWED_ANY_MORE)
        return
    jobs.report(job, done=1, message=JobMessage.COLLECTING)
    workshop = found.requested_by.workshop
    with transaction.atomic():
        export = conversation_as_export(workshop, found.thread)
    content = zipped({**_FILES[found.format](export), "README.md": lambda: _read_first(export)})
    part = f".{found.thread.key}" if found.thread else ""
    with transaction.atomic():
        if lock_workshop(workshop.pk).attribution != workshop.attribution:
            raise AnswersStayHere
        if jobs.finish(job, state=JobState.DONE, message=JobMessage.READY):
            keep_file(
                found,
                content=content,
                media_type=ZIP,
                file_name=f"{workshop.printed_code}{part}.{found.format}.zip",
            )


def forget_conversations(*, workshop: Workshop) -> None:
    """Delete the files that were made under a looser rule; to be called with the act that tightens it."""
    Job.objects.filter(kind=JobKind.WRITE_CONVERSATION, workshop=workshop).delete()


def _read_first(export: ConversationExport) -> Iterator[str]:
    """What the files do not tell, in the language of such files."""
    yield f"# {export.topic}\n\n"
    if export.summary["answers"] == TOGETHER:
        yield (
            "Each row of votes is one person, under a number that says nothing else. Who knows some of "
            "somebody's answers can find the others here: keep these files as you keep a confidence.\n"
        )
    else:
        yield (
            "No row of votes is a person. For every statement the answers of each camp were dealt anew to "
            "its members, so that counts by camp, and all that follows from them, are those of the "
            "workshop; how the answers of one person hang together is not in these files, and a map drawn "
            "from them shows nothing.\n"
        )
    yield (
        "\nLeft out: authors, times, reasons and conditions, what was withdrawn or is not yet revealed, "
        "earlier wordings and answers, and everybody of a group too small to be counted.\n"
    )
