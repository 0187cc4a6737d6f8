"""The opinion map is drawn behind the scenes: when something happened, once, and of what may be read."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from dialogue.enums import JobKind, JobState
from dialogue.models import DrawnMap, Job, Position
from dialogue.selectors.responses import conversation_of
from dialogue.services import maps
from dialogue.services.jobs import claim
from dialogue.services.participants import remove_participant
from dialogue.services.positions import PositionWording, revise_position, withdraw_position
from dialogue.tasks import run_job
from tests.cast import Cast
from tests.opposed import answer

MIDDLE = 0


@pytest.fixture
def proposals(opposed: list[Position]) -> list[Position]:
    return opposed


def people_of_each(cells: list[tuple[str, int, int, int]]) -> dict[str, int]:
    people: dict[str, int] = {}
    for camp, _across, _down, count in cells:
        people[camp] = people.get(camp, 0) + count
    return people


def draw() -> list[Job]:
    """What the clock and a worker do."""
    maps.queue_stale_maps()
    drawn = list(Job.objects.filter(kind=JobKind.DRAW_MAP, state=JobState.QUEUED))
    for job in drawn:
        run_job(str(job.pk))
    return drawn


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the pause between two maps were over."""
    monkeypatch.setattr(maps, "DRAWN_AT_MOST_EVERY", timedelta(0))


def test_map_is_drawn_of_every_current_answer(cast: Cast, proposals: list[Position]) -> None:
    draw()

    drawn = DrawnMap.objects.get(workshop=cast.workshop)
    cells = drawn.data["picture"]["cells"]
    assert drawn.answers == 16 * 8
    assert {each[0] for each in drawn.data["pulls"]} == {str(each.pk) for each in proposals}
    assert people_of_each(cells) == {"abolitionist": 8, "deterrence": 8}
    assert max(across for camp, across, _down, _count in cells if camp == "abolitionist") < MIDDLE
    assert min(across for camp, across, _down, _count in cells if camp == "deterrence") > MIDDLE
    assert Job.objects.get(kind=JobKind.DRAW_MAP, workshop=cast.workshop).state == JobState.DONE


def test_what_is_kept_names_nobody(cast: Cast, proposals: list[Position]) -> None:
    draw()

    kept = json.dumps(DrawnMap.objects.get(workshop=cast.workshop).data)
    for person in (*cast.abolitionists, *cast.supporters):
        assert str(person.pk) not in kept
        assert str(person.user_id) not in kept


def test_people_of_a_group_too_small_are_not_on_the_map(cast: Cast, proposals: list[Position]) -> None:
    for person in cast.of_neither:
        for proposal in proposals:
            answer(person, proposal, "pass")
    draw()

    drawn = DrawnMap.objects.get(workshop=cast.workshop)
    # Their answers are not in its number either: the others' are known, and a total would tell theirs.
    assert drawn.answers == 16 * 8
    assert people_of_each(drawn.data["picture"]["cells"]) == {"abolitionist": 8, "deterrence": 8}


def test_nothing_is_drawn_again_until_something_happens(
    cast: Cast, proposals: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw()
    later(monkeypatch)

    unchanged = draw()
    answer(cast.supporter, proposals[0], "pass")
    changed = draw()

    assert unchanged == []
    assert [each.workshop_id for each in changed] == [cast.workshop.pk]


def test_map_is_drawn_at_most_so_often_and_never_twice_at_once(
    cast: Cast, proposals: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw()
    answer(cast.supporter, proposals[0], "pass")

    too_soon = maps.queue_stale_maps()
    later(monkeypatch)
    queued = maps.queue_stale_maps()
    waiting = maps.queue_stale_maps()

    assert (too_soon, queued, waiting) == (0, 1, 0)


def test_axes_stay_as_they_were(
    cast: Cast, proposals: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw()
    before = DrawnMap.objects.get(workshop=cast.workshop)
    turned = dict(before.memory)
    turned["components"] = [[each[0], -each[1], -each[2]] for each in turned["components"]]
    DrawnMap.objects.update(memory=turned, record_count=0)
    later(monkeypatch)

    draw()

    after = DrawnMap.objects.get(workshop=cast.workshop)
    assert {text: -first for text, first, *_rest in after.data["pulls"]} == {
        text: first for text, first, *_rest in before.data["pulls"]
    }


def test_only_what_everybody_may_read_is_counted(cast: Cast, proposals: list[Position]) -> None:
    withdraw_position(by=cast.abolitionist, position=proposals[0])
    revise_position(
        by=cast.abolitionist, position=proposals[1], expected_version=1,
        wording=PositionWording("New words.", "So.", "en", "A paper."),
    )  # fmt: skip
    remove_participant(by=cast.organiser, participant=cast.supporters[-1])

    conversation = conversation_of(cast.workshop)

    standing = {str(each.pk) for each in proposals[2:]}
    assert set(conversation.statements) == standing
    assert len(conversation.votes) == 6 * 15
    assert str(cast.supporters[-1].pk) not in conversation.camp_of


@pytest.mark.parametrize("said", ["agree", "object"])
def test_map_is_the_same_whatever_a_small_group_answers(
    cast: Cast, proposals: list[Position], said: str
) -> None:
    draw()
    before = DrawnMap.objects.get(workshop=cast.workshop).data
    for proposal in proposals:
        answer(cast.neither, proposal, said)
    Job.objects.all().delete()

    draw()

    assert DrawnMap.objects.get(workshop=cast.workshop).data == before


def test_workshop_without_answers_has_a_map_that_says_so(cast: Cast) -> None:
    draw()

    drawn = DrawnMap.objects.get(workshop=cast.workshop)
    assert (drawn.answers, drawn.data["picture"]) == (0, None)
    assert "no_votes" in [each["code"] for each in drawn.data["notices"]]


def test_attempt_that_lost_its_job_stores_nothing(cast: Cast, proposals: list[Position]) -> None:
    maps.queue_stale_maps()
    job = claim(Job.objects.get(workshop=cast.workshop, kind=JobKind.DRAW_MAP).pk)
    assert job is not None
    Job.objects.filter(pk=job.pk).update(attempts=7, due_at=timezone.now() + timedelta(hours=1))

    maps.draw_map(job)

    assert not DrawnMap.objects.filter(workshop=cast.workshop).exists()


@pytest.fixture(autouse=True)
def others_are_drawn(cast: Cast) -> None:
    """The second workshop of the cast has its map, so that only the first one's is stale."""
    other = cast.other_moderator.workshop
    other.refresh_from_db()
    DrawnMap.objects.create(
        workshop=other,
        data={},
        memory={},
        answers=0,
        drawn_at=timezone.now(),
        record_count=other.record_count,
    )
