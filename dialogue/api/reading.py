"""What every address of the API has in common: somebody reads, in a language, with a checked query."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from dialogue import models
from dialogue.api.pagination import Key, Part
from dialogue.api.queries import ListQuery, Query, asked

READ_ONLY = ["get", "head"]


class Reading(GenericViewSet[Any]):
    """Read only. A viewset passes a door, asks a selector and serializes its view objects, never rows."""

    http_method_names = READ_ONLY
    pagination_class = Part  # type: ignore[assignment]  # it describes lists, and is asked by `answer_list`
    lookup_value_converter = "uuid"
    list_query: ClassVar[type[ListQuery]] = ListQuery
    detail_serializer: ClassVar[type[Serializer[Any]] | None] = None
    """What one thing tells more than its line in a list; None where both are the same."""
    query: dict[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action and str(request.method).lower() in self.http_method_names:
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
        self,
        rows: QuerySet[Any] | Sequence[Any],
        show: Callable[[list[Any]], Sequence[object]],
        key: Key = attrgetter("pk"),
    ) -> Response:
        """The wanted part of `rows`, which have a fixed order; only that part is read and shown.

        `key` tells rows apart that are no queryset.
        """
        request = self.request
        part = Part(f"{self.basename}", self.query["limit"], self.query["cursor"])
        chosen, cursor = part.of_queryset(rows) if isinstance(rows, QuerySet) else part.of_rows(rows, key)
        address = request.build_absolute_uri()
        following = replace_query_param(address, "cursor", cursor) if cursor else None
        serializer = self.get_serializer(show(chosen), many=True)
        return Response({"next": following, "results": serializer.data})

    def answer(self, view: Any, version: int | None = None, **more: object) -> Response:
        """One thing: its view object, and what its own page shows `more` of it. `version` is that of what
        people edit together, and becomes its ETag.
        """
        shown = {field.name: getattr(view, field.name) for field in fields(view)}
        headers = {} if version is None else {"ETag": f'"{version}"'}
        return Response(self.get_serializer(shown | more).data, headers=headers)


class Nothing(APIView):
    """Every other address: the same 404 as for what is not open to the reader."""

    schema = None
    http_method_names = [*READ_ONLY, "post", "put", "patch", "delete"]

    def get(self, request: Request, **place: str) -> Response:
        raise Http404

    post = put = patch = delete = get
