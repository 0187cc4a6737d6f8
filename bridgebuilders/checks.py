"""What an installation must not be: found by `manage.py check`, most of it by `manage.py check --deploy`."""

import sqlite3
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import redis
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register  # noqa: A004

from bridgebuilders.databases import SQLITE

SAFE_SQLITE = (3, 51, 3)
LEAST_SECRET_LENGTH = 40
LEAST_TOKEN_LENGTH = 32
THIS_MACHINE = {"", "localhost", "127.0.0.1", "::1"}
ENCRYPTED = {"require", "verify-ca", "verify-full"}
Apps = Sequence[AppConfig] | None


def uses_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == SQLITE)


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


@register(Tags.security, deploy=True)
def metrics_token_is_secret(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    if not settings.BRIDGE_METRICS_TOKEN or len(settings.BRIDGE_METRICS_TOKEN) >= LEAST_TOKEN_LENGTH:
        return []
    return [
        Error(
            "BRIDGE_METRICS_TOKEN is too short to be safe.",
            hint="python3 -c 'import secrets; print(secrets.token_urlsafe(50))' makes a good one.",
            id="bridgebuilders.E009",
        )
    ]


@register(Tags.security, deploy=True)
def redis_is_closed(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    """What lies in Redis wakes workers and open pages: whoever writes there makes them act."""
    address = urlsplit(settings.REDIS_URL)
    if address.scheme not in ("redis", "rediss") or address.hostname in THIS_MACHINE:
        return []
    warnings: list[CheckMessage] = []
    if not (address.password or parse_qs(address.query).get("password")):
        warnings.append(
            Warning(
                "Redis is on another machine and asks for no password.",
                hint="For example REDIS_URL=rediss://:password@redis.example.org, with requirepass there.",
                id="bridgebuilders.W001",
            )
        )
    if address.scheme != "rediss" and not settings.BRIDGE_PRIVATE_NETWORK:
        warnings.append(
            Warning(
                "Redis is reached on another machine without TLS.",
                hint="Use rediss://, or set BRIDGE_PRIVATE_NETWORK=1 where the network is yours alone.",
                id="bridgebuilders.W003",
            )
        )
    return warnings


@register(Tags.security, deploy=True)
def database_is_reached_safely(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    database = settings.DATABASES["default"]
    host = str(database.get("HOST", ""))
    is_encrypted = database.get("OPTIONS", {}).get("sslmode") in ENCRYPTED
    if uses_sqlite() or host in THIS_MACHINE or host.startswith("/"):
        return []
    if is_encrypted or settings.BRIDGE_PRIVATE_NETWORK:
        return []
    return [
        Warning(
            "The database is reached on another machine, and nothing asks for TLS.",
            hint="Add ?sslmode=verify-full to DATABASE_URL, or set BRIDGE_PRIVATE_NETWORK=1 where the "
            "network is yours alone.",
            id="bridgebuilders.W002",
        )
    ]


@register(Tags.security, deploy=True)
def proxy_is_known(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    if not settings.SECURE_SSL_REDIRECT or settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    return [
        Warning(
            "HTTPS is asked for, but no proxy is trusted: behind one that ends TLS every page would redirect "
            "to itself for ever, and limits on tries would count everybody as one.",
            hint="Set BRIDGE_TRUSTED_PROXIES=1.",
            id="bridgebuilders.W004",
        )
    ]


@register(Tags.security, deploy=True)
def log_is_brief(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    if settings.LOG_LEVEL != "DEBUG":
        return []
    return [
        Warning(
            "LOG_LEVEL is DEBUG: the log tells when each library did what, far more than is needed.",
            hint="Set LOG_LEVEL=INFO.",
            id="bridgebuilders.W005",
        )
    ]


@register(Tags.security, deploy=True)
def origins_are_encrypted(app_configs: Apps, **options: Any) -> list[CheckMessage]:
    plain = [origin for origin in settings.CSRF_TRUSTED_ORIGINS if not origin.startswith("https://")]
    if not plain:
        return []
    return [
        Warning(
            "DJANGO_CSRF_TRUSTED_ORIGINS lets pages without TLS send forms: " + ", ".join(plain),
            hint="Name origins that begin with https://.",
            id="bridgebuilders.W006",
        )
    ]


@register(Tags.database, deploy=True)
def redis_keeps_what_it_is_given(
    app_configs: Apps, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Nothing is lost without it, for rows are the truth; but work would wait for the clock each time.

    Asked with `--database` alone, as everything that needs a running server.
    """
    if not settings.REDIS_URL or not databases:
        return []
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **settings.REDIS_PATIENCE) as connection:
            told = connection.config_get("appendonly", "maxmemory-policy")
    except redis.RedisError as refusal:
        return [
            Warning(
                f"Redis could not be asked how it keeps its data: {type(refusal).__name__}.",
                hint="Is it running, and may this account use CONFIG GET?",
                id="bridgebuilders.W009",
            )
        ]
    warnings: list[CheckMessage] = []
    if told.get("appendonly") != "yes":
        warnings.append(
            Warning(
                "Redis forgets what it was given when it is restarted.",
                hint="Start it with --appendonly yes.",
                id="bridgebuilders.W007",
            )
        )
    if told.get("maxmemory-policy") != "noeviction":
        warnings.append(
            Warning(
                "Redis drops what it was given when its memory is full.",
                hint="Start it with --maxmemory-policy noeviction.",
                id="bridgebuilders.W008",
            )
        )
    return warnings
