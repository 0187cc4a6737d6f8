"""*Next for you*: at most three things that wait for the reader, the most useful first."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogue import rules
from dialogue.enums import Phase, PositionKind, SessionState, SponsorshipState, StanceChoice
from dialogue.models import (
    CoSponsorship,
    Finding,
    Participant,
    Position,
    Response,
    Session,
    Summary,
    Tagging,
    Thread,
)
from dialogue.models.tags import POINT_OF_CONVERGENCE
from dialogue.selectors.shown import Task

MOST = 3


def tasks_of(reader: Participant, language: str) -> tuple[Task, ...]:
    return tuple(islice(_tasks(reader, language), MOST))


def _tasks(reader: Participant, language: str) -> Iterator[Task]:
    if rules.may_moderate(reader):
        yield from _drafts_to_sign(reader, language)
        yield from _points_to_find(reader, language)
    if rules.may_respond(reader) and _is_on(reader):
        yield from _sponsorships(reader, language)
        yield from _answers(reader, language)
        yield from _missing_reasons(reader, language)
        yield from _threads_without_me(reader, language)
    if rules.may_close_sessions(reader):
        yield from _sessions(reader)
    if rules.may_write_summary(reader):
        yield from _summaries(reader, language)
    if reader.is_rapporteur or reader.is_observer:
        yield from _minutes(reader)


def _title(thread: Thread, reader: Participant, language: str) -> str:
    reference = thread.reference.in_(language, reader.workshop.language).text
    title = thread.title.in_(language, reader.workshop.language).text
    return f"{reference} {title}".strip()


def _at(position: Position) -> str:
    return f"{reverse('thread', args=[position.thread_id])}?at={position.pk}#position-{position.pk}"


def _open_proposals(reader: Participant) -> "list[Position]":
    """Standing proposals in open threads that the reader has not answered in their current wording."""
    answered = Response.objects.filter(
        participant=reader, replaced_at__isnull=True, version=OuterRef("current_version")
    )
    earlier = Response.objects.filter(participant=reader, version__position=OuterRef("pk"))
    return list(
        Position.objects.visible_to(reader)
        .standing()
        .filter(kind=PositionKind.PROPOSAL)
        .exclude(thread__phase=Phase.CLOSED)
        .annotate(is_answered=Exists(answered), was_answered=Exists(earlier))
        .filter(is_answered=False)
        .select_related("thread")
        .order_by("-was_answered", "thread__order", "number")[:MOST]
    )


def _answers(reader: Participant, language: str) -> Iterator[Task]:
    for position in _open_proposals(reader):
        values = {"proposal": position.reference, "thread": _title(position.thread, reader, language)}
        if position.was_answered:  # type: ignore[attr-defined]  # annotated above
            yield Task(
                _("Answer the new wording of proposal %(proposal)s") % values, values["thread"], _at(position)
            )
        else:
            yield Task(_("Respond to proposal %(proposal)s") % values, values["thread"], _at(position))


def _sponsorships(reader: Participant, language: str) -> Iterator[Task]:
    asked = (
        CoSponsorship.objects.filter(participant=reader, position__withdrawn_at__isnull=True)
        .exclude(position__thread__phase=Phase.CLOSED)
        .exclude(state=SponsorshipState.DECLINED)
        .select_related("position__thread")
        .order_by("position__thread__order", "position__number")
    )
    for each in asked:
        position = each.position
        if each.state == SponsorshipState.AGREED and each.version_id == position.current_version_id:
            continue
        yield Task(
            _("Say whether you co-sponsor proposal %(proposal)s") % {"proposal": position.reference},
            _title(position.thread, reader, language),
            reverse("position", args=[position.pk]),
        )


def _missing_reasons(reader: Participant, language: str) -> Iterator[Task]:
    unexplained = (
        Response.objects.filter(
            participant=reader,
            replaced_at__isnull=True,
            stance__in=[StanceChoice.DISAGREE, StanceChoice.OBJECT],
            reason="",
            version__current_of__withdrawn_at__isnull=True,
            version__current_of__isnull=False,
        )
        .exclude(version__position__thread__phase=Phase.CLOSED)
        .select_related("version__position__thread")
        .order_by("version__position__thread__order")
    )
    for response in unexplained[:MOST]:
        position = response.version.position
        yield Task(
            _("Give your reason on %(position)s") % {"position": position.reference},
            _title(position.thread, reader, language),
            reverse("respond", args=[position.pk]),
        )


def _threads_without_me(reader: Participant, language: str) -> Iterator[Task]:
    """Open threads put to the reader's camp, or to all, in which he or she has not spoken."""
    mine = Position.objects.filter(author=reader, thread=OuterRef("pk"), withdrawn_at__isnull=True)
    threads = (
        Thread.objects.filter(workshop=reader.workshop)
        .exclude(phase=Phase.CLOSED)
        .filter(Q(addressee__isnull=True) | Q(addressee_id=reader.camp_id))
        .annotate(has_mine=Exists(mine))
        .filter(has_mine=False)
        .order_by("order")
    )
    for thread in threads[:MOST]:
        yield Task(
            _("Put forward a position"),
            _title(thread, reader, language),
            f"{reverse('thread', args=[thread.pk])}#compose",
        )


