"""*Next for you*: what waits for each role, at most three things, each with a place to do it."""

import pytest

from dialogue.enums import Role
from dialogue.models import Participant, Position
from dialogue.selectors.tasks import MOST, tasks_of
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.participants import set_roles
from dialogue.services.positions import PositionWording, revise_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, open_session, plan_session
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.summaries import write_summary
from dialogue.services.tags import set_tag
from dialogue.services.threads import close_thread
from tests.cast import Cast, post


@pytest.fixture
def proposal(cast: Cast) -> Position:
    return post(cast.abolitionist, cast.thread, kind="proposal")


def sentences(reader: Participant) -> list[str]:
    return [task.sentence for task in tasks_of(reader, "en")]


def give(by: Participant, proposal: Position, stance: str = "agree", reason: str = "") -> None:
    assert proposal.current_version_id is not None
    answer = Answer(stance, "en", reason=reason)
    respond(by=by, position=proposal, version_id=proposal.current_version_id, answer=answer)


def test_voice_is_asked_to_respond_and_to_speak(cast: Cast, proposal: Position) -> None:
    assert sentences(cast.supporter) == ["Respond to proposal P1", "Put forward a position"]

    give(cast.supporter, proposal)
    post(cast.supporter, cast.thread)

    assert sentences(cast.supporter) == []


def test_reason_still_missing_is_asked_for(cast: Cast, proposal: Position) -> None:
    post(cast.supporter, cast.thread)
    give(cast.supporter, proposal, "object")
    assert sentences(cast.supporter) == ["Give your reason on P1"]

    give(cast.supporter, proposal, "object", reason="Never.")

    assert sentences(cast.supporter) == []


def test_new_wording_asks_again(cast: Cast, proposal: Position) -> None:
    post(cast.supporter, cast.thread)
    give(cast.supporter, proposal)

    wording = PositionWording("Other words.", "Because.", "en")
    revise_position(by=cast.abolitionist, position=proposal, wording=wording, expected_version=1)

    assert sentences(cast.supporter) == ["Answer the new wording of proposal P1"]


def test_sponsorship_waits_until_it_is_answered(cast: Cast, proposal: Position) -> None:
    give(cast.supporter, proposal)
    post(cast.supporter, cast.thread)
    asked = ask_cosponsor(by=cast.abolitionist, position=proposal, participant=cast.supporter)
    assert sentences(cast.supporter) == ["Say whether you co-sponsor proposal P1"]

    answer_cosponsorship(by=cast.supporter, sponsorship=asked, agrees=True, expected_version=1)

    assert sentences(cast.supporter) == []


def test_at_most_three_things(cast: Cast) -> None:
    for _ in range(5):
        post(cast.abolitionist, cast.thread, kind="proposal")

    assert sentences(cast.supporter) == [f"Respond to proposal P{number}" for number in range(1, MOST + 1)]


def test_closed_thread_and_closed_workshop_ask_voices_for_nothing(cast: Cast, proposal: Position) -> None:
    close_thread(by=cast.moderator, thread=cast.thread)
    assert sentences(cast.supporter) == []

    close_session(by=cast.chair, session=cast.session)
    assert sentences(cast.supporter) == []


def test_moderator_signs_drafts_and_follows_tags(cast: Cast, proposal: Position) -> None:
    tag = cast.workshop.codebook.get(key="point-of-convergence")
    version = proposal.current_version
    assert version is not None
    set_tag(by=cast.moderator, version=version, tag=tag)
    assert sentences(cast.moderator) == [
        "Start a finding from P1, tagged as a point of convergence", "Sum up what was said"
    ]  # fmt: skip

    words = FindingWording("So.", "en", "shared_question", evidence=[version], rests_on_one_camp=True)
    finding = draft_finding(by=cast.moderator, thread=cast.thread, wording=words)
    assert sentences(cast.moderator) == ["Sign finding 1, or leave it", "Sum up what was said"]

    sign_finding(by=cast.moderator, thread=cast.thread, wording=words, finding=finding, expected_version=1)
    write_summary(
        by=cast.moderator,
        thread=cast.thread,
        text="So.",
        language="en",
        rests_on=[version],
        expected_number=0,
    )
    assert sentences(cast.moderator) == []


def test_organiser_is_led_from_session_to_session(cast: Cast) -> None:
    assert sentences(cast.organiser) == ["Close session 1 when it has ended"]

    close_session(by=cast.organiser, session=cast.session)
    assert sentences(cast.organiser) == ["Plan the next session"]
    assert sentences(cast.chair) == []

    second = plan_session(by=cast.organiser)
    assert sentences(cast.organiser) == ["Open session 2"]

    open_session(by=cast.organiser, session=second)
    assert sentences(cast.organiser) == ["Close session 2 when it has ended"]


def test_observer_and_rapporteur_read_the_minutes_once_there_are_some(cast: Cast) -> None:
    assert sentences(cast.observer) == []

    close_session(by=cast.organiser, session=cast.session)

    for reader in (cast.observer, cast.rapporteur):
        assert sentences(reader) == ["Read the minutes of session 1"]


def test_several_roles_see_the_tasks_of_each(cast: Cast, proposal: Position) -> None:
    both = set_roles(by=cast.organiser, participant=cast.supporter, roles={Role.VOICE, Role.CHAIR})

    assert sentences(both) == [
        "Respond to proposal P1",
        "Put forward a position",
        "Close session 1 when it has ended",
    ]


def test_every_task_says_where_and_why(cast: Cast, proposal: Position) -> None:
    for reader in cast.everybody().values():
        assert all(task.url.startswith("/") and task.reason for task in tasks_of(reader, "en"))
