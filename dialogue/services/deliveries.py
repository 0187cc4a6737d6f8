"""Deliveries: what is told to addresses outside. Written down with the act, sent by a worker, ids alone."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import httpx
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dialogue.enums import DeliveryFault, JobKind, JobMessage, JobState, RecordKind
from dialogue.models import (
    Delivery,
    Edition,
    FindingVersion,
    Job,
    Position,
    PositionVersion,
    RecordedRow,
    Session,
    Summary,
    Thread,
    Webhook,
    Workshop,
)
from dialogue.selectors.webhooks import is_listed, secret_of
from dialogue.services import jobs

TEST = "webhook.test"
TOLD: Mapping[RecordKind, str] = {
    RecordKind.POSITION_POSTED: "position.posted",
    RecordKind.WORDING_ADDED: "position.revised",
    RecordKind.POSITION_WITHDRAWN: "position.withdrawn",
    RecordKind.FINDING_SIGNED: "finding.signed",
    RecordKind.SUMMARY_WRITTEN: "summary.written",
    RecordKind.THREAD_OPENED: "thread.opened",
    RecordKind.THREAD_CLOSED: "thread.closed",
    RecordKind.SESSION_OPENED: "session.opened",
    RecordKind.SESSION_CLOSED: "session.closed",
    RecordKind.MINUTES_DRAWN: "minutes.drawn",
}
"""What is told, and by which name: only what everybody in the workshop sees happen."""
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""Before the second try, the third and so on; there is one try more than there are pauses."""
SECONDS_TO_ANSWER = 10
MOST_FAILURES = 20
"""So many in a row, over all it was to be told, and an address is switched off."""


def tell_webhooks(*, workshop: Workshop, kind: RecordKind, subject: RecordedRow) -> None:
    """Write down, in the transaction of an act, that the addresses of its workshop are to be told of it.

    Where the installation lists no hosts nothing is asked of the database. The workshop is locked by the
    caller, so that each address counts what it is told without a gap.
    """
    if not settings.BRIDGE_WEBHOOK_HOSTS or kind not in TOLD:
        return
    about = _ids_of(subject)
    if about is not None and Webhook.objects.filter(workshop=workshop, is_on=True).update(told=F("told") + 1):
        for webhook in Webhook.objects.filter(workshop=workshop, is_on=True):
            webhook.workshop = workshop
            _write_down(webhook, TOLD[kind], *about)


def tell_test(webhook: Webhook) -> None:
    """Write down that one address is to be told something that is no act. Runs in a transaction."""
    Webhook.objects.filter(pk=webhook.pk).update(told=F("told") + 1)
    _write_down(Webhook.objects.select_related("workshop").get(pk=webhook.pk), TEST, webhook.pk, None)


def _write_down(webhook: Webhook, kind: str, subject: UUID, thread_id: UUID | None) -> None:
    delivery = Delivery(webhook=webhook, kind=kind, subject=subject, thread_id=thread_id, number=webhook.told)
    delivery.job = jobs.add_job(workshop=webhook.workshop, kind=JobKind.DELIVER_WEBHOOK, subject=delivery.pk)
    delivery.save(force_insert=True)


def _ids_of(subject: RecordedRow) -> tuple[UUID, UUID | None] | None:
    """What it was about and in which thread, as the API names them; None for what not everybody may read."""
    match subject:
        case Position():
            is_revealed = subject.round is None or subject.round.revealed_at is not None
            return (subject.pk, subject.thread_id) if is_revealed else None
        case PositionVersion():
            # The first wording comes with the position itself.
            return _ids_of(subject.position) if subject.number > 1 else None
        case FindingVersion():
            return subject.finding_id, subject.finding.thread_id
        case Summary():
            return subject.pk, subject.thread_id
        case Thread():
            return subject.pk, subject.pk
        case Session() | Edition():
            return subject.pk, None
    raise TypeError(type(subject))


def deliver(job: Job) -> None:
    """Do one job of telling: once more and once more later, with the same id, until the address takes it."""
    delivery = Delivery.objects.select_related("webhook").filter(job=job).first()
    if delivery is None or not delivery.webhook.is_on:
        jobs.finish(job, state=JobState.DONE, message=JobMessage.WEBHOOK_OFF)
        return
    status, fault = send(delivery)
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(status=status, fault=fault)
        if not fault:
            jobs.finish(job, state=JobState.DONE, message=JobMessage.TOLD)
            Webhook.objects.filter(pk=delivery.webhook_id).update(failures=0)
            return
        pause = PAUSES[min(job.attempts, len(PAUSES)) - 1]
        jobs.retry_later(job, at=timezone.now() + pause, fault=fault)
        webhook = Webhook.objects.filter(pk=delivery.webhook_id)
        webhook.update(failures=F("failures") + 1)
        webhook.filter(failures__gte=MOST_FAILURES).update(is_on=False)


def send(delivery: Delivery) -> tuple[int | None, str]:
    """Post one delivery, and return the status of the answer and what was wrong with it, if anything.

    Follows no redirect, uses no proxy and reads no body: an address can lead us nowhere else and tell us
    nothing but a number.
    """
    if not is_listed(delivery.webhook.address):
        return None, DeliveryFault.NOT_LISTED
    body = payload(delivery)
    try:
        status = asyncio.run(_post(delivery.webhook.address, body, headers(delivery, body)))
    except TimeoutError:
        return None, DeliveryFault.TIMED_OUT
    except httpx.HTTPError:
        return None, DeliveryFault.UNREACHABLE
    return status, "" if 200 <= status < 300 else DeliveryFault.ANSWER


async def _post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer, within one span of time for everything: an address that answers drop by drop
    holds no worker.
    """
    async with (
        asyncio.timeout(SECONDS_TO_ANSWER),
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=None) as client,  # noqa: S113
        client.stream("POST", address, content=body, headers=headers) as answer,
    ):
        return answer.status_code


def payload(delivery: Delivery) -> bytes:
    """Ids and a number: no text, no name, no camp, no actor, no time of the act."""
    thread = delivery.thread_id
    told = {
        "type": delivery.kind,
        "workshop": str(delivery.webhook.workshop_id),
        "subject": str(delivery.subject),
        "thread": str(thread) if thread else None,
        "number": delivery.number,
    }
    return json.dumps(told, separators=(",", ":")).encode()


def headers(delivery: Delivery, body: bytes) -> dict[str, str]:
    """As in Standard Webhooks: the id stays over all tries, the time is of this one."""
    moment = str(int(time.time()))
    signed = b".".join((str(delivery.pk).encode(), moment.encode(), body))
    key = base64.b64decode(secret_of(delivery.webhook).removeprefix("whsec_"))
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Bridgebuilders",
        "webhook-id": str(delivery.pk),
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{signature}",
    }
