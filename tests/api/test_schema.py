"""The description of the API: valid, complete, without a warning, and readable in the browser."""

from collections.abc import Callable

from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from dialogue.api import urls
from tests.api.asking import PROBLEM, description
from tests.cast import Cast


def test_description_is_valid_and_without_warnings(tmp_path) -> None:  # type: ignore[no-untyped-def]
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))


def test_every_route_of_the_api_is_described_and_only_read() -> None:
    routes = {"/api/v1/" + str(each.pattern) for each in urls.router.urls}
    as_described = {route.replace("<uuid:", "{").replace(">", "}") for route in routes}

    paths = description()["paths"]

    assert set(paths) == as_described
    assert {method for operations in paths.values() for method in operations} == {"get"}
    assert len(paths) == 12


def test_every_address_under_the_api_is_the_routers_or_nothing() -> None:
    (api,) = [
        each
        for each in get_resolver().url_patterns
        if isinstance(each, URLResolver) and str(each.pattern) == "api/v1/"
    ]

    leaves = [each for each in api.url_patterns if isinstance(each, URLPattern)]
    assert [str(each.pattern) for each in leaves if each not in urls.router.urls] == ["", "^.+/$"]


def test_every_operation_announces_its_refusals() -> None:
    for operations in description()["paths"].values():
        answers = operations["get"]["responses"]
        assert set(answers) == {"200", "400", "401", "403", "404", "405", "406"}
        assert set(answers["200"]["content"]) == {"application/json"}
        assert {media for code in answers if code != "200" for media in answers[code]["content"]} == {PROBLEM}


def test_every_operation_says_what_it_is() -> None:
    for operations in description()["paths"].values():
        assert operations["get"]["summary"]


def test_every_parameter_is_described() -> None:
    for operations in description()["paths"].values():
        for parameter in operations["get"].get("parameters", []):
            assert parameter["description"]


def test_description_and_its_reader_are_served(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.observer)

    assert client.get("/api/schema/").json()["paths"].keys() == description()["paths"].keys()
    assert "swagger-ui" in client.get("/api/docs/").content.decode()
