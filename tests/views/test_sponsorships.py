"""Co-sponsors through their forms: asked by the author, named only when they agree."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client

from dialogue.models import CoSponsorship, Position, RecordEntry, Workshop
from dialogue.services.positions import PositionWording, revise_position
from dialogue.services.sponsorships import ask_cosponsor
from dialogue.services.threads import close_thread
from tests.cast import Cast, post
from tests.views.pages import Answer, assert_closed, new_key, outcome

SignIn = Callable[..., Client]


def page_of(position_id: UUID) -> str:
    return f"/positions/{position_id}/"


def question_of(position_id: UUID) -> str:
    return f"/positions/{position_id}/co-sponsors/"


def answer_of(position_id: UUID) -> str:
    return f"/positions/{position_id}/co-sponsor/"


def send(client: Client, address: str, words: dict[str, str], key: str = "") -> Answer:
    return client.post(address, {**words, "key": key or new_key()})


@pytest.fixture
def proposal(cast: Cast) -> Position:
    return post(cast.abolitionist, cast.thread, kind="proposal", step="A joint paper.")


@pytest.fixture
def asked(cast: Cast, proposal: Position) -> CoSponsorship:
    return ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)


def states() -> list[tuple[str, str]]:
    return [
        (each.participant.role_label, each.state)
        for each in CoSponsorship.objects.select_related("participant")
    ]


def labels_offered(client: Client, proposal: Position) -> list[str]:
    form = client.get(page_of(proposal.pk)).context["sponsor_form"]
    return [label for value, label in form.fields["participant"].widget.choices if value] if form else []


# Asked


def test_author_asks_somebody_with_a_voice(cast: Cast, client_of: SignIn, proposal: Position) -> None:
    client, key = client_of(cast.abolitionist), new_key()
    entries = RecordEntry.objects.count()
    words = {"participant": str(cast.supporter.pk)}

    answers = [send(client, question_of(proposal.pk), words, key) for _ in range(2)]

    assert [outcome(each) for each in answers] == [(303, page_of(proposal.pk))] * 2
    assert states() == [("D1", "asked")]
    assert RecordEntry.objects.count() == entries + 1


def test_author_is_offered_everybody_else_with_a_voice_not_asked_yet(
    cast: Cast, client_of: SignIn, proposal: Position, asked: CoSponsorship
) -> None:
    offered = labels_offered(client_of(cast.abolitionist), proposal)

    assert offered == [
        *(f"A{number} (abolitionist)" for number in range(2, 6)),
        *(f"D{number} (deterrence supporter)" for number in range(2, 6)),
        "N1 (neither camp)",
        "N2 (neither camp)",
    ]


@pytest.mark.parametrize(
    ("display", "offered"), [("named", 11), ("role_label", 11), ("camp", 0), ("none", 0)]
)
def test_people_are_offered_only_where_the_display_rule_tells_them_apart(
    cast: Cast, client_of: SignIn, proposal: Position, display: str, offered: int
) -> None:
    Workshop.objects.update(display=display)

    labels = labels_offered(client_of(cast.abolitionist), proposal)

    assert len(labels) == offered
    assert all(label.startswith("Name of ") for label in labels) == (display == "named" or not labels)


def test_question_is_offered_to_the_author_of_a_proposal_alone(
    cast: Cast, client_of: SignIn, proposal: Position
) -> None:
    position = post(cast.abolitionist, cast.thread)
    offered = {
        name: client_of(participant).get(page_of(proposal.pk)).context["sponsor_form"] is not None
        for name, participant in cast.everybody().items()
    }

    assert [name for name, has_form in offered.items() if has_form] == ["abolitionist"]
    assert client_of(cast.abolitionist).get(page_of(position.pk)).context["sponsor_form"] is None


def test_nobody_without_a_voice_here_is_asked(cast: Cast, client_of: SignIn, proposal: Position) -> None:
    client = client_of(cast.abolitionist)

    for wrong in (cast.abolitionist.pk, cast.observer.pk, cast.other_moderator.pk, uuid4()):
        response = send(client, question_of(proposal.pk), {"participant": str(wrong)})
        assert (response.status_code, response.context["sponsor_form"].refusal.code) == (422, "not_a_sponsor")
    for nothing in ("", "A1"):
        response = send(client, question_of(proposal.pk), {"participant": nothing})
        assert response.context["sponsor_form"].errors == {"participant": ["Please choose whom to ask."]}

    assert states() == []


def test_one_key_for_two_questions_is_refused(cast: Cast, client_of: SignIn, proposal: Position) -> None:
    client, key = client_of(cast.abolitionist), new_key()
    send(client, question_of(proposal.pk), {"participant": str(cast.supporter.pk)}, key)

    response = send(client, question_of(proposal.pk), {"participant": str(cast.neither.pk)}, key)

    assert (response.status_code, response.context["sponsor_form"].refusal.code) == (422, "key_reused")
    assert f'value="{cast.neither.pk}" selected' in response.content.decode()
    assert states() == [("D1", "asked")]


def test_closed_thread_takes_no_question(cast: Cast, client_of: SignIn, proposal: Position) -> None:
    close_thread(by=cast.moderator, thread=cast.thread)

    response = send(
        client_of(cast.abolitionist), question_of(proposal.pk), {"participant": str(cast.supporter.pk)}
    )

    assert response.status_code == 409
    assert "Not sent: this thread is closed." in response.content.decode()
    assert states() == []


def test_only_its_author_asks(cast: Cast, client_of: SignIn, proposal: Position) -> None:
    words = {"participant": str(cast.abolitionists[1].pk)}

    for outsider in (cast.supporter, cast.moderator, cast.observer, cast.stranger, cast.other_moderator):
        assert_closed(client_of(outsider), question_of, proposal.pk, **words)

    assert states() == []


# Answered


@pytest.mark.parametrize(("answer", "state"), [("agree", "agreed"), ("decline", "declined")])
def test_answer_is_given_once(
    cast: Cast, client_of: SignIn, proposal: Position, asked: CoSponsorship, answer: str, state: str
) -> None:
    client, key = client_of(cast.supporter), new_key()
    assert 'name="version" value="1"' in client.get(page_of(proposal.pk)).content.decode()
    entries = RecordEntry.objects.count()

    answers = [
        send(client, answer_of(proposal.pk), {"answer": answer, "version": "1"}, key) for _ in range(2)
    ]

    assert [outcome(each) for each in answers] == [(303, page_of(proposal.pk))] * 2
    assert states() == [("D1", state)]
    assert RecordEntry.objects.count() == entries + 1


def test_who_agreed_is_named_to_all_and_who_was_asked_to_the_author_alone(
    cast: Cast, client_of: SignIn, proposal: Position, asked: CoSponsorship
) -> None:
    def seen_by(name: str) -> list[str]:
        page = client_of(cast.everybody()[name]).get(page_of(proposal.pk))
        return [sponsor.by.label for sponsor in page.context["position"].sponsors]

    before = [seen_by(name) for name in ("abolitionist", "neither")]
    send(client_of(cast.supporter), answer_of(proposal.pk), {"answer": "agree", "version": "1"})

    assert before == [["D1"], []]
    assert [seen_by(name) for name in ("abolitionist", "neither")] == [["D1"], ["D1"]]


def test_name_is_taken_off_again(
    cast: Cast, client_of: SignIn, proposal: Position, asked: CoSponsorship
) -> None:
    client = client_of(cast.supporter)
    send(client, answer_of(proposal.pk), {"answer": "agree", "version": "1"})
    assert "Take my name off" in client.get(page_of(proposal.pk)).content.decode()

    response = send(client, answer_of(proposal.pk), {"answer": "decline", "version": "1"})

    assert response.status_code == 303
    assert states() == [("D1", "declined")]


def test_wording_replaced_meanwhile_is_not_agreed_to(
    cast: Cast, client_of: SignIn, proposal: Position, asked: CoSponsorship
) -> None:
    wording = PositionWording("A newer claim.", "Why.", "en")
    revise_position(by=cast.abolitionist, position=proposal, wording=wording, expected_version=1)
    client = client_of(cast.supporter)

    refused = send(client, answer_of(proposal.pk), {"answer": "agree", "version": "1"})

    page = refused.content.decode()
    assert (refused.status_code, refused.context["sponsorship_form"].refusal.code) == (409, "wording_changed")
    assert "The wording changed while you were answering." in page
    assert ">A newer claim.</p>" in page
    assert 'name="version" value="2"' in page
    assert states() == [("D1", "asked")]


@pytest.mark.parametrize(
    "words", [{"answer": "", "version": "1"}, {"answer": "maybe", "version": "1"}, {"answer": "agree"}]
)
def test_answer_that_says_nothing_is_refused(
    cast: Cast, client_of: SignIn, proposal: Position, asked: CoSponsorship, words: dict[str, str]
) -> None:
    response = send(client_of(cast.supporter), answer_of(proposal.pk), words)

    assert response.status_code == 422
    assert "Not sent yet." in response.content.decode()
    assert states() == [("D1", "asked")]


def test_closed_thread_takes_no_answer(
    cast: Cast, client_of: SignIn, proposal: Position, asked: CoSponsorship
) -> None:
    close_thread(by=cast.moderator, thread=cast.thread)

    response = send(client_of(cast.supporter), answer_of(proposal.pk), {"answer": "agree", "version": "1"})

    assert response.status_code == 409
    assert "Not sent: this thread is closed." in response.content.decode()
    assert states() == [("D1", "asked")]


def test_who_was_not_asked_has_nothing_to_answer(
    cast: Cast, client_of: SignIn, proposal: Position, asked: CoSponsorship
) -> None:
    words = {"answer": "agree", "version": "1"}

    for outsider in (
        cast.abolitionist,
        cast.neither,
        cast.moderator,
        cast.observer,
        cast.stranger,
        cast.other_moderator,
    ):
        assert_closed(client_of(outsider), answer_of, proposal.pk, **words)

    assert states() == [("D1", "asked")]
