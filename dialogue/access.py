"""The only doors from an id in a URL to an object. Forbidden and absent answer alike: the same 404.

A door returns the participant through whom the reader looks, and the object. Each is named for what happens
behind it.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from dialogue import models, rules
from dialogue.enums import Attribution
from dialogue.models.workshops import WorkshopQuerySet

Reader = models.User
Row = TypeVar("Row", bound=Model)


def _participant(user: Reader, **workshop: object) -> models.Participant:
    """The present participant of this account in one workshop.

    For a program that is the participant it stands in for, and no other: every door leads through here, so
    what lies in another workshop of the same account is absent to it.
    """
    found = (
        models.Participant.objects.present()
        .select_related("workshop", "camp")
        .filter(user_id=user.pk, **workshop)
        .first()
    )
    if found is None or user.acts_only_as not in (None, found.pk):
        raise Http404
    found.user = user
    return found


def _found(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


def _required(allowed: bool) -> None:
    if not allowed:
        raise Http404


def _workshop_where(
    user: Reader, workshop_id: UUID, allowed: Callable[[models.Participant], bool]
) -> models.Participant:
    participant = _participant(user, workshop_id=workshop_id)
    _required(allowed(participant))
    return participant


def workshop_to_read(user: Reader, workshop_id: UUID) -> models.Participant:
    return _workshop_where(user, workshop_id, rules.may_read)


def workshop_to_declare_camp_in(user: Reader, workshop_id: UUID) -> models.Participant:
    return _workshop_where(user, workshop_id, rules.may_post)


def workshop_to_answer_in(user: Reader, workshop_id: UUID) -> models.Participant:
    return _workshop_where(user, workshop_id, rules.may_respond)


def conversation_to_take(user: Reader, workshop_id: UUID) -> models.Participant:
    return _workshop_where(user, workshop_id, rules.may_take_conversation)


def workshop_to_organise(user: Reader, workshop_id: UUID) -> models.Participant:
    return _workshop_where(user, workshop_id, rules.may_organise)


def workshop_to_work_on(user: Reader, workshop_id: UUID) -> models.Participant:
    """The moderators' and rapporteurs' desk."""
    return _workshop_where(user, workshop_id, rules.may_see_desk)


def workshop_to_tag_in(user: Reader, workshop_id: UUID) -> models.Participant:
    return _workshop_where(user, workshop_id, rules.may_moderate)


def record_to_read(user: Reader, workshop_id: UUID) -> models.Participant:
    return _workshop_where(user, workshop_id, rules.may_see_record)


def participant_to_manage(
    user: Reader, participant_id: UUID
) -> tuple[models.Participant, models.Participant]:
    managed = _found(
        models.Participant.objects.select_related("workshop", "user").filter(pk=participant_id).first()
    )
    return workshop_to_organise(user, managed.workshop_id), managed


def _thread_where(
    user: Reader, thread_id: UUID, allowed: Callable[[models.Participant], bool], *joined: str
) -> tuple[models.Participant, models.Thread]:
    # Without a name Django would follow every reference there is.
    thread = _found(models.Thread.objects.select_related(*joined or [None]).filter(pk=thread_id).first())
    participant = _workshop_where(user, thread.workshop_id, allowed)
    thread.workshop = participant.workshop
    return participant, thread


def thread_to_read(user: Reader, thread_id: UUID) -> tuple[models.Participant, models.Thread]:
    return _thread_where(user, thread_id, rules.may_read, "addressee", "parent")


def thread_to_post_in(user: Reader, thread_id: UUID) -> tuple[models.Participant, models.Thread]:
    """Whoever has a voice; whether the thread takes anything now is the service's to say, with the text
    kept.
    """
    return _thread_where(user, thread_id, rules.may_post)


def thread_to_take(user: Reader, thread_id: UUID) -> tuple[models.Participant, models.Thread]:
    return _thread_where(user, thread_id, rules.may_take_conversation, "addressee", "parent")


def thread_to_organise(user: Reader, thread_id: UUID) -> tuple[models.Participant, models.Thread]:
    return _thread_where(user, thread_id, rules.may_organise)


def thread_to_open_or_close(user: Reader, thread_id: UUID) -> tuple[models.Participant, models.Thread]:
    return _thread_where(user, thread_id, rules.may_set_phase)


def thread_to_work_on(user: Reader, thread_id: UUID) -> tuple[models.Participant, models.Thread]:
    return _thread_where(user, thread_id, rules.may_see_desk, "addressee", "parent")


def thread_to_draft_finding_in(user: Reader, thread_id: UUID) -> tuple[models.Participant, models.Thread]:
    return _thread_where(user, thread_id, rules.may_moderate)


def thread_to_sum_up(user: Reader, thread_id: UUID) -> tuple[models.Participant, models.Thread]:
    return _thread_where(user, thread_id, rules.may_write_summary)


def position_to_read(user: Reader, position_id: UUID) -> tuple[models.Participant, models.Position]:
    participant = _participant(user, workshop__threads__positions=position_id)
    _required(rules.may_read(participant))
    position = _found(
        models.Position.objects.visible_to(participant)
        .select_related("thread", "author__user", "author__camp", "current_version")
        .filter(pk=position_id)
        .first()
    )
    position.thread.workshop = participant.workshop
    return participant, position


def position_to_answer(user: Reader, position_id: UUID) -> tuple[models.Participant, models.Position]:
    participant, position = position_to_read(user, position_id)
    _required(rules.may_respond(participant))
    return participant, position


def position_to_revise(user: Reader, position_id: UUID) -> tuple[models.Participant, models.Position]:
    participant, position = position_to_read(user, position_id)
    _required(rules.may_revise(participant, position))
    return participant, position


def position_to_withdraw(user: Reader, position_id: UUID) -> tuple[models.Participant, models.Position]:
    """Withdrawing twice is withdrawing once, so the author of a position withdrawn meanwhile is let in."""
    participant, position = position_to_read(user, position_id)
    _required(position.author_id == participant.pk and rules.may_post(participant))
    return participant, position


def position_to_tag(user: Reader, position_id: UUID) -> tuple[models.Participant, models.Position]:
    participant, position = position_to_read(user, position_id)
    _required(rules.may_moderate(participant))
    return participant, position


def tag_to_read(user: Reader, tag_id: UUID) -> tuple[models.Participant, models.Tag]:
    """The codebook is the desk's."""
    tag = _found(models.Tag.objects.filter(pk=tag_id).first())
    return workshop_to_work_on(user, tag.workshop_id), tag


