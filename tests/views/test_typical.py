"""What is typical of a camp: found with the map, beside what lots would list, and of no small camp."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dialogue.convergence import (
    TypicalStatement,
    TypicalStatements,
    analyse_conversation,
    find_typical,
)
from dialogue.models import DrawnMap, Job, Participant, Position, User, Workshop
from dialogue.selectors.responses import conversation_of
from dialogue.selectors.typical import TypicalShown
from dialogue.services.maps import MOST_TYPICAL, _typical_of
from dialogue.services.participants import remove_participant
from dialogue.services.positions import withdraw_position
from tests.cast import Cast
from tests.opposed import answer
from tests.services.test_maps import draw
from tests.views.test_maps import page_of

SignIn = Callable[[Participant | User], Client]


@pytest.fixture
def proposals(opposed: list[Position]) -> list[Position]:
    return opposed


def seen(client: Client, workshop: Workshop) -> TypicalShown | None:
    shown: TypicalShown | None = client.get(page_of(workshop.pk)).context["map"].typical
    return shown


def keep(workshop: Workshop, **kept: Any) -> None:
    drawn = DrawnMap.objects.get(workshop=workshop)
    DrawnMap.objects.filter(pk=drawn.pk).update(data=drawn.data | {"typical": kept})


@pytest.fixture(autouse=True)
def only_this_workshop(cast: Cast) -> None:
    Job.objects.all().delete()


def test_page_lists_what_the_mathematics_finds(
    cast: Cast, client_of: SignIn, proposals: list[Position]
) -> None:
    draw()
    conversation = conversation_of(cast.workshop)
    matrix = conversation.matrix
    places = matrix.places_in(conversation.camp_of, conversation.camps)
    found = find_typical(matrix, places, conversation.camps)

    page = client_of(cast.supporter).get(page_of(cast.workshop.pk))
    typical = page.context["map"].typical

    assert found.is_shown
    assert [
        (each.camp.key, str(text.position_id), text.is_agreed, text.is_strong)
        for each in typical.camps
        for text in each.texts
    ] == [(each.camp, each.statement, True, each.is_strong) for each in found.statements if each.agreeing]
    # What one of two camps agrees with more, the other agrees with less: each text is there twice.
    texts = {each.statement for each in found.statements}
    assert len(found.statements) == 2 * len(texts)
    assert sum(each.number for each in typical.camps) == len(texts)
    by_lot = round(found.by_lot / 2)
    assert typical.sentence == (
        f"{len(texts)} texts are typical; drawn by lot it would be {f'about {by_lot}' if by_lot else 'none'}."
    )
    assert typical.sentence in page.content.decode()


@pytest.mark.parametrize("said", ["agree", "object"])
def test_nothing_depends_on_a_camp_too_small_to_be_counted(
    cast: Cast, client_of: SignIn, proposals: list[Position], said: str
) -> None:
    for person in cast.supporters[3:]:
        remove_participant(by=cast.organiser, participant=person)
    draw()
    before = DrawnMap.objects.get(workshop=cast.workshop).data
    for proposal in proposals:
        answer(cast.supporter, proposal, said)
    Job.objects.all().delete()
    draw()

    shown = seen(client_of(cast.moderator), cast.workshop)

    assert DrawnMap.objects.get(workshop=cast.workshop).data == before
    assert before["typical"] is None
    assert shown == TypicalShown("Not shown while a camp has fewer than 4 members.")


@pytest.mark.parametrize("said", ["agree", "object"])
def test_nothing_depends_on_those_of_neither(cast: Cast, proposals: list[Position], said: str) -> None:
    draw()
    before = DrawnMap.objects.get(workshop=cast.workshop).data["typical"]
    for proposal in proposals:
        answer(cast.neither, proposal, said)
    Job.objects.all().delete()
    draw()

    assert before["number"] > 0
    assert DrawnMap.objects.get(workshop=cast.workshop).data["typical"] == before


def test_camp_that_has_become_too_small_is_protected_before_the_next_map(
    cast: Cast, client_of: SignIn, proposals: list[Position]
) -> None:
    draw()
    for person in cast.supporters[3:]:
        remove_participant(by=cast.organiser, participant=person)

    page = client_of(cast.abolitionist).get(page_of(cast.workshop.pk)).content.decode()

    assert "Not shown while a camp has fewer than 4 members." in page
    assert "agree more than others" not in page


LIKE_LOTS = (
    "Nothing is listed: of camps drawn by lot about as many texts would be typical (9) as of these (10)."
)


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        (
            {"number": 0, "by_lot": 0.2, "camps": []},
            "No text sets one camp apart from the others clearly enough.",
        ),
        ({"number": 10, "by_lot": 8.7, "camps": []}, LIKE_LOTS),
    ],
)
def test_list_that_chance_would_fill_is_not_shown(
    cast: Cast, client_of: SignIn, proposals: list[Position], kept: dict[str, Any], sentence: str
) -> None:
    draw()
    keep(cast.workshop, **kept)

    assert seen(client_of(cast.supporter), cast.workshop) == TypicalShown(sentence)


def test_only_texts_that_stand_are_listed_and_the_surest_alone(
    cast: Cast, client_of: SignIn, proposals: list[Position]
) -> None:
    draw()
    withdraw_position(by=cast.abolitionist, position=proposals[0])
    texts = [[str(each.pk), False, True] for each in proposals[:2]]
    keep(
        cast.workshop,
        number=54,
        by_lot=9.4,
        camps=[["abolitionist", 54, texts], ["deterrence", 1, texts[:1]]],
    )

    page = client_of(cast.supporter).get(page_of(cast.workshop.pk))

    (ours,) = page.context["map"].typical.camps
    assert [text.position_id for text in ours.texts] == [proposals[1].pk]
    words = page.content.decode()
    assert "54 texts are typical; drawn by lot it would be about 9." in words
    assert "agree much less than others" in words
    assert "These are the surest 1 of 54." in words


def entries(name: str, number: int, probability: float) -> tuple[TypicalStatement, ...]:
    """So many texts that one camp agrees with more, and the same texts as the other camp sees them."""
    return tuple(
        TypicalStatement(camp, f"{name}{each}", agreeing, probability)
        for camp, agreeing in (("west", True), ("east", False))
        for each in range(number)
    )


@pytest.mark.parametrize(
    ("lots", "number", "by_lot", "strong"),
    [((6.0, 2.0), 24, 3.0, 12), ((24.0, 2.0), 12, 1.0, 12), ((24.0, 12.0), 24, 12.0, None)],
)
def test_list_respects_what_the_mathematics_would_not_show(
    lots: tuple[float, float], number: int, by_lot: float, strong: int | None
) -> None:
    found = TypicalStatements((*entries("s", 12, 0.995), *entries("w", 12, 0.96)), *lots, 200)

    kept = _typical_of(found, of_two=True)

    texts = [[f"s{each}", True, True] for each in range(MOST_TYPICAL)]
    assert (kept["number"], kept["by_lot"]) == (number, by_lot)
    assert kept["camps"] == ([] if strong is None else [["west", number, texts]])


def test_of_three_camps_both_directions_are_told() -> None:
    kept = _typical_of(TypicalStatements(entries("s", 1, 0.96), 0.4, 0.0, 200), of_two=False)

    assert kept == {
        "number": 2, "by_lot": 0.4,
        "camps": [["west", 1, [["s0", True, False]]], ["east", 1, [["s0", False, False]]]],
    }  # fmt: skip


def test_workshop_without_two_camps_has_nothing_typical(cast: Cast, client_of: SignIn) -> None:
    draw()
    DrawnMap.objects.update(data={"picture": None, "notices": []})

    assert seen(client_of(cast.supporter), cast.workshop) is None
    assert analyse_conversation(conversation_of(cast.workshop)).typical is not None
