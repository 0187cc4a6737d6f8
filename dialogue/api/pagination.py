"""Lists come in parts: a limit with a ceiling, an offset, and links to the neighbours."""

from typing import Any

from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

from dialogue.api.queries import LONGEST_PAGE, USUAL_PAGE


class Part(LimitOffsetPagination):
    """One part of a list. Limit and offset come checked, from a `ListQuery`."""

    default_limit = USUAL_PAGE
    max_limit = LONGEST_PAGE
    template = None

    def __init__(self, limit: int = USUAL_PAGE, offset: int = 0) -> None:
        self.wanted = limit, offset

    def get_limit(self, request: Request) -> int:
        return self.wanted[0]

    def get_offset(self, request: Request) -> int:
        return self.wanted[1]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """None: `ListQuery` documents them."""
        return []

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "How many there are in all."},
                "next": link | {"description": "The part after this one."},
                "previous": link | {"description": "The part before this one."},
                "results": schema,
            },
        }
