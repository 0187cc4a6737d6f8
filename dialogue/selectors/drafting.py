"""What a finding or a summary is started from: evidence to choose, levels with their rules, first words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from dialogue.convergence import Level, is_above
from dialogue.enums import ConditionState, LevelChoice
from dialogue.exceptions import UnknownChoice
from dialogue.models import (
    Finding,
    FindingVersion,
    Participant,
    Position,
    PositionVersion,
    Tagging,
    Thread,
    Workshop,
)
from dialogue.models.positions import PositionQuerySet
from dialogue.models.texts import Wording, content_language
from dialogue.selectors.figures import figures_by_version, level_supported_by
from dialogue.selectors.people import People
from dialogue.selectors.positions import in_order, position_shown
from dialogue.selectors.remarks import remarks_on
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
    """The wordings this reader may name as evidence: all that everybody may read in the workshop."""
    positions = Position.objects.citable_in(reader.workshop)
    return PositionVersion.objects.filter(position__in=positions).select_related(
        "position__thread", "position__author__user", "position__current_version"
    )


def cited(reader: Participant, version_ids: Sequence[UUID], *, field: str) -> tuple[PositionVersion, ...]:
    """The wordings with these ids, each once; refuses one that may not be cited like one that is nowhere."""
    found = {version.pk: version for version in citable(reader).filter(pk__in=version_ids)}
    for version_id in version_ids:
        if version_id not in found:
            raise UnknownChoice(
                value=str(version_id), choices=_("what was said in this workshop"), field=field
            )
    return tuple(found.values())


def cited_in(
    thread: Thread, reader: Participant, version_id: UUID | None, *, field: str
) -> PositionVersion | None:
    """The wording of this thread with this id, None for none; refuses what is not of the thread."""
    if version_id is None:
        return None
    version = citable(reader).filter(position__thread=thread, pk=version_id).first()
    if version is None:
        raise UnknownChoice(value=str(version_id), choices=_("what was said in this thread"), field=field)
    return version


def evidence_banks(thread: Thread, people: People, also: Iterable[UUID] = ()) -> tuple[EvidenceBank, ...]:
    """Every text of the thread that may be cited, in its current wording, bank by bank; and those cited
    `also`.

    Earlier wordings, and those of other threads, are offered only where they are cited already. Where the
    room shows no camps, all stand in one bank.
    """
    reader = people.reader
    standing = list(_citable_of(thread, reader))
    current = {each.current_version_id for each in standing}
    also = set(also) - current
    earlier = list(citable(reader).filter(pk__in=also)) if also else []
    versions = [each.current_version for each in standing if each.current_version] + earlier
    authors = {each.current_version_id: each for each in standing}
    choices = [_choice(version, authors.get(version.pk) or version.position, people) for version in versions]
    if not people.shows_camps:
        return (EvidenceBank(None, tuple(choices)),) if choices else ()
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


def _citable_of(thread: Thread, reader: Participant) -> PositionQuerySet:
    """The positions of a thread that may be cited, in the order they were put forward."""
    return in_order(thread, reader).filter(pk__in=Position.objects.citable_in(reader.workshop))


def _choice(version: PositionVersion, position: Position, people: People) -> EvidenceChoice:
    return EvidenceChoice(
        version_id=version.pk,
        reference=position.reference,
        version_number=version.number,
        is_current=position.current_version_id == version.pk,
        is_proposal=position.is_proposal,
        claim=Wording(version.claim, version.language),
        by=people.by(position.author),
    )


def level_options(workshop: Workshop, beside: FiguresBeside | None) -> tuple[LevelOption, ...]:
    """The five levels with the workshop's own rule, held against the figures beside the form."""
    supported = beside.figure.level if beside and beside.figure else ""
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


def start_from(position: Position, people: People, *, beside: Sequence[Position] = ()) -> FindingStart:
    """A finding begun from a text: its words, the level its figures carry, its open conditions, evidence.

    Evidence is the text itself, what stands `beside` it, and of each camp what bears one of its tags: where
    moderators saw the same.
    """
    version = position.current_version
    if version is None or position.withdrawn_at is not None:
        return FindingStart()
    return FindingStart(
        text=version.claim,
        language=version.language,
        level=level_supported_by(version) or LevelChoice.OPEN,
        conditions="\n".join(_open_conditions(version, people)),
        evidence=tuple(
            dict.fromkeys(
                [
                    version.pk,
                    *(each.current_version_id for each in beside if each.current_version_id is not None),
                    *_tagged_alike(position, people.reader),
                ]
            )
        ),
        figures_of=version.pk,
    )


def _open_conditions(version: PositionVersion, people: People) -> list[str]:
    remarks = remarks_on([version.pk], people)[version.pk]
    return [
        remark.text.text
        for remark in remarks.in_order()
        if remark.kind == "condition" and remark.state == ConditionState.OPEN
    ]


def _tagged_alike(position: Position, reader: Participant) -> list[UUID]:
    """The current wordings of the other texts of the thread that bear a tag of this one."""
    marks = Tagging.objects.filter(removed_at__isnull=True)
    same = marks.filter(
        version__position=OuterRef("pk"), tag__in=marks.filter(version__position=position).values("tag")
    )
    others = _citable_of(position.thread, reader).exclude(pk=position.pk).filter(Exists(same))
    return [each for each in others.values_list("current_version_id", flat=True) if each is not None]


def start_of_edit(version: FindingVersion, reader: Participant) -> FindingStart:
    """The newest wording of a finding, to be edited; what was withdrawn since is cited no more."""
    standing = citable(reader)
    held_against = standing.filter(pk=version.figures_of_id).first() if version.figures_of_id else None
    return FindingStart(
        text=version.text,
        language=version.language,
        level=version.level,
        conditions=version.conditions,
        evidence=tuple(standing.filter(cited_in_findings=version).values_list("pk", flat=True)),
        figures_of=held_against.pk if held_against else None,
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


def figures_beside(version: PositionVersion | None, people: People) -> FiguresBeside | None:
    """What stands beside the form: the text a finding is held against, with its figures and remarks."""
    if version is None or version.position.withdrawn_at is not None:
        return None
    item = position_shown(version.position, people)
    is_current = item.version_id == version.pk
    figure = item.figure if is_current else figures_by_version([version.pk], people).get(version.pk)
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
