"""Findings: what the meeting found, drafted and signed by people, held against the figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.convergence import Level, is_above
from dialogue.enums import Audience, Language, LevelChoice, RecordKind, Role, SponsorshipState
from dialogue.exceptions import AboveFigures, EditedMeanwhile, EvidenceMissing, NotAllowed, UnknownChoice
from dialogue.models import (
    Camp,
    Finding,
    FindingVersion,
    Participant,
    Position,
    PositionVersion,
    Session,
    Thread,
    Workshop,
)
from dialogue.models.findings import LONGEST_FINDING
from dialogue.selectors.figures import level_supported_by
from dialogue.selectors.responses import standing_objections
from dialogue.services.contributions import announce, begin_steering, current_session
from dialogue.services.record import enter
from dialogue.services.texts import clean_text


@dataclass(frozen=True, slots=True)
class FindingWording:
    """Everything a version of a finding says. `figures_of`: the wording whose figures it is held against."""

    text: str
    language: str
    level: str
    conditions: str = ""
    evidence: Sequence[PositionVersion] = field(default_factory=tuple)
    figures_of: PositionVersion | None = None
    rests_on_one_camp: bool = False

    def cleaned(self) -> "FindingWording":
        if self.level not in LevelChoice.values:
            raise UnknownChoice(value=self.level, choices=", ".join(LevelChoice.values), field="level")
        if self.language not in Language.values:
            raise UnknownChoice(value=self.language, choices=", ".join(Language.values), field="language")
        return replace(
            self,
            text=clean_text(self.text, field="text", longest=LONGEST_FINDING),
            conditions=clean_text(
                self.conditions, field="conditions", longest=LONGEST_FINDING, required=False
            ),
        )


@transaction.atomic
def draft_finding(
    *,
    by: Participant,
    thread: Thread,
    wording: FindingWording,
    finding: Finding | None = None,
    expected_version: int = 0,
) -> Finding:
    """Keep a finding as a draft, seen by those who may sign it or write the minutes.

    With `finding`, a new version of it; refused with `EditedMeanwhile` unless `expected_version` is the
    newest.
    """
    finding, version = _add_version(by, thread, wording.cleaned(), finding, expected_version)
    version.save(force_insert=True)
    _point_at(finding, version, wording, RecordKind.FINDING_DRAFTED, by)
    return finding


@transaction.atomic
def sign_finding(
    *,
    by: Participant,
    thread: Thread,
    wording: FindingWording,
    finding: Finding | None = None,
    expected_version: int = 0,
) -> Finding:
    """Sign a finding: it is then shown to everybody and stands in the minutes of the current session.

    Refused without evidence from each camp, unless it says that it rests on one. Above what the figures
    support only the chair may sign; it is then marked as the chair's own, and the standing objections stay
    printed with it.
    """
    wording = wording.cleaned()
    finding, version = _add_version(by, thread, wording, finding, expected_version)
    _require_evidence(wording, thread)
    version.is_chairs_own = is_above(Level(wording.level), Level(version.supported or Level.OPEN))
    if version.is_chairs_own and not rules.may_sign_above_figures(by):
        raise AboveFigures(
            supported=LevelChoice(version.supported).label if version.supported else _("no figures"),
            field="level",
        )
    version.signed_as = Role.CHAIR if version.is_chairs_own or not by.is_moderator else Role.MODERATOR
    version.signed_at = timezone.now()
    finding.session = current_session(by.workshop)
    version.save(force_insert=True)
    finding.signed_version = version
    _point_at(finding, version, wording, RecordKind.FINDING_SIGNED, by)
    return finding


def _add_version(
    by: Participant, thread: Thread, wording: FindingWording, finding: Finding | None, expected_version: int
) -> tuple[Finding, FindingVersion]:
    """The finding, and its next version as yet unsaved, under the lock and at the expected place in its
    history.
    """
    if not rules.may_moderate(by):
        raise NotAllowed
    workshop = begin_steering(workshop=thread.workshop, by=by)
    session = current_session(workshop)
    if finding is None:
        finding, number = _new_finding(by, thread, session), 1
    else:
        finding, number = _fresh(finding, thread, expected_version), expected_version + 1
    _check_versions(wording, thread)
    objections = _objections(wording.figures_of, workshop)
    version = FindingVersion(
        finding=finding,
        number=number,
        text=wording.text,
        language=wording.language,
        level=wording.level,
        conditions=wording.conditions,
        figures_of=wording.figures_of,
        supported=level_supported_by(wording.figures_of),
        objections=objections,
        rests_on_one_camp=wording.rests_on_one_camp,
        written_by=by,
        written_at=timezone.now(),
    )
    return finding, version


def _objections(wording: PositionVersion | None, workshop: Workshop) -> list[dict[str, str]]:
    """The objections that stand against a wording; none where bands are told, as their number would tell."""
    return [] if wording is None or workshop.tells_bands else standing_objections(wording)


def _new_finding(by: Participant, thread: Thread, session: Session) -> Finding:
    numbers = Finding.objects.filter(workshop=by.workshop).aggregate(highest=Max("number"))
    return Finding.objects.create(
        workshop=by.workshop, thread=thread, session=session, number=(numbers["highest"] or 0) + 1
    )


def _fresh(finding: Finding, thread: Thread, expected_version: int) -> Finding:
    fresh = Finding.objects.select_related("current_version").filter(pk=finding.pk, thread=thread).first()
    if fresh is None:
        raise NotAllowed
    if fresh.current_version is None or fresh.current_version.number != expected_version:
        raise EditedMeanwhile
    return fresh


def _point_at(
    finding: Finding, version: FindingVersion, wording: FindingWording, kind: RecordKind, by: Participant
) -> None:
    version.evidence.set(wording.evidence)
    finding.current_version = version
    finding.save(update_fields=["current_version", "signed_version", "session"])
    enter(workshop=by.workshop, kind=kind, subject=version, by=by)
    # That the desk drafts something is not for everybody who listens.
    is_signed = kind == RecordKind.FINDING_SIGNED
    announce(finding.thread, audience=Audience.ROOM if is_signed else Audience.DESK)


def _check_versions(wording: FindingWording, thread: Thread) -> None:
    """Nothing is cited that only some may read, or nobody any more: looked at again under the lock."""
    versions = (*wording.evidence, *((wording.figures_of,) if wording.figures_of else ()))
    citable = set(
        Position.objects.citable_in(thread.workshop)
        .filter(versions__in=versions)
        .values_list("pk", flat=True)
    )
    for version in versions:
        if version.position_id not in citable:
            raise UnknownChoice(
                value=str(version.pk), choices=_("what was said in this workshop"), field="evidence"
            )
    held_against = wording.figures_of
    if held_against is not None and held_against.position.thread_id != thread.pk:
        raise UnknownChoice(
            value=str(held_against.pk), choices=_("what was said in this thread"), field="figures_of"
        )


def _require_evidence(wording: FindingWording, thread: Thread) -> None:
    """Evidence speaks for the camps of its author and of those who agreed to be its co-sponsors.

    Where the room shows no camps it is not held against them: a refusal would tell who belongs to which.
    """
    heard = {version.position.author.camp_id for version in wording.evidence}
    heard |= set(
        Participant.objects.filter(
            sponsorships__version__in=list(wording.evidence), sponsorships__state=SponsorshipState.AGREED
        ).values_list("camp_id", flat=True)
    )
    camps = Camp.objects.filter(workshop_id=thread.workshop_id) if thread.workshop.shows_camps else []
    silent = [camp for camp in camps if camp.pk not in heard]
    if not wording.evidence or (silent and not wording.rests_on_one_camp):
        language = get_language() or thread.workshop.language
        names = ", ".join(camp.plural.in_(language).text for camp in silent)
        raise EvidenceMissing(camps=names or _("anybody"), field="evidence")
