"""What every address of the API has in common: somebody reads, in a language, with a checked query."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from dialogue import models
from dialogue.api.pagination import Part
from dialogue.api.queries import ListQuery, Query, asked

READ_ONLY = ["get", "head"]


class Reading(GenericViewSet[Any]):
    """Read only. A viewset passes a door, asks a selector and serializes its view objects, never rows."""

    http_method_names = READ_ONLY
    pagination_class = Part
    lookup_value_converter = "uuid"
    list_query: ClassVar[type[ListQuery]] = ListQuery
    detail_serializer: ClassVar[type[Serializer[Any]] | None] = None
    """What one thing tells more than its line in a list; None where both are the same."""
    query: dict[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action:
            self.query = asked(request, self.query_of(self.action))

    def query_of(self, action: str) -> type[Query]:
        return self.list_query if action == "list" else Query

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        detail = self.detail_serializer if self.action == "retrieve" else None
        serializer = detail or self.serializer_class
        assert serializer is not None, "every viewset says what it answers with"
        return serializer

    @property
    def user(self) -> models.User:
        user = self.request.user
        assert isinstance(user, models.User), "nobody else is let in"
        return user

    @property
    def language(self) -> str:
        return str(self.request.LANGUAGE_CODE)

    def answer_list(
        self, rows: QuerySet[Any] | Sequence[Any], show: Callable[[list[Any]], Sequence[object]]
    ) -> Response:
        """The wanted part of `rows`, which have a fixed order; only that part is read and shown."""
        part = Part(self.query["limit"], self.query["offset"])
        views = show(part.paginate_queryset(rows, self.request, self) or [])
        return part.get_paginated_response(self.get_serializer(views, many=True).data)

    def answer(self, view: Any, **more: object) -> Response:
        """One thing: its view object, and what its own page shows `more` of it."""
        shown = {field.name: getattr(view, field.name) for field in fields(view)}
        return Response(self.get_serializer(shown | more).data)


class Nothing(APIView):
    """Every other address: the same 404 as for what is not open to the reader."""

    schema = None
    http_method_names = READ_ONLY

    def get(self, request: Request, **place: str) -> Response:
        raise Http404
