"""The queue before SQLite: in the order people came, never for ever, and left by whoever is gone."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django import DjangoDbBlocker

from bridgebuilders.databases import database_in
from bridgebuilders.sqlite import base
from bridgebuilders.sqlite.base import DatabaseWrapper
from bridgebuilders.sqlite.queue import Place, WaitedTooLong
from tests.backing import wait_until

SECONDS = 20.0
HOLDING = """
import sys
from pathlib import Path
from bridgebuilders.sqlite.queue import Place
place = Place(Path(sys.argv[1]), 20)
print("first", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "queue"


@pytest.fixture
def people() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def waiting_at(file: Path) -> int:
    """How many stand in line behind the first, as the system tells."""
    inode = f":{file.stat().st_ino} "
    return sum("->" in line and inode in line for line in Path("/proc/locks").read_text().splitlines())


def test_next_one_is_who_came_first(file: Path, people: ThreadPoolExecutor) -> None:
    first, order = Place(file, SECONDS), []

    def stand(number: int) -> None:
        place = Place(file, SECONDS)
        order.append(number)
        place.leave()

    stood: list[Future[None]] = []
    for number in range(4):
        stood.append(people.submit(stand, number))
        wait_until(lambda: waiting_at(file) == len(stood), "the next one stands in line")
    first.leave()
    for each in stood:
        each.result(SECONDS)

    assert order == [0, 1, 2, 3]


def test_who_waited_too_long_is_told_and_keeps_nobody_waiting(file: Path) -> None:
    first = Place(file, SECONDS)

    with pytest.raises(WaitedTooLong):
        Place(file, 0.01)
    first.leave()

    Place(file, SECONDS).leave()


def test_who_dies_leaves_the_queue(file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"first\n"
        with pytest.raises(WaitedTooLong):
            Place(file, 0.01)
        holder.kill()

    Place(file, SECONDS).leave()


@pytest.fixture
def connection(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    with django_db_blocker.unblock():
        connected = connect(tmp_path)
        yield connected
        connected.close()


def connect(folder: Path, **options: object) -> DatabaseWrapper:
    settings = database_in(folder / "one.sqlite3")
    settings["OPTIONS"] |= options
    defaults = {"AUTOCOMMIT": True, "TIME_ZONE": None, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    return DatabaseWrapper({**defaults, **settings}, "one")


def commit(connection: DatabaseWrapper) -> None:
    connection.commit()


def roll_back(connection: DatabaseWrapper) -> None:
    connection.rollback()


def close(connection: DatabaseWrapper) -> None:
    connection.close()


@pytest.mark.parametrize("end", [commit, roll_back, close])
def test_transaction_holds_its_place_until_its_end(
    connection: DatabaseWrapper, tmp_path: Path, end: Callable[[DatabaseWrapper], None]
) -> None:
    queue = tmp_path / "one.sqlite3-queue"
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    with pytest.raises(WaitedTooLong):
        Place(queue, 0.01)
    end(connection)

    Place(queue, SECONDS).leave()


def test_who_waits_too_long_meets_a_locked_database(connection: DatabaseWrapper, tmp_path: Path) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    other = connect(tmp_path, timeout=0.01)

    with pytest.raises(OperationalError, match="database is locked"):
        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    other.close()


def test_transaction_that_could_not_begin_holds_no_place(
    connection: DatabaseWrapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_connection: object) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(base.base.DatabaseWrapper, "_start_transaction_under_autocommit", refuse)

    with pytest.raises(OperationalError, match="disk"):
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    Place(tmp_path / "one.sqlite3-queue", SECONDS).leave()


def test_database_in_memory_needs_no_queue(
    connection: DatabaseWrapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    connection.settings_dict["NAME"] = "file:memory?mode=memory"
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.close()

    assert list(tmp_path.iterdir()) == []
