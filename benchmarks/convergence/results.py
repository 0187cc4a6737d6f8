"""The results as a page of Markdown: the machine, what was promised, and the tables."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from benchmarks.convergence.edges import cases
from benchmarks.convergence.promises import PEER, is_result, ratio, verdicts

Facts = dict[str, Any]

HEAD = """\
# The convergence engine, measured

`make bench` writes this file; every figure comes from its run. Ours and red-dwarf {version} start from the
same list of dictionaries (participant, statement, vote; of several votes the last), in fresh processes by
turns, with one thread each. Times are the best of all repetitions, with the median in brackets; memory is the
most the process ever held, Python and libraries included. Compared are the same outputs: matrix, map, groups
and their number, representative and consensus statements, group-informed consensus (red-dwarf also gives each
statement a priority). Before every repetition of ours all that it remembers of earlier results is emptied.
"""
ABSENT = "The recorded conversations (`../shared/convergence/data`) were not there: synthetic ones alone."


def page(kept: dict[str, Facts]) -> str:
    """The whole file, from the figures of every part that was run."""
    machine = next((each["machine"] for each in kept.values() if "machine" in each), {})
    versions = machine.get("versions", {})
    parts = [HEAD.format(version=versions.get(PEER, "0.4.0"))]
    parts += [f"\n**{sentence}**\n" for sentence in notes(kept)]
    parts += ["\n## Promised and reached\n\n", *_promises(kept)]
    for name, heading, section in SECTIONS:
        if name in kept:
            parts += [f"\n## {heading}\n\n"]
            parts += [kept[name]["failed"] + "\n"] if "failed" in kept[name] else section(kept[name])
    parts += ["\n## Where it was measured\n\n", *_measured_on(kept)]
    return "".join(parts)


def notes(kept: dict[str, Facts]) -> list[str]:
    """What is missing: the peer, the recorded conversations."""
    found = [each["without_peer"] for each in kept.values() if each.get("without_peer")]
    sentences = [f"{found[0]}."] if found else []
    if any(not each.get("recorded_here", True) for each in kept.values()):
        sentences.append(ABSENT)
    return sentences


def table(heads: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A table; text stands left, figures right."""
    rule = ["---" if place == 0 else "--:" for place, _head in enumerate(heads)]
    cells = [heads, rule, *([_cell(each) for each in line] for line in lines)]
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _promises(kept: dict[str, Facts]) -> Iterator[str]:
    words = {True: "reached", False: "**missed**", None: "–"}
    found = verdicts(kept)
    lines = [
        (
            each.promise,
            each.floor,
            words[each.floor_reached],
            each.goal,
            words[each.goal_reached],
            each.measured,
        )
        for each in found
    ]
    yield table(("promise", "floor", "", "goal", "", "measured"), lines).replace("--:", "---")
    missed = [each for each in found if False in (each.floor_reached, each.goal_reached)]
    if missed:
        yield "\nWhat limits those that were missed:\n\n"
        yield from (f"* {each.promise}: {each.limited_by}.\n" for each in missed)


def milliseconds(of: Facts) -> str:
    """Best and median."""
    digits = 1 if of["min"] < 0.1 else 0
    return f"{of['min'] * 1000:,.{digits}f} ({of['median'] * 1000:,.{digits}f})"


def times(found: float | None) -> str:
    return "–" if found is None else f"{found:,.1f} ×"


IMPLEMENTATIONS = {"ours": "ours", "without_scipy": "ours, NumPy alone", PEER: PEER}


def _speed(part: Facts) -> Iterator[str]:
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
        "the process "
        "was started. A ratio is the lower one of those of best and median.\n"
    )


MORE = {
    "own": "the same outputs, and J, P, F, intervals, bounds and classes of every statement by these groups",
    "joint": "J and all figures of every statement by camps alone (the published groups), no map",
    "without_chance": "`analyse_conversation` without the test of chance",
    "complete": "`analyse_conversation`, with 39 shuffles",
    "complete_with_camps": "the same with camps (the published groups): 200 lots, camps beside groups",
}


