"""Addresses outside: the organiser's page, secrets shown once, and everybody else kept out."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from dialogue.models import RequestKey, Webhook
from dialogue.selectors.webhooks import secret_of
from dialogue.services.participants import remove_participant, set_roles
from dialogue.services.webhooks import add_webhook, switch_webhook
from tests.cast import Cast
from tests.views.pages import after_the_door, assert_closed, new_key, outcome
from tests.views.running import send

SignIn = Callable[..., Client]
ADDRESS = "https://hooks.example.org/told"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
ACTS = {"switch": {"switch": "off"}, "secret": {}, "test": {}, "remove": {}}


@pytest.fixture(autouse=True)
def hosts(settings: Any) -> None:
    settings.BRIDGE_WEBHOOK_HOSTS = ["hooks.example.org"]


@pytest.fixture
def webhook(cast: Cast) -> Webhook:
    return add_webhook(by=cast.organiser, address=ADDRESS).row


def place(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/webhooks/"


def add(client: Client, cast: Cast, address: str, key: str = "") -> HttpResponse:
    return client.post(place(cast.workshop.pk), {"address": address, "key": key or new_key()})


def act(name: str) -> Callable[[UUID], str]:
    return lambda webhook_id: f"/webhooks/{webhook_id}/{name}/"


def test_organiser_adds_an_address_and_sees_its_secret_once(cast: Cast, client_of: SignIn) -> None:
    client, key, page = client_of(cast.organiser), new_key(), place(cast.workshop.pk)

    first, again = (add(client, cast, ADDRESS, key) for _turn in range(2))
    later = client.get(page).content.decode()

    webhook = Webhook.objects.get()
    assert first.status_code == 200
    assert SECRET.findall(first.content.decode()) == [secret_of(webhook)]
    assert outcome(again) == (303, page)
    assert "This address was added already. Its secret is shown once" in later
    assert ADDRESS in later
    assert SECRET.findall(later) == []
    assert RequestKey.objects.get(key=key).outcome == page


def test_organiser_makes_a_new_secret_and_sees_it_once(
    cast: Cast, client_of: SignIn, webhook: Webhook
) -> None:
    client, key, old = client_of(cast.organiser), new_key(), secret_of(webhook)

    first, again = (send(client, act("secret")(webhook.pk), key) for _turn in range(2))

    webhook.refresh_from_db()
    assert SECRET.findall(first.content.decode()) == [secret_of(webhook)] != [old]
    assert outcome(again) == (303, place(cast.workshop.pk))
    assert webhook.generation == 2


def test_organiser_switches_tests_and_removes(cast: Cast, client_of: SignIn, webhook: Webhook) -> None:
    client, page = client_of(cast.organiser), place(cast.workshop.pk)

    def after(name: str, **words: str) -> str:
        assert outcome(send(client, act(name)(webhook.pk), **words)) == (303, page)
        return client.get(page).content.decode()

    assert "Switched on." in client.get(page).content.decode()
    assert "on its way" in after("test")
    off = after("switch", switch="off")
    assert "Switched off." in off
    assert "Send a test" not in off
    assert "Switched on." in after("switch", switch="on")
    assert "Nobody outside is told anything." in after("remove")


def test_address_removed_twice_by_one_press_is_removed_once(
    cast: Cast, client_of: SignIn, webhook: Webhook
) -> None:
    client, key = client_of(cast.organiser), new_key()

    answers = [outcome(send(client, act("remove")(webhook.pk), key)) for _turn in range(2)]

    assert answers == [(303, place(cast.workshop.pk))] * 2
    assert send(client, act("remove")(webhook.pk)).status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("", 422, "Please write an address."),
        ("https://evil.example/", 422, "leads to one of: hooks.example.org."),
        (ADDRESS, 409, "This address is on the list already."),
    ],
)
def test_address_that_cannot_be_added_comes_back(
    cast: Cast, client_of: SignIn, webhook: Webhook, address: str, status: int, sentence: str
) -> None:
    response = add(client_of(cast.organiser), cast, address)

    assert response.status_code == status
    assert sentence in response.content.decode()
    assert (f'value="{address}"' in response.content.decode()) == bool(address)


def test_installation_without_hosts_says_so_and_adds_nothing(
    cast: Cast, client_of: SignIn, webhook: Webhook, settings: Any
) -> None:
    settings.BRIDGE_WEBHOOK_HOSTS = []
    client = client_of(cast.organiser)

    page = client.get(place(cast.workshop.pk)).content.decode()
    sent = add(client, cast, f"{ADDRESS}/other")

    assert "Switched off here" in page
    assert "Not called: its host is not on the list of this installation." in page
    assert "Add this address" not in page
    assert sent.status_code == 409
    assert "This installation calls nobody outside." in sent.content.decode()
    assert Webhook.objects.count() == 1


def test_test_of_an_address_that_is_off_is_refused(cast: Cast, client_of: SignIn, webhook: Webhook) -> None:
    switch_webhook(by=cast.organiser, webhook=webhook, is_on=False)

    response = send(client_of(cast.organiser), act("test")(webhook.pk))

    assert response.status_code == 409
    assert "This address is switched off. Switch it on first." in response.content.decode()


def test_switch_needs_to_know_which_way(cast: Cast, client_of: SignIn, webhook: Webhook) -> None:
    response = send(client_of(cast.organiser), act("switch")(webhook.pk), switch="sideways")

    assert response.status_code == 422
    assert "Please choose one." in response.content.decode()


def test_address_switched_off_by_itself_says_so(cast: Cast, client_of: SignIn, webhook: Webhook) -> None:
    Webhook.objects.update(is_on=False, failures=20)

    page = client_of(cast.organiser).get(place(cast.workshop.pk)).content.decode()

    assert "Switched off by itself: twenty calls in a row were not taken." in page


def test_everybody_else_is_kept_out(cast: Cast, client_of: SignIn, webhook: Webhook) -> None:
    others = [each for role, each in cast.everybody().items() if role != "organiser"]
    elsewhere = cast.other_moderator.workshop.participants.get(is_organiser=True)

    for other in (*others, elsewhere, cast.other_moderator, cast.stranger):
        client = client_of(other)
        assert_closed(client, place, cast.workshop.pk)
        assert_closed(client, place, cast.workshop.pk, sent="yes")
        for name, words in ACTS.items():
            assert_closed(client, act(name), webhook.pk, **(words or {"sent": "yes"}))

    assert list(Webhook.objects.values_list("is_on", "generation", "told")) == [(True, 1, 0)]


@pytest.mark.parametrize("name", ACTS)
def test_acts_are_sent_never_shown(cast: Cast, client_of: SignIn, webhook: Webhook, name: str) -> None:
    assert client_of(cast.organiser).get(act(name)(webhook.pk)).status_code == 405


@pytest.mark.parametrize(("name", "words"), ACTS.items())
def test_organiser_who_is_removed_meanwhile_is_refused(
    cast: Cast,
    client_of: SignIn,
    webhook: Webhook,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    words: dict[str, str],
) -> None:
    second = set_roles(by=cast.organiser, participant=cast.chair, roles={"organiser"})  # type: ignore[arg-type]
    client = client_of(cast.organiser)
    after_the_door(
        monkeypatch,
        "webhook_to_organise",
        lambda: remove_participant(by=second, participant=cast.organiser),
    )

    response = send(client, act(name)(webhook.pk), **words)

    assert response.status_code == 403
    assert list(Webhook.objects.values_list("is_on", "generation", "told")) == [(True, 1, 0)]


def test_plan_leads_there(cast: Cast, client_of: SignIn) -> None:
    page = client_of(cast.organiser).get(f"/workshops/{cast.workshop.pk}/organise/").content.decode()

    assert f'href="{place(cast.workshop.pk)}"' in page
