"""The three questions of whoever watches over the installation, and what else is asked by convention."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from bridgebuilders import health


def refuse() -> bool:
    raise OperationalError("no such host")


def test_process_alone_is_alive_without_a_database(client: Client) -> None:
    response = client.get("/livez")

    assert (response.status_code, response.json()) == (200, {"process": "ok"})


@pytest.mark.django_db
def test_sound_installation_is_well_and_takes_work(client: Client) -> None:
    well, ready = client.get("/healthz"), client.get("/readyz")

    assert (well.status_code, well.json()) == (200, {"process": "ok", "database": "ok"})
    assert (ready.status_code, ready.json()) == (
        200,
        {"process": "ok", "database": "ok", "jobs": "ok", "disk": "ok"},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "question", "answer"),
    [
        ("/healthz", "database_can_be_read", "database"),
        ("/readyz", "database_can_be_written", "database"),
        ("/readyz", "jobs_are_taken_up", "jobs"),
        ("/readyz", "disk_has_room", "disk"),
    ],
)
def test_failing_part_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, question: str, answer: str
) -> None:
    monkeypatch.setattr(health, question, refuse)

    response = client.get(address)

    assert response.status_code == 503
    assert [name for name, state in response.json().items() if state == "failing"] == [answer]


@pytest.mark.django_db
def test_readiness_leaves_no_row_behind(client: Client) -> None:
    client.get("/readyz")

    assert health.Session.objects.count() == 0


@pytest.mark.django_db
def test_full_disk_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = health.shutil.disk_usage("/")
    monkeypatch.setattr(health.shutil, "disk_usage", lambda where: usage._replace(total=100, free=9))

    assert client.get("/readyz").json()["disk"] == "failing"


def test_crawlers_are_asked_to_stay_away(client: Client) -> None:
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_security_contact_is_named_where_there_is_one(client: Client, settings: Any) -> None:
    settings.BRIDGE_SECURITY_CONTACT = "mailto:security@example.org"

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert lines[0] == "Contact: mailto:security@example.org"
    assert lines[1].startswith("Expires: ")


def test_change_of_password_leads_to_the_codes(client: Client) -> None:
    assert client.get("/.well-known/change-password").headers["Location"] == "/sign-in/"
