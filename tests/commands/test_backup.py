"""`manage.py backup` and `manage.py restore`, as an operator types them, on both engines."""

import json
import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.installation import ACTS, Installation

# One installation serves all of them, so they stay in one process of the run.
pytestmark = pytest.mark.xdist_group("backup")

WAYS_IN = """
from datetime import timedelta
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from dialogue.models import Job, Participant, RequestKey, Token, User
store = SessionStore(); store["_auth_user_id"] = "WAY-IN"; store.save()
RequestKey.objects.create(
    user=User.objects.first(), key="WAY-IN", digest="x", outcome="/WAY-IN/",
    expires_at=timezone.now() + timedelta(days=1),
)
for participant in Participant.objects.present()[:1]:
    Token.objects.create(
        participant=participant, name="WAY-IN", digest="WAY-IN", expires_at=timezone.now() + timedelta(days=1)
    )
Job.objects.update(state="running")
"""
COUNT = """
from django.contrib.sessions.models import Session
from dialogue.models import Job, RequestKey, Token, Workshop
keys = RequestKey.objects.count() + Token.objects.count()
states = sorted(set(Job.objects.values_list("state", flat=True)))
print(Session.objects.count(), keys, *states, Workshop.objects.count())
"""
WITHOUT_JOBS = (
    "dialogue_job",
    "dialogue_requestkey",
    "dialogue_token",
    "django_content_type",
    "auth_permission",
)


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Every table has rows, somebody is signed in, a job is under way; there is a file beside it."""
    installation = Installation.prepared(tmp_path_factory.mktemp("lively"), "lived in")
    installation.python(WAYS_IN)
    (installation.folder / "files").mkdir()
    (installation.folder / "files" / "kept.txt").write_text("kept")
    return installation


@pytest.fixture(scope="module")
def backup(lively: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backups") / "one.backup"
    lively.manage("backup", file)
    return file


@pytest.fixture
def elsewhere(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "elsewhere")


@pytest.fixture
def migrated(tmp_path: Path) -> Installation:
    return Installation.prepared(tmp_path / "migrated", "migrated")


def manifest(backup: Path) -> dict[str, Any]:
    with zipfile.ZipFile(backup) as archive:
        told: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return told


def repack(backup: Path, changed: Path, **changes: Any) -> Path:
    """The same backup with something else in its manifest or in one of its members."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | changes.get("manifest", {})).encode()
            target.writestr(name, changes.get("members", {}).get(name, content))
    return changed


def contents(installation: Installation) -> dict[str, Any]:
    return {table: rows for table, rows in installation.tables().items() if table not in WITHOUT_JOBS}


def test_backup_is_one_file_for_its_owner_alone_that_tells_no_word(
    lively: Installation, backup: Path
) -> None:
    told = manifest(backup)
    engine = "postgresql" if lively.on_postgresql else "sqlite"
    dump = "database.pgdump" if lively.on_postgresql else "database.sqlite3"

    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [each.name for each in backup.parent.iterdir()] == ["one.backup"]
    assert sorted(told) == ["format", "holding", "made_at", "members", "product"]
    assert (told["product"], told["format"], told["holding"]["engine"]) == ("bridgebuilders", 1, engine)
    assert sorted(told["members"]) == [dump, "files/kept.txt"]
    assert "two-banks" not in json.dumps(told)
    assert len(told["holding"]["record"]) == 2


