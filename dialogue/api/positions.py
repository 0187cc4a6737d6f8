"""Positions and proposals: their words, who put them forward, and what others answered."""

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
from dialogue.api.bodies import Body, KeyField, LanguageField, TextField
from dialogue.api.figures import FigureSerializer
from dialogue.api.queries import IdField, ListQuery
from dialogue.api.words import BySerializer, CampNameSerializer, CodeField, WordingField
from dialogue.enums import ConditionState, PositionKind, SponsorshipState, StanceChoice, TagGroup
from dialogue.selectors.people import people_of
from dialogue.selectors.positions import (
    in_order,
    position_shown,
    shown,
    versions_of,
)
from dialogue.selectors.queries import PositionsSought, narrowed, with_figures
from dialogue.services import positions


class PositionQuery(ListQuery):
    thread = IdField(
        help_text="The thread whose positions are wanted.",
        error_messages={"required": _("Say which thread: add ?thread= and its id.")},
    )
    kind = serializers.ChoiceField(
        choices=PositionKind.choices,
        required=False,
        help_text="Positions alone, or proposals alone.",
        error_messages={"invalid_choice": _("“kind” is position or proposal.")},
    )
    camp = KeyField(
        required=False,
        allow_blank=False,
        help_text="Those of a camp alone, by its key, or of `neither`; only where the room shows camps.",
        error_messages={"invalid": _("“camp” is the key of a camp of this workshop, or neither.")},
    )
    mine = serializers.BooleanField(
        required=False,
        help_text="True: your own alone. False: those of others.",
        error_messages={"invalid": _("“mine” is true or false.")},
    )
    since = serializers.DateField(
        required=False,
        help_text="Those put forward on this day or later (UTC).",
        error_messages={"invalid": _("“since” is a day, such as 2031-03-04.")},
    )


class KindField(serializers.ChoiceField):
    """Position or proposal, from whether it is a proposal."""

    def to_representation(self, value: Any) -> str:
        return str(PositionKind.PROPOSAL if value else PositionKind.POSITION)


class EvidenceSerializer(serializers.Serializer[Any]):
    """A wording that a finding or a summary rests on."""

    version_id = serializers.UUIDField()
    position_id = serializers.UUIDField()
    thread_id = serializers.UUIDField()
    reference = serializers.CharField()
    version_number = serializers.IntegerField()
    kind = KindField(source="is_proposal", choices=PositionKind.choices)
    claim = WordingField(allow_null=True)
    by = BySerializer()
    is_withdrawn = serializers.BooleanField()


class RemarkSerializer(serializers.Serializer[Any]):
    """A reason, condition or objection given with an answer: seen by all, without a name."""

    kind = serializers.ChoiceField(choices=["reason", "condition", "objection"])
    stance = CodeField(
        choices=StanceChoice.choices,
        allow_null=True,
        help_text="With which answer it came; null where the workshop tells bands.",
    )
    text = WordingField(allow_null=True, help_text="Null for an objection without a reason yet.")
    camp = CampNameSerializer(allow_null=True)
    state = CodeField(choices=ConditionState.choices, allow_null=True)
    state_label = serializers.CharField()


class MyResponseSerializer(serializers.Serializer[Any]):
    """The reader’s own answer."""

    stance = CodeField(choices=StanceChoice.choices)
    stance_label = serializers.CharField()
    reason = WordingField(allow_null=True)
    condition = WordingField(allow_null=True)
    given_at = serializers.DateTimeField()
    version_number = serializers.IntegerField()
    is_on_earlier_wording = serializers.BooleanField()


class SponsorSerializer(serializers.Serializer[Any]):
    """Somebody who agreed to be named as co-sponsor; for the author also those who were asked."""

    by = BySerializer()
    state = CodeField(choices=SponsorshipState.choices)
    is_of_earlier_wording = serializers.BooleanField()


class TagSerializer(serializers.Serializer[Any]):
    """A mark from the codebook; only those who work on the desk see it."""

    id = serializers.UUIDField()
    key = serializers.CharField()
    group = CodeField(choices=TagGroup.choices)
    label = WordingField()  # type: ignore[assignment]  # a field of the answer
    tagging_id = serializers.UUIDField(allow_null=True, help_text="The mark itself, to take it away.")


