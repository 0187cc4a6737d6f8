"""Several people acting at the same moment, each on a connection of their own."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections

LONGEST_SECONDS = 30


def at_once(*acts: Callable[[], None], folder: Path) -> None:
    """Run these acts at the same moment in threads, and raise what the first of them raised.

    Needs a test with `django_db(transaction=True)`: what it wrote before is there for all of them.
    """
    start = threading.Barrier(len(acts))
    faults: list[BaseException] = []

    def run(act: Callable[[], None]) -> None:
        try:
            start.wait(LONGEST_SECONDS)
            act()
        except BaseException as fault:  # noqa: BLE001 - raised again by whoever waits
            faults.append(fault)
        finally:
            connection.close()

    with _database_of_several_connections(folder):
        threads = [threading.Thread(target=run, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LONGEST_SECONDS)
    if faults:
        raise faults[0]


@contextmanager
def _database_of_several_connections(folder: Path) -> Iterator[None]:
    """A database in memory has one connection, so threads get a copy of it in a file."""
    if connection.vendor != "sqlite":
        yield
        return
    path = folder / "copy.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        # As every database of ours is from its first migration on; the change of mode waits for nobody.
        copy.execute("PRAGMA journal_mode=WAL")
    settings = connections.settings["default"]
    name, settings["NAME"] = settings["NAME"], str(path)
    try:
        yield
    finally:
        settings["NAME"] = name
