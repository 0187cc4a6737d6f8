"""Findings and summaries as one reader sees them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from dialogue import rules
from dialogue.enums import POINTS_OF_CONVERGENCE, Role
from dialogue.models import Finding, FindingVersion, Participant, PositionVersion, Summary, Thread
from dialogue.models.findings import FindingQuerySet
from dialogue.models.texts import Wording
from dialogue.selectors.people import People
from dialogue.selectors.sentences import level_label
from dialogue.selectors.shown import EvidenceShown, FindingShown, SummaryShown


def _cited(name: str) -> Prefetch:  # type: ignore[type-arg]
    """The wordings somebody cites, with what is needed to show them."""
    versions = PositionVersion.objects.select_related("position__author__user", "position__thread")
    return Prefetch(name, versions.order_by("position__kind", "position__number", "number"))


def findings_of_thread(thread: Thread, people: People) -> tuple[FindingShown, ...]:
    """The findings of a thread: signed ones, and drafts for those who may sign or write the minutes."""
    return _shown(Finding.objects.visible_to(people.reader).filter(thread=thread), people)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which findings of a workshop are looked for.

    `points_of_convergence` true asks for the signed findings of the first two levels, false for those of the
    others; None leaves both in, and drafts for those who see them.
    """

    thread: Thread | None = None
    level: str = ""
    points_of_convergence: bool | None = None


def findings_in_order(reader: Participant, sought: Sought) -> FindingQuerySet:
    """What is sought and may be seen, by number. A level is that of the version this reader is shown."""
    findings = Finding.objects.visible_to(reader)
    if sought.thread is not None:
        findings = findings.filter(thread=sought.thread)
    if sought.points_of_convergence is True:
        findings = findings.points_of_convergence()
    elif sought.points_of_convergence is False:
        findings = findings.filter(signed_version__isnull=False).exclude(
            signed_version__level__in=POINTS_OF_CONVERGENCE
        )
    if sought.level and rules.may_see_desk(reader) and sought.points_of_convergence is None:
        findings = findings.filter(current_version__level=sought.level)
    elif sought.level:
        findings = findings.filter(signed_version__level=sought.level)
    return findings.order_by("number")


def findings_shown(findings: Iterable[Finding], sought: Sought, people: People) -> tuple[FindingShown, ...]:
    """Some of the findings that `findings_in_order` gave."""
    chosen = Finding.objects.filter(pk__in=[finding.pk for finding in findings])
    return _shown(chosen, people, signed=sought.points_of_convergence is not None)


def signed_findings(people: People) -> tuple[FindingShown, ...]:
    """What was found in the workshop, of whatever level; of each finding the newest signed version."""
    findings = Finding.objects.visible_to(people.reader).filter(signed_version__isnull=False)
    return _shown(findings, people, signed=True)


def drafts(people: People) -> tuple[FindingShown, ...]:
    """Findings whose newest version nobody has signed; empty for those who see no drafts."""
    if not rules.may_see_desk(people.reader):
        return ()
    findings = Finding.objects.visible_to(people.reader).filter(current_version__signed_at__isnull=True)
    return _shown(findings, people)


def finding_shown(finding: Finding, people: People) -> FindingShown:
    """The newest version the reader may see."""
    return _shown(Finding.objects.filter(pk=finding.pk), people)[0]


def finding_history(finding: Finding, people: People) -> tuple[FindingShown, ...]:
    """All versions the reader may see, the newest first: signed ones, and drafts on the desk."""
    versions = finding.versions.order_by("-number").prefetch_related(_cited("evidence"))
    if not rules.may_see_desk(people.reader):
        versions = versions.filter(signed_at__isnull=False)
    return tuple(_version_shown(finding, version, people) for version in versions)


def summary_of(thread: Thread, people: People) -> SummaryShown | None:
    """The moderator's summary as it stands, or None."""
    summaries = Summary.objects.filter(thread=thread).prefetch_related(_cited("rests_on"))
    summary = summaries.order_by("-number").first()
    if summary is None:
        return None
    return SummaryShown(
        id=summary.pk,
        number=summary.number,
        text=Wording(summary.text, summary.language),
        written_on=summary.written_at.date(),
        rests_on=_evidence_shown(summary.rests_on.all(), people),
    )


def _shown(findings: FindingQuerySet, people: People, *, signed: bool = False) -> tuple[FindingShown, ...]:
    """Each in the newest version the reader may see, or with `signed` the newest signed one: two queries."""
    sees_drafts = rules.may_see_desk(people.reader) and not signed
    name = "current_version" if sees_drafts else "signed_version"
    rows = (
        findings.filter(**{f"{name}__isnull": False})
        .select_related("thread", name)
        .prefetch_related(_cited(f"{name}__evidence"))
        .order_by("number")
    )
    return tuple(_version_shown(finding, getattr(finding, name), people) for finding in rows)


def _version_shown(finding: Finding, version: FindingVersion, people: People) -> FindingShown:
    reader, language = people.reader, people.language
    workshop_language = reader.workshop.language
    return FindingShown(
        id=finding.pk,
        thread_id=finding.thread_id,
        thread_reference=finding.thread.reference.in_(language, workshop_language).text or finding.thread.key,
        thread_title=finding.thread.title.in_(language, workshop_language),
        number=finding.number,
        version_number=version.number,
        text=Wording(version.text, version.language),
        level=version.level,
        level_label=level_label(version.level),
        conditions=Wording(version.conditions, version.language),
        objections=tuple(Wording(each["text"], each["language"]) for each in version.objections),
        evidence=_evidence_shown(version.evidence.all(), people),
        rests_on_one_camp=version.rests_on_one_camp,
        is_chairs_own=version.is_chairs_own,
        supported_label=level_label(version.supported),
        is_signed=version.signed_at is not None,
        signed_as=str(Role(version.signed_as).label) if version.signed_as else "",
        signed_on=version.signed_at.date() if version.signed_at else None,
        has_newer_draft=rules.may_see_desk(reader)
        and finding.current_version_id != version.pk
        and finding.signed_version_id == version.pk,
        may_edit=rules.may_moderate(reader),
    )


def _evidence_shown(versions: Iterable[PositionVersion], people: People) -> tuple[EvidenceShown, ...]:
    return tuple(
        EvidenceShown(
            version_id=version.pk,
            position_id=version.position_id,
            thread_id=version.position.thread_id,
            reference=version.position.reference,
            version_number=version.number,
            claim=Wording("") if version.position.withdrawn_at else Wording(version.claim, version.language),
            by=people.by(version.position.author),
            is_proposal=version.position.is_proposal,
            is_withdrawn=version.position.withdrawn_at is not None,
        )
        for version in versions
    )
