"""
What holds for every request: who may pass, in which language, under which headers, and what is written down.
"""

import logging
import uuid
from collections.abc import Callable
from http import HTTPStatus
from time import perf_counter

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.http import urlencode
from django_htmx.middleware import HtmxDetails

Answer = Callable[[HttpRequest], HttpResponseBase]

logger = logging.getLogger(__name__)

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
DURATION_STEPS = (0.1, 0.3, 1, 3, 10)


def request_log(get_response: Answer) -> Answer:
    """
    Writes one line per request: the route's name, never its path; a step of duration, never the exact time.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        request_id = uuid.uuid4().hex
        response = get_response(request)
        seconds = perf_counter() - started
        logger.info(
            "request",
            extra={
                "route": request.resolver_match.view_name if request.resolver_match else None,
                "method": request.method,
                "status": response.status_code,
                "duration": next((f"<{step} s" for step in DURATION_STEPS if seconds < step), ">=10 s"),
                "request_id": request_id,
            },
        )
        response.headers["X-Request-Id"] = request_id
        return response

    return answer


def private_answers(get_response: Answer) -> Answer:
    """Keeps every answer out of every cache: the same address shows different people different things."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer


def own_language(get_response: Answer) -> Answer:
    """A person's own language wins over the browser's; what was chosen in this browser wins over both."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        chosen_here = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        language = request.user.language if request.user.is_authenticated else ""
        if not chosen_here and language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return answer


class SignInRequired(LoginRequiredMiddleware):
    """
    Default deny. Whoever is not signed in is sent to sign in, in the way that the asking script understands.
    """

    def handle_no_permission(  # type: ignore[override]  # not every answer here is a redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.accepts("text/html") and not request.headers.get("HX-Request"):
            return super().handle_no_permission(request, view_func)
        # A redirect would be followed silently, and the sign-in page be pasted into a part of the page.
        response = HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        page = HtmxDetails(request).current_url_abs_path
        query = "?" + urlencode({self.redirect_field_name: page}) if page else ""
        response.headers["HX-Redirect"] = resolve_url(settings.LOGIN_URL) + query
        return response
