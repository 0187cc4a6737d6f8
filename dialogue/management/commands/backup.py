"""One file from which everything can be restored."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogue.exceptions import OperationRefused
from dialogue.services.backups import write_backup


class Command(BaseCommand):
    help = "Writes the database and the files beside it into one file, while people go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="overwrite the file if it exists")
        parser.add_argument("--pg-bin", type=Path, help="the folder of pg_dump, if it is not on the PATH")

    def handle(self, *args: Any, file: Path, replace: bool, pg_bin: Path | None, **options: Any) -> None:
        try:
            write_backup(file=file, programs=pg_bin, replace=replace, tell=self.stdout.write)
        except (OperationRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Wrote {file} ({file.stat().st_size} bytes). Keep a copy on another machine.")
