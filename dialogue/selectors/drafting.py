"""What a finding or a summary is started from: evidence to choose, levels with their rules, first words."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dialogue.convergence import Level, is_above
from dialogue.enums import ConditionState, LevelChoice
from dialogue.models import (
    Finding,
    FindingVersion,
    Participant,
    Position,
    PositionVersion,
    Thread,
    Workshop,
)
from dialogue.models.texts import Wording, content_language
from dialogue.selectors.figures import figures_by_version, level_supported_by
from dialogue.selectors.people import People, people_of
from dialogue.selectors.positions import position_shown, readable, shown
from dialogue.selectors.shown import By, CampShown, FigureShown, PositionShown


@dataclass(frozen=True, slots=True)
class EvidenceChoice:
    """One wording that may be cited."""

    version_id: UUID
    reference: str
    version_number: int
    is_current: bool
    is_proposal: bool
    claim: Wording
    by: By


@dataclass(frozen=True, slots=True)
class EvidenceBank:
    """What one camp said. `camp` is empty for those shown without a camp."""

    camp: CampShown | None
    choices: tuple[EvidenceChoice, ...]


@dataclass(frozen=True, slots=True)
class LevelOption:
    """A level one may choose, its rule in words, and what the figures say about it."""

    value: str
    label: str
    rule: str
    remark: str
    is_above: bool


@dataclass(frozen=True, slots=True)
class FindingStart:
    """The first content of the form."""

    text: str = ""
    language: str = ""
    level: str = ""
    conditions: str = ""
    evidence: tuple[UUID, ...] = ()
    figures_of: UUID | None = None
    rests_on_one_camp: bool = False


@dataclass(frozen=True, slots=True)
class FiguresBeside:
    """The text a finding is held against; objections and conditions are those to this very wording."""

    position: PositionShown
    version_number: int
    is_current: bool
    claim: Wording
    figure: FigureShown | None
    objections: tuple[Wording, ...]
    conditions: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class NewerVersion:
    """What somebody else saved meanwhile."""

    number: int
    text: Wording
    conditions: Wording
    level_label: str


def citable(reader: Participant) -> QuerySet[PositionVersion]:
    """The wordings this reader may name as evidence: all he or she may read in the workshop."""
    positions = Position.objects.visible_to(reader)
    return PositionVersion.objects.filter(position__in=positions).select_related(
        "position__thread", "position__author"
    )


def evidence_banks(
    thread: Thread, reader: Participant, language: str, also: Iterable[UUID] = ()
) -> tuple[EvidenceBank, ...]:
    """Every standing text of the thread in its current wording, bank by bank; and what is cited `also`.

    Earlier wordings, and those of other threads, are offered only where they are cited already. The words of
    a withdrawn text are shown to nobody.
    """
    people = people_of(reader, language)
    standing = [each for each in readable(thread, reader) if each.withdrawn_at is None]
    current = {each.current_version_id for each in standing}
    earlier = [version for version in citable(reader).filter(pk__in=list(also)) if version.pk not in current]
    versions = [each.current_version for each in standing if each.current_version] + earlier
    authors = {each.current_version_id: each for each in standing}
    choices = [_choice(version, authors.get(version.pk) or version.position, people) for version in versions]
    banks = [
        EvidenceBank(camp, tuple(choice for choice in choices if choice.by.camp == camp))
        for camp in people.camps
    ]
    others = tuple(choice for choice in choices if choice.by.camp not in people.camps)
    if others:
        banks.append(
            EvidenceBank(people.neither if any(choice.by.camp for choice in choices) else None, others)
        )
    return tuple(banks)


def _choice(version: PositionVersion, position: Position, people: People) -> EvidenceChoice:
    is_withdrawn = position.withdrawn_at is not None
    return EvidenceChoice(
        version_id=version.pk,
        reference=position.reference,
        version_number=version.number,
        is_current=not is_withdrawn and position.current_version_id == version.pk,
        is_proposal=position.is_proposal,
        claim=Wording("") if is_withdrawn else Wording(version.claim, version.language),
        by=people.by(position.author),
    )


def level_options(workshop: Workshop, figures_of: PositionVersion | None) -> tuple[LevelOption, ...]:
    """The five levels with the workshop's own rule, held against the stored figures of a wording."""
    supported = level_supported_by(figures_of)
    rules = {
        LevelChoice.CONVERGENCE: _(
            "needs %(percent)s %% in each camp, enough answers and no standing objection"
        )
        % {"percent": workshop.convergence_percent},
        LevelChoice.EMERGING_CONVERGENCE: _("needs %(percent)s %% in each camp and enough answers")
        % {"percent": workshop.emerging_percent},
        LevelChoice.SHARED_QUESTION: _("both camps agree that this is the right question"),
        LevelChoice.CLARIFIED_DIVERGENCE: _("both camps can say where and why they part"),
        LevelChoice.OPEN: _("everything else"),
    }
    return tuple(
        LevelOption(
            value=level.value,
            label=str(level.label),
            rule=rule,
            remark=_remark(level, supported),
            is_above=is_above(Level(level), Level(supported) if supported else None),
        )
        for level, rule in rules.items()
    )