class PositionSerializer(serializers.Serializer[Any]):
    """A position or proposal in its current wording; a withdrawn one keeps only its place."""

    id = serializers.UUIDField()
    thread_id = serializers.UUIDField()
    reference = serializers.CharField()
    kind = KindField(source="is_proposal", choices=PositionKind.choices)
    by = BySerializer()
    version_id = serializers.UUIDField()
    version_number = serializers.IntegerField()
    claim = WordingField(allow_null=True)
    reasoning = WordingField(allow_null=True)
    step = WordingField(allow_null=True, help_text="The concrete step a proposal asks for.")
    part = WordingField(allow_null=True)
    choice = WordingField(allow_null=True)
    is_withdrawn = serializers.BooleanField()
    sponsors = SponsorSerializer(many=True)
    figure = FigureSerializer(allow_null=True)
    remarks = RemarkSerializer(many=True)
    reasons_missing = serializers.IntegerField()
    mine = MyResponseSerializer(allow_null=True)
    my_sponsorship = CodeField(choices=SponsorshipState.choices, allow_null=True)
    tags = TagSerializer(many=True)


class VersionSerializer(serializers.Serializer[Any]):
    """One wording of a position."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    claim = WordingField()
    reasoning = WordingField()
    step = WordingField(allow_null=True)
    written_on = serializers.DateField()


class PositionDetailSerializer(PositionSerializer):
    """A position or proposal with all its wordings, the newest first; none of a withdrawn one."""

    versions = VersionSerializer(many=True)


class WordingBody(Body):
    """The words of one version; a whole one, whatever stood before."""

    claim = TextField(help_text="At most 280 characters, on one line.")
    reasoning = TextField(help_text="At most 6000 characters.")
    step = TextField(default="", help_text="What a proposal concretely asks for; empty in a position.")
    language = LanguageField()


class PositionBody(WordingBody):
    """A new position or proposal."""

    thread = IdField()
    kind = serializers.ChoiceField(choices=PositionKind.choices)
    part = KeyField(default="", help_text="Which part of the thread it answers, if it has parts.")
    choice = KeyField(default="", help_text="Which choice of the thread it takes, if it has choices.")


class Positions(Acting):
    """Positions and proposals, with their wordings, figures, and the reasons and conditions others gave."""

    serializer_class = PositionSerializer
    detail_serializer = PositionDetailSerializer
    list_query = PositionQuery
    lookup_url_kwarg = "position_id"
    bodies = {"create": PositionBody, "update": WordingBody, "withdraw": Body}
    replaces = frozenset({"update"})

    @extend_schema(summary="The positions and proposals of a thread, in the order they were put forward")
    def list(self, request: Request) -> Response:
        reader, thread = access.thread_to_read(self.user, self.query["thread"])
        people = people_of(reader, self.language)
        positions = with_figures(narrowed(in_order(thread, reader), people, self._sought()))
        return self.answer_list(positions, lambda part: shown(part, thread, people))

    @extend_schema(summary="One position or proposal")
    def retrieve(self, request: Request, position_id: UUID) -> Response:
        reader, position = access.position_to_read(self.user, position_id)
        view = position_shown(position, people_of(reader, self.language))
        return self.answer(view, version=view.version_number, versions=versions_of(position))

    @extend_schema(summary="Put a position or a proposal forward")
    def create(self, request: Request) -> Response:
        def put_forward() -> Receipt:
            words = self.words
            by, thread = access.thread_to_post_in(self.user, words["thread"])
            position = positions.post_position(
                by=by,
                thread=thread,
                kind=words["kind"],
                wording=_wording(words),
                part=words["part"],
                choice=words["choice"],
            )
            return self.receipt("position", position, by.workshop_id, version=1)

        return self.act(put_forward)

    @extend_schema(summary="Give a position a new wording; answers stay with the earlier one")
    def update(self, request: Request, position_id: UUID) -> Response:
        def revise(expected: int) -> Receipt:
            by, position = access.position_to_revise(self.user, position_id)
            version = positions.revise_position(
                by=by, position=position, wording=_wording(self.words), expected_version=expected
            )
            return self.receipt("position", position, by.workshop_id, version=version.number)

        return self.replace(revise)

    @extend_schema(summary="Withdraw a position: its place stays, its words are shown to nobody any more")
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, position_id: UUID) -> Response:
        def withdraw_it() -> Receipt:
            by, position = access.position_to_withdraw(self.user, position_id)
            positions.withdraw_position(by=by, position=position)
            return self.receipt("position", position, by.workshop_id)

        return self.act(withdraw_it)

    def _sought(self) -> PositionsSought:
        return PositionsSought(
            kind=self.query.get("kind", ""),
            camp=self.query.get("camp", ""),
            mine=self.query.get("mine"),
            since=self.query.get("since"),
        )


def _wording(words: dict[str, Any]) -> positions.PositionWording:
    return positions.PositionWording(
        claim=words["claim"], reasoning=words["reasoning"], language=words["language"], step=words["step"]
    )
