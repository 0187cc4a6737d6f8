"""Marks from the codebook: set, taken away, and the codebook itself."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dialogue import access, models
from dialogue.forms.acts import ActForm
from dialogue.forms.tags import CodebookForm, TaggingForm
from dialogue.services import tags
from dialogue.views.desk import desk_page, thread_desk_page
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import submit


@require_POST
def tag_set(request: ReaderRequest, position_id: UUID) -> HttpResponse:
    reader, position = access.position_to_tag(request.user, position_id)
    form = TaggingForm(request.POST, workshop=reader.workshop)

    def mark(chosen: dict[str, Any]) -> str:
        version = position.current_version
        assert version is not None, "a position that can be read has a wording"
        tags.set_tag(by=reader, version=version, tag=chosen["tag"])
        return place_on_desk(position)

    return submit(request, form, mark) or thread_desk_page(request, reader, position.thread, form)


@require_POST
def tag_remove(request: ReaderRequest, tagging_id: UUID) -> HttpResponse:
    reader, tagging = access.tagging_to_remove(request.user, tagging_id)
    position = tagging.version.position
    form = ActForm(request.POST)

    def unmark(_words: dict[str, Any]) -> str:
        tags.remove_tag(by=reader, tagging=tagging)
        return place_on_desk(position)

    return submit(request, form, unmark) or thread_desk_page(request, reader, position.thread, form)


@require_POST
def codebook_add(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    reader = access.workshop_to_tag_in(request.user, workshop_id)
    form = CodebookForm(request.POST)

    def add(words: dict[str, Any]) -> str:
        tags.add_tag_to_codebook(by=reader, label=words["label"], language=words["language"])
        return f"{reverse('desk', args=[workshop_id])}#codebook"

    return submit(request, form, add) or desk_page(request, reader, form)


def place_on_desk(position: models.Position) -> str:
    return f"{reverse('thread_desk', args=[position.thread_id])}#position-{position.pk}"
