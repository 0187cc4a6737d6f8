"""Threads: added, edited, put in order, opened and closed."""

import pytest

from dialogue.enums import Phase
from dialogue.exceptions import EditedMeanwhile, TextRefused, UnknownChoice
from dialogue.models import LocalText, RecordEntry, Thread
from dialogue.services.threads import (
    ThreadWording,
    add_thread,
    camp_of_workshop,
    close_thread,
    edit_thread,
    open_thread,
    reorder_threads,
)
from tests.cast import Cast


def wording(title: str = "Title", **more: object) -> ThreadWording:
    return ThreadWording(LocalText(en=title), LocalText(en="Prompt"), **more)  # type: ignore[arg-type]


def test_own_thread_stands_at_the_end_and_is_closed(cast: Cast) -> None:
    last = cast.workshop.threads.last()

    first = add_thread(by=cast.organiser, wording=wording(" Our\nquestion "))
    second = add_thread(by=cast.organiser, wording=wording(addressee=cast.camps["deterrence"]))

    assert (first.title, first.phase, first.order) == ({"en": "Our question"}, Phase.CLOSED, last.order + 1)
    assert [first.key, second.key] == ["own-1", "own-2"]
    assert second.addressee == cast.camps["deterrence"]


def test_key_of_an_own_thread_is_not_given_twice(cast: Cast) -> None:
    add_thread(by=cast.organiser, wording=wording())
    add_thread(by=cast.organiser, wording=wording())
    Thread.objects.get(key="own-1").delete()

    assert add_thread(by=cast.organiser, wording=wording()).key == "own-3"


def test_thread_needs_a_title_in_one_language(cast: Cast) -> None:
    with pytest.raises(TextRefused) as refused:
        add_thread(by=cast.organiser, wording=wording(" "))

    assert refused.value.field == "title_en"


def test_edit_changes_the_words_and_the_loser_of_a_race_is_told(cast: Cast) -> None:
    edited = edit_thread(by=cast.organiser, thread=cast.thread, wording=wording("New"), expected_version=1)

    assert (edited.title, edited.version) == ({"en": "New"}, 2)
    with pytest.raises(EditedMeanwhile):
        edit_thread(by=cast.organiser, thread=cast.thread, wording=wording("Newer"), expected_version=1)


def test_threads_stand_in_the_order_given(cast: Cast) -> None:
    order = list(cast.workshop.threads.order_by("-order").values_list("pk", flat=True))

    reorder_threads(by=cast.organiser, order=order)

    assert list(cast.workshop.threads.values_list("pk", "order")) == list(
        zip(order, range(1, 99), strict=False)
    )


@pytest.mark.parametrize("change", ["one missing", "one twice", "none"])
def test_order_that_is_not_of_all_threads_is_refused(cast: Cast, change: str) -> None:
    order = list(cast.workshop.threads.values_list("pk", flat=True))
    orders = {"one missing": order[1:], "one twice": [*order, order[0]], "none": []}

    with pytest.raises(EditedMeanwhile):
        reorder_threads(by=cast.organiser, order=orders[change])

    assert list(cast.workshop.threads.values_list("pk", flat=True)) == order


def test_opening_twice_changes_nothing_more_and_the_first_time_is_kept(cast: Cast) -> None:
    opened = open_thread(by=cast.moderator, thread=cast.closed_thread)
    before = RecordEntry.objects.count()
    open_thread(by=cast.moderator, thread=cast.closed_thread)
    assert RecordEntry.objects.count() == before

    close_thread(by=cast.chair, thread=opened)
    again = open_thread(by=cast.organiser, thread=opened)

    assert (again.phase, again.opened_at) == (Phase.RESPOND, opened.opened_at)


def test_closing_a_closed_thread_changes_nothing(cast: Cast) -> None:
    before = RecordEntry.objects.count()

    assert close_thread(by=cast.moderator, thread=cast.closed_thread).phase == Phase.CLOSED
    assert RecordEntry.objects.count() == before


def test_camp_is_found_by_its_key_in_its_workshop_alone(cast: Cast) -> None:
    assert camp_of_workshop(cast.workshop.pk, "deterrence") == cast.camps["deterrence"]
    assert camp_of_workshop(cast.workshop.pk, "") is None
    with pytest.raises(UnknownChoice):
        camp_of_workshop(cast.other_moderator.workshop_id, "deterrence")
