"""
Django's SQLite, in which whoever writes stands in line.

SQLite lets one write at a time and leaves it to the others to look again and again, ever more rarely the
longer they have waited: with many, those who came last go first, and some never. Here every transaction first
waits for a lock on a file beside the database, which the system hands on in the order people came.
"""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from .queue import Place, WaitedTooLong

SECONDS_TO_WAIT = 20.0


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds a place in the queue for as long as its transaction lasts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._place: Place | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db():
            self._stand_in_line()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # told by no stub
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._leave()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave()

    def _stand_in_line(self) -> None:
        file = Path(f"{self.settings_dict['NAME']}-queue")
        try:
            self._place = Place(file, self.settings_dict["OPTIONS"].get("timeout", SECONDS_TO_WAIT))
        except WaitedTooLong as too_long:
            raise OperationalError("database is locked") from too_long

    def _leave(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            place.leave()
