import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dialogue
from dialogue.convergence import (
    CampCounts,
    Conversation,
    MapMemory,
    NoticeCode,
    StatementClass,
    analyse_as_polis,
    analyse_conversation,
)
from tests.convergence.conversations import Row, tiny, two_camps, without_structure
from tests.convergence.worked_examples import TINY_CONSENSUS, TINY_JOINT, TINY_ROOM_JOINT

ROOT = Path(dialogue.__file__).parent.parent


def conversation_of(rows: list[Row], camp_of: dict[Any, str], **declared: Any) -> Conversation:
    return Conversation.from_votes(rows, camp_of=camp_of, camps=["west", "east"], **declared)


def test_statements_of_the_tiny_conversation() -> None:
    figures = analyse_conversation(tiny())

    assert [each.joint for each in figures.statements] == [float(each) for each in TINY_JOINT]
    assert [each.consensus for each in figures.statements] == pytest.approx(
        [float(each) for each in TINY_CONSENSUS]
    )
    assert [each.room_joint for each in figures.statements] == TINY_ROOM_JOINT
    assert [(notice.code, notice.number) for notice in figures.notices] == [
        (NoticeCode.TOO_FEW_PARTICIPANTS, 12)
    ]


def test_two_camps_are_seen_from_every_side() -> None:
    rows, camp_of = two_camps()

    figures = analyse_conversation(conversation_of(rows, camp_of))

    shared = {statement for statement in range(20) if statement % 3 == 0}
    assert {each.statement for each in figures.bridges} <= shared
    assert len(figures.bridges) >= 4
    assert {each.statement for each in figures.divisions} <= set(range(20)) - shared
    assert figures.expected_wrong == pytest.approx(sum(1 - (each.joint or 0) for each in figures.bridges))
    assert figures.groups is not None
    assert figures.beside is not None
    assert figures.beside.table == ((20, 0), (0, 20))
    assert figures.typical is not None
    assert figures.typical.is_shown
    assert figures.second_opinion is None
    assert [each.joint for each in figures.group_statements] == [each.joint for each in figures.statements]
    assert figures.lists is not None
    assert set(figures.lists.representative) == {"A", "B"}
    assert figures.notices == ()


def test_without_structure_there_is_one_cloud_and_a_memory_all_the_same() -> None:
    figures = analyse_conversation(Conversation.from_votes(without_structure()))

    assert (figures.groups, figures.lists, figures.group_statements) == (None, None, ())
    assert figures.drawn is not None
    assert NoticeCode.ONE_CLOUD in [notice.code for notice in figures.notices]
    assert figures.notices[-1].sentence == "One cloud: no opinion groups can be told apart."
    assert figures.memory.number is not None


def test_without_a_test_groups_are_reported() -> None:
    figures = analyse_conversation(Conversation.from_votes(without_structure()), shuffles=0, lots=0)

    assert figures.chance is None
    assert figures.groups is not None


def test_without_camps_a_large_conversation_has_a_second_opinion() -> None:
    figures = analyse_conversation(Conversation.from_votes(two_camps(150, 24)[0]))

    assert figures.second_opinion is not None
    assert figures.statements == ()
    assert len(figures.group_statements) == 24


def test_memory_keeps_letters_over_json() -> None:
    rows, _camps = two_camps()
    first = analyse_conversation(Conversation.from_votes(rows))
    stored = MapMemory.from_dict(json.loads(json.dumps(first.memory.to_dict())))

    again = analyse_conversation(Conversation.from_votes(rows), previous=stored)

    assert first.groups is not None
    assert again.groups is not None
    assert again.groups.letter_of() == first.groups.letter_of()
    assert again.memory == first.memory


def test_a_map_without_groups_is_remembered_all_the_same() -> None:
    alike = [(person, statement, 1) for person in range(14) for statement in range(8)]
    rows = [*alike, *[("alone", statement, -1) for statement in range(8)]]
    before = MapMemory(letters={1: "A"}, number=2, letters_used=4)

    figures = analyse_conversation(Conversation.from_votes(rows), previous=before)

    assert figures.drawn is not None
    assert figures.groups is None
    assert figures.memory.components == figures.drawn.components_by_statement()
    assert (figures.memory.letters, figures.memory.letters_used) == ({1: "A"}, 4)


