"""The record as those who keep or check it see it."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dialogue import access
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.record import record_page
from dialogue.services.record import verify_record
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show


@require_safe
def record(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    """A page of entries; with `?verify`, also whether the whole chain holds. Verifying changes nothing."""
    reader = access.record_to_read(request.user, workshop_id)
    is_verified = "verify" in request.GET
    fault = verify_record(reader.workshop) if is_verified else None
    context = {
        "workshop": workshop_shown(people_of(reader, request.LANGUAGE_CODE)),
        "page": record_page(reader.workshop, request.GET.get("page", "1")),
        "count": reader.workshop.record_count,
        "head": reader.workshop.record_head,
        "is_verified": is_verified,
        "fault": fault,
    }
    return show(request, "dialogue/record/page.html", context)
