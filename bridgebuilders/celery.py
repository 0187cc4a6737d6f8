"""
The background work's application. Tasks take ids and make one service call: see `dialogue/tasks.py`.

With Redis, `celery -A bridgebuilders worker` and `celery -A bridgebuilders beat` run beside the web
processes; without it the server process carries both (`bridgebuilders/embedded.py`).
"""

import os
from typing import Any

from celery import Celery, signals
from django.conf import settings

from bridgebuilders.logs import take_over

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridgebuilders.settings")

QUICK = settings.REDIS_PATIENCE | {"max_retries": 0, "interval_start": 0, "interval_step": 0}
"""Handing over an id keeps a request waiting, so it is tried once and not for long: the row stays anyway."""


class Application(Celery):  # type: ignore[misc]  # Celery carries no types
    def connection_for_write(self, url: str | None = None, **options: Any) -> Any:
        options["transport_options"] = QUICK | (options.get("transport_options") or {})
        return super().connection_for_write(url, **options)


app = Application("bridgebuilders")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect  # type: ignore[untyped-decorator]  # Celery carries no types
def keep_our_logging(**arguments: Any) -> None:
    """Being answered here, Celery leaves alone what the settings say about logging."""
    take_over()
