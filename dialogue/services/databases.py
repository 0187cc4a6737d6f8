"""Whole databases: what one holds, whether it is empty, and another one in the place of our own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from dialogue.exceptions import RecordNotWhole
from dialogue.models import Workshop
from dialogue.services.record import verify_record

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# By what somebody gets in. Rows of these tables are in no backup, and a restore deletes what there is.
WAYS_IN = ("sessions.Session", "dialogue.RequestKey", "dialogue.Token")


def own() -> BaseDatabaseWrapper:
    return connections[DEFAULT_DB_ALIAS]


def connection_to(database: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> BaseDatabaseWrapper:
    return ConnectionHandler({DEFAULT_DB_ALIAS: database, alias: database})[alias]


@contextmanager
def in_place_of_own(stand_in: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """Everything this thread does to the database goes to another one meanwhile."""
    before = own()
    connections[DEFAULT_DB_ALIAS] = stand_in
    try:
        yield stand_in
    finally:
        connections[DEFAULT_DB_ALIAS] = before


@contextmanager
def opened(database: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """The same with a connection that is closed afterwards."""
    stand_in = connection_to(database)
    try:
        with in_place_of_own(stand_in):
            yield stand_in
    finally:
        stand_in.close()


@dataclass(frozen=True, slots=True)
class Holding:
    """What a database holds, without a word of its content: enough to know it again."""

    engine: str
    server: str
    migrations: dict[str, list[str]]
    record: dict[str, list[Any]]  # id of the workshop → length and head of its record
    rows: dict[str, int]  # table → how many, without the ways in


def holding() -> Holding:
    """What the database holds at this moment. Its schema may be older than the code."""
    database = own()
    migrations: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(database).applied_migrations()):
        migrations.setdefault(app, []).append(name)
    left_out = {model._meta.db_table for model in ways_in()}
    tables = [
        name
        for name in sorted(database.introspection.table_names())
        if is_of_ours(name) and name not in left_out
    ]
    with database.cursor() as cursor:
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {database.ops.quote_name(table)}")  # noqa: S608
            rows[table] = cursor.fetchone()[0]
    record = (
        {
            str(workshop): [count, head]
            for workshop, count, head in Workshop.objects.order_by("pk").values_list(
                "pk", "record_count", "record_head"
            )
        }
        if Workshop._meta.db_table in tables
        else {}
    )
    server = ".".join(map(str, database.get_database_version()))
    return Holding(database.vendor, server, migrations, record, rows)


def is_of_ours(table: str) -> bool:
    return table.startswith(("django_", *(f"{app.label}_" for app in apps.get_app_configs())))


def foreign_tables() -> list[str]:
    return [table for table in sorted(own().introspection.table_names()) if not is_of_ours(table)]


def is_empty() -> bool:
    """Nobody and nothing is in it; the tables themselves may stand already."""
    standing = set(own().introspection.table_names())
    return not any(
        table._base_manager.exists()
        for table in apps.get_app_config("dialogue").get_models(include_auto_created=True)
        if table._meta.db_table in standing
    )


def unapplied_migrations() -> int:
    executor = MigrationExecutor(own())
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unknown_migrations(applied: dict[str, list[str]]) -> list[str]:
    """What was applied to a database and is not in this code: it is of a newer version."""
    known = set(MigrationLoader(None).disk_migrations or ())
    labels = {app.label for app in apps.get_app_configs()}
    return [
        f"{app}.{name}"
        for app, names in applied.items()
        for name in names
        if app in labels and (app, name) not in known
    ]


def ways_in() -> list[type[models.Model]]:
    """The tables of `WAYS_IN` that this installation has."""
    names = {model._meta.label: model for model in apps.get_models()}
    return [names[label] for label in WAYS_IN if label in names]


def close_ways_in() -> int:
    """End every sign-in, code that was sent, token and key of a request. Returns how many."""
    return sum(model._base_manager.all().delete()[0] for model in ways_in())


def verify_every_record(expected: dict[str, list[Any]] | None = None) -> int:
    """Walk the record of every workshop, and compare its end with what is expected. Returns how many."""
    found = {}
    for workshop in Workshop.objects.order_by("pk"):
        if fault := verify_record(workshop):
            raise RecordNotWhole(workshop=workshop.pk, what=f"entry {fault.number} {fault.what}")
        found[str(workshop.pk)] = [workshop.record_count, workshop.record_head]
    if expected is not None and found != expected:
        different = next(key for key in sorted(found | expected) if found.get(key) != expected.get(key))
        raise RecordNotWhole(workshop=different, what="it does not end where the record of the original ends")
    return len(found)
