"""The demonstration served by real processes, on data of its own.

Without `DATABASE_URL` and `REDIS_URL` that is one process on SQLite. With them it is a database and a Redis
number of its own on those servers, as many web processes as are asked for, one worker and one clock.
"""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from atexit import register
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psycopg
import redis

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_STOP = 10
KEPT = ("PATH", "HOME", "LANG", "PYTHONPATH")
CALLING = "import django; django.setup()\nfrom django.core.management import call_command\n"
Process = subprocess.Popen[bytes]


def backing_of_its_own(like: Mapping[str, str] | None = None) -> dict[str, str]:
    """A new database and an empty Redis number on the servers this run was given; nothing without them.

    The database is empty, or a copy of the one in `like`, to which nobody may be connected.
    """
    database, queue = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    if not database or not queue:
        return {}
    name = f"of_{uuid.uuid4().hex}"
    copied = f" TEMPLATE {like['DATABASE_URL'].rpartition('/')[2]}" if like else ""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{copied}")  # type: ignore[call-overload]
    number = 16 + uuid.uuid4().int % 48
    own_queue = f"{queue.rpartition('/')[0]}/{number}"
    with redis.Redis.from_url(own_queue) as emptied:
        emptied.flushdb()
    return {"DATABASE_URL": f"{database.rpartition('/')[0]}/{name}", "REDIS_URL": own_queue}


def is_id(value: object) -> bool:
    try:
        uuid.UUID(str(value))
    except ValueError:
        return False
    return True


@dataclass
class Web:
    """One web process and the socket it listens on, which outlives it: nobody has to wait for its start."""

    listener: socket.socket
    process: Process | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"


@dataclass
class Demonstration:
    """The fictitious workshop in a folder and its processes, to be stopped, killed and started anew."""

    folder: Path
    backing: dict[str, str] = field(default_factory=dict)
    webs: list[Web] = field(default_factory=list)
    worker: Process | None = None
    clock: Process | None = None
    settings: dict[str, str] = field(default_factory=dict)
    """Variables beside those of a demonstration."""

    @property
    def address(self) -> str:
        return self.webs[0].address

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "LANG", "PYTHONPATH")
        }
        own = {"BRIDGE_DEMO": "1", "DATA_DIR": str(self.folder), "PYTHONUNBUFFERED": "1"}
        several = {"WEB_CONCURRENCY": str(len(self.webs))} if len(self.webs) > 1 else {}
        return kept | {"BRIDGE_ENV_FILE": os.devnull} | self.backing | own | several | self.settings

    def run(self, *words: str, **more: object) -> Process:
        """Start a program of the installation beside this process; what it says goes to the log."""
        with (self.folder / "server.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, **more,  # type: ignore[call-overload]
            )  # fmt: skip

    def manage(self, *words: str) -> str:
        """Run a management command on these data."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prepare(self, *commands: str) -> None:
        """Run management commands one after another in one process: a start costs more than most do."""
        calls = "".join(f"call_command({command!r}, verbosity=0)\n" for command in commands)
        done = subprocess.run(
            [sys.executable, "-c", CALLING + calls],
            cwd=ROOT, env=self.environment | {"DJANGO_SETTINGS_MODULE": "bridgebuilders.settings"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def rows(self, query: str, *values: str) -> list[tuple[str, ...]]:
        """What a statement finds in the database, ids as they stand in addresses; `?` stands for a value."""
        if url := self.backing.get("DATABASE_URL"):
            with psycopg.connect(url, autocommit=True) as connection:
                found = connection.execute(query.replace("?", "%s"), values)  # type: ignore[call-overload]
                rows = found.fetchall() if found.description else []
        else:
            # SQLite keeps an id as its 32 digits.
            written = [value.replace("-", "") if is_id(value) else value for value in values]
            path = self.folder / "bridgebuilders.sqlite3"
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                rows = connection.execute(query, written).fetchall()
        return [tuple(str(uuid.UUID(str(each))) if is_id(each) else each for each in row) for row in rows]

    def add_web(self) -> Web:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(512)
        listener.set_inheritable(True)
        web = Web(listener)
        self.webs.append(web)
        return web

    def start_web(self, web: Web) -> None:
        number = web.listener.fileno()
        web.process = self.run(
            "uvicorn", "bridgebuilders.asgi:application", "--fd", str(number), "--log-level", "warning",
            "--no-access-log", "--timeout-graceful-shutdown", "2", pass_fds=[number],
        )  # fmt: skip

    def start_worker(self) -> None:
        self.worker = self.run(
            "celery", "-A", "bridgebuilders", "worker", "--pool", "threads", "--concurrency", "2",
            "--loglevel", "WARNING", "--without-gossip", "--without-mingle", start_new_session=True,
        )  # fmt: skip

    def start_clock(self) -> None:
        self.clock = self.run(
            "celery", "-A", "bridgebuilders", "beat", "--loglevel", "WARNING",
            "--schedule", str(self.folder / "clock"), start_new_session=True,
        )  # fmt: skip

    def start(self) -> None:
        for web in self.webs:
            self.start_web(web)
        if self.backing:
            self.start_worker()
            self.start_clock()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        running = [each for each in (*(web.process for web in self.webs), self.worker, self.clock) if each]
        for process in running:
            with suppress(ProcessLookupError):
                process.send_signal(how)
        for process in running:
            try:
                process.wait(timeout=SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for web in self.webs:
            web.process = None
        self.worker = self.clock = None

    def close(self) -> None:
        self.stop()
        for web in self.webs:
            web.listener.close()

    def log(self) -> str:
        return (self.folder / "server.log").read_text()


@cache
def _original(prepared: bool, database: str) -> Demonstration:
    """What every demonstration on this database is a copy of, made once: with its tables, and with its
    workshop or without.
    """
    folder = Path(tempfile.mkdtemp(prefix="bridgebuilders-demonstration-"))
    register(shutil.rmtree, folder, ignore_errors=True)
    original = Demonstration(folder, backing_of_its_own())
    original.prepare(*_steps(prepared))
    return original


def _steps(prepared: bool) -> list[str]:
    return ["migrate", "compile_translations", *(["create_demo"] if prepared else [])]


@contextmanager
def running(
    folder: Path, *, webs: int = 1, prepared: bool = True, copied: bool = True, **settings: str
) -> Iterator[Demonstration]:
    """The demonstration and its processes for as long as the context lasts; `webs` of more than one need
    the servers of `tests.backing`. `settings` are variables beside those of a demonstration.

    It is a copy of one made before, unless it is not to be `copied`: in a copied database of PostgreSQL a
    crash may put a counter back to where the copy began, because nothing was written of its steps.
    """
    if copied:
        original = _original(prepared, os.environ.get("DATABASE_URL", ""))
        shutil.copytree(original.folder, folder, dirs_exist_ok=True)
        demonstration = Demonstration(folder, backing_of_its_own(original.backing), settings=settings)
    else:
        demonstration = Demonstration(folder, backing_of_its_own(), settings=settings)
        demonstration.prepare(*_steps(prepared))
    for _each in range(webs):
        demonstration.add_web()
    demonstration.start()
    try:
        yield demonstration
    finally:
        demonstration.close()
