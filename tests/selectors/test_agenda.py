"""Agenda at a glance: one line for every thread, in a fixed number of queries."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Thread
from dialogue.selectors.agenda import agenda
from dialogue.selectors.people import people_of
from dialogue.selectors.shown import AgendaRow
from dialogue.services.findings import FindingWording, sign_finding
from dialogue.services.participants import remove_participant
from dialogue.services.positions import withdraw_position
from dialogue.services.responses import Answer, respond
from tests.cast import Cast, post
from tests.selectors.test_positions import many


def row(cast: Cast, thread: Thread | None = None) -> AgendaRow:
    wanted = (thread or cast.thread).pk
    return next(
        each for group in agenda(people_of(cast.observer, "en")) for each in group.rows if each.id == wanted
    )


def test_threads_stand_in_order_under_their_clusters(cast: Cast) -> None:
    groups = agenda(people_of(cast.observer, "en"))

    in_order = list(cast.workshop.threads.values_list("key", flat=True))
    assert [each.key for group in groups for each in group.rows] == in_order
    assert len({group.title.text for group in groups}) == len(groups)


def test_voices_are_counted_per_camp_without_what_was_withdrawn(cast: Cast) -> None:
    for by in (cast.abolitionist, cast.abolitionist, cast.supporter, cast.neither):
        last = post(by, cast.thread)
    post(cast.supporter, cast.thread, kind="proposal")
    withdraw_position(by=cast.neither, position=last)
    withdraw_position(by=cast.supporter, position=post(cast.supporter, cast.thread))

    shown = row(cast)

    assert [(camp.key, number) for camp, number in shown.voices] == [("abolitionist", 2), ("deterrence", 1)]
    assert shown.proposals == 1
    assert (shown.is_open, shown.was_opened) == (True, True)


def test_levels_found_are_told_once_and_in_order(cast: Cast) -> None:
    evidence = [post(each, cast.thread).current_version for each in (cast.abolitionist, cast.supporter)]
    for level in ("open", "convergence", "open"):
        wording = FindingWording(text="So.", language="en", level=level, evidence=evidence)  # type: ignore[arg-type]
        sign_finding(by=cast.chair, thread=cast.thread, wording=wording)

    assert row(cast).found == (("convergence", "Convergence"), ("open", "Open"))


def test_conditions_and_objections_still_open_are_told(cast: Cast) -> None:
    proposal = post(cast.abolitionist, cast.thread, kind="proposal")
    assert proposal.current_version_id is not None
    said = Answer("object", "en", condition="if so")
    for by in cast.supporters[:2]:
        respond(by=by, position=proposal, version_id=proposal.current_version_id, answer=said)
    assert row(cast).still_open == "2 objections, 2 conditions"

    respond(by=by, position=proposal, version_id=proposal.current_version_id, answer=Answer("agree", "en"))
    assert row(cast).still_open == "1 objection, 1 condition"

    withdraw_position(by=cast.abolitionist, position=proposal)
    assert row(cast).still_open == ""


def test_objection_without_a_word_is_not_told_of_a_small_group(cast: Cast) -> None:
    proposal = post(cast.abolitionist, cast.thread, kind="proposal")
    assert proposal.current_version_id is not None
    for by, reason in ((cast.of_neither[0], ""), (cast.supporter, ""), (cast.supporters[1], "Never.")):
        said = Answer("object", "en", reason=reason)
        respond(by=by, position=proposal, version_id=proposal.current_version_id, answer=said)
    with_five = row(cast).still_open
    for leaving in cast.supporters[3:]:
        remove_participant(by=cast.organiser, participant=leaving)

    assert (with_five, row(cast).still_open) == ("2 objections", "1 objection")


def test_thread_that_opens_after_another_says_so(cast: Cast) -> None:
    child = cast.closed_thread
    child.parent = cast.thread
    child.save()

    shown = row(cast, child)

    assert (shown.still_open, shown.depth) == (f"opens after {row(cast).reference}", 1)


def test_number_of_positions_costs_no_query(cast: Cast) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            agenda(people_of(cast.observer, "en"))
        return len(queries)

    many(cast, 3)
    few = count()
    many(cast, 97)

    assert count() == few == 6
