"""The thread: what it asks, what was found, the proposals, the two banks, and the form to speak in it."""

from uuid import UUID

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dialogue import access, models
from dialogue.forms.positions import PositionForm
from dialogue.selectors import positions
from dialogue.selectors.findings import findings_of_thread, summary_of
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.shown import ThreadShown, WorkshopShown
from dialogue.selectors.threads import thread_shown
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show


@require_safe
def thread(request: ReaderRequest, thread_id: UUID) -> TemplateResponse:
    reader, thread = access.thread_to_read(request.user, thread_id)
    return thread_page(request, reader, thread)


@require_safe
def thread_news(request: ReaderRequest, thread_id: UUID) -> TemplateResponse:
    """How many voices came since the page was drawn, as a sentence to press; nothing when none did."""
    reader, thread = access.thread_to_read(request.user, thread_id)
    count = positions.news_since(thread, reader, request.GET.get("since", ""))
    sentence = ngettext("One new voice in this thread.", "%(count)s new voices in this thread.", count)
    context = {"thread": {"id": thread.pk}, "news": sentence % {"count": count} if count else ""}
    return show(request, "dialogue/_arrived.html", context)


def thread_page(
    request: HttpRequest, reader: models.Participant, thread: models.Thread, form: PositionForm | None = None
) -> TemplateResponse:
    """The whole page; with a form that was refused, its words are in it, whatever the thread takes by now."""
    if form is not None and form.refusal is not None:
        # What made the service refuse may have happened after this request read the thread.
        thread.refresh_from_db()
    people = people_of(reader, request.LANGUAGE_CODE)
    frame = workshop_shown(people)
    view = thread_shown(thread, people)
    closed_sentence = why_nothing_is_taken(view, frame)
    asked = request.GET
    said = positions.contributions_of(
        thread,
        people,
        asked.get("page", "1"),
        proposals=asked.get("proposals", "1"),
        at=asked.get("at", ""),
    )
    context = {
        "workshop": frame,
        "thread": view,
        "newest": said.mark,
        "changes": thread.room_changes,
        "findings": findings_of_thread(thread, people),
        "summary": summary_of(thread, people),
        "proposals": said.proposals,
        "proposal_page": said.proposal_page,
        "voices": said.voices,
        "from_neither": said.from_neither,
        "bank_counts": said.bank_counts,
        "page": said.page,
        "leading": said.leading,
        "position_form": form or (None if closed_sentence else PositionForm()),
        "closed_sentence": closed_sentence,
    }
    return show(request, "dialogue/thread/page.html", context, form)


def why_nothing_is_taken(thread: ThreadShown, frame: WorkshopShown) -> str:
    """Why this reader cannot put anything forward here now; empty when he or she can."""
    if not frame.you.has_voice:
        return _(
            "You can read everything here. Those who have a voice in this workshop put positions forward."
        )
    if frame.current_session is None:
        return _("The last session of this workshop is closed, so it takes no more contributions.")
    if thread.is_open:
        return ""
    if thread.was_opened:
        return _(
            "This thread is closed and takes no contributions at present. The moderator can open it again."
        )
    return _("This thread is not open yet. You can put a position forward as soon as the moderator opens it.")


def place_of(position: models.Position) -> str:
    """Where a position stands: its thread, on the page that holds it."""
    return f"{reverse('thread', args=[position.thread_id])}?at={position.pk}#position-{position.pk}"
