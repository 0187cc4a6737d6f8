"""Our numbers beside those of others: red-dwarf's, given now, and those of Polis in production, recorded."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.convergence.conversations import SHARED, last_votes, read, rows

Facts = dict[str, Any]
PRODUCTION = "scoop-biodiversity"


def compare(folder: str, figures: Facts, spawned: float) -> Facts:
    """Ours beside red-dwarf's, given its groups where numbers depend on groups."""
    from dialogue.convergence import OpinionMap, draw_map
    from dialogue.convergence.partitions import find_partitions

    matrix, lists = _for_groups(*read(Path(folder)), figures["labels"])
    drawn = draw_map(matrix, polis_hidden=True)
    assert isinstance(drawn, OpinionMap)
    number = len(lists.letters)
    own = find_partitions(drawn.placed_points, [number])[0].inertia
    differences = [
        abs(value - figures["consensus_by_group"][side][str(statement)])
        for side, values in (("agree", lists.consensus_agree), ("disagree", lists.consensus_disagree))
        for statement, value in values.items()
    ]
    counted = [
        [int(agree), int(disagree), int(agree + passed + disagree)]
        == figures["counts"][letter][str(statement)]
        for place, letter in enumerate(lists.letters)
        for statement, (disagree, passed, agree) in zip(
            lists.statements, lists.counts[place].tolist(), strict=True
        )
    ]
    return {
        "counts": len(counted),
        "counts_equal": sum(counted),
        "consensus_by_group": max(differences, default=0.0),
        "representative": sum(len(each) for each in figures["representative"].values()),
        "representative_equal": _equal_representative(lists, figures["representative"]),
        "consensus": sum(len(each) for each in figures["consensus"].values()),
        "consensus_equal": _equal_consensus(lists, figures["consensus"]),
        "axes": _cosines(drawn, figures["axes"]),
        "points": _distance(drawn, figures["points"]),
        "inertia": own / figures["inertia"],
    }


def compare_with_production(spawned: float) -> Facts:
    """Ours beside what Polis' production code gave for the same votes, given its groups."""
    from dialogue.convergence import OpinionMap, draw_map

    told = json.loads((SHARED / "reference" / f"{PRODUCTION}.clojure.json").read_text(encoding="utf-8"))
    expected = told.get("golden", told)
    votes = last_votes(rows(SHARED / "data" / PRODUCTION))
    matrix, lists = _for_groups(votes, expected["hidden"], expected["labels"])
    drawn = draw_map(matrix, polis_hidden=True)
    assert isinstance(drawn, OpinionMap)
    counted = [
        expected["group_votes"][letter]["votes"][str(statement)]
        == {"A": agree, "D": disagree, "S": agree + passed + disagree}
        for place, letter in enumerate(lists.letters)
        for statement, (disagree, passed, agree) in zip(
            lists.statements, lists.counts[place].tolist(), strict=True
        )
    ]
    representative = {
        letter: [[each["tid"], each["repful-for"] == "agree"] for each in listed]
        for letter, listed in expected["repness"].items()
    }
    consensus = {
        side: [[each["tid"], each["p-success"] * each["p-test"]] for each in listed]
        for side, listed in expected["consensus"].items()
    }
    axes = [dict(zip(map(str, expected["tids"]), each, strict=True)) for each in expected["pca"]["comps"]]
    by_group = expected["group_aware_consensus"]
    return {
        "counts": len(counted),
        "counts_equal": sum(counted),
        "consensus_by_group": max(
            abs(value - by_group[str(statement)]) for statement, value in lists.consensus_agree.items()
        ),
        "representative": sum(len(each) for each in representative.values()),
        "representative_equal": _equal_representative(lists, representative),
        "consensus": sum(len(each) for each in consensus.values()),
        "consensus_equal": _equal_consensus(lists, consensus),
        "axes": _cosines(drawn, axes),
    }


def is_exact(facts: Facts) -> bool:
    """Whether every count and list is equal, and the group-informed consensus within 1e-12."""
    return (
        all(facts[f"{name}_equal"] == facts[name] for name in ("counts", "representative", "consensus"))
        and facts["consensus_by_group"] <= 1e-12
    )


def _for_groups(votes: Any, hidden: list[int], labels: dict[str, int]) -> tuple[Any, Any]:
    from dialogue.convergence import Conversation, VoteFields, list_for_groups

    fields = VoteFields("participant_id", "statement_id", "vote")
    matrix = Conversation.from_votes(votes, fields=fields, hidden=hidden).matrix
    letters = tuple(sorted({str(label) for label in labels.values()}, key=int))
    group_of = {int(one): str(label) for one, label in labels.items()}
    return matrix, list_for_groups(matrix, matrix.places_in(group_of, letters), letters)


def _equal_representative(lists: Any, expected: dict[str, list[Any]]) -> int:
    """How many entries of all lists are the same statement, in the same place, in the same direction."""
    return sum(
        [each.statement, each.agreeing] == other
        for letter, listed in lists.representative.items()
        for each, other in zip(listed, expected[letter], strict=False)
    )


def _equal_consensus(lists: Any, expected: dict[str, list[Any]]) -> int:
    """The same of the consensus lists; at a tie ours takes the lowest statement, and another is as good."""
    return sum(
        each.statement == statement or abs(each.share * each.share_test - metric) <= 1e-12
        for side, listed in lists.consensus.items()
        for each, (statement, metric) in zip(listed, expected[side], strict=False)
    )


def _cosines(drawn: Any, axes: list[dict[str, float]]) -> list[float]:
    """How alike both axes are, 1 where they are the same but for their sign."""
    found = []
    for own, other in zip(drawn.components, axes, strict=True):
        theirs = np.array([other[str(one)] for one in drawn.statements])
        found.append(float(abs(own @ theirs) / np.linalg.norm(theirs)))
    return found


def _distance(drawn: Any, points: dict[str, list[float]]) -> float:
    """The largest difference of a coordinate of anybody, axes turned the same way."""
    others = np.array([points[str(one)] for one in drawn.participants])
    signs = np.sign((drawn.points * others).sum(axis=0))
    return float(np.abs(drawn.points * signs - others).max())
