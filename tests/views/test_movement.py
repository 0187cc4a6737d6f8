"""How figures moved: as each session closed beside now, and nothing while a camp is too small."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dialogue.models import Figure, Participant, Position, SessionFigure, User
from dialogue.selectors.sentences import percent, supporting
from dialogue.services.participants import remove_participant, set_roles
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, open_session, plan_session
from tests.cast import Cast
from tests.views.test_leads import answered

SignIn = Callable[[Participant | User], Client]


def why_of(position: Position) -> str:
    return f"/positions/{position.pk}/why/"


def figures_of(cast: Cast) -> str:
    return f"/workshops/{cast.workshop.pk}/figures/"


def close(cast: Cast) -> None:
    """Close the open session and open the next, as the chair does."""
    session = cast.workshop.sessions.get(state="open")
    close_session(by=cast.chair, session=session)
    open_session(by=cast.chair, session=plan_session(by=cast.organiser))


def say(person: Participant, position: Position, stance: str) -> None:
    position.refresh_from_db()
    assert position.current_version_id is not None
    answer = Answer(stance, "en", reason="Because." if stance == "disagree" else "")
    respond(by=person, position=position, version_id=position.current_version_id, answer=answer)


def lines(client: Client, position: Position) -> list[tuple[Any, ...]]:
    return [
        (
            line.label,
            line.version_number,
            [(camp.supporting, camp.answered) if camp else None for camp in line.camps],
            line.bridge_percent,
            line.level_label,
        )
        for line in client.get(why_of(position)).context["movement"]
    ]


@pytest.fixture
def proposal(cast: Cast) -> Position:
    return answered(cast, "yyynn", "yynnn")


def test_before_the_first_close_nothing_has_moved(cast: Cast, client_of: SignIn, proposal: Position) -> None:
    client = client_of(cast.supporter)

    why, figures = client.get(why_of(proposal)), client.get(figures_of(cast))

    assert (why.context["movement"], figures.context["moved"]) == ((), None)
    assert "How it moved" not in why.content.decode()
    assert "What moved" not in figures.content.decode()


def test_wording_is_told_as_each_session_left_it(cast: Cast, client_of: SignIn, proposal: Position) -> None:
    close(cast)
    say(cast.supporters[2], proposal, "agree")
    close(cast)
    for person in cast.supporters[3:]:
        say(person, proposal, "can_live_with_it")
    client = client_of(cast.observer)

    page = client.get(why_of(proposal)).content.decode()

    assert lines(client, proposal) == [
        ("Close of session 1", 1, [(3, 5), (2, 5)], 40, "Open"),
        ("Close of session 2", 1, [(3, 5), (3, 5)], 60, "Emerging convergence"),
        ("Now", 1, [(3, 5), (5, 5)], 60, "Emerging convergence"),
    ]
    assert "How it moved" in page
    assert "3 agree, 2 disagree" in page


def test_every_line_is_what_the_mathematics_drew_then(
    cast: Cast, client_of: SignIn, proposal: Position
) -> None:
    close(cast)
    say(cast.supporters[2], proposal, "agree")
    kept = SessionFigure.objects.get(version=proposal.current_version)
    running = Figure.objects.get(version=proposal.current_version, round=None)

    shown = lines(client_of(cast.supporter), proposal)

    expected = [
        (
            [(supporting(camp.counts or {}), camp.answered) for camp in row.figures.camps],
            None if row.figures.bridge is None else percent(row.figures.bridge),
        )
        for row in (kept, running)
    ]
    assert [(camps, bridge) for _label, _version, camps, bridge, _level in shown] == expected


def test_former_wording_is_named(cast: Cast, client_of: SignIn, proposal: Position) -> None:
    close(cast)
    revise_position(
        by=cast.abolitionist, position=proposal, expected_version=1,
        wording=PositionWording("New words.", "So.", "en", "A paper."),
    )  # fmt: skip
    client = client_of(cast.supporter)
    proposal.refresh_from_db()

    assert lines(client, proposal) == [
        ("Close of session 1", 1, [(3, 5), (2, 5)], 40, "Open"),
        ("Now", 2, [(0, 0), (0, 0)], None, "Too few answers"),
    ]
    assert ", version 1" in client.get(why_of(proposal)).content.decode()
    assert client.get(figures_of(cast)).context["moved"].texts == ()


def test_former_figures_of_a_camp_that_has_become_too_small_are_not_shown(
    cast: Cast, client_of: SignIn, proposal: Position
) -> None:
    close(cast)
    say(cast.supporters[2], proposal, "agree")
    for person in cast.supporters[3:]:
        remove_participant(by=cast.organiser, participant=person)
    client = client_of(cast.abolitionist)

    why, figures = client.get(why_of(proposal)), client.get(figures_of(cast))

    assert (why.context["movement"], figures.context["moved"]) == ((), None)
    assert "Close of session" not in why.content.decode()


def test_camp_that_had_members_then_and_has_none_now_leaves_a_gap(
    cast: Cast, client_of: SignIn, proposal: Position
) -> None:
    close(cast)
    for person in cast.supporters:
        set_roles(by=cast.organiser, participant=person, roles={"observer"})

    assert [camps for _l, _v, camps, *_rest in lines(client_of(cast.abolitionist), proposal)] == [
        [(3, 5), (2, 5)],
        [(3, 5), None],
    ]


def test_what_moved_most_stands_first_and_what_did_not_is_left_out(cast: Cast, client_of: SignIn) -> None:
    little, much, still, fell, few, gone = (
        answered(cast, *each)
        for each in (
            ("yynnn", "yyynn"), ("yyyyy", "ynnnn"), ("yyyyy", "yyyyy"), ("yyyyy", "yyyyn"),
            ("yyyyy", "y----"), ("yyyyy", "ynnnn"),
        )
    )  # fmt: skip
    close(cast)
    close(cast)
    say(cast.abolitionists[2], little, "agree")
    for person in cast.supporters[1:4]:
        say(person, much, "agree")
        say(person, few, "agree")
    say(cast.neither, fell, "object")
    say(cast.abolitionists[4], gone, "disagree")
    withdraw_position(by=cast.abolitionist, position=gone)

    page = client_of(cast.supporter).get(figures_of(cast))
    moved = page.context["moved"]

    assert moved.session == 2
    assert [
        (each.position_id, each.bridge_then, each.bridge_now, each.level_then, each.level_now)
        for each in moved.texts
    ] == [
        (much.pk, 20, 80, "Open", "Convergence"),
        (little.pk, 40, 60, "Open", "Emerging convergence"),
        (fell.pk, 80, 80, "Convergence", "Emerging convergence"),
    ]
    assert still.pk not in [each.position_id for each in moved.texts]
    assert "What moved since the close of session 2" in page.content.decode()


def test_page_says_where_nothing_moved(cast: Cast, client_of: SignIn, proposal: Position) -> None:
    close(cast)

    page = client_of(cast.supporter).get(figures_of(cast)).content.decode()

    assert "No bridge and no level of the same wording is another than it was then." in page


def test_pages_ask_as_often_for_few_as_for_many(cast: Cast, client_of: SignIn, proposal: Position) -> None:
    client = client_of(cast.moderator)

    def queries() -> list[int]:
        found = []
        for address in (why_of(proposal), figures_of(cast)):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found.append(len(asked))
        return found

    def move(number: int) -> None:
        texts = [proposal, *(answered(cast, "yyyyy", "ynnnn") for _number in range(number))]
        close(cast)
        for text in texts:
            say(cast.supporters[1], text, "agree")

    move(1)
    queries()
    few = queries()
    move(12)

    assert queries() == few
