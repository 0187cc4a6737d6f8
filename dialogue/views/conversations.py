"""The answers of a workshop or of one thread, to take along as files."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from dialogue import access, models
from dialogue.forms.acts import ActForm
from dialogue.forms.conversations import ConversationForm
from dialogue.selectors.conversations import offers_of_conversation
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.threads import thread_shown
from dialogue.services.conversations import ask_conversation
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show, submit


def workshop_conversation(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    return _conversation(request, access.conversation_to_take(request.user, workshop_id), None)


def thread_conversation(request: ReaderRequest, thread_id: UUID) -> HttpResponse:
    reader, thread = access.thread_to_take(request.user, thread_id)
    return _conversation(request, reader, thread)


def _conversation(
    request: ReaderRequest, reader: models.Participant, thread: models.Thread | None
) -> HttpResponse:
    form = ConversationForm(request.POST or None)

    def make(wanted: dict[str, Any]) -> str:
        ask_conversation(by=reader, thread=thread, format=wanted["format"])
        return address_of(reader, thread)

    refused = form if form.is_bound else None
    return submit(request, form, make) or conversation_page(request, reader, thread, refused)


def address_of(reader: models.Participant, thread: models.Thread | None) -> str:
    if thread is None:
        return reverse("workshop_conversation", args=[reader.workshop_id])
    return reverse("thread_conversation", args=[thread.pk])


def conversation_page(
    request: ReaderRequest,
    reader: models.Participant,
    thread: models.Thread | None,
    refused: ActForm | None = None,
) -> TemplateResponse:
    people = people_of(reader, request.LANGUAGE_CODE)
    context = {
        "workshop": workshop_shown(people),
        "thread": thread_shown(thread, people) if thread else None,
        "offers": offers_of_conversation(reader, thread),
        "make": address_of(reader, thread),
        "smallest": reader.workshop.smallest_group,
        "refused": refused,
    }
    return show(request, "dialogue/conversation/page.html", context, refused)
