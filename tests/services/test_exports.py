"""Exports: one file of one edition, made in the background, for who asked for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone

from dialogue import access, minutes
from dialogue.enums import Attribution, JobMessage, JobState
from dialogue.exceptions import AttributionTooLoose, JobNotFailed, NotAllowed, UnknownChoice
from dialogue.models import Edition, Export, Job
from dialogue.services import exports, jobs
from dialogue.services.exports import KEPT_FOR, ask_export, make_again, purge_expired_exports
from dialogue.services.jobs import MOST_ATTEMPTS
from dialogue.services.participants import remove_participant
from dialogue.services.sessions import close_session
from dialogue.services.workshops import tighten_attribution
from dialogue.tasks import run_job
from tests.cast import Cast, assemble, post


@pytest.fixture
def edition(cast: Cast) -> Edition:
    post(cast.abolitionist, cast.thread, "From one bank.")
    close_session(by=cast.chair, session=cast.session)
    return Edition.objects.get(session=cast.session, attribution=Attribution.CAMP)


def asked(cast: Cast, edition: Edition, kind: str = "markdown", language: str = "en") -> Export:
    return ask_export(by=cast.observer, edition=edition, format=kind, language=language)


def made(export: Export) -> Export:
    run_job(str(export.job_id))
    return Export.objects.select_related("job").get(pk=export.pk)


@pytest.mark.parametrize("kind", list(minutes.RENDERERS))
@pytest.mark.parametrize("language", list(minutes.LANGUAGES))
def test_export_is_the_rendering_of_its_edition(
    cast: Cast, edition: Edition, kind: str, language: str
) -> None:
    export = made(asked(cast, edition, kind, language))

    rendered = minutes.render(edition.document, kind, language)
    assert (export.job.state, export.job.message) == (JobState.DONE, JobMessage.READY)
    assert (export.content, export.media_type) == (rendered.content, rendered.media_type)
    assert export.file_name == f"BB-TWO-BANKS-S.1.camp.{language}.{rendered.filename_extension}"
    assert export.size == len(rendered.content)


def test_same_edition_gives_the_same_file_to_everybody(cast: Cast, edition: Edition) -> None:
    first = made(asked(cast, edition, "docx"))
    second = made(ask_export(by=cast.abolitionist, edition=edition, format="docx", language="en"))

    assert first.content == second.content
    assert first.fingerprint == second.fingerprint


def test_export_waits_until_a_worker_takes_it(cast: Cast, edition: Edition) -> None:
    export = asked(cast, edition)

    assert (export.job.state, export.job.message, export.job.percent) == (
        JobState.QUEUED,
        JobMessage.WAITING,
        0,
    )
    assert made(export).job.percent == 100


@contextmanager
def no_renderer(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Iterator[None]:
    def fail(*_args: object) -> minutes.Rendered:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(minutes, "render", fail)
        yield


NO_GLYPH = minutes.RenderingFailed("No such glyph.")


def test_failure_is_told_and_leaves_no_file(
    cast: Cast, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with no_renderer(monkeypatch, NO_GLYPH):
        export = made(asked(cast, edition))

    assert (export.job.state, export.job.message, export.job.fault) == (
        JobState.FAILED,
        JobMessage.COULD_NOT_RENDER,
        "RenderingFailed",
    )
    assert (export.content, export.file_name, export.size) == (None, "", 0)
    assert made(asked(cast, edition)).job.state == JobState.DONE


def test_what_nobody_foresaw_is_tried_again_before_it_is_given_up(
    cast: Cast, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = asked(cast, edition)

    with no_renderer(monkeypatch, RuntimeError("broken")), time_machine.travel(timezone.now()) as clock:
        first = made(export).job
        for _attempt in range(1, MOST_ATTEMPTS):
            clock.move_to(Job.objects.get(pk=export.job_id).due_at)
            last = made(export).job

    assert (first.state, first.message, first.fault) == (JobState.QUEUED, JobMessage.AGAIN, "RuntimeError")
    assert (last.state, last.message) == (JobState.FAILED, JobMessage.COULD_NOT_RENDER)


def test_failed_file_is_made_again_by_who_asked_for_it_and_by_nobody_else(
    cast: Cast, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with no_renderer(monkeypatch, NO_GLYPH):
        export = made(asked(cast, edition))

    with pytest.raises(NotAllowed):
        make_again(by=cast.moderator, export=export)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        again = made(make_again(by=cast.observer, export=export))
        with pytest.raises(JobNotFailed):
            make_again(by=cast.observer, export=again)

    assert (again.job.state, again.content is not None) == (JobState.DONE, True)
    assert again.expires_at > export.expires_at


def test_failed_file_is_not_made_again_by_who_was_removed(
    cast: Cast, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with no_renderer(monkeypatch, NO_GLYPH):
        export = made(asked(cast, edition))
    remove_participant(by=cast.organiser, participant=cast.observer)

    with pytest.raises(NotAllowed):
        make_again(by=cast.observer, export=export)


def test_failed_file_is_not_made_again_under_a_rule_that_was_tightened(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = assemble("labelled-room", attribution=Attribution.ROLE_LABEL)
    close_session(by=cast.chair, session=cast.session)
    with no_renderer(monkeypatch, NO_GLYPH):
        export = made(
            asked(cast, Edition.objects.get(session=cast.session, attribution=Attribution.ROLE_LABEL))
        )
    tighten_attribution(by=cast.organiser, attribution=Attribution.CAMP)
    cast.observer.workshop.refresh_from_db()

    with pytest.raises(NotAllowed):
        make_again(by=cast.observer, export=export)


def test_worker_that_was_overtaken_stores_nothing(
    cast: Cast, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = minutes.render
    stored: list[str] = []
    monkeypatch.setattr(exports, "keep_file", lambda export, **made: stored.append("twice"))

    def overtake(*args: str) -> minutes.Rendered:
        """While this worker renders, it is taken for dead, and another one does the same work."""
        with monkeypatch.context() as other:
            other.setattr(minutes, "render", render)
            other.setattr(exports, "keep_file", lambda export, **made: stored.append("once"))
            second = jobs.claim(export.job_id, is_orphan=True)
            assert second is not None
            exports.render_export(second)
        return render(*args)  # type: ignore[arg-type]

    export = asked(cast, edition)
    monkeypatch.setattr(minutes, "render", overtake)
    made(export)

    assert stored == ["once"]


def test_failed_file_keeps_its_reason_until_its_job_is_forgotten(
    cast: Cast, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with no_renderer(monkeypatch, NO_GLYPH):
        export = made(asked(cast, edition))

    with time_machine.travel(timezone.now() + KEPT_FOR * 2):
        assert purge_expired_exports() == 0
    with time_machine.travel(timezone.now() + jobs.ENDED_JOBS_KEPT_FOR * 2):
        assert jobs.purge_ended_jobs() == 1

    assert not Export.objects.filter(pk=export.pk).exists()


def test_job_is_done_once_whoever_asks_how_often(
    cast: Cast, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = []
    render = minutes.render

    def count(*args: str) -> minutes.Rendered:
        times.append(args)
        return render(*args)  # type: ignore[arg-type]

    export = asked(cast, edition)
    monkeypatch.setattr(minutes, "render", count)
    made(export)
    made(export)

    assert len(times) == 1


def test_unknown_format_and_language_are_refused_with_the_choices(cast: Cast, edition: Edition) -> None:
    with pytest.raises(UnknownChoice) as no_format:
        asked(cast, edition, kind="odt")
    with pytest.raises(UnknownChoice) as no_language:
        asked(cast, edition, language="tlh")

    assert str(no_format.value) == "“odt” is not one of: docx, html, json, markdown, pdf."
    assert str(no_language.value) == "“tlh” is not one of: en, zh."
    assert (no_format.value.field, no_language.value.field) == ("format", "language")
    assert not Export.objects.exists()
    assert not Job.objects.exists()


def test_edition_looser_than_the_rule_of_now_is_refused(db: None) -> None:
    cast = assemble("labelled-room", attribution=Attribution.ROLE_LABEL)
    close_session(by=cast.chair, session=cast.session)
    edition = Edition.objects.get(session=cast.session, attribution=Attribution.ROLE_LABEL)
    allowed = asked(cast, edition)
    tighten_attribution(by=cast.organiser, attribution=Attribution.CAMP)
    cast.observer.workshop.refresh_from_db()

    with pytest.raises(AttributionTooLoose):
        asked(cast, edition)

    assert list(Export.objects.all()) == [allowed]


def test_removed_participant_takes_nothing_home(cast: Cast, edition: Edition) -> None:
    remove_participant(by=cast.organiser, participant=cast.observer)

    with pytest.raises((NotAllowed, AttributionTooLoose)):
        asked(cast, edition)

    assert ask_export(by=cast.abolitionist, edition=edition, format="json", language="en")


def test_door_opens_to_who_asked_and_to_nobody_else(cast: Cast, edition: Edition) -> None:
    export = made(asked(cast, edition))

    _participant, found = access.export_to_follow(cast.observer.user, export.pk)

    assert found == export
    everybody = [person.user for name, person in cast.everybody().items() if name != "observer"]
    for other in (*everybody, cast.stranger, cast.other_moderator.user):
        with pytest.raises(Http404):
            access.export_to_follow(other, export.pk)


def test_files_past_their_time_are_purged_with_their_jobs(cast: Cast, edition: Edition) -> None:
    old = made(asked(cast, edition))
    with time_machine.travel(timezone.now() + KEPT_FOR / 2):
        fresh = made(asked(cast, edition))

    with time_machine.travel(timezone.now() + KEPT_FOR + timedelta(minutes=1)):
        purged = purge_expired_exports()

    assert purged == 1
    assert list(Export.objects.all()) == [fresh]
    assert not Job.objects.filter(pk=old.job_id).exists()


def test_waiting_export_is_not_purged(cast: Cast, edition: Edition) -> None:
    export = asked(cast, edition)

    with time_machine.travel(timezone.now() + KEPT_FOR * 2):
        purged = purge_expired_exports()

    assert purged == 0
    assert list(Export.objects.all()) == [export]
