"""Sessions: planned, opened, and closed with their minutes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dialogue import access, models
from dialogue.enums import SessionState
from dialogue.forms.acts import ActForm
from dialogue.forms.sessions import SessionForm
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.sessions import session_shown
from dialogue.services import sessions
from dialogue.views.minutes import minutes_list_page
from dialogue.views.organise import organise_page, place
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import SeeOther, show, submit


@require_POST
def session_plan(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    reader = access.workshop_to_organise(request.user, workshop_id)
    form = SessionForm(request.POST, auto_id="session-%s")

    def plan(words: dict[str, Any]) -> str:
        sessions.plan_session(
            by=reader, title=form.title(), starts_on=words["starts_on"], ends_on=words["ends_on"]
        )
        return place(workshop_id, "sessions")

    return submit(request, form, plan) or organise_page(request, reader, session_form=form)


@require_POST
def session_open(request: ReaderRequest, session_id: UUID) -> HttpResponse:
    reader, session = access.session_to_steer(request.user, session_id)
    form = ActForm(request.POST)

    def begin(_words: dict[str, Any]) -> str:
        sessions.open_session(by=reader, session=session)
        return back_from(reader)

    return submit(request, form, begin) or refusal_page(request, reader, form)


def session_close(request: ReaderRequest, session_id: UUID) -> HttpResponse:
    """A page that says what closing does; a session closed already leads to the minutes."""
    reader, session = access.session_to_steer(request.user, session_id)
    form = ActForm(request.POST or None)
    minutes_address = reverse("minutes_list", args=[reader.workshop_id])

    def close(_words: dict[str, Any]) -> str:
        sessions.close_session(by=reader, session=session)
        return minutes_address

    done = submit(request, form, close)
    if done is not None:
        return done
    session.refresh_from_db()
    if session.state == SessionState.CLOSED:
        return SeeOther(minutes_address)
    context = {
        "workshop": workshop_shown(people_of(reader, request.LANGUAGE_CODE)),
        "session": session_shown(session, reader, request.LANGUAGE_CODE),
        "form": form,
        "back": back_from(reader),
    }
    return show(request, "dialogue/organise/close_session.html", context, form)


def back_from(reader: models.Participant) -> str:
    """Where sessions are listed for this reader: the plan of an organiser, else the minutes."""
    if reader.is_organiser:
        return place(reader.workshop_id, "sessions")
    return reverse("minutes_list", args=[reader.workshop_id])


def refusal_page(request: ReaderRequest, reader: models.Participant, form: ActForm) -> HttpResponse:
    if reader.is_organiser:
        return organise_page(request, reader, refused=form)
    return minutes_list_page(request, reader, form)
