"""Log lines and what must never be in them."""

import json
import logging
import sys
import threading
from types import SimpleNamespace

import pytest

from bridgebuilders import logs
from bridgebuilders.logs import PersonlessFormatter

PERSON = "ada@example.org"


def line(
    name: str, message: str, *arguments: object, error: bool = False, **extra: object
) -> dict[str, object]:
    record = logging.LogRecord(
        name, logging.ERROR, "/somewhere/views.py", 7, message, arguments, sys.exc_info() if error else None
    )
    record.created = 1_800_000_059.9
    record.__dict__ |= extra
    told: dict[str, object] = json.loads(PersonlessFormatter().format(record))
    return told


def test_request_line_holds_route_and_status_to_the_minute() -> None:
    told = line(
        "dialogue.middleware", "request", route="workshop", status=200, path=f"/people/{PERSON}", user=PERSON
    )

    assert told == {
        "time": "2027-01-15T08:00Z",
        "level": "ERROR",
        "logger": "dialogue.middleware",
        "event": "request",
        "route": "workshop",
        "status": 200,
    }


def test_arguments_of_our_own_events_are_left_out() -> None:
    assert line("dialogue.services", "The letter to %s was not sent.", PERSON)["event"] == (
        "The letter to %s was not sent."
    )


def test_text_of_other_libraries_is_left_out() -> None:
    told = line("django.security", f"Invalid address {PERSON}", route=PERSON)

    assert told["event"] == "views:7"
    assert PERSON not in json.dumps(told)


def test_what_nobody_caught_is_told_in_the_same_way(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", True)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)

    def break_off() -> None:
        raise ValueError(PERSON)

    logs.take_over()
    try:
        thread = threading.Thread(target=break_off)
        thread.start()
        thread.join()
        sys.unraisablehook(SimpleNamespace(exc_value=KeyError(PERSON)))  # type: ignore[arg-type]
        sys.unraisablehook(SimpleNamespace(exc_value=None))  # type: ignore[arg-type]
    finally:
        logging.captureWarnings(False)

    told = [json.loads(PersonlessFormatter().format(record)) for record in caplog.records]
    assert [(each["event"], each["error"]) for each in told] == [
        ("a thread broke off", "ValueError"),
        ("an object could not be cleared away", "KeyError"),
    ]
    assert PERSON not in json.dumps(told)


def test_error_tells_its_class_and_place_but_not_its_text() -> None:
    try:
        raise ValueError(PERSON)
    except ValueError:
        told = line("dialogue.tasks", "A job failed.", error=True)

    assert told["error"] == "ValueError"
    assert PERSON not in json.dumps(told)
    assert str(told["raised"]).count("test_logs.py") == 1
