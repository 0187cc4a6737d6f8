"""Positions looked for by what is shown of them, and brought along with their figures."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import OuterRef, Q, Subquery

from dialogue.models import Figure
from dialogue.models.positions import PositionQuerySet
from dialogue.selectors.people import People


@dataclass(frozen=True, slots=True)
class PositionsSought:
    """Which positions are looked for, by what stands beside them: kind, camp, whose, and the day."""

    kind: str = ""
    camp: str = ""
    mine: bool | None = None
    since: date | None = None


def narrowed(positions: PositionQuerySet, people: People, sought: PositionsSought) -> PositionQuerySet:
    """Some of these positions. Nothing is found by a camp that is none or that the room does not show."""
    if sought.kind:
        positions = positions.filter(kind=sought.kind)
    if sought.camp:
        camp = people.camp_by_key(sought.camp) if people.shows_camps else None
        if camp is None:
            return positions.none()
        is_neither = camp.key == people.neither.key
        of_camp = Q(author__camp__isnull=True) if is_neither else Q(author__camp__key=camp.key)
        positions = positions.filter(of_camp, author__has_voice=True)
    if sought.mine is not None:
        own = Q(author=people.reader)
        positions = positions.filter(own if sought.mine else ~own)
    if sought.since is not None:
        positions = positions.filter(posted_at__gte=datetime.combine(sought.since, time.min, UTC))
    return positions


def with_figures(positions: PositionQuerySet) -> PositionQuerySet:
    """The same, each with the running figure of its current wording as `figure_data` and `figure_bands`."""
    figures = Figure.objects.filter(version=OuterRef("current_version"), round__isnull=True)
    return positions.annotate(
        figure_data=Subquery(figures.values("data")[:1]), figure_bands=Subquery(figures.values("bands")[:1])
    )
