"""Positions changed through their forms: revised and withdrawn, by their authors alone."""

from collections.abc import Callable

import pytest
from django.test import Client

from dialogue.models import Participant, Position, PositionVersion, RecordEntry
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.threads import close_thread
from tests.cast import Cast, post
from tests.views.pages import after_the_door, assert_closed, new_key, outcome
from tests.views.test_positions import (
    REFUSED_TEXTS,
    page_of,
    place_of,
    revision_of,
    send,
    withdrawal_of,
)

SignIn = Callable[..., Client]


# Revised


@pytest.fixture
def position(cast: Cast) -> Position:
    return post(cast.abolitionist, cast.thread, kind="proposal", step="A joint paper.")


NEW_WORDS = {"claim": "A newer claim.", "reasoning": "Why.", "step": "", "language": "fr", "version": "1"}


def test_revision_starts_from_the_present_wording(cast: Cast, client_of: SignIn, position: Position) -> None:
    form = client_of(cast.abolitionist).get(revision_of(position.pk)).context["form"]

    assert {name: form[name].value() for name in ("claim", "reasoning", "step", "language", "version")} == {
        "claim": "Longer decision time makes use less likely.",
        "reasoning": "Because time is safety.",
        "step": "A joint paper.",
        "language": "en",
        "version": 1,
    }


def test_revision_is_a_version_of_its_own(cast: Cast, client_of: SignIn, position: Position) -> None:
    client, key = client_of(cast.abolitionist), new_key()

    answers = [send(client, revision_of(position.pk), NEW_WORDS, key) for _ in range(2)]

    assert [outcome(each) for each in answers] == [(303, place_of(position))] * 2
    assert list(position.versions.values_list("number", "claim", "step", "language")) == [
        (1, "Longer decision time makes use less likely.", "A joint paper.", "en"),
        (2, "A newer claim.", "", "fr"),
    ]


def test_revision_of_a_position_has_no_step(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread)

    page = client_of(cast.abolitionist).get(revision_of(position.pk)).content.decode()

    assert 'name="claim"' in page
    assert 'name="step"' not in page


def test_revision_of_a_wording_replaced_meanwhile_shows_both_and_can_be_sent_again(
    cast: Cast, client_of: SignIn, position: Position
) -> None:
    client = client_of(cast.abolitionist)
    send(client, revision_of(position.pk), {**NEW_WORDS, "claim": "Written in another tab."})

    refused = send(client, revision_of(position.pk), NEW_WORDS)

    page = refused.content.decode()
    assert (refused.status_code, refused.context["form"].refusal.code) == (409, "edited_meanwhile")
    assert ">Written in another tab.</p>" in page
    assert ">A newer claim.</textarea>" in page
    assert 'name="version" value="2"' in page
    again = send(client, revision_of(position.pk), {**NEW_WORDS, "version": "2"})
    assert again.status_code == 303
    assert list(position.versions.values_list("claim", flat=True))[1:] == [
        "Written in another tab.",
        "A newer claim.",
    ]


@pytest.mark.parametrize("text", REFUSED_TEXTS)
def test_revision_that_cannot_be_stored_names_its_field_and_stays(
    cast: Cast, client_of: SignIn, position: Position, text: str
) -> None:
    response = send(client_of(cast.abolitionist), revision_of(position.pk), {**NEW_WORDS, "claim": text})

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["claim"])
    assert (form["claim"].value(), form["reasoning"].value()) == (text, "Why.")
    assert position.versions.count() == 1


