"""The tables of truth: calibration, what chance would flag, and labels that stay."""

from collections.abc import Iterator
from typing import Any

from benchmarks.convergence.promises import PEER
from benchmarks.convergence.tables import table

Facts = dict[str, Any]


def tell_calibration(part: Facts) -> Iterator[str]:
    found = {name: of for name, of in part["camps"].items() if of["pairs"]}
    if not found:
        yield "There was no conversation with two groups that are large enough.\n"
        return
    draws = next(iter(found.values()))["draws"]
    yield (
        f"Camps of so many people are drawn {draws:,} times from the two groups Polis published of each "
        "conversation. J is stated from their votes alone, where five in each have answered; true is what "
        "a majority of both whole groups agrees with. *Gap*: the largest distance between the two in a "
        "tenth of J with a hundred pairs.\n\n"
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
        "that is not, among those with a quorum.\n\n"
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


def tell_chance(part: Facts) -> Iterator[str]:
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
            f"Statements flagged as typical of one of two camps, on average over {draws} draws; in brackets "
            "those in the wrong direction (measured on the whole groups). Our list is shown only where "
            "drawing camps by lot would list less than half as many.\n\n"
        )
        yield table(("", "statements", *RULES.values(), "our list is shown"), lines)
        yield "\n"
    yield (
        "Shuffled conversations: each statement's votes are dealt out anew among those who cast them, so "
        "that there are no groups to be found.\n\n"
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


def tell_stability(part: Facts) -> Iterator[str]:
    checkpoints = next(iter(part["conversations"].values()))["replay"]["ours"]["checkpoints"]
    yield (
        f"Every conversation is replayed by its timestamps and looked at {checkpoints} times: after equal "
        "numbers of votes, and once more after equal times, where there is often hardly a vote between two "
        "looks. Ours remembers the map before; red-dwarf computes from scratch. *Changed*: the share of "
        "people with another label than the time before, of those who have one both times, on average.\n\n"
    )
    kinds = {
        "ours": "ours, every map",
        "from_scratch": "ours, from scratch every time",
        "as_shown": "ours, groups that chance lets through",
        PEER: PEER,
        "ours, by time": "ours, every map, after equal times",
        f"{PEER}, by time": f"{PEER}, after equal times",
    }
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
    twice = []
    for name, of in part["conversations"].items():
        runs = of["runs"]
        equal = "equal bytes" if of["different"] == 1 else f"**{of['different']} different results**"
        beside = f"{runs['distance']:.0e}; {runs['relabelled']:.1%} of people relabelled" if runs else "–"
        twice.append((name, f"{equal} in {of['orders']} orders of the rows", beside))
    yield table(("", "ours", "red-dwarf twice without a seed: largest difference of a point"), twice).replace(
        "--:", "---"
    )
