"""Programs: every kind of token, at every address."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from dialogue.enums import Role
from dialogue.models import Participant, Token
from dialogue.services.participants import add_participant, remove_participant
from dialogue.services.tokens import create_token, revoke_token
from tests.api.asking import ROOT, assert_described, description, problem, results
from tests.api.scene import Scene
from tests.cast import Cast, assemble

REFUSED = (
    401,
    "token_refused",
    "This token does not let you in: it is unknown, expired or revoked, or its holder no longer takes part.",
)
UNSAFE = ("post", "put", "patch", "delete")


def token_of(participant: Participant, *, may_write: bool = False) -> str:
    return create_token(by=participant, name="Reader", may_write=may_write, days=7).token


def get(token: str, address: str, client: Client | None = None, **query: object) -> HttpResponse:
    response = (client or Client(enforce_csrf_checks=True)).get(
        ROOT + address,
        {name: str(value) for name, value in query.items()},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert_described(response)
    return response


def reachable(scene: Scene) -> list[tuple[str, dict[str, object]]]:
    """Every address that shows something of the workshop."""
    cast = scene.cast
    workshop, thread = {"workshop": cast.workshop.pk}, {"thread": cast.thread.pk}
    return [
        (f"/workshops/{cast.workshop.pk}/", {}),
        ("/threads/", workshop),
        (f"/threads/{cast.thread.pk}/", {}),
        ("/positions/", thread),
        (f"/positions/{scene.proposal.pk}/", {}),
        ("/figures/", thread),
        (f"/figures/{scene.proposal.pk}/", {}),
        ("/findings/", workshop),
        (f"/findings/{scene.signed.pk}/", {}),
        ("/minutes/", workshop),
    ]


def test_token_reads_what_its_holder_reads(scene: Scene, client_of: Any) -> None:
    for holder in scene.cast.everybody().values():
        token, client = token_of(holder), client_of(holder)
        for address, query in [("/workshops/", {}), *reachable(scene)]:
            by_program = get(token, address, **query)
            by_person = client.get(ROOT + address, query)

            assert by_program.status_code == 200
            assert by_program.json() == by_person.json()


def test_token_reads_no_more_than_its_holder(scene: Scene) -> None:
    desk, voice = token_of(scene.cast.moderator), token_of(scene.cast.supporter)

    assert get(desk, f"/findings/{scene.draft.pk}/").status_code == 200
    assert get(voice, f"/findings/{scene.draft.pk}/").status_code == 404


def test_other_workshop_of_the_same_account_is_absent(scene: Scene) -> None:
    cast = scene.cast
    founder = Participant.objects.get(workshop=cast.other_moderator.workshop, is_organiser=True)
    there = add_participant(
        by=founder, workshop=founder.workshop, user=cast.chair.user, roles={Role.ORGANISER}
    )
    here, elsewhere = token_of(cast.chair), token_of(there)

    assert [each["id"] for each in results(get(here, "/workshops/"))] == [str(cast.workshop.pk)]
    assert [each["id"] for each in results(get(elsewhere, "/workshops/"))] == [str(founder.workshop_id)]
    for address, query in reachable(scene):
        assert get(here, address, **query).status_code == 200
        response = get(elsewhere, address, **query)
        assert problem(response)[:2] == (404, "not_found"), address
        assert response.content == get(elsewhere, "/nothing/").content


@pytest.fixture
def out_of_force(cast: Cast) -> dict[str, str]:
    """Every kind of token that lets nobody in."""
    revoked = create_token(by=cast.observer, name="A", may_write=True, days=7)
    revoke_token(by=cast.observer, token=revoked.row)
    expired = create_token(by=cast.observer, name="A", may_write=True, days=7)
    Token.objects.filter(pk=expired.row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    removed = token_of(cast.supporter, may_write=True)
    remove_participant(by=cast.organiser, participant=cast.supporter)
    off = token_of(cast.rapporteur, may_write=True)
    cast.rapporteur.user.is_active = False
    cast.rapporteur.user.save()
    valid = token_of(cast.observer, may_write=True)
    return {
        "revoked": revoked.token,
        "expired": expired.token,
        "of somebody removed": removed,
        "of an account that is off": off,
        "never made": "bb_" + "a" * 43,
        "none": "",
        "garbage": "²\x7f'--",
        "too long": "a" * 9000,
        "followed by a word": f"{valid} {valid}",
        "sent twice": f"{valid},Bearer {valid}",
        "without its prefix": valid[3:],
        "in other letters": valid.swapcase(),
    }


def test_token_out_of_force_lets_nobody_in(cast: Cast, out_of_force: dict[str, str], client_of: Any) -> None:
    signed_in = client_of(cast.organiser)
    for kind, token in out_of_force.items():
        for client in (Client(), signed_in):
            for address in ("/workshops/", f"/threads/{cast.thread.pk}/", "/nothing/", "/"):
                response = get(token, address, client)

                assert problem(response) == REFUSED, kind
                challenge = 'Bearer realm="Bridgebuilders", error="invalid_token"'
                assert response.headers["WWW-Authenticate"] == challenge
            written = client.post(f"{ROOT}/threads/", headers={"Authorization": f"Bearer {token}"})
            assert problem(written) == REFUSED, kind


def test_who_shows_nothing_is_asked_for_a_token() -> None:
    response = Client().get(f"{ROOT}/workshops/")

    assert problem(response)[:2] == (401, "not_authenticated")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="Bridgebuilders"'


@pytest.mark.parametrize("other", ["", "Basic YTpi", "Token bb_", "bb_"])
def test_other_scheme_is_not_ours(cast: Cast, client_of: Any, other: str) -> None:
    headers = {"Authorization": other}

    assert Client().get(f"{ROOT}/workshops/", headers=headers).status_code == 401
    assert client_of(cast.observer).get(f"{ROOT}/workshops/", headers=headers).status_code == 200


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_scheme_is_read_in_any_case(cast: Cast, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {token_of(cast.observer)}"}

    assert Client().get(f"{ROOT}/workshops/", headers=headers).status_code == 200


def test_token_wins_over_the_session(cast: Cast, client_of: Any) -> None:
    elsewhere = assemble("elsewhere-too")
    client = client_of(elsewhere.chair)

    response = get(token_of(cast.observer), "/workshops/", client)

    assert [each["id"] for each in results(response)] == [str(cast.workshop.pk)]


@pytest.mark.parametrize("method", UNSAFE)
def test_token_that_reads_writes_nothing(cast: Cast, method: str) -> None:
    for address in ("/workshops/", f"/threads/{cast.thread.pk}/", "/nothing/", "/"):
        response = getattr(Client(enforce_csrf_checks=True), method)(
            ROOT + address, headers={"Authorization": f"Bearer {token_of(cast.chair)}"}
        )

        assert problem(response) == (
            403,
            "token_reads_only",
            "This token lets a program read, not write. Its holder can make another one.",
        )
        Token.objects.all().delete()


@pytest.mark.parametrize("method", UNSAFE)
def test_token_that_writes_is_taken_at_its_word(cast: Cast, method: str) -> None:
    token = token_of(cast.chair, may_write=True)

    response = getattr(Client(enforce_csrf_checks=True), method)(
        f"{ROOT}/nothing/", headers={"Authorization": f"Bearer {token}"}
    )

    assert problem(response)[:2] == (404, "not_found")


@pytest.mark.parametrize("method", ["get", "head"])
def test_token_that_writes_reads_too(cast: Cast, method: str) -> None:
    token = token_of(cast.chair, may_write=True)

    response = getattr(Client(), method)(f"{ROOT}/workshops/", headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 200


def test_token_opens_no_page(cast: Cast) -> None:
    token = token_of(cast.organiser, may_write=True)
    headers = {"Authorization": f"Bearer {token}"}
    for address in (
        f"/workshops/{cast.workshop.pk}/",
        f"/workshops/{cast.workshop.pk}/programs/",
        f"/workshops/{cast.workshop.pk}/organise/",
        f"/threads/{cast.thread.pk}/live/",
    ):
        assert Client().get(address, headers=headers).status_code == 302
        assert Client().post(address, headers=headers).status_code in (302, 405)


def test_every_operation_can_be_asked_with_a_token_or_a_session() -> None:
    schemes = description()["components"]["securitySchemes"]
    assert (schemes["token"]["type"], schemes["token"]["scheme"]) == ("http", "bearer")
    for operations in description()["paths"].values():
        for operation in operations.values():
            assert [list(each) for each in operation["security"]] == [["token"], ["cookieAuth"]]
