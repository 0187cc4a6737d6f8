"""The numbers others published or computed for four real conversations, equal within stated limits."""

from typing import Any

import numpy as np
import pytest

from dialogue.convergence import (
    ConsensusStatement,
    Conversation,
    OpinionMap,
    RepresentativeStatement,
    count_by_camp,
    draw_map,
    factorise,
    find_groups,
    list_for_groups,
    measure_statements,
)
from dialogue.convergence.comparison import GroupLists
from tests.convergence.conversations import (
    NAMES,
    needs_real_conversations,
    real,
    real_hidden,
    real_rows,
    reference,
)

pytestmark = needs_real_conversations

EXACT_SOLVER = {"london-youth-policing", "brexit-consensus"}


def lists_of(conversation: Conversation, expected: dict[str, Any]) -> GroupLists:
    letters = tuple(sorted(set(map(str, expected["labels"].values())), key=int))
    group_of = {int(person): str(group) for person, group in expected["labels"].items()}
    matrix = conversation.matrix
    return list_for_groups(matrix, matrix.places_in(group_of, letters), letters)


def production() -> tuple[Conversation, dict[str, Any]]:
    expected = reference("scoop-biodiversity", "clojure")
    return Conversation.from_votes(real_rows("scoop-biodiversity"), hidden=expected["hidden"]), expected


def hold_representative(found: RepresentativeStatement, expected: dict[str, Any]) -> None:
    assert (found.successes, found.trials) == (expected["n-success"], expected["n-trials"])
    assert found.agreeing == (expected["repful-for"] == "agree")
    assert found.share == pytest.approx(expected["p-success"], abs=1e-12)
    assert found.share_test == pytest.approx(expected["p-test"], abs=1e-9)
    assert found.ratio == pytest.approx(expected["repness"], abs=1e-9)
    # Polis keeps this one number in single precision.
    assert found.ratio_test == pytest.approx(expected["repness-test"], rel=1e-6)


def hold_consensus(found: ConsensusStatement, expected: dict[str, Any]) -> None:
    assert (found.successes, found.trials) == (expected["n-success"], expected["n-trials"])
    assert found.share == pytest.approx(expected["p-success"], abs=1e-12)
    assert found.share_test == pytest.approx(expected["p-test"], abs=1e-9)


@pytest.mark.parametrize("name", [*NAMES, "production"])
def test_lists_are_those_of_the_reference(name: str) -> None:
    conversation, expected = (
        production() if name == "production" else (real(name), reference(name, "reddwarf"))
    )

    found = lists_of(conversation, expected)

    for letter, listed in found.representative.items():
        wanted = expected["repness"][letter]
        assert [each.statement for each in listed] == [each["tid"] for each in wanted]
        for each, other in zip(listed, wanted, strict=True):
            hold_representative(each, other)
    for side, consensus in found.consensus.items():
        wanted = expected["consensus"][side]
        for each, other in zip(consensus, wanted, strict=True):
            hold_consensus(each, other)
        if name != "london-youth-policing":
            assert [each.statement for each in consensus] == [each["tid"] for each in wanted]


def test_a_tie_in_the_consensus_list_goes_to_the_lowest_statement() -> None:
    found = lists_of(real("london-youth-policing"), reference("london-youth-policing", "reddwarf"))

    others = [each["tid"] for each in reference("london-youth-policing", "reddwarf")["consensus"]["agree"]]
    assert [each.statement for each in found.consensus["agree"]] == [*others[:4], 15]
    assert others[4] == 16


@pytest.mark.parametrize("name", [*NAMES, "production"])
def test_group_informed_consensus_is_that_of_the_reference(name: str) -> None:
    conversation, expected = (
        production() if name == "production" else (real(name), reference(name, "reddwarf"))
    )
    wanted = expected["group_aware_consensus"]

    found = lists_of(conversation, expected)

    for side, own in (("agree", found.consensus_agree), ("disagree", found.consensus_disagree)):
        others = wanted.get(side, {}) if name != "production" else (wanted if side == "agree" else {})
        for statement, value in own.items():
            if others:
                assert value == pytest.approx(others[str(statement)], abs=1e-12)


def test_counts_are_those_of_polis_in_production() -> None:
    conversation, expected = production()

    found = lists_of(conversation, expected)

    for place, letter in enumerate(found.letters):
        votes = expected["group_votes"][letter]["votes"]
        for statement, (disagree, passed, agree) in zip(
            found.statements, found.counts[place].tolist(), strict=True
        ):
            assert votes[str(statement)] == {"A": agree, "D": disagree, "S": agree + passed + disagree}


