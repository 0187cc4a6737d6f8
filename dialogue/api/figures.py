"""Figures: what the answers to the current wording of a position allow to be said."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access
from dialogue.api.queries import IdField, ListQuery
from dialogue.api.reading import Reading
from dialogue.api.words import CampNameSerializer, CodeField, TupleSerializer
from dialogue.enums import BandChoice, LevelChoice, StanceChoice
from dialogue.selectors.explanations import explanation
from dialogue.selectors.figures import figures_in_order, figures_shown
from dialogue.selectors.people import people_of


class FigureQuery(ListQuery):
    thread = IdField(
        help_text="The thread whose figures are wanted.",
        error_messages={"required": _("Say which thread: add ?thread= and its id.")},
    )


class CountSerializer(TupleSerializer):
    """How many of a camp took one stance."""

    stance = CodeField(choices=StanceChoice.choices)
    label = serializers.CharField()  # type: ignore[assignment]  # a field of the answer
    count = serializers.IntegerField()


class CampFigureSerializer(serializers.Serializer[Any]):
    """One camp’s answers. A camp too small to be counted is withheld: it has no numbers, only words."""

    camp = CampNameSerializer()
    is_withheld = serializers.BooleanField()
    words = serializers.CharField()
    members = serializers.IntegerField(allow_null=True)
    answered = serializers.IntegerField(
        allow_null=True,
        help_text="In bands, as `members`, without those who are shown to stand behind the text.",
    )
    missing = serializers.IntegerField(allow_null=True)
    supporting = serializers.IntegerField(allow_null=True)
    has_quorum = serializers.BooleanField()
    counts = CountSerializer(many=True)
    band = CodeField(
        choices=BandChoice.choices,
        allow_null=True,
        help_text="Where bands are told; then no counts.",
    )


class FigureSerializer(serializers.Serializer[Any]):
    """The figures of one wording. Figures support; what was found is a finding, signed by people."""

    version_id = serializers.UUIDField()
    camps = CampFigureSerializer(many=True)
    neither = CampFigureSerializer(allow_null=True)
    level = CodeField(choices=LevelChoice.choices, allow_null=True)
    level_label = serializers.CharField()
    bridge_percent = serializers.IntegerField(
        allow_null=True, help_text="The support in the camp that supports it least; never an average."
    )
    sentence = serializers.CharField(help_text="Why this level.")
    changes = serializers.ListField(child=serializers.CharField(), help_text="What would change it.")
    has_quorum = serializers.BooleanField()
    is_withheld = serializers.BooleanField()
    is_in_bands = serializers.BooleanField(
        help_text="The workshop tells bands in place of counts: once, at the close of a session."
    )


class FigureLineSerializer(serializers.Serializer[Any]):
    """The figures of the current wording of a position."""

    position_id = serializers.UUIDField()
    reference = serializers.CharField()
    figure = FigureSerializer()


class FigureDetailSerializer(FigureLineSerializer):
    """The figures of the current wording of a position, with the whole calculation in sentences."""

    explanation = serializers.ListField(child=serializers.CharField())


class Figures(Reading):
    """What the answers to a wording allow to be said. Figures support; findings are made by people."""

    serializer_class = FigureLineSerializer
    detail_serializer = FigureDetailSerializer
    list_query = FigureQuery
    lookup_url_kwarg = "position_id"

    @extend_schema(summary="The figures of a thread, in the order its positions were put forward")
    def list(self, request: Request) -> Response:
        reader, thread = access.thread_to_read(self.user, self.query["thread"])
        people = people_of(reader, self.language)
        return self.answer_list(figures_in_order(thread, reader), lambda part: figures_shown(part, people))

    @extend_schema(summary="The figures of one position")
    def retrieve(self, request: Request, position_id: UUID) -> Response:
        reader, position = access.position_to_read(self.user, position_id)
        figure = figures_in_order(position.thread, reader).filter(version__position=position).first()
        if figure is None:
            raise Http404
        people = people_of(reader, self.language)
        (view,) = figures_shown([figure], people)
        return self.answer(view, explanation=explanation(figure, people))
