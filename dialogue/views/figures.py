"""What the figures say of a workshop and of one thread."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from dialogue import access, rules
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.movement import moved_most
from dialogue.selectors.people import people_of
from dialogue.selectors.ranking import every_line, ranking_of
from dialogue.selectors.threads import thread_shown
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show
from dialogue.views.tables import table


@require_safe
def workshop_figures(request: ReaderRequest, workshop_id: UUID) -> TemplateResponse:
    reader = access.workshop_to_read(request.user, workshop_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    context = {
        "workshop": workshop_shown(people),
        "thread": None,
        "ranking": ranking_of(people, **_asked(request)),
        "may_take_answers": rules.may_take_conversation(reader),
        "moved": moved_most(people),
    }
    return show(request, "dialogue/figures/page.html", context)


@require_safe
def thread_figures(request: ReaderRequest, thread_id: UUID) -> TemplateResponse:
    reader, thread = access.thread_to_read(request.user, thread_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    context = {
        "workshop": workshop_shown(people),
        "thread": thread_shown(thread, people),
        "ranking": ranking_of(people, thread=thread, **_asked(request)),
        "may_take_answers": rules.may_take_conversation(reader),
    }
    return show(request, "dialogue/figures/page.html", context)


@require_safe
def workshop_figures_file(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    reader = access.workshop_to_read(request.user, workshop_id)
    return table(every_line(people_of(reader, request.LANGUAGE_CODE)), "figures.csv")


def _asked(request: ReaderRequest) -> dict[str, Any]:
    return {"kind": request.GET.get("list", ""), "page": request.GET.get("page", "1")}
