"""An installation to measure: its database, its processes, and Django in this process to set it up and to
look at what came of it.
"""

import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.backing import PostgreSQL, Redis, wait_until
from tests.server import Demonstration, Process

LISTEN_BACKLOG = 1024
CONNECTIONS_OF_A_PROCESS = "12"


@dataclass
class Installation(Demonstration):
    """Web processes, one worker and one clock, on data of their own.

    Sockets belong to this process: a web process may be killed and started anew while people knock. Processes
    on one socket share it unevenly, because whoever wakes first takes all who wait; so those of `serve` have
    one each, as behind a proxy.
    """

    servers: list[Process] = field(default_factory=list)
    listeners: list[socket.socket] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = super().environment | surroundings(self.folder) | self.backing
        return kept | ({"BRIDGE_DATABASE_POOL": CONNECTIONS_OF_A_PROCESS} if self.backing else {})

    @property
    def port(self) -> int:
        return self.port_of(0)

    def port_of(self, place: int) -> int:
        """Where the person at this place knocks."""
        assert self.listeners, "nothing listens before the first server starts"
        return int(self.listeners[place % len(self.listeners)].getsockname()[1])

    def listen(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0), backlog=LISTEN_BACKLOG)
        listener.set_inheritable(True)
        self.listeners.append(listener)

    def start_server(self, *words: str) -> Process:
        """On the newest socket."""
        if not self.listeners:
            self.listen()
        number = self.listeners[-1].fileno()
        server = self.run(
            "uvicorn", "bridgebuilders.asgi:application", "--fd", str(number), "--log-level", "warning",
            "--no-access-log", "--timeout-graceful-shutdown", "2", *words,
            pass_fds=[number], start_new_session=True,
        )  # fmt: skip
        self.servers.append(server)
        return server

    def answers(self) -> bool:
        return all(self._answers(self.port_of(place)) for place in range(len(self.listeners)))

    @staticmethod
    def _answers(port: int) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as knock:
            knock.sendall(b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            return knock.recv(64).startswith(b"HTTP/1.1 200")
        return False

    def serve(self, webs: int, *, behind: bool = False) -> None:
        """Start `webs` web processes; with `behind`, a worker and a clock too."""
        for _each in range(webs):
            self.listen()
            self.start_server()
        if behind:
            self.start_worker()
            self.start_clock()
        wait_until(self.answers, "the web process answers", 60)

    def kill_servers(self) -> None:
        for server in self.servers:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        self.servers.clear()

    def close(self) -> None:
        super().close()
        self.kill_servers()
        for listener in self.listeners:
            listener.close()


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a public installation, but on this machine and without TLS."""
    return {
        "BRIDGE_ENV_FILE": os.devnull,
        "SECRET_KEY": "a secret for measurements alone, as long as a real one has to be",
        "DATA_DIR": str(folder),
        "BRIDGE_DEMO": "0",
        "BRIDGE_HTTPS": "0",
        "BRIDGE_HASHED_STATIC": "1",
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1,testserver",
        "EMAIL_URL": "memorymail://",
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def installed(database: PostgreSQL | None = None, queue: Redis | None = None) -> Iterator[Installation]:
    """A new, empty installation, on these servers or on SQLite. This process becomes part of it, once."""
    folder = Path(tempfile.mkdtemp(prefix="bridgebuilders-measured-"))
    backing = {}
    if database is not None and queue is not None:
        backing = {"DATABASE_URL": database.create("measured"), "REDIS_URL": queue.url(1)}
    installation = Installation(folder, backing)
    os.environ |= surroundings(folder) | backing | {"DJANGO_SETTINGS_MODULE": "bridgebuilders.settings"}
    assert "django.conf" not in sys.modules or not _is_set_up(), "one installation in one process"

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("compile_translations", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    try:
        yield installation
    finally:
        installation.close()
        shutil.rmtree(folder, ignore_errors=True)


def _is_set_up() -> bool:
    from django.conf import settings

    return settings.configured
