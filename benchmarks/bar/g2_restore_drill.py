"""G2: from a backup and the environment alone, everything stands again in a new place, and nobody is in."""

import argparse
import json
import tempfile
from pathlib import Path
from time import monotonic

from benchmarks.bar.report import proof
from tests.backing import both
from tests.installation import Installation

LONGEST_SECONDS = 600
SIGN_IN = """
from datetime import timedelta
from django.test import Client
from django.utils import timezone
from dialogue.models import Job, Participant, RequestKey
someone = Participant.objects.get(role_label="A1", workshop__code="many")
client = Client(); client.force_login(someone.user)
RequestKey.objects.create(
    user=someone.user, key="k", digest="x", outcome="/", expires_at=timezone.now() + timedelta(days=1)
)
Job.objects.update(state="running")
print(client.cookies["sessionid"].value)
"""
LOOK = """
import json, sys
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from dialogue.models import Job, Participant, Position, RequestKey, Thread
someone = Participant.objects.get(role_label="A1", workshop__code="many")
thread = Thread.objects.get(workshop=someone.workshop, key="hq-a")
old = Client(); old.cookies["sessionid"] = SESSION
new = Client(); new.force_login(someone.user)
tokens = [model for model in apps.get_models() if model._meta.label in ("dialogue.Token", "knox.AuthToken")]
print(json.dumps({
    "positions": Position.objects.count(),
    "old_session": old.get(f"/threads/{thread.pk}/").status_code,
    "new_session": new.get(f"/threads/{thread.pk}/").status_code,
    "request_keys": RequestKey.objects.count(),
    "tokens": sum(model._base_manager.count() for model in tokens),
    "running_jobs": Job.objects.filter(state="running").count(),
}))
"""


def drill(folder: Path, backings: list[dict[str, str]], positions: int) -> dict[str, object]:
    plain = {"BRIDGE_HTTPS": "0", "DJANGO_ALLOWED_HOSTS": "testserver"}
    old, new = (
        Installation(folder / name, backing=backing, more=plain)
        for name, backing in zip(("old", "new"), backings, strict=True)
    )
    old.manage("migrate", "-v0")
    done = old.run("-m", "benchmarks.bar.many_positions", str(positions))
    assert done.returncode == 0, done.stderr
    session = old.python(SIGN_IN).strip()
    started = monotonic()
    old.manage("backup", folder / "one.backup")
    backed_up = monotonic() - started
    new.folder.mkdir()
    started = monotonic()
    new.manage("restore", folder / "one.backup")
    new.manage("verify_record")
    restored = monotonic() - started
    seen: dict[str, object] = json.loads(new.python(f"SESSION = {session!r}\n{LOOK}"))
    return seen | {
        "backup_seconds": round(backed_up, 1),
        "restore_seconds": round(restored, 1),
        "megabytes": round((folder / "one.backup").stat().st_size / 1e6, 1),
        "tables_equal": {
            table: rows for table, rows in old.tables().items() if table not in LEFT_BEHIND
        } == {table: rows for table, rows in new.tables().items() if table not in LEFT_BEHIND},
    }  # fmt: skip


LEFT_BEHIND = ("dialogue_requestkey", "dialogue_job", "dialogue_token", "knox_authtoken")


def holds(seen: dict[str, object]) -> bool:
    closed = [seen[name] for name in ("request_keys", "tokens", "running_jobs")] == [0, 0, 0]
    pages = (seen["old_session"], seen["new_session"]) == (302, 200)
    return bool(closed and pages and seen["tables_equal"] and seen["restore_seconds"] <= LONGEST_SECONDS)  # type: ignore[operator]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    positions = 200 if parser.parse_args().quick else 10_000
    promise = "From a backup everything stands again elsewhere, and every way in has ended."
    with (
        tempfile.TemporaryDirectory() as name,
        proof("G2", promise, "at most 600 s for 10,000 positions; no way in left") as tell,
        both() as (database, queue),
    ):
        results = {}
        for engine in ("postgresql", "sqlite"):
            folder = Path(name) / engine
            folder.mkdir()
            backings = [
                {"DATABASE_URL": database.create(each), "REDIS_URL": queue.url()}
                if engine == "postgresql"
                else {}
                for each in ("old", "new")
            ]
            results[engine] = drill(folder, backings, positions)
        tell(
            passed=positions == 10_000 and all(map(holds, results.values())),
            figure="; ".join(
                f"{engine}: {each['positions']} positions back in {each['restore_seconds']} s "
                f"(backup {each['backup_seconds']} s, {each['megabytes']} MB), old session answered "
                f"{each['old_session']}"
                for engine, each in results.items()
            ),
            notes="Erasures after the backup are not replayed: the guide says to repeat them.",
            engines=results,
        )


if __name__ == "__main__":
    main()
