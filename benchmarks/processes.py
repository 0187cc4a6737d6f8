"""What processes take of the machine: memory and processor time, read from /proc."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Taken:
    """Of a process and everything it started. Shared pages count once per process, so memory is an upper
    bound.
    """

    megabytes: float
    processor_seconds: float


def family(pid: int) -> set[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = each.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(words[1]), []).append(int(each.parent.name))
    found, waiting = set(), [pid]
    while waiting:
        found.add(one := waiting.pop())
        waiting += children.get(one, [])
    return found


def taken_by(*pids: int) -> Taken:
    memory = seconds = 0.0
    for pid in {member for parent in pids for member in family(parent)}:
        try:
            words = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        memory += int(words[21]) * PAGE / 1e6
        # The last two are of children that ended, as PostgreSQL's do with every connection.
        seconds += sum(map(int, words[11:15])) / TICKS
    return Taken(memory, seconds)


def machine() -> dict[str, str]:
    """What one has to know of a machine to read its figures."""
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024**2
    return {
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{memory} GB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "load of the last minute": f"{os.getloadavg()[0]:.1f}",
    }
