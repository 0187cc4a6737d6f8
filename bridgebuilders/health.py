"""Three questions for whoever watches over the installation: is it alive, is it well, can it take work?"""

import logging
import shutil
import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.db import Error, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bridgebuilders.errors import RETRY_AFTER_SECONDS
from dialogue.selectors.jobs import longest_wait

logger = logging.getLogger(__name__)

LEAST_FREE_DISK = 0.1


@login_not_required
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"process": "ok"})


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers and reads its database."""
    return report(database=database_can_be_read)


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process takes work: its database can be written, no job waits too long, the disk has room."""
    return report(database=database_can_be_written, jobs=jobs_are_taken_up, disk=disk_has_room)


def report(**questions: Callable[[], bool]) -> HttpResponse:
    answers = {"process": "ok"} | {
        name: "ok" if holds(question) else "failing" for name, question in questions.items()
    }
    if "failing" not in answers.values():
        return JsonResponse(answers)
    return JsonResponse(
        answers,
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": RETRY_AFTER_SECONDS},
    )


def holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (Error, OSError):
        logger.exception("A question about the health of this installation could not be answered.")
        return False


def database_can_be_read() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def database_can_be_written() -> bool:
    with transaction.atomic():
        Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=timezone.now())
        transaction.set_rollback(True)
    return True


def jobs_are_taken_up() -> bool:
    """No job that is due waits longer than the patience set."""
    return longest_wait() <= settings.BRIDGE_JOB_PATIENCE.total_seconds()


def disk_has_room() -> bool:
    where = next(folder for folder in (settings.DATA_DIR, *settings.DATA_DIR.parents) if folder.exists())
    usage = shutil.disk_usage(where)
    return usage.free >= LEAST_FREE_DISK * usage.total
