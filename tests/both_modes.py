"""
Every test on SQLite in one process, then every functional test on PostgreSQL and Redis.

`python -m tests.both_modes` is what `make test` runs; further words go to pytest. Its last lines say how both
runs ended, and what was not run and why.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.backing import OF_TESTS, NoServer, both
from tests.reporting import NOT_RUN_FILE

PURE = ("tests/catalogues", "tests/convergence", "tests/minutes", "tests/test_architecture.py")
"""What never meets a database or a queue, so that one run of it says everything."""
OF_BOTH = ("tests/journeys/test_outages.py",)
"""What brings the servers it needs, whichever the run has; so it is part of the first one."""
EVERYTHING = "BRIDGE_TESTS_EVERYTHING"
"""Set, it asks for tests on both engines which a run of every day has on one, because they take long."""
RUN = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-q"]


def run(title: str, words: list[str], **environment: str) -> tuple[int, list[str]]:
    """One run of pytest; returns its exit code and the lines on what it did not run."""
    print(f"\n{title}\n", flush=True)
    with tempfile.NamedTemporaryFile(mode="r", prefix="not-run-") as told:
        code = subprocess.run(
            [*RUN, *words], env=os.environ | environment | {NOT_RUN_FILE: told.name}, check=False
        ).returncode
        return code, Path(told.name).read_text().splitlines()


def on_servers(words: list[str]) -> tuple[int, list[str]]:
    said_once = [word for path in (*PURE, *OF_BOTH) for word in ("--ignore", path)]
    try:
        with both(*OF_TESTS) as (database, queue):
            return run(
                "On PostgreSQL and Redis",
                [*said_once, *words],
                DATABASE_URL=database.url(),
                REDIS_URL=queue.url(),
            )
    except NoServer as missing:
        return 1, [f"everything on PostgreSQL and Redis: {missing}"]


def main(words: list[str]) -> int:
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    runs = {"SQLite, one process": run("On SQLite, in one process", words)}
    runs["PostgreSQL and Redis"] = on_servers(words)
    print("\nnot run")
    for title, (_code, left_out) in runs.items():
        for line in left_out or ["nothing was left out"]:
            print(f"  {title}: {line}")
    print(f"  PostgreSQL and Redis: {', '.join(PURE)}: they meet neither; the first run says everything")
    print(f"  PostgreSQL and Redis: {', '.join(OF_BOTH)}: it brings both engines; the first run has it")
    print("\noutcome")
    for title, (code, _left_out) in runs.items():
        print(f"  {title}: {'passed' if code == 0 else 'FAILED'}")
    return max(code for code, _left_out in runs.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
