"""A session that has not opened yet can be given its title and dates."""

from datetime import date

import pytest

from dialogue.exceptions import NotAllowed, TextRefused
from dialogue.models import LocalText
from dialogue.services.record import verify_record
from dialogue.services.sessions import SessionNotPlanned, plan_session, reschedule_session
from tests.cast import Cast

TITLE = LocalText({"en": "A second look", "zh": "再议"})


def test_planned_session_gets_title_and_dates(cast: Cast) -> None:
    session = plan_session(by=cast.organiser)

    changed = reschedule_session(
        by=cast.organiser, session=session, title=TITLE, starts_on=date(2031, 3, 3), ends_on=date(2031, 3, 4)
    )

    session.refresh_from_db()
    assert (session.title, session.starts_on, session.ends_on) == (
        TITLE,
        date(2031, 3, 3),
        date(2031, 3, 4),
    )
    assert changed == session
    assert verify_record(cast.workshop) is None


def test_session_of_one_day_ends_on_it(cast: Cast) -> None:
    session = plan_session(by=cast.organiser)

    changed = reschedule_session(by=cast.organiser, session=session, starts_on=date(2031, 3, 3))

    assert changed.ends_on == date(2031, 3, 3)


def test_open_session_keeps_its_dates(cast: Cast) -> None:
    with pytest.raises(SessionNotPlanned):
        reschedule_session(by=cast.organiser, session=cast.session, title=TITLE)

    cast.session.refresh_from_db()
    assert cast.session.title == LocalText()


def test_session_cannot_end_before_it_begins(cast: Cast) -> None:
    session = plan_session(by=cast.organiser)

    with pytest.raises(TextRefused) as refusal:
        reschedule_session(
            by=cast.organiser, session=session, starts_on=date(2031, 3, 4), ends_on=date(2031, 3, 3)
        )

    assert refusal.value.field == "ends_on"


def test_only_the_organiser_of_the_same_workshop_reschedules(cast: Cast) -> None:
    session = plan_session(by=cast.organiser)
    elsewhere = cast.other_moderator.workshop.sessions.get()

    with pytest.raises(NotAllowed):
        reschedule_session(by=cast.moderator, session=session, title=TITLE)
    with pytest.raises(NotAllowed):
        reschedule_session(by=cast.organiser, session=elsewhere, title=TITLE)

    assert reschedule_session(by=cast.organiser, session=session, title=TITLE).title == TITLE