def tagging_to_remove(user: Reader, tagging_id: UUID) -> tuple[models.Participant, models.Tagging]:
    """Taking a mark away twice is taking it away once, so one that is away already lets in as well."""
    tagging = _found(
        models.Tagging.objects.select_related("tag", "version__position__thread")
        .filter(pk=tagging_id)
        .first()
    )
    return workshop_to_tag_in(user, tagging.tag.workshop_id), tagging


def sponsorship_to_read(
    user: Reader, sponsorship_id: UUID
) -> tuple[models.Participant, models.CoSponsorship]:
    """Who was asked, and the author who asked."""
    sponsorship = _found(
        models.CoSponsorship.objects.select_related(
            "position__thread", "position__current_version", "participant__user", "version"
        )
        .filter(pk=sponsorship_id)
        .first()
    )
    participant, _position = position_to_read(user, sponsorship.position_id)
    _required(participant.pk in (sponsorship.participant_id, sponsorship.position.author_id))
    sponsorship.position.thread.workshop = participant.workshop
    return participant, sponsorship


def sponsorship_to_answer(
    user: Reader, sponsorship_id: UUID
) -> tuple[models.Participant, models.CoSponsorship]:
    """Who was asked; whether he or she may answer now is the service's to say."""
    participant, sponsorship = sponsorship_to_read(user, sponsorship_id)
    _required(sponsorship.participant_id == participant.pk)
    return participant, sponsorship


