"""Sessions: one after another, and their minutes drawn as they close."""

from datetime import date

import pytest

from dialogue.enums import Attribution, SessionState
from dialogue.exceptions import SessionNotNext, SessionNotOpen, TextRefused
from dialogue.models import Edition, LocalText, RecordEntry, Session
from dialogue.services.sessions import close_session, open_session, plan_session
from tests.cast import Cast


def test_sessions_are_numbered_and_planned_ahead(cast: Cast) -> None:
    second = plan_session(by=cast.organiser, title=LocalText(en=" Two\nlines "), starts_on=date(2026, 5, 4))
    third = plan_session(by=cast.organiser)

    assert (second.number, second.title, second.state) == (2, {"en": "Two lines"}, SessionState.PLANNED)
    assert (second.starts_on, second.ends_on) == (date(2026, 5, 4), date(2026, 5, 4))
    assert (third.number, third.starts_on) == (3, None)


def test_last_day_does_not_come_before_the_first(cast: Cast) -> None:
    with pytest.raises(TextRefused) as refused:
        plan_session(by=cast.organiser, starts_on=date(2026, 5, 4), ends_on=date(2026, 5, 3))

    assert refused.value.field == "ends_on"


def test_next_session_opens_when_the_one_before_is_closed(cast: Cast) -> None:
    second, third = plan_session(by=cast.organiser), plan_session(by=cast.organiser)
    with pytest.raises(SessionNotNext):
        open_session(by=cast.chair, session=second)

    close_session(by=cast.chair, session=cast.session)

    with pytest.raises(SessionNotNext):
        open_session(by=cast.chair, session=third)
    opened = open_session(by=cast.chair, session=second)
    assert (opened.state, opened.opened_at is not None, opened.starts_on is not None) == ("open", True, True)


def test_opening_an_open_session_changes_nothing(cast: Cast) -> None:
    before = RecordEntry.objects.count()

    again = open_session(by=cast.organiser, session=cast.session)

    assert again.opened_at == cast.session.opened_at
    assert RecordEntry.objects.count() == before


def test_closed_session_stays_closed(cast: Cast) -> None:
    closed = close_session(by=cast.organiser, session=cast.session)

    assert (closed.state, closed.closed_at is not None) == (SessionState.CLOSED, True)
    with pytest.raises(SessionNotOpen):
        close_session(by=cast.organiser, session=cast.session)
    with pytest.raises(SessionNotNext):
        open_session(by=cast.organiser, session=closed)


def test_planned_session_cannot_be_closed(cast: Cast) -> None:
    with pytest.raises(SessionNotOpen):
        close_session(by=cast.organiser, session=plan_session(by=cast.organiser))


def test_closing_draws_an_edition_for_the_rule_and_each_tighter_one(cast: Cast) -> None:
    close_session(by=cast.chair, session=cast.session)

    drawn = set(Edition.objects.filter(session=cast.session).values_list("attribution", flat=True))
    assert drawn == {Attribution.CAMP, Attribution.NONE}


def test_last_day_is_never_before_the_first(cast: Cast) -> None:
    Session.objects.filter(pk=cast.session.pk).update(starts_on=date(2999, 1, 1), ends_on=None)

    closed = close_session(by=cast.chair, session=cast.session)

    assert closed.ends_on == date(2999, 1, 1)
