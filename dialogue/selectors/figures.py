"""Reading stored figures, and showing them. Nothing here computes from responses."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dialogue.convergence import CampFigures, Figures, Stance
from dialogue.models import Figure, Participant, Position, PositionVersion, SessionFigure, Thread
from dialogue.selectors.bands import figure_in_bands
from dialogue.selectors.people import People
from dialogue.selectors.sentences import (
    change_sentences,
    counts_in_words,
    level_label,
    percent,
    reason_sentence,
    stance_label,
    supporting,
)
from dialogue.selectors.shown import CampFigureShown, CampShown, FigureShown, Stone

MOST_UNITS = 24
"""A span is at most 24 stones wide per camp; larger camps are drawn to scale and the counts printed."""


@dataclass(frozen=True, slots=True)
class PositionFigure:
    """The figures of the current wording of a position, and which position that is."""

    position_id: UUID
    reference: str
    figure: FigureShown


def level_supported_by(version: PositionVersion | None) -> str:
    """The level the stored figures of a wording support; empty where there are none or they are withheld."""
    if version is None:
        return ""
    figure = Figure.objects.filter(version=version, round__isnull=True).only("level").first()
    return figure.level if figure else ""


def figures_by_version(version_ids: Iterable[UUID], people: People) -> dict[UUID, FigureShown]:
    """The running figures of these versions, in one query."""
    return {
        figure.version_id: figure_shown(figure, people)
        for figure in Figure.objects.filter(version_id__in=list(version_ids), round__isnull=True)
    }


def figures_in_order(thread: Thread, reader: Participant) -> QuerySet[Figure]:
    """The running figures of the current wordings this reader may read, in the order of their positions."""
    standing = Position.objects.visible_to(reader).standing().filter(thread=thread)
    return (
        Figure.objects.filter(round__isnull=True, version__current_of__in=standing)
        .select_related("version__position")
        .order_by("version__position__posted_at", "version__position__number", "pk")
    )


def figures_shown(figures: Iterable[Figure], people: People) -> tuple[PositionFigure, ...]:
    """These figures, each with the position it belongs to."""
    return tuple(
        PositionFigure(
            position_id=figure.version.position_id,
            reference=figure.version.position.reference,
            figure=figure_shown(figure, people),
        )
        for figure in figures
    )


def figure_shown(figure: Figure | SessionFigure, people: People) -> FigureShown:
    if people.tells_bands:
        assert isinstance(figure, Figure), "bands are told once, and no session keeps them"
        return figure_in_bands(figure, people)
    figures = figure.figures
    has_quorum = bool(figures.camps) and all(camp.quorum for camp in figures.camps)
    is_withheld = figures.level is None
    level = str(figures.level) if figures.level else ""
    bridge = figures.bridge if has_quorum and not is_withheld else None
    return FigureShown(
        version_id=figure.version_id,
        camps=tuple(_camp_figure(camp, people) for camp in figures.camps),
        neither=_neither_figure(figures, people),
        level=level,
        level_label=level_label(level) if has_quorum or is_withheld else _("Too few answers"),
        bridge_percent=None if bridge is None else percent(bridge),
        beam=None if bridge is None else beam(bridge),
        sentence=reason_sentence(figures, people),
        changes=() if is_withheld else change_sentences(figures, people),
        has_quorum=has_quorum,
        is_withheld=is_withheld,
    )


def beam(bridge: Fraction) -> tuple[int, int]:
    """The ends of the deck on a line of 200 units: from each side as far as the shorter side reaches, 0 to
    100.
    """
    reach = percent(bridge)
    return reach, 200 - reach


def _camp_figure(camp: CampFigures, people: People) -> CampFigureShown:
    shown = people.camp_by_key(camp.key)
    assert shown is not None, "figures name camps of their own workshop alone"
    if camp.withheld or camp.counts is None:
        return CampFigureShown(
            camp=shown,
            is_withheld=True,
            words=_("Not shown: fewer than %(smallest)s members.") % {"smallest": people.smallest_group},
        )
    return _shown_counts(shown, dict(camp.counts), camp.members or 0, camp.missing, bool(camp.quorum))


def _neither_figure(figures: Figures, people: People) -> CampFigureShown | None:
    neither = figures.neither
    if neither is None:
        return None
    return _shown_counts(
        people.neither, dict(neither.counts), neither.members, neither.missing, has_quorum=False
    )


def _shown_counts(
    camp: CampShown, counts: dict[Stance, int], members: int, missing: int | None, has_quorum: bool
) -> CampFigureShown:
    answered = sum(counts.values())
    return CampFigureShown(
        camp=camp,
        is_withheld=False,
        words=counts_in_words(counts, missing),
        members=members,
        answered=answered,
        missing=missing,
        supporting=supporting(counts),
        has_quorum=has_quorum,
        counts=tuple((str(stance), stance_label(stance), counts.get(stance, 0)) for stance in Stance),
        stones=_stones(counts, missing or 0),
    )


def _stones(counts: dict[Stance, int], missing: int) -> tuple[Stone, ...]:
    runs = [(str(stance), counts.get(stance, 0)) for stance in Stance] + [("missing", missing)]
    total = sum(count for _stance, count in runs)
    scale = Fraction(MOST_UNITS, total) if total > MOST_UNITS else Fraction(1)
    return tuple(Stone(stance, count, max(1, round(count * scale))) for stance, count in runs if count)
