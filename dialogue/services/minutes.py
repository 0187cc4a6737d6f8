"""Minutes: drawn as of the close of a session, once for each attribution the workshop's rule allows, and
stored.
"""

from django.db import transaction
from django.utils import timezone

from dialogue import minutes, rules
from dialogue.enums import Attribution, RecordKind, SessionState
from dialogue.exceptions import MinutesNotDrawn, NotAllowed
from dialogue.models import Edition, Participant, Session
from dialogue.selectors.minutes import document_of
from dialogue.services.record import enter


@transaction.atomic
def draw_minutes(*, session: Session, by: Participant) -> tuple[Edition, ...]:
    """Store one edition per attribution from the workshop's rule to the tightest.

    Called by the close of the session under its lock, so every edition tells the same moment. Identities are
    gone before a document is built; whatever changes later, files are rendered from these rows alone.
    Editions that stand already are kept.
    """
    if not rules.may_close_sessions(by):
        raise NotAllowed
    if session.state != SessionState.CLOSED:
        raise MinutesNotDrawn
    rule = Attribution(session.workshop.attribution)
    return tuple(_draw(session, attribution, by) for attribution in Attribution if rule.allows(attribution))


def _draw(session: Session, attribution: Attribution, by: Participant) -> Edition:
    existing = Edition.objects.filter(session=session, attribution=attribution, number=1).first()
    if existing is not None:
        return existing
    document = document_of(session, attribution)
    edition = Edition.objects.create(
        session=session,
        attribution=attribution,
        data=document.to_dict(),
        fingerprint=minutes.fingerprint(document),
        drawn_at=timezone.now(),
    )
    enter(workshop=session.workshop, kind=RecordKind.MINUTES_DRAWN, subject=edition, by=by)
    return edition
