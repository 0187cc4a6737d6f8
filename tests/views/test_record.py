"""The record as a page: entries without content, and whether the chain holds."""

from collections.abc import Callable
from uuid import UUID

from django.test import Client

from dialogue.models import RecordEntry
from tests.cast import Cast, post
from tests.views.pages import assert_closed

SignIn = Callable[..., Client]


def page_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/record/"


def test_record_shows_every_act_without_its_words(cast: Cast, client_of: SignIn) -> None:
    post(cast.abolitionist, cast.thread, "Words of a person.")
    client = client_of(cast.chair)

    first = client.get(page_of(cast.workshop.pk))

    newest = RecordEntry.objects.filter(workshop=cast.workshop).order_by("-number").first()
    assert newest is not None
    assert first.context["page"].object_list[0].number == newest.number
    assert first.context["page"].paginator.count == newest.number
    assert "Words of a person." not in first.content.decode()


def test_record_has_pages_and_answers_a_number_out_of_range(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.organiser)

    last = client.get(page_of(cast.workshop.pk), {"page": "999"})

    assert last.context["page"].number == last.context["page"].paginator.num_pages
    assert last.context["page"].object_list[-1].number == 1


def test_record_is_verified_on_asking(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.moderator)

    unasked = client.get(page_of(cast.workshop.pk)).content.decode()
    asked = client.get(page_of(cast.workshop.pk), {"verify": "yes"}).content.decode()

    assert "Verified." not in unasked
    assert "Verified." in asked


def test_record_names_the_first_wrong_entry(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.moderator)
    RecordEntry.objects.filter(workshop=cast.workshop, number=3).update(kind="tag_set")

    page = client.get(page_of(cast.workshop.pk), {"verify": "yes"}).content.decode()

    assert "The first wrong entry is number 3." in page
    assert "Verified." not in page


def test_record_is_for_those_who_keep_or_check_it(cast: Cast, client_of: SignIn) -> None:
    for role, participant in cast.everybody().items():
        if role in {"moderator", "chair", "rapporteur", "organiser"}:
            assert client_of(participant).get(page_of(cast.workshop.pk)).status_code == 200
        else:
            assert_closed(client_of(participant), page_of, cast.workshop.pk)
    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), page_of, cast.workshop.pk)
