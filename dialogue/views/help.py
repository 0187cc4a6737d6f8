"""Help, for everybody: readable before one signs in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from dialogue.views.submission import show

PAGES = ("participants", "moderators", "organisers", "method")


@login_not_required
@require_safe
def index(request: HttpRequest) -> TemplateResponse:
    return show(request, "help/index.html", {})


@login_not_required
@require_safe
def page(request: HttpRequest, page: str) -> TemplateResponse:
    if page not in PAGES:
        raise Http404
    return show(request, f"help/{page}.html", {})
