"""Who may do what: predicates over a participant's roles, and over whose something is and how it stands.

Every predicate is false for somebody who has not joined or was removed. Doors (`access`) ask them before
anything is shown; services ask them again under the lock, because the state may have changed in between.
"""

from dialogue.enums import Attribution, SponsorshipState
from dialogue.models import CoSponsorship, Finding, Participant, Position, User, Workshop


def may_operate(user: User) -> bool:
    """Whoever runs the server: sees that its work is done, and nothing of what is said in a workshop."""
    return user.is_active and user.is_staff


def may_read(participant: Participant) -> bool:
    return participant.is_present


def may_post(participant: Participant) -> bool:
    return participant.is_present and participant.has_voice


def may_respond(participant: Participant) -> bool:
    return participant.is_present and participant.has_voice


def may_revise(participant: Participant, position: Position) -> bool:
    """Only its author changes or withdraws a position, and not after withdrawing it."""
    return may_post(participant) and position.author_id == participant.id and position.withdrawn_at is None


def may_answer_sponsorship(participant: Participant, sponsorship: CoSponsorship) -> bool:
    return (
        may_post(participant)
        and sponsorship.participant_id == participant.id
        and sponsorship.state in (SponsorshipState.ASKED, SponsorshipState.AGREED)
    )


def may_moderate(participant: Participant) -> bool:
    """Tag, and draft or sign findings."""
    return participant.is_present and (participant.is_moderator or participant.is_chair)


def may_write_summary(participant: Participant) -> bool:
    return participant.is_present and (
        participant.is_moderator or participant.is_chair or participant.is_rapporteur
    )


def may_see_desk(participant: Participant) -> bool:
    return may_write_summary(participant)


def may_sign(participant: Participant) -> bool:
    return may_moderate(participant)


def may_sign_above_figures(participant: Participant) -> bool:
    """Above what the figures support a finding is the chair's own."""
    return participant.is_present and participant.is_chair


def may_organise(participant: Participant) -> bool:
    return participant.is_present and participant.is_organiser


def may_set_phase(participant: Participant) -> bool:
    """Open and close threads: the organiser's plan, and the moderator's in the room."""
    return participant.is_present and (
        participant.is_organiser or participant.is_moderator or participant.is_chair
    )


def may_close_sessions(participant: Participant) -> bool:
    return participant.is_present and (participant.is_organiser or participant.is_chair)


def may_see_record(participant: Participant) -> bool:
    """The record holds no content; who keeps or checks it may see it."""
    return participant.is_present and (
        participant.is_chair
        or participant.is_moderator
        or participant.is_rapporteur
        or participant.is_organiser
    )


def may_export(participant: Participant, attribution: Attribution, rule: Attribution) -> bool:
    """Everybody in the workshop takes the minutes home; in no looser attribution than was promised."""
    return participant.is_present and rule.allows(attribution)


def keeps_answers_together(workshop: Workshop) -> bool:
    """Whether files of the conversation may tell which answers are of one person, though not of whom: only
    of one that was carried in from files which told it, and goes by name. What people answer here is told as
    the figures count it.
    """
    return workshop.is_carried_in and Attribution(workshop.attribution) == Attribution.NAMED


def may_take_conversation(participant: Participant) -> bool:
    """The answers as files. Those that tell no more than the figures go to everybody who sees these; those
    that keep the answers of one person together, to who answers for the workshop. Where answers are told in
    bands there are no such files.
    """
    if participant.workshop.tells_bands:
        return False
    if keeps_answers_together(participant.workshop):
        return may_close_sessions(participant)
    return participant.is_present


def may_see_finding(participant: Participant, finding: Finding) -> bool:
    return participant.is_present and (finding.signed_version_id is not None or may_see_desk(participant))
