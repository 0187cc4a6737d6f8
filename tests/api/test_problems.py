"""Refusals: one shape, the same answer for forbidden and absent, and never a fault of the server."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError, InterfaceError, OperationalError
from django.test import Client
from rest_framework.exceptions import Throttled, ValidationError

from dialogue.api.problems import answer_problem
from dialogue.exceptions import (
    EditedMeanwhile,
    KeyMissing,
    KeyReused,
    PositionWithdrawn,
    SessionNotOpen,
    TextRefused,
    ThreadClosed,
    UnknownChoice,
    WordingChanged,
    WorkshopOver,
)
from dialogue.models import Edition
from dialogue.services.sessions import close_session
from tests.api.asking import PROBLEM, ROOT, Ask, problem
from tests.api.scene import Scene
from tests.cast import Cast

LISTS = {
    "/workshops/": "",
    "/threads/": "workshop",
    "/positions/": "thread",
    "/figures/": "thread",
    "/findings/": "workshop",
    "/minutes/": "workshop",
}
HOSTILE = ["\x00", "not-an-id", "' OR 1=1 --", "9" * 400, "/../", "%", "{}", "", "🌉", "1e3", "true\n"]


def addresses(scene: Scene) -> Iterator[tuple[str, dict[str, UUID], UUID]]:
    """Everything in the scene that has an address: with `{}` for the id, or a filter by the id."""
    thread, workshop = scene.cast.thread.pk, scene.cast.workshop.pk
    yield "/workshops/{}/", {}, workshop
    yield "/threads/{}/", {}, thread
    yield "/positions/{}/", {}, scene.position.pk
    yield "/figures/{}/", {}, scene.proposal.pk
    yield "/findings/{}/", {}, scene.signed.pk
    yield "/minutes/{}/", {}, Edition.objects.order_by("attribution").first().pk  # type: ignore[union-attr]
    for address, wanted in (*LISTS.items(), ("/findings/", "thread")):
        if wanted:
            subject = thread if wanted == "thread" else workshop
            yield address, {wanted: subject}, subject


def test_what_is_foreign_is_answered_as_if_it_were_absent(scene: Scene, ask: Ask) -> None:
    close_session(by=scene.cast.chair, session=scene.cast.session)
    for address, query, real in addresses(scene):
        absent = uuid4()
        missing = ask(scene.cast.observer, address.format(absent), **dict.fromkeys(query, absent))
        assert ask(scene.cast.observer, address.format(real), **query).status_code == 200
        assert problem(missing)[:2] == (404, "not_found")
        for outsider in (scene.cast.stranger, scene.cast.other_moderator):
            forbidden = ask(outsider, address.format(real), **query)
            assert (forbidden.status_code, forbidden.content) == (404, missing.content)


def test_nobody_signed_in_is_told_to_sign_in(scene: Scene) -> None:
    close_session(by=scene.cast.chair, session=scene.cast.session)
    known = [ROOT + address.format(real) for address, _query, real in addresses(scene)]
    for address in (*known, f"{ROOT}/", f"{ROOT}/nothing/", f"{ROOT}/threads/{uuid4()}/"):
        response = Client().get(address)

        assert problem(response) == (401, "not_authenticated", "Please sign in first.")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_address_says_which_methods_it_takes(
    cast: Cast, client_of: Callable[..., Client], method: str
) -> None:
    client = client_of(cast.chair)
    takes = {
        f"/figures/?thread={cast.thread.pk}": ["get", "head"],
        f"/threads/?workshop={cast.workshop.pk}": ["get", "head", "post"],
        f"/threads/{cast.thread.pk}/": ["get", "head", "put"],
        f"/threads/{cast.thread.pk}/open/": ["post"],
        f"/taggings/{uuid4()}/": ["delete"],
    }
    for address, methods in takes.items():
        if method in methods:
            continue
        response = getattr(client, method)(ROOT + address)

        sentence = "This address does not take that method; the header Allow says which it takes."
        assert problem(response) == (405, "method_not_allowed", sentence)
        assert set(response.headers["Allow"].split(", ")) == {each.upper() for each in methods}


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_nothing_is_at_other_addresses_whatever_the_method(
    cast: Cast, client_of: Callable[..., Client], method: str
) -> None:
    for address in ("/", "/nothing/", "/positions/x/y/", "/workshops/%0A/order/", "/%0A/"):
        response = getattr(client_of(cast.chair), method)(ROOT + address)

        assert problem(response)[:2] == (404, "not_found")


def test_head_is_get_without_a_body(cast: Cast, client_of: Callable[..., Client]) -> None:
    response = client_of(cast.observer).head(f"{ROOT}/workshops/")

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(("address", "wanted"), [each for each in LISTS.items() if each[1]])
def test_list_without_its_filter_says_which_is_missing(
    cast: Cast, ask: Ask, address: str, wanted: str
) -> None:
    response = ask(cast.observer, address)

    status, code, sentence = problem(response)
    assert (status, code) == (400, "invalid")
    assert sentence.startswith(f"Say which {wanted}")
    assert f"?{wanted}= and its id" in sentence.replace("or ?thread= and", "and")


def test_bad_values_are_refused_with_a_sentence(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.observer)
    for address, wanted in LISTS.items():
        usual = {wanted: getattr(cast, wanted).pk} if wanted else {}
        for name in {wanted, "limit", "cursor"} - {""}:
            for value in HOSTILE:
                response = client.get(ROOT + address, usual | {name: value})

                status, code, sentence = problem(response)
                assert (status, code) == (400, "invalid"), (address, name, value)
                assert response.json()["errors"] == {name: [sentence]}


def test_query_that_is_no_text_is_refused(cast: Cast, client_of: Callable[..., Client]) -> None:
    response = client_of(cast.observer).get(f"{ROOT}/threads/?workshop=%ff%fe%00&%00=%c3%28")

    assert problem(response)[:2] == (400, "invalid")


@pytest.mark.parametrize("level", ["highest", "", "CONVERGENCE", "\x00"])
def test_unknown_level_is_refused_with_those_there_are(cast: Cast, ask: Ask, level: str) -> None:
    response = ask(cast.observer, "/findings/", workshop=cast.workshop.pk, level=level)

    known = "convergence, emerging_convergence, shared_question, clarified_divergence or open"
    assert problem(response) == (400, "invalid", f"“level” is {known}.")


@pytest.mark.parametrize("value", ["perhaps", "", "2"])
def test_points_of_convergence_are_asked_for_with_yes_or_no(cast: Cast, ask: Ask, value: str) -> None:
    response = ask(cast.observer, "/findings/", workshop=cast.workshop.pk, points_of_convergence=value)

    assert problem(response) == (400, "invalid", "“points_of_convergence” is true or false.")


def test_bad_kind_is_refused(cast: Cast, ask: Ask) -> None:
    response = ask(cast.observer, "/positions/", thread=cast.thread.pk, kind="rumour")

    assert problem(response) == (400, "invalid", "“kind” is position or proposal.")


def test_unknown_parameter_is_refused_with_those_that_are_known(cast: Cast, ask: Ask) -> None:
    of_list = ask(cast.observer, "/threads/", workshop=cast.workshop.pk, workshops="x")
    of_one = ask(cast.observer, f"/threads/{cast.thread.pk}/", format="xml")

    assert problem(of_list)[2] == "“workshops” is not known here. Known are: limit, cursor, workshop."
    assert problem(of_one)[2] == "“format” is not known here. Known are: none."


def test_parameter_given_twice_is_refused(cast: Cast, client_of: Callable[..., Client]) -> None:
    ids = [str(cast.workshop.pk), str(cast.other_moderator.workshop.pk)]

    response = client_of(cast.observer).get(f"{ROOT}/threads/", {"workshop": ids})

    assert problem(response) == (400, "invalid", "Give “workshop” once.")


@pytest.mark.parametrize("value", ["nonsense", "0", "%00", "F" * 36, "a/b", "..%2f"])
def test_address_with_a_wrong_id_is_not_there(
    cast: Cast, client_of: Callable[..., Client], value: str
) -> None:
    client = client_of(cast.observer)
    for address in LISTS:
        response = client.get(f"{ROOT}{address}{value}/")

        assert problem(response)[:2] == (404, "not_found")
        assert response.content == client.get(f"{ROOT}{address}{uuid4()}/").content


def test_slash_somebody_forgot_is_added(cast: Cast, client_of: Callable[..., Client]) -> None:
    response = client_of(cast.observer).get(f"{ROOT}/threads?workshop={cast.workshop.pk}")

    expected = (301, f"{ROOT}/threads/?workshop={cast.workshop.pk}")
    assert (response.status_code, response.headers["Location"]) == expected


def test_other_formats_are_not_served(cast: Cast, client_of: Callable[..., Client]) -> None:
    response = client_of(cast.observer).get(f"{ROOT}/workshops/", headers={"accept": "application/xml"})

    assert problem(response) == (
        406, "not_acceptable", "This address answers in JSON only. Ask for application/json."
    )  # fmt: skip


def test_query_of_a_thousand_parameters_is_refused(cast: Cast, client_of: Callable[..., Client]) -> None:
    response = client_of(cast.observer).get(f"{ROOT}/workshops/?" + "&".join(f"a{n}=1" for n in range(1000)))

    assert response.status_code == 400


def answered(refusal: Exception) -> tuple[int, dict[str, Any], str]:
    response = answer_problem(refusal, {})
    assert response is not None
    return response.status_code, response.data, str(response.content_type)


def test_refusal_of_a_service_keeps_its_code_and_sentence() -> None:
    status, body, media_type = answered(SessionNotOpen())

    assert (status, media_type) == (409, PROBLEM)
    assert body == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "code": "session_not_open",
        "detail": "This session is not open.",
    }


def test_refusal_of_a_text_names_its_field() -> None:
    _status, body, _media_type = answered(TextRefused("Please write something.", field="claim"))

    assert body["status"] == 422
    assert body["errors"] == {"claim": ["Please write something."]}


def test_refusals_of_django_have_the_same_shape() -> None:
    codes = [answered(refusal)[1]["code"] for refusal in (PermissionDenied(), SuspiciousOperation("x"))]

    assert codes == ["permission_denied", "parse_error"]


def test_refusal_for_a_while_says_how_long() -> None:
    response = answer_problem(Throttled(wait=7), {})

    assert response is not None
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")


def test_race_that_a_constraint_decided_is_a_conflict() -> None:
    status, body, _media_type = answered(IntegrityError("UNIQUE constraint failed: dialogue_x.y"))

    assert (status, body["code"]) == (409, "raced")
    assert "dialogue_x" not in str(body)


@pytest.mark.parametrize("fault", [OperationalError("terminating connection"), InterfaceError("closed")])
def test_database_that_is_away_says_when_to_come_back(fault: Exception) -> None:
    response = answer_problem(fault, {})

    assert response is not None
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.data["code"] == "database_away"
    assert "connection" not in str(response.data)


def test_what_no_answer_can_carry_is_replaced() -> None:
    _status, body, _media_type = answered(UnknownChoice(value="\ud800", choices="a, b", field="\udfff"))

    assert body["errors"] == {"?": ["“?” is not one of: a, b."]}


def test_refusals_inside_what_is_nested_name_the_whole_way() -> None:
    detail = {"title": {"fr": ["Not known."]}, "ids": {0: ["No id."]}, "non_field_errors": ["Nothing."]}

    _status, body, _media_type = answered(ValidationError(detail))

    assert body["errors"] == {"title.fr": ["Not known."], "ids.0": ["No id."], "query": ["Nothing."]}


def test_sentences_about_a_form_are_said_otherwise_to_a_program() -> None:
    for refusal in (KeyMissing(), KeyReused(), EditedMeanwhile(), ThreadClosed(), WorkshopOver(),
                    PositionWithdrawn(), WordingChanged()):  # fmt: skip
        status, body, _media_type = answered(refusal)

        assert (status, body["code"]) == (refusal.status, refusal.code)
        assert not re.search("form|below|load the page", body["detail"])


def test_fault_of_ours_is_left_to_django() -> None:
    assert answer_problem(KeyError("x"), {}) is None
