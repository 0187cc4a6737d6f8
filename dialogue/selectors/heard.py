"""What a session heard, answered and found: its rows, read once, whatever their number.

Minutes are built from here. A position of a round not yet revealed is not among them, and names are read only
where the attribution of the minutes asks for them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from dialogue.enums import SponsorshipState, StanceChoice
from dialogue.minutes import NEITHER
from dialogue.models import (
    Camp,
    CoSponsorship,
    Figure,
    Finding,
    Participant,
    Position,
    PositionVersion,
    Response,
    Session,
    Summary,
    Thread,
    Workshop,
)
from dialogue.models.positions import REVEALED, PositionQuerySet


@dataclass(frozen=True, slots=True)
class Heard:
    """The rows of one session. `sizes` counts the members of each camp and of neither, by key."""

    session: Session
    workshop: Workshop
    camps: tuple[Camp, ...]
    sizes: Mapping[str, int]
    threads: tuple[Thread, ...]
    positions: Mapping[UUID, tuple[Position, ...]]
    """By thread; positions before proposals, each by number."""
    findings: tuple[Finding, ...]
    summaries: Mapping[UUID, Summary]
    """By thread; the one that stands."""


def heard_in(session: Session, *, with_people: bool) -> Heard:
    """Read a session as it stands now.

    A position was heard in it if it was posted, revised, withdrawn or answered in it, or if a finding or
    summary of the session cites it. `with_people` reads accounts and co-sponsors too; without it they stay
    unread.
    """
    workshop = Workshop.objects.get(pk=session.workshop_id)
    camps = tuple(Camp.objects.filter(workshop=workshop))
    findings = _findings(session, with_people)
    summaries = _summaries(session)
    cited = {version.position_id for finding in findings for version in _evidence(finding)}
    cited |= {version.position_id for summary in summaries.values() for version in summary.rests_on.all()}
    positions: dict[UUID, list[Position]] = defaultdict(list)
    for position in _positions(session, cited, with_people):
        positions[position.thread_id].append(position)
    taken_up = {*positions, *summaries, *(finding.thread_id for finding in findings)}
    return Heard(
        session=session,
        workshop=workshop,
        camps=camps,
        sizes=_sizes(workshop, camps),
        threads=tuple(Thread.objects.filter(pk__in=taken_up).order_by("order", "key")),
        positions={thread_id: tuple(of_thread) for thread_id, of_thread in positions.items()},
        findings=findings,
        summaries=summaries,
    )


def _sizes(workshop: Workshop, camps: tuple[Camp, ...]) -> dict[str, int]:
    people: dict[UUID | None, int] = {
        row["camp_id"]: row["people"]
        for row in Participant.objects.with_voice()
        .filter(workshop=workshop)
        .values("camp_id")
        .annotate(people=Count("pk"))
    }
    return {**{camp.key: people.get(camp.pk, 0) for camp in camps}, NEITHER: people.get(None, 0)}


def _findings(session: Session, with_people: bool) -> tuple[Finding, ...]:
    signers = ["signed_version__written_by__user"] if with_people else []
    return tuple(
        Finding.objects.filter(session=session, signed_version__isnull=False)
        .select_related("signed_version", *signers)
        .prefetch_related(
            Prefetch("signed_version__evidence", PositionVersion.objects.only("pk", "position_id"))
        )
        .order_by("number")
    )


def _evidence(finding: Finding) -> list[PositionVersion]:
    assert finding.signed_version is not None
    return list(finding.signed_version.evidence.all())


def _summaries(session: Session) -> dict[UUID, Summary]:
    summaries = (
        Summary.objects.filter(session=session)
        .prefetch_related(Prefetch("rests_on", PositionVersion.objects.only("pk", "position_id")))
        .order_by("number")
    )
    return {summary.thread_id: summary for summary in summaries}


def _positions(session: Session, cited: set[UUID], with_people: bool) -> PositionQuerySet:
    """The positions heard, with everything that is told about them."""
    answered = Response.objects.filter(REVEALED, session=session).values("version__position_id")
    heard = Q(session=session) | Q(pk__in=answered) | Q(pk__in=cited)
    previous_close = _previous_close(session)
    if previous_close is not None:
        revised = PositionVersion.objects.filter(written_at__gt=previous_close, number__gt=1)
        heard |= Q(pk__in=revised.values("position_id")) | Q(withdrawn_at__gt=previous_close)
    positions = (
        Position.objects.filter(heard, REVEALED, thread__workshop_id=session.workshop_id)
        .select_related("author", "current_version")
        .prefetch_related(
            Prefetch("current_version__figures", Figure.objects.filter(round__isnull=True)),
            Prefetch("current_version__responses", _reservations()),
        )
        .order_by("kind", "number")
    )
    return _with_people(positions) if with_people else positions


def _previous_close(session: Session) -> datetime | None:
    """When this session's time began; None for the first."""
    earlier = Session.objects.filter(workshop_id=session.workshop_id, number__lt=session.number)
    return earlier.order_by("-number").values_list("closed_at", flat=True).first()


def _reservations() -> QuerySet[Response]:
    """The responses that carry a condition or an objection and still stand."""
    return (
        Response.objects.filter(
            REVEALED, replaced_at__isnull=True, participant__in=Participant.objects.with_voice()
        )
        .filter(Q(stance=StanceChoice.OBJECT) | Q(condition__isnull=False))
        .select_related("condition")
    )


def _with_people(positions: PositionQuerySet) -> PositionQuerySet:
    agreed = CoSponsorship.objects.filter(
        state=SponsorshipState.AGREED, version_id=F("position__current_version_id")
    ).select_related("participant__user")
    return positions.select_related("author__user", "current_version").prefetch_related(
        Prefetch("sponsorships", agreed)
    )
