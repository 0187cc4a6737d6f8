"""Everything as it was when a backup was made."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogue.exceptions import OperationRefused
from dialogue.services.restores import restore_backup


class Command(BaseCommand):
    help = "Restores what `manage.py backup` wrote. Stop the web servers and the workers first."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="delete what is in the database now")
        parser.add_argument("--pg-bin", type=Path, help="the folder of pg_restore, if it is not on the PATH")

    def handle(self, *args: Any, file: Path, replace: bool, pg_bin: Path | None, **options: Any) -> None:
        try:
            restored = restore_backup(file=file, programs=pg_bin, replace=replace, tell=self.stdout.write)
        except (OperationRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Restored everything as of {restored.manifest.made_at}.")
        self.stdout.write(
            "Every sign-in, sign-in code, token and key of a request has ended; people sign in again."
        )
        if restored.requeued:
            self.stdout.write(f"Jobs that were under way then and are begun anew: {restored.requeued}.")
