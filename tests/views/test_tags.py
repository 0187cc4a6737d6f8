"""Marks from the codebook: set once, taken away, refused to others."""

from collections.abc import Callable
from uuid import UUID

from django.test import Client

from dialogue.models import RecordEntry, Tag, Tagging
from dialogue.services.positions import withdraw_position
from tests.cast import Cast, post
from tests.views.pages import assert_closed, new_key, outcome
from tests.views.running import send, tag_of, tagged

SignIn = Callable[..., Client]


def tags_of(position_id: UUID) -> str:
    return f"/positions/{position_id}/tags/"


def removal_of(tagging_id: UUID) -> str:
    return f"/taggings/{tagging_id}/remove/"


def codebook_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/codebook/"


def test_tag_is_set_once_however_often_the_form_is_sent(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread)
    client, key, tag = client_of(cast.moderator), new_key(), tag_of(cast)

    answers = [send(client, tags_of(position.pk), key, tag=tag.pk) for _turn in range(2)]

    place = f"/threads/{cast.thread.pk}/desk/#position-{position.pk}"
    assert [outcome(answer) for answer in answers] == [(303, place), (303, place)]
    assert [each.tag_id for each in Tagging.objects.filter(version=position.current_version)] == [tag.pk]


def test_tag_of_another_workshop_is_refused_in_a_sentence(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread)
    foreign = Tag.objects.filter(workshop=cast.other_moderator.workshop).first()
    assert foreign is not None

    response = send(client_of(cast.moderator), tags_of(position.pk), tag=foreign.pk)

    assert response.status_code == 422
    assert "This tag is not in the codebook of this workshop." in response.content.decode()
    assert not Tagging.objects.exists()


def test_tag_on_a_withdrawn_text_is_refused(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread)
    withdraw_position(by=cast.abolitionist, position=position)

    response = send(client_of(cast.moderator), tags_of(position.pk), tag=tag_of(cast).pk)

    assert response.status_code == 409
    assert not Tagging.objects.exists()


def test_tag_is_taken_away_once(cast: Cast, client_of: SignIn) -> None:
    (tagging,) = tagged(cast, post(cast.abolitionist, cast.thread))
    client, key = client_of(cast.chair), new_key()
    before = RecordEntry.objects.count()

    first = send(client, removal_of(tagging.pk), key)

    tagging.refresh_from_db()
    assert first.status_code == 303
    assert tagging.removed_at is not None
    assert RecordEntry.objects.count() == before + 1


def test_tagging_is_for_moderators_and_chair(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread)
    (tagging,) = tagged(cast, position)
    outsiders = [
        cast.abolitionist,
        cast.neither,
        cast.rapporteur,
        cast.organiser,
        cast.observer,
        cast.stranger,
    ]

    for outsider in [*outsiders, cast.other_moderator]:
        client = client_of(outsider)
        assert_closed(client, tags_of, position.pk, tag=str(tag_of(cast).pk))
        assert_closed(client, removal_of, tagging.pk, nothing="")
        assert_closed(client, codebook_of, cast.workshop.pk, label="Trust", language="en")
    assert Tagging.objects.filter(removed_at__isnull=True).count() == 1


def test_codebook_takes_a_tag_of_the_workshops_own(cast: Cast, client_of: SignIn) -> None:
    key = new_key()
    client = client_of(cast.moderator)

    answers = [
        send(client, codebook_of(cast.workshop.pk), key, label="Trust", language="en") for _turn in range(2)
    ]

    place = f"/workshops/{cast.workshop.pk}/desk/#codebook"
    assert [outcome(answer) for answer in answers] == [(303, place), (303, place)]
    assert [dict(tag.label) for tag in Tag.objects.filter(workshop=cast.workshop, group="own")] == [
        {"en": "Trust"}
    ]


def test_codebook_refuses_an_invisible_label_and_keeps_it(cast: Cast, client_of: SignIn) -> None:
    response = send(client_of(cast.moderator), codebook_of(cast.workshop.pk), label="x" * 90, language="en")

    assert response.status_code == 422
    assert f'value="{"x" * 90}"' in response.content.decode()
    assert "at most 80 fit here" in response.content.decode()
