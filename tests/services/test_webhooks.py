"""Webhooks: named by organisers, only where the installation allows them; their secrets and their record."""

import base64
from typing import Any

import pytest

from dialogue.enums import RecordKind, Role
from dialogue.exceptions import NotAllowed, TextRefused
from dialogue.models import Delivery, RecordEntry, Webhook
from dialogue.selectors.webhooks import is_listed, secret_of, webhooks_shown
from dialogue.services.participants import remove_participant, set_roles
from dialogue.services.record import verify_record
from dialogue.services.webhooks import (
    MOST_WEBHOOKS,
    AddressNotListed,
    AlreadyTold,
    TooManyWebhooks,
    WebhookIsOff,
    WebhooksOff,
    add_webhook,
    remove_webhook,
    rotate_secret,
    switch_webhook,
    try_webhook,
)
from tests.cast import Cast

ADDRESS = "https://hooks.example.org/told"
HOSTS = ["hooks.example.org", "hooks.example.org:8443", "127.0.0.1:9000", "localhost", "[::1]:9000"]


@pytest.fixture(autouse=True)
def hosts(settings: Any) -> None:
    settings.BRIDGE_WEBHOOK_HOSTS = HOSTS


@pytest.fixture
def webhook(cast: Cast) -> Webhook:
    return add_webhook(by=cast.organiser, address=ADDRESS).row


def recorded(cast: Cast, webhook: Webhook) -> list[str]:
    entries = RecordEntry.objects.filter(workshop=cast.workshop, subject=webhook.pk).order_by("number")
    return list(entries.values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (ADDRESS, True),
        ("https://hooks.example.org", True),
        ("https://HOOKS.example.org:443/?a=b", True),
        ("https://hooks.example.org:8443/", True),
        ("http://127.0.0.1:9000/", True),
        ("http://localhost/", True),
        ("http://[::1]:9000/", True),
        ("https://127.0.0.1:9000/", True),
        ("http://hooks.example.org/", False),
        ("http://127.0.0.1:9001/", False),
        ("https://hooks.example.org:8444/", False),
        ("https://hooks.example.org.evil.example/", False),
        ("https://evil.example/hooks.example.org", False),
        ("https://evil.example/?hooks.example.org", False),
        ("https://evil.example#hooks.example.org", False),
        ("https://hooks.example.org@evil.example/", False),
        ("https://somebody:secret@hooks.example.org/", False),
        ("https://hooks.example.org/#part", False),
        ("https://evil.example\\@hooks.example.org/", False),
        ("https://hooks.example.org\\.evil.example/", False),
        ("https://hooks.example.org /", False),
        ("https://hooks.exa\tmple.org/", False),
        ("https://hooks.example.org/\r\nHost: evil.example", False),
        ("https://hooks.example.org./", False),
        ("https://hooks。example.org/", False),
        ("https://hooks.example.org:99999/", False),
        ("https://[::1/", False),
        ("ftp://hooks.example.org/", False),
        ("file:///etc/passwd", False),
        ("hooks.example.org/told", False),
        ("//hooks.example.org/", False),
        ("https://169.254.169.254/", False),
        ("", False),
    ],
)
def test_only_listed_hosts_are_called(address: str, expected: bool) -> None:
    assert is_listed(address) is expected


def test_address_is_added_with_a_secret_that_is_stored_nowhere(cast: Cast) -> None:
    webhook, secret = add_webhook(by=cast.organiser, address=ADDRESS)

    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    webhook.refresh_from_db()
    assert (webhook.address, webhook.is_on, webhook.told) == (ADDRESS, True, 0)
    assert secret.removeprefix("whsec_") not in str(vars(webhook))
    assert recorded(cast, webhook) == [RecordKind.WEBHOOK_ADDED]
    assert verify_record(cast.workshop) is None


def test_nothing_is_added_where_the_installation_lists_no_hosts(cast: Cast, settings: Any) -> None:
    settings.BRIDGE_WEBHOOK_HOSTS = []

    with pytest.raises(WebhooksOff):
        add_webhook(by=cast.organiser, address=ADDRESS)


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("", TextRefused),
        ("https://hooks.example.org/" + "a" * 500, TextRefused),
        ("https://evil.example/", AddressNotListed),
        (ADDRESS, AlreadyTold),
    ],
)
def test_address_that_cannot_be_added_is_refused(
    cast: Cast, webhook: Webhook, address: str, refusal: type[AlreadyTold]
) -> None:
    with pytest.raises(refusal) as caught:
        add_webhook(by=cast.organiser, address=address)

    assert caught.value.field == "address"
    assert list(Webhook.objects.all()) == [webhook]


