"""Participants: who takes part, in which roles, and the camp each declares for himself or herself."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.enums import RecordKind, Role
from dialogue.exceptions import DialogueError, NotAllowed, TextRefused
from dialogue.models import Camp, CampDeclaration, Participant, User, Workshop
from dialogue.services.contributions import begin_steering
from dialogue.services.figures import follow_people
from dialogue.services.record import enter
from dialogue.services.texts import clean_text
from dialogue.services.tokens import revoke_tokens_of

LONGEST_LABEL = 20
LONGEST_EMAIL = 254
LONGEST_NAME = 120
ROLE_FIELDS = {
    Role.VOICE: "has_voice",
    Role.MODERATOR: "is_moderator",
    Role.CHAIR: "is_chair",
    Role.RAPPORTEUR: "is_rapporteur",
    Role.ORGANISER: "is_organiser",
    Role.OBSERVER: "is_observer",
}


class LastOrganiser(DialogueError):
    code = "last_organiser"
    sentence = _("A workshop needs an organiser. Make somebody else organiser first.")


class AlreadyTakesPart(DialogueError):
    code = "already_takes_part"
    status = 422
    sentence = _("This person takes part already, as %(label)s. Roles are changed in the list of people.")


@transaction.atomic
def add_participant_by_email(
    *, by: Participant, email: str, roles: Collection[Role], role_label: str = "", name: str = ""
) -> Participant:
    """Let the person with this address join; a new address gets an account without a password.

    The camp is left open: each participant declares it for himself or herself.
    """
    if not rules.may_organise(by):
        raise NotAllowed
    address = clean_text(email, field="email", longest=LONGEST_EMAIL, single_line=True).lower()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise TextRefused(
            _("This is not an e-mail address. It looks like name@example.org."), field="email"
        ) from fault
    called = clean_text(name, field="name", longest=LONGEST_NAME, required=False, single_line=True)
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        user = User.objects.create_user(address, name=called)
    there = Participant.objects.present().filter(workshop_id=by.workshop_id, user=user).first()
    if there is not None:
        raise AlreadyTakesPart(label=there.role_label, field="email")
    return add_participant(by=by, workshop=by.workshop, user=user, roles=roles, role_label=role_label)


@transaction.atomic
def add_participant(
    *,
    by: Participant | None,
    workshop: Workshop,
    user: User,
    roles: Collection[Role],
    role_label: str = "",
    camp: Camp | None = None,
) -> Participant:
    """Let somebody join. `by` is None only for the first participant, who creates the workshop.

    A camp is given here only where its holder declared it beforehand; afterwards only the participant changes
    it. Somebody who was removed comes back as the same participant.
    """
    if by is not None and not rules.may_organise(by):
        raise NotAllowed
    if not roles:
        raise TextRefused(_("Choose at least one role."), field="roles")
    locked = begin_steering(workshop=workshop, by=by) if by is not None else workshop
    if camp is not None and camp.workshop_id != locked.pk:
        raise NotAllowed
    label = clean_text(
        role_label, field="role_label", longest=LONGEST_LABEL, required=False, single_line=True
    )
    participant = Participant.objects.filter(workshop=locked, user=user).first()
    if participant is None:
        participant = Participant(workshop=locked, user=user, role_label=label or _next_label(locked))
    _give_roles(participant, roles)
    participant.camp = camp if participant.has_voice else None
    participant.joined_at, participant.removed_at = timezone.now(), None
    try:
        with transaction.atomic():
            participant.save()
    except IntegrityError as taken:
        raise TextRefused(_("This label is taken. Please choose another."), field="role_label") from taken
    CampDeclaration.objects.create(participant=participant, camp=participant.camp, declared_at=timezone.now())
    enter(workshop=locked, kind=RecordKind.PARTICIPANT_JOINED, subject=participant, by=by or participant)
    follow_people(workshop=locked)
    return participant


@transaction.atomic
def set_roles(*, by: Participant, participant: Participant, roles: Collection[Role]) -> Participant:
    """Give a participant these roles and no others. Who loses the voice belongs to no camp."""
    if not rules.may_organise(by) or participant.workshop_id != by.workshop_id:
        raise NotAllowed
    if not roles:
        raise TextRefused(_("Choose at least one role."), field="roles")
    workshop = begin_steering(workshop=by.workshop, by=by)
    fresh = Participant.objects.get(pk=participant.pk)
    _give_roles(fresh, roles)
    if not fresh.has_voice:
        fresh.camp = None
    _keep_an_organiser(fresh)
    fresh.save()
    enter(workshop=workshop, kind=RecordKind.PARTICIPANT_CHANGED, subject=fresh, by=by)
    follow_people(workshop=workshop)
    return fresh


@transaction.atomic
def remove_participant(*, by: Participant, participant: Participant) -> Participant:
    """Remove somebody: he or she sees nothing more, and the answers given no longer count. What was written
    stays; programs that stood in for him or her are let in no more, also if he or she comes back.
    """
    if not rules.may_organise(by) or participant.workshop_id != by.workshop_id:
        raise NotAllowed
    workshop = begin_steering(workshop=by.workshop, by=by)
    fresh = Participant.objects.get(pk=participant.pk)
    if fresh.removed_at is None:
        fresh.removed_at = timezone.now()
        _keep_an_organiser(fresh)
        fresh.save(update_fields=["removed_at"])
        enter(workshop=workshop, kind=RecordKind.PARTICIPANT_REMOVED, subject=fresh, by=by)
        revoke_tokens_of(by=by, participant=fresh)
        follow_people(workshop=workshop)
    return fresh


@transaction.atomic
def declare_camp(*, by: Participant, camp: Camp | None) -> Participant:
    """Declare one's own camp, or neither. The history is kept privately; figures follow the camp of now."""
    if not rules.may_post(by) or (camp is not None and camp.workshop_id != by.workshop_id):
        raise NotAllowed
    workshop = begin_steering(workshop=by.workshop, by=by)
    fresh = Participant.objects.get(pk=by.pk)
    if fresh.camp_id == (camp.pk if camp else None):
        return fresh
    fresh.camp = camp
    fresh.save(update_fields=["camp"])
    CampDeclaration.objects.create(participant=fresh, camp=camp, declared_at=timezone.now())
    enter(workshop=workshop, kind=RecordKind.CAMP_DECLARED, subject=fresh, by=by)
    follow_people(workshop=workshop)
    return fresh


def _give_roles(participant: Participant, roles: Collection[Role]) -> None:
    for role, field in ROLE_FIELDS.items():
        setattr(participant, field, role in roles)


def _keep_an_organiser(changed: Participant) -> None:
    others = Participant.objects.present().filter(workshop_id=changed.workshop_id, is_organiser=True)
    if not (changed.is_organiser and changed.is_present) and not others.exclude(pk=changed.pk).exists():
        raise LastOrganiser


def _next_label(workshop: Workshop) -> str:
    taken = set(Participant.objects.filter(workshop=workshop).values_list("role_label", flat=True))
    number = len(taken) + 1
    while f"P{number}" in taken:
        number += 1
    return f"P{number}"
