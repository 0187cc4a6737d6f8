"""Responses: the answer to the wording one has read."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from dialogue import access
from dialogue.forms.responses import NEXT, ResponseForm
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.positions import position_shown
from dialogue.selectors.threads import thread_shown
from dialogue.selectors.turns import turn_of
from dialogue.services import responses
from dialogue.views.positions import position_context
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show, submit
from dialogue.views.threads import place_of


def respond(request: ReaderRequest, position_id: UUID) -> HttpResponse:
    """A form on a page of its own; the one that stands inside the position in its thread is sent here too."""
    participant, position = access.position_to_answer(request.user, position_id)
    form = ResponseForm(request.POST or None)

    def answer(words: dict[str, Any]) -> str:
        responses.respond(by=participant, position=position, version_id=words["version"], answer=form.answer)
        if words["then"] == NEXT:
            return reverse("answer_next", args=[participant.workshop_id])
        return place_of(position)

    done = submit(request, form, answer)
    if done is not None:
        return done
    context = position_context(request, participant, position, form)
    if not form.is_bound:
        view = context["position"]
        context["form"] = ResponseForm(mine=view.mine) if view.may_respond else None
    return show(request, "dialogue/position/respond.html", context, form)


@require_safe
def answer_next(request: ReaderRequest, workshop_id: UUID) -> TemplateResponse:
    """One text after another, with the response under the thumb."""
    reader = access.workshop_to_answer_in(request.user, workshop_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    turn = turn_of(reader, request.GET.getlist("skip"))
    context = {
        "workshop": workshop_shown(people),
        "position": position_shown(turn.position, people) if turn.position else None,
        "thread": thread_shown(turn.position.thread, people) if turn.position else None,
        "turn": turn,
    }
    return show(request, "dialogue/position/next.html", context)
