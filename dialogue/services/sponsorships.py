"""Co-sponsors of a proposal: asked by its author, named only when they agree, and asked again when the
wording changes.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.enums import RecordKind, SponsorshipState
from dialogue.exceptions import DialogueError, NotAllowed, PositionWithdrawn, WordingChanged
from dialogue.models import CoSponsorship, Participant, Position, PositionVersion
from dialogue.services.contributions import announce, begin_contribution
from dialogue.services.record import enter


class NotASponsor(DialogueError):
    code = "not_a_sponsor"
    status = 422
    sentence = _("Only somebody else in this workshop who has a voice can be asked to co-sponsor a proposal.")


@transaction.atomic
def ask_cosponsor(*, by: Participant, position: Position, participant: Participant) -> CoSponsorship:
    """Ask a participant to be named as co-sponsor of the current wording. Asking again asks about the newest
    wording.
    """
    if not rules.may_revise(by, position):
        raise NotAllowed
    if (
        not position.is_proposal
        or participant.pk == by.pk
        or participant.workshop_id != by.workshop_id
        or not rules.may_post(participant)
    ):
        raise NotASponsor(field="participant")
    begin_contribution(thread=position.thread, by=by)
    fresh = _standing(position)
    existing = CoSponsorship.objects.filter(position=fresh, participant=participant).first()
    if (
        existing is not None
        and existing.state != SponsorshipState.DECLINED
        and existing.version_id == fresh.current_version_id
    ):
        return existing
    sponsorship, _created = CoSponsorship.objects.update_or_create(
        position=fresh,
        participant=participant,
        defaults={"state": SponsorshipState.ASKED, "version": _wording(fresh)},
    )
    enter(workshop=by.workshop, kind=RecordKind.COSPONSOR_ASKED, subject=sponsorship, by=by)
    if existing is not None and existing.state == SponsorshipState.AGREED:
        announce(position.thread)
    return sponsorship


@transaction.atomic
def answer_cosponsorship(
    *, by: Participant, sponsorship: CoSponsorship, agrees: bool, expected_version: int
) -> CoSponsorship:
    """Agree to be named under the wording one has read, or decline (also later: a name is given freely)."""
    if not rules.may_answer_sponsorship(by, sponsorship):
        raise NotAllowed
    begin_contribution(thread=sponsorship.position.thread, by=by)
    position = _standing(sponsorship.position)
    wording = _wording(position)
    if agrees and wording.number != expected_version:
        raise WordingChanged
    fresh = CoSponsorship.objects.get(pk=sponsorship.pk)
    if not rules.may_answer_sponsorship(by, fresh):
        raise NotAllowed
    state = SponsorshipState.AGREED if agrees else SponsorshipState.DECLINED
    is_shown_to_others = SponsorshipState.AGREED in (fresh.state, state)
    if (fresh.state, fresh.version_id) == (state, wording.pk):
        return fresh
    fresh.state, fresh.version = state, wording
    fresh.save(update_fields=["state", "version"])
    enter(workshop=by.workshop, kind=RecordKind.COSPONSOR_ANSWERED, subject=fresh, by=by)
    if is_shown_to_others:
        announce(position.thread)
    return fresh


def _standing(position: Position) -> Position:
    fresh = Position.objects.select_related("current_version").get(pk=position.pk)
    if fresh.withdrawn_at is not None:
        raise PositionWithdrawn
    return fresh


def _wording(position: Position) -> PositionVersion:
    assert position.current_version is not None
    return position.current_version
