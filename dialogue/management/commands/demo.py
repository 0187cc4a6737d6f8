"""The demonstration, from an empty folder to a page in the browser."""

import fcntl
import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Prepares the demonstration (database, translations, people, positions) and serves it on PORT."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
        parser.add_argument("--reset", action="store_true", help="delete the demonstration’s data and stop")

    def handle(self, *args: Any, port: int, reset: bool, **options: Any) -> None:
        if not settings.BRIDGE_DEMO:
            raise CommandError(
                "This is the demonstration’s command: run `make demo`, or set BRIDGE_DEMO=1 first."
            )
        hold_alone(settings.DATA_DIR / "demo.lock")
        if reset:
            forget_data()
            self.stdout.write("The demonstration’s data is deleted. `make demo` starts it anew.")
            return
        require_free_port(port)
        call_command("migrate", verbosity=0)
        call_command("compile_translations", verbosity=0)
        call_command("create_demo", verbosity=options["verbosity"])
        self.print_entrances(f"http://localhost:{port}")
        connection.close()
        serve(port)

    def print_entrances(self, address: str) -> None:
        from dialogue.services import demonstration

        entrances = list(demonstration.entrances())
        width = max((len(str(label)) for label, _ in entrances), default=0)
        self.stdout.write("")
        self.stdout.write(
            f"Bridgebuilders runs at {address}/ on this machine alone. Everything in it is fictitious."
        )
        self.stdout.write("Enter as anybody; come back and be somebody else:")
        self.stdout.write("")
        for label, path in entrances:
            self.stdout.write(f"  {label!s:<{width}}  {address}{path}")
        self.stdout.write("")
        self.stdout.write("Sign-in codes are printed here. Ctrl+C stops the demonstration; its data is kept.")
        self.stdout.flush()


def hold_alone(path: Path) -> int:
    """
    Refuses a second demonstration on the same data.

    The lock lasts as long as the open file returned, which the server inherits.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(descriptor, True)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise CommandError(
            "The demonstration of this folder is already running. Stop it first (Ctrl+C there)."
        ) from None
    return descriptor


def forget_data() -> None:
    if connection.vendor != "sqlite":
        raise CommandError(
            "DATABASE_URL names a database server: empty that database yourself to start over."
        )
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['NAME']}{suffix}").unlink(missing_ok=True)


def require_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise CommandError(
                f"Port {port} is already in use. Stop what runs there, or choose another: "
                f"make demo PORT={port + 1}"
            ) from None


def serve(port: int) -> None:
    """Becomes the server, so that Ctrl+C and kill reach it directly."""
    # Open streams would hold up a stop for ever; three seconds are enough for any answer.
    options = ["--host", HOST, "--port", str(port), "--timeout-graceful-shutdown", "3"]
    quiet = ["--no-access-log", "--no-server-header", "--log-level", "warning"]
    os.chdir(settings.BASE_DIR)
    command = [sys.executable, "-m", "uvicorn", "bridgebuilders.asgi:application", *options, *quiet]
    os.execv(sys.executable, command)  # noqa: S606  # no shell: the command is fixed
