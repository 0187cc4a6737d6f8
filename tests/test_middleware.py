"""What holds for every request: who may pass, under which headers, and what is written down."""

import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import psycopg
import psycopg_pool
import pytest
import redis.exceptions
from asgiref.sync import async_to_sync
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client
from django.urls import include, path
from django.utils.translation import get_language

from bridgebuilders import errors

SECRET = "Key (email)=(ada@example.org) already exists"


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_language())


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for members")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError(SECRET)


@login_not_required
def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError(SECRET)


@login_not_required
def redis_away(request: HttpRequest) -> HttpResponse:
    raise redis.exceptions.ConnectionError(SECRET)


@login_not_required
async def stream_away(request: HttpRequest) -> HttpResponse:
    raise OperationalError(SECRET)


@pytest.fixture(autouse=True)
def pages(settings: Any) -> Iterator[None]:
    """A few pages of our own beside the real ones."""
    urls = ModuleType("pages_of_this_test")
    urls.urlpatterns = [  # type: ignore[attr-defined]
        path("test/language/", language),
        path("test/private/", private, name="private"),
        path("test/broken/", broken),
        path("test/away/", away),
        path("api/test/away/", away),
        path("test/redis-away/", redis_away),
        path("api/test/redis-away/", redis_away),
        path("test/stream-away/", stream_away),
        path("", include("bridgebuilders.urls")),
    ]
    urls.handler500 = "bridgebuilders.errors.server_error"  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = urls
    return


def test_page_without_a_decision_is_closed(client: Client) -> None:
    assert client.get("/test/private/?a=1").headers["Location"] == "/sign-in/?next=/test/private/%3Fa%3D1"


def test_part_of_a_page_is_never_replaced_by_the_sign_in_page(client: Client) -> None:
    response = client.get(
        "/test/private/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/threads/1/?tab=b"},
    )

    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in/?next=%2Fthreads%2F1%2F%3Ftab%3Db"


def test_stream_is_refused_without_a_redirect(client: Client) -> None:
    assert client.get("/test/private/", headers={"Accept": "text/event-stream"}).status_code == 401


def test_every_answer_is_kept_out_of_caches_and_carries_the_protections(client: Client) -> None:
    headers = client.get("/test/language/").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=()")
    assert sorted(headers["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
    ]


@pytest.mark.django_db
def test_own_language_wins_over_the_browser_and_what_was_chosen_there_over_both(client: Client) -> None:
    chinese = {"Accept-Language": "zh-Hans"}
    asked = client.get("/test/language/", headers=chinese).content
    client.force_login(get_user_model().objects.create_user("ada@example.org", language="en"))
    own = client.get("/test/language/", headers=chinese).content
    client.post("/language/", {"language": "zh-hans", "next": "/robots.txt"})
    chosen = client.get("/test/language/").content

    assert (asked, own, chosen) == (b"zh-hans", b"en", b"zh-hans")


def test_request_is_logged_by_route_and_never_by_path(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "dialogue.middleware"):
        client.get("/test/private/?token=secret")

    (record,) = (record for record in caplog.records if record.name == "dialogue.middleware")
    assert (record.route, record.status, record.method) == ("private", 302, "GET")  # type: ignore[attr-defined]
    assert "secret" not in str(record.__dict__)


@pytest.mark.parametrize("address", ["/test/away/", "/api/test/away/"])
def test_absent_database_is_said_in_a_sentence_and_asks_to_come_back(address: str) -> None:
    response = Client(raise_request_exception=False).get(address)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "The database does not answer just now." in response.content.decode()
    assert SECRET not in response.content.decode()
    assert response.headers["Content-Type"].startswith(
        "application/problem+json" if "api" in address else "text/html"
    )


@pytest.mark.parametrize("address", ["/test/redis-away/", "/api/test/redis-away/"])
def test_absent_redis_is_said_in_a_sentence_and_asks_to_come_back(address: str) -> None:
    response = Client(raise_request_exception=False).get(address)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "A part of this server does not answer just now" in response.content.decode()
    assert SECRET not in response.content.decode()


def test_stream_that_needs_an_absent_database_is_refused_in_the_same_way() -> None:
    ask = AsyncClient(raise_request_exception=False).get
    response = async_to_sync(ask)("/test/stream-away/", headers={"Accept": "text/event-stream"})

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def wrapped(fault: psycopg.Error, as_what: type[Exception]) -> Exception:
    """As Django raises what the driver raised."""
    raised = as_what(SECRET)
    raised.__cause__ = fault
    return raised


@pytest.mark.parametrize(
    ("fault", "passes"),
    [
        (wrapped(psycopg.errors.DeadlockDetected(), OperationalError), True),
        (wrapped(psycopg.errors.LockNotAvailable(), OperationalError), True),
        (wrapped(psycopg.errors.SerializationFailure(), OperationalError), True),
        (wrapped(psycopg.errors.AdminShutdown(), OperationalError), True),
        (InterfaceError("connection already closed"), True),
        (psycopg_pool.PoolTimeout(), True),
        (psycopg.OperationalError(), True),
        (wrapped(psycopg.errors.ReadOnlySqlTransaction(), InternalError), True),
        (wrapped(psycopg.errors.InFailedSqlTransaction(), InternalError), False),
        (InternalError(), False),
        (IntegrityError(), False),
        (None, False),
    ],
)
def test_what_passes_is_told_from_what_is_wrong(fault: Exception | None, passes: bool) -> None:
    assert errors.is_of_the_database(fault) is passes


def test_fault_of_ours_tells_nothing_of_itself() -> None:
    response = Client(raise_request_exception=False).get("/test/broken/")

    assert response.status_code == 500
    assert "Something went wrong on our side." in response.content.decode()
    assert SECRET not in response.content.decode()


@pytest.mark.django_db
def test_form_without_its_token_is_refused_in_a_sentence() -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})

    assert response.status_code == 403
    assert "Please go back and reload the page" in response.content.decode()
