"""How tests ask the API, and what they hold its answers against."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from dialogue.models import Participant, User

ROOT = "/api/v1"
PROBLEM = "application/problem+json"
JSON = "application/json"


class Ask(Protocol):
    def __call__(self, person: Participant | User, address: str, **query: object) -> HttpResponse: ...


class Send(Protocol):
    def __call__(
        self,
        person: Participant | User,
        address: str,
        body: object = None,
        *,
        method: str = "post",
        key: str | None = "",
        version: object = None,
    ) -> HttpResponse: ...


def ask_as(client_of: Callable[[Any], Client]) -> Ask:
    signed_in = cache(client_of)

    def ask(person: Participant | User, address: str, **query: object) -> HttpResponse:
        response = signed_in(person).get(ROOT + address, {name: str(value) for name, value in query.items()})
        assert_described(response)
        return response

    return ask


def send_as(client_of: Callable[[Any], Client]) -> Send:
    def send(
        person: Participant | User,
        address: str,
        body: object = None,
        *,
        method: str = "post",
        key: str | None = "",
        version: object = None,
    ) -> HttpResponse:
        """Send as somebody; the key is a new one unless it is given, and none with None."""
        headers = {} if key is None else {"Idempotency-Key": key or str(uuid4())}
        if version is not None:
            headers["If-Match"] = f'"{version}"' if isinstance(version, int) else str(version)
        client = client_of(person)
        response: HttpResponse = getattr(client, method)(
            ROOT + address, {} if body is None else body, content_type=JSON, headers=headers
        )
        assert_described(response, method)
        return response

    return send


@cache
def description() -> dict[str, Any]:
    """The API's own description of itself."""
    return SchemaGenerator().get_schema(request=None, public=True)


def assert_described(response: HttpResponse, method: str = "get") -> None:
    """The answer is one that the description announces for its address and status."""
    route = "/" + re.sub(r"<uuid:(\w+)>", r"{\1}", response.resolver_match.route)
    operation = description()["paths"].get(route, {}).get(method)
    if operation is None:
        assert response.status_code in (401, 403, 404, 405)
        return
    announced = operation["responses"][str(response.status_code)]
    media = response.headers["Content-Type"]
    if "application/octet-stream" in announced["content"]:
        return
    for name in announced.get("headers", {}):
        assert name in response.headers or name in ("Idempotent-Replayed", "ETag")
    schema = announced["content"][media]["schema"]
    Draft202012Validator(schema | {"components": description()["components"]}).validate(response.json())


def results(response: HttpResponse) -> Any:
    assert response.status_code == 200, response.content
    return response.json()["results"]


def problem(response: HttpResponse) -> tuple[int, str, str]:
    """Status, code and sentence of a refusal that has the one shape."""
    body = response.json()
    assert response.headers["Content-Type"] == PROBLEM
    assert body["type"] == "about:blank"
    assert body["status"] == response.status_code
    return body["status"], body["code"], body["detail"]
