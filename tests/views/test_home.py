"""The entrance, signed in and not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dialogue.services.participants import remove_participant
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_home_without_an_account_explains_itself_and_offers_to_sign_in(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert (response.context["workshops"], response.context["doors"], response.context["may_create"]) == (
        (),
        (),
        False,
    )
    assert 'name="email"' in response.content.decode()


def test_home_lists_the_workshops_one_takes_part_in_and_no_other(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    response = client_of(cast.abolitionist).get("/")

    assert [(each.id, each.role_words) for each in response.context["workshops"]] == [
        (cast.workshop.pk, "participant with a voice")
    ]
    assert f'href="/workshops/{cast.workshop.pk}/"' in response.content.decode()


def test_home_in_chinese_shows_titles_in_chinese(cast: Cast, client_of: Callable[..., Client]) -> None:
    cast.abolitionist.user.language = "zh-hans"
    cast.abolitionist.user.save()

    response = client_of(cast.abolitionist).get("/")

    assert [each.title.code for each in response.context["workshops"]] == ["zh"]


def test_home_of_somebody_removed_lists_nothing(cast: Cast, client_of: Callable[..., Client]) -> None:
    remove_participant(by=cast.organiser, participant=cast.abolitionist)

    response = client_of(cast.abolitionist).get("/")

    assert response.context["workshops"] == ()
    assert "You take part in no workshop yet." in response.content.decode()


def test_only_who_may_create_workshops_is_offered_to(cast: Cast, client_of: Callable[..., Client]) -> None:
    offered = {
        name: client_of(participant).get("/").context["may_create"]
        for name, participant in cast.everybody().items()
    }

    assert [name for name, may_create in offered.items() if may_create] == ["organiser"]


def test_home_takes_no_form(client: Client) -> None:
    assert client.post("/", {"a": "b"}).status_code == 405


def test_home_outside_the_demonstration_has_no_doors(settings: Any, client: Client) -> None:
    settings.BRIDGE_DEMO = False

    assert "/enter/" not in client.get("/").content.decode()
