import json
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

import dialogue
from dialogue.convergence import CampAnswers, ChangeCode, Figures, Level, Reason, Stance, analyse

DEMONSTRATION = Path(dialogue.__file__).parent / "demonstration"
CAMPS = ("abolitionist", "deterrence")
MEMBERS = {"abolitionist": 5, "deterrence": 5, "neither": 2}
LEVELS = {
    Level.CONVERGENCE: [
        "hq-d.P1",
        "hq-e.P1",
        "hq-e.P2",
        "hq-f.P1",
        "hq-h.P1",
        "ag-a.P1",
        "ag-b-b.P1",
    ],
    Level.EMERGING_CONVERGENCE: [
        "hq-a.P1",
        "hq-b.P1",
        "hq-d.P2",
        "hq-g.P1",
        "ag-a.P2",
        "ag-b-a.P1",
        "ag-c.P2",
    ],
    Level.OPEN: ["hq-c.P1", "hq-h.P2", "ag-c.P1"],
}
UNANSWERED = "mp-a.P1"


@pytest.fixture(scope="module")
def figures() -> dict[str, Figures]:
    positions = json.loads((DEMONSTRATION / "positions.json").read_text(encoding="utf-8"))["items"]
    responses = json.loads((DEMONSTRATION / "responses.json").read_text(encoding="utf-8"))["responses"]
    counts: dict[tuple[str, str], Counter[Stance]] = defaultdict(Counter)
    for response in responses:
        counts[response["proposal"], response["camp"]][Stance(response["value"])] += 1

    def analysed(proposal: str) -> Figures:
        groups = {key: CampAnswers(key, MEMBERS[key], counts[proposal, key]) for key in MEMBERS}
        standing = sum(counts[proposal, key][Stance.OBJECT] for key in MEMBERS)
        return analyse([groups[key] for key in CAMPS], groups["neither"], standing)

    return {item["id"]: analysed(item["id"]) for item in positions if item["kind"] == "proposal"}


def test_demonstration_has_seven_convergences_seven_emerging_and_three_open(
    figures: dict[str, Figures],
) -> None:
    answered = {proposal: found for proposal, found in figures.items() if proposal != UNANSWERED}

    found = {level: [p for p, of in answered.items() if of.level == level] for level in LEVELS}

    assert found == LEVELS
    assert [len(proposals) for proposals in found.values()] == [7, 7, 3]


def test_the_eighteenth_proposal_waits_for_its_first_answers(figures: dict[str, Figures]) -> None:
    waiting = figures[UNANSWERED]

    assert len(figures) == 18
    assert (waiting.level, waiting.reason, waiting.bridge) == (Level.OPEN, Reason.TOO_FEW_ANSWERS, None)
    assert [(change.code, change.camp, change.number) for change in waiting.changes] == [
        (ChangeCode.MORE_ANSWERS_NEEDED, "abolitionist", 4),
        (ChangeCode.MORE_ANSWERS_NEEDED, "deterrence", 4),
    ]


def test_an_objection_and_its_camp_keep_a_proposal_from_convergence(figures: dict[str, Figures]) -> None:
    found = figures["ag-b-a.P1"]

    assert (found.reason, found.standing_objections) == (Reason.OBJECTION_STANDS, 1)
    assert found.bridge == Fraction(3, 5)


def test_an_average_would_have_misled(figures: dict[str, Figures]) -> None:
    found = figures["ag-c.P1"]

    assert [camp.support for camp in found.camps] == [Fraction(2, 5), Fraction(1)]
    assert (found.reason, found.bridge) == (Reason.BRIDGE_BELOW_EMERGING, Fraction(2, 5))
    assert found.standing_objections == 2


@pytest.mark.parametrize("proposal", ["hq-a.P1", "hq-d.P2"])
def test_four_of_five_in_both_camps_are_just_not_enough(figures: dict[str, Figures], proposal: str) -> None:
    found = figures[proposal]

    assert (found.reason, found.bridge) == (Reason.NOT_ENOUGH_CONFIDENCE, Fraction(4, 5))
    assert found.joint_probability == Fraction(3249, 4096)
    assert round(float(found.joint_probability), 3) == 0.793


def test_two_of_neither_camp_are_too_few_to_be_shown(figures: dict[str, Figures]) -> None:
    assert {found.neither for found in figures.values()} == {None}
