"""
Log lines that let no person through.

A line holds the minute, the level, the logger and a fixed event; of a request the name of its route, its
status and how long it took; of an error its class and where it was raised. Never a path, an address, an
account, a body or the text of an exception, because each of them can carry what a person is or wrote.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from typing import Any

logger = logging.getLogger(__name__)

OWN_LOGGERS = ("bridgebuilders", "dialogue")
OWN_FIELDS = ("route", "method", "status", "duration", "request_id", "job", "kind", "fault")


class PersonlessFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%MZ"),
            "level": record.levelname,
            "logger": record.name,
            "event": self.event(record),
        }
        line |= {
            name: getattr(record, name)
            for name in OWN_FIELDS
            if self.is_own(record) and hasattr(record, name)
        }
        if record.exc_info and (error := record.exc_info[1]):
            line["error"] = type(error).__qualname__
            line["raised"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(line, ensure_ascii=False)

    @staticmethod
    def is_own(record: logging.LogRecord) -> bool:
        return record.name.split(".", 1)[0] in OWN_LOGGERS

    def event(self, record: logging.LogRecord) -> str:
        """
        Our own events are fixed sentences, told without their arguments; of other libraries only the place
        is.
        """
        return str(record.msg) if self.is_own(record) else f"{record.module}:{record.lineno}"


def take_over() -> None:
    """
    Sends through the log what Python itself would print of an error: with its text, which can carry anything.
    """
    logging.captureWarnings(True)
    logging.raiseExceptions = False
    threading.excepthook = tell_of_thread
    sys.unraisablehook = tell_of_object


def tell_of_thread(broken: threading.ExceptHookArgs) -> None:
    tell("a thread broke off", broken.exc_value)


def tell_of_object(broken: "sys.UnraisableHookArgs") -> None:
    tell("an object could not be cleared away", broken.exc_value)


def tell(event: str, error: BaseException | None) -> None:
    if error is not None:
        logger.error(event, exc_info=error)
