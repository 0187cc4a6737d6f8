"""Workshops: those the reader takes part in, and the frame of one."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access
from dialogue.api.reading import Reading
from dialogue.api.words import CampNameSerializer, CampSerializer, CodeField, TupleSerializer, WordingField
from dialogue.enums import SessionState
from dialogue.selectors.entrances import entrances
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of


class WorkshopLineSerializer(serializers.Serializer[Any]):
    """A workshop in the list of those the reader takes part in."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    title = WordingField()
    purpose = WordingField(allow_null=True)
    place = WordingField(allow_null=True)
    is_fictitious = serializers.BooleanField()
    role_words = serializers.CharField(help_text="The reader’s part in it.")


class EditionIdSerializer(TupleSerializer):
    """An edition of a session’s minutes: see `/minutes/{edition_id}/`."""

    attribution_label = serializers.CharField()
    id = serializers.UUIDField()


class SessionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    reference = serializers.CharField()
    title = WordingField(allow_null=True)
    state = CodeField(choices=SessionState.choices)
    state_label = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    editions = EditionIdSerializer(many=True, source="edition_ids")


class TaskSerializer(serializers.Serializer[Any]):
    """Something that waits for the reader, and the page on which to do it."""

    sentence = serializers.CharField()
    reason = serializers.CharField()
    url = serializers.CharField()


class YouSerializer(serializers.Serializer[Any]):
    """The reader’s own part in the workshop."""

    label = serializers.CharField()  # type: ignore[assignment]  # a field of the answer
    camp = CampNameSerializer(allow_null=True)
    role_words = serializers.CharField()
    has_voice = serializers.BooleanField()
    may_moderate = serializers.BooleanField()
    may_sign = serializers.BooleanField()
    may_organise = serializers.BooleanField()
    may_see_record = serializers.BooleanField()
    may_export = serializers.BooleanField()
    may_close_sessions = serializers.BooleanField()
    may_write_summary = serializers.BooleanField()


class WorkshopSerializer(serializers.Serializer[Any]):
    """The frame of a workshop: camps, sessions, rules, and what waits for the reader."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    title = WordingField()
    purpose = WordingField(allow_null=True)
    place = WordingField(allow_null=True)
    is_fictitious = serializers.BooleanField()
    attribution_label = serializers.CharField(help_text="How far the minutes tie statements to people.")
    display_label = serializers.CharField(help_text="How far the room ties statements to people.")
    camps = CampSerializer(many=True)
    neither = CampSerializer()
    participant_words = serializers.CharField(
        help_text="How many take part, in words; empty where a number would give a small group away."
    )
    sessions = SessionSerializer(many=True)
    current_session = SessionSerializer(allow_null=True)
    terms_notes = serializers.ListField(child=WordingField())
    you = YouSerializer()
    tasks = TaskSerializer(many=True)


class Workshops(Reading):
    """Workshops you take part in: camps, sessions, your own part, and what waits for you."""

    serializer_class = WorkshopLineSerializer
    detail_serializer = WorkshopSerializer
    lookup_url_kwarg = "workshop_id"

    @extend_schema(summary="The workshops you take part in, the newest first")
    def list(self, request: Request) -> Response:
        workshops = access.workshops_to_enter(self.user).order_by("-created_at", "pk")
        return self.answer_list(workshops, lambda part: entrances(part, self.user, self.language))

    @extend_schema(summary="One workshop")
    def retrieve(self, request: Request, workshop_id: UUID) -> Response:
        reader = access.workshop_to_read(self.user, workshop_id)
        return self.answer(workshop_shown(people_of(reader, self.language)))
