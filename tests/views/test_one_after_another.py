"""One text after another: the least answered in one's own camp first, and by one's own lot among equals."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.models import Participant, Position, Response, User
from dialogue.selectors.turns import turn_of
from dialogue.services.participants import declare_camp
from dialogue.services.positions import withdraw_position
from dialogue.services.threads import close_thread
from tests.cast import Cast, post
from tests.services.test_maps import answer
from tests.views.pages import assert_closed

SignIn = Callable[[Participant | User], Client]


def page_of(workshop_id: object) -> str:
    return f"/workshops/{workshop_id}/answer/"


def propose(cast: Cast, number: int) -> list[Position]:
    return [
        post(cast.abolitionist, cast.thread, f"Text {each}.", kind="proposal", step="A paper.")
        for each in range(number)
    ]


def shown_to(reader: Participant, *skipped: object) -> Position | None:
    return turn_of(reader, [str(each) for each in skipped]).position


def test_least_answered_in_the_own_camp_comes_first(cast: Cast) -> None:
    rare, common = propose(cast, 2)
    for person in cast.abolitionists[1:4]:
        answer(person, common, "agree")
    for person in cast.supporters[1:5]:
        answer(person, rare, "agree")

    assert shown_to(cast.abolitionists[4]) == rare
    assert shown_to(cast.supporters[0]) == common


def test_lot_is_everybodys_own_and_stays(cast: Cast) -> None:
    proposals = propose(cast, 12)

    first = {person.pk: shown_to(person) for person in (*cast.abolitionists, *cast.supporters)}
    again = {person.pk: shown_to(person) for person in (*cast.abolitionists, *cast.supporters)}

    assert first == again
    assert len(set(first.values())) > 3
    assert set(first.values()) <= set(proposals)


def test_every_text_comes_once_until_all_are_answered(cast: Cast, client_of: SignIn) -> None:
    proposals = propose(cast, 4)
    client, seen = client_of(cast.supporter), []

    page = client.get(page_of(cast.workshop.pk))
    for left in (4, 3, 2, 1):
        assert page.context["turn"].left == left
        position = page.context["position"]
        seen.append(position.id)
        words = {
            "key": str(uuid4()), "version": str(position.version_id), "stance": "pass", "language": "en",
            "reason": "", "condition": "", "then": "next",
        }  # fmt: skip
        answered = client.post(f"/positions/{position.id}/respond/", words)
        assert (answered.status_code, answered.headers["Location"]) == (303, page_of(cast.workshop.pk))
        page = client.get(answered.headers["Location"])

    assert sorted(seen) == sorted(each.pk for each in proposals)
    assert Response.objects.filter(participant=cast.supporter).count() == 4
    assert "You have answered everything that is open." in page.content.decode()


def test_skipped_texts_come_again_at_the_end(cast: Cast, client_of: SignIn) -> None:
    propose(cast, 2)
    client = client_of(cast.supporter)

    first = client.get(page_of(cast.workshop.pk))
    second = client.get(f"{page_of(cast.workshop.pk)}?{first.context['turn'].skip}")
    third = client.get(f"{page_of(cast.workshop.pk)}?{second.context['turn'].skip}")

    ids = [page.context["position"].id for page in (first, second, third)]
    assert ids[0] != ids[1]
    assert ids[2] in ids[:2]
    assert "Skip this one for now" in first.content.decode()
    assert client.get(f"{page_of(cast.workshop.pk)}?skip=²&skip=none").status_code == 200


def test_last_one_cannot_be_skipped(cast: Cast, client_of: SignIn) -> None:
    propose(cast, 1)

    page = client_of(cast.supporter).get(page_of(cast.workshop.pk)).content.decode()

    assert "Skip this one for now" not in page
    assert "This is the last one; 0 answered." in page


def test_refused_answer_keeps_its_words_and_goes_on_afterwards(cast: Cast, client_of: SignIn) -> None:
    (proposal,) = propose(cast, 1)
    words = {
        "key": str(uuid4()), "version": str(proposal.current_version_id), "stance": "no", "language": "en",
        "reason": "Kept words.", "condition": "", "then": "next",
    }  # fmt: skip

    refused = client_of(cast.supporter).post(f"/positions/{proposal.pk}/respond/", words)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Kept words." in page
    assert '<input type="hidden" name="then" value="next">' in page


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "thread"])
def test_nobody_is_sent_anywhere_else(cast: Cast, client_of: SignIn, elsewhere: str) -> None:
    (proposal,) = propose(cast, 1)
    words = {
        "key": str(uuid4()), "version": str(proposal.current_version_id), "stance": "pass", "language": "en",
        "reason": "", "condition": "", "then": elsewhere,
    }  # fmt: skip

    assert client_of(cast.supporter).post(f"/positions/{proposal.pk}/respond/", words).status_code == 422


def test_only_open_and_standing_proposals_are_asked_about(cast: Cast) -> None:
    post(cast.abolitionist, cast.thread, "No proposal.")
    (gone, closed) = propose(cast, 2)
    withdraw_position(by=cast.abolitionist, position=gone)

    assert shown_to(cast.supporter) == closed
    close_thread(by=cast.moderator, thread=cast.thread)
    assert shown_to(cast.supporter) is None


def test_new_wording_is_asked_about_again_and_another_camp_counts_its_own(cast: Cast) -> None:
    rare, common = propose(cast, 2)
    for person in cast.supporters[1:4]:
        answer(person, common, "agree")
    declare_camp(by=cast.abolitionists[4], camp=cast.supporter.camp)

    assert shown_to(Participant.objects.get(pk=cast.abolitionists[4].pk)) == rare


def test_page_is_for_those_with_a_voice(cast: Cast, client_of: SignIn) -> None:
    for outsider in (cast.stranger, cast.other_moderator, cast.moderator, cast.observer):
        assert_closed(client_of(outsider), page_of, cast.workshop.pk)
    page = client_of(cast.neither).get(page_of(cast.workshop.pk)).content.decode()
    assert "Nothing is waiting for an answer." in page


def test_page_asks_the_database_no_more_for_many_than_for_few(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.supporter)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page_of(cast.workshop.pk))
        return len(captured)

    propose(cast, 2)
    queries()
    few = queries()
    propose(cast, 30)

    assert queries() <= few
