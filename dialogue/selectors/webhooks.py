"""Webhooks: which addresses may be told something, their secrets, and the list an organiser sees."""

import base64
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

import httpx
from django.conf import settings
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from dialogue.enums import DeliveryFault, JobState
from dialogue.models import Delivery, Webhook, Workshop

LOOPBACK = ("127.0.0.1", "localhost", "::1")
NEVER_IN_AN_ADDRESS = frozenset(' \\"<>^`{|}')
LAST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    number: int
    kind: str
    words: str
    """How it went: never what was answered, but for the number of the status."""


@dataclass(frozen=True, slots=True)
class WebhookShown:
    id: UUID
    address: str
    is_on: bool
    is_listed: bool
    was_given_up: bool
    """Switched off by itself, after too many failures."""
    deliveries: tuple[DeliveryShown, ...]


def is_listed(address: str) -> bool:
    """Whether this installation may call this address: https, and a host that it lists, to the letter.

    The list names hosts that somebody chose, so no address can lead to a neighbour of the server by a name
    that resolves to it. Parsed by the client that will call it, so that both read the same host. Plain http
    is for a listed receiver on the machine itself.
    """
    if not address.isascii() or not address.isprintable() or NEVER_IN_AN_ADDRESS & set(address):
        return False
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return False
    if url.userinfo or url.fragment or url.netloc.decode() not in settings.BRIDGE_WEBHOOK_HOSTS:
        return False
    return url.scheme == "https" or (url.scheme == "http" and url.host in LOOPBACK)


def secret_of(webhook: Webhook) -> str:
    """By which its receiver knows a call to be ours: derived, so that nobody can read it in a database."""
    of = f"{webhook.pk}.{webhook.generation}"
    key = salted_hmac("dialogue.webhooks.secret", of, algorithm="sha256").digest()
    return f"whsec_{base64.b64encode(key).decode()}"


def webhooks_shown(workshop: Workshop) -> tuple[WebhookShown, ...]:
    """All of a workshop, each with the last of what it was told; two queries, whatever their number."""
    webhooks = Webhook.objects.filter(workshop=workshop).order_by("address")
    last = (
        Delivery.objects.filter(webhook__workshop=workshop, number__gt=F("webhook__told") - LAST_SHOWN)
        .select_related("job")
        .order_by("-number")
    )
    told: dict[UUID, list[DeliveryShown]] = defaultdict(list)
    for delivery in last:
        told[delivery.webhook_id].append(DeliveryShown(delivery.number, delivery.kind, _words(delivery)))
    return tuple(
        WebhookShown(
            id=webhook.pk,
            address=webhook.address,
            is_on=webhook.is_on,
            is_listed=is_listed(webhook.address),
            was_given_up=not webhook.is_on and webhook.failures > 0,
            deliveries=tuple(told[webhook.pk]),
        )
        for webhook in webhooks
    )


def _words(delivery: Delivery) -> str:
    state, status = delivery.job.state, delivery.status
    if state == JobState.DONE:
        return (
            _("taken (%(status)s)") % {"status": status} if status and not delivery.fault else _("not sent")
        )
    if not delivery.fault:
        return _("on its way")
    why = str(DeliveryFault(delivery.fault).label)
    if delivery.fault == DeliveryFault.ANSWER:
        why = _("it answered %(status)s") % {"status": status}
    if state == JobState.FAILED:
        return _("given up: %(why)s") % {"why": why}
    return _("will be tried again: %(why)s") % {"why": why}
