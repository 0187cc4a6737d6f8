"""A whole database as one file, and back: SQLite by its own copy, PostgreSQL by its own programs."""

import os
import re
import shutil
import sqlite3
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from bridgebuilders.databases import Database, database_in, without_haste
from dialogue.exceptions import BackupDamaged, ProgramFailed, ProgramMissing, ProgramTooOld
from dialogue.services.databases import Holding, holding, opened, own, ways_in

LONGEST_COMPLAINT = 300


def write_dump(file: Path, *, programs: Path | None = None) -> Holding:
    """Write the whole database, as it is at one moment, while others go on writing."""
    if own().vendor == "sqlite":
        return _write_sqlite(file)
    return _write_postgresql(file, programs)


def _write_sqlite(file: Path) -> Holding:
    with own().cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    file.chmod(0o600)
    with opened(database_in(file)) as copy, copy.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=ON")
        standing = set(copy.introspection.table_names(cursor))
        for table in (model._meta.db_table for model in ways_in()):
            if table in standing:
                cursor.execute(f"DELETE FROM {copy.ops.quote_name(table)}")  # noqa: S608
        # One plain file, without the log that a database at work keeps beside it.
        cursor.execute("PRAGMA journal_mode=DELETE")
    with opened(database_in(file) | {"OPTIONS": {}}):
        return holding()


def _write_postgresql(file: Path, programs: Path | None) -> Holding:
    database = without_haste(own().settings_dict)
    pg_dump = program("pg_dump", programs)
    with opened(database) as connection, transaction.atomic():
        require_version(pg_dump, connection.get_database_version()[0])
        with connection.cursor() as cursor:
            # Whoever dumps sees what this transaction sees, so that the file and what is said of it agree.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        held = holding()
        left_out = [f"--exclude-table-data={model._meta.db_table}" for model in ways_in()]
        run(
            [pg_dump, "--format=custom", "--no-owner", "--no-acl", "--no-password",
             f"--snapshot={snapshot}", f"--file={file}", *left_out],
            database,
        )  # fmt: skip
    file.chmod(0o600)
    return held


@contextmanager
def read_back(file: Path, engine: str, *, programs: Path | None = None) -> Iterator[bool]:
    """The dump as a database in the place of the installation's own, which stays untouched.

    Yields whether that was possible: an account of PostgreSQL may not be allowed to create a database, and
    then only the file's table of contents was read.
    """
    if engine == "sqlite":
        check_sqlite(file)
        with opened(database_in(file)):
            yield True
        return
    pg_restore = program("pg_restore", programs)
    run([pg_restore, "--list", str(file)], without_haste(own().settings_dict))
    if not _may_create_databases():
        yield False
        return
    trial = without_haste(own().settings_dict) | {"NAME": f"bridgebuilders_trial_{uuid.uuid4().hex[:12]}"}
    _execute(f'CREATE DATABASE "{trial["NAME"]}" TEMPLATE template0')
    try:
        run(
            [pg_restore, "--no-owner", "--no-acl", "--exit-on-error", "--no-password",
             f"--dbname={trial['NAME']}", str(file)],
            trial,
        )  # fmt: skip
        with opened(trial):
            yield True
    finally:
        _execute(f'DROP DATABASE "{trial["NAME"]}"')


def check_sqlite(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as copy:
            complaint = copy.execute("PRAGMA integrity_check").fetchone()[0]
            orphans = copy.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupDamaged(file=file, what=str(error)) from error
    if complaint != "ok" or orphans:
        raise BackupDamaged(file=file, what=complaint if complaint != "ok" else "rows refer to missing rows")


def put_sqlite_in_place(file: Path) -> None:
    """Make the installation's database what `file` is, in one transaction of SQLite's own."""
    own().close()
    name = own().settings_dict["NAME"]
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(name, timeout=20)) as target:
        # A target in the log mode that databases at work have keeps it, and so does its page size.
        target.execute("PRAGMA journal_mode=WAL")
        source.backup(target)
    Path(name).chmod(0o600)


def put_postgresql_in_place(file: Path, folder: Path, *, programs: Path | None = None) -> None:
    """Replace every table by those in `file`, in one transaction: all of it, or nothing changes."""
    database = without_haste(own().settings_dict)
    pg_restore, psql = program("pg_restore", programs), program("psql", programs)
    script = folder / "restore.sql"
    run(
        [pg_restore, "--clean", "--if-exists", "--no-owner", "--no-acl", f"--file={script}", str(file)],
        database,
    )
    quoted = ", ".join(map(own().ops.quote_name, own().introspection.table_names()))
    own().close()
    run(
        [psql, "--no-psqlrc", "--quiet", "--no-password", "--single-transaction",
         "--set=ON_ERROR_STOP=1", "--output=" + os.devnull,
         *(["--command", f"DROP TABLE IF EXISTS {quoted} CASCADE"] if quoted else []),
         "--file", str(script)],
        database,
    )  # fmt: skip


def program(name: str, programs: Path | None) -> str:
    found = shutil.which(name, path=str(programs) if programs else None)
    if found is None:
        raise ProgramMissing(program=name)
    return found


def require_version(path: str, server: int) -> None:
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.search(r"\) (\d+)", told.stdout)
    if version is None or int(version[1]) < server:
        has = version[1] if version else "unknown version"
        raise ProgramTooOld(program=Path(path).name, has=has, server=server)


def run(command: list[str], database: Database) -> None:
    """Run one of PostgreSQL's programs; where its database is stands in its environment, unseen by others."""
    done = subprocess.run(  # noqa: S603  # the programs and their words are ours
        command, env=os.environ | address(database), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ProgramFailed(program=Path(command[0]).name, what=done.stderr.strip()[:LONGEST_COMPLAINT])


def address(database: Database) -> dict[str, str]:
    options: dict[str, Any] = database.get("OPTIONS", {})
    told = {
        "PGHOST": database.get("HOST") or options.get("host"),
        "PGPORT": database.get("PORT") or options.get("port"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database.get("NAME"),
    } | {
        f"PG{name.upper()}": options.get(name)
        for name in ("service", "passfile", "sslmode", "sslrootcert", "sslcert", "sslkey")
    }
    return {name: str(value) for name, value in told.items() if value}


def _may_create_databases() -> bool:
    with own().cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _execute(statement: str) -> None:
    """A statement that PostgreSQL takes outside transactions only."""
    with opened(without_haste(own().settings_dict)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
