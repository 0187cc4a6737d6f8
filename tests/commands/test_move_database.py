"""`manage.py move_database`: every row with its id, there and back, and nothing changed here."""

import json
from pathlib import Path

import pytest

from tests.installation import TABLES, Installation

pytestmark = pytest.mark.xdist_group("backup")

# What two engines keep differently, if anything does: times, bytes, nested JSON, numbers, scripts.
ODD_ROWS = """
import datetime
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from dialogue.models import Edition, Export, Job, Thread, User
SessionStore().save()
Group.objects.create(pk=41, name="группа")
User.objects.create_user("odd@example.org", name="名字 ’\\U0001f54a").groups.add(41)
Export.objects.update(content=bytes(range(256)), requested_at=datetime.datetime(
    2026, 3, 29, 1, 59, 59, 999_999, datetime.timezone(datetime.timedelta(hours=5, minutes=45))))
Thread.objects.filter(key="hq-a").update(avenues=[{"z": 1, "a": [1.5, 1e-7, 10**15, True, None, "é\\n"]}, []])
"""
# The record verified after them, in the same process.
EVERYTHING = (
    TABLES
    + """
from django.core.management import call_command
call_command("verify_record")
"""
)
NEXT = """
from django.contrib.auth.models import Group
from dialogue.models import RecordEntry
print(Group.objects.create(name="next").pk, RecordEntry.objects.count())
"""


def on_sqlite(folder: Path) -> Installation:
    return Installation(folder, backing={})


def address(installation: Installation) -> str:
    if installation.on_postgresql:
        return installation.backing["DATABASE_URL"]
    return f"sqlite:///{installation.folder}/bridgebuilders.sqlite3"


@pytest.fixture
def full(tmp_path: Path) -> Installation:
    installation = Installation.prepared(tmp_path / "full", "lived in", on_sqlite=True)
    installation.python(ODD_ROWS)
    return installation


def test_everything_arrives_and_comes_back_as_it_was(full: Installation, tmp_path: Path) -> None:
    there, back = Installation(tmp_path / "there"), on_sqlite(tmp_path / "back")
    for each in (there, back):
        each.folder.mkdir()
    before = full.python(EVERYTHING)

    lines = full.manage("move_database", "--to", address(there))
    there.manage("move_database", "--to", address(back))

    tables = json.loads(before.splitlines()[0])
    assert sum(rows for rows, _ in tables.values()) > 200
    assert there.python(EVERYTHING) == back.python(EVERYTHING) == full.python(EVERYTHING) == before
    assert lines[-1].startswith(f"Moved {sum(rows for rows, _ in tables.values())} rows of ")


def test_counted_ids_go_on_and_sign_ins_stay_behind(full: Installation, tmp_path: Path) -> None:
    there = Installation(tmp_path / "there")
    there.folder.mkdir()

    full.manage("move_database", "--to", address(there))

    count = "from django.contrib.sessions.models import Session; print(Session.objects.count())"
    assert (full.python(count).strip(), there.python(count).strip()) == ("1", "0")
    assert there.python(NEXT).split()[0] == "42"


def test_target_with_somebody_in_it_is_refused(full: Installation, tmp_path: Path) -> None:
    there = Installation.prepared(tmp_path / "there", "migrated")
    there.manage("createsuperuser", "--no-input", "--email", "somebody@example.org")
    before = there.tables()

    refusal = full.refusal("move_database", "--to", address(there))

    assert refusal == (
        "The target is not empty, and nothing was changed. Name a new database: a move never overwrites one."
    )
    assert there.tables() == before


def test_what_the_target_cannot_hold_leaves_it_empty(full: Installation, tmp_path: Path) -> None:
    """PostgreSQL keeps no NUL in a text, and SQLite does: the table is named, and nothing arrives."""
    there = Installation(tmp_path / "there")
    if not there.on_postgresql:
        pytest.skip("PostgreSQL only: what it refuses")
    full.python("from dialogue.models import Position, PositionVersion as V; V.objects.update(claim='a\\0b')")

    refusal = full.refusal("move_database", "--to", address(there))

    assert refusal.startswith("The rows of dialogue_positionversion could not be moved (")
    assert there.python("from dialogue.models import User; print(User.objects.count())").strip() == "0"


def test_old_databases_and_other_engines_are_refused(tmp_path: Path) -> None:
    old = on_sqlite(tmp_path / "old")
    old.manage("migrate", "dialogue", "0001", "-v0")

    sentences = old.refusals(
        ("move_database", "--to", f"sqlite:///{tmp_path}/there.sqlite3"),
        ("move_database", "--to", "mysql://localhost/bridge"),
    )

    assert sentences == [
        "The database is older than this Bridgebuilders. Run `manage.py migrate` first.",
        "--to takes postgresql://… or sqlite:////absolute/path",
    ]
