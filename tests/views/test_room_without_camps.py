"""Where the room shows no camps, no page, no fragment and no answer of the API ties a text to one."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dialogue import catalogues
from dialogue.enums import Attribution
from dialogue.models import Participant, Position, User, Workshop
from dialogue.selectors.agenda import agenda
from dialogue.selectors.drafting import evidence_banks
from dialogue.selectors.people import people_of
from dialogue.selectors.positions import PER_CAMP, contributions_of
from dialogue.services.workshops import MinutesTellMore, WorkshopPlan, create_workshop, tighten_attribution
from tests.api.scene import Scene, set_up
from tests.cast import Cast, assemble, post

SignIn = Callable[[Participant | User], Client]


@pytest.fixture
def room(db: None) -> Cast:
    return assemble("no-camps", display=Attribution.NONE, attribution=Attribution.NONE)


def seen_by(reader: Participant) -> Any:
    return people_of(Participant.objects.select_related("workshop").get(pk=reader.pk), "en")


def test_positions_stand_in_one_list_as_they_came(room: Cast) -> None:
    authors = (*room.abolitionists[:3], room.neither, *room.supporters[:2])
    posted = [post(author, room.thread).pk for author in authors]

    for reader in (room.observer, room.moderator, room.organiser, room.abolitionist):
        shown = contributions_of(room.thread, seen_by(reader))
        assert [each.id for each in shown.voices] == posted
        assert (shown.from_neither, shown.bank_counts, shown.leading) == ((), (), "")
        assert {each.by.camp for each in shown.voices if not each.by.is_you} == {None}


def test_pages_of_the_list_do_not_follow_camps(room: Cast) -> None:
    positions = [post(room.abolitionist, room.thread, f"Position {each}.") for each in range(PER_CAMP)]
    last = post(room.supporter, room.thread)

    def page_with(position: Position) -> int:
        return contributions_of(room.thread, seen_by(room.observer), at=str(position.pk)).page.number

    assert [page_with(each) for each in (positions[0], positions[-1], last)] == [1, 1, 2]
    second = contributions_of(room.thread, seen_by(room.observer), 2)
    assert [each.id for each in second.voices] == [last.pk]


def test_agenda_counts_positions_and_not_camps(room: Cast) -> None:
    for author in (*room.abolitionists[:2], room.supporter, room.neither):
        post(author, room.thread)
    rows = {row.id: row for group in agenda(seen_by(room.observer)) for row in group.rows}

    assert (rows[room.thread.pk].voices, rows[room.thread.pk].positions) == ((), 4)


def test_desk_and_evidence_stand_in_one_bank_also_for_who_speaks(room: Cast, client_of: SignIn) -> None:
    Participant.objects.filter(pk=room.supporter.pk).update(is_moderator=True)
    scene = set_up(room)
    (bank,) = evidence_banks(room.thread, seen_by(room.supporter))
    desk = client_of(room.supporter).get(reverse("thread_desk", args=[room.thread.pk])).content.decode()

    assert bank.camp is None
    assert [each.version_id for each in bank.choices] == [
        each.current_version_id for each in (scene.position, scene.other, scene.proposal)
    ]
    assert "Neither camp" not in desk.split("<main")[1].split("</main")[0]


def test_sponsors_stand_in_no_order_of_camps(room: Cast) -> None:
    """Random ids decide, so that the place of one's own name tells nothing of the others."""
    scene = set_up(room)
    sponsors = contributions_of(room.thread, seen_by(room.supporter)).proposals[0].sponsors

    assert scene.proposal.is_proposal
    assert [(each.by.label, each.by.is_you) for each in sponsors] == [("D1", True)]


def tied(answer: Any, of_figures: bool = False) -> Iterator[Any]:
    """Every camp and label that an answer of the API ties to a text; figures of camps are totals."""
    if isinstance(answer, list):
        for each in answer:
            yield from tied(each, of_figures)
    elif isinstance(answer, dict):
        is_own = answer.get("is_you") is True
        for name, value in answer.items():
            if name in ("figure", "you", "addressee", "camps", "neither") or is_own:
                continue
            if name in ("camp", "voices") and value:
                yield value
            if name == "by" and value and not value["is_you"] and (value["camp"] or value["label"]):
                yield value
            yield from tied(value)


def addresses(scene: Scene) -> Iterator[str]:
    cast = scene.cast
    yield f"/api/v1/threads/?workshop={cast.workshop.pk}"
    yield f"/api/v1/findings/?workshop={cast.workshop.pk}"
    yield f"/api/v1/threads/{cast.thread.pk}/"
    yield f"/api/v1/positions/?thread={cast.thread.pk}"
    for position in Position.objects.all():
        yield f"/api/v1/positions/{position.pk}/"
    yield f"/api/v1/findings/{scene.signed.pk}/"


def test_api_ties_nothing_to_a_camp(room: Cast, client_of: SignIn) -> None:
    scene = set_up(room)
    for reader in (room.observer, room.moderator, room.organiser, room.supporters[3]):
        for address in addresses(scene):
            answer = client_of(reader).get(address)
            assert answer.status_code == 200, address
            assert list(tied(json.loads(answer.content))) == [], address


def test_pages_tie_nothing_to_a_camp(room: Cast, client_of: SignIn) -> None:
    """Marks of camps stand beside figures alone, which are totals, and beside what is put to a camp."""
    scene = set_up(room)
    labels = {each.role_label for each in (*room.abolitionists, *room.supporters, *room.of_neither)}
    pages = [
        reverse("thread", args=[room.thread.pk]),
        reverse("thread_desk", args=[room.thread.pk]),
        reverse("summary_edit", args=[room.thread.pk]),
        reverse("finding", args=[scene.signed.pk]),
        reverse("finding_new", args=[room.thread.pk]),
        *(reverse("position", args=[each.pk]) for each in Position.objects.all()),
    ]
    for address in pages:
        page = client_of(room.moderator).get(address).content.decode()
        assert 'class="bank--1' not in page, address
        assert 'class="bank--2' not in page, address
        assert not [label for label in labels if f">{label}<" in page], address


@pytest.mark.parametrize(
    ("display", "attribution"),
    [("none", "camp"), ("none", "role_label"), ("none", "named"), ("camp", "role_label"), ("camp", "named")],
)
def test_minutes_tell_no_more_than_the_room(cast: Cast, display: str, attribution: str) -> None:
    plan = WorkshopPlan(
        code="more", catalogue=catalogues.catalogue("npt-2018"), display=display, attribution=attribution
    )
    with pytest.raises(MinutesTellMore) as refused:
        create_workshop(by=cast.organiser.user, plan=plan)
    assert refused.value.field == "attribution"

    Workshop.objects.update(display=display, attribution=Attribution.NONE)
    with pytest.raises(MinutesTellMore):
        tighten_attribution(by=cast.organiser, attribution=attribution)