def _recorded(part: Facts) -> Iterator[str]:
    if not part["conversations"]:
        yield ABSENT + "\n"
        return
    yield from _speed(part)
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


def _equality(part: Facts) -> Iterator[str]:
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
        "consensus ours takes "
        "the lowest statement. For larger conversations red-dwarf's axes come from a randomised solver.\n"
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


def _workshop(part: Facts) -> Iterator[str]:
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
        f"twelve, beside "
        "a camp of ten.\n\n"
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


def _edges(part: Facts) -> Iterator[str]:
    workers = [worker for worker in ("ours", PEER) if worker in part]
    lines = [
        (name, *(_outcome(part[worker][name]) for worker in workers)) for name in cases()
    ]  # fmt: skip
    yield table(("case", *workers), lines).replace("--:", "---")


def _outcome(outcome: str) -> str:
    return outcome if is_result(outcome) else f"`{outcome}`"


def _calibration(part: Facts) -> Iterator[str]:
    found = {name: of for name, of in part["camps"].items() if of["pairs"]}
    if not found:
        yield "There was no conversation with two groups that are large enough.\n"
        return
    draws = next(iter(found.values()))["draws"]
    yield (
        f"Camps of so many people are drawn {draws:,} times from the two groups Polis published of each "
        f"conversation. "
        "J is stated from their votes alone, where five in each have answered; true is what a majority of "
        "both whole "
        "groups agrees with. *Gap*: the largest distance between the two in a tenth of J with a hundred "
        "pairs.\n\n"
    )
    names = list(next(iter(found.values()))["gap_of_each"])
    lines = [
        (
            name, f"{of['pairs']:,}", f"{of['brier']:.3f}", f"**{of['gap']:.3f}**",
            *(f"{of['gap_of_each'].get(each, float('nan')):.3f}" for each in names),
        )
        for name, of in found.items()
    ]  # fmt: skip
    yield table(("camps", "pairs", "Brier", "gap, pooled", *(f"gap, {each}" for each in names)), lines)
    yield "\nStated → true (pairs), pooled, by tenths of J:\n\n"
    tenths = [place / 10 for place in range(10)]
    lines = [
        (name, *(_stated_and_true(of["reliability"], tenth) for tenth in tenths))
        for name, of in found.items()
    ]
    yield table(("camps", *(f"{tenth:.1f}–" for tenth in tenths)), lines)
    yield (
        "\nArea under the curve: how often a statement that is true of both whole groups scores above one "
        "that is not, "
        "among those with a quorum.\n\n"
    )
    lines = [
        (f"{each}, camps of {name}", *(f"{of['areas'][each][score]:.3f}" for score in AREAS))
        for name, of in found.items()
        for each in of["areas"]
        if name in ("8 and 8", "20 and 20")
    ]
    yield table(("", *AREAS.values()), lines)


AREAS = {"joint": "J", "consensus": "group-informed consensus", "overall": "overall agreement"}


def _stated_and_true(of: list[Facts], tenth: float) -> str:
    found = next((each for each in of if each["from"] == tenth), None)
    return f"{found['stated']:.2f} → {found['true']:.2f} ({found['number']:,})" if found else "–"


