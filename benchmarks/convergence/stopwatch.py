"""What a measured process tells of itself, in the standard library alone: seconds, memory, and its answer."""

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any


def peak_megabytes() -> float:
    """The most memory this process has held so far. Not of `getrusage`, which remembers who started it."""
    return _status("VmHWM")


def megabytes() -> float:
    """The memory this process holds now."""
    return _status("VmRSS")


def _status(name: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise LookupError(name)


def repeated(act: Callable[[], Any], times: int, *, before: Callable[[], Any] = gc.collect) -> list[float]:
    """The seconds of every repetition; what `before` does is in none of them."""
    seconds = []
    for _each in range(times):
        before()
        started = perf_counter()
        result = act()
        seconds.append(perf_counter() - started)
        del result
    return seconds


def task() -> dict[str, Any]:
    """What this process is asked to do."""
    asked: dict[str, Any] = json.load(sys.stdin)
    return asked


def answer(facts: dict[str, Any]) -> None:
    """Tell what was found, as the last line."""
    print(json.dumps(facts), flush=True)
