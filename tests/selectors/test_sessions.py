"""Sessions with the editions of their minutes that a reader may take home."""

from dialogue.enums import Attribution
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.sessions import sessions_of
from dialogue.services.sessions import close_session, plan_session
from dialogue.services.workshops import tighten_attribution
from tests.cast import Cast


def test_sessions_stand_in_order_with_their_state(cast: Cast) -> None:
    plan_session(by=cast.organiser)

    shown = sessions_of(cast.observer, "en")

    assert [(each.number, each.state, each.reference) for each in shown] == [
        (1, "open", "BB/TWO-BANKS/S.1"), (2, "planned", "BB/TWO-BANKS/S.2")
    ]  # fmt: skip


def test_editions_stand_the_loosest_that_is_promised_first(cast: Cast) -> None:
    close_session(by=cast.chair, session=cast.session)

    (session,) = sessions_of(cast.observer, "en")

    assert [label for label, _edition in session.edition_ids] == ["by camp", "not attributed"]


def test_edition_looser_than_the_rule_is_not_offered(cast: Cast) -> None:
    close_session(by=cast.chair, session=cast.session)
    tighten_attribution(by=cast.organiser, attribution=Attribution.NONE)
    cast.observer.workshop.refresh_from_db()

    (session,) = sessions_of(cast.observer, "en")

    assert [label for label, _edition in session.edition_ids] == ["not attributed"]


def test_frame_names_the_session_that_is_on(cast: Cast) -> None:
    on = workshop_shown(people_of(cast.observer, "en")).current_session
    close_session(by=cast.chair, session=cast.session)

    assert on is not None
    assert on.number == 1
    assert workshop_shown(people_of(cast.observer, "en")).current_session is None
