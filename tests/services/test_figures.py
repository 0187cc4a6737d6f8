"""Stored figures: those of the mathematics, drawn with each change, and withheld where a camp is small."""

import json
from importlib import import_module
from pkgutil import iter_modules
from uuid import UUID

import pytest
import time_machine

from dialogue import migrations
from dialogue.convergence import CampAnswers, Reason, Rule, Stance, analyse
from dialogue.enums import JobKind, JobState, Role
from dialogue.models import Figure, Job, Position, Round, Session, SessionFigure
from dialogue.services.figures import (
    LONGEST_ACT,
    is_decided_by_one,
    keep_figures,
    people_to_raise,
    refresh_workshop_figures,
)
from dialogue.services.jobs import add_job
from dialogue.services.participants import remove_participant, set_roles
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sessions import close_session, plan_session
from dialogue.tasks import run_job
from tests.cast import Cast, post

ANSWERS = {"abolitionists": ["agree"] * 4 + ["object"], "supporters": ["can_live_with_it", "pass", "agree"]}


@pytest.fixture
def proposal(cast: Cast) -> Position:
    """A proposal with answers of both camps and of neither."""
    proposal = post(cast.abolitionist, cast.thread, kind="proposal")
    people = [
        (each, stance)
        for camp, given in ANSWERS.items()
        for each, stance in zip(getattr(cast, camp), given, strict=False)
    ]
    for by, stance in [*people, (cast.neither, "disagree")]:
        assert proposal.current_version_id is not None
        respond(by=by, position=proposal, version_id=proposal.current_version_id, answer=Answer(stance, "en"))
    return proposal


def figure_of(proposal: Position) -> Figure:
    return Figure.objects.get(version__current_of=proposal, round=None)


def test_stored_figures_are_those_of_the_mathematics(cast: Cast, proposal: Position) -> None:
    expected = analyse(
        [
            CampAnswers("abolitionist", 5, {Stance.AGREE: 4, Stance.OBJECT: 1}),
            CampAnswers("deterrence", 5, {Stance.AGREE: 1, Stance.CAN_LIVE_WITH_IT: 1, Stance.PASS: 1}),
        ],
        CampAnswers("neither", 2, {Stance.DISAGREE: 1}),
        1,
        Rule(),
    )

    figure = figure_of(proposal)

    assert figure.figures == expected
    assert figure.level == str(expected.level)
    assert expected.bridge is not None
    assert figure.bridge_percent == int(expected.bridge * 100)


@pytest.mark.parametrize(
    ("ours", "theirs", "objections", "leads"),
    [
        ({"agree": 5}, {"agree": 5}, 0, (None, False, False)),
        ({"agree": 4, "disagree": 1}, {"agree": 4, "disagree": 1}, 0, (1, False, False)),
        ({"agree": 5}, {"agree": 4, "object": 1}, 1, (1, False, False)),
        ({"agree": 3, "disagree": 2}, {"agree": 1, "disagree": 4}, 0, (2, False, False)),
        ({"agree": 5}, {"agree": 2, "disagree": 2}, 0, (2, True, False)),
        ({"agree": 5}, {"agree": 3}, 0, (None, True, False)),
        ({"agree": 3}, {"agree": 3}, 0, (None, False, False)),
        ({"pass": 3, "agree": 2}, {"agree": 5}, 0, (1, False, True)),
        ({"agree": 5}, {"agree": 5}, 2, (2, False, False)),
    ],
)
def test_what_figures_lead_to_follows_from_what_would_change_them(
    ours: dict[str, int], theirs: dict[str, int], objections: int, leads: tuple[int | None, bool, bool]
) -> None:
    camps = [
        CampAnswers(key, 5, {Stance(stance): number for stance, number in counts.items()})
        for key, counts in (("abolitionist", ours), ("deterrence", theirs))
    ]

    drawn = analyse(camps, CampAnswers("neither", 6, {Stance.OBJECT: objections}), objections)

    (name,) = (
        each.name for each in iter_modules(migrations.__path__) if each.name.endswith("_leads_and_movement")
    )
    earlier = import_module(f"dialogue.migrations.{name}").leads_of(drawn.to_dict())
    assert (people_to_raise(drawn), is_decided_by_one(drawn)) == leads[:2]
    assert tuple(earlier.values()) == leads


def test_rule_of_the_workshop_is_the_rule_of_its_figures(cast: Cast, proposal: Position) -> None:
    cast.workshop.quorum_persons = 5
    cast.workshop.save()

    refresh_workshop_figures(workshop=cast.workshop)

    assert figure_of(proposal).figures.reason == Reason.TOO_FEW_ANSWERS


def test_camp_below_the_smallest_group_takes_level_bridge_and_what_is_missing_with_it(
    cast: Cast, proposal: Position
) -> None:
    for leaving in cast.supporters[3:]:
        remove_participant(by=cast.organiser, participant=leaving)

    figure = figure_of(proposal)
    figures = figure.figures
    small = next(camp for camp in figure.data["camps"] if camp["key"] == "deterrence")
    large = next(camp for camp in figures.camps if camp.key == "abolitionist")
    assert (figure.level, figure.bridge_percent) == ("", None)
    assert (figures.reason, figures.joint_probability, figures.standing_objections) == (
        Reason.WITHHELD,
        None,
        None,
    )
    assert {key: value for key, value in small.items() if value} == {"key": "deterrence", "withheld": True}
    assert (large.answered, large.missing, large.quorum) == (5, None, None)
    assert "neither" not in json.dumps(figure.data["camps"])
    assert figure.data["neither"] is None


