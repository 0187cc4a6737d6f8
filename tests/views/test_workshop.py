"""The workshop's page, and the camp one declares in it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.models import CampDeclaration, Participant, RecordEntry, Thread
from dialogue.services.participants import remove_participant
from tests.cast import Cast
from tests.views.pages import assert_closed, new_key, outcome

SignIn = Callable[..., Client]


def page_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/"


def camp_form_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/camp/"


def test_workshop_shows_its_agenda_to_everybody_in_it(cast: Cast, client_of: SignIn) -> None:
    titles = set()
    for participant in cast.everybody().values():
        response = client_of(participant).get(page_of(cast.workshop.pk))
        assert response.status_code == 200
        titles.add(tuple(row.key for group in response.context["groups"] for row in group.rows))

    assert titles == {tuple(cast.workshop.threads.order_by("order").values_list("key", flat=True))}


def test_workshop_of_others_answers_like_none_at_all(cast: Cast, client_of: SignIn) -> None:
    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), page_of, cast.workshop.pk)


def test_workshop_one_was_removed_from_answers_like_none_at_all(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.abolitionist)
    assert client.get(page_of(cast.workshop.pk)).status_code == 200

    remove_participant(by=cast.organiser, participant=cast.abolitionist)

    assert_closed(client, page_of, cast.workshop.pk)


def test_workshop_without_an_account_leads_to_signing_in(cast: Cast, client: Client) -> None:
    response = client.get(page_of(cast.workshop.pk))

    assert outcome(response) == (
        302,
        f"/sign-in/?next=/workshops/{cast.workshop.pk}/",
    )


@pytest.mark.parametrize("wanted", ["abolitionist", "deterrence", "neither"])
def test_camp_is_declared_by_oneself(cast: Cast, client_of: SignIn, wanted: str) -> None:
    client = client_of(cast.neither)
    assert client.get(camp_form_of(cast.workshop.pk)).status_code == 200

    response = client.post(camp_form_of(cast.workshop.pk), {"camp": wanted, "key": new_key()})

    assert outcome(response) == (303, page_of(cast.workshop.pk))
    camp = Participant.objects.get(pk=cast.neither.pk).camp
    assert (camp.key if camp else "neither") == wanted


@pytest.mark.parametrize("wanted", ["", "market-traders", "\x00"])
def test_camp_that_does_not_exist_is_refused_in_a_sentence(
    cast: Cast, client_of: SignIn, wanted: str
) -> None:
    response = client_of(cast.neither).post(
        camp_form_of(cast.workshop.pk), {"camp": wanted, "key": new_key()}
    )

    assert response.status_code == 422
    assert response.context["form"].errors["camp"] == ["Please choose a camp, or neither."]
    assert Participant.objects.get(pk=cast.neither.pk).camp is None


def test_camp_declared_twice_with_one_key_is_declared_once(cast: Cast, client_of: SignIn) -> None:
    client, key = client_of(cast.neither), new_key()
    before = CampDeclaration.objects.count()

    answers = [
        client.post(camp_form_of(cast.workshop.pk), {"camp": "abolitionist", "key": key}) for _ in range(2)
    ]

    assert [outcome(each) for each in answers] == [(303, page_of(cast.workshop.pk))] * 2
    assert CampDeclaration.objects.count() == before + 1


def test_one_key_for_two_camps_is_refused(cast: Cast, client_of: SignIn) -> None:
    client, key = client_of(cast.neither), new_key()
    client.post(camp_form_of(cast.workshop.pk), {"camp": "abolitionist", "key": key})
    entries = RecordEntry.objects.count()

    response = client.post(camp_form_of(cast.workshop.pk), {"camp": "deterrence", "key": key})

    assert response.status_code == 422
    assert response.context["form"].refusal.code == "key_reused"
    assert response.context["form"]["camp"].value() == "deterrence"
    assert RecordEntry.objects.count() == entries


def test_camp_is_nothing_for_those_without_a_voice(cast: Cast, client_of: SignIn) -> None:
    for outsider in (cast.observer, cast.moderator, cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), camp_form_of, cast.workshop.pk)
        assert_closed(client_of(outsider), camp_form_of, cast.workshop.pk, camp="neither")


def test_workshop_asks_the_database_as_often_for_few_threads_as_for_many(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.abolitionist)
    threads = Thread.objects.filter(workshop=cast.workshop)
    kept = list(
        threads.filter(parent__isnull=True).exclude(pk=cast.thread.pk).values_list("pk", flat=True)[:2]
    )
    with CaptureQueriesContext(connection) as many:
        assert sum(len(group.rows) for group in client.get(page_of(cast.workshop.pk)).context["groups"]) == 29

    threads.exclude(pk__in=[*kept, cast.thread.pk]).filter(parent__isnull=False).delete()
    threads.exclude(pk__in=[*kept, cast.thread.pk]).delete()
    with CaptureQueriesContext(connection) as few:
        assert sum(len(group.rows) for group in client.get(page_of(cast.workshop.pk)).context["groups"]) == 3

    assert len(few) == len(many)
