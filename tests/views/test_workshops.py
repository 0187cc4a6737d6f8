"""Creating a workshop: from a catalogue, with all the organiser chose, or refused with every word kept."""

from collections.abc import Callable

import pytest
from django.test import Client

from dialogue.models import Participant, Workshop
from tests.cast import Cast
from tests.views.pages import new_key
from tests.views.running import send

SignIn = Callable[..., Client]
ADDRESS = "/workshops/new/"
FORM = f"{ADDRESS}?catalogue=market-street"


def filled_in(client: Client, **changed: object) -> dict[str, object]:
    """The form as the page first shows it, with a code and what is changed."""
    form = client.get(FORM).context["form"]
    words = {field.name: field.value() for field in form if field.name != "key" and field.value() is not None}
    return {**words, "code": "A-Street", **changed}


@pytest.fixture
def organising(cast: Cast, client_of: SignIn) -> Client:
    return client_of(cast.organiser)


def test_create_workshop_begins_with_a_choice_of_catalogues(organising: Client) -> None:
    page = organising.get(ADDRESS)

    assert {catalogue.key for catalogue in page.context["catalogues"]} == {"market-street", "npt-2018"}
    assert organising.get(f"{ADDRESS}?catalogue=none").status_code == 404


def test_workshop_is_created_once_as_chosen(cast: Cast, organising: Client) -> None:
    key = new_key()
    form = organising.get(FORM).context["form"]
    camp, threads = form.wordings[0].key, [thread.key for thread in form.catalogue.threads]
    words = filled_in(
        organising,
        threads=threads[:2],
        attribution="none",
        smallest_group="5",
        **{"title_en": "Our street", f"camp_{camp}_label_en": "shopkeeper"},
    )

    answers = [organising.post(FORM, {**words, "key": key}) for _turn in range(2)]

    workshop = Workshop.objects.get(code="a-street")
    assert [answer.headers["Location"] for answer in answers] == [f"/workshops/{workshop.pk}/organise/"] * 2
    assert (workshop.attribution, workshop.smallest_group, workshop.title["en"]) == ("none", 5, "Our street")
    assert workshop.camps.get(key=camp).label["en"] == "shopkeeper"
    assert set(workshop.threads.values_list("key", flat=True)) == set(threads[:2])
    assert Participant.objects.get(workshop=workshop).user == cast.organiser.user


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "two-banks"}, "code"),
        ({"code": "No spaces, please"}, "code"),
        ({"code": ""}, "code"),
        ({"threads": []}, "threads"),
        ({"threads": ["nowhere"]}, "threads"),
        ({"smallest_group": "0"}, "smallest_group"),
        ({"attribution": "shouted"}, "attribution"),
        ({"display": ""}, "display"),
        ({"title_en": "x" * 201}, "title_en"),
    ],
)
def test_workshop_that_cannot_be_created_is_refused_at_its_field(
    cast: Cast, organising: Client, wrong: dict[str, object], field: str
) -> None:
    before = Workshop.objects.count()

    response = send(organising, FORM, **filled_in(organising, purpose_en="Kept whatever happens.", **wrong))

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Kept whatever happens." in response.content.decode()
    assert Workshop.objects.count() == before


def test_camp_without_a_label_is_refused_at_its_field(cast: Cast, organising: Client) -> None:
    camp = organising.get(FORM).context["form"].wordings[0].key
    empty = {f"camp_{camp}_label_en": " ", f"camp_{camp}_label_zh": ""}

    response = send(organising, FORM, **filled_in(organising, **empty))

    assert response.status_code == 422
    assert f"camp_{camp}_label_en" in response.context["form"].errors


def test_accounts_that_may_not_organise_see_no_form(cast: Cast, client_of: SignIn) -> None:
    for person in (cast.abolitionist, cast.moderator, cast.stranger):
        client = client_of(person)
        assert client.get(ADDRESS).status_code == 404
        assert client.get(FORM).status_code == 404
        assert send(client, FORM, code="mine").status_code == 404
    assert not Workshop.objects.filter(code="mine").exists()