def test_nothing_by_which_somebody_gets_in_is_in_a_backup(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        archive.extractall(tmp_path)
    plain = b"".join(path.read_bytes() for path in tmp_path.glob("database.*"))
    if (tmp_path / "database.pgdump").exists():
        from tests.backing import postgresql_programs

        plain = subprocess.run(
            [postgresql_programs() / "pg_restore", "--file=-", tmp_path / "database.pgdump"],
            capture_output=True, check=True,
        ).stdout  # fmt: skip

    assert b"two-banks" in plain
    assert b"WAY-IN" not in plain


def test_backup_overwrites_only_when_told_to(lively: Installation, backup: Path, tmp_path: Path) -> None:
    stands = Path(shutil.copy(backup, tmp_path / "stands"))
    stands.write_text("something else")

    refusal = lively.refusal("backup", stands)
    untouched = stands.read_text()
    lively.manage("backup", stands, "--replace")

    assert refusal == (
        f"{stands} exists already, and nothing was written. Choose another name, or add --replace."
    )
    assert untouched == "something else"
    assert manifest(stands)["product"] == "bridgebuilders"


def test_restore_brings_everything_back_and_ends_every_way_in(
    lively: Installation, backup: Path, elsewhere: Installation
) -> None:
    lines = elsewhere.manage("restore", backup)

    assert contents(elsewhere) == contents(lively)
    assert elsewhere.python(COUNT).split() == ["0", "0", "queued", "2"]
    assert (elsewhere.folder / "files" / "kept.txt").read_text() == "kept"
    assert "Records that are whole and end where the backup says: 2." in lines
    assert "Every sign-in, sign-in code, token and key of a request has ended; people sign in again." in lines
    assert len(elsewhere.manage("verify_record")) == 2


def test_restore_replaces_only_when_told_to(backup: Path, migrated: Installation) -> None:
    migrated.manage("createsuperuser", "--no-input", "--email", "somebody@example.org")
    migrated.python(WAYS_IN)
    before = migrated.tables()

    refusal = migrated.refusal("restore", backup)
    after_refusal = migrated.tables()
    migrated.manage("restore", backup, "--replace")

    assert refusal.startswith("This installation’s database is not empty, and nothing was changed.")
    assert after_refusal == before
    assert migrated.python(COUNT).split() == ["0", "0", "queued", "2"]
    assert "somebody@example.org" not in migrated.python(
        "from dialogue.models import User; print(*User.objects.values_list('email', flat=True))"
    )


def test_ways_in_that_come_along_in_a_foreign_backup_are_ended(
    lively: Installation, backup: Path, elsewhere: Installation, tmp_path: Path
) -> None:
    """Should a dump hold some after all, the restore ends them: it does not trust what it reads."""
    lively.python(
        "from pathlib import Path; from unittest.mock import patch; from dialogue.services import backups\n"
        "with patch('dialogue.services.databases.WAYS_IN', ()): "
        f"backups.write_backup(file=Path({str(tmp_path / 'whole')!r}))"
    )
    rows = manifest(tmp_path / "whole")["holding"]["rows"]

    elsewhere.manage("restore", tmp_path / "whole")

    assert (rows["django_session"], rows["dialogue_requestkey"]) == (1, 1)
    assert elsewhere.python(COUNT).split()[:2] == ["0", "0"]


def test_backup_of_an_older_version_is_brought_forward(tmp_path: Path, elsewhere: Installation) -> None:
    older = Installation.prepared(tmp_path / "older", "lived in")
    older.manage("migrate", "dialogue", "0001", "-v0")

    older.manage("backup", tmp_path / "older.backup")
    elsewhere.manage("restore", tmp_path / "older.backup")

    assert manifest(tmp_path / "older.backup")["holding"]["migrations"]["dialogue"] == ["0001_initial"]
    assert elsewhere.manage("migrate", "--check") == []
    assert len(elsewhere.manage("verify_record")) == 2


def damaged_versions(backup: Path, folder: Path) -> dict[str, Path]:
    whole = backup.read_bytes()
    told = manifest(backup)
    dump = next(name for name in told["members"] if name.startswith("database."))
    broken = bytearray(whole)
    broken[len(whole) // 2] ^= 0xFF
    newer = told["holding"] | {"migrations": {"dialogue": ["0001_initial", "9999_of_the_future"]}}
    other = told["holding"] | {
        "engine": "sqlite" if told["holding"]["engine"] == "postgresql" else "postgresql"
    }
    fewer = told["holding"] | {"rows": told["holding"]["rows"] | {"dialogue_position": 10_000}}
    shorter = told["holding"] | {"record": {key: [1, "0"] for key in told["holding"]["record"]}}
    outside = {"files/../../outside": [1, "x"]}
    versions = {
        "a letter": b"Dear Sir or Madam",
        "empty": b"",
        "cut short": whole[: len(whole) * 2 // 3],
        "one byte changed": bytes(broken),
    }
    for name, content in versions.items():
        (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / "an archive", "w") as archive:
        archive.writestr("letter.txt", "Dear Sir or Madam")
    return {name: folder / name for name in [*versions, "an archive"]} | {
        name: repack(backup, folder / name, **change)
        for name, change in {
            "other dump": {"members": {dump: b"another database"}},
            "of the future": {"manifest": {"holding": newer}},
            "later format": {"manifest": {"format": 2}},
            "other engine": {"manifest": {"holding": other}},
            "fewer rows": {"manifest": {"holding": fewer}},
            "another record": {"manifest": {"holding": shorter}},
            "reaching outside": {"manifest": {"members": told["members"] | outside}},
        }.items()
    }


def test_what_is_no_whole_backup_is_refused_in_a_sentence_and_changes_nothing(
    lively: Installation, backup: Path, migrated: Installation, tmp_path: Path
) -> None:
    before = migrated.tables()

    versions = damaged_versions(backup, tmp_path) | {"missing": tmp_path / "missing"}
    sentences = migrated.refusals(*(("restore", path) for path in versions.values()))
    refusals = {
        name: sentence.replace(str(versions[name]), "It")
        for name, sentence in zip(versions, sentences, strict=True)
    }
    held, used = ("SQLite", "PostgreSQL") if lively.on_postgresql else ("PostgreSQL", "SQLite")

    no_backup = "It is no backup that `manage.py backup` wrote. Nothing was changed."
    assert {name: refusals[name] for name in ("a letter", "empty", "an archive", "reaching outside")} == (
        dict.fromkeys(("a letter", "empty", "an archive", "reaching outside"), no_backup)
    )
    for name in ("cut short", "one byte changed", "other dump"):
        assert refusals[name].startswith("It is cut short or damaged (")
    assert refusals["of the future"].startswith(
        "It was made by a newer Bridgebuilders (dialogue.9999_of_the_future)"
    )
    assert refusals["later format"].startswith("It was made by a newer Bridgebuilders (format 2)")
    assert refusals["other engine"].startswith(
        f"It holds a database of {held}, and this installation uses {used}. Nothing was changed."
    )
    assert refusals["fewer rows"].startswith("The table dialogue_position has ")
    assert "it does not end where the record of the original ends" in refusals["another record"]
    assert "No such file or directory" in refusals["missing"]
    assert migrated.tables() == before


def test_database_that_others_use_too_is_not_restored_into(backup: Path, migrated: Installation) -> None:
    migrated.python(
        "from django.db import connection; connection.cursor().execute('CREATE TABLE ledger (id int)')"
    )

    refusal = migrated.refusal("restore", backup, "--replace")

    assert refusal.startswith("The database holds tables that are not of Bridgebuilders (ledger)")


def programs_of(folder: Path, version: str) -> Path:
    folder.mkdir()
    for name in ("pg_dump", "pg_restore", "psql"):
        (folder / name).write_text(f'#!/bin/sh\necho "{name} (PostgreSQL) {version}"\n')
        (folder / name).chmod(0o755)
    return folder


def test_client_of_postgresql_has_to_be_there_and_new_enough(lively: Installation, tmp_path: Path) -> None:
    if not lively.on_postgresql:
        pytest.skip("PostgreSQL only: its client")
    (tmp_path / "empty").mkdir()
    old = programs_of(tmp_path / "old", "9.6.24")

    missing, too_old = lively.refusals(
        ("backup", tmp_path / "one", "--pg-bin", tmp_path / "empty"),
        ("backup", tmp_path / "one", "--pg-bin", old),
    )

    assert missing.startswith("The program pg_dump is not to be found.")
    assert too_old.startswith("pg_dump is of PostgreSQL 9 and the server of PostgreSQL ")
    assert not (tmp_path / "one").exists()


def test_account_that_may_not_create_databases_still_backs_up_and_restores(
    lively: Installation, tmp_path: Path
) -> None:
    if not lively.on_postgresql:
        pytest.skip("PostgreSQL only: its rights")
    role = f"plain_{os.getpid()}"
    plain = Installation(tmp_path / "plain")
    database = plain.backing["DATABASE_URL"].rpartition("/")[2]
    plain.python(
        "from django.db import connection; cursor = connection.cursor(); "
        f"cursor.execute('CREATE ROLE {role} LOGIN'); "
        f"cursor.execute('ALTER DATABASE {database} OWNER TO {role}')"
    )
    plain.more["DATABASE_URL"] = plain.backing["DATABASE_URL"].replace("postgres@", f"{role}@")
    plain.manage("migrate", "-v0")
    plain.python(ACTS)
    before = contents(plain)

    lines = plain.manage("backup", tmp_path / "one")
    plain.manage("restore", tmp_path / "one", "--replace")

    assert any("Read back: every byte and the table of contents." in line for line in lines)
    assert contents(plain) == before
