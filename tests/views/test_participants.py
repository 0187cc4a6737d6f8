"""People: added by address, given roles, removed."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from dialogue.models import Participant, User
from tests.cast import Cast
from tests.views.pages import assert_closed, new_key, outcome
from tests.views.running import send

SignIn = Callable[..., Client]
WORDS = {"email": "New.Person@Example.org", "name": "", "role_label": "A9", "roles": ["voice"]}


def add_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/participants/new/"


def roles_of(participant_id: UUID) -> str:
    return f"/participants/{participant_id}/roles/"


def removal_of(participant_id: UUID) -> str:
    return f"/participants/{participant_id}/remove/"


def place(cast: Cast) -> str:
    return f"/workshops/{cast.workshop.pk}/organise/#people"


def test_person_is_added_once_with_an_account_of_his_or_her_own(cast: Cast, client_of: SignIn) -> None:
    client, key = client_of(cast.organiser), new_key()

    answers = [send(client, add_of(cast.workshop.pk), key, **WORDS) for _turn in range(2)]

    assert [outcome(answer) for answer in answers] == [(303, place(cast))] * 2
    person = Participant.objects.get(workshop=cast.workshop, role_label="A9")
    assert (person.user.email, person.has_voice, person.camp) == ("new.person@example.org", True, None)
    assert not person.user.has_usable_password()


def test_person_who_was_removed_comes_back_as_the_same_participant(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.organiser)
    address = cast.supporter.user.email

    removed = send(client, removal_of(cast.supporter.pk))
    while_gone = client_of(cast.supporter).get(f"/workshops/{cast.workshop.pk}/").status_code
    back = send(client, add_of(cast.workshop.pk), email=address, roles=["observer"])

    assert outcome(removed) == outcome(back) == (303, place(cast))
    assert while_gone == 404
    cast.supporter.refresh_from_db()
    assert cast.supporter.is_present
    assert cast.supporter.is_observer


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "nobody"}, "This is not an e-mail address."),
        ({"email": ""}, "Please write an e-mail address."),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["pope"]}, "Please choose from the roles of the list."),
        ({"role_label": "A1"}, "This label is taken."),
        ({"email": "CHAIR-two-banks@example.org"}, "takes part already, as C1"),
    ],
)
def test_person_who_cannot_be_added_is_refused_with_the_words_kept(
    cast: Cast, client_of: SignIn, wrong: dict[str, object], sentence: str
) -> None:
    before = (User.objects.count(), Participant.objects.count())
    words = {**WORDS, **wrong}

    response = send(client_of(cast.organiser), add_of(cast.workshop.pk), **words)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert f'value="{words["role_label"]}"' in response.content.decode()
    assert (User.objects.count(), Participant.objects.count()) == before


def test_roles_are_given_and_no_others_kept(cast: Cast, client_of: SignIn) -> None:
    response = send(client_of(cast.organiser), roles_of(cast.supporter.pk), roles=["rapporteur", "observer"])

    assert outcome(response) == (303, place(cast))
    cast.supporter.refresh_from_db()
    assert [str(role) for role in cast.supporter.roles] == ["rapporteur", "observer"]
    assert cast.supporter.camp is None


def test_last_organiser_stays(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.organiser)

    refused = [
        send(client, roles_of(cast.organiser.pk), roles=["observer"]),
        send(client, removal_of(cast.organiser.pk)),
    ]

    for response in refused:
        assert response.status_code == 409
        assert "A workshop needs an organiser." in response.content.decode()
    cast.organiser.refresh_from_db()
    assert cast.organiser.is_organiser
    assert cast.organiser.is_present


def test_people_are_the_organisers_to_manage(cast: Cast, client_of: SignIn) -> None:
    outsiders = [cast.abolitionist, cast.moderator, cast.chair, cast.rapporteur, cast.observer, cast.stranger]
    for outsider in [*outsiders, cast.other_moderator]:
        client = client_of(outsider)
        assert_closed(client, add_of, cast.workshop.pk, email="a@example.org")
        assert_closed(client, roles_of, cast.supporter.pk, roles="chair")
        assert_closed(client, removal_of, cast.supporter.pk, sure="yes")
    cast.supporter.refresh_from_db()
    assert cast.supporter.is_present
