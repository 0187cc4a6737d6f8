"""What tells an open page that its thread changed: a stream, and a number to ask for where none gets through.

The room and the desk have numbers of their own, so that what the desk does alone leaves no gap in the room's.
"""

from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_safe

from dialogue import access, live
from dialogue.enums import Audience
from dialogue.selectors.live import changes_of, newest_change_for
from dialogue.views.requests import ReaderRequest

DOORS = {Audience.ROOM: access.thread_to_read, Audience.DESK: access.thread_to_work_on}
LONGEST_NUMBER = 18


@require_GET
async def thread_live(request: ReaderRequest, thread_id: UUID) -> StreamingHttpResponse:
    return await stream(request, thread_id, Audience.ROOM)


@require_GET
async def thread_desk_live(request: ReaderRequest, thread_id: UUID) -> StreamingHttpResponse:
    return await stream(request, thread_id, Audience.DESK)


@require_safe
def thread_changes(request: ReaderRequest, thread_id: UUID) -> JsonResponse:
    return number(request, thread_id, Audience.ROOM)


@require_safe
def thread_desk_changes(request: ReaderRequest, thread_id: UUID) -> JsonResponse:
    return number(request, thread_id, Audience.DESK)


async def stream(request: ReaderRequest, thread_id: UUID, audience: Audience) -> StreamingHttpResponse:
    reader = await reader_let_in(request, thread_id, audience)
    words = live.hub().stream(reader, known_number(request), newest_change_for)
    response = StreamingHttpResponse(words, content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def number(request: ReaderRequest, thread_id: UUID, audience: Audience) -> JsonResponse:
    _reader, thread = DOORS[audience](request.user, thread_id)
    return JsonResponse({"number": changes_of(thread, audience)})


@sync_to_async
def reader_let_in(request: ReaderRequest, thread_id: UUID, audience: Audience) -> live.Reader:
    """The connection is given back at once, whatever its age: a stream lives long and would keep it."""
    try:
        DOORS[audience](request.user, thread_id)
        return live.Reader(request.session.session_key or "", request.user.pk, thread_id, audience)
    finally:
        if not connection.in_atomic_block:  # as it is in tests, which need it afterwards
            connection.close()


def known_number(request: ReaderRequest) -> int | None:
    """The last change the page knows of: as the browser says when it connects again, else as the page was
    drawn.
    """
    said = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER else None
