"""
Figures for whoever watches over the installation, as OpenMetrics text at `/metrics`.

They say how much is done and how long it takes, by the name of a route and the kind of work; nothing in them
names a person or a workshop. What is counted per process carries the number of that process, so that several
behind one address are told apart. Only whoever sends `BRIDGE_METRICS_TOKEN` sees that there is such an
address.
"""

import os
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from time import perf_counter

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from bridgebuilders.health import database_can_be_read, holds
from dialogue import live
from dialogue.selectors.jobs import job_counts, longest_wait

MEDIA_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"
BOUNDS = (0.05, 0.1, 0.3, 1.0, 3.0, 10.0)
"""Seconds; the last bucket is everything above."""
NO_ROUTE = "none"

Labels = Mapping[str, str]
Sample = tuple[str, Labels, float]
Answer = Callable[[HttpRequest], HttpResponseBase]


@dataclass
class Requests:
    """The requests of this process: how many are in it, and how long those that ended took."""

    in_flight: int = 0
    seconds: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    buckets: dict[tuple[str, str], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0] * (len(BOUNDS) + 1))
    )
    lock: Lock = field(default_factory=Lock)

    def begin(self) -> None:
        with self.lock:
            self.in_flight += 1

    def end(self, route: str, status: str, seconds: float) -> None:
        with self.lock:
            self.in_flight -= 1
            self.seconds[route, status] += seconds
            self.buckets[route, status][bisect_left(BOUNDS, seconds)] += 1

    def samples(self) -> Iterator[Sample]:
        with self.lock:
            told = [(key, self.seconds[key], list(buckets)) for key, buckets in sorted(self.buckets.items())]
        for (route, status), seconds, buckets in told:
            labels = {"process": str(os.getpid()), "route": route, "status": status}
            below = 0
            for bound, count in zip((*map(str, BOUNDS), "+Inf"), buckets, strict=True):
                below += count
                yield "_bucket", labels | {"le": bound}, below
            yield "_count", labels, below
            yield "_sum", labels, seconds


requests = Requests()


def measure(get_response: Answer) -> Answer:
    """Counts every request by the name of its route and the class of its status."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        requests.begin()
        status = 500
        try:
            response = get_response(request)
            status = response.status_code
        finally:
            match = request.resolver_match
            route = (match.view_name if match else "") or NO_ROUTE
            requests.end(route, f"{status // 100}xx", perf_counter() - started)
        return response

    return answer


@login_not_required
@csrf_exempt
def metrics(request: HttpRequest) -> HttpResponse:
    """Whatever else is sent here, in whatever way, is answered as if there were nothing."""
    expected = settings.BRIDGE_METRICS_TOKEN
    sent = request.headers.get("Authorization", "")
    has_token = constant_time_compare(sent, f"Bearer {expected}") and bool(expected)
    if not has_token or request.method not in ("GET", "HEAD"):
        raise Http404
    return HttpResponse("".join(lines()), content_type=MEDIA_TYPE)


def lines() -> Iterator[str]:
    """Everything there is to tell; what the database would have to say is left out while it is away."""
    here = {"process": str(os.getpid())}
    yield from family("bridgebuilders_build", "info", "What runs here.", [("_info", release(), 1)])
    yield from family(
        "bridgebuilders_request_seconds",
        "histogram",
        "How long requests took until their answer began.",
        requests.samples(),
        unit="seconds",
    )
    for name, said, value in (
        ("bridgebuilders_requests_in_flight", "Requests being answered now.", requests.in_flight),
        ("bridgebuilders_open_streams", "Pages that listen for live updates.", live.open_stream_count()),
    ):
        yield from family(name, "gauge", said, [("", here, value)])
    if settings.REDIS_URL:
        answers = redis_answers()
        yield from family("bridgebuilders_redis_up", "gauge", "Whether Redis answers.", [("", {}, answers)])
    is_up = holds(database_can_be_read)
    yield from family(
        "bridgebuilders_database_up", "gauge", "Whether the database answers.", [("", {}, is_up)]
    )
    if is_up:
        yield from lines_about_jobs()
    yield "# EOF\n"


def lines_about_jobs() -> Iterator[str]:
    try:
        counts, seconds = job_counts(), longest_wait()
    except Error:
        return
    yield from family(
        "bridgebuilders_queue_age_seconds",
        "gauge",
        "How long the oldest job that is due waits for a worker.",
        [("", {}, seconds)],
        unit="seconds",
    )
    yield from family(
        "bridgebuilders_jobs",
        "gauge",
        "Jobs by state and kind; those that ended are kept for some days.",
        [("", {"state": state, "kind": kind}, count) for (state, kind), count in sorted(counts.items())],
    )


def family(
    name: str, kind: str, said: str, samples: Iterator[Sample] | list[Sample], *, unit: str = ""
) -> Iterator[str]:
    """One family of figures, in the text format of OpenMetrics 1.0."""
    yield f"# TYPE {name} {kind}\n"
    if unit:
        yield f"# UNIT {name} {unit}\n"
    yield f"# HELP {name} {escaped(said)}\n"
    for suffix, labels, value in samples:
        told = ",".join(f'{label}="{escaped(each)}"' for label, each in labels.items())
        yield f"{name}{suffix}{f'{{{told}}}' if told else ''} {float(value):.15g}\n"


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


@cache
def release() -> Labels:
    """The version that the tree beside the settings names."""
    named = settings.BASE_DIR / "pyproject.toml"
    version = tomllib.loads(named.read_text())["project"]["version"] if named.is_file() else "unknown"
    return {"version": version}


def redis_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **settings.REDIS_PATIENCE) as connection:
            return bool(connection.ping())
    except redis.RedisError:
        return False
