"""The opinion map of a workshop."""

from uuid import UUID

from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from dialogue import access
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.maps import map_of
from dialogue.selectors.people import people_of
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show


@require_safe
def opinion_map(request: ReaderRequest, workshop_id: UUID) -> TemplateResponse:
    reader = access.workshop_to_read(request.user, workshop_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    context = {"workshop": workshop_shown(people), "map": map_of(people)}
    return show(request, "dialogue/map/page.html", context)
