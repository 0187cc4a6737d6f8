"""What `manage.py check --deploy` finds; each installation is one thing away from a sound one."""

from typing import Any

import pytest
from django.core.checks.registry import registry

from bridgebuilders import checks

SOUND: dict[str, Any] = {
    "BRIDGE_DEMO": False,
    "WEB_CONCURRENCY": 2,
    "REDIS_URL": "redis://localhost:6379/0",
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": ["dialogue.example.org"],
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "dialogue@example.org",
}


@pytest.fixture(autouse=True)
def database_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "uses_sqlite", lambda: False)
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 51, 3))


def found(settings: Any, **changes: Any) -> list[str | None]:
    for name, value in (SOUND | changes).items():
        setattr(settings, name, value)
    every_check = (
        checks.one_process_alone,
        checks.sqlite_is_sound,
        checks.demonstration_stays_at_home,
        checks.demonstration_is_local,
        checks.secret_is_secret,
        checks.hosts_are_named,
        checks.mail_leaves_the_house,
    )
    return [message.id for check in every_check for message in check(None)]


def test_sound_installation_has_no_fault(settings: Any) -> None:
    assert found(settings) == []


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"REDIS_URL": ""}, ["bridgebuilders.E002"]),
        ({"REDIS_URL": "", "WEB_CONCURRENCY": 1}, []),
        ({"BRIDGE_DEMO": True, "ALLOWED_HOSTS": ["localhost"]}, ["bridgebuilders.E003"]),
        ({"BRIDGE_DEMO": True}, ["bridgebuilders.E003", "bridgebuilders.E004"]),
        ({"SECRET_KEY": "short"}, ["bridgebuilders.E005"]),
        ({"ALLOWED_HOSTS": []}, ["bridgebuilders.E006"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["bridgebuilders.E006"]),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, ["bridgebuilders.E007"]),
        ({"DEFAULT_FROM_EMAIL": "bridgebuilders@localhost"}, ["bridgebuilders.E008"]),
    ],
)
def test_fault_is_found(settings: Any, changes: dict[str, Any], faults: list[str]) -> None:
    assert found(settings, **changes) == faults


def test_command_runs_these_checks() -> None:
    run = {
        check
        for check in registry.get_checks(include_deployment_checks=True)
        if check.__module__ == checks.__name__
    }

    assert {check.__name__ for check in run} >= {"one_process_alone", "demonstration_stays_at_home"}


def test_sqlite_serves_one_process_alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "uses_sqlite", lambda: True)

    assert found(settings) == ["bridgebuilders.E001"]
    assert found(settings, WEB_CONCURRENCY=1) == []


def test_old_sqlite_is_mentioned(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "uses_sqlite", lambda: True)
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 40, 1))

    assert found(settings, WEB_CONCURRENCY=1) == ["bridgebuilders.I001"]
