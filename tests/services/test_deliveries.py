"""Deliveries: written down with the act, sent to a real receiver, tried again, given up."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from dialogue import tasks
from dialogue.enums import DeliveryFault, JobKind, JobMessage, JobState, RecordKind
from dialogue.models import Delivery, Edition, Job, Round, Webhook, Workshop
from dialogue.selectors.webhooks import webhooks_shown
from dialogue.services import deliveries
from dialogue.services.deliveries import MOST_FAILURES, PAUSES, TOLD, tell_webhooks
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, open_session, plan_session
from dialogue.services.summaries import write_summary
from dialogue.services.tags import set_tag
from dialogue.services.threads import close_thread, open_thread
from dialogue.services.webhooks import (
    add_webhook,
    remove_webhook,
    rotate_secret,
    switch_webhook,
    try_webhook,
)
from tests.cast import Cast, post
from tests.receiver import Receiver, receiving
from tests.services.every_act import perform_every_act

DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs" / "webhooks.md"
CALLS = 1 + len(PAUSES)
Told = tuple[str, UUID, UUID | None]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with receiving() as receiver:
        settings.BRIDGE_WEBHOOK_HOSTS = [receiver.host]
        yield receiver


@pytest.fixture
def secret(cast: Cast, receiver: Receiver) -> str:
    """Of the one address that is told what happens in the workshop of the cast."""
    return add_webhook(by=cast.organiser, address=receiver.address).secret


@pytest.fixture
def is_genuine() -> Callable[..., bool]:
    """What the documentation tells receivers to do."""
    (example,) = re.findall(r"```python\n(.*?)```", DOCUMENTATION.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)
    return names["is_genuine"]  # type: ignore[no-any-return]


def written_down() -> list[Told]:
    return [(each.kind, each.subject, each.thread_id) for each in Delivery.objects.order_by("number")]


def work() -> None:
    """What a worker does with everything that is due."""
    for job_id in Job.objects.filter(kind=JobKind.DELIVER_WEBHOOK, state=JobState.QUEUED).values_list("pk"):
        tasks.run_job(str(job_id[0]))


def due_now() -> None:
    Job.objects.filter(state=JobState.QUEUED).update(due_at=timezone.now())


def state_of(delivery: Delivery) -> tuple[str, str, str]:
    job = Job.objects.get(pk=delivery.job_id)
    return job.state, job.message, job.fault


def words(cast: Cast) -> list[str]:
    (shown,) = webhooks_shown(cast.workshop)
    return [each.words for each in shown.deliveries]


# What is told


def test_what_everybody_sees_happen_is_written_down_with_ids_alone(cast: Cast, secret: str) -> None:
    thread = cast.thread
    position = post(cast.abolitionist, thread)
    wording = PositionWording("Other words.", "Because.", "en")
    version = revise_position(by=cast.abolitionist, position=position, wording=wording, expected_version=1)
    finding_words = FindingWording("F", "en", "open", evidence=[version], rests_on_one_camp=True)
    finding = sign_finding(by=cast.moderator, thread=thread, wording=finding_words)
    summary = write_summary(
        by=cast.moderator, thread=thread, text="So.", language="en", rests_on=[version], expected_number=0
    )
    withdraw_position(by=cast.abolitionist, position=position)
    close_thread(by=cast.moderator, thread=thread)
    open_thread(by=cast.moderator, thread=thread)
    close_session(by=cast.chair, session=cast.session)
    session = plan_session(by=cast.organiser)
    open_session(by=cast.organiser, session=session)

    editions = [("minutes.drawn", each.pk, None) for each in Edition.objects.all()]
    told = written_down()
    assert [each for each in told if each[0] != "minutes.drawn"] == [
        ("position.posted", position.pk, thread.pk),
        ("position.revised", position.pk, thread.pk),
        ("finding.signed", finding.pk, thread.pk),
        ("summary.written", summary.pk, thread.pk),
        ("position.withdrawn", position.pk, thread.pk),
        ("thread.closed", thread.pk, thread.pk),
        ("thread.opened", thread.pk, thread.pk),
        ("session.closed", cast.session.pk, None),
        ("session.opened", session.pk, None),
    ]
    assert sorted(each for each in told if each[0] == "minutes.drawn") == sorted(editions)
    assert {each[0] for each in told} == set(TOLD.values())
    numbers = Delivery.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(told) + 1))


def test_nothing_else_is_told(cast: Cast, secret: str) -> None:
    position = post(cast.abolitionist, cast.thread)
    version = position.current_version
    assert version is not None
    before = written_down()

    respond(
        by=cast.supporter,
        position=position,
        version_id=version.pk,
        answer=Answer("agree", "en", condition="If."),
    )
    set_tag(by=cast.moderator, version=version, tag=cast.workshop.codebook.first())
    draft = FindingWording("F", "en", "open", evidence=[version], rests_on_one_camp=True)
    draft_finding(by=cast.moderator, thread=cast.thread, wording=draft)

    assert written_down() == before == [("position.posted", position.pk, cast.thread.pk)]


def test_every_act_leaves_ids_alone(cast: Cast, receiver: Receiver, secret: str) -> None:
    perform_every_act(cast)
    Webhook.objects.exclude(address=receiver.address).delete()

    work()

    assert {json.loads(call.body)["type"] for call in receiver.calls} <= set(TOLD.values())
    assert not [call for call in receiver.calls if b"MARKED" in call.body or "MARKED" in str(call.headers)]
    for call in receiver.calls:
        assert list(json.loads(call.body)) == ["type", "workshop", "subject", "thread", "number"]


def test_position_of_a_round_is_told_once_the_round_is_revealed(cast: Cast, secret: str) -> None:
    position = post(cast.abolitionist, cast.thread)
    Delivery.objects.all().delete()
    position.round = Round.objects.create(thread=cast.thread, number=1)
    position.save()

    withdraw_position(by=cast.abolitionist, position=position)
    hidden = written_down()
    Round.objects.update(revealed_at=timezone.now())
    position.refresh_from_db()
    with transaction.atomic():
        tell_webhooks(workshop=cast.workshop, kind=RecordKind.POSITION_WITHDRAWN, subject=position)

    assert (hidden, written_down()) == ([], [("position.withdrawn", position.pk, cast.thread.pk)])


def test_kind_that_is_told_needs_to_know_what_it_is_about(cast: Cast, secret: str) -> None:
    with pytest.raises(TypeError):
        tell_webhooks(workshop=cast.workshop, kind=RecordKind.THREAD_OPENED, subject=cast.organiser)


def test_act_that_is_rolled_back_is_told_to_nobody(cast: Cast, secret: str) -> None:
    with transaction.atomic():
        post(cast.abolitionist, cast.thread)
        written = len(written_down())
        transaction.set_rollback(True)

    assert written == 1
    assert (written_down(), Job.objects.count(), Webhook.objects.get().told) == ([], 0, 0)


def test_only_addresses_of_the_workshop_that_are_on_are_told(cast: Cast, secret: str) -> None:
    first = Webhook.objects.get()
    second = Webhook.objects.create(workshop=cast.workshop, address="https://example.org/second")
    Webhook.objects.create(workshop=cast.workshop, address="https://example.org/off", is_on=False)
    Webhook.objects.create(workshop=cast.other_moderator.workshop, address="https://example.org/")

    post(cast.abolitionist, cast.thread)

    assert {each.webhook for each in Delivery.objects.all()} == {first, second}
    told = Webhook.objects.order_by("address").values_list("told", flat=True)
    assert list(told) == [1, 0, 0, 1]


def test_installation_without_hosts_asks_the_database_nothing(
    cast: Cast, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.BRIDGE_WEBHOOK_HOSTS = []

    with django_assert_num_queries(0):
        tell_webhooks(workshop=cast.workshop, kind=RecordKind.THREAD_OPENED, subject=cast.thread)


def test_workshop_without_addresses_costs_one_query(
    cast: Cast, receiver: Receiver, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        tell_webhooks(workshop=cast.workshop, kind=RecordKind.THREAD_OPENED, subject=cast.thread)


# How it is sent


def test_receiver_gets_a_signed_call(
    cast: Cast, receiver: Receiver, secret: str, is_genuine: Callable[..., bool]
) -> None:
    position = post(cast.abolitionist, cast.thread)

    work()

    (call,), delivery = receiver.calls, Delivery.objects.get()
    assert call.path == "/told"
    assert json.loads(call.body) == {
        "type": "position.posted",
        "workshop": str(cast.workshop.pk),
        "subject": str(position.pk),
        "thread": str(cast.thread.pk),
        "number": 1,
    }
    assert call.headers["webhook-id"] == str(delivery.pk)
    assert call.headers["user-agent"] == "Bridgebuilders"
    assert is_genuine(secret, call.headers, call.body)
    assert (delivery.status, delivery.fault) == (204, "")
    assert state_of(delivery) == (JobState.DONE, JobMessage.TOLD, "")
    assert words(cast) == ["taken (204)"]


def test_documented_check_refuses_what_is_not_ours(
    cast: Cast, receiver: Receiver, secret: str, is_genuine: Callable[..., bool]
) -> None:
    post(cast.abolitionist, cast.thread)
    work()
    (call,) = receiver.calls
    moment = int(call.headers["webhook-timestamp"])

    def refused(of: str = secret, body: bytes = call.body, now: float = moment, **other: str) -> bool:
        headers = call.headers | {f"webhook-{name}": value for name, value in other.items()}
        return not is_genuine(of, headers, body, now)

    assert not refused()
    assert not refused(now=moment + 300)
    assert not refused(signature=f"v1,AAAA {call.headers['webhook-signature']}")
    assert refused(now=moment + 301)
    assert refused(now=moment - 301)
    assert refused(body=call.body + b" ")
    assert refused(id=str(cast.workshop.pk))
    assert refused(timestamp=str(moment + 1))
    assert refused(signature="v1,AAAA")
    assert refused(of=rotate_secret(by=cast.organiser, webhook=Webhook.objects.get()).secret)


def test_new_secret_signs_from_then_on(
    cast: Cast, receiver: Receiver, secret: str, is_genuine: Callable[..., bool]
) -> None:
    post(cast.abolitionist, cast.thread)
    new = rotate_secret(by=cast.organiser, webhook=Webhook.objects.get()).secret

    work()

    (call,) = receiver.calls
    assert (is_genuine(new, call.headers, call.body), is_genuine(secret, call.headers, call.body)) == (
        True,
        False,
    )


def test_call_not_taken_is_made_again_with_the_same_id_and_then_given_up(
    cast: Cast, receiver: Receiver, secret: str
) -> None:
    receiver.status = 500
    post(cast.abolitionist, cast.thread)
    delivery = Delivery.objects.get()

    for pause in PAUSES:
        before = timezone.now()
        work()
        due = Job.objects.get(pk=delivery.job_id).due_at - before
        assert pause <= due < pause + timedelta(seconds=30)
        assert state_of(delivery)[0] == JobState.QUEUED
        assert words(cast) == ["will be tried again: it answered 500"]
        work()
        due_now()
    work()

    assert state_of(delivery) == (JobState.FAILED, JobMessage.NOT_TOLD, DeliveryFault.ANSWER)
    assert words(cast) == ["given up: it answered 500"]
    assert [call.headers["webhook-id"] for call in receiver.calls] == [str(delivery.pk)] * CALLS
    assert len({call.body for call in receiver.calls}) == 1
    assert Webhook.objects.get().failures == CALLS


def test_call_taken_at_a_later_try_is_told(cast: Cast, receiver: Receiver, secret: str) -> None:
    receiver.status = 503
    post(cast.abolitionist, cast.thread)
    work()
    receiver.status = 200
    due_now()

    work()

    delivery = Delivery.objects.get()
    assert (len(receiver.calls), delivery.status, delivery.fault) == (2, 200, "")
    assert state_of(delivery) == (JobState.DONE, JobMessage.TOLD, "")
    assert Webhook.objects.get().failures == 0


def test_call_that_waits_for_its_time_is_left_alone_by_the_sweep(
    cast: Cast, receiver: Receiver, secret: str
) -> None:
    receiver.status = 500
    post(cast.abolitionist, cast.thread)
    work()

    tasks.sweep()
    work()

    assert len(receiver.calls) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect_is_not_followed(cast: Cast, receiver: Receiver, secret: str, status: int) -> None:
    receiver.status = status
    post(cast.abolitionist, cast.thread)

    work()

    assert [call.path for call in receiver.calls] == ["/told"]
    assert Delivery.objects.get().status == status
    assert words(cast) == [f"will be tried again: it answered {status}"]


@pytest.mark.parametrize("behaviour", [{"answers": False}, {"drips": True}], ids=str)
def test_receiver_that_does_not_answer_in_time_is_tried_again(
    cast: Cast,
    receiver: Receiver,
    secret: str,
    monkeypatch: pytest.MonkeyPatch,
    behaviour: dict[str, bool],
) -> None:
    assert deliveries.SECONDS_TO_ANSWER == 10
    monkeypatch.setattr(deliveries, "SECONDS_TO_ANSWER", 0.1)
    for name, value in behaviour.items():
        setattr(receiver, name, value)
    post(cast.abolitionist, cast.thread)

    work()

    assert (Delivery.objects.get().status, Delivery.objects.get().fault) == (None, DeliveryFault.TIMED_OUT)
    assert words(cast) == ["will be tried again: it did not answer in time"]


def test_receiver_that_is_away_is_tried_again(cast: Cast, settings: Any) -> None:
    with receiving() as gone:
        settings.BRIDGE_WEBHOOK_HOSTS = [gone.host]
    add_webhook(by=cast.organiser, address=gone.address)
    post(cast.abolitionist, cast.thread)

    work()

    assert words(cast) == ["will be tried again: it could not be reached"]


def test_host_taken_off_the_list_is_called_no_more(
    cast: Cast, receiver: Receiver, secret: str, settings: Any
) -> None:
    post(cast.abolitionist, cast.thread)
    settings.BRIDGE_WEBHOOK_HOSTS = ["example.org"]

    work()

    assert receiver.calls == []
    assert words(cast) == ["will be tried again: its host is not on the list of this installation"]


def test_proxy_of_the_environment_is_not_asked(
    cast: Cast, receiver: Receiver, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.host}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        post(cast.abolitionist, cast.thread)

        work()

        assert (len(receiver.calls), proxy.calls) == (1, [])


def test_webhook_that_fails_twenty_times_in_a_row_is_switched_off(
    cast: Cast, receiver: Receiver, secret: str
) -> None:
    receiver.status = 500
    for _turn in range(MOST_FAILURES):
        post(cast.abolitionist, cast.thread)
    waiting = list(Job.objects.filter(kind=JobKind.DELIVER_WEBHOOK).order_by("pk"))
    for job in waiting[:-1]:
        tasks.run_job(str(job.pk))
    still_on = Webhook.objects.get().is_on

    tasks.run_job(str(waiting[-1].pk))
    due_now()
    work()
    post(cast.abolitionist, cast.thread)

    webhook = Webhook.objects.get()
    assert (still_on, webhook.is_on, webhook.failures) == (True, False, MOST_FAILURES)
    assert (len(receiver.calls), webhook.told) == (MOST_FAILURES, MOST_FAILURES)
    assert set(Job.objects.values_list("state", "message")) == {(JobState.DONE, JobMessage.WEBHOOK_OFF)}
    (shown,) = webhooks_shown(cast.workshop)
    assert shown.was_given_up
    assert {each.words for each in shown.deliveries} == {"not sent"}


def test_webhook_switched_off_or_removed_meanwhile_is_not_called(
    cast: Cast, receiver: Receiver, secret: str
) -> None:
    post(cast.abolitionist, cast.thread)
    webhook = switch_webhook(by=cast.organiser, webhook=Webhook.objects.get(), is_on=False)
    work()
    switch_webhook(by=cast.organiser, webhook=webhook, is_on=True)
    post(cast.abolitionist, cast.thread)
    remove_webhook(by=cast.organiser, webhook=webhook)
    work()

    assert receiver.calls == []
    assert set(Job.objects.values_list("state", "message")) == {(JobState.DONE, JobMessage.WEBHOOK_OFF)}


def test_test_goes_to_its_address_alone(cast: Cast, receiver: Receiver, secret: str) -> None:
    webhook = Webhook.objects.get()
    Webhook.objects.create(workshop=cast.workshop, address=f"{receiver.address}/other")

    try_webhook(by=cast.organiser, webhook=webhook)
    work()

    (call,) = receiver.calls
    assert json.loads(call.body) == {
        "type": "webhook.test",
        "workshop": str(cast.workshop.pk),
        "subject": str(webhook.pk),
        "thread": None,
        "number": 1,
    }


def test_list_shows_the_last_five_with_the_newest_first(cast: Cast, receiver: Receiver, secret: str) -> None:
    for _turn in range(7):
        post(cast.abolitionist, cast.thread)
    (waits,) = webhooks_shown(cast.workshop)

    assert [(each.number, each.kind, each.words) for each in waits.deliveries] == [
        (number, "position.posted", "on its way") for number in (7, 6, 5, 4, 3)
    ]


def test_delivery_is_forgotten_with_its_job(cast: Cast, secret: str) -> None:
    post(cast.abolitionist, cast.thread)

    Job.objects.all().delete()

    assert (Delivery.objects.count(), Workshop.objects.filter(pk=cast.workshop.pk).count()) == (0, 1)


def test_documentation_names_every_type() -> None:
    named = set(re.findall(r"`([a-z]+\.[a-z]+)`", DOCUMENTATION.read_text()))

    assert named == {*TOLD.values(), deliveries.TEST}
