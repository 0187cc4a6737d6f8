"""How every form is sent: validated, acted on once, and given back with its words when it is refused."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from dialogue.exceptions import DialogueError, KeyReused
from dialogue.forms.acts import ActForm
from dialogue.services.request_keys import Effect, digest, done_before, perform_once
from dialogue.views.notices import tell

Answer = TypeVar("Answer")
NOT_PART_OF_THE_ACT = ("csrfmiddlewaretoken", "key")


class SeeOther(HttpResponseRedirect):
    """Where to look after an act; a browser fetches it with GET, and so does htmx."""

    status_code = 303


def submit(request: HttpRequest, form: ActForm, act: Callable[[dict[str, Any]], str]) -> HttpResponse | None:
    """Send a bound form: `act` gets the cleaned values, calls one service and returns where to go.

    The act happens at most once per key, in one transaction with it. Returns None when the form has to be
    shown (again), with every word still in it: not bound, filled in wrongly, or refused by the service.
    The page it leads to says in a sentence what was done.
    """

    def perform(values: dict[str, Any]) -> Effect[None]:
        return Effect(act(values))

    effect = _perform(request, form, perform)
    if effect is None:
        return None
    tell(request, form.cleaned_data)
    return SeeOther(effect.outcome)


def sent_before(request: HttpRequest) -> HttpResponse | None:
    """The answer to a form that was sent before, for acts after which there is no door any more: what they
    were done to is gone. None when it is sent for the first time.
    """
    try:
        effect = done_before(
            user=request.user,  # type: ignore[arg-type]  # nobody else is let this far
            key=request.POST.get("key", ""),
            digest=_digest(request),
        )
    except KeyReused:
        return None
    if effect is None:
        return None
    tell(request, {})
    return SeeOther(effect.outcome)


def submit_and_show_once(
    request: HttpRequest,
    form: ActForm,
    act: Callable[[dict[str, Any]], tuple[str, str]],
    page: Callable[[str], HttpResponse],
) -> HttpResponse | None:
    """Like `submit`, for an act that returns where to go and a secret that nobody keeps.

    The first answer is `page(secret)`. Sending the form again leads to where the act would have led, and
    a sentence there says that the secret is shown no more.
    """
    effect = _perform(request, form, lambda values: Effect(*act(values)))
    if effect is None:
        return None
    if effect.answer is not None:
        return page(effect.answer)
    tell(request, form.cleaned_data)
    return SeeOther(effect.outcome)


def _perform(
    request: HttpRequest, form: ActForm, act: Callable[[dict[str, Any]], Effect[Answer]]
) -> Effect[Answer] | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        effect = perform_once(
            user=request.user,  # type: ignore[arg-type]  # doors let no anonymous reader this far
            key=form.cleaned_data["key"],
            digest=_digest(request),
            act=lambda: act(form.cleaned_data),
        )
    except DialogueError as refusal:
        form.refuse(refusal)
        return None
    return effect


def _digest(request: HttpRequest) -> str:
    fields = {name: values for name, values in request.POST.lists() if name not in NOT_PART_OF_THE_ACT}
    return digest(request.path, fields)


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], form: ActForm | None = None
) -> TemplateResponse:
    """A page, rendered after every lock is gone; with a form, in that form's status."""
    return TemplateResponse(request, template, dict(context), status=form.status if form else 200)
