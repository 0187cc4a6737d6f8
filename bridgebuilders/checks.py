"""What an installation must not be: found by `manage.py check`, most of it by `manage.py check --deploy`."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register

SAFE_SQLITE = (3, 51, 3)
LEAST_SECRET_LENGTH = 40
Apps = Sequence[AppConfig] | None


def uses_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3")


@register(Tags.database)
def one_process_alone(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    """Several web processes need a database server, and a broker that reaches all of them."""
    if settings.WEB_CONCURRENCY <= 1:
        return []
    refusals: list[CheckMessage] = []
    if uses_sqlite():
        refusals.append(
            Error(
                "SQLite serves one web process, but WEB_CONCURRENCY asks for several.",
                hint="Set DATABASE_URL to a PostgreSQL database, or WEB_CONCURRENCY to 1.",
                id="bridgebuilders.E001",
            )
        )
    if not settings.REDIS_URL:
        refusals.append(
            Error(
                "Without Redis live updates and background work stay in one process, "
                "but WEB_CONCURRENCY asks for several.",
                hint="Set REDIS_URL, or WEB_CONCURRENCY to 1.",
                id="bridgebuilders.E002",
            )
        )
    return refusals


@register(Tags.database)
def sqlite_is_sound(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    """Older SQLite can damage its write-ahead log when several processes write and reset it at once."""
    if not uses_sqlite() or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        Info(
            f"SQLite {sqlite3.sqlite_version} is older than 3.51.3, which mends a rare fault of its "
            "write-ahead log with several writing processes.",
            hint="Run one server process, as is the rule, and keep backups; or use PostgreSQL.",
            id="bridgebuilders.I001",
        )
    ]


@register(Tags.security, deploy=True)
def demonstration_stays_at_home(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    if not settings.BRIDGE_DEMO:
        return []
    return [
        Error(
            "BRIDGE_DEMO is set: anybody who reaches this host can enter as anybody.",
            hint="Unset BRIDGE_DEMO for a real dialogue.",
            id="bridgebuilders.E003",
        )
    ]


@register(Tags.security)
def demonstration_is_local(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    public = sorted(set(settings.ALLOWED_HOSTS) - set(settings.LOCAL_HOSTS) - {"testserver"})
    if not settings.BRIDGE_DEMO or not public:
        return []
    return [
        Error(
            "The demonstration is open to everybody and must stay on this machine, "
            "but DJANGO_ALLOWED_HOSTS names: " + ", ".join(public),
            hint="Unset DJANGO_ALLOWED_HOSTS or BRIDGE_DEMO.",
            id="bridgebuilders.E004",
        )
    ]


@register(Tags.security, deploy=True)
def secret_is_secret(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    if len(settings.SECRET_KEY) >= LEAST_SECRET_LENGTH:
        return []
    return [
        Error(
            "SECRET_KEY is too short to be safe.",
            hint="python3 -c 'import secrets; print(secrets.token_urlsafe(50))' makes a good one.",
            id="bridgebuilders.E005",
        )
    ]


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    if settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "DJANGO_ALLOWED_HOSTS does not name the hosts that this installation answers for.",
            hint="For example DJANGO_ALLOWED_HOSTS=dialogue.example.org",
            id="bridgebuilders.E006",
        )
    ]


@register(Tags.security, deploy=True)
def mail_leaves_the_house(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    """Codes are the only way in: without working mail nobody can enter."""
    refusals: list[CheckMessage] = []
    if "smtp" not in settings.EMAIL_BACKEND:
        refusals.append(
            Error(
                "E-mail is not sent but printed, so nobody would receive a sign-in code.",
                hint="For example EMAIL_URL=smtp+tls://user:password@mail.example.org:587",
                id="bridgebuilders.E007",
            )
        )
    if "@localhost" in settings.DEFAULT_FROM_EMAIL:
        refusals.append(
            Error(
                "DEFAULT_FROM_EMAIL has no address that others can receive from.",
                hint="For example DEFAULT_FROM_EMAIL='Bridgebuilders <dialogue@example.org>'",
                id="bridgebuilders.E008",
            )
        )
    return refusals
