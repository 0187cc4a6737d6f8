"""The page of whoever runs the server: its background work and why it failed, nothing of a workshop."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.enums import JobKind, JobMessage, JobState
from dialogue.models import Job, User
from dialogue.selectors.jobs import PER_PAGE
from dialogue.services.jobs import add_job, finish
from tests.cast import Cast
from tests.views.pages import assert_closed, new_key, outcome, text_of
from tests.views.running import send

SignIn = Callable[..., Client]
PAGE = "/operator/jobs/"


def again_of(job_id: UUID) -> str:
    return f"{PAGE}{job_id}/again/"


@pytest.fixture
def operator(cast: Cast) -> User:
    return User.objects.create_user("operator@example.org", is_staff=True)


def failed_job(cast: Cast) -> Job:
    job = add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=uuid4())
    finish(job, state=JobState.FAILED, message=JobMessage.GIVEN_UP, fault="ZeroDivisionError")
    return Job.objects.get(pk=job.pk)


def test_page_tells_kind_state_and_reason_and_nothing_of_the_workshop(
    cast: Cast, client_of: SignIn, operator: User
) -> None:
    job = failed_job(cast)

    page = client_of(operator).get(PAGE).content.decode()

    assert "Figures of a workshop, failed" in page
    assert "This was tried several times and did not work." in page
    assert "<code>ZeroDivisionError</code>" in page
    assert again_of(job.pk) in page
    for secret in (cast.workshop.code, str(cast.workshop.pk), str(job.subject), "example.org"):
        assert secret not in page


def test_page_is_nothing_to_everybody_else(cast: Cast, client_of: SignIn, operator: User) -> None:
    job = failed_job(cast)
    for person in (*cast.everybody().values(), cast.stranger, cast.other_moderator):
        client = client_of(person)
        nothing = text_of(client.get("/operator/nothing/")).replace("/operator/nothing/", PAGE)
        assert (client.get(PAGE).status_code, text_of(client.get(PAGE))) == (404, nothing)
        assert_closed(client, again_of, job.pk, state="")
        assert PAGE not in client.get("/").content.decode()
    assert Job.objects.get().state == JobState.FAILED

    assert PAGE in client_of(operator).get("/").content.decode()
    User.objects.filter(pk=operator.pk).update(is_staff=False)
    assert_closed(client_of(operator), again_of, job.pk, state="")


def test_visitor_is_asked_to_sign_in(db: None) -> None:
    assert Client().get(PAGE).headers["Location"] == f"/sign-in/?next={PAGE}"


def test_failed_work_is_queued_again_once_however_often_the_form_is_sent(
    cast: Cast, client_of: SignIn, operator: User
) -> None:
    job, client, key = failed_job(cast), client_of(operator), new_key()

    answers = [send(client, again_of(job.pk), key) for _turn in range(2)]

    assert [outcome(answer) for answer in answers] == [(303, PAGE)] * 2
    assert "The work is queued again." in client.get(PAGE).content.decode()
    assert Job.objects.get().state == JobState.QUEUED
    refused = send(client, again_of(job.pk))
    assert refused.status_code == 409
    assert "This has not failed, or is already being done again." in refused.content.decode()


def test_page_shows_one_state_and_one_page_under_one_query_count(
    cast: Cast, client_of: SignIn, operator: User
) -> None:
    client = client_of(operator)
    failed_job(cast)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for _job in range(PER_PAGE):
        add_job(workshop=cast.workshop, kind=JobKind.RENDER_EXPORT, subject=uuid4())

    with CaptureQueriesContext(connection) as many:
        first = client.get(PAGE).content.decode()
    second = client.get(f"{PAGE}?page=2").content.decode()
    failed = client.get(f"{PAGE}?state=failed&page=99").content.decode()
    every = client.get(f"{PAGE}?state=nonsense").content.decode()

    assert len(many) == len(few)
    assert [page.count('id="job-') for page in (first, second, failed, every)] == [PER_PAGE, 1, 1, PER_PAGE]
    assert "Page 1 of 2" in first


def test_work_put_off_says_so(cast: Cast, client_of: SignIn, operator: User) -> None:
    job = add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=uuid4())
    Job.objects.filter(pk=job.pk).update(due_at="2199-01-01T00:00Z", message="unknown")

    assert "waiting (later)" in client_of(operator).get(PAGE).content.decode()
