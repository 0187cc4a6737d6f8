"""Figures for a monitoring system: in a form it can read, for nobody but it, and naming nobody."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.db import Error, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from bridgebuilders import metrics
from dialogue.enums import JobKind, JobMessage, JobState
from dialogue.models import Job
from dialogue.services.jobs import add_job, finish
from tests.cast import Cast
from tests.views.pages import text_of

TOKEN = "a token for tests alone, as long as it should be"
NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)?\}})? (-?[0-9.]+(?:e[+-]?[0-9]+)?|\+Inf|NaN)")
ABOUT = re.compile(rf"# (TYPE|UNIT|HELP) ({NAME}) (.+)")
SUFFIXES = {"gauge": {""}, "info": {"_info"}, "histogram": {"_bucket", "_count", "_sum"}}

Figures = dict[tuple[str, str], float]


@pytest.fixture(autouse=True)
def token(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BRIDGE_METRICS_TOKEN = TOKEN
    monkeypatch.setattr(metrics, "requests", metrics.Requests())


def scrape(client: Client) -> str:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    return answer.content.decode()


def read(text: str) -> Figures:
    """The samples of a text; fails on whatever the grammar of OpenMetrics 1.0 does not allow."""
    assert text.endswith("\n# EOF\n") or text == "# EOF\n"
    figures: Figures = {}
    kinds: dict[str, str] = {}
    family, about = "", {""}
    for line in text.removesuffix("# EOF\n").splitlines():
        if line.startswith("#"):
            told = ABOUT.fullmatch(line)
            assert told is not None, line
            if told[2] != family:
                family, about = told[2], set()
                assert family not in kinds, f"{family} is told in two places"
            assert told[1] not in about, line
            about.add(told[1])
            if told[1] == "TYPE":
                kinds[family] = told[3]
            assert told[1] != "UNIT" or family.endswith(f"_{told[3]}"), line
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample is not None, line
        assert sample[1].removeprefix(family) in SUFFIXES[kinds[family]], line
        key = (sample[1], sample[2] or "")
        assert key not in figures, f"{line} is told twice"
        figures[key] = float(sample[3])
    return figures


def of(figures: Figures, name: str, *labels: str) -> list[float]:
    return [
        value
        for (told, about), value in figures.items()
        if told == name and all(each in about for each in labels)
    ]


@pytest.mark.parametrize("sent", [None, "Bearer wrong", TOKEN, f"bearer {TOKEN}", "Bearer "])
def test_address_is_nothing_to_whoever_has_no_token(client: Client, sent: str | None) -> None:
    headers = {"Authorization": sent} if sent else {}

    refused, nothing = client.get("/metrics", headers=headers), client.get("/nothing")

    assert (refused.status_code, nothing.status_code) == (404, 404)
    assert text_of(refused).replace("/metrics", "/nothing") == text_of(nothing)


def test_address_is_only_read() -> None:
    client = Client(enforce_csrf_checks=True)

    answers = [client.post("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}), client.post("/nothing")]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("sent", ["Bearer ", "Bearer", ""])
def test_address_is_nothing_where_no_token_is_set(client: Client, settings: Any, sent: str) -> None:
    settings.BRIDGE_METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404


def test_figures_are_open_metrics(cast: Cast, client: Client, settings: Any) -> None:
    settings.REDIS_URL = ""
    client.get("/help/")

    figures = read(scrape(client))

    assert of(figures, "bridgebuilders_build_info", 'version="0.1.0"') == [1]
    assert of(figures, "bridgebuilders_database_up") == [1]
    assert of(figures, "bridgebuilders_redis_up") == []
    assert of(figures, "bridgebuilders_open_streams") == [0]
    assert of(figures, "bridgebuilders_requests_in_flight") == [1]
    assert of(figures, "bridgebuilders_queue_age_seconds") == [0]


def test_requests_are_counted_by_route_and_class_of_status(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    client = client_of(cast.abolitionist)
    for path in (
        f"/threads/{cast.thread.pk}/",
        f"/threads/{uuid4()}/",
        "/nothing/",
        f"/threads/{cast.thread.pk}/",
    ):
        client.get(path)

    text = scrape(client)

    figures = read(text)
    assert of(figures, "bridgebuilders_request_seconds_count", 'route="thread"', 'status="2xx"') == [2]
    assert of(figures, "bridgebuilders_request_seconds_count", 'route="thread"', 'status="4xx"') == [1]
    assert of(figures, "bridgebuilders_request_seconds_count", 'route="none"', 'status="4xx"') == [1]
    below = of(figures, "bridgebuilders_request_seconds_bucket", 'route="thread"', 'status="2xx"')
    assert (len(below), below, below[-1]) == (len(metrics.BOUNDS) + 1, sorted(below), 2)
    for secret in (str(cast.thread.pk), str(cast.workshop.pk), cast.workshop.code, "example.org"):
        assert secret not in text


def test_request_that_breaks_off_is_counted_as_a_fault() -> None:
    def breaks(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        metrics.measure(breaks)(RequestFactory().get("/"))

    assert list(metrics.requests.seconds) == [("none", "5xx")]
    assert metrics.requests.in_flight == 0


def test_jobs_are_told_by_state_and_kind_and_how_long_the_oldest_waits(cast: Cast, client: Client) -> None:
    jobs = [
        add_job(workshop=cast.workshop, kind=JobKind.REFRESH_FIGURES, subject=uuid4()) for _job in range(3)
    ]
    finish(jobs[0], state=JobState.FAILED, message=JobMessage.GIVEN_UP)
    now = timezone.now()
    Job.objects.filter(pk=jobs[1].pk).update(due_at=now - timedelta(minutes=5))
    Job.objects.filter(pk=jobs[2].pk).update(due_at=now + timedelta(minutes=5))

    figures = read(scrape(client))

    assert of(figures, "bridgebuilders_jobs", 'state="failed"', 'kind="refresh_figures"') == [1]
    assert of(figures, "bridgebuilders_jobs", 'state="queued"', 'kind="refresh_figures"') == [2]
    assert of(figures, "bridgebuilders_jobs", 'state="failed"', 'kind="render_export"') == [0]
    (age,) = of(figures, "bridgebuilders_queue_age_seconds")
    assert 300 <= age < 360


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["database_can_be_read", "job_counts"])
def test_database_that_is_away_is_told_and_hides_nothing_else(
    client: Client, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    def away() -> Any:
        raise OperationalError

    monkeypatch.setattr(metrics, question, away)

    figures = read(scrape(client))

    assert of(figures, "bridgebuilders_database_up") == [1 if question == "job_counts" else 0]
    assert of(figures, "bridgebuilders_jobs") == []
    assert of(figures, "bridgebuilders_open_streams") == [0]
    assert issubclass(OperationalError, Error)


@pytest.mark.django_db
def test_redis_is_asked_whether_it_answers(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    away = read(scrape(client))
    monkeypatch.setattr(redis.Redis, "ping", lambda connection: True)
    there = read(scrape(client))

    assert [of(figures, "bridgebuilders_redis_up") for figures in (away, there)] == [[0], [1]]


def test_labels_are_escaped() -> None:
    said = "".join(metrics.family("a", "gauge", 'Says "so"\n.', [("", {"b": 'c"\\\n'}, 0.1)]))

    assert said == '# TYPE a gauge\n# HELP a Says \\"so\\"\\n.\na{b="c\\"\\\\\\n"} 0.1\n'
