"""An installation of its own, commanded from outside as an operator does: each command is a process."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from atexit import register
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

from tests.backing import postgresql_programs
from tests.server import KEPT, ROOT, backing_of_its_own

ACTS = """
from tests.cast import assemble
from tests.services.every_act import perform_every_act
perform_every_act(assemble())
"""
# Every table with its rows, in the form that both engines share.
TABLES = """
import json
from django.db import connections
from dialogue.services import moves
print(json.dumps({
    each.table: [each.rows, each.fingerprint]
    for each in (moves.fingerprint(table, "default") for table in moves.tables())
}))
"""
SET_UP = "import django; django.setup()\n"
REFUSALS = """
import json, sys
from django.core.management import CommandError, call_command
sentences = []
for words in json.loads(sys.argv[1]):
    try:
        call_command(*words, stdout=open("/dev/null", "w"))
        sentences.append("not refused")
    except CommandError as refusal:
        sentences.append(str(refusal))
print(json.dumps(sentences))
"""


Prepared = Literal["migrated", "lived in"]


@dataclass
class Installation:
    """On SQLite in `folder`; on PostgreSQL, in a database of its own, where this run was given one."""

    folder: Path
    backing: dict[str, str] = field(default_factory=backing_of_its_own)
    more: dict[str, str] = field(default_factory=dict)

    @classmethod
    def prepared(cls, folder: Path, how: Prepared, *, on_sqlite: bool = False) -> Self:
        """One whose tables are made, or in which every act has been done too; made once, and then copied."""
        original = _original(how, on_sqlite)
        shutil.copytree(original.folder, folder, dirs_exist_ok=True)
        return cls(folder, {} if on_sqlite else backing_of_its_own(original.backing))

    @property
    def on_postgresql(self) -> bool:
        return "DATABASE_URL" in self.backing

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        own = {
            "SECRET_KEY": "a secret for tests alone, as long as a real one has to be",
            "DATA_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "bridgebuilders.settings",
            "BRIDGE_ENV_FILE": os.devnull,
            "BRIDGE_HASHED_STATIC": "0",
            "EMAIL_URL": "dummymail://",
            "LOG_LEVEL": "ERROR",
        }
        if self.on_postgresql:
            # Its client must not be older than the server, and the machine may have one that is.
            own["PATH"] = f"{postgresql_programs()}{os.pathsep}{kept['PATH']}"
        return kept | own | self.backing | self.more

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def manage(self, *words: str | Path) -> list[str]:
        done = self.run("manage.py", *map(str, words))
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def refusal(self, *words: str | Path) -> str:
        """The sentence with which a command ends that has to refuse."""
        done = self.run("manage.py", *map(str, words))
        assert done.returncode == 1, done.stdout
        assert "Traceback" not in done.stderr
        last = done.stderr.strip().splitlines()[-1]
        return last.removeprefix("CommandError: ")

    def refusals(self, *commands: tuple[str | Path, ...]) -> list[str]:
        """The same of several, in one process: a start costs more than most commands do."""
        words = json.dumps([[str(word) for word in command] for command in commands])
        done = self.run("-W", "ignore", "-c", SET_UP + REFUSALS, words)
        assert done.returncode == 0, done.stderr
        sentences: list[str] = json.loads(done.stdout)
        return sentences

    def python(self, code: str) -> str:
        done = self.run("-c", SET_UP + code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tables(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.python(TABLES))
        return told


@cache
def _original(how: Prepared, on_sqlite: bool) -> Installation:
    folder = Path(tempfile.mkdtemp(prefix="bridgebuilders-original-"))
    register(shutil.rmtree, folder, ignore_errors=True)
    if how == "migrated":
        original = Installation(folder, {} if on_sqlite else backing_of_its_own())
        original.manage("migrate", "-v0")
    else:
        original = Installation.prepared(folder, "migrated", on_sqlite=on_sqlite)
        original.python(ACTS)
    return original
