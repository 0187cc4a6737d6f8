"""No answer tells more about a person than the rule of the workshop: planted markers, every address."""

from collections.abc import Iterator
from typing import Any

import pytest

from dialogue.models import Edition, Participant
from dialogue.services.sessions import close_session
from tests.api.asking import Ask
from tests.api.scene import Scene, set_up
from tests.cast import assemble

MARKED_LABEL = "ZQ7-{}"


def plant(display: str) -> Scene:
    """A scene whose people have labels, names and addresses that are found nowhere else."""
    cast = assemble(f"marked-{display.replace('_', '-')}", display=display, attribution=display)
    for number, participant in enumerate(Participant.objects.filter(workshop=cast.workshop)):
        participant.role_label = MARKED_LABEL.format(number)
        participant.save()
    scene = set_up(cast)
    close_session(by=cast.chair, session=cast.session)
    return scene


def everything(scene: Scene, reader: Participant, ask: Ask) -> Iterator[str]:
    """The text of every answer of the API about this scene."""
    thread, workshop = scene.cast.thread.pk, scene.cast.workshop.pk
    yield ask(reader, "/workshops/").content.decode()
    for address in ("/threads/", "/findings/", "/minutes/"):
        yield ask(reader, address, workshop=workshop, limit=100).content.decode()
    for address in ("/positions/", "/figures/", "/findings/"):
        yield ask(reader, address, thread=thread, limit=100).content.decode()
    rows: list[Any] = [scene.position, scene.other, scene.proposal]
    for address, ids in {
        "/workshops/": [workshop],
        "/threads/": [thread],
        "/positions/": [row.pk for row in rows],
        "/figures/": [row.pk for row in rows],
        "/findings/": [scene.signed.pk, scene.divergence.pk, scene.draft.pk],
        "/minutes/": list(Edition.objects.values_list("pk", flat=True)),
    }.items():
        for each in ids:
            yield ask(reader, f"{address}{each}/").content.decode()


def found(scene: Scene, reader: Participant, markers: Any, ask: Ask) -> set[str]:
    others = Participant.objects.filter(workshop=scene.cast.workshop).exclude(pk=reader.pk)
    told = "\n".join(everything(scene, reader, ask))
    assert "Warheads can be taken off high alert." in told
    return {
        marker for person in others.select_related("user") for marker in markers(person) if marker in told
    }


def identities(person: Participant) -> list[str]:
    user = person.user
    return [user.name, user.email, str(user.pk), str(person.pk), str(person.pseudonym), person.salt]


@pytest.mark.parametrize("display", ["role_label", "camp", "none"])
def test_nobody_is_named_or_numbered_nor_labelled_where_the_room_shows_no_labels(
    db: None, display: str, ask: Ask
) -> None:
    scene = plant(display)

    def markers(person: Participant) -> list[str]:
        labels = [] if display == "role_label" else [f'{person.role_label}"']
        return [*identities(person), *labels]

    told = {role: found(scene, reader, markers, ask) for role, reader in scene.cast.everybody().items()}

    assert told == {role: set() for role in told}


def test_labels_are_told_where_the_room_shows_them(db: None, ask: Ask) -> None:
    """The markers of the other tests are of those who spoke: here they are found."""
    scene = plant("role_label")

    told = found(scene, scene.cast.observer, lambda person: [f'"{person.role_label}"'], ask)

    spoke = Participant.objects.filter(pk__in=[scene.cast.abolitionist.pk, scene.cast.supporter.pk])
    assert told == {f'"{person.role_label}"' for person in spoke}


def test_nobody_is_tied_to_a_camp_where_nothing_is_attributed(db: None, ask: Ask) -> None:
    scene = plant("none")

    answer = ask(scene.cast.observer, "/positions/", thread=scene.cast.thread.pk).json()

    assert [each["by"] for each in answer["results"]] == [{"camp": None, "label": "", "is_you": False}] * 3
