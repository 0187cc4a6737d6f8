"""The organiser's page: threads, sessions and people; and the forms of a thread."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dialogue import access, models
from dialogue.enums import Attribution
from dialogue.exceptions import EditedMeanwhile
from dialogue.forms.acts import ActForm
from dialogue.forms.participants import JoinForm
from dialogue.forms.sessions import SessionForm
from dialogue.forms.threads import OPEN, ORGANISED_LANGUAGES, OrderForm, PhaseForm, ThreadForm
from dialogue.forms.workshops import AttributionForm
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.organising import people_to_organise, role_choices, threads_to_organise
from dialogue.selectors.people import people_of
from dialogue.services import threads
from dialogue.services.workshops import tighten_attribution
from dialogue.views.desk import thread_desk_page
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show, submit


def organise(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    """The page; what is posted to it is the workshop's rule of attribution, tightened."""
    reader = access.workshop_to_organise(request.user, workshop_id)
    form = AttributionForm(request.POST or None, initial={"attribution": reader.workshop.attribution})

    def tighten(chosen: dict[str, Any]) -> str:
        tighten_attribution(by=reader, attribution=chosen["attribution"])
        return place(workshop_id, "rule")

    return submit(request, form, tighten) or organise_page(request, reader, attribution_form=form)


def organise_page(
    request: ReaderRequest,
    reader: models.Participant,
    *,
    attribution_form: AttributionForm | None = None,
    join_form: JoinForm | None = None,
    session_form: SessionForm | None = None,
    refused: ActForm | None = None,
    refused_person: UUID | None = None,
) -> TemplateResponse:
    """The whole page; a form that was refused keeps its words in its place, or (`refused`) says above why."""
    reader.workshop.refresh_from_db()
    people = people_of(reader, request.LANGUAGE_CODE)
    rule = Attribution(reader.workshop.attribution)
    is_fixed = reader.workshop.rules_fixed_at is not None
    context = {
        "workshop": workshop_shown(people),
        "threads": threads_to_organise(people),
        "people": people_to_organise(reader, request.GET.get("page", "1"), first=refused_person),
        "role_choices": role_choices(),
        "rules": [(each.value, str(each.label), is_fixed and not rule.allows(each)) for each in Attribution],
        "rule": rule.value,
        "attribution_form": attribution_form
        or AttributionForm(initial={"attribution": reader.workshop.attribution}),
        "join_form": join_form or JoinForm(auto_id="join-%s"),
        "session_form": session_form or SessionForm(auto_id="session-%s"),
        "refused": refused,
        "refused_person": refused_person,
    }
    asked = [form for form in (attribution_form, join_form, session_form, refused) if form is not None]
    return show(request, "dialogue/organise/page.html", context, asked[0] if asked else None)


def thread_add(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    reader = access.workshop_to_organise(request.user, workshop_id)
    form = ThreadForm(request.POST or None)

    def add(words: dict[str, Any]) -> str:
        thread = threads.add_thread(by=reader, wording=_wording(form, reader, words["camp"]))
        return place(workshop_id, f"thread-{thread.pk}")

    return submit(request, form, add) or _thread_page(request, reader, form)


def thread_edit(request: ReaderRequest, thread_id: UUID) -> HttpResponse:
    reader, thread = access.thread_to_organise(request.user, thread_id)
    form = ThreadForm(request.POST or None, initial=_initial(thread))

    def edit(words: dict[str, Any]) -> str:
        threads.edit_thread(
            by=reader,
            thread=thread,
            wording=_wording(form, reader, words["camp"], thread),
            expected_version=words["expected_version"],
        )
        return place(thread.workshop_id, f"thread-{thread.pk}")

    return submit(request, form, edit) or _thread_page(request, reader, form, thread)


@require_POST
def thread_reorder(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    reader = access.workshop_to_organise(request.user, workshop_id)
    form = OrderForm(request.POST)

    def reorder(wanted: dict[str, Any]) -> str:
        threads.reorder_threads(by=reader, order=wanted["order"])
        return place(workshop_id, "threads")

    return submit(request, form, reorder) or organise_page(request, reader, refused=form)


@require_POST
def thread_phase(request: ReaderRequest, thread_id: UUID) -> HttpResponse:
    """Open or close a thread. An organiser goes back to the plan, a moderator to the desk of the thread."""
    reader, thread = access.thread_to_open_or_close(request.user, thread_id)
    form = PhaseForm(request.POST)

    def set_phase(wanted: dict[str, Any]) -> str:
        change = threads.open_thread if wanted["phase"] == OPEN else threads.close_thread
        change(by=reader, thread=thread)
        if reader.is_organiser:
            return place(thread.workshop_id, f"thread-{thread.pk}")
        return reverse("thread_desk", args=[thread.pk])

    done = submit(request, form, set_phase)
    if done is not None:
        return done
    return _phase_refused(request, reader, thread, form)


def _phase_refused(
    request: ReaderRequest, reader: models.Participant, thread: models.Thread, form: PhaseForm
) -> HttpResponse:
    if reader.is_organiser:
        return organise_page(request, reader, refused=form)
    return thread_desk_page(request, reader, thread, form)


def place(workshop_id: UUID, part: str) -> str:
    return f"{reverse('organise', args=[workshop_id])}#{part}"


def _wording(
    form: ThreadForm, reader: models.Participant, camp_key: str, thread: models.Thread | None = None
) -> threads.ThreadWording:
    return threads.ThreadWording(
        title=form.local_text("title", thread.title if thread else None),
        prompt=form.local_text("prompt", thread.prompt if thread else None),
        addressee=threads.camp_of_workshop(reader.workshop_id, camp_key),
    )


def _initial(thread: models.Thread) -> dict[str, Any]:
    texts = {"title": thread.title, "prompt": thread.prompt}
    return {
        f"{name}_{language}": text.get(language, "")
        for name, text in texts.items()
        for language in ORGANISED_LANGUAGES
    } | {"camp": thread.addressee.key if thread.addressee else "", "expected_version": thread.version}


def _thread_page(
    request: ReaderRequest,
    reader: models.Participant,
    form: ThreadForm,
    thread: models.Thread | None = None,
) -> TemplateResponse:
    """The form of a thread; after somebody else saved first, with the newer words beside the reader's own."""
    newer = None
    if thread is not None and isinstance(form.refusal, EditedMeanwhile):
        thread.refresh_from_db()
        newer = thread
    context = {
        "workshop": workshop_shown(people_of(reader, request.LANGUAGE_CODE)),
        "form": form,
        "thread_id": thread.pk if thread else None,
        "newer": _initial(newer) if newer else None,
        "expected_version": newer.version if newer else form["expected_version"].value() or 0,
    }
    return show(request, "dialogue/organise/thread.html", context, form)
