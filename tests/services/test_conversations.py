"""Files of a conversation: asked for by who may take them, made under the rule of the moment."""

import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from dialogue.convergence.files import read_export
from dialogue.enums import Attribution, JobKind, JobMessage, JobState, RecordKind
from dialogue.exceptions import NotAllowed, UnknownChoice
from dialogue.models import Export, Job, RecordEntry
from dialogue.selectors.conversations import FORMATS, conversation_as_export
from dialogue.services import conversations, jobs
from dialogue.services.conversations import AnswersStayHere, ask_conversation
from dialogue.services.exports import make_again, purge_expired_exports
from dialogue.services.participants import remove_participant
from dialogue.services.workshops import tighten_attribution
from dialogue.tasks import run_job
from tests.cast import Cast, as_carried_in, assemble, post
from tests.selectors.test_conversations import talk

MAY_TAKE_TOGETHER = {"organiser", "chair"}


def made(export: Export) -> Export:
    run_job(str(export.job_id))
    return Export.objects.select_related("job").get(pk=export.pk)


@pytest.mark.parametrize("kind", FORMATS)
def test_file_is_the_conversation_as_it_may_leave(cast: Cast, kind: str, tmp_path: Path) -> None:
    talk(cast)

    export = made(ask_conversation(by=cast.observer, thread=cast.thread, format=kind))

    assert (export.job.state, export.job.message) == (JobState.DONE, JobMessage.READY)
    assert (export.media_type, export.file_name) == ("application/zip", f"TWO-BANKS.hq-a.{kind}.zip")
    assert export.content is not None
    (tmp_path / "it.zip").write_bytes(export.content)
    assert read_export(tmp_path / "it.zip") == conversation_as_export(cast.workshop, cast.thread)
    assert export.size == len(export.content)


def test_whole_workshop_is_one_file_and_says_what_it_is(cast: Cast) -> None:
    talk(cast)

    export = made(ask_conversation(by=cast.supporter, thread=None, format="polis"))

    assert export.file_name == "TWO-BANKS.polis.zip"
    assert export.content is not None
    with zipfile.ZipFile(BytesIO(export.content)) as archive:
        assert archive.namelist() == [
            "summary.csv", "comments.csv", "votes.csv", "participants-votes.csv", "camps.csv", "README.md"
        ]  # fmt: skip
        assert b"No row of votes is a person." in archive.read("README.md")


def test_file_of_a_workshop_by_name_says_how_it_is_kept(db: None) -> None:
    cast = as_carried_in(assemble(attribution=Attribution.NAMED))
    talk(cast)

    export = made(ask_conversation(by=cast.chair, thread=None, format="flat"))

    assert export.content is not None
    with zipfile.ZipFile(BytesIO(export.content)) as archive:
        assert b"keep these files as you keep a confidence" in archive.read("README.md")


def test_record_tells_that_it_was_asked_for(cast: Cast) -> None:
    export = ask_conversation(by=cast.observer, thread=cast.thread, format="flat")

    entry = RecordEntry.objects.get(kind=RecordKind.EXPORT_ASKED)
    assert (entry.subject, entry.actor) == (export.pk, cast.observer.pseudonym)
    assert export.content_for_record() == {"thread": str(cast.thread.pk), "format": "flat"}


@pytest.mark.parametrize("attribution", list(Attribution))
def test_who_may_take_which(db: None, attribution: Attribution) -> None:
    cast = as_carried_in(assemble(attribution=attribution))
    took = set()
    for name, person in cast.everybody().items():
        with suppress(AnswersStayHere):
            ask_conversation(by=person, thread=None, format="polis")
            took.add(name)

    assert took == (MAY_TAKE_TOGETHER if attribution == Attribution.NAMED else set(cast.everybody()))
    assert Job.objects.filter(kind=JobKind.WRITE_CONVERSATION).count() == len(took)


