"""Workshops: those one takes part in, and the frame of one."""

from django.utils import timezone

from dialogue.models import Participant, Workshop
from dialogue.selectors.entrances import entrances
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from tests.api.asking import Ask, results
from tests.api.scene import Scene
from tests.api.views_as_json import as_json
from tests.cast import Cast


def test_workshops_are_those_the_reader_takes_part_in(cast: Cast, ask: Ask) -> None:
    for reader in cast.everybody().values():
        listed = results(ask(reader, "/workshops/"))

        assert listed == as_json(entrances([cast.workshop], reader.user, "en"))
        assert [each["id"] for each in listed] == [str(cast.workshop.pk)]


def test_workshops_of_several_come_the_newest_first(cast: Cast, ask: Ask) -> None:
    elsewhere = cast.other_moderator.workshop
    Participant.objects.create(
        workshop=elsewhere,
        user=cast.observer.user,
        role_label="B9",
        is_observer=True,
        joined_at=timezone.now(),
    )

    listed = results(ask(cast.observer, "/workshops/"))

    newest_first = Workshop.objects.order_by("-created_at").values_list("pk", flat=True)
    assert [each["id"] for each in listed] == [str(each) for each in newest_first]


def test_workshops_of_a_stranger_are_none(cast: Cast, ask: Ask) -> None:
    assert ask(cast.stranger, "/workshops/").json() == {
        "next": None, "results": []
    }  # fmt: skip


def test_workshop_is_gone_for_somebody_removed(cast: Cast, ask: Ask) -> None:
    address = f"/workshops/{cast.workshop.pk}/"
    before = ask(cast.observer, address).status_code, len(results(ask(cast.observer, "/workshops/")))

    Participant.objects.filter(pk=cast.observer.pk).update(removed_at=timezone.now())

    after = ask(cast.observer, address).status_code, len(results(ask(cast.observer, "/workshops/")))
    assert (before, after) == ((200, 1), (404, 0))


def test_workshop_is_the_frame_of_the_page_for_every_role(scene: Scene, ask: Ask) -> None:
    for reader in scene.cast.everybody().values():
        answer = ask(reader, f"/workshops/{scene.cast.workshop.pk}/").json()

        assert answer == as_json(workshop_shown(people_of(reader, "en")))