def response_to_read(user: Reader, response_id: UUID) -> tuple[models.Participant, models.Response]:
    """A response is seen by its giver alone."""
    response = _found(
        models.Response.objects.select_related("version__position__thread", "condition")
        .filter(pk=response_id, participant__user_id=user.pk)
        .first()
    )
    participant, _position = position_to_read(user, response.version.position_id)
    return participant, response


def finding_to_read(user: Reader, finding_id: UUID) -> tuple[models.Participant, models.Finding]:
    finding = _found(
        models.Finding.objects.select_related("thread", "current_version", "signed_version")
        .filter(pk=finding_id)
        .first()
    )
    participant = workshop_to_read(user, finding.workshop_id)
    _required(rules.may_see_finding(participant, finding))
    finding.workshop = finding.thread.workshop = participant.workshop
    return participant, finding


def finding_to_edit(user: Reader, finding_id: UUID) -> tuple[models.Participant, models.Finding]:
    participant, finding = finding_to_read(user, finding_id)
    _required(rules.may_moderate(participant))
    return participant, finding


def session_to_steer(user: Reader, session_id: UUID) -> tuple[models.Participant, models.Session]:
    """Open or close a session."""
    session = _found(models.Session.objects.filter(pk=session_id).first())
    participant = _workshop_where(user, session.workshop_id, rules.may_close_sessions)
    session.workshop = participant.workshop
    return participant, session


def session_to_read(user: Reader, session_id: UUID) -> tuple[models.Participant, models.Session]:
    session = _found(models.Session.objects.filter(pk=session_id).first())
    participant = workshop_to_read(user, session.workshop_id)
    session.workshop = participant.workshop
    return participant, session


def edition_to_read(user: Reader, edition_id: UUID) -> tuple[models.Participant, models.Edition]:
    edition = _found(models.Edition.objects.select_related("session").filter(pk=edition_id).first())
    participant = workshop_to_read(user, edition.session.workshop_id)
    rule = Attribution(participant.workshop.attribution)
    _required(rules.may_export(participant, Attribution(edition.attribution), rule))
    edition.session.workshop = participant.workshop
    return participant, edition


def export_to_follow(user: Reader, export_id: UUID) -> tuple[models.Participant, models.Export]:
    """Only who asked for a file sees that it exists, follows it and fetches it."""
    export = _found(
        models.Export.objects.defer("content")
        .select_related("edition__session__workshop", "thread", "job", "requested_by")
        .filter(pk=export_id, requested_by__user_id=user.pk)
        .first()
    )
    if export.edition_id is None:
        return conversation_to_take(user, export.requested_by.workshop_id), export
    return edition_to_read(user, export.edition_id)[0], export


def jobs_to_operate(user: Reader) -> QuerySet[models.Job]:
    """The background work of every workshop, for whoever runs the server."""
    _required(rules.may_operate(user))
    return models.Job.objects.all()


def job_to_run_again(user: Reader, job_id: UUID) -> models.Job:
    job = jobs_to_operate(user).filter(pk=job_id).first()
    if job is None:
        raise Http404
    return job


def token_to_revoke(user: Reader, token_id: UUID) -> tuple[models.Participant, models.Token]:
    """Everybody's own, and nobody else's."""
    token = _found(
        models.Token.objects.select_related("participant")
        .filter(pk=token_id, participant__user_id=user.pk)
        .first()
    )
    return workshop_to_read(user, token.participant.workshop_id), token


def webhook_to_organise(user: Reader, webhook_id: UUID) -> tuple[models.Participant, models.Webhook]:
    webhook = _found(models.Webhook.objects.filter(pk=webhook_id).first())
    return workshop_to_organise(user, webhook.workshop_id), webhook


def workshops_to_enter(user: Reader) -> WorkshopQuerySet:
    return models.Workshop.objects.visible_to(user).order_by("-created_at")
