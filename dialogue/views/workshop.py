"""A workshop: its agenda at a glance, and the camp one speaks from in it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from dialogue import access
from dialogue.forms.camps import CampForm
from dialogue.selectors.agenda import agenda
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import NEITHER, people_of
from dialogue.services import participants
from dialogue.services.threads import camp_of_workshop
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show, submit


@require_safe
def workshop(request: ReaderRequest, workshop_id: UUID) -> TemplateResponse:
    reader = access.workshop_to_read(request.user, workshop_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    context = {"workshop": workshop_shown(people), "groups": agenda(people)}
    return show(request, "dialogue/workshop/page.html", context)


def declare_camp(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    participant = access.workshop_to_declare_camp_in(request.user, workshop_id)
    frame = workshop_shown(people_of(participant, request.LANGUAGE_CODE))
    form = CampForm(request.POST or None, camps=[*frame.camps, frame.neither])

    def declare(chosen: dict[str, Any]) -> str:
        key = "" if chosen["camp"] == NEITHER else chosen["camp"]
        participants.declare_camp(by=participant, camp=camp_of_workshop(workshop_id, key))
        return reverse("workshop", args=[workshop_id])

    return submit(request, form, declare) or show(
        request, "dialogue/workshop/camp.html", {"workshop": frame, "form": form}, form
    )
