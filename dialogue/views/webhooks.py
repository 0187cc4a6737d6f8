"""Addresses outside: the organiser's list of whom to tell, and how telling them went."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from dialogue import access, models
from dialogue.forms.acts import ActForm
from dialogue.forms.webhooks import ON, SwitchForm, WebhookForm
from dialogue.selectors.frame import workshop_shown
from dialogue.selectors.people import people_of
from dialogue.selectors.webhooks import webhooks_shown
from dialogue.services.webhooks import (
    add_webhook,
    remove_webhook,
    rotate_secret,
    switch_webhook,
    try_webhook,
)
from dialogue.views.requests import ReaderRequest
from dialogue.views.submission import sent_before, show, submit, submit_and_show_once


def webhooks(request: ReaderRequest, workshop_id: UUID) -> HttpResponse:
    """The list, and the form of a new one; its secret stands on the answer to that form and nowhere else."""
    reader = access.workshop_to_organise(request.user, workshop_id)
    form = WebhookForm(request.POST or None)

    def add(words: dict[str, Any]) -> tuple[str, str]:
        return _place(workshop_id), add_webhook(by=reader, address=words["address"]).secret

    def page(secret: str) -> TemplateResponse:
        return _webhooks_page(request, reader, secret=secret)

    return submit_and_show_once(request, form, add, page) or _webhooks_page(request, reader, form)


@require_POST
def webhook_rotate(request: ReaderRequest, webhook_id: UUID) -> HttpResponse:
    """A new secret, shown once."""
    reader, webhook = access.webhook_to_organise(request.user, webhook_id)
    form = ActForm(request.POST)

    def rotate(_words: dict[str, Any]) -> tuple[str, str]:
        return _place(webhook.workshop_id), rotate_secret(by=reader, webhook=webhook).secret

    def page(secret: str) -> TemplateResponse:
        return _webhooks_page(request, reader, secret=secret)

    return submit_and_show_once(request, form, rotate, page) or _webhooks_page(request, reader, refused=form)


@require_POST
def webhook_switch(request: ReaderRequest, webhook_id: UUID) -> HttpResponse:
    reader, webhook = access.webhook_to_organise(request.user, webhook_id)
    form = SwitchForm(request.POST)

    def switch(chosen: dict[str, Any]) -> str:
        switch_webhook(by=reader, webhook=webhook, is_on=chosen["switch"] == ON)
        return _place(webhook.workshop_id)

    return submit(request, form, switch) or _webhooks_page(request, reader, refused=form)


@require_POST
def webhook_test(request: ReaderRequest, webhook_id: UUID) -> HttpResponse:
    reader, webhook = access.webhook_to_organise(request.user, webhook_id)
    form = ActForm(request.POST)

    def tell(_words: dict[str, Any]) -> str:
        try_webhook(by=reader, webhook=webhook)
        return _place(webhook.workshop_id)

    return submit(request, form, tell) or _webhooks_page(request, reader, refused=form)


@require_POST
def webhook_remove(request: ReaderRequest, webhook_id: UUID) -> HttpResponse:
    try:
        reader, webhook = access.webhook_to_organise(request.user, webhook_id)
    except Http404:
        if done := sent_before(request):
            return done
        raise
    form = ActForm(request.POST)

    def remove(_words: dict[str, Any]) -> str:
        remove_webhook(by=reader, webhook=webhook)
        return _place(webhook.workshop_id)

    return submit(request, form, remove) or _webhooks_page(request, reader, refused=form)


def _place(workshop_id: UUID) -> str:
    return reverse("webhooks", args=[workshop_id])


def _webhooks_page(
    request: ReaderRequest,
    reader: models.Participant,
    form: WebhookForm | None = None,
    *,
    secret: str = "",
    refused: ActForm | None = None,
) -> TemplateResponse:
    context = {
        "workshop": workshop_shown(people_of(reader, request.LANGUAGE_CODE)),
        "webhooks": webhooks_shown(reader.workshop),
        "hosts": settings.BRIDGE_WEBHOOK_HOSTS,
        "form": form or WebhookForm(),
        "secret": secret,
        "refused": refused,
    }
    return show(request, "dialogue/webhooks/page.html", context, refused or form)
