"""
The background work's application. Tasks take ids and make one service call: see `dialogue/tasks.py`.

With Redis, `celery -A bridgebuilders worker` and `celery -A bridgebuilders beat` run beside the web
processes; without it the server process carries both (`bridgebuilders/embedded.py`).
"""

import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridgebuilders.settings")

app = Celery("bridgebuilders")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect  # type: ignore[untyped-decorator]  # Celery carries no types
def keep_our_logging(**arguments: Any) -> None:
    """Being answered here, Celery leaves alone what the settings say about logging."""
