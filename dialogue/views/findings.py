"""Findings: where the banks meet, one finding with its history, and the form to draft and sign it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from dialogue import access, models, rules
from dialogue.exceptions import AboveFigures, EditedMeanwhile
from dialogue.forms.findings import FindingForm
from dialogue.selectors import convergence, drafting
from dialogue.selectors.findings import finding_history, finding_shown
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import People, people_of
from dialogue.selectors.threads import thread_shown
from dialogue.services import findings
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show, submit

MOST_BESIDE = 8


@require_safe
def points_of_convergence(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    reader = access.workshop_to_read(request.user, workshop_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    found = convergence.found_in_workshop(people)
    context = {"workshop": workshop_shown(people), "points": found.points, "others": found.others}
    return show(request, "dialogue/convergence/page.html", context)


@require_safe
def finding(request: ReaderRequest, finding_id: UUID) -> HttpResponse:
    reader, finding = access.finding_to_read(request.user, finding_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    context = {
        "workshop": workshop_shown(people),
        "thread": thread_shown(finding.thread, people),
        "finding": finding_shown(finding, people),
        "history": finding_history(finding, people),
    }
    return show(request, "dialogue/finding/page.html", context)


def finding_new(request: ReaderRequest, thread_id: UUID) -> HttpResponse:
    """A finding begun from a text (`?from=`), or from an empty page."""
    reader, thread = access.thread_to_draft_finding_in(request.user, thread_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    form = FindingForm(
        request.POST or None,
        citable=drafting.citable(reader),
        thread=thread,
        initial=asdict(_start(request, thread, people)),
    )

    def keep(_words: dict[str, Any]) -> str:
        return reverse("finding", args=[_save(reader, thread, form, None).pk])

    return submit(request, form, keep) or _form_page(request, thread, people, form)


def finding_edit(request: ReaderRequest, finding_id: UUID) -> HttpResponse:
    reader, finding = access.finding_to_edit(request.user, finding_id)
    people = people_of(reader, request.LANGUAGE_CODE)
    version = finding.current_version
    assert version is not None, "a finding has a wording from its first moment"
    form = FindingForm(
        request.POST or None,
        citable=drafting.citable(reader),
        thread=finding.thread,
        initial={**asdict(drafting.start_of_edit(version, reader)), "expected_version": version.number},
    )

    def keep(_words: dict[str, Any]) -> str:
        return reverse("finding", args=[_save(reader, finding.thread, form, finding).pk])

    return submit(request, form, keep) or _form_page(request, finding.thread, people, form, finding)


def _start(request: ReaderRequest, thread: models.Thread, people: People) -> drafting.FindingStart:
    """From the text of `?from=`; what `with=` names is cited beside it."""
    wanted = request.GET.get("from", "")
    if not wanted:
        return drafting.empty_start(people.language)
    others = request.GET.getlist("with")[:MOST_BESIDE]
    position, *beside = (_text_to_cite(request, thread, each) for each in (wanted, *others))
    return drafting.start_from(position, people, beside=beside)


def _text_to_cite(request: ReaderRequest, thread: models.Thread, wanted: str) -> models.Position:
    try:
        _reader, position = access.position_to_tag(request.user, UUID(wanted))
    except ValueError:
        raise Http404 from None
    if position.thread_id != thread.pk:
        raise Http404
    return position


def _save(
    reader: models.Participant, thread: models.Thread, form: FindingForm, finding: models.Finding | None
) -> models.Finding:
    service = findings.sign_finding if form.is_signing else findings.draft_finding
    return service(
        by=reader,
        thread=thread,
        wording=form.wording(),
        finding=finding,
        expected_version=form.cleaned_data["expected_version"],
    )


def _form_page(
    request: ReaderRequest,
    thread: models.Thread,
    people: People,
    form: FindingForm,
    finding: models.Finding | None = None,
) -> TemplateResponse:
    """The form; after somebody else saved first, with the newer text beside the reader's own."""
    reader = people.reader
    beside = drafting.figures_beside(_figures_of(form, reader, thread), people)
    edited_meanwhile = finding is not None and isinstance(form.refusal, EditedMeanwhile)
    newer = drafting.newest_version(finding) if finding is not None and edited_meanwhile else None
    context = {
        "workshop": workshop_shown(people),
        "thread": thread_shown(thread, people),
        "form": form,
        "finding": finding_shown(finding, people) if finding is not None else None,
        "newer": newer,
        "expected_version": newer.number if newer else form["expected_version"].value() or 0,
        "levels": drafting.level_options(reader.workshop, beside),
        "is_above_figures": isinstance(form.refusal, AboveFigures),
        "may_sign_above": rules.may_sign_above_figures(reader),
        "banks": drafting.evidence_banks(thread, people, also=_cited_ids(form)),
        "beside": beside,
    }
    return show(request, "dialogue/finding/form.html", context, form)


def _figures_of(
    form: FindingForm, reader: models.Participant, thread: models.Thread
) -> models.PositionVersion | None:
    """The wording the finding is held against, as the form has it at present."""
    version_id = form["figures_of"].value()
    try:
        wanted = UUID(str(version_id)) if version_id else None
    except ValueError:
        return None
    return drafting.citable(reader).filter(pk=wanted, position__thread=thread).first() if wanted else None


def _cited_ids(form: FindingForm) -> list[UUID]:
    ids = []
    for version_id in form.chosen_evidence:
        try:
            ids.append(UUID(version_id))
        except ValueError:
            continue
    return ids
