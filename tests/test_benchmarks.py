"""What the benchmark of the convergence engine measures with: without a network, without red-dwarf, small."""

import math
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.convergence import edges, ours, peer, results, stability, synthetic
from benchmarks.convergence.calibration import (
    Divided,
    area_under_curve,
    draw_people,
    largest_gap,
    reliability,
    state,
)
from benchmarks.convergence.chance import by_lot, flag
from benchmarks.convergence.conversations import Vote, checkpoints, last_votes, read, rows, shuffled
from benchmarks.convergence.parts import QUICK, Run, measure_synthetic
from benchmarks.convergence.promises import is_result, verdicts
from benchmarks.convergence.speed_tables import ABSENT
from dialogue.convergence import Conversation

TOLD = {"machine": {"cores": "2", "versions": {"numpy": "2"}}, "commit": "abc", "seconds": 3.0}


@pytest.fixture
def made_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(synthetic, "MADE", tmp_path)
    return tmp_path


def two_groups() -> Divided:
    """Forty people: the groups differ on every second statement and agree on the others."""
    rows = [
        (person, statement, 1 if statement % 2 or (person + person // 8) % 2 == 0 else -1)
        for person in range(40)
        for statement in range(12)
    ]
    matrix = Conversation.from_votes(rows).matrix
    return Divided(matrix, np.array([(person + person // 8) % 2 for person in range(40)]), ("0", "1"))


def test_synthetic_votes_are_the_same_every_time_and_nobody_votes_twice() -> None:
    one, other = synthetic.make(300, 50), synthetic.make(300, 50)

    assert [mine.tolist() for mine in one] == [yours.tolist() for yours in other]
    assert len(set(zip(one.participants.tolist(), one.statements.tolist(), strict=True))) == len(one.votes)
    assert set(one.votes.tolist()) == {-1, 0, 1}
    assert len(set(one.participants.tolist())) == 300
    assert 19 < len(one.votes) / 300 < 21


def test_a_synthetic_conversation_is_read_back_as_it_was_made(made_here: Path) -> None:
    made = synthetic.make(30, 10)

    votes, hidden = read(synthetic.folder_of(30, 10))

    assert hidden == []
    assert [tuple(vote.values()) for vote in votes] == list(
        zip(*(column.tolist() for column in made), strict=True)
    )


def test_the_last_vote_counts_and_of_two_at_one_time_the_later_row(tmp_path: Path) -> None:
    lines = ["timestamp,comment-id,voter-id,vote", "5,1,1,1", "3,1,1,-1", "2,1,2,1", "2,1,2,0"]
    (tmp_path / "votes.csv").write_text("\n".join(lines))

    found = last_votes(rows(tmp_path))

    assert [tuple(vote.values()) for vote in found] == [(1, 1, 1), (2, 1, 0)]


def test_checkpoints_follow_the_timestamps(tmp_path: Path) -> None:
    lines = ["timestamp,comment-id,voter-id,vote", "40,1,1,1", "10,1,2,-1", "30,1,2,1", "20,2,2,0"]
    (tmp_path / "votes.csv").write_text("\n".join(lines))

    told = [[tuple(vote.values()) for vote in votes] for votes in checkpoints(tmp_path, 2)]

    assert told == [[(2, 1, -1), (2, 2, 0)], [(2, 1, 1), (2, 2, 0), (1, 1, 1)]]


def test_shuffling_keeps_who_voted_on_what_and_every_margin(made_here: Path) -> None:
    votes, _hidden = read(synthetic.folder_of(60, 10))

    dealt = shuffled(votes, 7)

    def cells(of: list[Vote]) -> set[tuple[int, int]]:
        return {(vote["participant_id"], vote["statement_id"]) for vote in of}

    def margins(of: list[Vote]) -> list[tuple[int, int]]:
        return sorted((vote["statement_id"], vote["vote"]) for vote in of)

    assert dealt != votes
    assert dealt == shuffled(votes, 7)
    assert (cells(dealt), margins(dealt)) == (cells(votes), margins(votes))


def test_area_under_the_curve() -> None:
    truth = np.array([True, True, False, False])

    assert area_under_curve(np.array([0.9, 0.8, 0.2, 0.1]), truth) == 1.0
    assert area_under_curve(np.array([0.5, 0.5, 0.5, 0.5]), truth) == 0.5
    assert area_under_curve(np.array([0.9, 0.1, 0.5, 0.2]), truth) == 0.5
    assert area_under_curve(np.array([0.9, 0.8]), np.array([True, True])) is None


def test_the_gap_is_that_of_a_tenth_with_enough_pairs() -> None:
    stated = np.array([0.05] * 100 + [0.95] * 100 + [0.5] * 3)
    true = np.array([False] * 90 + [True] * 10 + [True] * 100 + [False] * 3)

    found = reliability(stated, true)

    assert [(each["from"], each["number"]) for each in found] == [(0.0, 100), (0.5, 3), (0.9, 100)]
    assert largest_gap(found) == pytest.approx(0.05)
    assert largest_gap(found, fewest=1) == pytest.approx(0.5)
    assert math.isnan(largest_gap(found, fewest=101))


def test_camps_drawn_from_groups_that_are_of_one_mind_state_the_truth() -> None:
    found = state(two_groups(), (8, 8), draws=3, seed=0)

    assert found.stated.size == 3 * 12
    assert found.true[found.stated > 0.99].all()
    assert not found.true[found.stated < 0.01].any()
    assert found.areas == {"joint": [1.0] * 3, "consensus": [1.0] * 3, "overall": [1.0] * 3}


def test_camps_are_drawn_from_their_groups_or_by_lot_from_everybody() -> None:
    places = np.array([0] * 10 + [1] * 10 + [-1] * 5)
    random = np.random.Generator(np.random.PCG64(0))

    drawn, lot = draw_people(places, (3, 4), random), by_lot(places, 4, random)

    assert (drawn[drawn >= 0] == places[drawn >= 0]).all()
    assert np.bincount(drawn + 1).tolist() == [18, 3, 4]
    assert np.bincount(lot + 1).tolist() == [17, 4, 4]
    assert (lot[20:] == -1).all()


def test_what_divides_two_groups_is_flagged_by_every_rule_and_not_as_wrong() -> None:
    of = two_groups()
    leaning = np.array([0.0 if place % 2 else 1.0 for place in range(12)])

    right, wrong = (flag(of.matrix, of.places, each, lots=20) for each in (leaning, -leaning))

    assert right.flagged == {"typical": 6, "strongly": 6, "polis": 6}
    assert right.wrong == {"typical": 0, "strongly": 0, "polis": 0}
    assert right.shown
    assert wrong.wrong == right.flagged


def test_labels_that_change_are_counted_among_who_has_one_both_times() -> None:
    labels: list[stability.Labels | None] = [None, {"1": "A", "2": "A"}, {"1": "A", "2": "B", "3": "B"}, None]

    assert stability.change_per_checkpoint(labels) == 0.5
    assert stability.change_per_checkpoint([None, {"1": 0}]) is None
    assert stability.changes_of_number(labels) == 1
    assert stability.appearances(labels) == 2
    assert stability.share_relabelled({"1": 0, "2": 1}, {"1": 0, "2": 0, "3": 1}) == 0.5
    assert stability.largest_distance({"1": [0.0, 1.0]}, {"1": [0.5, 1.0]}) == 0.5


def test_no_edge_case_ends_in_an_exception() -> None:
    found = ours.edge_cases(spawned=0.0)["outcomes"]

    assert list(found) == list(edges.cases())
    assert len(found) == 12
    assert {name: each for name, each in found.items() if not is_result(each)} == {}


def test_where_red_dwarf_cannot_be_had_ours_is_measured_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*words: str) -> None:
        raise subprocess.CalledProcessError(1, words)

    monkeypatch.setattr(peer, "_run", refuse)

    worker, versions, why = peer.find_peer(tmp_path / "peer")

    assert (worker, versions) == (None, {})
    assert why == "red-dwarf could not be set up (CalledProcessError); ours was measured alone"


def test_a_part_without_red_dwarf_makes_a_page(made_here: Path) -> None:
    size = replace(QUICK, synthetic=((60, 20, 1, 1, 1, 0),))

    told = measure_synthetic(Run(size, None))
    page = results.page(
        {"synthetic": told | TOLD | {"without_peer": "Nobody beside", "recorded_here": False}}
    )

    (of,) = told["conversations"].values()
    assert of.keys() == {"ours", "without_scipy"}
    assert (of["ours"]["processes"], of["ours"]["number"], of["ours"]["digests"]) == (1, 1, 1)
    assert 0 < of["ours"]["min"] <= of["ours"]["cold"] < of["ours"]["since_spawned"]
    assert "**Nobody beside.**" in page
    assert f"**{ABSENT}**" in page
    assert "| synthetic 60 × 20, ours | " in page


def test_what_was_missed_is_told_as_missed_with_what_limits_it() -> None:
    seconds = {name: {"min": 2e-6, "median": 4e-6} for name in RESPONSES}
    kept: dict[str, Any] = {"workshop": {"response": seconds, "workshops": {}}}

    (found,) = [each for each in verdicts(kept) if each.floor_reached is not None]

    assert (found.promise, found.floor_reached, found.goal_reached) == (
        "one response → bridge score, without the database",
        True,
        False,
    )
    assert f"* {found.promise}: {found.limited_by}.\n" in results.page(
        {"workshop": kept["workshop"] | FAILED}
    )


def test_a_part_that_broke_off_says_so_in_its_place() -> None:
    page = results.page({"stability": FAILED})

    assert "## The same tomorrow\n\nBroke off: WorkerFailed.\n" in page
    assert page.count("not measured") == len(
        [each for each in verdicts({}) if "not measured" in each.measured]
    )


RESPONSES = [f"{name}_{memory}" for name in ("joint", "statement", "level") for memory in ("new", "known")]
FAILED = {"failed": "Broke off: WorkerFailed."} | TOLD
