"""How the API describes itself (OpenAPI)."""

from typing import Any, TypeGuard

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from dialogue.api.acting import CREATED, DONE, KEY, REPLAYED, Acting, ReceiptSerializer
from dialogue.api.problems import MEDIA_TYPE, ProblemSerializer
from dialogue.api.reading import Reading
from dialogue.services.request_keys import LONGEST_KEY

FILE = "file"
"""The one thing to read that is no JSON."""
REFUSALS = {
    400: "The request is not one this address understands; `errors` says why, field by field.",
    401: "Nobody is signed in, or the token is unknown, expired or revoked.",
    403: "What was sent is not the sender’s to do, or a token reads only, or the form token is missing.",
    404: "There is nothing at this address, or it is not open to the reader: the same answer for both.",
    405: "This address does not take this method.",
    406: "The API answers in JSON only.",
    503: "The database does not answer just now; Retry-After says when to come back.",
}
REFUSALS_OF_ACTS = {
    409: "The state of things does not allow it: a thread is closed, a wording has changed …",
    413: "The body is larger than 128 KiB.",
    415: "The body is not JSON.",
    422: "A text or a choice cannot be taken as it is, or the key was used for something else.",
}
REFUSALS_OF_REPLACING = {
    412: "Somebody saved a newer version since the one in If-Match.",
    428: "If-Match is missing.",
}


class ReadingSchema(AutoSchema):
    """Adds to every operation what is the same for all: what it takes, and how it answers and refuses."""

    def get_override_parameters(self) -> list[Any]:
        view = self.view
        if not isinstance(view, Reading):
            return []
        query = view.query_of(view.action)
        headers = _headers(view) if is_act(view) else _tag(view)
        return [*([query] if query().fields else []), *_place(view), *headers]

    def get_request_serializer(self) -> Any:
        view = self.view
        if not is_act(view):
            return None
        body = view.bodies[view.action]
        return body if body().fields else None

    def get_response_serializers(self) -> Any:
        view = self.view
        answer: Any = super().get_response_serializers()
        if not isinstance(view, Reading):
            return answer
        if is_act(view):
            status = CREATED if view.action in view.creates else DONE
            words = "Done: a receipt. Whoever repeats the request gets the same answer again."
            return {status: OpenApiResponse(ReceiptSerializer, words)} | _refusals(view)
        if view.action == FILE:
            return {(200, "application/octet-stream"): OpenApiTypes.BINARY} | _refusals(view)
        return {200: OpenApiResponse(answer, "What the page shows to the same person.")} | _refusals(view)


def is_act(view: object) -> TypeGuard[Acting]:
    return isinstance(view, Acting) and view.action in view.bodies


def _place(view: Reading) -> list[OpenApiParameter]:
    """The id in the address of one thing."""
    name = view.lookup_url_kwarg
    if not view.detail or name is None:
        return []
    words = f"The id of the {name.removesuffix('_id')}."
    return [OpenApiParameter(name, OpenApiTypes.UUID, OpenApiParameter.PATH, description=words)]


def _headers(view: Acting) -> list[OpenApiParameter]:
    key = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"}
    asked = [
        _header(KEY, key, "A new random text for every act; the same again to repeat it.", required=True)
    ]
    if view.action in view.replaces:
        words = "The ETag of the version you read; not a list and not *."
        asked.append(_header("If-Match", {"type": "string"}, words, required=True))
    answered = {
        REPLAYED: "“true” when this was done before, and nothing more now.",
        "Location": "Where what was created is read.",
        "ETag": "The version it has now, where it has versions.",
    }
    if view.action not in view.creates:
        del answered["Location"]
    return asked + [
        _header(name, {"type": "string"}, words, response=True) for name, words in answered.items()
    ]


def _tag(view: Reading) -> list[OpenApiParameter]:
    """What is edited together is read with its version."""
    if not isinstance(view, Acting) or view.action != "retrieve" or "update" not in view.replaces:
        return []
    return [_header("ETag", {"type": "string"}, "The version, for If-Match.", response=True)]


def _header(
    name: str, schema: dict[str, Any], words: str, *, required: bool = False, response: bool = False
) -> OpenApiParameter:
    of = [CREATED, DONE] if response else False
    return OpenApiParameter(
        name, schema, OpenApiParameter.HEADER, description=words, required=required, response=of
    )


def _refusals(view: Reading) -> dict[tuple[int, str], OpenApiResponse]:
    words = dict(REFUSALS)
    if is_act(view):
        words |= REFUSALS_OF_ACTS
        if view.action in view.replaces:
            words |= REFUSALS_OF_REPLACING
    if view.action == FILE:
        words[410] = "The file was kept for an hour and is gone."
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, text)
        for status, text in sorted(words.items())
    }
