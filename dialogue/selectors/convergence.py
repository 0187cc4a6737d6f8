"""Where the banks meet: the signed findings of a workshop, each with the figures it was held against."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from dialogue.enums import LevelChoice
from dialogue.models import Finding, Participant, PositionVersion
from dialogue.selectors.figures import figures_by_version
from dialogue.selectors.findings import other_findings, points_of_convergence
from dialogue.selectors.people import people_of
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


def points_beside_figures(reader: Participant, language: str) -> tuple[FoundShown, ...]:
    """The points of convergence, the higher level first, within a level as they were numbered."""
    order = list(LevelChoice.values)
    points = sorted(
        points_of_convergence(reader, language), key=lambda each: (order.index(each.level), each.number)
    )
    return _beside_figures(points, reader, language)


def others_beside_figures(reader: Participant, language: str) -> tuple[LevelGroup, ...]:
    """Shared questions, clarified divergences and open findings; a level nothing was found on is left out."""
    found = _beside_figures(other_findings(reader, language), reader, language)
    groups = (
        LevelGroup(level, level_label(level), tuple(each for each in found if each.finding.level == level))
        for level in LevelChoice.values
    )
    return tuple(group for group in groups if group.found)


def _beside_figures(
    findings: Iterable[FindingShown], reader: Participant, language: str
) -> tuple[FoundShown, ...]:
    findings = tuple(findings)
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
    figures = figures_by_version({version.pk for version in standing.values()}, people_of(reader, language))
    return tuple(
        FoundShown(
            finding=each,
            figure=figures.get(standing[each.id].pk) if each.id in standing else None,
            position_id=standing[each.id].position_id if each.id in standing else None,
        )
        for each in findings
    )