def test_wording_replaced_while_the_form_is_taken_is_the_one_that_is_shown(
    cast: Cast, client_of: SignIn, position: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = PositionWording("Written in another tab.", "Why.", "en")
    after_the_door(
        monkeypatch,
        "position_to_revise",
        lambda: revise_position(by=cast.abolitionist, position=position, wording=words, expected_version=1),
    )

    response = send(client_of(cast.abolitionist), revision_of(position.pk), NEW_WORDS)

    page = response.content.decode()
    assert (response.status_code, response.context["form"].refusal.code) == (409, "edited_meanwhile")
    assert ">Written in another tab.</p>" in page
    assert ">A newer claim.</textarea>" in page
    assert 'name="version" value="2"' in page


def test_revision_with_a_used_key_or_in_a_closed_thread_keeps_the_words(
    cast: Cast, client_of: SignIn, position: Position
) -> None:
    client, key = client_of(cast.abolitionist), new_key()
    send(client, revision_of(position.pk), NEW_WORDS, key)
    later = {**NEW_WORDS, "claim": "A third claim.", "version": "2"}

    reused = send(client, revision_of(position.pk), later, key)
    close_thread(by=cast.moderator, thread=cast.thread)
    closed = send(client, revision_of(position.pk), later)

    assert (reused.status_code, reused.context["form"].refusal.code) == (422, "key_reused")
    assert (closed.status_code, closed.context["form"].refusal.code) == (409, "thread_closed")
    for response in (reused, closed):
        assert ">A third claim.</textarea>" in response.content.decode()
    assert position.versions.count() == 2


def outsiders(cast: Cast) -> list[Participant]:
    """Everybody but the author: the own camp, the other one, those who run it, and strangers."""
    return [
        cast.abolitionists[1],
        cast.supporter,
        cast.moderator,
        cast.observer,
        cast.other_moderator,
        cast.stranger,  # type: ignore[list-item]  # signs in as well
    ]


def test_only_its_author_revises_or_withdraws_a_position(
    cast: Cast, client_of: SignIn, position: Position
) -> None:
    for outsider in outsiders(cast):
        client = client_of(outsider)
        assert_closed(client, revision_of, position.pk)
        assert_closed(client, revision_of, position.pk, **NEW_WORDS)
        assert_closed(client, withdrawal_of, position.pk)
        assert_closed(client, withdrawal_of, position.pk, really="yes")

    position.refresh_from_db()
    assert (position.versions.count(), position.withdrawn_at) == (1, None)


# Withdrawn


def test_withdrawing_asks_first(cast: Cast, client_of: SignIn, position: Position) -> None:
    response = client_of(cast.abolitionist).get(withdrawal_of(position.pk))

    assert response.status_code == 200
    position.refresh_from_db()
    assert position.withdrawn_at is None


def test_withdrawing_twice_is_withdrawing_once(cast: Cast, client_of: SignIn, position: Position) -> None:
    client, key = client_of(cast.abolitionist), new_key()
    entries = RecordEntry.objects.count()

    answers = [send(client, withdrawal_of(position.pk), {}, each) for each in (key, key, new_key())]

    assert [outcome(each) for each in answers] == [(303, place_of(position))] * 3
    assert RecordEntry.objects.count() == entries + 1
    position.refresh_from_db()
    assert position.withdrawn_at is not None


def test_withdrawn_position_leads_back_to_its_place(
    cast: Cast, client_of: SignIn, position: Position
) -> None:
    withdraw_position(by=cast.abolitionist, position=position)
    client = client_of(cast.abolitionist)

    assert client.get(withdrawal_of(position.pk)).headers["Location"] == place_of(position)
    assert_closed(client, revision_of, position.pk)
    assert client.get(page_of(position.pk)).context["versions"] == ()


def test_withdrawing_in_a_closed_thread_is_refused_in_a_sentence(
    cast: Cast, client_of: SignIn, position: Position
) -> None:
    close_thread(by=cast.moderator, thread=cast.thread)

    response = send(client_of(cast.abolitionist), withdrawal_of(position.pk), {})

    assert response.status_code == 409
    assert "Not sent: this thread is closed." in response.content.decode()
    position.refresh_from_db()
    assert position.withdrawn_at is None
    assert PositionVersion.objects.filter(position=position).count() == 1
