"""The parts of the benchmark: each returns its figures as they are kept, and one may be run alone."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.convergence import stability, synthetic
from benchmarks.convergence.conversations import NAMES, SHARED, recorded
from benchmarks.convergence.equality import PRODUCTION
from benchmarks.convergence.workers import OURS, Worker, by_turns, doing

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured.

    Of synthetic conversations: people, statements, then processes and repetitions of ours, and those of
    red-dwarf; repetitions are those after the first call.
    """

    names: tuple[str, ...] = NAMES
    processes: int = 5
    repetitions: int = 5
    further: int = 3
    synthetic: tuple[tuple[int, int, int, int, int, int], ...] = (
        (10_000, 500, 3, 5, 3, 1),
        (50_000, 1000, 3, 3, 1, 0),
    )
    large: tuple[int, int] = (200_000, 2000)
    free_threads: tuple[int, ...] = (1, 1)
    runs: int = 2
    draws: int = 1000
    flag_draws: int = 200
    lots: int = 200
    shuffles: int = 100
    peer_shuffles: int = 5
    checkpoints: int = 40
    orders: int = 5
    small: tuple[int, int] = (300, 40)


FULL = Size()
QUICK = Size(
    names=("brexit-consensus",), processes=1, repetitions=1, further=1, synthetic=((1000, 100, 1, 1, 1, 0),),
    large=(5000, 200), free_threads=(), runs=0, draws=60, flag_draws=4, lots=20, shuffles=3, peer_shuffles=0,
    checkpoints=4, orders=1, small=(60, 20),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """What is measured: how much, and beside whom, if anybody."""

    size: Size
    peer: Worker | None

    @property
    def workers(self) -> list[Worker]:
        return [OURS] if self.peer is None else [OURS, self.peer]

    @property
    def recorded(self) -> dict[str, Path]:
        return {name: folder for name, folder in recorded().items() if name in self.size.names}

    @property
    def conversations(self) -> dict[str, Path]:
        """The recorded conversations; where they are not here, a synthetic one."""
        if found := self.recorded:
            return found
        people, statements = self.size.small
        return {title(people, statements): synthetic.folder_of(people, statements)}


def title(people: int, statements: int) -> str:
    return f"synthetic {people:,} × {statements:,}"


def summary(facts: list[Facts]) -> Facts:
    """What is told of all processes of one implementation together."""
    seconds = [each for one in facts for each in one["seconds"]]
    told: Facts = {"min": min(seconds), "median": median(seconds), "number": len(seconds)}
    told["processes"] = len(facts)
    for name in ("import", "load", "first", "cold", "since_spawned", "held", "peak"):
        if name in facts[0]:
            told[name] = median(each[name] for each in facts)
    told |= {name: facts[0][name] for name in ("votes", "groups") if name in facts[0]}
    told["digests"] = len({each.get("digest") for each in facts})
    further = facts[0].get("further", {})
    told["further"] = {name: min(min(each["further"][name]) for each in facts) for name in further}
    return told


def measure_recorded(run: Run) -> Facts:
    """Time, cold start and memory on the recorded conversations."""
    size, told = run.size, {}
    for name, folder in run.recorded.items():
        with doing(name):
            if size.processes > 1:
                # Once for nothing, so that nobody pays for files that lie on the disk alone.
                by_turns(run.workers, "speed", 1, folder=str(folder), repetitions=1)
            facts: dict[str, list[Facts]] = {worker.name: [] for worker in run.workers}
            for _process in range(size.processes):
                for worker in run.workers:
                    more = {"further": size.further} if worker is OURS else {}
                    asked: Facts = {"folder": str(folder), "repetitions": size.repetitions} | more
                    facts[worker.name].append(worker.ask("speed", **asked))
            told[name] = {worker: summary(found) for worker, found in facts.items()}
    return {"conversations": told}


def measure_synthetic(run: Run) -> Facts:
    """The same on synthetic conversations; ours once more without SciPy."""
    told = {}
    for people, statements, processes, repetitions, of_peer, repetitions_of_peer in run.size.synthetic:
        folder = str(synthetic.folder_of(people, statements))
        with doing(title(people, statements)):
            facts: dict[str, list[Facts]] = {"ours": [], "without_scipy": []}
            for place in range(max(processes, of_peer)):
                asked: Facts = {"folder": folder, "repetitions": repetitions}
                if place < processes:
                    facts["ours"].append(OURS.ask("speed", **asked))
                    facts["without_scipy"].append(OURS.ask("speed", library=False, **asked))
                if run.peer and place < of_peer:
                    asked["repetitions"] = repetitions_of_peer
                    facts.setdefault(run.peer.name, []).append(run.peer.ask("speed", **asked))
            told[title(people, statements)] = {name: summary(found) for name, found in facts.items()}
    return {"conversations": told}


def measure_large(run: Run) -> Facts:
    """Ours alone, from columns, with SciPy and without."""
    people, statements = run.size.large
    folder = str(synthetic.columns_of(people, statements))
    asked: Facts = {"folder": folder, "repetitions": run.size.further}
    with doing(title(people, statements)):
        found = {
            name: summary(
                [OURS.ask("columns", library=library, **asked) for _each in range(run.size.further)]
            )
            for name, library in (("ours", True), ("without_scipy", False))
        }
    return {"conversations": {title(people, statements): found}}


def measure_free_threads(run: Run) -> Facts:
    """The comparison once more with as many threads as each takes by itself."""
    told: Facts = {}
    folders = dict(run.recorded) if run.size.free_threads else {}
    repetitions = dict.fromkeys(folders, run.size.repetitions)
    for many, (people, statements, *_processes) in zip(
        run.size.free_threads, run.size.synthetic, strict=False
    ):
        name = title(people, statements)
        folders[name], repetitions[name] = synthetic.folder_of(people, statements), many - 1
    for name, folder in folders.items():
        with doing(name):
            asked: Facts = {"folder": str(folder), "repetitions": repetitions[name]}
            facts = by_turns(run.workers, "speed", 1, free_threads=True, **asked)
            told[name] = {worker: summary(found) for worker, found in facts.items()}
    return {"conversations": told}


def measure_equality(run: Run) -> Facts:
    """Our numbers beside red-dwarf's and those of Polis in production."""
    told: Facts = {"conversations": {}, "production": None}
    if run.peer:
        for name, folder in run.conversations.items():
            with doing(name):
                figures = run.peer.ask("figures", folder=str(folder))
                told["conversations"][name] = OURS.ask("equality", folder=str(folder), figures=figures)
    if PRODUCTION in recorded() and (SHARED / "reference").is_dir():
        told["production"] = OURS.ask("production")
    return told


def measure_workshop(run: Run) -> Facts:
    """What a workshop waits for, and one response."""
    sizes, repetitions = ((16, 40), (30, 60)), 10 * run.size.repetitions
    with doing("workshops and one response"):
        facts = {
            f"{people} × {proposals}": [
                OURS.ask("workshop", people=people, proposals=proposals, repetitions=repetitions)
                for _each in range(run.size.processes)
            ]
            for people, proposals in sizes
        }
        responses = [
            OURS.ask("response", repetitions=run.size.repetitions) for _each in range(run.size.processes)
        ]
    return {
        "workshops": {size: spread(found) for size, found in facts.items()},
        "response": spread(responses),
        "counts": responses[0]["counts"],
    }


def spread(facts: list[Facts]) -> Facts:
    """Minimum and median of each act over all processes."""
    told = {}
    for name in facts[0]["seconds"]:
        seconds = [each for one in facts for each in one["seconds"][name]]
        told[name] = {"min": min(seconds), "median": median(seconds)}
    return told


def measure_edges(run: Run) -> Facts:
    """What becomes of twelve conversations with something missing, doubled or empty."""
    with doing("edge cases"):
        return {worker.name: worker.ask("edge_cases")["outcomes"] for worker in run.workers}


def measure_calibration(run: Run) -> Facts:
    """Whether J is as sure as it says."""
    folders = {name: str(folder) for name, folder in run.recorded.items()}
    sizes = {
        "8 and 8": [[8, 8]],
        "10 and 10": [[10, 10]],
        "8 and 10": [[8, 10]],
        "8 and 8, and 10 and 10": [[8, 8], [10, 10]],
        "20 and 20": [[20, 20]],
    }
    told = {}
    for name, of in sizes.items() if folders else ():
        with doing(f"camps of {name}"):
            told[name] = OURS.ask("calibration", folders=folders, sizes=of, draws=run.size.draws)
    return {"camps": told}


def measure_chance(run: Run) -> Facts:
    """False flags with camps by lot, and groups reported in shuffled votes."""
    size, recordings = run.size, {name: str(folder) for name, folder in run.recorded.items()}
    flags = []
    for people in (8, 20) if recordings else ():
        with doing(f"camps of {people} and {people} by lot"):
            asked: Facts = {"draws": size.flag_draws, "lots": size.lots}
            flags.append(OURS.ask("flags", folders=recordings, size=people, **asked))
    folders = dict(run.recorded)
    folders[title(*size.small)] = synthetic.folder_of(*size.small)
    told = {}
    for name, folder in folders.items():
        with doing(f"{name}, shuffled"):
            found = {"ours": OURS.ask("shuffles", folder=str(folder), number=size.shuffles)}
            if run.peer and size.peer_shuffles:
                asked = {"folder": str(folder), "number": size.peer_shuffles}
                found[run.peer.name] = run.peer.ask("shuffles", **asked)
            told[name] = found
    return {"flags": flags, "shuffled": told}


def measure_stability(run: Run) -> Facts:
    """Labels over a replay, rows in any order, and one run beside the next."""
    told = {}
    for name, folder in run.conversations.items():
        with doing(f"{name}, replayed"):
            asked: Facts = {"folder": str(folder), "checkpoints_in_all": run.size.checkpoints}
            replays = {worker.name: worker.ask("replay", **asked)["labels"] for worker in run.workers}
            replays["from_scratch"] = OURS.ask("replay", remembering=False, **asked)["labels"]
            replays["as_shown"] = OURS.ask("replay_as_shown", **asked)["labels"]
            for worker in run.workers:
                by_time = worker.ask("replay", by_time=True, **asked)["labels"]
                replays[f"{worker.name}, by time"] = by_time
            digests = OURS.ask("any_order", folder=str(folder), orders=run.size.orders)["digests"]
            told[name] = {
                "replay": {
                    worker: {
                        "changed": stability.change_per_checkpoint(labels),
                        "numbers_changed": stability.changes_of_number(labels),
                        "with_groups": sum(bool(each) for each in labels),
                        "appearances": stability.appearances(labels),
                        "checkpoints": len(labels),
                    }
                    for worker, labels in replays.items()
                },
                "orders": len(digests),
                "different": len(set(digests)),
                "runs": _two_runs(run.peer, folder) if run.peer and run.size.runs else None,
            }
    return {"conversations": told}


def _two_runs(peer: Worker, folder: Path) -> Facts:
    one, other = (peer.ask("without_seed", folder=str(folder)) for _each in range(2))
    return {
        "distance": stability.largest_distance(one["points"], other["points"]),
        "relabelled": stability.share_relabelled(one["labels"], other["labels"]),
    }


PARTS: dict[str, tuple[Callable[[Run], Facts], int]] = {
    "recorded": (measure_recorded, 150),
    "synthetic": (measure_synthetic, 220),
    "large": (measure_large, 60),
    "threads": (measure_free_threads, 120),
    "equality": (measure_equality, 20),
    "workshop": (measure_workshop, 40),
    "edges": (measure_edges, 5),
    "calibration": (measure_calibration, 60),
    "chance": (measure_chance, 240),
    "stability": (measure_stability, 220),
}
"""Every part, and how many seconds it takes on two quiet cores."""
