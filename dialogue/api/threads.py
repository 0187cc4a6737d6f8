"""Threads: the agenda at a glance, and the head of one thread."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access, models
from dialogue.api.acting import Acting, Receipt
from dialogue.api.bodies import Body, KeyField, LocalTextBody, local_text
from dialogue.api.positions import EvidenceSerializer
from dialogue.api.queries import IdField, ListQuery
from dialogue.api.words import CampNameSerializer, CodeField, TupleSerializer, WordingField
from dialogue.enums import LevelChoice, ThreadForm
from dialogue.selectors.agenda import agenda
from dialogue.selectors.findings import summary_of
from dialogue.selectors.people import people_of
from dialogue.selectors.shown import AgendaGroup, AgendaRow
from dialogue.selectors.threads import thread_shown
from dialogue.services import threads


class ThreadQuery(ListQuery):
    workshop = IdField(
        help_text="The workshop whose agenda is wanted.",
        error_messages={"required": _("Say which workshop: add ?workshop= and its id.")},
    )


class VoicesSerializer(TupleSerializer):
    """How many positions of a camp stand in a thread; told of no camp where the room shows none."""

    camp = CampNameSerializer()
    count = serializers.IntegerField()


class LevelSerializer(TupleSerializer):
    """A level of which the thread has a signed finding."""

    level = CodeField(choices=LevelChoice.choices)
    label = serializers.CharField()  # type: ignore[assignment]  # a field of the answer


class ThreadLineSerializer(serializers.Serializer[Any]):
    """One line of the agenda at a glance."""

    id = serializers.UUIDField()
    key = serializers.CharField()
    reference = serializers.CharField()
    cluster = WordingField(allow_null=True, help_text="The heading it stands under.")
    title = WordingField()
    depth = serializers.IntegerField(help_text="How many threads it stands below.")
    is_open = serializers.BooleanField()
    was_opened = serializers.BooleanField()
    voices = VoicesSerializer(many=True)
    positions = serializers.IntegerField(help_text="How many positions stand in it, of whomever.")
    proposals = serializers.IntegerField()
    found = LevelSerializer(many=True)
    still_open = serializers.CharField(help_text="What is still open, in words; empty when nothing is.")

    def to_representation(self, line: tuple[AgendaGroup, AgendaRow]) -> Any:
        group, row = line
        shown = {field.name: getattr(row, field.name) for field in fields(row)}
        return super().to_representation(shown | {"cluster": group.title})


class ThreadLinkSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    title = WordingField()


class PartSerializer(serializers.Serializer[Any]):
    """One of several questions in a thread, and the camp it is put to (null: all)."""

    key = serializers.CharField()
    prompt = WordingField()
    addressee = CampNameSerializer(allow_null=True)


class ThreadChoiceSerializer(TupleSerializer):
    """One of the stances a thread asks its positions to choose from."""

    key = serializers.CharField()
    label = WordingField()  # type: ignore[assignment]  # a field of the answer


class SummarySerializer(serializers.Serializer[Any]):
    """The moderator’s summary of a thread as it stands, and what it rests on."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    text = WordingField()
    written_on = serializers.DateField()
    rests_on = EvidenceSerializer(many=True)


class ThreadSerializer(serializers.Serializer[Any]):
    """The head of a thread: what it asks, of whom, and whether it takes contributions."""

    id = serializers.UUIDField()
    key = serializers.CharField()
    reference = serializers.CharField()
    source = WordingField(allow_null=True)  # type: ignore[assignment]  # a field of the answer
    cluster = WordingField(allow_null=True)
    title = WordingField()
    prompt = WordingField(allow_null=True)
    note = WordingField(allow_null=True)
    form = CodeField(choices=ThreadForm.choices)
    addressee = CampNameSerializer(allow_null=True)
    parts = PartSerializer(many=True)
    choices = ThreadChoiceSerializer(many=True)
    required_elements = serializers.ListField(child=WordingField())
    avenues = serializers.ListField(child=WordingField())
    work_step = WordingField(allow_null=True)
    parent = ThreadLinkSerializer(allow_null=True)
    children = ThreadLinkSerializer(many=True)
    depends_on = ThreadLinkSerializer(many=True)
    is_open = serializers.BooleanField()
    was_opened = serializers.BooleanField()
    phase_label = serializers.CharField()
    summary = SummarySerializer(allow_null=True)


