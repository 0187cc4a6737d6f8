"""Small answers at addresses that browsers, crawlers and researchers know by convention."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

PLAIN_TEXT = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type=PLAIN_TEXT)


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    return redirect(static("dialogue/favicon.svg"))


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116); absent where nobody was named."""
    if not settings.BRIDGE_SECURITY_CONTACT:
        raise Http404
    expires = datetime.combine(timezone.now().date() + timedelta(days=180), time(), UTC)
    return HttpResponse(
        f"Contact: {settings.BRIDGE_SECURITY_CONTACT}\n"
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: en, zh\n",
        content_type=PLAIN_TEXT,
    )


@login_not_required
@require_safe
def change_password(request: HttpRequest) -> HttpResponseRedirect:
    """There are no passwords: whoever asks for a new one is sent to where codes are given out."""
    return redirect(settings.LOGIN_URL)
