"""Minutes: the editions of a workshop, and the document of one."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access
from dialogue.api.queries import IdField, ListQuery
from dialogue.api.reading import Reading
from dialogue.api.words import CodeField
from dialogue.enums import Attribution, MinutesStatus
from dialogue.selectors.editions import document_shown, edition_shown, editions_of, editions_shown


class MinutesQuery(ListQuery):
    workshop = IdField(
        help_text="The workshop whose minutes are wanted.",
        error_messages={"required": _("Say which workshop: add ?workshop= and its id.")},
    )


class EditionSerializer(serializers.Serializer[Any]):
    """One edition: the minutes of one session, drawn up for one attribution."""

    id = serializers.UUIDField()
    session_id = serializers.UUIDField()
    reference = serializers.CharField()
    number = serializers.IntegerField()
    attribution = CodeField(choices=Attribution.choices)
    attribution_label = serializers.CharField()
    status = CodeField(choices=MinutesStatus.choices)
    status_label = serializers.CharField()
    fingerprint = serializers.CharField(help_text="SHA-256 of the document.")
    drawn_on = serializers.DateField()


class EditionDetailSerializer(EditionSerializer):
    """One edition with its document, from which every file is rendered."""

    document = serializers.DictField(child=serializers.JSONField())


class Minutes(Reading):
    """Editions of the minutes, each for one attribution; identities were removed before it was stored."""

    serializer_class = EditionSerializer
    detail_serializer = EditionDetailSerializer
    list_query = MinutesQuery
    lookup_url_kwarg = "edition_id"

    @extend_schema(summary="The editions of a workshop’s minutes, by session")
    def list(self, request: Request) -> Response:
        reader = access.workshop_to_read(self.user, self.query["workshop"])
        return self.answer_list(editions_of(reader), editions_shown)

    @extend_schema(summary="One edition with its document")
    def retrieve(self, request: Request, edition_id: UUID) -> Response:
        _reader, edition = access.edition_to_read(self.user, edition_id)
        return self.answer(edition_shown(edition), document=document_shown(edition))
