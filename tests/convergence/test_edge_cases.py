"""What may be missing, doubled or empty, and what is then said: never an exception."""

from typing import Any

import pytest

from dialogue.convergence import (
    Certainty,
    Conversation,
    ConversationFigures,
    NoticeCode,
    StatementClass,
    analyse_as_polis,
    analyse_conversation,
)
from tests.convergence.conversations import Row, two_camps

CAMPS = {person: ("west", "east")[person % 2] for person in range(40)}


def figures_of(rows: list[Row], **declared: Any) -> ConversationFigures:
    return analyse_conversation(Conversation.from_votes(rows, **declared), lots=9)


def codes(figures: ConversationFigures) -> list[NoticeCode]:
    return [notice.code for notice in figures.notices]


def test_no_votes_at_all() -> None:
    figures = figures_of([])

    assert (figures.drawn, figures.groups, figures.statements, figures.votes) == (None, None, (), 0)
    assert codes(figures) == [NoticeCode.NO_VOTES]
    assert figures.notices[0].sentence == "Nobody has voted on a statement that is shown."


@pytest.mark.parametrize("people", [1, 2, 4])
def test_few_participants_are_counted_and_have_no_map(people: int) -> None:
    rows = [(person, statement, 1) for person in range(people) for statement in range(10)]

    figures = figures_of(
        rows, camp_of={person: CAMPS[person] for person in range(people)}, camps=["west", "east"]
    )

    assert figures.drawn is None
    assert NoticeCode.TOO_FEW_PARTICIPANTS in codes(figures)
    assert sum(each.agree for each in figures.statements[0].counts) == people
    assert {each.kind for each in figures.statements} <= {
        StatementClass.TOO_FEW_VOTES,
        StatementClass.TOO_FEW_CAMPS,
    }


@pytest.mark.parametrize(("vote", "agree"), [(0, 0), (1, 20)])
def test_everybody_votes_alike(vote: int, agree: int) -> None:
    figures = figures_of([(p, s, vote) for p in range(40) for s in range(10)], camp_of=CAMPS)

    assert figures.drawn is None
    assert codes(figures) == [NoticeCode.NO_DIFFERENCES]
    assert {(each.agree, each.answered) for each in figures.statements[0].counts} == {(agree, 20)}


def test_one_statement() -> None:
    figures = figures_of([(p, "s", 1) for p in range(40)], camp_of=CAMPS)

    assert codes(figures) == [NoticeCode.TOO_FEW_STATEMENTS]
    assert figures.statements[0].kind == StatementClass.BRIDGE


def test_nobody_reaches_the_fewest_votes() -> None:
    figures = figures_of(
        [(p, (p + s) % 12, 1 - 2 * (p % 2)) for p in range(40) for s in range(6)], camp_of=CAMPS
    )

    assert codes(figures) == [NoticeCode.TOO_FEW_PARTICIPANTS]
    assert (figures.groups, figures.lists) == (None, None)
    as_polis = analyse_as_polis(Conversation.from_votes([(p, p % 12, 1) for p in range(40)]))
    assert (as_polis.lists.consensus_agree, as_polis.groups) == ({}, None)


def test_all_statements_are_hidden() -> None:
    figures = figures_of([(p, s, 1) for p in range(40) for s in range(10)], camp_of=CAMPS, hidden=range(10))

    assert (figures.statements, figures.votes, figures.hidden) == ((), 0, 10)
    assert codes(figures) == [NoticeCode.SILENT_CAMP, NoticeCode.SILENT_CAMP, NoticeCode.NO_VOTES]


def test_an_empty_camp_is_left_out_and_named() -> None:
    rows, camp_of = two_camps()

    figures = figures_of(rows, camp_of=camp_of, camps=["west", "north", "east"])
    alone = figures_of(rows, camp_of=dict.fromkeys(camp_of, "west"), camps=["west", "north"])

    assert figures.statements[0].camps == ("west", "east")
    assert figures.statements[0].joint is not None
    assert [(notice.code, notice.camp) for notice in figures.notices] == [(NoticeCode.EMPTY_CAMP, "north")]
    assert figures.notices[0].sentence == "north has no members and is left out."
    assert alone.statements[0].joint is None
    assert codes(alone)[:2] == [NoticeCode.EMPTY_CAMP, NoticeCode.TOO_FEW_CAMPS]


def test_a_camp_with_members_and_no_votes() -> None:
    rows, camp_of = two_camps()

    figures = figures_of(rows, camp_of=camp_of | {f"silent {n}": "north" for n in range(4)})

    north = figures.statements[0].camps.index("north")
    assert figures.statements[0].kind == StatementClass.TOO_FEW_VOTES
    assert figures.statements[0].measures[north].majority == 0.5
    assert figures.statements[0].measures[north].answers_missing == 4
    assert [notice.sentence for notice in figures.notices] == [
        "Nobody of north has voted: 4 answers are missing."
    ]


def test_a_participant_who_changes_camp_takes_all_votes_along() -> None:
    rows, camp_of = two_camps()

    before, after = (figures_of(rows, camp_of=each) for each in (camp_of, camp_of | {0: "east"}))

    assert [each.answered for each in before.statements[0].counts] != [
        each.answered for each in after.statements[0].counts
    ]
    assert [sum(each.answered for each in figures.statements[0].counts) for figures in (before, after)] == [
        sum(1 for _p, s, _v in rows if s == 0)
    ] * 2


def test_a_participant_who_leaves_takes_votes_and_membership_along() -> None:
    rows, camp_of = two_camps()
    staying = {person: camp for person, camp in camp_of.items() if person != 0}

    after = figures_of([row for row in rows if row[0] != 0], camp_of=staying, camps=["west", "east"])

    assert [each.members for each in after.statements[0].counts] == [19, 20]


def test_a_statement_hidden_and_shown_again_returns_with_all_its_votes() -> None:
    rows, camp_of = two_camps()

    shown, hidden, again = (figures_of(rows, camp_of=camp_of, hidden=each) for each in ([], [3], []))

    assert [each.statement for each in hidden.statements] == [s for s in range(20) if s != 3]
    assert again.to_dict() == shown.to_dict()


def test_without_a_second_axis_everybody_is_on_one_line() -> None:
    rows = [(p, s, 1 if p % 2 == s % 2 else -1) for p in range(40) for s in range(10)]

    figures = figures_of(rows, camp_of=CAMPS)

    assert figures.drawn is not None
    assert not figures.drawn.points[:, 1].any()
    assert NoticeCode.NO_SECOND_AXIS in codes(figures)


def test_identical_participants_are_one_point_each_camp() -> None:
    rows = [(p, s, 1 if p % 2 == s % 2 else -1) for p in range(40) for s in range(10)]

    figures = analyse_conversation(Conversation.from_votes(rows, camp_of=CAMPS))

    assert figures.groups is not None
    assert list(figures.groups.silhouettes) == [2]
    assert figures.groups.sizes == (20, 20)


def test_exactly_half_is_no_majority() -> None:
    rows = [(p, "s", 1 if p < 20 else -1) for p in range(40)]

    figures = figures_of(rows, camp_of={p: ("west", "east")[p % 2] for p in range(40)})

    assert [each.certainty for each in figures.statements[0].measures] == [Certainty.NO, Certainty.NO]
    assert [each.majority for each in figures.statements[0].measures] == [0.5, 0.5]
