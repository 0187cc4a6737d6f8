"""Who listens to a thread hears of what he or she may see, and not of what the desk or two people do."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

import pytest
from django.db import transaction

from dialogue import live
from dialogue.enums import Audience
from dialogue.models import Tag, Thread
from dialogue.services.contributions import announce
from dialogue.services.findings import FindingWording, draft_finding, sign_finding
from dialogue.services.positions import withdraw_position
from dialogue.services.responses import Answer, respond
from dialogue.services.sponsorships import answer_cosponsorship, ask_cosponsor
from dialogue.services.summaries import write_summary
from dialogue.services.tags import remove_tag, set_tag
from dialogue.services.threads import close_thread, open_thread
from tests.cast import Cast, post


class Counted(NamedTuple):
    """How many changes the room and the desk were told of, and how often open pages were woken."""

    room: int
    desk: int
    woken: int


Count = Callable[[Callable[[], object]], Counted]
NOTHING, DESK, EVERYBODY = Counted(0, 0, 0), Counted(0, 1, 1), Counted(1, 1, 1)


def counters(thread: Thread) -> tuple[int, int]:
    now = Thread.objects.get(pk=thread.pk)
    return now.room_changes, now.desk_changes


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    threads: list[UUID] = []
    monkeypatch.setattr(live, "publish", threads.append)
    return threads


@pytest.fixture
def count(cast: Cast, woken: list[UUID], django_capture_on_commit_callbacks: Callable[..., object]) -> Count:
    """What is told of the open thread when something is done."""

    def ask(act: Callable[[], object]) -> Counted:
        woken.clear()
        room, desk = counters(cast.thread)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            act()
        room_now, desk_now = counters(cast.thread)
        assert set(woken) <= {cast.thread.pk}
        return Counted(room_now - room, desk_now - desk, len(woken))

    return ask


def test_what_everybody_may_read_is_told_to_everybody(cast: Cast, count: Count) -> None:
    position = post(cast.abolitionist, cast.thread)
    version = position.current_version
    assert version is not None
    answer = Answer(stance="agree", language="en")

    def sum_up() -> object:
        return write_summary(
            by=cast.moderator, thread=cast.thread, text="So.", language="en", rests_on=[], expected_number=0
        )

    assert count(lambda: post(cast.supporter, cast.thread)) == EVERYBODY
    respond_once = lambda: respond(  # noqa: E731 - done twice below
        by=cast.supporter, position=position, version_id=version.pk, answer=answer
    )
    assert count(respond_once) == EVERYBODY
    assert count(respond_once) == NOTHING
    assert count(sum_up) == EVERYBODY
    assert count(lambda: withdraw_position(by=cast.abolitionist, position=position)) == EVERYBODY
    assert count(lambda: close_thread(by=cast.moderator, thread=cast.thread)) == EVERYBODY
    assert count(lambda: close_thread(by=cast.moderator, thread=cast.thread)) == NOTHING
    assert count(lambda: open_thread(by=cast.moderator, thread=cast.thread)) == EVERYBODY


def test_draft_is_told_to_the_desk_alone_and_a_signed_finding_to_everybody(cast: Cast, count: Count) -> None:
    evidence = [post(each, cast.thread).current_version for each in (cast.abolitionist, cast.supporter)]
    words = FindingWording(text="Found.", language="en", level="open", evidence=evidence)  # type: ignore[arg-type]

    assert count(lambda: draft_finding(by=cast.moderator, thread=cast.thread, wording=words)) == DESK
    assert count(lambda: sign_finding(by=cast.moderator, thread=cast.thread, wording=words)) == EVERYBODY


def test_tags_are_told_to_the_desk_alone(cast: Cast, count: Count) -> None:
    version = post(cast.abolitionist, cast.thread).current_version
    assert version is not None
    tag = Tag.objects.filter(workshop=cast.workshop).earliest("order")

    assert count(lambda: set_tag(by=cast.moderator, version=version, tag=tag)) == DESK
    assert count(lambda: set_tag(by=cast.moderator, version=version, tag=tag)) == NOTHING
    tagging = version.taggings.get()
    assert count(lambda: remove_tag(by=cast.moderator, tagging=tagging)) == DESK
    assert count(lambda: remove_tag(by=cast.moderator, tagging=tagging)) == NOTHING


def test_sponsors_are_heard_of_once_they_are_named(cast: Cast, count: Count) -> None:
    proposal = post(cast.abolitionist, cast.thread, kind="proposal")
    words = {"position": proposal, "participant": cast.supporter}

    def answer(agrees: bool) -> None:
        sponsorship = proposal.sponsorships.select_related("position__thread__workshop").get()
        answer_cosponsorship(by=cast.supporter, sponsorship=sponsorship, agrees=agrees, expected_version=1)

    assert count(lambda: ask_cosponsor(by=cast.abolitionist, **words)) == NOTHING
    assert count(lambda: answer(agrees=False)) == NOTHING
    assert count(lambda: ask_cosponsor(by=cast.abolitionist, **words)) == NOTHING
    assert count(lambda: answer(agrees=True)) == EVERYBODY
    assert count(lambda: answer(agrees=False)) == EVERYBODY


def test_what_was_undone_is_neither_counted_nor_told(cast: Cast, count: Count) -> None:
    def undone() -> None:
        with transaction.atomic():
            announce(cast.thread)
            announce(cast.thread, audience=Audience.DESK)
            transaction.set_rollback(True)

    assert count(undone) == NOTHING
    assert count(lambda: announce(cast.thread)) == EVERYBODY


def test_hidden_acts_leave_no_gap_in_what_the_room_counts(cast: Cast, count: Count) -> None:
    version = post(cast.abolitionist, cast.thread).current_version
    assert version is not None
    room, desk = counters(cast.thread)

    for tag in Tag.objects.filter(workshop=cast.workshop)[:3]:
        set_tag(by=cast.moderator, version=version, tag=tag)
    post(cast.supporter, cast.thread)

    assert counters(cast.thread) == (room + 1, desk + 4)


def test_numbers_of_changes_begin_somewhere_so_that_they_tell_no_total(cast: Cast) -> None:
    threads = Thread.objects.values_list("room_changes", "desk_changes")
    begun = [number for numbers in threads for number in numbers]

    assert len(set(begun)) == len(begun) > 20
    assert all(0 <= number < 10**9 + 100 for number in begun)
