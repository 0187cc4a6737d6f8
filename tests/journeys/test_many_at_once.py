"""Many people at the same moment: nothing is lost, nothing happens twice, and nothing after the close."""

from collections import Counter
from collections.abc import Callable, Sequence
from uuid import uuid4

import httpx
import pytest

from tests.journeys.people import Person, at_once
from tests.server import Demonstration

pytestmark = pytest.mark.xdist_group("demonstration")

MANY = 20


def thread_of(demonstration: Demonstration, key: str) -> str:
    ((thread,),) = demonstration.rows("SELECT id FROM dialogue_thread WHERE key = ?", key)
    return str(thread)


def kinds(demonstration: Demonstration) -> list[str]:
    """What the record holds, in the order of its numbers."""
    return [kind for (kind,) in demonstration.rows("SELECT kind FROM dialogue_recordentry ORDER BY number")]


def posts_of(person: Person, thread: str, claim: str) -> list[Callable[[], httpx.Response]]:
    def post(number: int) -> Callable[[], httpx.Response]:
        return lambda: person.put_forward(thread, f"{claim} {number}.")

    return [post(number) for number in range(MANY)]


def assert_kept_or_refused(answers: Sequence[httpx.Response], stored: Counter[str], claim: str) -> None:
    """What was acknowledged stands once; what was refused stands nowhere, and its words are on the page."""
    for number, answer in enumerate(answers):
        words = f"{claim} {number}."
        assert (answer.status_code, stored[words]) in [(303, 1), (409, 0)]
        assert answer.status_code == 303 or words in answer.text


def assert_nothing_after(close: str, record: Sequence[str]) -> None:
    last_first = list(reversed(record))
    assert last_first.index(close) < last_first.index("position_posted")


def test_one_form_sent_many_times_at_once_has_one_effect(demonstration: Demonstration) -> None:
    person, thread, key = (
        Person(demonstration, "abolitionist"),
        thread_of(demonstration, "ag-a"),
        str(uuid4()),
    )
    before = kinds(demonstration)

    answers = at_once(*[lambda: person.put_forward(thread, "Said once.", key=key)] * MANY)

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert person.claims(thread)["Said once."] == 1
    assert kinds(demonstration)[len(before) :].count("position_posted") == 1
    demonstration.manage("verify_record")


def test_everything_acknowledged_is_stored_once(demonstration: Demonstration) -> None:
    person, thread = Person(demonstration, "neither"), thread_of(demonstration, "ag-c")
    before = person.claims(thread)

    answers = at_once(*posts_of(person, thread, "All at once"))

    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == MANY
    assert person.claims(thread) - before == Counter(f"All at once {number}." for number in range(MANY))
    demonstration.manage("verify_record")


def test_nothing_is_taken_once_the_thread_is_closed(demonstration: Demonstration) -> None:
    person, moderator = Person(demonstration, "deterrence"), Person(demonstration, "moderator")
    thread = thread_of(demonstration, "ag-b-a")

    *answers, closed = at_once(
        *posts_of(person, thread, "At the door"),
        lambda: moderator.send(f"/threads/{thread}/phase/", phase="closed"),
    )

    assert closed.status_code == 303
    assert_kept_or_refused(answers, person.claims(thread), "At the door")
    assert_nothing_after("thread_closed", kinds(demonstration))
    assert person.put_forward(thread, "Too late.").status_code == 409
    demonstration.manage("verify_record")


def test_nothing_is_taken_once_the_last_session_is_closed(demonstration: Demonstration) -> None:
    person, organiser = Person(demonstration, "deterrence"), Person(demonstration, "organiser")
    thread = thread_of(demonstration, "ag-b-b")
    ((session, workshop),) = demonstration.rows(
        "SELECT id, workshop_id FROM dialogue_session WHERE state = 'open'"
    )

    *answers, closed = at_once(
        *posts_of(person, thread, "In the last minute"),
        lambda: organiser.send(f"/sessions/{session}/close/"),
    )

    assert closed.status_code == 303
    assert_kept_or_refused(answers, person.claims(thread), "In the last minute")
    assert_nothing_after("session_closed", kinds(demonstration))
    assert person.put_forward(thread, "Too late.").status_code == 409
    demonstration.manage("verify_record")
    # The next session, so that whatever test follows can contribute.
    assert organiser.send(f"/workshops/{workshop}/sessions/new/").status_code == 303
    assert person.put_forward(thread, "In time for the next.").status_code == 303
