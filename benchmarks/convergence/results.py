"""The results as a page of Markdown: what was promised, every table, and the machine."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from benchmarks.convergence.promises import PEER, verdicts
from benchmarks.convergence.speed_tables import (
    ABSENT,
    tell_edges,
    tell_equality,
    tell_recorded,
    tell_speed,
    tell_workshop,
)
from benchmarks.convergence.tables import table
from benchmarks.convergence.truth_tables import tell_calibration, tell_chance, tell_stability

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


def page(kept: dict[str, Facts]) -> str:
    """The whole file, from the figures of every part that was run."""
    machine: Facts = next((each["machine"] for each in kept.values() if "machine" in each), {})
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


SECTIONS: tuple[tuple[str, str, Callable[[Facts], Iterable[str]]], ...] = (
    ("recorded", "Recorded conversations", tell_recorded),
    ("synthetic", "Synthetic conversations", tell_speed),
    ("large", "Ours alone, from columns", tell_speed),
    ("threads", "With as many threads as each takes by itself", tell_speed),
    ("equality", "Equality", tell_equality),
    ("workshop", "A workshop", tell_workshop),
    ("edges", "Edge cases", tell_edges),
    ("calibration", "Is J as sure as it says?", tell_calibration),
    ("chance", "What chance would flag", tell_chance),
    ("stability", "The same tomorrow", tell_stability),
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
