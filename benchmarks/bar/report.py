"""What every proof prints: one line of JSON, from which `RELIABILITY.md` is written."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def commit() -> str:
    """The commit that was measured, with a `+` when the tree held more than that."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True
    )
    return told.stdout.strip() or "unknown"


@contextmanager
def proof(row: str, promise: str, limit: str) -> Iterator[Callable[..., None]]:
    """Measure one row of the bar: call what this yields once, with `passed` and the `figure` in words.

    A proof that breaks off before prints that it did, as not passed: silence is no result.
    """
    # At the start: whoever works on beside a long proof changes the tree.
    measured, started = commit(), perf_counter()
    said: dict[str, Any] = {}

    def tell(*, passed: bool, figure: str, notes: str = "", **measured: Any) -> None:
        said.update({"figure": figure, "pass": passed, "notes": notes} | measured)

    try:
        yield tell
    except BaseException as fault:
        said = {"figure": f"broke off: {type(fault).__name__}", "pass": False, "notes": str(fault)[:300]}
        raise
    finally:
        line = {"id": row, "promise": promise, "limit": limit} | (
            said or {"figure": "no result", "pass": False}
        )
        line |= {"seconds": round(perf_counter() - started, 1), "commit": measured}
        print(json.dumps(line, ensure_ascii=False), flush=True)