def _chance(part: Facts) -> Iterator[str]:
    lines = [
        (
            f"{name}, {each['size']} and {each['size']}, {words}", of["statements"],
            *(f"{of[kind]['flagged'][rule]:.1f} ({of[kind]['wrong'][rule]:.1f})" for rule in RULES),
            f"{of[kind]['shown']:.0%}",
        )
        for each in part["flags"]
        for name, of in each["conversations"].items()
        for kind, words in (("groups", "camps of the groups"), ("lot", "camps by lot"))
    ]  # fmt: skip
    if lines:
        draws = part["flags"][0]["draws"]
        yield (
            f"Statements flagged as typical of one of two camps, on average over {draws} draws; in "
            f"brackets those in the "
            "wrong direction (measured on the whole groups). Our list is shown only where drawing camps by "
            "lot would "
            "list less than half as many.\n\n"
        )
        yield table(("", "statements", *RULES.values(), "our list is shown"), lines)
        yield "\n"
    yield (
        "Shuffled conversations: each statement's votes are dealt out anew among those who cast them, so "
        "that there "
        "are no groups to be found.\n\n"
    )
    workers = ("ours", PEER)
    lines = [
        (
            name,
            *(f"{of[each]['reported']} of {of[each]['number']}" if each in of else "–" for each in workers),
        )
        for name, of in part["shuffled"].items()
    ]
    yield table(("groups reported in", *workers), lines)


RULES = {"typical": "R ≥ 0.95", "strongly": "R ≥ 0.99", "polis": "Polis' two tests"}


def _stability(part: Facts) -> Iterator[str]:
    checkpoints = next(iter(part["conversations"].values()))["replay"]["ours"]["checkpoints"]
    yield (
        f"Every conversation is replayed by its timestamps, and looked at {checkpoints} times, after equal "
        f"numbers of "
        "votes. Ours remembers the map before; red-dwarf computes from scratch. *Changed*: the share of "
        "people with "
        "another label than the time before, of those who have one both times, on average.\n\n"
    )
    kinds = {"ours": "ours, every map", "as_shown": "ours, groups that chance lets through", PEER: PEER}
    lines = [
        (
            f"{name}, {words}",
            "–" if of["replay"][kind]["changed"] is None else f"{of['replay'][kind]['changed']:.1%}",
            of["replay"][kind]["numbers_changed"],
            f"{of['replay'][kind]['with_groups']} of {of['replay'][kind]['checkpoints']}",
            of["replay"][kind]["appearances"],
        )
        for name, of in part["conversations"].items()
        for kind, words in kinds.items()
        if kind in of["replay"]
    ]
    heads = ("", "changed", "number of groups changed", "checkpoints with groups", "groups came or went")
    yield table(heads, lines)
    yield "\nOver the same votes:\n\n"
    lines = []
    for name, of in part["conversations"].items():
        runs = of["runs"]
        equal = "equal bytes" if of["different"] == 1 else f"**{of['different']} different results**"
        beside = f"{runs['distance']:.0e}; {runs['relabelled']:.1%} of people relabelled" if runs else "–"
        lines.append((name, f"{equal} in {of['orders']} orders of the rows", beside))
    yield table(("", "ours", "red-dwarf twice without a seed: largest difference of a point"), lines).replace(
        "--:", "---"
    )


SECTIONS: tuple[tuple[str, str, Callable[[Facts], Iterable[str]]], ...] = (
    ("recorded", "Recorded conversations", _recorded),
    ("synthetic", "Synthetic conversations", _speed),
    ("large", "Ours alone, from columns", _speed),
    ("threads", "With as many threads as each takes by itself", _speed),
    ("equality", "Equality", _equality),
    ("workshop", "A workshop", _workshop),
    ("edges", "Edge cases", _edges),
    ("calibration", "Is J as sure as it says?", _calibration),
    ("chance", "What chance would flag", _chance),
    ("stability", "The same tomorrow", _stability),
)


def _measured_on(kept: dict[str, Facts]) -> Iterator[str]:
    """Machine and commit of every part, those alike together."""
    groups: dict[str, list[str]] = {}
    for name, each in kept.items():
        machine = dict(each["machine"])
        versions = machine.pop("versions", {})
        facts = ", ".join(f"{fact}: {value}" for fact, value in machine.items())
        told = ", ".join(f"{package} {version}" for package, version in versions.items())
        groups.setdefault(f"{facts}; {told}; commit `{each['commit']}`", []).append(
            f"{name} ({each['seconds']:.0f} s)"
        )
    yield from (f"* {', '.join(names)}: {facts}\n" for facts, names in groups.items())
