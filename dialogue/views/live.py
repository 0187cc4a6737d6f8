"""The stream that tells an open page that its thread changed, for as long as its reader may read it."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from dialogue import access, models
from dialogue.live import listen
from dialogue.views.requests import ReaderRequest

RETRY = "retry: 3000\n\n"
CHANGED = "event: changed\ndata: 1\n\n"
HEARTBEAT = ": still here\n\n"


@require_GET
async def thread_live(request: ReaderRequest, thread_id: UUID) -> StreamingHttpResponse:
    if not await may_still_read(request, thread_id):
        raise Http404
    response = StreamingHttpResponse(changes(request, thread_id), content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def changes(request: ReaderRequest, thread_id: UUID) -> AsyncGenerator[str]:
    """Says first that something may have changed, so that a page which was cut off asks what it missed."""
    yield RETRY
    yield CHANGED
    async with aclosing(listen(f"thread.{thread_id}")) as messages:
        async for message in messages:
            if not await may_still_read(request, thread_id):
                return
            yield HEARTBEAT if message is None else CHANGED


@sync_to_async
def may_still_read(request: ReaderRequest, thread_id: UUID) -> bool:
    """Ask the stored session and the door anew: whoever signed out or was removed hears nothing more.

    The connection is given back at once, for a stream lives long and would keep it.
    """
    now = HttpRequest()
    now.session = type(request.session)(request.session.session_key)
    try:
        user = get_user(now)
        if not isinstance(user, models.User):
            return False
        access.thread_to_read(user, thread_id)
    except Http404:
        return False
    else:
        return True
    finally:
        close_old_connections()
