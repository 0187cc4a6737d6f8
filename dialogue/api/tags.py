"""Tags: the codebook of a workshop, and the marks set from it. They are the desk's."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import access
from dialogue.api.acting import Acting, Receipt, address_of
from dialogue.api.bodies import Body, LanguageField, TextField
from dialogue.api.queries import IdField, ListQuery
from dialogue.api.words import CodeField, WordingField
from dialogue.enums import TagGroup
from dialogue.selectors.tags import codebook_in_order, codebook_shown, tag_of_codebook
from dialogue.services import tags


class CodebookQuery(ListQuery):
    workshop = IdField(
        help_text="The workshop whose codebook is wanted.",
        error_messages={"required": _("Say which workshop: add ?workshop= and its id.")},
    )


class CodebookTagSerializer(serializers.Serializer[Any]):
    """One entry of the codebook."""

    id = serializers.UUIDField()
    key = serializers.CharField()
    group = CodeField(choices=TagGroup.choices)
    label = WordingField()  # type: ignore[assignment]  # a field of the answer


class CodebookBody(Body):
    """A tag of the workshop's own. A label that stands there already gives that tag."""

    workshop = IdField()
    label = TextField(help_text="At most 80 characters.")  # type: ignore[assignment]  # a field of the body
    language = LanguageField()


class Tags(Acting):
    """The codebook, for those who work on the desk."""

    serializer_class = CodebookTagSerializer
    list_query = CodebookQuery
    lookup_url_kwarg = "tag_id"
    bodies = {"create": CodebookBody}

    @extend_schema(summary="The codebook of a workshop")
    def list(self, request: Request) -> Response:
        reader = access.workshop_to_work_on(self.user, self.query["workshop"])
        return self.answer_list(
            codebook_in_order(reader), lambda part: codebook_shown(part, reader, self.language)
        )

    @extend_schema(summary="One tag of the codebook")
    def retrieve(self, request: Request, tag_id: UUID) -> Response:
        reader, tag = access.tag_to_read(self.user, tag_id)
        return self.answer(codebook_shown([tag], reader, self.language)[0])

    @extend_schema(summary="Add a tag of the workshop’s own to the codebook")
    def create(self, request: Request) -> Response:
        def add() -> Receipt:
            by = access.workshop_to_tag_in(self.user, self.words["workshop"])
            tag = tags.add_tag_to_codebook(by=by, label=self.words["label"], language=self.words["language"])
            return self.receipt("tag", tag, by.workshop_id)

        return self.act(add)


class TaggingBody(Body):
    """Which tag to set on the current wording of which position."""

    position = IdField()
    tag = IdField(help_text="One of `/tags/`.")


class Taggings(Acting):
    """Marks on wordings: set and taken away. They are read with the positions they stand on."""

    lookup_url_kwarg = "tagging_id"
    bodies = {"create": TaggingBody, "destroy": Body}

    @extend_schema(summary="Mark the current wording of a position with a tag")
    def create(self, request: Request) -> Response:
        def mark() -> Receipt:
            by, position = access.position_to_tag(self.user, self.words["position"])
            tag = tag_of_codebook(by, self.words["tag"])
            version = position.current_version
            assert version is not None, "a position that can be read has a wording"
            tagging = tags.set_tag(by=by, version=version, tag=tag)
            return self.receipt_of_mark(tagging.pk, position.pk, by.workshop_id)

        return self.act(mark)

    @extend_schema(summary="Take a mark away")
    def destroy(self, request: Request, tagging_id: UUID) -> Response:
        def unmark() -> Receipt:
            by, tagging = access.tagging_to_remove(self.user, tagging_id)
            tags.remove_tag(by=by, tagging=tagging)
            return self.receipt_of_mark(tagging.pk, tagging.version.position_id, by.workshop_id)

        return self.act(unmark)

    def receipt_of_mark(self, tagging_id: UUID, position_id: UUID, workshop_id: UUID) -> Receipt:
        """A mark is read where it stands: with its position."""
        return Receipt("tagging", tagging_id, workshop_id, address_of("position", position_id))