def test_axes_are_those_of_polis_in_production() -> None:
    conversation, expected = production()

    found = draw_map(conversation.matrix, polis_hidden=True)

    assert isinstance(found, OpinionMap)
    for own, component in zip(found.components, expected["pca"]["comps"], strict=True):
        other = dict(zip(expected["tids"], component, strict=True))
        cosine = sum(own[place] * other[statement] for place, statement in enumerate(found.statements))
        assert abs(cosine) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_map_and_groups_are_as_good_as_the_reference(name: str) -> None:
    expected = reference(name, "reddwarf")

    found = draw_map(real(name).matrix, polis_hidden=True)

    assert isinstance(found, OpinionMap)
    cosines = [
        abs(sum(own[place] * expected[axis][str(one)] for place, one in enumerate(found.statements)))
        for own, axis in zip(found.components, ("pc1", "pc2"), strict=True)
    ]
    assert cosines == pytest.approx([1, 1], abs=1e-9 if name in EXACT_SOLVER else 1e-4)
    others = np.array([expected["participant_xy"][str(person)] for person in found.participants])
    signs = np.sign((found.points * others).sum(axis=0))
    limit = 1e-9 if name in EXACT_SOLVER else 2e-3
    assert found.points * signs == pytest.approx(others, abs=limit)
    statements = np.array([expected["statement_xy"][str(one)] for one in found.statements])
    assert found.statement_points * signs == pytest.approx(statements, abs=limit)
    assert int(found.placed.sum()) == expected["n_clustered"]


@pytest.mark.parametrize("name", NAMES)
def test_inertia_is_at_most_that_of_the_reference(name: str) -> None:
    from dialogue.convergence.partitions import find_partitions

    expected = reference(name, "reddwarf")
    drawn = draw_map(real(name).matrix, polis_hidden=True)
    assert isinstance(drawn, OpinionMap)

    found = find_partitions(drawn.placed_points, range(2, 6))

    assert found[expected["k"] - 2].inertia <= expected["inertia"] * 1.002


@pytest.mark.parametrize("name", NAMES)
def test_figures_by_published_groups_are_those_of_the_reference(name: str) -> None:
    expected = reference(name, "tier1")
    conversation = real(name)

    found = measure_statements(conversation.camps, count_by_camp(conversation))

    assert sorted(expected["hidden"]) == sorted(real_hidden(name))
    for figures in found:
        if str(figures.statement) not in expected["statements"]:
            continue
        wanted = expected["statements"][str(figures.statement)]
        for camp, counts, measures in zip(figures.camps, figures.counts, figures.measures, strict=True):
            other = wanted["camps"][camp]
            assert (counts.agree, counts.passed, counts.disagree, counts.members) == tuple(
                other[key] for key in ("A", "P_pass", "D", "m")
            )
            assert (measures.mean, measures.majority, measures.room_majority) == pytest.approx(
                tuple(other[key] for key in ("mean", "P", "F")), abs=1e-12
            )
        assert (figures.joint, figures.consensus, figures.spread) == pytest.approx(
            tuple(wanted[key] for key in ("J", "GAC", "spread")), abs=1e-12
        )
        assert figures.kind.value == wanted["class"].replace(" ", "_")
    assert len(found) >= len(expected["statements"])


@pytest.mark.parametrize("name", NAMES)
def test_factorisation_is_near_that_of_community_notes(name: str) -> None:
    expected = reference(name, "communitynotes")

    found = factorise(real(name).matrix)

    assert found is not None
    own = [
        (intercept, expected["intercept"][str(statement)])
        for statement, intercept in zip(found.statements, found.intercepts, strict=True)
        if str(statement) in expected["intercept"]
    ]
    assert np.corrcoef(np.array(own).T)[0, 1] > 0.998


@pytest.mark.parametrize("name", NAMES)
def test_london_alone_has_no_groups_beyond_chance(name: str) -> None:
    from dialogue.convergence import compare_with_chance

    drawn = draw_map(real(name).matrix)
    assert isinstance(drawn, OpinionMap)
    groups = find_groups(drawn)
    chance = compare_with_chance(real(name).matrix)

    assert groups is not None
    assert chance is not None
    assert chance.groups_stand(groups.number) == (name != "london-youth-policing")
    assert chance.axis_stands
