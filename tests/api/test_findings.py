"""Findings: signed ones for everybody, drafts for the desk."""

import pytest

from dialogue import access
from dialogue.enums import POINTS_OF_CONVERGENCE, LevelChoice
from dialogue.models import Participant
from dialogue.selectors.findings import (
    finding_history,
    finding_shown,
    findings_of_thread,
    signed_findings,
)
from dialogue.selectors.people import people_of
from tests.api.asking import Ask, problem, results
from tests.api.scene import Scene
from tests.api.views_as_json import as_json
from tests.cast import Cast

DESK = {"moderator", "chair", "rapporteur"}


def test_findings_are_those_of_the_page_for_every_role(scene: Scene, ask: Ask) -> None:
    for role, reader in scene.cast.everybody().items():
        of_thread = results(ask(reader, "/findings/", thread=scene.cast.thread.pk))
        of_workshop = results(ask(reader, "/findings/", workshop=scene.cast.workshop.pk))

        assert of_thread == as_json(findings_of_thread(scene.cast.thread, people_of(reader, "en")))
        assert of_workshop == of_thread
        assert [each["number"] for each in of_thread] == ([1, 2, 3] if role in DESK else [1, 2])


def test_points_of_convergence_are_those_of_the_page_for_every_role(scene: Scene, ask: Ask) -> None:
    workshop = scene.cast.workshop.pk
    for reader in scene.cast.everybody().values():
        points = results(ask(reader, "/findings/", workshop=workshop, points_of_convergence="true"))
        others = results(ask(reader, "/findings/", workshop=workshop, points_of_convergence="false"))

        signed = signed_findings(people_of(reader, "en"))
        assert points == as_json([each for each in signed if each.level in POINTS_OF_CONVERGENCE])
        assert others == as_json([each for each in signed if each.level not in POINTS_OF_CONVERGENCE])
        assert [each["number"] for each in points + others] == [1, 2]
        assert all(each["is_signed"] for each in points + others)


def test_level_is_that_of_the_version_shown(scene: Scene, ask: Ask) -> None:
    def numbers(reader: Participant, level: str) -> list[int]:
        listed = results(ask(reader, "/findings/", workshop=scene.cast.workshop.pk, level=level))
        assert {each["level"] for each in listed} <= {level}
        return [each["number"] for each in listed]

    for_participants = {level: numbers(scene.cast.observer, level) for level in LevelChoice.values}
    for_the_desk = {level: numbers(scene.cast.moderator, level) for level in LevelChoice.values}

    nothing: dict[str, list[int]] = {level: [] for level in LevelChoice.values}
    assert for_participants == nothing | {"emerging_convergence": [1], "clarified_divergence": [2]}
    assert for_the_desk == nothing | {"convergence": [1], "clarified_divergence": [2], "open": [3]}


def test_level_among_points_of_convergence_is_the_signed_one(scene: Scene, ask: Ask) -> None:
    response = ask(
        scene.cast.moderator,
        "/findings/",
        workshop=scene.cast.workshop.pk,
        points_of_convergence="true",
        level="emerging_convergence",
    )

    assert [each["number"] for each in results(response)] == [1]


def test_finding_comes_with_its_history_for_every_role(scene: Scene, ask: Ask) -> None:
    for role, reader in scene.cast.everybody().items():
        answer = ask(reader, f"/findings/{scene.signed.pk}/").json()

        _reader, finding = access.finding_to_read(reader.user, scene.signed.pk)
        view = as_json(finding_shown(finding, people_of(reader, "en")))
        assert answer == view | {"history": as_json(finding_history(finding, people_of(reader, "en")))}
        assert [each["version_number"] for each in answer["history"]] == ([2, 1] if role in DESK else [1])


def test_draft_is_open_to_the_desk_alone(scene: Scene, ask: Ask) -> None:
    people = scene.cast.everybody().items()

    answers = {role: ask(reader, f"/findings/{scene.draft.pk}/").status_code for role, reader in people}

    assert answers == dict.fromkeys(answers, 404) | dict.fromkeys(DESK, 200)


@pytest.mark.parametrize("both", [True, False])
def test_findings_of_no_place_or_of_two_are_refused(cast: Cast, both: bool, ask: Ask) -> None:
    query = {"workshop": cast.workshop.pk, "thread": cast.thread.pk} if both else {}

    response = ask(cast.observer, "/findings/", **query)

    assert problem(response) == (
        400,
        "invalid",
        "Say which workshop or which thread, not both: add ?workshop= or ?thread= and its id.",
    )