def _drafts_to_sign(reader: Participant, language: str) -> Iterator[Task]:
    drafts = (
        Finding.objects.visible_to(reader)
        .filter(current_version__signed_at__isnull=True)
        .select_related("thread", "current_version")
        .order_by("number")
    )
    for finding in drafts[:MOST]:
        yield Task(
            _("Sign finding %(number)s, or leave it") % {"number": finding.number},
            _title(finding.thread, reader, language),
            reverse("finding_edit", args=[finding.pk]),
        )


def _points_to_find(reader: Participant, language: str) -> Iterator[Task]:
    """Items tagged as points of convergence that no finding cites yet."""
    cited = Finding.objects.filter(current_version__evidence=OuterRef("version"))
    taggings = (
        Tagging.objects.filter(
            tag__workshop=reader.workshop,
            tag__key=POINT_OF_CONVERGENCE,
            removed_at__isnull=True,
            version__position__in=Position.objects.citable_in(reader.workshop),
        )
        .annotate(is_cited=Exists(cited))
        .filter(is_cited=False)
        .select_related("version__position__thread")
        .order_by("version__position__thread__order", "version__position__number")
    )
    for tagging in taggings[:MOST]:
        position = tagging.version.position
        address = f"{reverse('finding_new', args=[position.thread_id])}?from={position.pk}"
        yield Task(
            _("Start a finding from %(position)s, tagged as a point of convergence")
            % {"position": position.reference},
            _title(position.thread, reader, language),
            address,
        )


def _sessions(reader: Participant) -> Iterator[Task]:
    session = Session.objects.current().filter(workshop=reader.workshop).first()
    if session is None:
        if reader.is_organiser:
            yield Task(
                _("Plan the next session"),
                _("all sessions are closed, so nothing can be contributed"),
                reverse("organise", args=[reader.workshop_id]),
            )
    elif session.state == SessionState.PLANNED:
        yield Task(
            _("Open session %(number)s") % {"number": session.number},
            _("what is contributed now belongs to it already"),
            _where_sessions_open(reader),
        )
    else:
        yield Task(
            _("Close session %(number)s when it has ended") % {"number": session.number},
            _("its minutes are drawn up at that moment"),
            reverse("session_close", args=[session.pk]),
        )


def _where_sessions_open(reader: Participant) -> str:
    """Organisers open sessions where they plan them, chairs from the list of minutes."""
    if reader.is_organiser:
        return f"{reverse('organise', args=[reader.workshop_id])}#sessions"
    return reverse("minutes_list", args=[reader.workshop_id])


def _summaries(reader: Participant, language: str) -> Iterator[Task]:
    """Open threads with proposals and no summary."""
    threads = (
        Thread.objects.filter(workshop=reader.workshop)
        .exclude(phase=Phase.CLOSED)
        .annotate(
            is_summed_up=Exists(Summary.objects.filter(thread=OuterRef("pk"))),
            has_proposals=Exists(
                Position.objects.visible_to(reader)
                .standing()
                .filter(thread=OuterRef("pk"), kind=PositionKind.PROPOSAL)
            ),
        )
        .filter(is_summed_up=False, has_proposals=True)
        .order_by("order")
    )
    for thread in threads[:MOST]:
        yield Task(
            _("Sum up what was said"),
            _title(thread, reader, language),
            reverse("summary_edit", args=[thread.pk]),
        )


def _minutes(reader: Participant) -> Iterator[Task]:
    closed = (
        Session.objects.filter(workshop=reader.workshop, state=SessionState.CLOSED)
        .order_by("-number")
        .first()
    )
    if closed is not None:
        yield Task(
            _("Read the minutes of session %(number)s") % {"number": closed.number},
            _("as a Word file, a PDF or here"),
            reverse("minutes_list", args=[reader.workshop_id]),
        )


def _is_on(reader: Participant) -> bool:
    """Whether anything can be contributed at all."""
    return Session.objects.current().filter(workshop=reader.workshop).exists()
