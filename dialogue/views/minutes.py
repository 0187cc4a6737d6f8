"""Minutes: the sessions with their papers, and one edition as a page."""

from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from dialogue import access, minutes, models
from dialogue.enums import Attribution
from dialogue.forms.acts import ActForm
from dialogue.models.texts import content_language
from dialogue.selectors.exports import language_label, offers_of
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.sessions import session_shown
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show


@require_safe
def minutes_list(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    reader = access.workshop_to_read(request.user, workshop_id)
    return minutes_list_page(request, reader)


@require_safe
def edition(request: ReaderRequest, edition_id: UUID) -> HttpResponse:
    reader, edition = access.edition_to_read(request.user, edition_id)
    return edition_page(request, reader, edition)


def minutes_list_page(
    request: ReaderRequest, reader: models.Participant, refused: ActForm | None = None
) -> TemplateResponse:
    """The sessions, each with its paper; with an act on a session that was refused, and why."""
    context = {"workshop": workshop_shown(people_of(reader, request.LANGUAGE_CODE)), "refused": refused}
    return show(request, "dialogue/minutes/list.html", context, refused)


def edition_page(
    request: ReaderRequest,
    reader: models.Participant,
    edition: models.Edition,
    refused: ActForm | None = None,
) -> TemplateResponse:
    """The paper as it is stored, set in the language asked for; with an export that was refused, and why."""
    language = paper_language(request)
    context = {
        "workshop": workshop_shown(people_of(reader, request.LANGUAGE_CODE)),
        "session": session_shown(edition.session, reader, request.LANGUAGE_CODE),
        "edition_id": edition.pk,
        "attribution_label": str(Attribution(edition.attribution).label),
        "status_label": edition.get_status_display(),
        "paper": minutes.lay_out(edition.document, language),
        "paper_language": language,
        "paper_languages": [(code, language_label(code)) for code in minutes.LANGUAGES],
        "offers": offers_of(edition, reader, language),
        "refused": refused,
    }
    return show(request, "dialogue/minutes/page.html", context, refused)


def paper_language(request: ReaderRequest) -> str:
    """The language of the paper: asked for in the address, else that of the pages, else the first."""
    for wanted in (request.GET.get("language", ""), content_language(request.LANGUAGE_CODE)):
        if wanted in minutes.LANGUAGES:
            return wanted
    return next(iter(minutes.LANGUAGES))
