"""From SQLite to PostgreSQL, or back."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from bridgebuilders.databases import SQLITE, database_at
from dialogue.exceptions import OperationRefused
from dialogue.services.moves import move_database

ENGINES = (SQLITE, "django.db.backends.postgresql")


class Command(BaseCommand):
    help = (
        "Copies everything into another, empty database and proves that it arrived. Nothing changes here. "
        "Stop the web servers and the workers first; afterwards set DATABASE_URL to the new one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to",
            required=True,
            help="where to, written like DATABASE_URL; leave the password out and set PGPASSWORD, so that "
            "nobody reads it in the list of processes",
        )

    def handle(self, *args: Any, to: str, **options: Any) -> None:
        database = database_at(to)
        if database["ENGINE"] not in ENGINES:
            raise CommandError("--to takes postgresql://… or sqlite:////absolute/path")
        try:
            moved = move_database(to=database, tell=self.stdout.write)
        except (OperationRefused, DatabaseError, ImproperlyConfigured) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Moved {sum(each.rows for each in moved)} rows of {len(moved)} tables; each table has the same "
            "fingerprint there, and every record is whole. Sign-ins stayed behind."
        )
