"""From the address of a database to what Django needs to know of it."""

from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import environ

SQLITE = "bridgebuilders.sqlite"
Database = dict[str, Any]

# Deferred transactions lose most concurrent writes to "database is locked"; immediate ones queue up instead.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON",
}
# Said aloud, because tools take it for granted of Django's own engine alone.
IN_MEMORY = {"NAME": ":memory:"}
PATIENCE = "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=15s"
SECONDS_TO_CONNECT = 5
SECONDS_TO_WAIT_FOR_A_CONNECTION = 5
# A page asks the same two dozen questions each time: planned once per connection, they cost a third.
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}


def database_at(url: str, *, password: str = "", pool: int = 0, direct: bool = True) -> Database:
    """What Django needs to know of the database at `url`.

    `pool` is how many connections one process keeps open and shares among its threads; with 0 every request
    makes its own. Only PostgreSQL has one. `direct` is False where a pooler between gives every transaction
    another connection: then nothing is prepared, for it would not be found again.
    """
    database: Database = dict(environ.Env.db_url_config(url))
    options = database.setdefault("OPTIONS", {})
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return database | {"ENGINE": SQLITE, "OPTIONS": dict(SQLITE_OPTIONS), "TEST": dict(IN_MEMORY)}
    if password:
        database["PASSWORD"] = password
    database["CONN_HEALTH_CHECKS"] = True
    options.setdefault("options", PATIENCE)
    options.setdefault("connect_timeout", SECONDS_TO_CONNECT)
    if direct:
        options.update(PREPARED)
    else:
        database["DISABLE_SERVER_SIDE_CURSORS"] = True
    if pool:
        options["pool"] = {
            "min_size": 1,
            "max_size": pool,
            "timeout": SECONDS_TO_WAIT_FOR_A_CONNECTION,
            # A connection is tried before it is lent, for the database may have been restarted since.
            "reconnect_timeout": SECONDS_TO_CONNECT,
        }
    return database


def database_in(file: Path) -> Database:
    """The same of the SQLite database in `file`."""
    return {
        "ENGINE": SQLITE,
        "NAME": str(file),
        "OPTIONS": dict(SQLITE_OPTIONS),
        "TEST": dict(IN_MEMORY),
    }


def without_haste(database: Database) -> Database:
    """The same database for work that takes as long as it takes: no limits of time, no pool."""
    options = {name: value for name, value in database.get("OPTIONS", {}).items() if name != "pool"}
    if options.get("options") == PATIENCE:
        del options["options"]
    return database | {"OPTIONS": options}


def with_password(url: str, password: str) -> str:
    """The address with this password in it; the address as it is where there is none."""
    if not url or not password:
        return url
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:{quote(password, safe='')}@{host}"))
