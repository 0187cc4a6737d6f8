"""Responses: what somebody answers to a wording. Everybody reads his or her own alone."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access
from dialogue.api.acting import Acting, Receipt
from dialogue.api.bodies import Body, LanguageField, TextField
from dialogue.api.positions import MyResponseSerializer
from dialogue.api.queries import IdField, ListQuery
from dialogue.enums import StanceChoice
from dialogue.selectors.responses import own_responses, own_responses_shown
from dialogue.services import responses


class ResponseQuery(ListQuery):
    workshop = IdField(
        help_text="The workshop in which you answered.",
        error_messages={"required": _("Say which workshop: add ?workshop= and its id.")},
    )


class ResponseSerializer(MyResponseSerializer):
    """Your own answer, and what it answers."""

    id = serializers.UUIDField()
    position_id = serializers.UUIDField()
    version_id = serializers.UUIDField()


class ResponseBody(Body):
    """An answer to the wording you have read."""

    position = IdField()
    version = IdField(help_text="`version_id` of the wording you have read.")
    stance = serializers.ChoiceField(choices=StanceChoice.choices)
    reason = TextField(default="")
    condition = TextField(default="", help_text="Under which condition you could agree.")
    language = LanguageField()


class Responses(Acting):
    """Your own answers. Others are told in figures and, without a name, in reasons and conditions."""

    serializer_class = ResponseSerializer
    list_query = ResponseQuery
    lookup_url_kwarg = "response_id"
    bodies = {"create": ResponseBody}

    @extend_schema(summary="Your own answers in a workshop, the earliest first")
    def list(self, request: Request) -> Response:
        reader = access.workshop_to_read(self.user, self.query["workshop"])
        return self.answer_list(own_responses(reader), own_responses_shown)

    @extend_schema(summary="One of your own answers")
    def retrieve(self, request: Request, response_id: UUID) -> Response:
        _reader, response = access.response_to_read(self.user, response_id)
        return self.answer(own_responses_shown([response])[0])

    @extend_schema(summary="Answer a wording; a changed answer takes the place of the earlier one")
    def create(self, request: Request) -> Response:
        def respond() -> Receipt:
            words: dict[str, Any] = self.words
            by, position = access.position_to_answer(self.user, words["position"])
            answer = responses.Answer(words["stance"], words["language"], words["reason"], words["condition"])
            response = responses.respond(by=by, position=position, version_id=words["version"], answer=answer)
            return self.receipt("response", response, by.workshop_id)

        return self.act(respond)