def test_camp_without_members_leaves_no_bridge(cast: Cast, proposal: Position) -> None:
    for leaving in cast.supporters:
        set_roles(by=cast.organiser, participant=leaving, roles={Role.OBSERVER})

    figures = figure_of(proposal).figures

    assert (figures.reason, figures.empty_camps) == (Reason.TOO_FEW_CAMPS, ("deterrence",))


def test_new_wording_starts_without_answers_and_the_earlier_figures_stay(
    cast: Cast, proposal: Position
) -> None:
    before = figure_of(proposal)
    wording = PositionWording("Other words.", "Because.", "en")

    revise_position(by=cast.abolitionist, position=proposal, wording=wording, expected_version=1)

    assert [camp.answered for camp in figure_of(proposal).figures.camps] == [0, 0]
    assert Figure.objects.get(pk=before.pk).data == before.data


def test_refreshing_draws_what_stands_and_changes_nothing_by_itself(cast: Cast, proposal: Position) -> None:
    withdraw_position(by=cast.supporter, position=post(cast.supporter, cast.thread))
    before = figure_of(proposal)

    drawn = refresh_workshop_figures(workshop=cast.workshop)

    assert drawn == 1
    assert figure_of(proposal).data == before.data
    assert figure_of(proposal).pk == before.pk


def test_job_draws_the_figures_of_a_workshop(cast: Cast, proposal: Position) -> None:
    job = add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=cast.workshop.pk)
    Figure.objects.all().delete()

    run_job(str(job.pk))
    run_job(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert figure_of(proposal).level == "open"


def test_figures_of_a_workshop_drawn_at_once_are_those_drawn_one_by_one(
    cast: Cast, proposal: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogue.services.figures.DRAWN_AT_ONCE", 2)
    others = [post(cast.supporter, cast.thread, f"Claim {number}.") for number in range(3)]
    one_by_one = {each.pk: figure_of(each).data for each in (proposal, *others)}
    Figure.objects.filter(version__current_of=others[0]).delete()
    Figure.objects.exclude(version__current_of=others[0]).update(data={}, level="")

    drawn = refresh_workshop_figures(workshop=cast.workshop)

    assert drawn == 4
    assert {each.pk: figure_of(each).data for each in (proposal, *others)} == one_by_one


def test_figures_of_very_many_wordings_follow_a_change_of_people_in_one_job(
    cast: Cast, proposal: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogue.services.figures.MOST_DRAWN_IN_AN_ACT", 0)
    before = figure_of(proposal).data

    for leaving in (cast.abolitionists[0], cast.supporters[0]):
        remove_participant(by=cast.organiser, participant=leaving)

    job = Job.objects.get(kind=JobKind.REFRESH_FIGURES)
    assert figure_of(proposal).data == before
    with time_machine.travel(job.due_at, tick=False):
        run_job(str(job.pk))
    assert Job.objects.get(pk=job.pk).state == JobState.DONE
    assert figure_of(proposal).data["camps"][0]["members"] == len(cast.abolitionists) - 1


def test_change_of_people_that_a_job_may_not_see_asks_for_another(
    cast: Cast, proposal: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogue.services.figures.MOST_DRAWN_IN_AN_ACT", 0)
    remove_participant(by=cast.organiser, participant=cast.abolitionists[0])
    first = Job.objects.get(kind=JobKind.REFRESH_FIGURES)

    with time_machine.travel(first.due_at - LONGEST_ACT, tick=False):
        remove_participant(by=cast.organiser, participant=cast.abolitionists[1])

    assert Job.objects.filter(kind=JobKind.REFRESH_FIGURES, state=JobState.QUEUED).count() == 2


def kept_of(session: Session) -> dict[UUID, tuple[dict[str, object], str, str, int | None]]:
    rows = SessionFigure.objects.filter(session=session)
    return {row.version_id: (row.data, row.level, row.kind, row.bridge_percent) for row in rows}


def test_close_of_a_session_keeps_the_figures_as_they_stand(cast: Cast, proposal: Position) -> None:
    silent, withdrawn = post(cast.supporter, cast.thread), post(cast.supporter, cast.thread)
    withdraw_position(by=cast.supporter, position=withdrawn)
    running = [figure_of(each) for each in (proposal, silent)]

    session = close_session(by=cast.chair, session=cast.session)
    kept = kept_of(session)
    plan_session(by=cast.organiser)
    assert proposal.current_version_id is not None
    respond(
        by=cast.supporter, position=proposal, version_id=proposal.current_version_id,
        answer=Answer("agree", "en"),
    )  # fmt: skip

    assert kept == {
        each.version_id: (each.data, each.level, each.kind, each.bridge_percent) for each in running
    }
    assert kept_of(session) == kept
    assert figure_of(proposal).data != running[0].data


def test_withheld_figures_are_not_kept(cast: Cast, proposal: Position) -> None:
    for leaving in cast.supporters[3:]:
        remove_participant(by=cast.organiser, participant=leaving)

    session = close_session(by=cast.chair, session=cast.session)

    assert kept_of(session) == {}


def test_figures_of_a_round_not_yet_revealed_are_not_kept(cast: Cast, proposal: Position) -> None:
    hidden = Round.objects.create(thread=cast.thread, number=1)
    Position.objects.filter(pk=proposal.pk).update(round=hidden)

    assert kept_of(close_session(by=cast.chair, session=cast.session)) == {}


def test_figures_are_kept_some_at_a_time(
    cast: Cast, proposal: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogue.services.figures.KEPT_AT_ONCE", 2)
    others = [post(cast.supporter, cast.thread) for _number in range(4)]

    kept = keep_figures(session=cast.session)

    assert kept == 5
    assert set(kept_of(cast.session)) == {each.current_version_id for each in (proposal, *others)}
