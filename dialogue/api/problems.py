"""What the API answers when it refuses: one shape for everything, a problem document (RFC 9457)."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import set_rollback

from dialogue.exceptions import DialogueError

MEDIA_TYPE = "application/problem+json"
NO_FIELD = "query"
"""Where `errors` keeps what concerns the query as a whole."""


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
        help_text="For each query parameter that was refused, the reasons.",
    )


def answer_problem(refusal: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to a refusal; None for faults of ours, which Django answers and logs."""
    headers: dict[str, str] = {}
    errors: dict[str, list[str]] = {}
    if isinstance(refusal, DialogueError):
        status, code, detail = refusal.status, refusal.code, str(refusal)
        errors = {refusal.field: [detail]} if refusal.field else {}
    else:
        known = _known(refusal)
        if known is None:
            return None
        status, code = known.status_code, known.default_code
        errors = _errors(known)
        detail = " ".join(chain.from_iterable(errors.values())) or _sentence(known)
        headers = _headers(known)
    set_rollback()
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if errors:
        problem["errors"] = errors
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
    return None


def _sentence(refusal: exceptions.APIException) -> str:
    match refusal:
        case exceptions.NotFound():
            return _("There is nothing at this address, or it is not open to you.")
        case exceptions.NotAuthenticated():
            return _("Please sign in first.")
        case exceptions.MethodNotAllowed():
            return _("This address can only be read. Use GET.")
        case exceptions.NotAcceptable():
            return _("This address answers in JSON only. Ask for application/json.")
        case exceptions.ParseError():
            return _("This request could not be read.")
    return str(refusal.detail)


def _errors(refusal: exceptions.APIException) -> dict[str, list[str]]:
    if not isinstance(refusal, exceptions.ValidationError):
        return {}
    return {name: [str(each) for each in sentences] for name, sentences in _named(refusal.detail)}


def _named(detail: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(detail, Mapping):
        yield from detail.items()
    else:
        yield NO_FIELD, detail


def _headers(refusal: exceptions.APIException) -> dict[str, str]:
    """What HTTP wants beside the status: how to sign in, when to come back."""
    headers = {
        "WWW-Authenticate": getattr(refusal, "auth_header", ""),
        "Retry-After": getattr(refusal, "wait", None),
    }
    return {name: str(value) for name, value in headers.items() if value}
