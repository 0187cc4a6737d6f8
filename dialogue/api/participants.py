"""Participants, as an organiser sees them: who joins, in which roles, and who leaves."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access
from dialogue.api.acting import Acting, Receipt
from dialogue.api.bodies import Body, TextField
from dialogue.api.queries import IdField, ListQuery
from dialogue.enums import Role
from dialogue.selectors.organising import people_in_order, person_to_organise
from dialogue.services import participants


class ParticipantQuery(ListQuery):
    workshop = IdField(
        help_text="The workshop whose people are wanted.",
        error_messages={"required": _("Say which workshop: add ?workshop= and its id.")},
    )


class ParticipantSerializer(serializers.Serializer[Any]):
    """Somebody who takes part; without the camp, which is each participant's own to declare."""

    id = serializers.UUIDField()
    role_label = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))
    role_words = serializers.ListField(child=serializers.CharField())
    is_you = serializers.BooleanField()


class RolesBody(Body):
    """The roles somebody has, and no others."""

    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), max_length=6)


class ParticipantBody(RolesBody):
    """Somebody who joins. The camp is each participant's own to declare."""

    workshop = IdField()
    email = TextField(help_text="He or she signs in with a code sent to this address.")
    name = TextField(default="", help_text="Shown only where the workshop names people.")
    role_label = TextField(default="", help_text="Such as A3. Left empty, the next free one is given.")


class Participants(Acting):
    """The people of a workshop, for those who organise it."""

    serializer_class = ParticipantSerializer
    list_query = ParticipantQuery
    lookup_url_kwarg = "participant_id"
    bodies = {"create": ParticipantBody, "give_roles": RolesBody, "remove": Body}

    @extend_schema(summary="Everybody who takes part, those who run the workshop first")
    def list(self, request: Request) -> Response:
        reader = access.workshop_to_organise(self.user, self.query["workshop"])
        return self.answer_list(
            people_in_order(reader), lambda part: [person_to_organise(each, reader) for each in part]
        )

    @extend_schema(summary="One participant")
    def retrieve(self, request: Request, participant_id: UUID) -> Response:
        reader, managed = access.participant_to_manage(self.user, participant_id)
        return self.answer(person_to_organise(managed, reader))

    @extend_schema(summary="Let somebody join")
    def create(self, request: Request) -> Response:
        def add() -> Receipt:
            words = self.words
            by = access.workshop_to_organise(self.user, words["workshop"])
            participant = participants.add_participant_by_email(
                by=by,
                email=words["email"],
                name=words["name"],
                role_label=words["role_label"],
                roles=self._roles(),
            )
            return self.receipt("participant", participant, by.workshop_id)

        return self.act(add)

    @extend_schema(summary="Give somebody these roles and no others")
    @action(detail=True, methods=["post"], url_path="roles")
    def give_roles(self, request: Request, participant_id: UUID) -> Response:
        def give() -> Receipt:
            by, managed = access.participant_to_manage(self.user, participant_id)
            participants.set_roles(by=by, participant=managed, roles=self._roles())
            return self.receipt("participant", managed, by.workshop_id)

        return self.act(give)

    @extend_schema(summary="Remove somebody: he or she sees nothing more, what was written stays")
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, participant_id: UUID) -> Response:
        def let_go() -> Receipt:
            by, managed = access.participant_to_manage(self.user, participant_id)
            participants.remove_participant(by=by, participant=managed)
            return self.receipt("participant", managed, by.workshop_id)

        return self.act(let_go)

    def _roles(self) -> frozenset[Role]:
        return frozenset(Role(value) for value in self.words["roles"])
