"""H9: every functional test runs on SQLite in one process, and on a real PostgreSQL and Redis.

Test by test, not by their number: what passes on one engine and not on the other is told by its name. A test
of something that only one engine has says so by being skipped with a reason that begins with that engine.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.bar.engines import options
from benchmarks.bar.report import ROOT, proof
from tests.both_modes import EVERYTHING, OF_BOTH, PURE, RUN

QUICK = ("tests/services/test_tags.py",)
ENGINES = {"SQLite": (), "PostgreSQL": (sys.executable, "-m", "tests.backing")}
OF_ONE_ENGINE = re.compile(r"(SQLite|PostgreSQL|Redis)( and Redis)? only:")
PASSED = "passed"


def outcomes(start: Sequence[str], *words: str) -> dict[str, str]:
    """How each test ended: passed, or else failed, error, or the reason it was skipped for."""
    said_once = [word for path in (*PURE, *OF_BOTH) for word in ("--ignore", path)]
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        subprocess.run(
            [*start, *RUN, f"--junitxml={told}", *(words or said_once)],
            cwd=ROOT, env=os.environ | {EVERYTHING: "1"}, stdout=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        cases = ElementTree.parse(told).getroot().iter("testcase")
        return {f"{case.get('classname')}::{case.get('name')}": outcome(case) for case in cases}


def outcome(case: ElementTree.Element) -> str:
    for kind in ("failure", "error", "skipped"):
        found = case.find(kind)
        if found is not None:
            return found.get("message", kind) if kind == "skipped" else kind
    return PASSED


def differ(told: Sequence[str]) -> bool:
    """Whether the engines behave differently: not where one of them passed a test that is of it alone."""
    if len(set(told)) == 1:
        return told[0] in ("failure", "error", "absent")
    return not (PASSED in told and any(OF_ONE_ENGINE.search(each) for each in told))


def main() -> None:
    quick = options(__doc__).parse_args().quick
    with proof(
        "H9",
        "Both databases behave the same.",
        "every functional test ends alike on both: 0 fail, 0 differ",
    ) as tell:
        told = [outcomes(start, *(QUICK if quick else ())) for start in ENGINES.values()]
        tests = {name: [each.get(name, "absent") for each in told] for name in {*told[0], *told[1]}}
        both = sum(set(ended) == {PASSED} for ended in tests.values())
        of_one = sum(len(set(ended)) > 1 and not differ(ended) for ended in tests.values())
        reasons = {reason for ended in tests.values() if not differ(ended) for reason in ended} - {PASSED}
        differing = sorted(name for name, ended in tests.items() if differ(ended))
        tell(
            passed=not quick and not differing and both > 0,
            figure=f"{both} functional tests pass on both, {of_one} are of one engine alone, "
            f"{len(differing)} differ or fail",
            notes="; ".join([*differing[:10], *sorted(reasons)]),
            quick=quick,
        )


if __name__ == "__main__":
    main()
