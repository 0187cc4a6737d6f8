"""A restore: the database and the files become what they were when the backup was made; ways in do not."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from bridgebuilders.databases import database_in, without_haste
from dialogue.exceptions import DatabaseNotEmpty, DatabaseShared, OtherEngine
from dialogue.services import dumps, jobs
from dialogue.services.backups import Manifest, Tell, bring_up_to_date, files_folder, unpacked
from dialogue.services.databases import ENGINES, foreign_tables, is_empty, opened, own

REPLACE_OR_NOT = (
    "Restore into an empty database; or add --replace, which deletes everything that is in this one now."
)


@dataclass(frozen=True, slots=True)
class Restored:
    manifest: Manifest
    workshops: int
    requeued: int


def restore_backup(
    *, file: Path, programs: Path | None = None, replace: bool = False, tell: Tell = print
) -> Restored:
    """Put a backup in the place of the database. Until it is whole and checked, nothing here changes.

    Afterwards nobody is signed in, no token and no code is valid, and work that was under way is begun anew.
    """
    with unpacked(file) as (manifest, folder):
        held = manifest.holding
        tell(f"Read the backup of {manifest.made_at}: every byte is what was written.")
        if held.engine != own().vendor:
            raise OtherEngine(file=file, held=ENGINES[held.engine], used=ENGINES[own().vendor])
        if foreign := foreign_tables():
            raise DatabaseShared(tables=", ".join(foreign[:5]))
        if not replace and not is_empty():
            raise DatabaseNotEmpty(database="This installation’s database", advice=REPLACE_OR_NOT)
        dump = folder / manifest.dump
        if held.engine == "sqlite":
            dumps.check_sqlite(dump)
            with opened(database_in(dump)):
                workshops, requeued = settle(manifest, tell)
            dumps.put_sqlite_in_place(dump)
        else:
            with dumps.read_back(dump, held.engine, programs=programs) as whole:
                if whole:
                    bring_up_to_date(held)
            dumps.put_postgresql_in_place(dump, folder, programs=programs)
            with opened(without_haste(own().settings_dict)):
                workshops, requeued = settle(manifest, tell)
        put_files_in_place(folder / "files")
    return Restored(manifest, workshops, requeued)


def settle(manifest: Manifest, tell: Tell) -> tuple[int, int]:
    workshops = bring_up_to_date(manifest.holding)
    requeued = jobs.requeue_interrupted()
    tell(f"Records that are whole and end where the backup says: {workshops}.")
    return workshops, requeued


def put_files_in_place(files: Path) -> None:
    if files.is_dir():
        shutil.copytree(files, files_folder(), dirs_exist_ok=True)
