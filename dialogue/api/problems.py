"""What the API answers when it refuses: one shape for everything, a problem document (RFC 9457)."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import set_rollback

from dialogue.exceptions import (
    DialogueError,
    EditedMeanwhile,
    KeyMissing,
    KeyReused,
    PositionWithdrawn,
    ThreadClosed,
    WordingChanged,
    WorkshopOver,
)

MEDIA_TYPE = "application/problem+json"
NO_FIELD = "query"
"""Where `errors` keeps what concerns the query or the body as a whole."""
RETRY_AFTER_SECONDS = 5
FOR_PROGRAMS = {
    EditedMeanwhile: gettext_lazy(
        "Somebody else saved a newer version. Read it again, and send your words with its ETag in If-Match."
    ),
    KeyMissing: gettext_lazy(
        "Send a header Idempotency-Key with everything that changes something: a new random text of at most "
        "64 characters, and the same one again when you repeat a request."
    ),
    KeyReused: gettext_lazy(
        "This Idempotency-Key was used for another request. Use a new one for what is new."
    ),
    PositionWithdrawn: gettext_lazy("Its author has withdrawn this, so it takes nothing more."),
    ThreadClosed: gettext_lazy("This thread is closed and takes nothing at present."),
    WordingChanged: gettext_lazy("The wording has changed. Read the new one before you answer it."),
    WorkshopOver: gettext_lazy("The last session of this workshop is closed, so it takes nothing more."),
}
"""Refusals whose sentence speaks of a form that somebody sees, said to somebody who sees none."""


class Raced(exceptions.APIException):
    status_code = 409
    default_code = "raced"
    default_detail = gettext_lazy("Somebody did something at the same moment. Please send this again.")


class DatabaseAway(exceptions.APIException):
    status_code = 503
    default_code = "database_away"
    default_detail = gettext_lazy(
        "The database does not answer just now. Repeat this in a few seconds, with the same Idempotency-Key "
        "if it changes something."
    )
    wait = RETRY_AFTER_SECONDS


class ProblemSerializer(serializers.Serializer[Any]):
    """Why a request was refused. `code` is stable and for programs, `detail` is a sentence for people."""

    type = serializers.CharField(help_text="Always about:blank: `code` says more.")
    title = serializers.CharField(help_text="The name of the HTTP status.")
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]  # a field of the answer
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="For each query parameter or field that was refused, the reasons; what is nested "
        "is named `title.en`.",
    )


def answer_problem(refusal: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to a refusal; None for faults of ours, which Django answers and logs."""
    headers: dict[str, str] = {}
    errors: dict[str, list[str]] = {}
    if isinstance(refusal, DialogueError):
        status, code, detail = refusal.status, refusal.code, _to_a_program(refusal)
        errors = {refusal.field: [detail]} if refusal.field else {}
    else:
        known = _known(refusal)
        if known is None:
            return None
        status, code = known.status_code, _code(known)
        errors = _errors(known)
        detail = " ".join(chain.from_iterable(errors.values())) or _sentence(known)
        headers = _headers(known)
    set_rollback()
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": printable(detail),
    }
    if errors:
        problem["errors"] = {
            printable(name): [printable(each) for each in sentences] for name, sentences in errors.items()
        }
    return Response(problem, status=status, headers=headers, content_type=MEDIA_TYPE)


def _known(refusal: Exception) -> exceptions.APIException | None:
    match refusal:
        case exceptions.APIException():
            return refusal
        case Http404():
            return exceptions.NotFound()
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case SuspiciousOperation():
            return exceptions.ParseError()
        case IntegrityError():
            return Raced()
        case OperationalError() | InterfaceError():
            return DatabaseAway()
    return None


def _to_a_program(refusal: DialogueError) -> str:
    for kind, sentence in FOR_PROGRAMS.items():
        if isinstance(refusal, kind):
            return str(sentence)
    return str(refusal)


def _code(refusal: exceptions.APIException) -> str:
    if isinstance(refusal, exceptions.ValidationError):
        return refusal.default_code
    if _is_of_csrf(refusal):
        return "form_token_refused"
    return str(refusal.get_codes())


def _is_of_csrf(refusal: exceptions.APIException) -> bool:
    return isinstance(refusal, exceptions.PermissionDenied) and str(refusal.detail).startswith("CSRF Failed")


def printable(sentence: str) -> str:
    """The sentence, without the half characters somebody sent and that no answer can carry."""
    return sentence.encode("utf-8", "replace").decode()


def _sentence(refusal: exceptions.APIException) -> str:
    match refusal:
        case exceptions.NotFound():
            return _("There is nothing at this address, or it is not open to you.")
        case exceptions.NotAuthenticated():
            return _("Please sign in first.")
        case exceptions.MethodNotAllowed():
            return _("This address does not take that method; the header Allow says which it takes.")
        case exceptions.NotAcceptable():
            return _("This address answers in JSON only. Ask for application/json.")
        case exceptions.UnsupportedMediaType():
            return _("This address reads JSON only. Send application/json.")
        case exceptions.ParseError() if refusal.detail == exceptions.ParseError.default_detail:
            return _("This request could not be read.")
        case exceptions.PermissionDenied() if _is_of_csrf(refusal):
            return _("The token of this request is missing or too old, so nothing was changed.")
    return str(refusal.detail)


def _errors(refusal: exceptions.APIException) -> dict[str, list[str]]:
    if not isinstance(refusal, exceptions.ValidationError):
        return {}
    errors: dict[str, list[str]] = {}
    for name, sentence in _named(refusal.detail, ""):
        errors.setdefault(name or NO_FIELD, []).append(sentence)
    return errors


def _named(detail: Any, name: str) -> Iterator[tuple[str, str]]:
    """Every sentence with the field it belongs to; of what is nested, the whole way to it."""
    if isinstance(detail, Mapping):
        for inner, each in detail.items():
            own = "" if inner == "non_field_errors" else str(inner)
            yield from _named(each, ".".join(filter(None, (name, own))))
    elif isinstance(detail, list):
        for each in detail:
            yield from _named(each, name)
    else:
        yield name, str(detail)


def _headers(refusal: exceptions.APIException) -> dict[str, str]:
    """What HTTP wants beside the status: how to sign in, when to come back."""
    headers = {
        "WWW-Authenticate": getattr(refusal, "auth_header", ""),
        "Retry-After": getattr(refusal, "wait", None),
    }
    return {name: str(value) for name, value in headers.items() if value}
