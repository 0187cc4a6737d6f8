"""Workshops: those the reader takes part in, and the frame of one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access, catalogues, models
from dialogue.api.acting import Acting, Receipt
from dialogue.api.bodies import Body, IdsField, KeyField, LanguageField, LocalTextBody, TextField, local_text
from dialogue.api.reading import Reading
from dialogue.api.words import CampNameSerializer, CampSerializer, CodeField, TupleSerializer, WordingField
from dialogue.enums import Attribution, FigureStyle, Language, SessionState
from dialogue.exceptions import UnknownChoice
from dialogue.forms.workshops import USUAL_SMALLEST_GROUP
from dialogue.selectors.catalogues import catalogues_shown
from dialogue.selectors.entrances import entrances
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import NEITHER, people_of
from dialogue.services import workshops
from dialogue.services.participants import declare_camp
from dialogue.services.threads import camp_of_workshop, reorder_threads


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
    is_carried_in = serializers.BooleanField(
        help_text="Whether it was held elsewhere and carried in from files."
    )
    keeps_answers_together = serializers.BooleanField(
        help_text="Whether files of it tell which answers are of one person, as those it came from do."
    )
    attribution_label = serializers.CharField(help_text="How far the minutes tie statements to people.")
    tells_bands = serializers.BooleanField(
        help_text="Answers are told in words, once for each wording, when a session closes."
    )
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


class CampBody(Body):
    """What a camp is called, in place of what its catalogue proposes."""

    key = KeyField(allow_blank=False)
    label = LocalTextBody()  # type: ignore[assignment]  # a field of the body
    plural = LocalTextBody()
    definition = LocalTextBody(default=dict)
    footnote = LocalTextBody(default=dict)


class AttributionBody(Body):
    """How far minutes tie statements to people. It may be tightened later, never loosened."""

    attribution = serializers.ChoiceField(choices=Attribution.choices)


class WorkshopBody(Body):
    """A workshop made from a catalogue. What is left out is taken from there."""

    catalogue = KeyField(allow_blank=False, help_text="One of `/catalogues/`.")
    code = TextField(help_text="Printed on every document: letters, digits and hyphens, at most 40.")
    title = LocalTextBody(default=dict)
    purpose = LocalTextBody(default=dict)
    place = LocalTextBody(default=dict)
    language = LanguageField(default=Language.ENGLISH, help_text="The language the workshop works in.")
    threads = serializers.ListField(
        child=KeyField(allow_blank=False),
        max_length=300,
        allow_null=True,
        default=None,
        help_text="Keys of threads of the catalogue; null: all of them.",
    )
    camps = CampBody(
        many=True,
        allow_null=True,
        default=None,
        help_text="Every camp of the catalogue with its words; null: as they stand there.",
    )
    attribution = serializers.ChoiceField(choices=Attribution.choices, default=Attribution.CAMP)
    display = serializers.ChoiceField(choices=Attribution.choices, default=Attribution.ROLE_LABEL)
    smallest_group = serializers.IntegerField(
        min_value=1,
        max_value=100,
        default=USUAL_SMALLEST_GROUP,
        help_text="How many members a group has at least for its numbers to be shown.",
    )
    figure_style = serializers.ChoiceField(
        choices=FigureStyle.choices,
        default=FigureStyle.COUNTS,
        help_text="Counts, or bands for those who must not be read through the total of their camp.",
    )


class OrderBody(Body):
    """All threads of the workshop, in the order they are to have."""

    threads = IdsField()


class DeclarationBody(Body):
    """The camp one speaks from, or neither."""

    camp = KeyField(allow_blank=False, help_text="The key of a camp of the workshop, or `neither`.")


class Workshops(Acting):
    """Workshops you take part in: camps, sessions, your own part, and what waits for you."""

    serializer_class = WorkshopLineSerializer
    detail_serializer = WorkshopSerializer
    lookup_url_kwarg = "workshop_id"
    bodies = {
        "create": WorkshopBody,
        "camp": DeclarationBody,
        "order": OrderBody,
        "attribution": AttributionBody,
    }

    @extend_schema(summary="The workshops you take part in, the newest first")
    def list(self, request: Request) -> Response:
        found = access.workshops_to_enter(self.user).order_by("-created_at", "pk")
        return self.answer_list(found, lambda part: entrances(part, self.user, self.language))

    @extend_schema(summary="One workshop")
    def retrieve(self, request: Request, workshop_id: UUID) -> Response:
        reader = access.workshop_to_read(self.user, workshop_id)
        return self.answer(workshop_shown(people_of(reader, self.language)))

    @extend_schema(summary="Create a workshop from a catalogue; for accounts that may")
    def create(self, request: Request) -> Response:
        user = account_that_organises(self)
        return self.act(lambda: self._created(user))

    @extend_schema(summary="Declare the camp you speak from, or neither")
    @action(detail=True, methods=["post"])
    def camp(self, request: Request, workshop_id: UUID) -> Response:
        def declare() -> Receipt:
            by = access.workshop_to_declare_camp_in(self.user, workshop_id)
            key = self.words["camp"]
            declare_camp(by=by, camp=camp_of_workshop(workshop_id, "" if key == NEITHER else key))
            return self.receipt("workshop", by.workshop, workshop_id)

        return self.act(declare)

    @extend_schema(summary="Put the threads of a workshop in another order")
    @action(detail=True, methods=["post"])
    def order(self, request: Request, workshop_id: UUID) -> Response:
        def reorder() -> Receipt:
            by = access.workshop_to_organise(self.user, workshop_id)
            reorder_threads(by=by, order=self.words["threads"])
            return self.receipt("workshop", by.workshop, workshop_id)

        return self.act(reorder)

    @extend_schema(summary="Tighten how far minutes tie statements to people")
    @action(detail=True, methods=["post"])
    def attribution(self, request: Request, workshop_id: UUID) -> Response:
        def tighten() -> Receipt:
            by = access.workshop_to_organise(self.user, workshop_id)
            workshops.tighten_attribution(by=by, attribution=self.words["attribution"])
            return self.receipt("workshop", by.workshop, workshop_id)

        return self.act(tighten)

    def _created(self, user: models.User) -> Receipt:
        words = self.words
        catalogue = _catalogue(words["catalogue"])
        plan = workshops.WorkshopPlan(
            code=words["code"].strip(),
            catalogue=catalogue,
            thread_keys=words["threads"],
            title=local_text(words["title"]),
            purpose=local_text(words["purpose"]),
            place=local_text(words["place"]),
            language=words["language"],
            camps=_camps(catalogue, words["camps"]),
            attribution=words["attribution"],
            display=words["display"],
            smallest_group=words["smallest_group"],
            figure_style=words["figure_style"],
        )
        organiser = workshops.create_workshop(by=user, plan=plan)
        return self.receipt("workshop", organiser.workshop, organiser.workshop_id)


class CatalogueThreadSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    reference = serializers.CharField()
    title = WordingField()


class CatalogueClusterSerializer(serializers.Serializer[Any]):
    title = WordingField()
    threads = CatalogueThreadSerializer(many=True)


class CatalogueSerializer(serializers.Serializer[Any]):
    """An agenda as data, from which a workshop can be made."""

    key = serializers.CharField()
    title = WordingField()
    purpose = WordingField()
    source = WordingField()  # type: ignore[assignment]  # a field of the answer
    camps = serializers.ListField(child=WordingField())
    clusters = CatalogueClusterSerializer(many=True)
    thread_count = serializers.IntegerField()
    language_count = serializers.IntegerField()


class Catalogues(Reading):
    """Agendas to make a workshop from, for accounts that may."""

    serializer_class = CatalogueSerializer

    @extend_schema(summary="The agendas a workshop can be made from")
    def list(self, request: Request) -> Response:
        account_that_organises(self)
        return self.answer_list(catalogues_shown(self.language), tuple, key=lambda view: view.key)


def account_that_organises(view: Reading) -> models.User:
    """Whoever may create workshops. A token is for one workshop, so it creates none."""
    if not view.user.can_organise or view.user.acts_only_as is not None:
        raise PermissionDenied(_("This account does not create workshops."), code="not_allowed")
    return view.user


def _catalogue(key: str) -> catalogues.Catalogue:
    try:
        return catalogues.catalogue(key)
    except catalogues.CatalogueError:
        known = ", ".join(each.key for each in catalogues.available())
        raise UnknownChoice(value=key, choices=known, field="catalogue") from None


def _camps(
    catalogue: catalogues.Catalogue, written: Sequence[dict[str, Any]] | None
) -> list[workshops.CampWording] | None:
    """The camps with the words chosen for them; refuses unless they are those of the catalogue."""
    if written is None:
        return None
    known = [camp.key for camp in catalogue.camps]
    chosen = {camp["key"]: camp for camp in written}
    if sorted(known) != sorted(camp["key"] for camp in written):
        raise UnknownChoice(value=", ".join(chosen), choices=", ".join(known), field="camps")
    return [
        workshops.CampWording(
            key, *(local_text(chosen[key][part]) for part in ("label", "plural", "definition", "footnote"))
        )
        for key in known
    ]
