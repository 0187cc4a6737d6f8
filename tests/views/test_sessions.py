"""Sessions: planned, opened and closed through their forms."""

from collections.abc import Callable
from uuid import UUID

from django.test import Client

from dialogue.models import Edition, Session
from dialogue.services.sessions import close_session, plan_session
from tests.cast import Cast
from tests.views.pages import assert_closed, new_key, outcome
from tests.views.running import send

SignIn = Callable[..., Client]


def plan_of(workshop_id: UUID) -> str:
    return f"/workshops/{workshop_id}/sessions/new/"


def open_of(session_id: UUID) -> str:
    return f"/sessions/{session_id}/open/"


def close_of(session_id: UUID) -> str:
    return f"/sessions/{session_id}/close/"


def test_session_is_planned_once(cast: Cast, client_of: SignIn) -> None:
    client, key = client_of(cast.organiser), new_key()
    words = {"title_en": "The second day", "starts_on": "2031-03-04", "ends_on": "2031-03-05"}

    answers = [send(client, plan_of(cast.workshop.pk), key, **words) for _turn in range(2)]

    assert [outcome(answer) for answer in answers] == [
        (303, f"/workshops/{cast.workshop.pk}/organise/#sessions")
    ] * 2
    session = Session.objects.get(workshop=cast.workshop, number=2)
    assert (dict(session.title), str(session.starts_on), str(session.ends_on)) == (
        {"en": "The second day"}, "2031-03-04", "2031-03-05",
    )  # fmt: skip


def test_session_that_ends_before_it_starts_is_refused(cast: Cast, client_of: SignIn) -> None:
    response = send(
        client_of(cast.organiser),
        plan_of(cast.workshop.pk),
        title_en="Backwards",
        starts_on="2031-03-05",
        ends_on="2031-03-04",
    )

    assert response.status_code == 422
    assert "The last day comes before the first." in response.content.decode()
    assert 'value="Backwards"' in response.content.decode()
    assert Session.objects.filter(workshop=cast.workshop).count() == 1


def test_session_opens_only_in_its_turn(cast: Cast, client_of: SignIn) -> None:
    second = plan_session(by=cast.organiser)

    too_early = [send(client_of(each), open_of(second.pk)) for each in (cast.organiser, cast.chair)]
    close_session(by=cast.organiser, session=cast.session)
    in_turn = send(client_of(cast.chair), open_of(second.pk))

    for response in too_early:
        assert response.status_code == 409
        assert "Sessions open one after another" in response.content.decode()
    assert outcome(in_turn) == (303, f"/workshops/{cast.workshop.pk}/minutes/")
    second.refresh_from_db()
    assert second.state == "open"


def test_closing_asks_first_and_then_draws_the_minutes_once(cast: Cast, client_of: SignIn) -> None:
    client, key = client_of(cast.chair), new_key()

    asked = client.get(close_of(cast.session.pk))
    answers = [send(client, close_of(cast.session.pk), key) for _turn in range(2)]
    later = client.get(close_of(cast.session.pk))

    minutes = f"/workshops/{cast.workshop.pk}/minutes/"
    assert "Its minutes are drawn up at this moment" in asked.content.decode()
    assert [outcome(answer) for answer in answers] == [(303, minutes)] * 2
    assert outcome(later) == (303, minutes)
    assert Edition.objects.filter(session=cast.session).count() == 2
    cast.session.refresh_from_db()
    assert cast.session.state == "closed"


def test_session_that_is_not_open_cannot_be_closed(cast: Cast, client_of: SignIn) -> None:
    second = plan_session(by=cast.organiser)

    shown = client_of(cast.organiser).get(close_of(second.pk)).content.decode()
    refused = send(client_of(cast.organiser), close_of(second.pk))

    assert "This session is not open yet" in shown
    assert refused.status_code == 409
    assert not Edition.objects.exists()


def test_sessions_are_steered_by_organiser_and_chair(cast: Cast, client_of: SignIn) -> None:
    outsiders = [cast.abolitionist, cast.moderator, cast.rapporteur, cast.observer, cast.stranger]
    for outsider in [*outsiders, cast.other_moderator]:
        client = client_of(outsider)
        assert_closed(client, close_of, cast.session.pk)
        assert_closed(client, close_of, cast.session.pk, sure="yes")
        assert_closed(client, open_of, cast.session.pk, sure="yes")
    for outsider in [*outsiders, cast.chair]:
        assert_closed(client_of(outsider), plan_of, cast.workshop.pk, title_en="Mine")
    cast.session.refresh_from_db()
    assert cast.session.state == "open"
