"""Secrets: from the environment or from a file it names; and the demonstration's own."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret(name: str, otherwise: str = "") -> str:
    """What the variable `name` holds, else what stands in the file that `name`_FILE names.

    Variables can be read by whoever may list the processes of a machine, and are printed by careless
    programs; files have an owner.
    """
    if told := os.environ.get(name):
        return told
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return otherwise
    try:
        told = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error}.") from error
    if not told:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which is empty.")
    return told


def demonstration_secret(path: Path) -> str:
    """The key kept in `path`; makes one at the first call."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(written, path)  # whole or not at all, and the first of two processes wins
        except FileExistsError:
            pass
        finally:
            written.unlink()
    return path.read_text(encoding="ascii")
