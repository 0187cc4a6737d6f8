"""Co-sponsors of a proposal: asked by its author, and named only when they agree."""

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
from dialogue.api.bodies import Body, VersionNumberField
from dialogue.api.queries import IdField, ListQuery
from dialogue.api.reading import Reading
from dialogue.api.words import BySerializer, CodeField
from dialogue.enums import SponsorshipState
from dialogue.selectors.people import people_of
from dialogue.selectors.sponsors import (
    candidates_in_order,
    candidates_shown,
    participant_to_ask,
    sponsorships_in_order,
    sponsorships_shown,
)
from dialogue.services import sponsorships


class SponsorshipQuery(ListQuery):
    workshop = IdField(
        help_text="The workshop in which you asked or were asked.",
        error_messages={"required": _("Say which workshop: add ?workshop= and its id.")},
    )
    state = serializers.ChoiceField(
        choices=SponsorshipState.choices,
        required=False,
        help_text="Those in this state alone.",
        error_messages={"invalid_choice": _("“state” is asked, agreed or declined.")},
    )


class SponsorshipSerializer(serializers.Serializer[Any]):
    """Somebody asked to co-sponsor a proposal: seen by who asked and by who was asked."""

    id = serializers.UUIDField()
    position_id = serializers.UUIDField()
    by = BySerializer(help_text="Who was asked.")
    is_asked_of_you = serializers.BooleanField()
    state = CodeField(choices=SponsorshipState.choices)
    version_number = serializers.IntegerField(help_text="The wording asked about or agreed to.")
    is_of_earlier_wording = serializers.BooleanField()


class SponsorshipBody(Body):
    """Whom to ask about the current wording of a proposal of yours."""

    position = IdField()
    participant = IdField(help_text="One of `/candidates/`.")


class SponsorshipAnswerBody(Body):
    """Yes or no, to the wording that was read."""

    agrees = serializers.BooleanField()
    version = VersionNumberField(help_text="`version_number` of the wording you have read.")


class Sponsorships(Acting):
    """Who is asked to be named as co-sponsor. Whom nobody but the two of you knows."""

    serializer_class = SponsorshipSerializer
    list_query = SponsorshipQuery
    lookup_url_kwarg = "sponsorship_id"
    bodies = {"create": SponsorshipBody, "respond": SponsorshipAnswerBody}

    @extend_schema(summary="Whom you asked, and what you were asked, in a workshop")
    def list(self, request: Request) -> Response:
        reader = access.workshop_to_read(self.user, self.query["workshop"])
        people = people_of(reader, self.language)
        rows = sponsorships_in_order(reader, state=self.query.get("state", ""))
        return self.answer_list(rows, lambda part: sponsorships_shown(part, people))

    @extend_schema(summary="One question to co-sponsor")
    def retrieve(self, request: Request, sponsorship_id: UUID) -> Response:
        reader, sponsorship = access.sponsorship_to_read(self.user, sponsorship_id)
        return self.answer(sponsorships_shown([sponsorship], people_of(reader, self.language))[0])

    @extend_schema(summary="Ask somebody to co-sponsor the current wording of a proposal of yours")
    def create(self, request: Request) -> Response:
        def ask() -> Receipt:
            by, position = access.position_to_revise(self.user, self.words["position"])
            participant = participant_to_ask(by, self.words["participant"])
            if participant is None:
                raise sponsorships.NotASponsor(field="participant")
            asked = sponsorships.ask_cosponsor(by=by, position=position, participant=participant)
            return self.receipt("sponsorship", asked, by.workshop_id)

        return self.act(ask)

    @extend_schema(summary="Agree to be named as co-sponsor, or decline")
    @action(detail=True, methods=["post"], url_path="answer")
    def respond(self, request: Request, sponsorship_id: UUID) -> Response:
        def answer() -> Receipt:
            by, sponsorship = access.sponsorship_to_answer(self.user, sponsorship_id)
            answered = sponsorships.answer_cosponsorship(
                by=by,
                sponsorship=sponsorship,
                agrees=self.words["agrees"],
                expected_version=self.words["version"],
            )
            return self.receipt("sponsorship", answered, by.workshop_id)

        return self.act(answer)


class CandidateQuery(ListQuery):
    position = IdField(
        help_text="The proposal of yours.",
        error_messages={"required": _("Say which proposal: add ?position= and its id.")},
    )


class CandidateSerializer(serializers.Serializer[Any]):
    """Somebody the author of a proposal may ask, as the room shows him or her."""

    participant_id = serializers.UUIDField()
    by = BySerializer()


class Candidates(Reading):
    """Whom you may ask to co-sponsor a proposal of yours. Nobody where the room tells nobody apart."""

    serializer_class = CandidateSerializer
    list_query = CandidateQuery

    @extend_schema(summary="Whom you may ask to co-sponsor a proposal of yours")
    def list(self, request: Request) -> Response:
        author, position = access.position_to_revise(self.user, self.query["position"])
        people = people_of(author, self.language)
        rows = list(candidates_in_order(position, people)) if position.is_proposal else []
        return self.answer_list(rows, lambda part: candidates_shown(part, people))
