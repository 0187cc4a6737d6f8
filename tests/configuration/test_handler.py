"""One request runs in one thread, from its first middleware to its last."""

import threading
from collections.abc import Callable

import pytest
from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse

from bridgebuilders.handler import OneThreadHandler

Answer = Callable[[HttpRequest], HttpResponse]
seen: list[int] = []


def note_thread(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(threading.get_ident())
        response = get_response(request)
        seen.append(threading.get_ident())
        return response

    return answer


def answer_to(path: str, settings: object) -> HttpResponse:
    from io import BytesIO

    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"host", b"testserver")]}
    handler = OneThreadHandler()
    response: HttpResponse = async_to_sync(handler.get_response_async)(ASGIRequest(scope, BytesIO()))
    return response


@pytest.mark.django_db(transaction=True)
def test_middleware_and_view_share_a_thread(settings: object) -> None:
    settings.MIDDLEWARE = [f"{__name__}.note_thread", *settings.MIDDLEWARE, f"{__name__}.note_thread"]  # type: ignore[attr-defined]
    seen.clear()

    response = answer_to("/livez", settings)

    assert response.status_code == 200
    assert (len(seen), len(set(seen))) == (4, 1)
