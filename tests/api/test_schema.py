"""The description of the API: valid, complete, without a warning, and readable in the browser."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from dialogue.api import urls
from tests.api.asking import JSON, PROBLEM, description
from tests.cast import Cast


def test_description_is_valid_and_without_warnings(tmp_path) -> None:  # type: ignore[no-untyped-def]
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for route, methods in description()["paths"].items():
        for method, operation in methods.items():
            yield route, method, operation


ACTS = [(method, operation) for _route, method, operation in operations() if method != "get"]
READS = [operation for _route, method, operation in operations() if method == "get"]


def test_every_route_of_the_api_is_described() -> None:
    routes = {"/api/v1/" + str(each.pattern) for each in urls.router.urls}
    as_described = {route.replace("<uuid:", "{").replace(">", "}") for route in routes}

    assert set(description()["paths"]) == as_described
    assert (len(READS), len(ACTS)) == (29, 29)


def test_every_address_under_the_api_is_the_routers_or_nothing() -> None:
    (api,) = [
        each
        for each in get_resolver().url_patterns
        if isinstance(each, URLResolver) and str(each.pattern) == "api/v1/"
    ]

    leaves = [each for each in api.url_patterns if isinstance(each, URLPattern)]
    assert [str(each.pattern) for each in leaves if each not in urls.router.urls] == ["", r"^[\s\S]+/$"]


REFUSED = {"400", "401", "403", "404", "405", "406", "503"}
REFUSED_ACTS = REFUSED | {"409", "413", "415", "422"}


def test_every_reading_announces_its_refusals() -> None:
    for operation in READS:
        of_a_file = {"410"} if operation["operationId"].endswith("file_retrieve") else set()
        assert set(operation["responses"]) == {"200"} | REFUSED | of_a_file


def test_every_act_announces_receipt_headers_and_refusals() -> None:
    for method, operation in ACTS:
        answers = operation["responses"]
        creates = "201" in answers
        replaces = {"412", "428"} if method == "put" else set()
        assert set(answers) == {"201" if creates else "200"} | REFUSED_ACTS | replaces
        receipt = answers["201" if creates else "200"]
        assert receipt["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Receipt"}
        told = {"ETag", "Idempotent-Replayed"} | ({"Location"} if creates else set())
        assert set(receipt["headers"]) == told


def test_every_act_asks_for_its_key_and_replacing_for_the_version() -> None:
    for method, operation in ACTS:
        headers = {each["name"] for each in operation["parameters"] if each["in"] == "header"}
        assert headers == {"Idempotency-Key"} | ({"If-Match"} if method == "put" else set())


def test_every_refusal_is_a_problem_document() -> None:
    for _route, _method, operation in operations():
        for status, answer in operation["responses"].items():
            media = {PROBLEM} if status > "299" else {JSON, "application/octet-stream"}
            assert set(answer["content"]) <= media


def test_what_can_be_replaced_is_read_with_its_version() -> None:
    for route, methods in description()["paths"].items():
        if "put" in methods:
            assert set(methods["get"]["responses"]["200"]["headers"]) == {"ETag"}, route


def test_every_operation_says_what_it_is() -> None:
    for _route, _method, operation in operations():
        assert operation["summary"]


def test_every_parameter_is_described() -> None:
    for _route, _method, operation in operations():
        for parameter in operation.get("parameters", []):
            assert parameter["description"]


def test_no_body_takes_more_than_it_declares() -> None:
    """Everything a client sends has a name and a type."""
    for _method, operation in ACTS:
        if "requestBody" in operation:
            assert set(operation["requestBody"]["content"]) == {JSON}


def test_description_and_its_reader_are_served(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.observer)

    assert client.get("/api/schema/").json()["paths"].keys() == description()["paths"].keys()
    assert "swagger-ui" in client.get("/api/docs/").content.decode()
