"""The background work, for whoever runs the server."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dialogue import access
from dialogue.forms.acts import ActForm
from dialogue.selectors.jobs import job_page, states_of
from dialogue.services.jobs import run_again
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import show, submit


@require_safe
def job_list(request: ReaderRequest) -> HttpResponse:
    return list_page(request)


@require_POST
def job_again(request: ReaderRequest, job_id: UUID) -> HttpResponse:
    job = access.job_to_run_again(request.user, job_id)
    form = ActForm(request.POST)

    def queue(_words: dict[str, Any]) -> str:
        run_again(job=job)
        return reverse("job_list")

    return submit(request, form, queue) or list_page(request, form)


def list_page(request: ReaderRequest, form: ActForm | None = None) -> TemplateResponse:
    jobs = access.jobs_to_operate(request.user)
    state = request.GET.get("state", "")
    context = {
        "states": states_of(jobs),
        "state": state,
        "page": job_page(jobs, state, request.GET.get("page", "1")),
        "form": form,
    }
    return show(request, "dialogue/job/page.html", context, form)
