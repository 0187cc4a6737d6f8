"""
A backup: one file that holds the database as it was at one moment, the files beside it, and what to check.

It is a ZIP archive of `manifest.json`, the database (`database.sqlite3` or `database.pgdump`) and `files/…`.
The manifest says of each its length and its SHA-256, and of the database what it must hold. Nothing by which
somebody gets in is part of it.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from dialogue.exceptions import BackupDamaged, BackupTooNew, FileStandsAlready, NoBackup, RowsMissing
from dialogue.services import dumps
from dialogue.services.databases import (
    ENGINES,
    Holding,
    close_ways_in,
    holding,
    unapplied_migrations,
    unknown_migrations,
    verify_every_record,
    ways_in,
)

PRODUCT = "bridgebuilders"
FORMAT = 1
MANIFEST = "manifest.json"
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
READ_AT_ONCE = 1024 * 1024
Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Manifest:
    format: int
    made_at: str
    holding: Holding
    members: dict[str, list[Any]]  # name in the archive → length and SHA-256

    @property
    def dump(self) -> str:
        return DUMPS[self.holding.engine]


def files_folder() -> Path:
    return Path(settings.DATA_DIR) / "files"


def write_backup(
    *, file: Path, programs: Path | None = None, replace: bool = False, tell: Tell = print
) -> Manifest:
    """Write the backup, read it back, and only then give it its name. Hot: others may go on writing."""
    if file.exists() and not replace:
        raise FileStandsAlready(file=file)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as name:
        folder = Path(name)
        dump = folder / "dump"
        held = dumps.write_dump(dump, programs=programs)
        tell(f"Took the database of {ENGINES[held.engine]}: {sum(held.rows.values())} rows.")
        members = {DUMPS[held.engine]: dump} | {
            f"files/{path.relative_to(files_folder()).as_posix()}": path
            for path in sorted(files_folder().rglob("*"))
            if path.is_file()
        }
        manifest = Manifest(
            FORMAT,
            timezone.now().isoformat(timespec="seconds"),
            held,
            {member: [path.stat().st_size, fingerprint(path)] for member, path in members.items()},
        )
        packed = folder / "packed"
        pack(packed, manifest, members)
        dump.unlink()
        tell(rehearse(packed, programs=programs))
        give_name(packed, file, replace=replace)
    return manifest


def pack(packed: Path, manifest: Manifest, members: dict[str, Path]) -> None:
    descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps({"product": PRODUCT} | asdict(manifest), indent=1))
            for member, path in members.items():
                # What pg_dump writes is compressed already.
                packing = zipfile.ZIP_STORED if member.endswith(".pgdump") else zipfile.ZIP_DEFLATED
                archive.write(path, member, packing)
        file.flush()
        os.fsync(file.fileno())


def give_name(packed: Path, file: Path, *, replace: bool) -> None:
    if replace:
        packed.replace(file)
        return
    try:
        os.link(packed, file)  # unlike a rename, it never overwrites what came meanwhile
    except FileExistsError as error:
        raise FileStandsAlready(file=file) from error


def rehearse(packed: Path, *, programs: Path | None = None) -> str:
    """Restore the backup beside the installation and verify it there; returns a sentence on how far."""
    with unpacked(packed) as (manifest, folder):
        held = manifest.holding
        with dumps.read_back(folder / manifest.dump, held.engine, programs=programs) as whole:
            if not whole:
                return (
                    "Read back: every byte and the table of contents. For more, this account of the database "
                    "would have to be allowed to create one; try `manage.py restore` elsewhere now and then."
                )
            workshops = bring_up_to_date(held)
            return f"Read back into a database beside this one; records that are whole: {workshops}."


def bring_up_to_date(held: Holding) -> int:
    """Migrate what was restored, end every way in, verify every record. Returns how many workshops it has.

    Refuses what does not hold the rows, or end in the entries, that the original did.
    """
    found = holding().rows
    for table in sorted(held.rows.keys() - {model._meta.db_table for model in ways_in()}):
        if found.get(table) != held.rows[table]:
            raise RowsMissing(table=table, found=found.get(table, 0), expected=held.rows[table])
    if unapplied_migrations():
        call_command("migrate", verbosity=0, interactive=False)
    close_ways_in()
    return verify_every_record(held.record)


@contextmanager
def unpacked(file: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and a folder with everything it names, each checked; deleted afterwards."""
    manifest = read_manifest(file)
    with tempfile.TemporaryDirectory(prefix="bridgebuilders-") as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(file) as archive:
                for member, (length, expected) in manifest.members.items():
                    target = folder / member
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(member) as source, target.open("wb") as kept:
                        shutil.copyfileobj(source, kept, READ_AT_ONCE)
                    if [target.stat().st_size, fingerprint(target)] != [length, expected]:
                        raise BackupDamaged(file=file, what=f"{member} is not what was written")
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
            raise BackupDamaged(file=file, what=str(error)) from error
        yield manifest, folder


def read_manifest(file: Path) -> Manifest:
    """What the backup says of itself. Refuses whatever is no backup, is damaged or too new, in a sentence."""
    with file.open("rb") as opened:
        starts_as_archive = opened.read(4) == b"PK\x03\x04"
    if not starts_as_archive:
        raise NoBackup(file=file)
    try:
        with zipfile.ZipFile(file) as archive, archive.open(MANIFEST) as member:
            told = read_json(member)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        raise BackupDamaged(file=file, what=str(error)) from error
    except KeyError as error:
        raise NoBackup(file=file) from error
    if told.get("product") != PRODUCT:
        raise NoBackup(file=file)
    if told["format"] > FORMAT:
        raise BackupTooNew(file=file, what=f"format {told['format']}")
    manifest = Manifest(told["format"], told["made_at"], Holding(**told["holding"]), told["members"])
    if any(not is_inside(member) for member in manifest.members):
        raise NoBackup(file=file)
    if newer := unknown_migrations(manifest.holding.migrations):
        raise BackupTooNew(file=file, what=newer[0])
    return manifest


def read_json(member: IO[bytes]) -> dict[str, Any]:
    told = json.load(member)
    if not isinstance(told, dict):
        raise ValueError("its manifest is no manifest")  # noqa: TRY004  # damaged, like any other fault in it
    return told


def is_inside(member: str) -> bool:
    path = PurePosixPath(member)
    return member in DUMPS.values() or (
        path.parts[0] == "files" and not path.is_absolute() and ".." not in path.parts
    )


def fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
