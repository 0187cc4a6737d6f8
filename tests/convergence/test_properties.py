"""What must hold of all votes, whatever they are."""

import copy
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dialogue.convergence import (
    CampAnswers,
    Conversation,
    ConversationFigures,
    Reason,
    Stance,
    StatementClass,
    analyse,
    analyse_conversation,
    count_by_camp,
    is_above,
    measure_statements,
)
from tests.convergence.conversations import Row, two_camps
from tests.convergence.strategies import camps, objections

CAMPS = ("west", "east")


@st.composite
def conversations(draw: st.DrawFn) -> tuple[list[Row], dict[int, str]]:
    people, statements = draw(st.integers(2, 12)), draw(st.integers(1, 6))
    camp_of = {person: draw(st.sampled_from(CAMPS)) for person in range(people)}
    votes = st.sampled_from([1, 1, 0, -1, None])
    cells = [(person, statement) for person in range(people) for statement in range(statements)]
    rows = [(*cell, draw(votes)) for cell in cells]
    return [row for row in rows if row[2] is not None], camp_of


def figures_of(rows: list[Row], camp_of: dict[Any, str]) -> ConversationFigures:
    return analyse_conversation(
        Conversation.from_votes(rows, camp_of=camp_of, camps=CAMPS), shuffles=0, lots=0
    )


def joints_of(rows: list[Row], camp_of: dict[Any, str]) -> dict[Any, float | None]:
    conversation = Conversation.from_votes(rows, camp_of=camp_of, camps=CAMPS)
    return {each.statement: each.joint for each in measure_statements(CAMPS, count_by_camp(conversation))}


@given(conversations(), st.randoms())
def test_renaming_and_the_order_of_rows_change_no_figure(
    conversation: tuple[list[Row], dict[int, str]], random: Random
) -> None:
    rows, camp_of = conversation
    names = [f"name {number}" for number in range(12)]
    random.shuffle(names)
    renamed = [(names[person], f"s{9 - statement}", vote) for person, statement, vote in rows]
    random.shuffle(renamed)

    own = figures_of(rows, camp_of)
    other = figures_of(renamed, {names[person]: camp for person, camp in camp_of.items()})

    by_name = {each.statement: each for each in other.statements}
    for each in own.statements:
        twin = by_name[f"s{9 - int(each.statement)}"]
        assert (each.counts, each.measures, each.joint, each.kind) == (
            twin.counts,
            twin.measures,
            twin.joint,
            twin.kind,
        )


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.randoms())
def test_renaming_moves_nobody_on_the_map(seed: int, random: Random) -> None:
    rows, camp_of = two_camps(30, 12, seed=seed)
    order, numbers = list(range(30)), list(range(12))
    random.shuffle(order)
    random.shuffle(numbers)
    renamed = [(f"p{order[person]}", numbers[statement], vote) for person, statement, vote in rows]

    own = figures_of(rows, camp_of)
    other = figures_of(renamed, {f"p{order[person]}": camp for person, camp in camp_of.items()})

    assert own.drawn is not None
    assert other.drawn is not None
    assert other.drawn.shares == pytest.approx(own.drawn.shares, abs=1e-9)
    places = [other.drawn.participants.index(f"p{order[person]}") for person in range(30)]
    assert other.drawn.points[places, 0] == pytest.approx(own.drawn.points[:, 0], abs=1e-6)
    assert own.groups is not None
    assert other.groups is not None
    letters = other.groups.letter_of()
    assert {
        person: letters[f"p{order[person]}"] for person in own.groups.letter_of()
    } == own.groups.letter_of()


@given(conversations())
def test_what_goes_in_stays_as_it_was(conversation: tuple[list[Row], dict[int, str]]) -> None:
    rows, camp_of = conversation
    before = copy.deepcopy((rows, camp_of))

    figures = figures_of(rows, camp_of)

    assert (rows, camp_of) == before
    assert figures_of(rows, camp_of).to_dict() == figures.to_dict()


@given(conversations(), st.data())
def test_one_more_agreement_lowers_no_j(
    conversation: tuple[list[Row], dict[int, str]], data: st.DataObject
) -> None:
    rows, camp_of = conversation
    assume(rows)
    place = data.draw(st.integers(0, len(rows) - 1))
    person, statement, _vote = rows[place]
    agreeing = [*rows[:place], (person, statement, 1), *rows[place + 1 :]]

    before, after = (joints_of(votes, camp_of) for votes in (rows, agreeing))

    assert all((after[each] or 0) >= (joint or 0) for each, joint in before.items())


@given(camps(fewest=2), st.integers(0, 2), st.sampled_from(Stance))
def test_with_one_answer_in_all_every_level_waits_for_more(
    answers: list[CampAnswers], place: int, stance: Stance
) -> None:
    place %= len(answers)
    alone = [
        CampAnswers(each.key, max(4, each.members), {stance: 1} if number == place else {})
        for number, each in enumerate(answers)
    ]

    figures = analyse(alone, None, objections(alone))

    assert figures.reason == Reason.TOO_FEW_ANSWERS


@given(camps(fewest=2), st.integers(4, 40))
def test_strangers_who_do_not_answer_can_only_withhold(answers: list[CampAnswers], strangers: int) -> None:
    standing = objections(answers)
    among = [*answers, CampAnswers("strangers", strangers, {})]

    without, beside = analyse(answers, None, standing), analyse(among, None, standing)

    assert beside.level is None or not is_above(beside.level, without.level)
    assert beside.reason in (Reason.TOO_FEW_ANSWERS, Reason.TOO_FEW_CAMPS, Reason.WITHHELD)


@given(conversations(), st.integers(1, 9))
def test_strangers_who_do_not_vote_make_no_bridge(
    conversation: tuple[list[Row], dict[int, str]], strangers: int
) -> None:
    rows, camp_of = conversation
    among = camp_of | {f"stranger {number}": "strangers" for number in range(strangers)}

    figures = figures_of(rows, among)

    assert {each.kind for each in figures.statements} <= {StatementClass.TOO_FEW_VOTES}
