"""Positions through their forms: put forward, revised, withdrawn; and what is refused comes back whole."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from dialogue.models import Figure, Position, Thread
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.sessions import close_session
from dialogue.services.threads import close_thread
from tests.cast import Cast, post
from tests.views.pages import Answer, after_the_door, assert_closed, new_key, outcome
from tests.views.test_threads import fill

SignIn = Callable[..., Client]

WORDS = {
    "kind": "position",
    "claim": "Longer decision time makes use less likely.",
    "reasoning": "Because time is safety.\n\nAnd because haste is not.",
    "language": "en",
}
REFUSED_TEXTS = {
    "": "Please write something here",
    "   \n ": "Please write something here",
    "\u200b\u2060": "Please write something here",
    "A bell \x07 rings.": "This text holds control characters",
    "e" + "\u0301" * 20: "This text piles too many marks",
}


def form_of(thread_id: UUID) -> str:
    return f"/threads/{thread_id}/positions/"


def page_of(position_id: UUID) -> str:
    return f"/positions/{position_id}/"


def revision_of(position_id: UUID) -> str:
    return f"/positions/{position_id}/revise/"


def withdrawal_of(position_id: UUID) -> str:
    return f"/positions/{position_id}/withdraw/"


def why_of(position_id: UUID) -> str:
    return f"/positions/{position_id}/why/"


def place_of(position: Position) -> str:
    return f"/threads/{position.thread_id}/?at={position.pk}#position-{position.pk}"


def send(client: Client, address: str, words: dict[str, str], key: str = "") -> Answer:
    return client.post(address, {**words, "key": key or new_key()})


def close_last_session(cast: Cast) -> None:
    cast.workshop.sessions.exclude(pk=cast.session.pk).delete()
    close_session(by=cast.chair, session=cast.session)


# Put forward


@pytest.mark.parametrize("author", ["abolitionist", "supporter", "neither"])
def test_position_is_put_forward_in_the_words_that_were_written(
    cast: Cast, client_of: SignIn, author: str
) -> None:
    response = send(client_of(cast.everybody()[author]), form_of(cast.thread.pk), WORDS)

    position = Position.objects.get(thread=cast.thread)
    version = position.current_version
    assert version is not None
    assert outcome(response) == (303, place_of(position))
    assert position.author == cast.everybody()[author]
    assert {name: getattr(version, name) for name in ("claim", "reasoning", "language", "step")} == {
        "claim": WORDS["claim"],
        "reasoning": WORDS["reasoning"],
        "language": "en",
        "step": "",
    }


def test_proposal_asks_for_a_step(cast: Cast, client_of: SignIn) -> None:
    words = {**WORDS, "kind": "proposal", "step": "A joint paper by spring."}

    send(client_of(cast.abolitionist), form_of(cast.thread.pk), words)

    position = Position.objects.get(thread=cast.thread)
    assert position.current_version is not None
    assert (position.kind, position.current_version.step) == ("proposal", "A joint paper by spring.")


def test_choice_and_part_of_the_thread_are_kept_and_others_refused(cast: Cast, client_of: SignIn) -> None:
    thread = Thread.objects.exclude(choices=[]).get(workshop=cast.workshop)
    Thread.objects.filter(pk=thread.pk).update(phase="respond")
    chosen = thread.thread_choices[0].key
    client = client_of(cast.abolitionist)

    refused = send(client, form_of(thread.pk), {**WORDS, "choice": "another"})
    taken = send(client, form_of(thread.pk), {**WORDS, "choice": chosen})

    assert (refused.status_code, list(refused.context["position_form"].errors)) == (422, ["choice"])
    assert taken.status_code == 303
    assert Position.objects.get(thread=thread).choice == chosen


def test_position_on_a_later_page_is_led_to_there(cast: Cast, client_of: SignIn) -> None:
    fill(cast.thread, [cast.abolitionist], 20)
    for position in Position.objects.filter(thread=cast.thread):
        Position.objects.filter(pk=position.pk).update(posted_at=cast.session.opened_at)
    client = client_of(cast.abolitionist)

    response = send(client, form_of(cast.thread.pk), WORDS)

    position = Position.objects.get(thread=cast.thread, number=21)
    assert response.headers["Location"] == place_of(position)
    page = client.get(response.headers["Location"].partition("#")[0])
    assert [each.id for each in page.context["voices"]] == [position.pk]


def test_form_sent_twice_with_one_key_has_one_effect(cast: Cast, client_of: SignIn) -> None:
    client, key = client_of(cast.abolitionist), new_key()

    answers = [send(client, form_of(cast.thread.pk), WORDS, key) for _ in range(2)]

    position = Position.objects.get(thread=cast.thread)
    assert [outcome(each) for each in answers] == [(303, place_of(position))] * 2


def test_one_key_with_other_words_is_refused_and_the_words_are_kept(cast: Cast, client_of: SignIn) -> None:
    client, key = client_of(cast.abolitionist), new_key()
    send(client, form_of(cast.thread.pk), WORDS, key)

    response = send(client, form_of(cast.thread.pk), {**WORDS, "claim": "Something else."}, key)

    assert response.status_code == 422
    assert response.context["position_form"].refusal.code == "key_reused"
    assert ">Something else.</textarea>" in response.content.decode()
    assert Position.objects.filter(thread=cast.thread).count() == 1


def test_form_without_a_key_is_refused_and_the_words_are_kept(cast: Cast, client_of: SignIn) -> None:
    response = client_of(cast.abolitionist).post(form_of(cast.thread.pk), WORDS)

    assert (response.status_code, response.context["position_form"].refusal.code) == (400, "key_missing")
    assert f">{WORDS['claim']}</textarea>" in response.content.decode()


@pytest.mark.parametrize("field", ["claim", "reasoning"])
@pytest.mark.parametrize("text", REFUSED_TEXTS)
def test_text_that_cannot_be_stored_names_its_field_and_stays(
    cast: Cast, client_of: SignIn, field: str, text: str
) -> None:
    client = client_of(cast.abolitionist)

    response = send(client, form_of(cast.thread.pk), {**WORDS, field: text})

    form = response.context["position_form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form.errors[field][0].startswith(REFUSED_TEXTS[text])
    assert form[field].value() == text
    other = "reasoning" if field == "claim" else "claim"
    assert form[other].value() == WORDS[other]
    assert not Position.objects.filter(thread=cast.thread).exists()


@pytest.mark.parametrize(("field", "longest"), [("claim", 280), ("reasoning", 6000), ("step", 500)])
def test_text_may_be_as_long_as_said_and_not_longer(
    cast: Cast, client_of: SignIn, field: str, longest: int
) -> None:
    client = client_of(cast.abolitionist)
    words = {**WORDS, "kind": "proposal"}

    refused = send(client, form_of(cast.thread.pk), {**words, field: "议" * (longest + 1)})
    taken = send(client, form_of(cast.thread.pk), {**words, field: "议" * longest})

    assert (refused.status_code, list(refused.context["position_form"].errors)) == (422, [field])
    assert f">{'议' * (longest + 1)}</textarea>" in refused.content.decode()
    assert f"{longest + 1} characters; at most {longest} fit here." in refused.content.decode()
    assert taken.status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("kind", "", "Please choose what you put forward: a position or a proposal."),
        ("kind", "question", "Please choose what you put forward: a position or a proposal."),
        ("language", "", "Please choose the language you write in."),
        ("language", "tlh", "Please choose the language you write in."),
    ],
)
def test_choice_that_does_not_exist_is_refused_in_a_sentence(
    cast: Cast, client_of: SignIn, field: str, value: str, sentence: str
) -> None:
    response = send(client_of(cast.abolitionist), form_of(cast.thread.pk), {**WORDS, field: value})

    assert response.status_code == 422
    assert response.context["position_form"].errors == {field: [sentence]}
    assert sentence in response.content.decode()


def test_step_without_a_proposal_is_refused_and_stays(cast: Cast, client_of: SignIn) -> None:
    response = send(
        client_of(cast.abolitionist), form_of(cast.thread.pk), {**WORDS, "step": "A joint paper."}
    )

    assert (response.status_code, list(response.context["position_form"].errors)) == (422, ["step"])
    assert ">A joint paper.</textarea>" in response.content.decode()


def test_thread_closed_meanwhile_refuses_with_the_words_kept(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.abolitionist)
    close_thread(by=cast.moderator, thread=cast.thread)

    response = send(client, form_of(cast.thread.pk), WORDS)

    page = response.content.decode()
    assert (response.status_code, response.context["position_form"].refusal.code) == (409, "thread_closed")
    assert "Not sent: this thread is closed. Nothing is lost: your words are below." in page
    assert f">{WORDS['claim']}</textarea>" in page
    assert "And because haste is not.</textarea>" in page
    assert not Position.objects.filter(thread=cast.thread).exists()


def test_thread_closed_while_the_form_is_taken_is_shown_as_closed(
    cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_the_door(
        monkeypatch, "thread_to_post_in", lambda: close_thread(by=cast.moderator, thread=cast.thread)
    )

    response = send(client_of(cast.abolitionist), form_of(cast.thread.pk), WORDS)

    assert (response.status_code, response.context["position_form"].refusal.code) == (409, "thread_closed")
    assert response.context["thread"].is_open is False
    assert f">{WORDS['claim']}</textarea>" in response.content.decode()


def test_workshop_after_its_last_session_refuses_with_the_words_kept(cast: Cast, client_of: SignIn) -> None:
    close_last_session(cast)

    response = send(client_of(cast.abolitionist), form_of(cast.thread.pk), WORDS)

    assert (response.status_code, response.context["position_form"].refusal.code) == (409, "workshop_over")
    assert f">{WORDS['claim']}</textarea>" in response.content.decode()


def test_only_a_voice_puts_something_forward(cast: Cast, client_of: SignIn) -> None:
    for outsider in (cast.observer, cast.moderator, cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), form_of, cast.thread.pk, **WORDS)

    assert not Position.objects.filter(thread=cast.thread).exists()


def test_form_fetched_instead_of_sent_shows_the_thread(cast: Cast, client_of: SignIn) -> None:
    response = client_of(cast.abolitionist).get(form_of(cast.thread.pk))

    assert (response.status_code, response.context["thread"].id) == (200, cast.thread.pk)
    assert not response.context["position_form"].is_bound


# Read


def test_position_is_read_with_its_versions_by_everybody_in_the_workshop(
    cast: Cast, client_of: SignIn
) -> None:
    position = post(cast.abolitionist, cast.thread)
    wording = PositionWording("A newer claim.", "Why.", "en")
    revise_position(by=cast.abolitionist, position=position, wording=wording, expected_version=1)

    for participant in cast.everybody().values():
        response = client_of(participant).get(page_of(position.pk))
        assert response.status_code == 200
        assert [each.number for each in response.context["versions"]] == [2, 1]
    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), page_of, position.pk)


def test_figures_are_explained_to_everybody_in_the_workshop(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread)

    for participant in cast.everybody().values():
        response = client_of(participant).get(why_of(position.pk))
        page = response.content.decode()
        assert response.status_code == 200
        assert response.context["explanation"]
        assert [each for each in response.context["explanation"] if each not in page] == []
    for outsider in (cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), why_of, position.pk)


def test_figures_of_a_withdrawn_position_are_not_there(cast: Cast, client_of: SignIn) -> None:
    position = post(cast.abolitionist, cast.thread)
    client = client_of(cast.supporter)
    assert client.get(why_of(position.pk)).status_code == 200

    withdraw_position(by=cast.abolitionist, position=position)

    assert Figure.objects.filter(version=position.current_version).exists()
    assert client.get(why_of(position.pk)).status_code == 404
