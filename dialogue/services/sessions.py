"""Sessions: planned, opened and closed, one after another."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.enums import RecordKind, SessionState
from dialogue.exceptions import DialogueError, NotAllowed, SessionNotNext, SessionNotOpen, TextRefused
from dialogue.models import LocalText, Participant, Session
from dialogue.services.contributions import begin_steering
from dialogue.services.figures import keep_figures, tell_bands_at_close
from dialogue.services.minutes import draw_minutes
from dialogue.services.record import enter
from dialogue.services.texts import clean_local_text

LONGEST_TITLE = 120


class SessionNotPlanned(DialogueError):
    code = "session_not_planned"
    sentence = _("This session has opened already; its title and dates stay as they are.")


@transaction.atomic
def plan_session(
    *,
    by: Participant,
    title: LocalText | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Session:
    """Plan the next session. What is contributed before it opens belongs to it already."""
    if not rules.may_organise(by):
        raise NotAllowed
    title = _checked(title, starts_on, ends_on)
    workshop = begin_steering(workshop=by.workshop, by=by)
    numbers = Session.objects.filter(workshop=workshop).aggregate(highest=Max("number"))
    session = Session.objects.create(
        workshop=workshop,
        number=(numbers["highest"] or 0) + 1,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
    )
    enter(workshop=workshop, kind=RecordKind.SESSION_PLANNED, subject=session, by=by)
    return session


@transaction.atomic
def reschedule_session(
    *,
    by: Participant,
    session: Session,
    title: LocalText | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Session:
    """Give a session that has not opened yet its title and dates; the first one comes without them."""
    if not rules.may_organise(by) or session.workshop_id != by.workshop_id:
        raise NotAllowed
    title = _checked(title, starts_on, ends_on)
    workshop = begin_steering(workshop=by.workshop, by=by)
    fresh = Session.objects.get(pk=session.pk)
    if fresh.state != SessionState.PLANNED:
        raise SessionNotPlanned
    fresh.title, fresh.starts_on, fresh.ends_on = title, starts_on, ends_on or starts_on
    fresh.save(update_fields=["title", "starts_on", "ends_on"])
    enter(workshop=workshop, kind=RecordKind.SESSION_PLANNED, subject=fresh, by=by)
    return fresh


@transaction.atomic
def open_session(*, by: Participant, session: Session) -> Session:
    """Open a planned session: the first that is not closed. Opening an open one changes nothing."""
    if not rules.may_close_sessions(by):
        raise NotAllowed
    workshop = begin_steering(workshop=session.workshop, by=by)
    next_one = Session.objects.current().filter(workshop=workshop).first()
    if next_one is None or next_one.pk != session.pk:
        raise SessionNotNext
    if next_one.state == SessionState.OPEN:
        return next_one
    next_one.state, next_one.opened_at = SessionState.OPEN, timezone.now()
    next_one.starts_on = next_one.starts_on or timezone.localdate()
    next_one.save(update_fields=["state", "opened_at", "starts_on"])
    enter(workshop=workshop, kind=RecordKind.SESSION_OPENED, subject=next_one, by=by)
    return next_one


@transaction.atomic
def close_session(*, by: Participant, session: Session) -> Session:
    """Close the open session, tell the bands or keep the figures, and draw the minutes, in the same
    transaction: nothing that comes later is in them.
    """
    if not rules.may_close_sessions(by):
        raise NotAllowed
    workshop = begin_steering(workshop=session.workshop, by=by)
    fresh = Session.objects.get(pk=session.pk)
    if fresh.state != SessionState.OPEN:
        raise SessionNotOpen
    fresh.state, fresh.closed_at = SessionState.CLOSED, timezone.now()
    fresh.ends_on = max(fresh.ends_on or timezone.localdate(), fresh.starts_on or timezone.localdate())
    fresh.save(update_fields=["state", "closed_at", "ends_on"])
    fresh.workshop = workshop
    enter(workshop=workshop, kind=RecordKind.SESSION_CLOSED, subject=fresh, by=by)
    if workshop.tells_bands:
        tell_bands_at_close(workshop=workshop)
    else:
        keep_figures(session=fresh)
    draw_minutes(session=fresh, by=by)
    return fresh


def _checked(title: LocalText | None, starts_on: date | None, ends_on: date | None) -> LocalText:
    """The title as it is stored; refuses a session that ends before it begins."""
    if starts_on and ends_on and ends_on < starts_on:
        raise TextRefused(_("The last day comes before the first. Please exchange them."), field="ends_on")
    return clean_local_text(
        title or LocalText(), field="title", longest=LONGEST_TITLE, required=False, single_line=True
    )
