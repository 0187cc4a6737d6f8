"""What a workshop waits for: all figures of sixteen or thirty people, and those one response changes."""

import random
from collections.abc import Callable
from itertools import product
from math import prod
from time import perf_counter
from typing import Any

from benchmarks.convergence import stopwatch

Facts = dict[str, Any]
STANCES = ("agree", "can_live_with_it", "pass", "disagree", "object")
WEIGHTS = ((5, 3, 1, 2, 1), (2, 3, 2, 4, 1))
CAMPS = ("abolitionist", "deterrence")
SEED = 16
MEMBERS = 12


def responses(people: int, proposals: int) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """Nearly everybody answers everything, in five steps; the camps lean differently on every other one."""
    chance = random.Random(SEED)
    given = [
        {
            "participant": person,
            "statement": proposal,
            "vote": chance.choices(STANCES, WEIGHTS[(person % 2) * (proposal % 2)])[0],
        }
        for person in range(people)
        for proposal in range(proposals)
        if chance.random() < 0.9
    ]
    return given, {person: CAMPS[person % 2] for person in range(people)}


def measure(people: int, proposals: int, repetitions: int, spawned: float) -> Facts:
    """The seconds of everything a workshop of this size is shown, from the responses on."""
    from benchmarks.convergence.ours import forget
    from dialogue.convergence import (
        Conversation,
        analyse_as_polis,
        analyse_conversation,
        count_by_camp,
        measure_statements,
    )

    given, camp_of = responses(people, proposals)

    def conversation() -> Conversation:
        return Conversation.from_votes(given, camp_of=camp_of, camps=CAMPS)

    def by_camps() -> Any:
        of = conversation()
        return measure_statements(of.camps, count_by_camp(of))

    acts: dict[str, Callable[[], Any]] = {
        "levels": lambda: _levels(given, camp_of, proposals),
        "by_camps": by_camps,
        "steps": lambda: analyse_as_polis(conversation()),
        "complete": lambda: analyse_conversation(conversation(), shuffles=0, lots=0),
        "with_chance": lambda: analyse_conversation(conversation()),
    }
    seconds = {}
    for name, act in acts.items():
        act()
        times = max(1, repetitions // 10) if name == "with_chance" else repetitions
        seconds[name] = stopwatch.repeated(act, times, before=forget)
        seconds[f"{name}_known"] = stopwatch.repeated(act, times)
    return {"people": people, "proposals": proposals, "responses": len(given), "seconds": seconds}


def _levels(given: list[dict[str, Any]], camp_of: dict[int, str], proposals: int) -> list[Any]:
    """Hold every proposal against the rule, with what would change its level."""
    from dialogue.convergence import CampAnswers, StanceCounts, analyse

    members = {camp: sum(each == camp for each in camp_of.values()) for camp in CAMPS}
    counts: list[dict[str, dict[str, int]]] = [{camp: {} for camp in CAMPS} for _each in range(proposals)]
    for each in given:
        of_camp = counts[each["statement"]][camp_of[each["participant"]]]
        of_camp[each["vote"]] = of_camp.get(each["vote"], 0) + 1
    return [
        analyse(
            [CampAnswers(camp, members[camp], StanceCounts(each)) for camp, each in of_proposal.items()],
            None,
            sum(answers.get("object", 0) for answers in of_proposal.values()),
        )
        for of_proposal in counts
    ]


def measure_response(repetitions: int, spawned: float) -> Facts:
    """The seconds one response costs, from the changed count to the figures, on average over all counts.

    Every possible count of a camp of twelve is met with nothing remembered (`new`), and once more (`known`).
    """
    from benchmarks.convergence.ours import forget, memories
    from dialogue.convergence import (
        CampAnswers,
        CampCounts,
        Stance,
        analyse,
        majority_decimal,
        measure_statement,
    )

    everybody = range(MEMBERS + 1)
    possible = [each for each in product(everybody, repeat=3) if sum(each) <= MEMBERS]
    other = CampCounts(6, 1, 2, 10)
    beside = CampAnswers(CAMPS[1], 10, {Stance.AGREE: 6, Stance.PASS: 1, Stance.DISAGREE: 2})

    def bridge_score(agree: int, passed: int, disagree: int) -> Any:
        camps = CampCounts(agree, passed, disagree, MEMBERS), other
        return prod([majority_decimal(each.agree, each.answered) for each in camps])

    def statement(agree: int, passed: int, disagree: int) -> Any:
        return measure_statement(1, CAMPS, (CampCounts(agree, passed, disagree, MEMBERS), other))

    def level(agree: int, passed: int, disagree: int) -> Any:
        answers = {Stance.AGREE: agree, Stance.PASS: passed, Stance.DISAGREE: disagree}
        return analyse([CampAnswers(CAMPS[0], MEMBERS, answers), beside], None, 0)

    remembering = memories()
    found: dict[str, list[float]] = {}
    for name, act in (("joint", bridge_score), ("statement", statement), ("level", level)):
        forget()
        for memory in ("new", "known"):
            found[f"{name}_{memory}"] = [
                _mean_seconds(act, possible, remembering if memory == "new" else [])
                for _each in range(repetitions)
            ]
    return {"counts": len(possible), "seconds": found}


def _mean_seconds(act: Callable[..., Any], counts: list[tuple[int, ...]], emptied: list[Any]) -> float:
    """The mean of one call for every count, each after these memories were emptied."""
    spent = 0.0
    for each in counts:
        for memory in emptied:
            memory.cache_clear()
        started = perf_counter()
        act(*each)
        spent += perf_counter() - started
    return spent / len(counts)
