"""Webhooks: addresses outside, named by organisers, to be told when something happens."""

from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.enums import RecordKind
from dialogue.exceptions import DialogueError, NotAllowed
from dialogue.models import Participant, Webhook
from dialogue.selectors.webhooks import is_listed, secret_of
from dialogue.services.contributions import begin_steering
from dialogue.services.deliveries import tell_test
from dialogue.services.record import enter
from dialogue.services.texts import clean_text

LONGEST_ADDRESS = 500
MOST_WEBHOOKS = 10


class WebhooksOff(DialogueError):
    code = "webhooks_off"
    sentence = _(
        "This installation tells nobody outside. Those who run the server can list hosts it may call."
    )


class AddressNotListed(DialogueError):
    code = "address_not_listed"
    status = 422
    sentence = _("An address here begins with https:// and leads to one of: %(hosts)s.")


class AlreadyTold(DialogueError):
    code = "already_told"
    sentence = _("This address is on the list already.")


class TooManyWebhooks(DialogueError):
    code = "too_many_webhooks"
    sentence = _("%(number)s addresses are on the list. Please remove one first.")


class WebhookIsOff(DialogueError):
    code = "webhook_is_off"
    sentence = _("This address is switched off. Switch it on first.")


class WithSecret(NamedTuple):
    """A row, and its secret: this once, for the organiser to carry to the receiver."""

    row: Webhook
    secret: str


@transaction.atomic
def add_webhook(*, by: Participant, address: str) -> WithSecret:
    """Name an address to be told from now on what everybody in the workshop sees happen."""
    _allow(by)
    if not settings.BRIDGE_WEBHOOK_HOSTS:
        raise WebhooksOff
    address = clean_text(address, field="address", longest=LONGEST_ADDRESS, single_line=True)
    if not is_listed(address):
        raise AddressNotListed(hosts=", ".join(settings.BRIDGE_WEBHOOK_HOSTS), field="address")
    workshop = begin_steering(workshop=by.workshop, by=by)
    there = Webhook.objects.filter(workshop=workshop)
    if there.filter(address=address).exists():
        raise AlreadyTold(field="address")
    if there.count() >= MOST_WEBHOOKS:
        raise TooManyWebhooks(number=MOST_WEBHOOKS)
    webhook = Webhook.objects.create(workshop=workshop, address=address)
    enter(workshop=workshop, kind=RecordKind.WEBHOOK_ADDED, subject=webhook, by=by)
    return WithSecret(webhook, secret_of(webhook))


@transaction.atomic
def switch_webhook(*, by: Participant, webhook: Webhook, is_on: bool) -> Webhook:
    """Switch an address off, or on again. What happens while it is off it is never told."""
    fresh = _fresh(by, webhook)
    if fresh.is_on == is_on:
        return fresh
    fresh.is_on, fresh.failures = is_on, 0
    fresh.save(update_fields=["is_on", "failures"])
    enter(workshop=by.workshop, kind=RecordKind.WEBHOOK_CHANGED, subject=fresh, by=by)
    return fresh


@transaction.atomic
def rotate_secret(*, by: Participant, webhook: Webhook) -> WithSecret:
    """Give an address a new secret; from now on nothing is signed with the old one."""
    fresh = _fresh(by, webhook)
    fresh.generation += 1
    fresh.save(update_fields=["generation"])
    enter(workshop=by.workshop, kind=RecordKind.WEBHOOK_CHANGED, subject=fresh, by=by)
    return WithSecret(fresh, secret_of(fresh))


@transaction.atomic
def try_webhook(*, by: Participant, webhook: Webhook) -> None:
    """Tell an address something that is no act, so that its receiver can be tried."""
    fresh = _fresh(by, webhook)
    if not fresh.is_on:
        raise WebhookIsOff
    tell_test(fresh)


@transaction.atomic
def remove_webhook(*, by: Participant, webhook: Webhook) -> None:
    """Take an address off the list, with what it was told. Twice does nothing more."""
    _allow(by, webhook)
    begin_steering(workshop=by.workshop, by=by)
    fresh = Webhook.objects.filter(pk=webhook.pk).first()
    if fresh is not None:
        enter(workshop=by.workshop, kind=RecordKind.WEBHOOK_REMOVED, subject=fresh, by=by)
        fresh.delete()


def _allow(by: Participant, webhook: Webhook | None = None) -> None:
    if not rules.may_organise(by) or (webhook is not None and webhook.workshop_id != by.workshop_id):
        raise NotAllowed


def _fresh(by: Participant, webhook: Webhook) -> Webhook:
    """The row as it is now, under the lock of its workshop."""
    _allow(by, webhook)
    begin_steering(workshop=by.workshop, by=by)
    fresh = Webhook.objects.filter(pk=webhook.pk).first()
    if fresh is None:
        raise NotAllowed
    return fresh
