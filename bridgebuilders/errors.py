"""Answers to requests that could not be served: a sentence, for pages as HTML and for the API as JSON."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

RETRY_AFTER_SECONDS = "5"


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


def server_error(request: HttpRequest) -> HttpResponse:
    """Answers 503 while the database is away, otherwise 500; neither answer needs the database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return database_away(request)
    if wants_json(request):
        sentence = _("This is our mistake, not yours. Please try again in a moment.")
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "server_error", sentence)
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def database_away(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "The database does not answer just now. If you were sending something, it was not kept: "
        "please go back, where your words should still be, and send it again in a few seconds."
    )
    response = (
        problem(HTTPStatus.SERVICE_UNAVAILABLE, "database_away", sentence)
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
        return problem(HTTPStatus.FORBIDDEN, "token_refused", sentence)
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
