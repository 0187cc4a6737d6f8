"""The desk of moderators, chair and rapporteur: all threads in lines, and one with its tagged texts."""

from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from dialogue import access, models
from dialogue.forms.acts import ActForm
from dialogue.forms.tags import CodebookForm
from dialogue.selectors.desk import desk_of_thread, desk_overview
from dialogue.selectors.findings import summary_of
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.leads import page_of_leads
from dialogue.selectors.people import people_of
from dialogue.selectors.threads import thread_shown
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show


@require_safe
def desk(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    reader = access.workshop_to_work_on(request.user, workshop_id)
    return desk_page(request, reader)


@require_safe
def leads(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    """All leads of one kind, page by page."""
    reader = access.workshop_to_work_on(request.user, workshop_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    found = page_of_leads(people, request.GET.get("kind", ""), request.GET.get("page", "1"))
    context = {"workshop": workshop_shown(people), "leads": found}
    return show(request, "dialogue/desk/leads.html", context)


@require_safe
def thread_desk(request: ReaderRequest, thread_id: UUID) -> HttpResponse:
    reader, thread = access.thread_to_work_on(request.user, thread_id)
    return thread_desk_page(request, reader, thread)


@require_safe
def thread_desk_news(request: ReaderRequest, thread_id: UUID) -> TemplateResponse:
    """A sentence to press when something changed since the desk was drawn; nothing when nothing did."""
    _reader, thread = access.thread_to_work_on(request.user, thread_id)
    news = (
        "" if request.GET.get("since") == str(thread.desk_changes) else _("Something changed in this thread.")
    )
    desk = reverse("thread_desk", args=[thread_id])
    page = HtmxDetails(request).current_url_abs_path or ""
    # A desk shown by one tag stays so.
    address = page if urlsplit(page).path == desk else desk
    return show(request, "dialogue/desk/_arrived.html", {"news": news, "address": address})


def desk_page(
    request: ReaderRequest, reader: models.Participant, codebook_form: CodebookForm | None = None
) -> TemplateResponse:
    """The overview; with a codebook form that was refused, its words are in it."""
    people = people_of(reader, request.LANGUAGE_CODE)
    context = {
        "workshop": workshop_shown(people),
        "desk": desk_overview(people),
        "codebook_form": codebook_form or CodebookForm(),
    }
    return show(request, "dialogue/desk/page.html", context, codebook_form)


def thread_desk_page(
    request: ReaderRequest, reader: models.Participant, thread: models.Thread, refused: ActForm | None = None
) -> TemplateResponse:
    """One thread on the desk; with the form of a mark that was refused, and why."""
    people = people_of(reader, request.LANGUAGE_CODE)
    context = {
        "workshop": workshop_shown(people),
        "thread": thread_shown(thread, people),
        "changes": thread.desk_changes,
        "desk": desk_of_thread(thread, people, request.GET.get("tag", ""), request.GET.get("page", "1")),
        "summary": summary_of(thread, people),
        "refused": refused,
    }
    return show(request, "dialogue/desk/thread.html", context, refused)
