"""The entrance: the reader’s workshops, or what this is."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from dialogue import access, models, rules
from dialogue.selectors.entrances import entrances
from dialogue.services import demonstration
from dialogue.views.submission import show


@login_not_required
@require_safe
def home(request: HttpRequest) -> TemplateResponse:
    user = request.user if isinstance(request.user, models.User) else None
    workshops = entrances(list(access.workshops_to_enter(user)), user, request.LANGUAGE_CODE) if user else ()
    context = {
        "workshops": workshops,
        "may_operate": user is not None and rules.may_operate(user),
        "may_create": user is not None and user.can_organise,
        "is_demo": settings.BRIDGE_DEMO,
        "doors": demonstration.doors() if settings.BRIDGE_DEMO else (),
    }
    return show(request, "dialogue/home/page.html", context)
