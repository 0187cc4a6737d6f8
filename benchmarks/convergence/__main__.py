"""
Ours beside red-dwarf in one go: time, memory, equality, truth, stability. Writes `benchmarks/RESULTS.md`.

`python -m benchmarks.convergence`, or `--only PART …`. The figures of every part are kept under `var/bench/`,
so one may be run again and the file is written anew from all. `--quick` shows that everything works, and
writes nothing. Be alone on the machine: whoever works beside it slows both, and not evenly.
"""

import argparse
import json
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.bar.report import commit
from benchmarks.convergence import results
from benchmarks.convergence.conversations import MADE, ROOT, recorded
from benchmarks.convergence.parts import FULL, PARTS, QUICK, Run
from benchmarks.convergence.peer import find_peer
from benchmarks.convergence.workers import say
from benchmarks.processes import machine

KEPT = MADE / "figures"
PAGE = ROOT / "benchmarks" / "RESULTS.md"
LIBRARIES = ("numpy", "scipy")

Facts = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.convergence", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, nothing is written; under a minute"
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--alone", action="store_true", help="without red-dwarf")
    parser.add_argument("--write", action="store_true", help="run nothing, write the file from what is kept")
    chosen = parser.parse_args()
    wanted = [] if chosen.write else chosen.only or list(PARTS)
    if not chosen.quick:
        estimate(wanted)
    peer, versions, why = (None, {}, "red-dwarf was left out") if chosen.alone or not wanted else find_peer()
    run = Run(QUICK if chosen.quick else FULL, peer)
    surroundings = {
        "machine": measured_on(versions),
        "commit": commit(),
        "without_peer": why,
        "recorded_here": bool(recorded()),
    }
    told = {}
    for name in wanted:
        told[name] = measure(name, run) | surroundings
        if not chosen.quick:
            keep(name, told[name])
    if not chosen.quick:
        told = kept()
        PAGE.write_text(results.page(told), encoding="utf-8")
        say(f"Written: {PAGE.relative_to(ROOT)}")
    else:
        print(results.page(told))
    return int(any("failed" in told[name] for name in wanted))


def estimate(wanted: list[str]) -> None:
    seconds = sum(PARTS[name][1] for name in wanted)
    if not wanted:
        return
    say(f"This takes about {max(1, round(seconds / 60))} min on two quiet cores.")
    if os.getloadavg()[0] > 0.5:
        say(f"The machine is not quiet (load {os.getloadavg()[0]:.1f}): figures of time will be too high.")


def measure(name: str, run: Run) -> Facts:
    """Run one part; what breaks off is told in its place, and the others go on."""
    say(f"{name}:")
    started = perf_counter()
    try:
        told = PARTS[name][0](run)
    except Exception as fault:  # noqa: BLE001 - the other parts are measured all the same
        say(f"  broke off: {fault}")
        told = {"failed": f"Broke off: {type(fault).__name__}."}
    return told | {"seconds": perf_counter() - started}


def measured_on(of_peer: Facts) -> Facts:
    """What one has to know of the machine and what runs on it; no name of it, and no path."""
    versions = {"ours with numpy": "", "scipy": ""}
    for name, library in zip(versions, LIBRARIES, strict=True):
        try:
            versions[name] = version(library)
        except PackageNotFoundError:
            versions[name] = "not there"
    return {
        "processor": processor(),
        **machine(),
        "versions": versions | {f"red-dwarf with {name}" if name != "red-dwarf" else name: each
                                for name, each in of_peer.items()},
    }  # fmt: skip


def processor() -> str:
    """The kind of processor."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "of unknown kind"


def keep(name: str, told: Facts) -> None:
    """At once, so that nothing is lost of a run that is ended before its time."""
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False))


def kept() -> dict[str, Facts]:
    """The figures of every part that was ever run, in the order of the parts."""
    paths = {name: KEPT / f"{name}.json" for name in PARTS}
    return {name: json.loads(path.read_text()) for name, path in paths.items() if path.exists()}


if __name__ == "__main__":
    sys.exit(main())
