"""Files of minutes, made by the server's own worker: at once, and in spite of a server that was killed."""

import signal

import pytest

from tests.backing import wait_until
from tests.journeys.people import Person
from tests.server import Demonstration

pytestmark = pytest.mark.xdist_group("demonstration")

SOON = 60
"""Seconds. It takes one or two; what a killed worker had begun waits for a stroke of the clock."""


def ask_for_pdf(demonstration: Demonstration, person: Person) -> str:
    """Ask for a file of the first session's minutes; returns its id."""
    before = set(exports(demonstration))
    edition = demonstration.rows("SELECT id FROM dialogue_edition WHERE attribution = 'camp'")[0][0]
    assert person.send(f"/minutes/{edition}/exports/", format="pdf", language="zh").status_code == 303
    (export,) = set(exports(demonstration)) - before
    return export


def exports(demonstration: Demonstration) -> list[str]:
    return [export for (export,) in demonstration.rows("SELECT id FROM dialogue_export")]


def file_when_done(person: Person, export: str) -> bytes:
    """Ask again and again, as the page does, until the file is there."""
    answer = person.get(f"/exports/{export}/file/")

    def is_there() -> bool:
        nonlocal answer
        answer = person.get(f"/exports/{export}/file/")
        assert answer.status_code in (200, 404)
        return answer.status_code == 200

    wait_until(is_there, "the file is made", SOON)
    return answer.content


def test_file_is_made_soon(demonstration: Demonstration) -> None:
    person = Person(demonstration, "observer")

    content = file_when_done(person, ask_for_pdf(demonstration, person))

    assert content.startswith(b"%PDF-")


def test_file_begun_by_a_server_that_was_killed_is_made_by_the_next(demonstration: Demonstration) -> None:
    person = Person(demonstration, "rapporteur")
    export = ask_for_pdf(demonstration, person)

    demonstration.stop(signal.SIGKILL)
    # Wherever the kill met the job: now it stands as one that was begun, by a worker that is gone.
    demonstration.rows(
        "UPDATE dialogue_job SET state = 'running', attempts = 1, finished_at = NULL, "
        "started_at = '2000-01-01 00:00:00', due_at = '2000-01-01 00:00:00' "
        "WHERE id = (SELECT job_id FROM dialogue_export WHERE id = ?)",
        export,
    )
    demonstration.rows("UPDATE dialogue_export SET content = NULL WHERE id = ?", export)
    demonstration.start()

    assert file_when_done(person, export).startswith(b"%PDF-")
