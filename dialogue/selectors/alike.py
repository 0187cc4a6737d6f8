"""What the other camp said alike: texts of different camps in one thread, by their tags and figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from dialogue.enums import FigureKind, TagGroup
from dialogue.models import Figure, Finding, LocalText, Position, Tagging
from dialogue.models.tags import POINT_OF_DIVERGENCE
from dialogue.selectors.people import People


@dataclass(frozen=True, slots=True)
class Group:
    """One text each of two camps or more in one thread: the first that bear a tag; or, without one, those
    with the strongest bridge, which all can go along with.
    """

    tag: LocalText | None
    position_ids: tuple[UUID, ...]


def groups_alike(people: People) -> list[Group]:
    """Every such group of what no finding cites yet: by tags in the order of the agenda, then by figures.

    Nothing where the room shows no camps: there nobody is told which camp a text comes from. Two queries;
    their rows grow with the threads, tags and camps there are, and not with the texts.
    """
    if not people.shows_camps:
        return []
    texts = _texts(people)
    return [*_by_tags(texts, people), *_by_figures(texts, people)]


def positions_of(groups: Iterable[Group]) -> dict[UUID, Position]:
    """The texts of these groups, in one query."""
    return (
        Position.objects.select_related("current_version", "author", "thread")
        .filter(pk__in=[position_id for group in groups for position_id in group.position_ids])
        .in_bulk()
    )


def _texts(people: People) -> QuerySet[Position]:
    """What stands, may be read, is a camp's, and no finding cites."""
    cited = Finding.objects.filter(current_version__evidence__position=OuterRef("pk"))
    return (
        Position.objects.visible_to(people.reader)
        .standing()
        .filter(~Exists(cited), author__camp__isnull=False, author__has_voice=True)
    )


def _by_tags(texts: QuerySet[Position], people: People) -> list[Group]:
    """By tags that tell of something in common: not of divergence, nor of a time."""
    place = Window(
        RowNumber(),
        partition_by=["version__position__thread_id", "tag_id", "version__position__author__camp_id"],
        order_by=["version__position__posted_at", "version__position_id"],
    )
    rows = (
        Tagging.objects.filter(removed_at__isnull=True, version__position__in=texts)
        .exclude(tag__key=POINT_OF_DIVERGENCE)
        .exclude(tag__group=TagGroup.HORIZON)
        .annotate(place=place)
        .filter(place=1)
        .order_by("version__position__thread__order", "tag__order", "tag_id")
        .values_list(
            "version__position__thread_id", "tag_id", "version__position__author__camp_id",
            "version__position_id", "tag__label",
        )
    )  # fmt: skip
    labels = {}
    found: dict[tuple[UUID, UUID], dict[UUID, UUID]] = {}
    for thread_id, tag_id, camp_id, position_id, label in rows:
        labels[tag_id] = label
        found.setdefault((thread_id, tag_id), {})[camp_id] = position_id
    return [
        Group(labels[tag_id], _in_order(of_camps, people))
        for (_thread, tag_id), of_camps in found.items()
        if len(of_camps) > 1
    ]


def _by_figures(texts: QuerySet[Position], people: People) -> list[Group]:
    place = Window(
        RowNumber(),
        partition_by=["version__position__thread_id", "version__position__author__camp_id"],
        order_by=[F("bridge_percent").desc(), "version__position__posted_at", "version__position_id"],
    )
    rows = (
        Figure.objects.filter(round__isnull=True, kind=FigureKind.NEAR, version__current_of__in=texts)
        .annotate(place=place)
        .filter(place=1)
        .order_by("version__position__thread__order", "version__position__thread_id")
        .values_list(
            "version__position__thread_id", "version__position__author__camp_id", "version__position_id"
        )
    )
    found: dict[UUID, dict[UUID, UUID]] = {}
    for thread_id, camp_id, position_id in rows:
        found.setdefault(thread_id, {})[camp_id] = position_id
    return [Group(None, _in_order(of_camps, people)) for of_camps in found.values() if len(of_camps) > 1]


def _in_order(of_camps: dict[UUID, UUID], people: People) -> tuple[UUID, ...]:
    """The texts in the order of their camps."""
    return tuple(of_camps[camp_id] for camp_id in people.by_id if camp_id in of_camps)
