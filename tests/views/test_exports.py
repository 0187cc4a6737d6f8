"""Files of minutes: made once, followed, fetched by their requester alone."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from dialogue.enums import JobMessage, JobState
from dialogue.models import Export, Job
from dialogue.services import jobs
from tests.cast import Cast
from tests.views.pages import assert_closed, new_key, outcome
from tests.views.running import send
from tests.views.test_minutes import closed_edition
from tests.views.test_minutes import page_of as edition_of

SignIn = Callable[..., Client]


def make_of(edition_id: UUID) -> str:
    return f"/minutes/{edition_id}/exports/"


def page_of(export_id: UUID) -> str:
    return f"/exports/{export_id}/"


def file_of(export_id: UUID) -> str:
    return f"/exports/{export_id}/file/"


def ask(cast: Cast, client: Client, key: str = "", **words: str) -> Export:
    edition = closed_edition(cast)
    send(client, make_of(edition.pk), key, **{"format": "markdown", "language": "en", **words})
    return Export.objects.get()


def carry_out(export: Export) -> None:
    """What a worker does with the job of this file."""
    from dialogue.tasks import run_job

    run_job(str(export.job_id))


def test_export_is_asked_for_once_however_often_the_form_is_sent(cast: Cast, client_of: SignIn) -> None:
    edition = closed_edition(cast)
    client, key = client_of(cast.observer), new_key()

    answers = [send(client, make_of(edition.pk), key, format="pdf", language="zh") for _turn in range(2)]

    place = f"{edition_of(edition.pk)}?language=en#take"
    assert [outcome(answer) for answer in answers] == [(303, place)] * 2
    export = Export.objects.get()
    assert (export.format, export.language, export.requested_by) == ("pdf", "zh", cast.observer)


@pytest.mark.parametrize("wrong", [{"format": "exe"}, {"language": "tlh"}, {"format": ""}])
def test_export_of_an_unknown_kind_is_refused_in_a_sentence(
    cast: Cast, client_of: SignIn, wrong: dict[str, str]
) -> None:
    edition = closed_edition(cast)
    words = {"format": "pdf", "language": "en", **wrong}

    response = send(client_of(cast.observer), make_of(edition.pk), **words)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Export.objects.exists()


def test_export_under_way_is_followed_as_a_fragment_or_as_a_page(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.abolitionist)
    export = ask(cast, client)
    Job.objects.filter(pk=export.job_id).update(
        state=JobState.RUNNING, done=1, total=4, message=JobMessage.SETTING
    )

    page = client.get(page_of(export.pk)).content.decode()
    fragment = client.get(page_of(export.pk), headers={"HX-Request": "true"}).content.decode()

    assert "Reload this page to see how far it has come." in page
    assert "<html" not in fragment
    assert 'hx-trigger="every' in fragment
    assert 'value="25"' in fragment
    assert "Setting the pages." in fragment
    assert client.get(file_of(export.pk)).status_code == 404


def test_export_is_fetched_as_an_attachment_by_its_requester_alone(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.abolitionist)
    export = ask(cast, client)
    carry_out(export)

    response = client.get(file_of(export.pk))

    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == ('attachment; filename="BB-TWO-BANKS-S.1.camp.en.md"')
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Words that stand in the minutes." in response.content.decode()
    for outsider in (cast.supporter, cast.chair, cast.organiser, cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), file_of, export.pk)
        assert_closed(client_of(outsider), page_of, export.pk)


def test_export_that_failed_says_why_and_can_be_tried_again(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.abolitionist)
    export = ask(cast, client)
    jobs.finish(export.job, state=JobState.FAILED, message=JobMessage.COULD_NOT_RENDER)

    page = client.get(edition_of(export.edition_id)).content.decode()

    assert "Not made." in page
    assert "The file could not be set." in page
    assert "Try again" in page
    assert client.get(file_of(export.pk)).status_code == 404


def again_of(export_id: UUID) -> str:
    return f"/exports/{export_id}/again/"


def test_export_that_failed_is_made_again_once_and_by_its_requester_alone(
    cast: Cast, client_of: SignIn
) -> None:
    client, key = client_of(cast.abolitionist), new_key()
    export = ask(cast, client)
    jobs.finish(export.job, state=JobState.FAILED, message=JobMessage.COULD_NOT_RENDER)
    for outsider in (cast.supporter, cast.organiser, cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), again_of, export.pk, language="en")
    assert Job.objects.get().state == JobState.FAILED

    answers = [send(client, again_of(export.pk), key) for _turn in range(2)]

    place = f"{edition_of(export.edition_id)}?language=en#take"
    assert [outcome(answer) for answer in answers] == [(303, place)] * 2
    assert Job.objects.get().state == JobState.QUEUED
    refused = send(client, again_of(export.pk))
    assert refused.status_code == 409
    assert "This has not failed, or is already being done again." in refused.content.decode()


def test_export_past_its_hour_is_gone_and_says_so(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.abolitionist)
    export = ask(cast, client)
    carry_out(export)

    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        response = client_of(cast.abolitionist).get(file_of(export.pk))

    assert response.status_code == 410
    assert "was kept for an hour and is gone" in response.content.decode()


def test_exports_are_made_for_participants_alone(cast: Cast, client_of: SignIn) -> None:
    edition = closed_edition(cast)

    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), make_of, edition.pk, format="pdf", language="en")
    assert not Export.objects.exists()
