"""Responses: the answer to the wording one has read."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from dialogue import access
from dialogue.forms.responses import ResponseForm
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
        return place_of(position)

    done = submit(request, form, answer)
    if done is not None:
        return done
    context = position_context(request, participant, position, form)
    if not form.is_bound:
        view = context["position"]
        context["form"] = ResponseForm(mine=view.mine) if view.may_respond else None
    return show(request, "dialogue/position/respond.html", context, form)