def test_what_there_is_not_is_refused(cast: Cast) -> None:
    elsewhere = assemble("elsewhere")

    with pytest.raises(UnknownChoice, match="“sav” is not one of: flat, polis."):
        ask_conversation(by=cast.observer, thread=cast.thread, format="sav")
    with pytest.raises(NotAllowed):
        ask_conversation(by=cast.observer, thread=elsewhere.thread, format="polis")
    assert Export.objects.count() == 0


def test_rule_that_is_tightened_deletes_what_was_made_under_the_looser_one(db: None) -> None:
    cast = as_carried_in(assemble(attribution=Attribution.NAMED))
    made(ask_conversation(by=cast.organiser, thread=None, format="polis"))
    ask_conversation(by=cast.organiser, thread=None, format="flat")

    tighten_attribution(by=cast.organiser, attribution=Attribution.CAMP)

    assert (Export.objects.count(), Job.objects.count()) == (0, 0)


def test_rule_that_is_tightened_while_a_file_is_made_leaves_none(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is tried again, and by then it is gone with its file."""
    cast = as_carried_in(assemble(attribution=Attribution.NAMED))
    export = ask_conversation(by=cast.organiser, thread=None, format="polis")

    def tightened_meanwhile(*what: object) -> object:
        cast.workshop.__class__.objects.filter(pk=cast.workshop.pk).update(attribution=Attribution.CAMP)
        return collected(*what)  # type: ignore[arg-type]

    collected: Callable[..., object] = conversation_as_export
    monkeypatch.setattr(conversations, "conversation_as_export", tightened_meanwhile)
    run_job(str(export.job_id))

    job = Job.objects.get(pk=export.job_id)
    assert (job.state, job.fault) == (JobState.QUEUED, "AnswersStayHere")
    assert Export.objects.get().content is None


def test_job_of_somebody_who_may_not_any_more_ends_with_its_reason(cast: Cast) -> None:
    export = ask_conversation(by=cast.observer, thread=None, format="polis")
    remove_participant(by=cast.organiser, participant=cast.observer)

    export = made(export)

    assert (export.job.state, export.job.message) == (JobState.FAILED, JobMessage.NOT_ALLOWED_ANY_MORE)
    assert export.content is None


def test_job_whose_export_is_gone_ends(cast: Cast) -> None:
    export = ask_conversation(by=cast.observer, thread=None, format="polis")
    job_id = export.job_id
    Export.objects.all().delete()

    run_job(str(job_id))

    assert Job.objects.get(pk=job_id).state == JobState.FAILED


def test_failed_file_is_made_again_by_who_asked_and_may(cast: Cast) -> None:
    export = ask_conversation(by=cast.observer, thread=None, format="polis")
    jobs.finish(export.job, state=JobState.FAILED, message=JobMessage.GIVEN_UP)

    with pytest.raises(NotAllowed):
        make_again(by=cast.chair, export=export)
    again = make_again(by=cast.observer, export=export)

    assert made(again).job.state == JobState.DONE


def test_failed_file_is_not_made_again_under_a_rule_that_keeps_it(db: None) -> None:
    cast = as_carried_in(assemble(attribution=Attribution.NAMED))
    export = ask_conversation(by=cast.chair, thread=None, format="polis")
    jobs.finish(export.job, state=JobState.FAILED, message=JobMessage.GIVEN_UP)
    cast.chair.is_chair = False

    with pytest.raises(NotAllowed):
        make_again(by=cast.chair, export=export)


def test_worker_that_was_overtaken_stores_nothing(cast: Cast) -> None:
    export = ask_conversation(by=cast.observer, thread=None, format="polis")
    job = jobs.claim(export.job_id)
    assert job is not None
    assert jobs.claim(export.job_id, is_orphan=True) is not None

    conversations.write_conversation(job)

    assert Export.objects.get().content is None


def test_files_past_their_time_are_deleted_with_their_jobs(cast: Cast) -> None:
    post(cast.abolitionist, cast.thread)
    made(ask_conversation(by=cast.observer, thread=None, format="polis"))
    Export.objects.update(expires_at="2020-01-01T00:00:00Z")

    assert purge_expired_exports() == 1
    assert Export.objects.count() == 0
