"""The demonstration served by a real process, on data of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_STOP = 10


@dataclass
class Demonstration:
    """The fictitious workshop in a folder, and the server of it, which can be stopped and started anew.

    The socket listens for as long as this object is used, so nobody has to wait for a server that starts.
    """

    folder: Path
    listener: socket.socket
    server: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.folder)

    def start(self) -> None:
        with (self.folder / "server.log").open("a") as log:
            self.server = subprocess.Popen(
                [
                    sys.executable, "-m", "uvicorn", "bridgebuilders.asgi:application",
                    "--fd", str(self.listener.fileno()), "--log-level", "warning", "--no-access-log",
                    "--timeout-graceful-shutdown", "2",
                ],
                cwd=ROOT, env=self.environment, pass_fds=[self.listener.fileno()], stdout=log, stderr=log,
            )  # fmt: skip

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.server is not None:
            self.server.send_signal(how)
            self.server.wait(timeout=SECONDS_TO_STOP)
            self.server = None

    def log(self) -> str:
        return (self.folder / "server.log").read_text()


def environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PYTHONPATH")
    }
    return kept | {"BRIDGE_DEMO": "1", "DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


def manage(folder: Path, *words: str) -> str:
    """Run a management command on the data of the demonstration."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def running(folder: Path) -> Iterator[Demonstration]:
    for words in (["migrate", "-v0"], ["compile_translations", "-v0"], ["create_demo", "-v0"]):
        manage(folder, *words)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        listener.set_inheritable(True)
        demonstration = Demonstration(folder, listener)
        demonstration.start()
        try:
            yield demonstration
        finally:
            demonstration.stop()