def test_as_long_as_a_camp_is_small_nothing_of_camps_is_told() -> None:
    rows, camp_of = two_camps()
    camp_of |= {1: "small", 3: "small", 5: "small"}
    votes = {**{(p, s): v for p, s, v in rows}}
    other = [(p, s, -v if camp_of[p] == "small" else v) for (p, s), v in votes.items()]

    figures = analyse_conversation(Conversation.from_votes(rows, camp_of=camp_of), smallest_group=4)
    told = analyse_conversation(Conversation.from_votes(rows, camp_of=camp_of), smallest_group=3)
    changed = analyse_conversation(Conversation.from_votes(other, camp_of=camp_of), smallest_group=4)

    assert (figures.statements, figures.typical, figures.beside) == ((), None, None)
    assert [notice.code for notice in figures.notices] == [NoticeCode.SMALL_CAMP]
    assert len(told.statements) == 20
    assert changed.statements == ()


def in_another_process(code: str, threads: str = "1") -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"OPENBLAS_NUM_THREADS": threads, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


ALL_OF_IT = """
import hashlib, json
from dialogue.convergence import Conversation, analyse_conversation
from tests.convergence.conversations import two_camps
rows, camp_of = two_camps(400, 60)
figures = analyse_conversation(Conversation.from_votes(rows, camp_of=camp_of))
print(hashlib.sha256(json.dumps(figures.to_dict()).encode()).hexdigest())
"""


def test_the_same_votes_give_the_same_bytes_in_every_process_and_with_any_threads() -> None:
    assert len({in_another_process(ALL_OF_IT, threads) for threads in ("1", "1", "2")}) == 1


def test_any_order_of_rows_gives_the_same_dictionary() -> None:
    rows, camp_of = two_camps(120, 25)
    timed = [(*row, place % 50) for place, row in enumerate([*rows, *[(p, s, -v) for p, s, v in rows[::7]]])]
    shuffled = [(*row, place) for place, row in enumerate(timed)]
    Random(5).shuffle(shuffled)

    own = analyse_conversation(conversation_of([(*row, n) for n, row in enumerate(timed)], camp_of))
    other = analyse_conversation(conversation_of(shuffled, camp_of))

    assert json.dumps(own.to_dict()) == json.dumps(other.to_dict())
    assert own.memory == other.memory


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 16), st.integers(0, 9), st.sampled_from([1, 0, -1, None]), st.integers(0, 3)
        ),
        max_size=150,
    ),
    st.dictionaries(st.integers(0, 18), st.sampled_from(["west", "east", "north"])),
    st.sets(st.integers(0, 9), max_size=4),
    st.randoms(),
)
def test_no_votes_raise_an_exception(
    rows: list[Row], camp_of: dict[int, str], hidden: set[int], random: Random
) -> None:
    numbered = [(*row, place) for place, row in enumerate(rows)]
    shuffled = list(numbered)
    random.shuffle(shuffled)

    own, other = (
        analyse_conversation(
            Conversation.from_votes(each, camp_of=camp_of, camps=["south"], hidden=hidden), shuffles=3, lots=3
        )
        for each in (numbered, shuffled)
    )

    assert json.dumps(own.to_dict()) == json.dumps(other.to_dict())


def test_the_steps_of_polis_in_one_call() -> None:
    rows, _camps = two_camps()
    figures = analyse_as_polis(Conversation.from_votes(rows))

    data = json.loads(json.dumps(figures.to_dict()))

    assert [len(listed) for listed in data["representative"].values()] == [5, 5]
    assert {each["statement"] for each in data["consensus"]["agree"]} <= set(range(0, 20, 3))
    assert len(data["group_informed_consensus"]) == 20
    assert [each["size"] for each in data["groups"]["groups"]] == [20, 20]


def test_more_agreement_never_lowers_any_j() -> None:
    rows, camp_of = two_camps(20, 8)
    before = analyse_conversation(conversation_of(rows, camp_of), shuffles=0, lots=0)
    voted = {(person, statement) for person, statement, _vote in rows}
    more = [(p, s, 1) for p in range(20) for s in range(8) if (p, s) not in voted]

    after = analyse_conversation(conversation_of(rows + more, camp_of), shuffles=0, lots=0)

    for one, other in zip(before.statements, after.statements, strict=True):
        assert (other.joint or 0) >= (one.joint or 0)
    assert after.votes > before.votes


def test_one_vote_in_all_is_too_few_everywhere() -> None:
    figures = analyse_conversation(conversation_of([(1, "s", 1)], {1: "west", 2: "east"}, statements=["t"]))

    assert [each.kind for each in figures.statements] == [StatementClass.TOO_FEW_VOTES] * 2
    assert figures.statements[0].counts == (CampCounts(1, 0, 0, 1), CampCounts(0, 0, 0, 1))
