"""Responses through their form: given, changed, refused with the words kept."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client

from dialogue.enums import StanceChoice
from dialogue.models import Position, Response
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.sessions import close_session
from dialogue.services.threads import close_thread
from tests.cast import Cast, post
from tests.views.pages import Answer, after_the_door, assert_closed, new_key, outcome
from tests.views.test_threads import fill

SignIn = Callable[..., Client]


def form_of(position_id: UUID) -> str:
    return f"/positions/{position_id}/respond/"


def place_of(position: Position) -> str:
    return f"/threads/{position.thread_id}/?at={position.pk}#position-{position.pk}"


@pytest.fixture
def position(cast: Cast) -> Position:
    return post(cast.abolitionist, cast.thread, kind="proposal", step="A joint paper.")


def words(position: Position, stance: str = "can_live_with_it", **others: str) -> dict[str, str]:
    answer = {
        "stance": stance,
        "reason": "It is a start.",
        "condition": "it comes with dates",
        "language": "en",
    }
    return {**answer, "version": str(position.current_version_id), **others}


def send(client: Client, position: Position, sent: dict[str, str], key: str = "") -> Answer:
    return client.post(form_of(position.pk), {**sent, "key": key or new_key()})


def said(response: Response) -> tuple[str, str, str, str]:
    condition = getattr(response, "condition", None)
    return (response.stance, response.reason, response.reason_language, condition.text if condition else "")


@pytest.mark.parametrize("stance", StanceChoice.values)
@pytest.mark.parametrize("giver", ["abolitionist", "supporter", "neither"])
def test_response_is_given_with_its_reason_and_condition(
    cast: Cast, client_of: SignIn, position: Position, giver: str, stance: str
) -> None:
    response = send(client_of(cast.everybody()[giver]), position, words(position, stance))

    assert outcome(response) == (303, place_of(position))
    stored = Response.objects.get()
    assert (stored.participant, stored.version_id) == (cast.everybody()[giver], position.current_version_id)
    assert said(stored) == (stance, "It is a start.", "en", "it comes with dates")


@pytest.mark.parametrize("stance", StanceChoice.values)
def test_response_needs_neither_reason_nor_condition(
    cast: Cast, client_of: SignIn, position: Position, stance: str
) -> None:
    response = send(client_of(cast.supporter), position, words(position, stance, reason="", condition=" \n"))

    assert response.status_code == 303
    assert said(Response.objects.get()) == (stance, "", "", "")


def test_changed_response_keeps_the_earlier_one(cast: Cast, client_of: SignIn, position: Position) -> None:
    client = client_of(cast.supporter)
    send(client, position, words(position, "disagree"))

    form = client.get(form_of(position.pk)).context["form"]
    send(client, position, words(position, "agree", reason="", condition=""))

    assert [form[name].value() for name in ("stance", "reason", "condition", "language")] == [
        "disagree",
        "It is a start.",
        "it comes with dates",
        "en",
    ]
    kept = Response.objects.order_by("given_at")
    assert [(each.stance, each.replaced_at is None) for each in kept] == [
        ("disagree", False),
        ("agree", True),
    ]


def test_response_sent_twice_with_one_key_has_one_effect(
    cast: Cast, client_of: SignIn, position: Position
) -> None:
    client, key = client_of(cast.supporter), new_key()

    answers = [send(client, position, words(position), key) for _ in range(2)]

    assert [outcome(each) for each in answers] == [(303, place_of(position))] * 2
    assert Response.objects.count() == 1


def test_one_key_with_other_words_is_refused_and_the_words_are_kept(
    cast: Cast, client_of: SignIn, position: Position
) -> None:
    client, key = client_of(cast.supporter), new_key()
    send(client, position, words(position), key)

    response = send(client, position, words(position, reason="On second thoughts."), key)

    assert (response.status_code, response.context["form"].refusal.code) == (422, "key_reused")
    assert ">On second thoughts.</textarea>" in response.content.decode()
    assert [each.reason for each in Response.objects.all()] == ["It is a start."]


def assert_kept(response: Answer, position: Position, stance: str = "can_live_with_it") -> None:
    """The words stand in the form, the form inside the part of the page that htmx takes over."""
    page = response.content.decode()
    article = page[page.index(f'id="position-{position.pk}"') : page.index("</article>")]
    assert f'id="response-{position.pk}"' in article
    assert ">It is a start.</textarea>" in article
    assert ">it comes with dates</textarea>" in article
    assert [line for line in article.split("<input ") if f'value="{stance}"' in line and " checked" in line]


@pytest.mark.parametrize("kind", ["position", "proposal"])
def test_wording_changed_meanwhile_shows_the_new_one_and_keeps_the_words(
    cast: Cast, client_of: SignIn, kind: str
) -> None:
    position = post(cast.abolitionist, cast.thread, kind=kind)
    client, sent = client_of(cast.supporter), words(position)
    wording = PositionWording("A newer claim.", "Why.", "en")
    version = revise_position(by=cast.abolitionist, position=position, wording=wording, expected_version=1)

    refused = send(client, position, sent)

    assert (refused.status_code, refused.context["form"].refusal.code) == (409, "wording_changed")
    assert ">A newer claim.</p>" in refused.content.decode()
    assert f'name="version" value="{version.pk}"' in refused.content.decode()
    assert_kept(refused, position)
    assert not Response.objects.exists()
    assert send(client, position, {**sent, "version": str(version.pk)}).status_code == 303


def test_wording_changed_while_the_form_is_taken_is_the_one_that_is_shown(
    cast: Cast, client_of: SignIn, position: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    wording = PositionWording("A newer claim.", "Why.", "en")
    after_the_door(
        monkeypatch,
        "position_to_answer",
        lambda: revise_position(by=cast.abolitionist, position=position, wording=wording, expected_version=1),
    )

    response = send(client_of(cast.supporter), position, words(position))

    position.refresh_from_db()
    assert (response.status_code, response.context["form"].refusal.code) == (409, "wording_changed")
    assert ">A newer claim.</p>" in response.content.decode()
    assert f'name="version" value="{position.current_version_id}"' in response.content.decode()
    assert_kept(response, position)


@pytest.mark.parametrize("kind", ["position", "proposal"])
def test_closed_thread_refuses_and_keeps_the_words(cast: Cast, client_of: SignIn, kind: str) -> None:
    position = post(cast.abolitionist, cast.thread, kind=kind)
    close_thread(by=cast.moderator, thread=cast.thread)

    response = send(client_of(cast.supporter), position, words(position))

    assert (response.status_code, response.context["form"].refusal.code) == (409, "thread_closed")
    assert "Not sent: this thread is closed." in response.content.decode()
    assert_kept(response, position)
    assert not Response.objects.exists()


@pytest.mark.parametrize("kind", ["position", "proposal"])
def test_withdrawn_position_takes_no_response_and_keeps_the_words(
    cast: Cast, client_of: SignIn, kind: str
) -> None:
    position = post(cast.abolitionist, cast.thread, kind=kind)
    withdraw_position(by=cast.abolitionist, position=position)

    response = send(client_of(cast.supporter), position, words(position))

    assert (response.status_code, response.context["form"].refusal.code) == (409, "position_withdrawn")
    assert_kept(response, position)
    assert not Response.objects.exists()


def test_workshop_after_its_last_session_takes_no_response(
    cast: Cast, client_of: SignIn, position: Position
) -> None:
    cast.workshop.sessions.exclude(pk=cast.session.pk).delete()
    close_session(by=cast.chair, session=cast.session)

    response = send(client_of(cast.supporter), position, words(position))

    assert (response.status_code, response.context["form"].refusal.code) == (409, "workshop_over")
    assert_kept(response, position)


@pytest.mark.parametrize("field", ["reason", "condition"])
@pytest.mark.parametrize("text", ["议" * 1001, "A bell \x07 rings."])
def test_text_that_cannot_be_stored_names_its_field_and_stays(
    cast: Cast, client_of: SignIn, position: Position, field: str, text: str
) -> None:
    response = send(client_of(cast.supporter), position, words(position, **{field: text}))

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form[field].value() == text
    assert f">{text}</textarea>" in response.content.decode()
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("stance", "", "Please choose one of the five answers."),
        ("stance", "veto", "Please choose one of the five answers."),
        ("language", "tlh", "Please choose the language you write in."),
        ("version", "", "This form came without the wording it answers. "),
        ("version", "1", "This form came without the wording it answers. "),
    ],
)
def test_choice_that_does_not_exist_is_refused_in_a_sentence(
    cast: Cast, client_of: SignIn, position: Position, field: str, value: str, sentence: str
) -> None:
    response = send(client_of(cast.supporter), position, words(position, **{field: value}))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert sentence in response.content.decode()
    assert ">It is a start.</textarea>" in response.content.decode()


def test_wording_of_another_position_is_not_answered_here(
    cast: Cast, client_of: SignIn, position: Position
) -> None:
    another = post(cast.abolitionist, cast.thread)

    for version in (str(another.current_version_id), str(uuid4())):
        response = send(client_of(cast.supporter), position, words(position, version=version))
        assert (response.status_code, response.context["form"].refusal.code) == (409, "wording_changed")

    assert not Response.objects.exists()


def test_only_a_voice_responds(cast: Cast, client_of: SignIn, position: Position) -> None:
    for outsider in (cast.observer, cast.moderator, cast.stranger, cast.other_moderator):
        client = client_of(outsider)
        assert_closed(client, form_of, position.pk)
        assert_closed(client, form_of, position.pk, **words(position))

    assert not Response.objects.exists()


def test_form_alone_stands_inside_its_position(cast: Cast, client_of: SignIn, position: Position) -> None:
    page = client_of(cast.supporter).get(form_of(position.pk)).content.decode()

    article = page[page.index(f'id="position-{position.pk}"') : page.index("</article>")]
    assert f'id="response-{position.pk}"' in article


def test_form_of_a_closed_thread_is_not_offered(cast: Cast, client_of: SignIn, position: Position) -> None:
    client = client_of(cast.supporter)
    assert client.get(form_of(position.pk)).context["form"] is not None

    close_thread(by=cast.moderator, thread=cast.thread)

    response = client.get(form_of(position.pk))
    assert (response.status_code, response.context["form"]) == (200, None)
    assert f'id="response-{position.pk}"' not in response.content.decode()


def test_response_to_a_position_on_a_later_page_leads_back_to_there(cast: Cast, client_of: SignIn) -> None:
    last = fill(cast.thread, [cast.abolitionist], 21)[-1]

    response = send(client_of(cast.supporter), last, words(last))

    assert response.headers["Location"] == f"/threads/{cast.thread.pk}/?at={last.pk}#position-{last.pk}"


def test_response_is_seen_by_its_giver_alone(cast: Cast, client_of: SignIn, position: Position) -> None:
    send(client_of(cast.supporter), position, words(position))

    mine = {
        name: client_of(participant).get(f"/positions/{position.pk}/").context["position"].mine
        for name, participant in cast.everybody().items()
    }

    assert [name for name, response in mine.items() if response is not None] == ["supporter"]
