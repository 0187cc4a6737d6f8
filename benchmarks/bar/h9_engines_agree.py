"""H9: every functional test runs on SQLite in this process, and on a real PostgreSQL and Redis."""

import re
import subprocess
import sys

from benchmarks.bar.engines import options
from benchmarks.bar.report import ROOT, proof

TESTS = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
QUICK = ("tests/services/test_tags.py",)
COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed)")
MODES = {
    "SQLite": (sys.executable,),
    "PostgreSQL": (sys.executable, "-m", "tests.backing", sys.executable),
}


def counts(*command: str) -> dict[str, int]:
    """How many passed, failed and so on, from the last line of a run."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
    return {
        what.rstrip("s") if what.startswith("error") else what: int(n) for n, what in COUNTS.findall(last)
    }


def main() -> None:
    quick = options(__doc__).parse_args().quick
    with proof(
        "H9",
        "Both databases behave the same.",
        "every functional test passes on both, as many on one as on the other",
    ) as tell:
        told = {engine: counts(*start, *TESTS, *(QUICK if quick else ())) for engine, start in MODES.items()}
        failed = sum(each.get("failed", 0) + each.get("error", 0) for each in told.values())
        ran = {engine: each.get("passed", 0) for engine, each in told.items()}
        tell(
            passed=not quick and not failed and len(set(ran.values())) == 1 and min(ran.values()) > 0,
            figure="; ".join(
                f"{engine}: " + (", ".join(f"{n} {what}" for what, n in each.items()) or "no result")
                for engine, each in told.items()
            ),
            quick=quick,
        )


if __name__ == "__main__":
    main()
