"""Files of minutes: asked for, followed, fetched; each by who asked for it and nobody else."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access, minutes
from dialogue.api.acting import Acting, Receipt
from dialogue.api.bodies import Body
from dialogue.api.queries import IdField, ListQuery
from dialogue.api.words import CodeField
from dialogue.enums import JobState
from dialogue.selectors.exports import export_shown, exports_in_order
from dialogue.services.exports import ask_export


class FileExpired(APIException):
    status_code = 410
    default_code = "file_expired"
    default_detail = _("This file was kept for an hour and is gone. Please ask for it again.")


class ExportQuery(ListQuery):
    edition = IdField(
        help_text="The edition whose files are wanted.",
        error_messages={"required": _("Say which edition: add ?edition= and its id.")},
    )


class ExportSerializer(serializers.Serializer[Any]):
    """A file you asked for, and how far it has come."""

    id = serializers.UUIDField()
    format = serializers.CharField()
    format_label = serializers.CharField()
    language_label = serializers.CharField()
    state = CodeField(choices=JobState.choices)
    percent = serializers.IntegerField()
    message = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes; 0 as long as there is no file.")
    file_name = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())
    is_expired = serializers.BooleanField()


class ExportBody(Body):
    """Which file of an edition."""

    edition = IdField()
    format = serializers.ChoiceField(choices=sorted(minutes.RENDERERS))
    language = serializers.ChoiceField(choices=sorted(minutes.LANGUAGES))


class Exports(Acting):
    """Files of minutes that you asked for. They are made in the background and kept for an hour."""

    serializer_class = ExportSerializer
    list_query = ExportQuery
    lookup_url_kwarg = "export_id"
    bodies = {"create": ExportBody}

    @extend_schema(summary="The files you asked for of one edition, the newest first")
    def list(self, request: Request) -> Response:
        reader, edition = access.edition_to_read(self.user, self.query["edition"])
        return self.answer_list(
            exports_in_order(edition, reader), lambda part: [export_shown(export) for export in part]
        )

    @extend_schema(summary="How far a file has come")
    def retrieve(self, request: Request, export_id: UUID) -> Response:
        _reader, export = access.export_to_follow(self.user, export_id)
        return self.answer(export_shown(export))

    @extend_schema(summary="Ask for a file of an edition")
    def create(self, request: Request) -> Response:
        def ask() -> Receipt:
            words = self.words
            by, edition = access.edition_to_read(self.user, words["edition"])
            export = ask_export(by=by, edition=edition, format=words["format"], language=words["language"])
            return self.receipt("export", export, by.workshop_id)

        return self.act(ask)

    @extend_schema(summary="The file itself, once it is ready")
    @action(detail=True, methods=["get"])
    def file(self, request: Request, export_id: UUID) -> HttpResponse:
        _reader, export = access.export_to_follow(self.user, export_id)
        if export.job.state != JobState.DONE or export.content is None:
            raise Http404
        if export.expires_at <= timezone.now():
            raise FileExpired
        response = HttpResponse(bytes(export.content), content_type=export.media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