def test_no_more_than_ten_are_added(cast: Cast) -> None:
    for number in range(MOST_WEBHOOKS):
        add_webhook(by=cast.organiser, address=f"{ADDRESS}/{number}")

    with pytest.raises(TooManyWebhooks):
        add_webhook(by=cast.organiser, address=ADDRESS)


def test_secrets_differ_by_webhook_generation_and_installation(
    cast: Cast, webhook: Webhook, settings: Any
) -> None:
    first = secret_of(webhook)
    other = add_webhook(by=cast.organiser, address=f"{ADDRESS}/other").secret
    again, rotated = rotate_secret(by=cast.organiser, webhook=webhook)
    settings.SECRET_KEY = "another installation"

    assert len({first, other, rotated, secret_of(again)}) == 4
    assert again.generation == 2
    assert recorded(cast, webhook) == [RecordKind.WEBHOOK_ADDED, RecordKind.WEBHOOK_CHANGED]
    assert verify_record(cast.workshop) is None


def test_webhook_is_switched_off_and_on(cast: Cast, webhook: Webhook) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(failures=3)

    same = switch_webhook(by=cast.organiser, webhook=webhook, is_on=True)
    off = switch_webhook(by=cast.organiser, webhook=webhook, is_on=False)

    assert (same.is_on, same.failures, off.is_on, off.failures) == (True, 3, False, 0)
    with pytest.raises(WebhookIsOff):
        try_webhook(by=cast.organiser, webhook=webhook)
    assert switch_webhook(by=cast.organiser, webhook=webhook, is_on=True).is_on
    assert recorded(cast, webhook)[1:] == [RecordKind.WEBHOOK_CHANGED] * 2


def test_webhook_is_removed_with_what_it_was_told(cast: Cast, webhook: Webhook) -> None:
    try_webhook(by=cast.organiser, webhook=webhook)

    for _turn in range(2):
        remove_webhook(by=cast.organiser, webhook=webhook)

    assert (Webhook.objects.count(), Delivery.objects.count()) == (0, 0)
    assert recorded(cast, webhook) == [RecordKind.WEBHOOK_ADDED, RecordKind.WEBHOOK_REMOVED]
    assert verify_record(cast.workshop) is None
    with pytest.raises(NotAllowed):
        rotate_secret(by=cast.organiser, webhook=webhook)


def test_only_the_organiser_of_its_workshop_steers_a_webhook(cast: Cast, webhook: Webhook) -> None:
    others = [each for role, each in cast.everybody().items() if role != "organiser"]
    elsewhere = cast.other_moderator.workshop.participants.get(is_organiser=True)
    acts = [
        lambda by: switch_webhook(by=by, webhook=webhook, is_on=False),
        lambda by: rotate_secret(by=by, webhook=webhook),
        lambda by: try_webhook(by=by, webhook=webhook),
        lambda by: remove_webhook(by=by, webhook=webhook),
    ]

    for by in (*others, elsewhere):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(by)
    for by in others:
        with pytest.raises(NotAllowed):
            add_webhook(by=by, address=f"{ADDRESS}/other")

    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.generation, webhook.told) == (True, 1, 0)


def test_organiser_who_was_removed_meanwhile_is_refused(cast: Cast, webhook: Webhook) -> None:
    stale = cast.organiser
    second = set_roles(by=stale, participant=cast.moderator, roles={Role.ORGANISER})
    remove_participant(by=second, participant=stale)

    with pytest.raises(NotAllowed):
        add_webhook(by=stale, address=f"{ADDRESS}/other")
    with pytest.raises(NotAllowed):
        rotate_secret(by=stale, webhook=webhook)


def test_list_says_how_each_stands(cast: Cast, webhook: Webhook, settings: Any) -> None:
    def stands() -> tuple[bool, bool, bool]:
        (shown,) = webhooks_shown(cast.workshop)
        return shown.is_on, shown.is_listed, shown.was_given_up

    at_first = stands()
    Webhook.objects.filter(pk=webhook.pk).update(is_on=False, failures=20)
    given_up = stands()
    settings.BRIDGE_WEBHOOK_HOSTS = []

    assert (at_first, given_up, stands()) == (
        (True, True, False),
        (False, True, True),
        (False, False, True),
    )
