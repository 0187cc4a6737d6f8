"""A move: every row into another database, of either engine, with its id; and the proof that it arrived."""

import datetime
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from bridgebuilders.databases import Database, without_haste
from dialogue.exceptions import DatabaseNotEmpty, DatabaseOutOfDate, RowsRefused
from dialogue.services.databases import (
    connection_to,
    holding,
    in_place_of_own,
    is_empty,
    own,
    unapplied_migrations,
    verify_every_record,
)

SOURCE, TARGET = "source", "target"
ROWS_AT_ONCE = 500
MODULUS = 2**256
Row = tuple[Any, ...]
Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Moved:
    """One table: how many rows, and a fingerprint of them all that is the same on both engines."""

    table: str
    rows: int
    fingerprint: str


def move_database(*, to: Database, tell: Tell = print) -> list[Moved]:
    """Copy everything into the empty database `to`, in one transaction there; nothing changes here.

    Sign-ins stay behind. Whoever writes here meanwhile waits (SQLite) or is not taken along (PostgreSQL), so
    the servers had better rest.
    """
    if unapplied_migrations():
        raise DatabaseOutOfDate
    source, target = (
        connection_to(without_haste(own().settings_dict), SOURCE),
        connection_to(without_haste(to), TARGET),
    )
    own().close()
    connections[SOURCE], connections[TARGET] = source, target
    try:
        prepare(target)
        with transaction.atomic(SOURCE), transaction.atomic(TARGET):
            hold_still(source)
            with in_place_of_own(source):
                expected = holding().record
            moved = [move_table(table, tell) for table in tables()]
            reset_sequences(target)
            target.check_constraints()
            with in_place_of_own(target):
                verify_every_record(expected)
    finally:
        for alias, connection in ((SOURCE, source), (TARGET, target)):
            connection.close()
            del connections[alias]
    return moved


def prepare(target: BaseDatabaseWrapper) -> None:
    """Make the tables; refuse when somebody is in them."""
    with in_place_of_own(target):
        if not is_empty():
            raise DatabaseNotEmpty(
                database="The target", advice="Name a new database: a move never overwrites one."
            )
        call_command("migrate", verbosity=0, interactive=False)


def hold_still(source: BaseDatabaseWrapper) -> None:
    """Every table is read as it is at one moment. SQLite’s transactions do that by themselves."""
    if source.vendor == "postgresql":
        with source.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def tables() -> list[type[models.Model]]:
    """Every table but the sign-ins; foreign keys are checked at the end, so the order does not matter.

    The kinds of content come first: they are what the migration of the target has written already.
    """
    everything = [
        table
        for table in apps.get_models(include_auto_created=True)
        if table._meta.managed and not table._meta.proxy and table is not Session
    ]
    return sorted(everything, key=lambda table: table is not ContentType)


def move_table(table: type[models.Model], tell: Tell) -> Moved:
    name = table._meta.db_table
    table._base_manager.using(TARGET).all().delete()
    fields = table._meta.local_concrete_fields
    try:
        for batch in batches(table, SOURCE):
            rows = [
                table(**dict(zip((field.attname for field in fields), row, strict=True))) for row in batch
            ]
            table._base_manager.using(TARGET).bulk_create(rows, batch_size=ROWS_AT_ONCE)
    except (DataError, IntegrityError, ValueError) as error:
        raise RowsRefused(table=name, what=type(error).__name__) from error
    sent, arrived = fingerprint(table, SOURCE), fingerprint(table, TARGET)
    if sent != arrived:
        raise RowsRefused(table=name, what="they did not arrive as they are here")
    tell(f"{name}: {sent.rows} rows")
    return arrived


def batches(table: type[models.Model], alias: str) -> Iterator[list[Row]]:
    """The rows of a table, some at a time, so that memory does not grow with it."""
    names = [field.attname for field in table._meta.local_concrete_fields]
    rows = table._base_manager.using(alias).order_by("pk").values_list(*names)
    batch: list[Row] = []
    for row in rows.iterator(ROWS_AT_ONCE):
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def fingerprint(table: type[models.Model], alias: str) -> Moved:
    """The sum of the hashes of all rows, which does not ask for an order that two engines would share."""
    total = rows = 0
    for batch in batches(table, alias):
        for row in batch:
            total += int.from_bytes(hashlib.sha256(canonical(row)).digest(), "big")
            rows += 1
    return Moved(table._meta.db_table, rows, f"{total % MODULUS:064x}")


def canonical(row: Row) -> bytes:
    return json.dumps(row, default=plain, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def plain(value: Any) -> str:
    if isinstance(value, memoryview | bytes | bytearray):
        return bytes(value).hex()
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | datetime.time | uuid.UUID):
        return str(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")


def reset_sequences(target: BaseDatabaseWrapper) -> None:
    """Let counted ids go on after the highest one that came along."""
    with target.cursor() as cursor:
        for statement in target.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
