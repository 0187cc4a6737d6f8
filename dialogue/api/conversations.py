"""The answers of a workshop or of one thread as files: asked for here, followed and fetched as exports."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access, models
from dialogue.api.acting import Acting, Receipt
from dialogue.api.bodies import Body
from dialogue.api.exports import ExportSerializer
from dialogue.api.queries import IdField, ListQuery
from dialogue.selectors.conversations import FORMATS, conversation_exports_in_order
from dialogue.selectors.exports import export_shown
from dialogue.services.conversations import ask_conversation


class ConversationQuery(ListQuery):
    workshop = IdField(
        help_text="The workshop whose answers are wanted.",
        error_messages={"required": _("Say which workshop: add ?workshop= and its id.")},
    )
    thread = IdField(required=False, help_text="One thread of it; all together if left out.")


class ConversationBody(Body):
    """Which files: of the whole workshop, or of one thread of it."""

    workshop = IdField()
    thread = IdField(required=False)
    format = serializers.ChoiceField(choices=sorted(FORMATS))


class Conversations(Acting):
    """Answers as files. A file you asked for is an export: it is followed and fetched there, for an hour."""

    serializer_class = ExportSerializer
    list_query = ConversationQuery
    bodies = {"create": ConversationBody}

    @extend_schema(summary="The files of answers you asked for, the newest first")
    def list(self, request: Request) -> Response:
        reader, thread = self._taken(self.query)
        return self.answer_list(
            conversation_exports_in_order(reader, thread),
            lambda part: [export_shown(export) for export in part],
        )

    @extend_schema(summary="Ask for the answers of a workshop or thread as files")
    def create(self, request: Request) -> Response:
        def ask() -> Receipt:
            by, thread = self._taken(self.words)
            export = ask_conversation(by=by, thread=thread, format=self.words["format"])
            return self.receipt("export", export, by.workshop_id)

        return self.act(ask)

    def _taken(self, asked: dict[str, Any]) -> tuple[models.Participant, models.Thread | None]:
        """Through the door of the workshop, and through that of the thread, which has to be one of it."""
        reader = access.conversation_to_take(self.user, asked["workshop"])
        if "thread" not in asked:
            return reader, None
        reader, thread = access.thread_to_take(self.user, asked["thread"])
        if thread.workshop_id != asked["workshop"]:
            raise Http404
        return reader, thread
