"""Answers to requests that could not be served: a sentence, for pages as HTML and for the API as JSON."""

import sys
from http import HTTPStatus

import psycopg
import redis.exceptions
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

RETRY_AFTER_SECONDS = "5"
DATABASE_FAULTS = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""A server that is gone, starts or is full, a connection that broke, and a lock, a deadlock or a statement
that took too long. What the pool of connections raises is among them."""
TRANSACTION_FAULTS = ("25006", "25P03")
"""Of the internal errors those that pass as well: a server that became read-only, a transaction left idle."""
REDIS_FAULTS = (
    redis.exceptions.ConnectionError,
    redis.exceptions.TimeoutError,
    redis.exceptions.ReadOnlyError,
    redis.exceptions.OutOfMemoryError,
)


def wants_json(request: HttpRequest) -> bool:
    preferred = request.get_preferred_type(["text/html", "application/json"])
    return request.path.startswith("/api/") or preferred == "application/json"


def problem(status: HTTPStatus, code: str, sentence: str) -> JsonResponse:
    """A problem document (RFC 9457), in the shape of every other refusal of the API."""
    return JsonResponse(
        {"type": "about:blank", "title": status.phrase, "status": status, "code": code, "detail": sentence},
        status=status,
        content_type="application/problem+json",
    )


def is_of_the_database(fault: BaseException | None) -> bool:
    """Whether the database did not answer, and may in a moment."""
    if isinstance(fault, InternalError):
        return getattr(fault.__cause__, "sqlstate", None) in TRANSACTION_FAULTS
    return isinstance(fault, DATABASE_FAULTS)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answers 503 while the database or Redis is away, otherwise 500; neither answer needs them."""
    fault = sys.exc_info()[1]
    if is_of_the_database(fault):
        return database_away(request)
    if isinstance(fault, REDIS_FAULTS):
        return redis_away(request)
    if wants_json(request):
        sentence = _("This is our mistake, not yours. Please try again in a moment.")
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "server_error", sentence)
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def database_away(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "The database does not answer just now. If you were sending something, it was not kept: "
        "please go back, where your words should still be, and send it again in a few seconds."
    )
    return away(request, "database_away", sentence)


def redis_away(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "A part of this server does not answer just now, and what you asked for needs it. Please try again "
        "in a few seconds."
    )
    return away(request, "server_part_away", sentence)


def away(request: HttpRequest, code: str, sentence: str) -> HttpResponse:
    response = (
        problem(HTTPStatus.SERVICE_UNAVAILABLE, code, sentence)
        if wants_json(request)
        else HttpResponse(render_to_string("503.html", {"sentence": sentence}))
    )
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`reason` speaks to developers, so it is not shown."""
    if wants_json(request):
        sentence = _("The token of this request is missing or too old, so nothing was changed.")
        return problem(HTTPStatus.FORBIDDEN, "form_token_refused", sentence)
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
