"""The sessions of a workshop, with the editions of their minutes."""

from uuid import UUID

from django.db.models import Prefetch

from dialogue import rules
from dialogue.enums import Attribution
from dialogue.models import Edition, Participant, Session
from dialogue.selectors.shown import SessionShown


def sessions_of(reader: Participant, language: str) -> tuple[SessionShown, ...]:
    """All sessions in order; of the editions, those this reader may take home, the workshop's own
    attribution first.
    """
    editions = Prefetch("editions", Edition.objects.defer("data"))
    sessions = Session.objects.filter(workshop=reader.workshop).prefetch_related(editions).order_by("number")
    return tuple(session_shown(session, reader, language) for session in sessions)


def session_shown(session: Session, reader: Participant, language: str) -> SessionShown:
    session.workshop = reader.workshop
    return SessionShown(
        id=session.pk,
        number=session.number,
        reference=session.reference,
        title=session.title.in_(language, reader.workshop.language),
        state=session.state,
        state_label=session.get_state_display(),
        starts_on=session.starts_on,
        ends_on=session.ends_on,
        edition_ids=_editions(session, reader),
    )


def _editions(session: Session, reader: Participant) -> tuple[tuple[str, UUID], ...]:
    rule = Attribution(reader.workshop.attribution)
    newest = {Attribution(edition.attribution): edition for edition in session.editions.all()}
    return tuple(
        (str(attribution.label), newest[attribution].pk)
        for attribution in sorted(newest, key=lambda each: each.tightness)
        if rules.may_export(reader, attribution, rule)
    )
