"""The main pages, lists and acts of a workshop, and what each asks of the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from uuid import uuid4

from benchmarks.people import TOKEN, Gathering

PAGE, FRAGMENT, LIST, LIST_OF_POSITIONS = 25, 12, 10, 13
TIMES = 3


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    path: str
    who: Any
    budget: int


@dataclass(frozen=True, slots=True)
class Cost:
    queries: int
    milliseconds: float
    """The best of three."""
    bytes: int


def addresses(gathering: Gathering, thread: Any, position: Any) -> Iterator[Address]:
    """Every kind of page and list that shows what was said, or who takes part."""
    workshop, voice = gathering.workshop, gathering.voices[0]
    moderator, organiser = gathering.moderator, gathering.organiser
    for name, path, who in (
        ("workshop", f"/workshops/{workshop.pk}/", voice),
        ("workshop, moderator", f"/workshops/{workshop.pk}/", moderator),
        ("thread", f"/threads/{thread.pk}/", voice),
        ("thread, moderator", f"/threads/{thread.pk}/", moderator),
        ("position", f"/positions/{position.pk}/", voice),
        ("why this level", f"/positions/{position.pk}/why/", voice),
        ("points of convergence", f"/workshops/{workshop.pk}/convergence/", voice),
        ("list of minutes", f"/workshops/{workshop.pk}/minutes/", voice),
        ("record", f"/workshops/{workshop.pk}/record/", moderator),
        ("desk", f"/workshops/{workshop.pk}/desk/", moderator),
        ("desk of a thread", f"/threads/{thread.pk}/desk/", moderator),
        ("organise", f"/workshops/{workshop.pk}/organise/", organiser),
    ):
        yield Address(name, path, who, PAGE)
    yield Address("news of a thread", f"/threads/{thread.pk}/news/?since=1", voice, FRAGMENT)
    for noun, query, budget in (
        ("workshops", "", LIST),
        ("threads", f"?workshop={workshop.pk}", LIST),
        ("positions", f"?thread={thread.pk}", LIST_OF_POSITIONS),
        ("figures", f"?thread={thread.pk}", LIST),
        ("findings", f"?workshop={workshop.pk}", LIST),
        ("minutes", f"?workshop={workshop.pk}", LIST),
    ):
        yield Address(f"API: {noun}", f"/api/v1/{noun}/{query}", voice, budget)


def cost_of(address: Address) -> Cost:
    client = signed_in(address.who)
    spent = [_ask(client, address.path) for _each in range(TIMES)]
    return min(spent, key=lambda cost: cost.milliseconds)


def cost_of_post(person: Any, thread: Any) -> Cost:
    form = {"kind": "position", "claim": "Said once more.", "reasoning": "So.", "language": "en"}
    client = signed_in(person)
    spent = [_send(client, f"/threads/{thread.pk}/positions/", form) for _each in range(TIMES)]
    return min(spent, key=lambda cost: cost.milliseconds)


def cost_of_response(person: Any, position: Any) -> Cost:
    client, spent = signed_in(person), []
    # The first may be a new answer, the others change it: what is told is a change.
    for stance in ("agree", "pass", "agree", "pass"):
        form = {"version": str(position.current_version_id), "stance": stance, "language": "en"}
        spent.append(_send(client, f"/positions/{position.pk}/respond/", form))
    return min(spent[1:], key=lambda cost: cost.milliseconds)


def signed_in(person: Any) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(person.user)
    client.cookies["csrftoken"] = TOKEN
    return client


def _ask(client: Any, path: str) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(path)
        queries = len(captured.captured_queries)
    started = perf_counter()
    answer = client.get(path)
    elapsed = perf_counter() - started
    assert answer.status_code == 200, (path, answer.status_code)
    return Cost(queries, elapsed * 1000, len(answer.content))


def _send(client: Any, path: str, form: dict[str, str]) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.cookies.pop("messages", None)
    with CaptureQueriesContext(connection) as captured:
        started = perf_counter()
        answer = client.post(path, form | {"key": str(uuid4()), "csrfmiddlewaretoken": TOKEN})
        elapsed = perf_counter() - started
        queries = len(captured.captured_queries)
    assert answer.status_code == 303, (path, answer.status_code)
    return Cost(queries, elapsed * 1000, 0)
