"""Positions and proposals: what the page shows to the same person."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from dialogue import access
from dialogue.models import Participant, Position, Round
from dialogue.selectors.people import people_of
from dialogue.selectors.positions import contributions_of, in_order, position_shown, versions_of
from dialogue.services.positions import withdraw_position
from tests.api.asking import Ask, results
from tests.api.scene import Scene
from tests.api.views_as_json import as_json
from tests.cast import Cast, post


def ids(response: HttpResponse) -> list[str]:
    return [each["id"] for each in results(response)]


def test_positions_are_those_of_the_page_for_every_role(scene: Scene, ask: Ask) -> None:
    thread = scene.cast.thread
    for reader in scene.cast.everybody().values():
        positions = results(ask(reader, "/positions/", thread=thread.pk, kind="position"))
        proposals = results(ask(reader, "/positions/", thread=thread.pk, kind="proposal"))

        said = contributions_of(thread, people_of(reader, "en"))
        shown = sorted([*said.voices, *said.from_neither], key=lambda each: int(each.reference))
        assert positions == as_json(shown)
        assert proposals == as_json(said.proposals)


def test_positions_of_both_kinds_come_in_the_order_they_were_put_forward(scene: Scene, ask: Ask) -> None:
    response = ask(scene.cast.observer, "/positions/", thread=scene.cast.thread.pk)

    assert ids(response) == [str(each.pk) for each in (scene.position, scene.other, scene.proposal)]


def test_position_comes_with_its_versions_for_every_role(scene: Scene, ask: Ask) -> None:
    for reader in scene.cast.everybody().values():
        answer = ask(reader, f"/positions/{scene.position.pk}/").json()

        _reader, position = access.position_to_read(reader.user, scene.position.pk)
        view = as_json(position_shown(position, people_of(reader, "en")))
        assert answer == view | {"versions": as_json(versions_of(position))}
        assert [version["number"] for version in answer["versions"]] == [2, 1]


def test_position_carries_the_language_of_its_words(scene: Scene, ask: Ask) -> None:
    answer = ask(scene.cast.observer, f"/positions/{scene.other.pk}/").json()

    assert answer["claim"] == {"text": "威慑防止了战争。", "language": "zh-Hans", "direction": "auto"}


def test_withdrawn_position_keeps_only_its_place(scene: Scene, ask: Ask) -> None:
    withdraw_position(by=scene.cast.abolitionist, position=scene.position)

    answer = ask(scene.cast.supporter, f"/positions/{scene.position.pk}/").json()

    said = {
        name: answer[name]
        for name in ("reference", "is_withdrawn", "claim", "reasoning", "figure", "versions")
    }
    assert said == {
        "reference": "1",
        "is_withdrawn": True,
        "claim": None,
        "reasoning": None,
        "figure": None,
        "versions": [],
    }


def test_only_the_author_reads_what_a_round_still_hides(cast: Cast, ask: Ask) -> None:
    hidden = post(cast.abolitionist, cast.thread)
    in_round = Round.objects.create(thread=cast.thread, number=1)
    Position.objects.filter(pk=hidden.pk).update(round=in_round)

    def readers() -> dict[str, tuple[int, ...]]:
        return {role: seen_by(reader, hidden, ask) for role, reader in cast.everybody().items()}

    hidden_from_others = readers()
    Round.objects.update(revealed_at=hidden.posted_at)

    seen, not_seen = (1, 1, 200, 200), (0, 0, 404, 404)
    assert hidden_from_others == dict.fromkeys(cast.everybody(), not_seen) | {"abolitionist": seen}
    assert readers() == dict.fromkeys(cast.everybody(), seen)


def seen_by(reader: Participant, position: Position, ask: Ask) -> tuple[int, ...]:
    """In how many lists, and how its own addresses answer."""
    lists = [ask(reader, address, thread=position.thread_id) for address in ("/positions/", "/figures/")]
    alone = [ask(reader, f"{address}{position.pk}/") for address in ("/positions/", "/figures/")]
    return *(len(results(each)) for each in lists), *(each.status_code for each in alone)


def test_only_the_desk_sees_tags(scene: Scene, ask: Ask) -> None:
    seen = each_role(scene, scene.position, lambda answer: len(answer["tags"]), ask)

    assert seen == dict.fromkeys(seen, 0) | {"moderator": 1, "chair": 1, "rapporteur": 1}


def test_response_is_seen_by_its_giver_alone(scene: Scene, ask: Ask) -> None:
    seen = each_role(scene, scene.proposal, lambda answer: answer["mine"] and answer["mine"]["stance"], ask)

    own = {"abolitionist": "agree", "supporter": "agree", "neither": "object"}
    assert seen == dict.fromkeys(seen, None) | own


def test_only_author_and_asked_know_who_was_asked_to_sponsor(scene: Scene, ask: Ask) -> None:
    def sponsors(answer: dict[str, Any]) -> tuple[list[str], str | None]:
        return [each["state"] for each in answer["sponsors"]], answer["my_sponsorship"]

    seen = each_role(scene, scene.proposal, sponsors, ask)

    assert seen == dict.fromkeys(seen, (["agreed"], None)) | {
        "abolitionist": (["agreed", "asked"], None),
        "supporter": (["agreed"], "agreed"),
        "neither": (["agreed"], "asked"),
    }


def each_role(scene: Scene, position: Position, look: Callable[[Any], Any], ask: Ask) -> dict[str, Any]:
    """What everybody finds in the same position."""
    people = scene.cast.everybody()
    return {role: look(ask(reader, f"/positions/{position.pk}/").json()) for role, reader in people.items()}


def test_labels_come_in_the_language_asked_for(
    scene: Scene, client_of: Callable[[Participant], Client]
) -> None:
    client = client_of(scene.cast.observer)

    with translation.override("en"):
        response = client.get(
            f"/api/v1/positions/{scene.position.pk}/", headers={"accept-language": "zh-hans"}
        )
    with translation.override("zh-hans"):
        (position,) = in_order(scene.cast.thread, scene.cast.observer).filter(pk=scene.position.pk)
        expected = as_json(position_shown(position, people_of(scene.cast.observer, "zh-hans")))

    answer = response.json()
    answer.pop("versions")
    assert answer == expected
    assert response.headers["Content-Language"] == "zh-hans"
    assert answer["by"]["camp"]["label"]["language"] == "zh-Hans"
