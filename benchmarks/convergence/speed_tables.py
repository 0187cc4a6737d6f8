"""The tables of time, memory, equality, workshops and edge cases."""

from collections.abc import Iterator
from typing import Any

from benchmarks.convergence.edges import cases
from benchmarks.convergence.promises import PEER, is_result, ratio
from benchmarks.convergence.tables import milliseconds, table, times

Facts = dict[str, Any]

ABSENT = "The recorded conversations (`../shared/convergence/data`) were not there: synthetic ones alone."
IMPLEMENTATIONS = {"ours": "ours", "without_scipy": "ours, NumPy alone", PEER: PEER}


def tell_speed(part: Facts) -> Iterator[str]:
    if not part["conversations"]:
        yield "Nothing was measured.\n"
        return
    lines = []
    for name, of in part["conversations"].items():
        for worker, words in IMPLEMENTATIONS.items():
            if worker not in of:
                continue
            own = of[worker]
            compared = worker == "ours" and PEER in of
            lines.append(
                (
                    f"{name}, {words}", f"{own['votes']:,}", milliseconds(own),
                    times(ratio(of)) if compared else "",
                    f"{own['cold']:.2f}" if "cold" in own else "–",
                    times(ratio(of, "cold")) if compared else "",
                    f"{own['since_spawned']:.2f}",
                    f"{own['peak']:.0f} ({own['held']:.0f})", times(ratio(of, "peak")) if compared else "",
                    "/".join(map(str, own.get("groups", []))) or "–",
                    f"{own['processes']} × {own['number'] // own['processes']}",
                )
            )  # fmt: skip
    heads = (
        "conversation", "votes", "ms", "", "cold s", "", "from start s",
        "peak MB (before the result)", "", "groups",
        "processes × repetitions",
    )  # fmt: skip
    yield table(heads, lines)
    yield (
        "\n*Cold* is import, reading the CSV and the first result; *from start* the same from the moment "
        "the process was started. A ratio is the lower one of those of best and median.\n"
    )


MORE = {
    "own": "the same outputs, and J, P, F, intervals, bounds and classes of every statement by these groups",
    "joint": "J and all figures of every statement by camps alone (the published groups), no map",
    "without_chance": "`analyse_conversation` without the test of chance",
    "complete": "`analyse_conversation`, with 39 shuffles",
    "complete_with_camps": "the same with camps (the published groups): 200 lots, camps beside groups",
}


def tell_recorded(part: Facts) -> Iterator[str]:
    if not part["conversations"]:
        yield ABSENT + "\n"
        return
    yield from tell_speed(part)
    yield "\nWhat more there is, in ms (best; with nothing remembered):\n\n"
    found = part["conversations"]
    lines = [
        ("the same outputs", *(f"{of['ours']['min'] * 1000:.1f}" for of in found.values())),
        *(
            (words, *(f"{of['ours']['further'][name] * 1000:.1f}" for of in found.values()))
            for name, words in MORE.items()
        ),
    ]
    if all(PEER in of for of in found.values()):
        lines.append((PEER, *(f"{of[PEER]['min'] * 1000:.0f}" for of in found.values())))
    yield table(("ours", *found), lines)


def tell_equality(part: Facts) -> Iterator[str]:
    found = {f"{name}, {PEER}": of for name, of in part["conversations"].items()}
    if part["production"]:
        found["scoop-biodiversity, Polis in production"] = part["production"]
    if not found:
        yield "Nobody to compare with.\n"
        return
    lines = [
        (
            name,
            *(
                f"{of[f'{each}_equal']:,} of {of[each]:,}"
                for each in ("counts", "representative", "consensus")
            ),
            f"{of['consensus_by_group']:.0e}",
            " ".join(f"{max(0.0, 1 - each):.0e}" for each in of["axes"]),
            f"{of['points']:.0e}" if "points" in of else "–",
            f"{of['inertia']:.4f}" if "inertia" in of else "–",
        )
        for name, of in found.items()
    ]
    heads = (
        "beside, given its groups", "counts equal", "representative equal", "consensus equal",
        "group-informed consensus, largest difference", "axes, 1 − cosine", "points, largest difference",
        "inertia, ours by theirs",
    )  # fmt: skip
    yield table(heads, lines)
    yield (
        "\nRepresentative statements are equal in statement, place and direction; at a tie in the "
        "consensus ours takes the lowest statement. For larger conversations red-dwarf's axes come from a "
        "randomised solver.\n"
    )


WAITS = {
    "levels": "levels of all proposals, with reasons and what would change them (`analyse`)",
    "by_camps": "J and all figures of every proposal by camps",
    "steps": "map, groups and lists as Polis",
    "complete": "complete figures (`analyse_conversation` without shuffles and lots)",
    "with_chance": "complete figures, with 39 shuffles and 200 lots",
}
RESPONSES = {
    "joint": "J of the proposal",
    "statement": "all figures of the proposal",
    "level": "level, reason and what would change it",
}


def tell_workshop(part: Facts) -> Iterator[str]:
    heads = ["ms, best (median)"]
    heads += [f"{size}, {memory}" for size in part["workshops"] for memory in ("nothing remembered", "again")]
    yield "Sixteen people with 40 proposals, thirty with 60, in five steps.\n\n"
    yield table(
        heads,
        [
            (
                words,
                *(milliseconds(seconds[f"{name}{memory}"]) for seconds in part["workshops"].values()
                  for memory in ("", "_known")),
            )
            for name, words in WAITS.items()
        ],
    )  # fmt: skip
    yield (
        f"\nOne response, without the database: the mean over all {part['counts']} counts of a camp of "
        "twelve, beside a camp of ten.\n\n"
    )
    lines = [
        (
            words,
            *(
                f"{part['response'][f'{name}_{memory}']['min'] * 1e6:.1f} "
                f"({part['response'][f'{name}_{memory}']['median'] * 1e6:.1f})"
                for memory in ("new", "known")
            ),
        )
        for name, words in RESPONSES.items()
    ]
    yield table(("µs, best (median)", "a count never met", "a count met before"), lines)


def tell_edges(part: Facts) -> Iterator[str]:
    workers = [worker for worker in ("ours", PEER) if worker in part]
    lines = [
        (name, *(_outcome(part[worker][name]) for worker in workers)) for name in cases()
    ]  # fmt: skip
    yield table(("case", *workers), lines).replace("--:", "---")


def _outcome(outcome: str) -> str:
    return outcome if is_result(outcome) else f"`{outcome}`"