def _remark(level: LevelChoice, supported: str) -> str:
    if not is_above(Level(level), Level(supported) if supported else None):
        return _("the figures carry this") if level == supported else ""
    if not supported:
        return _("no figures carry this: it would be the chair’s own finding")
    return _("above what the figures carry: it would be the chair’s own finding")


def start_from(position: Position, reader: Participant, language: str) -> FindingStart:
    """A finding begun from a text: its words, the level its figures carry, its open conditions, evidence.

    Evidence is the text itself and, of each camp, what bears one of its tags: where moderators saw the same.
    """
    people = people_of(reader, language)
    thread = position.thread
    standing = [each for each in readable(thread, reader) if each.withdrawn_at is None]
    items = shown(standing, thread, people)
    item = next((each for each in items if each.id == position.pk), None)
    if item is None:
        return FindingStart()
    keys = {tag.key for tag in item.tags}
    alike = [
        each.version_id for each in items if each.id != item.id and keys & {tag.key for tag in each.tags}
    ]
    return FindingStart(
        text=item.claim.text,
        language=item.claim.code,
        level=(item.figure.level if item.figure else "") or LevelChoice.OPEN,
        conditions="\n".join(_open_conditions(item)),
        evidence=(item.version_id, *alike),
        figures_of=item.version_id,
    )


def _open_conditions(item: PositionShown) -> list[str]:
    return [
        remark.text.text
        for remark in item.remarks
        if remark.kind == "condition" and remark.state == ConditionState.OPEN
    ]


def start_of_edit(version: FindingVersion) -> FindingStart:
    """The newest wording of a finding, to be edited."""
    return FindingStart(
        text=version.text,
        language=version.language,
        level=version.level,
        conditions=version.conditions,
        evidence=tuple(version.evidence.values_list("pk", flat=True)),
        figures_of=version.figures_of_id,
        rests_on_one_camp=version.rests_on_one_camp,
    )


def empty_start(language: str) -> FindingStart:
    return FindingStart(language=content_language(language), level=LevelChoice.OPEN)


def newest_version(finding: Finding) -> NewerVersion | None:
    """The newest wording as it stands now, whoever wrote it."""
    version = finding.versions.order_by("-number").first()
    if version is None:
        return None
    return NewerVersion(
        number=version.number,
        text=Wording(version.text, version.language),
        conditions=Wording(version.conditions, version.language),
        level_label=str(LevelChoice(version.level).label),
    )


def figures_beside(
    version: PositionVersion | None, reader: Participant, language: str
) -> FiguresBeside | None:
    """What stands beside the form: the text a finding is held against, with its figures and remarks."""
    if version is None or version.position.withdrawn_at is not None:
        return None
    item = position_shown(version.position, reader, language)
    is_current = item.version_id == version.pk
    figure = (
        item.figure
        if is_current
        else figures_by_version([version.pk], people_of(reader, language)).get(version.pk)
    )
    remarks = item.remarks if is_current else ()
    return FiguresBeside(
        position=item,
        version_number=version.number,
        is_current=is_current,
        claim=Wording(version.claim, version.language),
        figure=figure,
        objections=tuple(remark.text for remark in remarks if remark.kind == "objection"),
        conditions=tuple(remark.text for remark in remarks if remark.kind == "condition"),
    )
