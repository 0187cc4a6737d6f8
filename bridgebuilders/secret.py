"""The secret key of a demonstration: made once per installation, readable by its owner alone."""

import os
import secrets
from pathlib import Path


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
