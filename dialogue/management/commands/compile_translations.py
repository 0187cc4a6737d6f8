"""Compiles the translations without the gettext tools, so that a fresh machine needs nothing but Python."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compiles every translation (.po) that is newer than its compiled file (.mo)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        sources = sorted(
            source for folder in settings.LOCALE_PATHS for source in Path(folder).glob("*/LC_MESSAGES/*.po")
        )
        compiled = [source for source in sources if compile_if_newer(source)]
        if options["verbosity"] > 0:
            for source in compiled:
                self.stdout.write(f"Compiled {source.relative_to(settings.BASE_DIR)}")


def compile_if_newer(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    written = target.with_suffix(".mo.part")
    polib.pofile(str(source)).save_as_mofile(str(written))
    written.replace(target)
    return True
