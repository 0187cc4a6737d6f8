"""Access for programs: each participant's own, in one workshop."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dialogue import access, models
from dialogue.forms.acts import ActForm
from dialogue.forms.tokens import TokenForm
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.tokens import tokens_shown
from dialogue.services.tokens import create_token, revoke_token
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import sent_before, show, submit, submit_and_show_once


def tokens(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    """The list, and the form of a new one; its token stands on the answer to that form and nowhere else."""
    reader = access.workshop_to_read(request.user, workshop_id)
    form = TokenForm(request.POST or None)

    def create(words: dict[str, Any]) -> tuple[str, str]:
        new = create_token(by=reader, name=words["name"], may_write=form.may_write, days=words["days"])
        return reverse("tokens", args=[workshop_id]), new.token

    def page(token: str) -> TemplateResponse:
        return _tokens_page(request, reader, TokenForm(), token=token)

    return submit_and_show_once(request, form, create, page) or _tokens_page(request, reader, form)


@require_POST
def token_revoke(request: ReaderRequest, token_id: UUID) -> HttpResponse:
    try:
        reader, token = access.token_to_revoke(request.user, token_id)
    except Http404:
        if done := sent_before(request):
            return done
        raise
    form = ActForm(request.POST)

    def revoke(_words: dict[str, Any]) -> str:
        revoke_token(by=reader, token=token)
        return reverse("tokens", args=[reader.workshop_id])

    return submit(request, form, revoke) or _tokens_page(request, reader, TokenForm(), refused=form)


def _tokens_page(
    request: ReaderRequest,
    reader: models.Participant,
    form: TokenForm,
    *,
    token: str = "",
    refused: ActForm | None = None,
) -> TemplateResponse:
    context = {
        "workshop": workshop_shown(people_of(reader, request.LANGUAGE_CODE)),
        "tokens": tokens_shown(reader),
        "form": form,
        "token": token,
        "refused": refused,
        "api": request.build_absolute_uri(reverse("api:workshop-detail", args=[reader.workshop_id])),
    }
    return show(request, "dialogue/tokens/page.html", context, refused or form)
