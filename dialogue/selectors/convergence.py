"""Where the banks meet: the signed findings of a workshop, each with the figures it was held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from dialogue.enums import POINTS_OF_CONVERGENCE, LevelChoice
from dialogue.models import Finding, PositionVersion
from dialogue.selectors.figures import figures_by_version
from dialogue.selectors.findings import signed_findings
from dialogue.selectors.people import People
from dialogue.selectors.sentences import level_label
from dialogue.selectors.shown import FigureShown, FindingShown


@dataclass(frozen=True, slots=True)
class FoundShown:
    """A finding beside its figures; without, where it was held against none or its text is withdrawn."""

    finding: FindingShown
    figure: FigureShown | None
    position_id: UUID | None


@dataclass(frozen=True, slots=True)
class LevelGroup:
    level: str
    label: str
    found: tuple[FoundShown, ...]


@dataclass(frozen=True, slots=True)
class WorkshopFound:
    """The points of convergence, the higher level first, and what was found on each of the other levels.

    Within a level as they were numbered; a level nothing was found on is left out.
    """

    points: tuple[FoundShown, ...]
    others: tuple[LevelGroup, ...]


def found_in_workshop(people: People) -> WorkshopFound:
    """Every signed finding beside its figures, in a fixed number of queries."""
    found = _beside_figures(signed_findings(people), people)
    groups = [
        LevelGroup(level, level_label(level), tuple(each for each in found if each.finding.level == level))
        for level in LevelChoice.values
    ]
    return WorkshopFound(
        points=tuple(
            each for group in groups if group.level in POINTS_OF_CONVERGENCE for each in group.found
        ),
        others=tuple(group for group in groups if group.found and group.level not in POINTS_OF_CONVERGENCE),
    )


def _beside_figures(findings: Sequence[FindingShown], people: People) -> tuple[FoundShown, ...]:
    held_against = {
        finding.pk: finding.signed_version.figures_of
        for finding in Finding.objects.filter(pk__in=[each.id for each in findings]).select_related(
            "signed_version__figures_of__position"
        )
        if finding.signed_version is not None
    }
    standing: dict[UUID, PositionVersion] = {
        key: version
        for key, version in held_against.items()
        if version is not None and version.position.withdrawn_at is None
    }
    figures = figures_by_version({version.pk for version in standing.values()}, people)
    return tuple(
        FoundShown(
            finding=each,
            figure=figures.get(standing[each.id].pk) if each.id in standing else None,
            position_id=standing[each.id].position_id if each.id in standing else None,
        )
        for each in findings
    )
