"""Files of minutes: asked for, followed, fetched; each by who asked for it and nobody else."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dialogue import access, models
from dialogue.enums import JobState
from dialogue.forms.acts import ActForm
from dialogue.forms.exports import ExportForm
from dialogue.selectors.exports import offer_of
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.sessions import session_shown
from dialogue.services.exports import ask_export, make_again
from dialogue.views.conversations import address_of, conversation_page
from dialogue.views.minutes import edition_page, paper_language
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show, submit

GONE = 410


@require_POST
def export_make(request: ReaderRequest, edition_id: UUID) -> HttpResponse:
    reader, edition = access.edition_to_read(request.user, edition_id)
    form = ExportForm(request.POST)

    def make(wanted: dict[str, Any]) -> str:
        ask_export(by=reader, edition=edition, format=wanted["format"], language=wanted["language"])
        return place_of(edition.pk, request)

    return submit(request, form, make) or edition_page(request, reader, edition, form)


@require_POST
def export_again(request: ReaderRequest, export_id: UUID) -> HttpResponse:
    """Once more what could not be made."""
    reader, export = access.export_to_follow(request.user, export_id)
    form = ActForm(request.POST)

    def make(_words: dict[str, Any]) -> str:
        make_again(by=reader, export=export)
        if export.edition is None:
            return address_of(reader, export.thread)
        return place_of(export.edition.pk, request)

    if (done := submit(request, form, make)) is not None:
        return done
    if export.edition is None:
        return conversation_page(request, reader, export.thread, form)
    return edition_page(request, reader, export.edition, form)


def place_of(edition_id: UUID, request: ReaderRequest) -> str:
    query = urlencode({"language": paper_language(request)})
    return f"{reverse('edition', args=[edition_id])}?{query}#take"


@require_safe
def export(request: ReaderRequest, export_id: UUID) -> HttpResponse:
    """How far a file has come: a line that htmx swaps, or a page of its own."""
    reader, export = access.export_to_follow(request.user, export_id)
    if request.headers.get("HX-Request") and export.edition is None:
        context = {"offer": offer_of(export), "make": address_of(reader, export.thread)}
        return show(request, "dialogue/conversation/_offer.html", context)
    if request.headers.get("HX-Request"):
        context = {"offer": offer_of(export), "edition_id": export.edition_id}
        return show(request, "dialogue/export/_offer.html", context)
    return export_page(request, reader, export)


@require_safe
def export_file(request: ReaderRequest, export_id: UUID) -> HttpResponse:
    reader, export = access.export_to_follow(request.user, export_id)
    if export.job.state != JobState.DONE or export.content is None:
        raise Http404
    if export.expires_at <= timezone.now():
        page = export_page(request, reader, export)
        page.status_code = GONE
        return page
    response = HttpResponse(bytes(export.content), content_type=export.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def export_page(
    request: ReaderRequest, reader: models.Participant, export: models.Export
) -> TemplateResponse:
    if export.edition is None:
        return conversation_page(request, reader, export.thread)
    context = {
        "workshop": workshop_shown(people_of(reader, request.LANGUAGE_CODE)),
        "session": session_shown(export.edition.session, reader, request.LANGUAGE_CODE),
        "offer": offer_of(export),
        "edition_id": export.edition_id,
    }
    return show(request, "dialogue/export/page.html", context)
