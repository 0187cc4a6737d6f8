"""How the API describes itself (OpenAPI)."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from dialogue.api.problems import MEDIA_TYPE, ProblemSerializer
from dialogue.api.reading import Reading


class ReadingSchema(AutoSchema):
    """Adds to every operation what is the same for all: the query it takes, and how it refuses."""

    def get_override_parameters(self) -> list[Any]:
        if not isinstance(self.view, Reading):
            return []
        query = self.view.query_of(self.view.action)
        return [*([query] if query().fields else []), *_place(self.view)]

    def get_response_serializers(self) -> Any:
        answer = super().get_response_serializers()
        if not isinstance(self.view, Reading):
            return answer
        return {200: OpenApiResponse(answer, "What the page shows to the same person.")} | _refusals()


def _place(view: Reading) -> list[OpenApiParameter]:
    """The id in the address of one thing."""
    name = view.lookup_url_kwarg
    if view.action != "retrieve" or name is None:
        return []
    words = f"The id of the {name.removesuffix('_id')}."
    return [OpenApiParameter(name, OpenApiTypes.UUID, OpenApiParameter.PATH, description=words)]


def _refusals() -> dict[tuple[int, str], OpenApiResponse]:
    words = {
        400: "The query is not one this address understands; `errors` says why, parameter by parameter.",
        401: "Nobody is signed in, or the token is unknown, expired or revoked.",
        403: "The token lets a program read only.",
        404: "There is nothing at this address, or it is not open to the reader: the same answer for both.",
        405: "The API can only be read.",
        406: "The API answers in JSON only.",
    }
    return {(status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, text) for status, text in words.items()}
