"""Access for programs: the list, a token shown once, and its end."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from dialogue.models import RequestKey, Token
from dialogue.selectors.tokens import token_in_force
from dialogue.services.participants import remove_participant
from dialogue.services.tokens import MOST_TOKENS, create_token
from tests.cast import Cast
from tests.views.pages import after_the_door, assert_closed, new_key, outcome
from tests.views.running import send

SignIn = Callable[..., Client]
WORDS = {"name": "Weekly table", "reach": "read", "days": "30"}
TOKEN = re.compile(r"bb_[A-Za-z0-9_-]{43}")
SAID = "This access was given already. Its token is shown once: if it got lost, end it and give it anew."


def address(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/programs/"


def end(token_id: UUID) -> str:
    return f"/programs/{token_id}/end/"


def test_everybody_gives_access_and_sees_the_token_once(cast: Cast, client_of: SignIn) -> None:
    for participant in cast.everybody().values():
        client, place = client_of(participant), address(cast.workshop.pk)

        made = send(client, place, **{**WORDS, "reach": "write"})
        (token,) = set(TOKEN.findall(made.content.decode()))
        later = client.get(place).content.decode()

        found = token_in_force(token)
        assert found is not None
        assert (found.participant, found.may_write, found.name) == (participant, True, "Weekly table")
        assert made.status_code == 200
        assert SAID not in made.content.decode()
        assert made.headers["Cache-Control"] == "no-store"
        assert TOKEN.findall(later) == []
        assert "Weekly table" in later


def test_form_sent_again_makes_no_other_and_shows_the_token_no_more(cast: Cast, client_of: SignIn) -> None:
    client, key, place = client_of(cast.observer), new_key(), address(cast.workshop.pk)

    first = send(client, place, key, **WORDS)
    again = send(client, place, key, **WORDS)
    page = client.get(place).content.decode()

    (token,) = set(TOKEN.findall(first.content.decode()))
    assert outcome(again) == (303, place)
    assert SAID in page
    assert TOKEN.findall(page) == []
    assert Token.objects.count() == 1
    kept = RequestKey.objects.get(key=key)
    assert kept.outcome == place
    assert token not in str(vars(kept))
    assert token not in str(dict(client.session))
    assert token not in str(client.cookies)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Please give it a name."),
        ({"name": "a" * 61}, "60"),
        ({"reach": ""}, "Please choose one."),
        ({"reach": "everything"}, "Please choose one."),
        ({"days": "365"}, "Please choose one."),
        ({"days": ""}, "Please choose one."),
    ],
)
def test_form_filled_in_wrongly_comes_back(
    cast: Cast, client_of: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    words = {**WORDS, **wrong}

    response = send(client_of(cast.observer), address(cast.workshop.pk), **words)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert (
        wrong.get("name") or WORDS["name"] if wrong.get("name") != "" else ""
    ) in response.content.decode()
    assert Token.objects.count() == 0


def test_one_too_many_is_refused_with_the_words_kept(cast: Cast, client_of: SignIn) -> None:
    for _turn in range(MOST_TOKENS):
        create_token(by=cast.observer, name="A", may_write=False, days=1)

    response = send(client_of(cast.observer), address(cast.workshop.pk), **WORDS)

    assert response.status_code == 409
    assert "You have given access to 20 programs." in response.content.decode()
    assert 'value="Weekly table"' in response.content.decode()


def test_access_is_ended_by_its_holder(cast: Cast, client_of: SignIn) -> None:
    new, client = create_token(by=cast.observer, name="A", may_write=False, days=1), client_of(cast.observer)

    ended = send(client, end(new.row.pk))

    assert outcome(ended) == (303, address(cast.workshop.pk))
    assert token_in_force(new.token) is None
    assert "You have let no program in." in client.get(address(cast.workshop.pk)).content.decode()


def test_access_ended_twice_by_one_press_is_ended_once(cast: Cast, client_of: SignIn) -> None:
    first, second = (create_token(by=cast.observer, name=each, may_write=False, days=1) for each in "AB")
    client, key, page = client_of(cast.observer), new_key(), address(cast.workshop.pk)

    answers = [outcome(send(client, end(first.row.pk), key)) for _turn in range(2)]
    with_another_key = send(client, end(first.row.pk))
    key_of_another_act = send(client, end(second.row.pk), key)

    assert answers == [(303, page)] * 2
    assert with_another_key.status_code == 404
    assert key_of_another_act.status_code == 422
    assert token_in_force(second.token) == second.row


def test_token_of_somebody_else_is_absent(cast: Cast, client_of: SignIn) -> None:
    new = create_token(by=cast.observer, name="A", may_write=False, days=1)

    for other in (cast.organiser, cast.supporter, cast.other_moderator, cast.stranger):
        assert_closed(client_of(other), end, new.row.pk, sent="yes")

    assert token_in_force(new.token) == new.row


def test_page_is_for_who_takes_part(cast: Cast, client_of: SignIn) -> None:
    for other in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(other), address, cast.workshop.pk)
        assert_closed(client_of(other), address, cast.workshop.pk, **WORDS)


def test_who_is_removed_meanwhile_is_refused(
    cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = create_token(by=cast.observer, name="A", may_write=False, days=1)
    client = client_of(cast.observer)
    after_the_door(
        monkeypatch,
        "token_to_revoke",
        lambda: remove_participant(by=cast.organiser, participant=cast.observer),
    )

    response = send(client, end(new.row.pk))

    assert response.status_code == 403
    assert "Your part in this workshop does not include this." in response.content.decode()


def test_end_is_sent_never_shown(cast: Cast, client_of: SignIn) -> None:
    new = create_token(by=cast.observer, name="A", may_write=False, days=1)

    assert client_of(cast.observer).get(end(new.row.pk)).status_code == 405


def test_workshop_leads_there(cast: Cast, client_of: SignIn) -> None:
    page = client_of(cast.observer).get(f"/workshops/{cast.workshop.pk}/").content.decode()

    assert f'href="{address(cast.workshop.pk)}"' in page
