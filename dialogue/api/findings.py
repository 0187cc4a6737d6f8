"""Findings: what the meeting found, in words that people signed."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access, models
from dialogue.api.acting import Acting, Receipt
from dialogue.api.bodies import Body, IdsField, LanguageField, TextField
from dialogue.api.positions import EvidenceSerializer
from dialogue.api.queries import IdField, ListQuery
from dialogue.api.words import CodeField, WordingField
from dialogue.enums import LevelChoice
from dialogue.forms.findings import DRAFT, SIGN
from dialogue.selectors.drafting import cited, cited_in
from dialogue.selectors.findings import (
    Sought,
    finding_history,
    finding_shown,
    findings_in_order,
    findings_shown,
)
from dialogue.selectors.people import people_of
from dialogue.services import findings


class FindingQuery(ListQuery):
    workshop = IdField(required=False, help_text="The workshop whose findings are wanted.")
    thread = IdField(required=False, help_text="The thread whose findings are wanted.")
    level = serializers.ChoiceField(
        choices=LevelChoice.choices,
        required=False,
        help_text="Findings of this level alone.",
        error_messages={
            "invalid_choice": _(
                "“level” is convergence, emerging_convergence, shared_question, clarified_divergence or open."
            )
        },
    )
    points_of_convergence = serializers.BooleanField(
        required=False,
        help_text="True: the signed findings of the first two levels. False: those of the others.",
        error_messages={"invalid": _("“points_of_convergence” is true or false.")},
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("workshop" in attrs) == ("thread" in attrs):
            raise serializers.ValidationError(
                _("Say which workshop or which thread, not both: add ?workshop= or ?thread= and its id.")
            )
        return attrs


class FindingSerializer(serializers.Serializer[Any]):
    """A finding in the newest version the reader may see, with what it rests on."""

    id = serializers.UUIDField()
    thread_id = serializers.UUIDField()
    thread_reference = serializers.CharField()
    thread_title = WordingField()
    number = serializers.IntegerField()
    version_number = serializers.IntegerField()
    text = WordingField()
    level = CodeField(choices=LevelChoice.choices)
    level_label = serializers.CharField()
    conditions = WordingField(allow_null=True)
    objections = serializers.ListField(
        child=WordingField(allow_null=True),
        help_text="Standing objections; null where no reason has been given yet.",
    )
    evidence = EvidenceSerializer(many=True)
    rests_on_one_camp = serializers.BooleanField()
    is_chairs_own = serializers.BooleanField(help_text="Above what the figures support.")
    supported_label = serializers.CharField(help_text="What the figures supported when it was written.")
    is_signed = serializers.BooleanField()
    signed_as = serializers.CharField()
    signed_on = serializers.DateField(allow_null=True)
    has_newer_draft = serializers.BooleanField()


class FindingDetailSerializer(FindingSerializer):
    """A finding with all its versions that the reader may see, the newest first."""

    history = FindingSerializer(many=True)


class FindingBody(Body):
    """Everything a version of a finding says; a whole one, whatever stood before."""

    act = serializers.ChoiceField(
        choices=[(DRAFT, DRAFT), (SIGN, SIGN)], help_text="Keep it as a draft of the desk, or sign it."
    )
    text = TextField(help_text="At most 2000 characters.")
    language = LanguageField()
    level = serializers.ChoiceField(choices=LevelChoice.choices)
    conditions = TextField(default="")
    evidence = IdsField(default=list, help_text="`version_id` of the wordings it rests on.")
    figures_of = IdField(
        allow_null=True,
        default=None,
        help_text="`version_id` of the wording whose figures it is held against; of the same thread.",
    )
    rests_on_one_camp = serializers.BooleanField(default=False)


class NewFindingBody(FindingBody):
    """A finding of a thread."""

    thread = IdField()


class Findings(Acting):
    """What was found, in words and signed. Drafts are there for those who work on the desk."""

    serializer_class = FindingSerializer
    detail_serializer = FindingDetailSerializer
    list_query = FindingQuery
    lookup_url_kwarg = "finding_id"
    bodies = {"create": NewFindingBody, "update": FindingBody}
    replaces = frozenset({"update"})

    @extend_schema(summary="The findings of a workshop or of a thread, by number")
    def list(self, request: Request) -> Response:
        reader, thread = self._place()
        sought = Sought(thread, self.query.get("level", ""), self.query.get("points_of_convergence"))
        people = people_of(reader, self.language)
        return self.answer_list(
            findings_in_order(reader, sought), lambda part: findings_shown(part, sought, people)
        )

    @extend_schema(summary="One finding")
    def retrieve(self, request: Request, finding_id: UUID) -> Response:
        reader, finding = access.finding_to_read(self.user, finding_id)
        people = people_of(reader, self.language)
        view = finding_shown(finding, people)
        return self.answer(view, version=view.version_number, history=finding_history(finding, people))

    @extend_schema(summary="Draft or sign a finding")
    def create(self, request: Request) -> Response:
        def keep() -> Receipt:
            by, thread = access.thread_to_draft_finding_in(self.user, self.words["thread"])
            return self._kept(by, thread)

        return self.act(keep)

    @extend_schema(summary="Give a finding its next version: a draft, or signed")
    def update(self, request: Request, finding_id: UUID) -> Response:
        def keep(expected: int) -> Receipt:
            by, finding = access.finding_to_edit(self.user, finding_id)
            return self._kept(by, finding.thread, finding, expected)

        return self.replace(keep)

    def _kept(
        self,
        by: models.Participant,
        thread: models.Thread,
        finding: models.Finding | None = None,
        expected: int = 0,
    ) -> Receipt:
        words = self.words
        service = findings.sign_finding if words["act"] == SIGN else findings.draft_finding
        wording = findings.FindingWording(
            text=words["text"],
            language=words["language"],
            level=words["level"],
            conditions=words["conditions"],
            evidence=cited(by, words["evidence"], field="evidence"),
            figures_of=cited_in(thread, by, words["figures_of"], field="figures_of"),
            rests_on_one_camp=words["rests_on_one_camp"],
        )
        kept = service(by=by, thread=thread, wording=wording, finding=finding, expected_version=expected)
        return self.receipt("finding", kept, by.workshop_id, version=expected + 1)

    def _place(self) -> tuple[models.Participant, models.Thread | None]:
        if "thread" in self.query:
            return access.thread_to_read(self.user, self.query["thread"])
        return access.workshop_to_read(self.user, self.query["workshop"]), None