class ThreadBody(Body):
    """What an organiser writes about a thread; texts from a catalogue in other languages stay as they are."""

    title = LocalTextBody()
    prompt = LocalTextBody()
    camp = KeyField(default="", help_text="The key of the camp it is put to; empty: all.")


class NewThreadBody(ThreadBody):
    """A thread of the organiser's own, at the end of the agenda and closed."""

    workshop = IdField()


class Threads(Acting):
    """Threads of a workshop’s agenda: what each asks, of whom, and how far it has come."""

    serializer_class = ThreadLineSerializer
    detail_serializer = ThreadSerializer
    list_query = ThreadQuery
    lookup_url_kwarg = "thread_id"
    bodies = {"create": NewThreadBody, "update": ThreadBody, "open": Body, "close": Body}
    replaces = frozenset({"update"})

    @extend_schema(summary="The threads of a workshop, in the order of its agenda")
    def list(self, request: Request) -> Response:
        reader = access.workshop_to_read(self.user, self.query["workshop"])
        groups = agenda(people_of(reader, self.language))
        lines = [(group, row) for group in groups for row in group.rows]
        return self.answer_list(lines, tuple, key=lambda line: line[1].id)

    @extend_schema(summary="One thread")
    def retrieve(self, request: Request, thread_id: UUID) -> Response:
        reader, thread = access.thread_to_read(self.user, thread_id)
        people = people_of(reader, self.language)
        view = thread_shown(thread, people)
        return self.answer(view, version=thread.version, summary=summary_of(thread, people))

    @extend_schema(summary="Add a thread at the end of the agenda")
    def create(self, request: Request) -> Response:
        def add() -> Receipt:
            by = access.workshop_to_organise(self.user, self.words["workshop"])
            return self._receipt(threads.add_thread(by=by, wording=self._wording(by)))

        return self.act(add)

    @extend_schema(summary="Change title, prompt or addressee of a thread")
    def update(self, request: Request, thread_id: UUID) -> Response:
        def edit(expected: int) -> Receipt:
            by, thread = access.thread_to_organise(self.user, thread_id)
            wording = self._wording(by, thread)
            return self._receipt(
                threads.edit_thread(by=by, thread=thread, wording=wording, expected_version=expected)
            )

        return self.replace(edit)

    @extend_schema(summary="Let a thread take contributions")
    @action(detail=True, methods=["post"])
    def open(self, request: Request, thread_id: UUID) -> Response:
        def begin() -> Receipt:
            by, thread = access.thread_to_open_or_close(self.user, thread_id)
            return self._receipt(threads.open_thread(by=by, thread=thread))

        return self.act(begin)

    @extend_schema(summary="Let a thread take nothing more; it can be opened again")
    @action(detail=True, methods=["post"])
    def close(self, request: Request, thread_id: UUID) -> Response:
        def end() -> Receipt:
            by, thread = access.thread_to_open_or_close(self.user, thread_id)
            return self._receipt(threads.close_thread(by=by, thread=thread))

        return self.act(end)

    def _wording(self, by: models.Participant, known: models.Thread | None = None) -> threads.ThreadWording:
        return threads.ThreadWording(
            title=local_text(self.words["title"], known.title if known else None),
            prompt=local_text(self.words["prompt"], known.prompt if known else None),
            addressee=threads.camp_of_workshop(by.workshop_id, self.words["camp"]),
        )

    def _receipt(self, thread: models.Thread) -> Receipt:
        return self.receipt("thread", thread, thread.workshop_id, version=thread.version)
