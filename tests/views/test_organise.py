"""The organiser's page: threads in order, open and closed, edited; and the rule of attribution, tightened."""

from collections.abc import Callable
from uuid import UUID

from django.test import Client

from dialogue.models import Thread, Workshop
from dialogue.services.threads import ThreadWording, edit_thread
from tests.cast import Cast, post
from tests.views.pages import assert_closed, new_key, outcome
from tests.views.running import send

SignIn = Callable[..., Client]
WORDS = {
    "title_en": "A new question",
    "title_zh": "",
    "prompt_en": "What would you need?",
    "prompt_zh": "",
    "camp": "deterrence",
}


def page_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/organise/"


def new_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/threads/new/"


def order_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/threads/order/"


def edit_of(thread_id: UUID) -> str:
    return f"/threads/{thread_id}/edit/"


def phase_of(thread_id: UUID) -> str:
    return f"/threads/{thread_id}/phase/"


def agenda(cast: Cast) -> list[UUID]:
    return list(Thread.objects.filter(workshop=cast.workshop).order_by("order").values_list("pk", flat=True))


def test_organise_page_is_the_organisers(cast: Cast, client_of: SignIn) -> None:
    page = client_of(cast.organiser).get(page_of(cast.workshop.pk))

    assert page.status_code == 200
    assert [line.id for line in page.context["threads"]] == agenda(cast)
    assert {person.id for person in page.context["people"]} >= {cast.chair.pk, cast.abolitionist.pk}
    for role, participant in cast.everybody().items():
        if role != "organiser":
            assert_closed(client_of(participant), page_of, cast.workshop.pk)
            assert_closed(client_of(participant), new_of, cast.workshop.pk)
            assert_closed(client_of(participant), edit_of, cast.thread.pk)
            assert_closed(client_of(participant), order_of, cast.workshop.pk, move="up")
    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), page_of, cast.workshop.pk)
        assert_closed(client_of(outsider), phase_of, cast.thread.pk, phase="closed")


def test_attribution_is_tightened_and_never_loosened(cast: Cast, client_of: SignIn) -> None:
    post(cast.abolitionist, cast.thread)
    client = client_of(cast.organiser)

    tightened = send(client, page_of(cast.workshop.pk), attribution="none")
    loosened = send(client, page_of(cast.workshop.pk), attribution="named")

    assert outcome(tightened) == (303, f"{page_of(cast.workshop.pk)}#rule")
    assert loosened.status_code == 409
    assert "Attribution can be tightened, never loosened." in loosened.content.decode()
    assert Workshop.objects.get(pk=cast.workshop.pk).attribution == "none"


def test_thread_is_added_once_at_the_end_and_closed(cast: Cast, client_of: SignIn) -> None:
    client, key = client_of(cast.organiser), new_key()
    before = len(agenda(cast))

    answers = [send(client, new_of(cast.workshop.pk), key, **WORDS) for _turn in range(2)]

    thread = Thread.objects.get(pk=agenda(cast)[-1])
    line = f"{page_of(cast.workshop.pk)}#thread-{thread.pk}"
    assert [outcome(answer) for answer in answers] == [(303, line)] * 2
    assert len(agenda(cast)) == before + 1
    assert (dict(thread.title), thread.is_open) == ({"en": "A new question"}, False)
    assert thread.addressee == cast.camps["deterrence"]


def test_thread_without_words_is_refused_at_its_field(cast: Cast, client_of: SignIn) -> None:
    response = send(client_of(cast.organiser), new_of(cast.workshop.pk), **{**WORDS, "prompt_en": " "})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["prompt_en"]
    assert "A new question" in response.content.decode()


def test_thread_edit_keeps_both_wordings_when_somebody_else_saved_first(
    cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.organiser)
    wording = ThreadWording(
        title=cast.thread.title, prompt=type(cast.thread.prompt)({"en": "Theirs, saved."})
    )
    edit_thread(by=cast.organiser, thread=cast.thread, wording=wording, expected_version=1)

    refused = send(client, edit_of(cast.thread.pk), **WORDS, expected_version=1)

    assert refused.status_code == 409
    assert "Theirs, saved." in refused.content.decode()
    assert "What would you need?" in refused.content.decode()
    again = send(
        client, edit_of(cast.thread.pk), **WORDS, expected_version=refused.context["expected_version"]
    )
    assert outcome(again) == (303, f"{page_of(cast.workshop.pk)}#thread-{cast.thread.pk}")
    assert Thread.objects.get(pk=cast.thread.pk).prompt["en"] == "What would you need?"


def test_thread_moves_down_by_one_place(cast: Cast, client_of: SignIn) -> None:
    first, second, *rest = agenda(cast)
    order = [str(each) for each in (first, second, *rest)]

    response = send(client_of(cast.organiser), order_of(cast.workshop.pk), order=order, move=f"down:{first}")

    assert outcome(response) == (303, f"{page_of(cast.workshop.pk)}#threads")
    assert agenda(cast) == [second, first, *rest]


def test_threads_take_the_places_they_are_given(cast: Cast, client_of: SignIn) -> None:
    first, second, third, *rest = agenda(cast)
    order = [str(each) for each in (first, second, third, *rest)]
    places = ["1", "2", "1", *(str(place) for place in range(4, len(order) + 1))]

    response = send(client_of(cast.organiser), order_of(cast.workshop.pk), order=order, place=places)

    assert response.status_code == 303
    assert agenda(cast) == [third, first, second, *rest]


def test_order_of_an_agenda_that_changed_meanwhile_is_refused(cast: Cast, client_of: SignIn) -> None:
    stale = [str(each) for each in agenda(cast)[1:]]
    before = agenda(cast)

    missing = send(client_of(cast.organiser), order_of(cast.workshop.pk), order=stale, move=f"up:{stale[1]}")
    senseless = send(client_of(cast.organiser), order_of(cast.workshop.pk), order=["nonsense"], place=["1"])

    assert (missing.status_code, senseless.status_code) == (409, 422)
    assert agenda(cast) == before


def test_thread_opens_and_closes_from_the_plan_and_from_the_desk(cast: Cast, client_of: SignIn) -> None:
    by_organiser = send(client_of(cast.organiser), phase_of(cast.thread.pk), phase="closed")
    by_moderator = send(client_of(cast.moderator), phase_of(cast.closed_thread.pk), phase="open")

    assert outcome(by_organiser) == (303, f"{page_of(cast.workshop.pk)}#thread-{cast.thread.pk}")
    assert outcome(by_moderator) == (303, f"/threads/{cast.closed_thread.pk}/desk/")
    assert not Thread.objects.get(pk=cast.thread.pk).is_open
    assert Thread.objects.get(pk=cast.closed_thread.pk).is_open
    for outsider in (cast.abolitionist, cast.rapporteur, cast.observer):
        assert_closed(client_of(outsider), phase_of, cast.thread.pk, phase="open")


def test_phase_that_is_none_is_refused_where_the_reader_stands(cast: Cast, client_of: SignIn) -> None:
    for participant in (cast.organiser, cast.moderator):
        response = send(client_of(participant), phase_of(cast.thread.pk), phase="sealed")
        assert response.status_code == 422
        assert "A thread can be open or closed." in response.content.decode()
