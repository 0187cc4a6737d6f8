"""red-dwarf in an environment of its own, made once: pinned versions and fingerprints, as everything here."""

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.convergence.conversations import MADE
from benchmarks.convergence.workers import Facts, Worker, WorkerFailed, say

REQUIREMENTS = Path(__file__).with_name("requirements-peer.txt")
FOLDER = MADE / "peer"
SECONDS_AT_MOST = 600


def find_peer(folder: Path = FOLDER) -> tuple[Worker | None, Facts, str]:
    """Return red-dwarf ready to be measured, and its versions; or None, nothing, and why there is none."""
    python, finished = folder / "bin" / "python", folder / "made-of.txt"
    worker = Worker("red-dwarf", python, "benchmarks.convergence.red_dwarf")
    wanted = REQUIREMENTS.read_text()
    try:
        if not finished.exists() or finished.read_text() != wanted:
            say("  Setting up red-dwarf in an environment of its own; this happens once.")
            _make(folder, python)
        versions = worker.ask("versions")
        finished.write_text(wanted)
    except (WorkerFailed, OSError, subprocess.SubprocessError) as fault:
        return None, {}, f"red-dwarf could not be set up ({type(fault).__name__}); ours was measured alone"
    return worker, versions, ""


def _make(folder: Path, python: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(folder))
    uv = Path(sys.executable).with_name("uv")
    try:
        _run(str(uv), "pip", "sync", "-q", "--python", str(python), "--require-hashes", str(REQUIREMENTS))
    except (OSError, subprocess.CalledProcessError):
        _run(str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(REQUIREMENTS))


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, timeout=SECONDS_AT_MOST)
