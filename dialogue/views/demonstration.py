"""Entering the demonstration as anybody. Outside a demonstration these addresses do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dialogue import models
from dialogue.services import demonstration
from dialogue.views.submission import SeeOther


def of_the_demonstration(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.BRIDGE_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


@login_not_required
@of_the_demonstration
@require_POST
def enter_demonstration(request: HttpRequest, persona: str) -> HttpResponse:
    return enter(request, demonstration.participant_of(persona))


@login_not_required
@of_the_demonstration
@require_GET
def enter_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The links the demonstration prints where it was started."""
    return enter(request, demonstration.participant_of_token(token))


def enter(request: HttpRequest, participant: models.Participant | None) -> HttpResponse:
    """Signs in with nothing left of whoever was here before."""
    if participant is None:
        raise Http404
    request.session.flush()
    login(request, participant.user)
    return SeeOther(reverse("workshop", args=[participant.workshop_id]))
