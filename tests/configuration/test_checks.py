"""What `manage.py check --deploy` finds; each installation is one thing away from a sound one."""

from typing import Any

import pytest
import redis
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
    "BRIDGE_METRICS_TOKEN": "x" * 32,
    "BRIDGE_PRIVATE_NETWORK": False,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "SECURE_SSL_REDIRECT": True,
    "LOG_LEVEL": "INFO",
    "CSRF_TRUSTED_ORIGINS": ["https://dialogue.example.org"],
}
ELSEWHERE = "redis://:password@redis.example.org:6379/0"


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
        checks.metrics_token_is_secret,
        checks.redis_is_closed,
        checks.database_is_reached_safely,
        checks.proxy_is_known,
        checks.log_is_brief,
        checks.origins_are_encrypted,
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
        ({"BRIDGE_METRICS_TOKEN": "x" * 31}, ["bridgebuilders.E009"]),
        ({"BRIDGE_METRICS_TOKEN": ""}, []),
        ({"REDIS_URL": ELSEWHERE}, ["bridgebuilders.W003"]),
        ({"REDIS_URL": ELSEWHERE.replace("redis:", "rediss:")}, []),
        ({"REDIS_URL": ELSEWHERE, "BRIDGE_PRIVATE_NETWORK": True}, []),
        (
            {"REDIS_URL": "rediss://redis.example.org", "BRIDGE_PRIVATE_NETWORK": True},
            ["bridgebuilders.W001"],
        ),
        ({"REDIS_URL": "redis://redis.example.org"}, ["bridgebuilders.W001", "bridgebuilders.W003"]),
        ({"REDIS_URL": "rediss://redis.example.org?password=secret"}, []),
        ({"ALLAUTH_TRUSTED_PROXY_COUNT": 0}, ["bridgebuilders.W004"]),
        ({"ALLAUTH_TRUSTED_PROXY_COUNT": 0, "SECURE_SSL_REDIRECT": False}, []),
        ({"LOG_LEVEL": "DEBUG"}, ["bridgebuilders.W005"]),
        ({"CSRF_TRUSTED_ORIGINS": ["http://dialogue.example.org"]}, ["bridgebuilders.W006"]),
    ],
)
def test_fault_is_found(settings: Any, changes: dict[str, Any], faults: list[str]) -> None:
    assert found(settings, **changes) == faults


@pytest.mark.parametrize(
    ("host", "sslmode", "is_private", "faults"),
    [
        ("db.example.org", "", False, ["bridgebuilders.W002"]),
        ("db.example.org", "prefer", False, ["bridgebuilders.W002"]),
        ("db.example.org", "verify-full", False, []),
        ("db.example.org", "", True, []),
        ("127.0.0.1", "", False, []),
        ("/run/postgresql", "", False, []),
    ],
)
def test_database_elsewhere_is_reached_over_tls(
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    sslmode: str,
    is_private: bool,
    faults: list[str],
) -> None:
    monkeypatch.setitem(settings.DATABASES, "default", {"HOST": host, "OPTIONS": {"sslmode": sslmode}})

    assert found(settings, BRIDGE_PRIVATE_NETWORK=is_private) == faults


class Configured:
    """A Redis that tells its configuration, or refuses to."""

    def __init__(self, told: dict[str, str] | Exception) -> None:
        self.told = told

    def __enter__(self) -> "Configured":
        return self

    def __exit__(self, *how: object) -> None:
        return None

    def config_get(self, *names: str) -> dict[str, str]:
        if isinstance(self.told, Exception):
            raise self.told
        return self.told


@pytest.mark.parametrize(
    ("told", "faults"),
    [
        ({"appendonly": "yes", "maxmemory-policy": "noeviction"}, []),
        ({"appendonly": "no", "maxmemory-policy": "noeviction"}, ["bridgebuilders.W007"]),
        ({"appendonly": "yes", "maxmemory-policy": "allkeys-lru"}, ["bridgebuilders.W008"]),
        (redis.exceptions.ConnectionError(), ["bridgebuilders.W009"]),
        (redis.exceptions.NoPermissionError(), ["bridgebuilders.W009"]),
    ],
)
def test_redis_is_asked_how_it_keeps_its_data(
    settings: Any, monkeypatch: pytest.MonkeyPatch, told: Any, faults: list[str]
) -> None:
    settings.REDIS_URL = "redis://localhost"
    monkeypatch.setattr(checks.redis.Redis, "from_url", lambda *address, **options: Configured(told))

    assert [
        message.id for message in checks.redis_keeps_what_it_is_given(None, databases=["default"])
    ] == faults
    assert checks.redis_keeps_what_it_is_given(None) == [], "it is asked with --database alone"


def test_installation_without_redis_is_not_asked(settings: Any) -> None:
    settings.REDIS_URL = ""

    assert checks.redis_keeps_what_it_is_given(None, databases=["default"]) == []


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
