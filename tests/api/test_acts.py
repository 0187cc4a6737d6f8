"""Every act of the API: done once, repeated without effect, and refused to whom it is not open."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from rest_framework.test import APIClient

from dialogue.models import Participant, RecordEntry, RequestKey, User
from dialogue.services.participants import remove_participant
from dialogue.services.tokens import create_token
from tests.api.acts import WORDS, Act, every_act
from tests.api.asking import JSON, ROOT, Ask, Send, description, problem
from tests.api.scene import Scene
from tests.cast import Cast


def do(send: Send, act: Act, **more: Any) -> HttpResponse:
    return send(act.by, act.address, act.body, method=act.method, **{"version": act.version, **more})


def kinds() -> list[str]:
    """What every record holds, in no order that matters."""
    return sorted(RecordEntry.objects.values_list("kind", flat=True))


def entered(before: list[str]) -> list[str]:
    now = kinds()
    for kind in before:
        now.remove(kind)
    return now


def test_every_act_is_done_once_and_repeated_without_effect(scene: Scene, send: Send) -> None:
    done = set()
    for act in every_act(scene):
        before, key = kinds(), str(uuid4())

        first = do(send, act, key=key)
        again = do(send, act, key=key)
        otherwise = do(send, act.with_other_words(), key=key) if act.body else None

        assert first.status_code == (201 if "Location" in first.headers else 200), (act, first.content)
        assert act.kinds == () or tuple(entered(before)) == tuple(sorted(act.kinds)), act
        assert entered(before) != []
        assert "Idempotent-Replayed" not in first.headers
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers["Idempotent-Replayed"] == "true"
        for name in ("Location", "ETag"):
            assert again.headers.get(name) == first.headers.get(name)
        assert otherwise is None or problem(otherwise)[:2] == (422, "key_reused"), act
        done.add(act.operation)
    assert done == operations()


def operations() -> set[tuple[str, str]]:
    return {
        (method, route)
        for route, methods in description()["paths"].items()
        for method in methods
        if method != "get"
    }


def test_one_key_is_for_one_act_alone(cast: Cast, send: Send) -> None:
    """Acts without a body too: the address is a part of what was asked."""
    send(cast.moderator, f"/threads/{cast.closed_thread.pk}/open/", key="mine")

    response = send(cast.moderator, f"/threads/{cast.closed_thread.pk}/close/", key="mine")

    assert problem(response)[:2] == (422, "key_reused")


def test_receipts_are_kept_without_words(scene: Scene, send: Send) -> None:
    for act in every_act(scene):
        do(send, act)

    kept = " ".join(RequestKey.objects.values_list("outcome", flat=True))
    for word in ("Warheads", "Both", "Another", "guest", "It was said", "Verification"):
        assert word not in kept


def test_every_receipt_leads_to_where_it_is_read(scene: Scene, send: Send, ask: Ask) -> None:
    for act in every_act(scene):
        receipt = do(send, act).json()

        there = ask(act.by, receipt["url"].removeprefix(ROOT))

        assert there.status_code == 200, act
        assert receipt["version"] is None or there.headers["ETag"] == f'"{receipt["version"]}"', act


def test_nobody_acts_through_a_door_that_is_not_open(scene: Scene, send: Send) -> None:
    """Foreign and absent are one answer, and nothing is done."""
    for act in every_act(scene):
        if act.route != "/workshops/":
            before = kinds()
            for outsider in (scene.cast.stranger, scene.cast.other_moderator):
                foreign = do(send, replace(act, by=outsider))
                absent = do(send, replace(act.elsewhere(), by=outsider))

                assert problem(foreign)[:2] == (404, "not_found"), act
                assert foreign.content == absent.content
            assert kinds() == before
        do(send, act)


def test_only_accounts_that_may_create_workshops(cast: Cast, send: Send) -> None:
    response = send(cast.moderator, "/workshops/", {"catalogue": "market-street", "code": "new-one"})

    assert problem(response)[:2] == (403, "not_allowed")


def test_nobody_acts_without_signing_in_or_without_the_token_of_the_session(scene: Scene, send: Send) -> None:
    for act in every_act(scene):
        before, user = kinds(), act.by.user if isinstance(act.by, Participant) else act.by
        headers = {"Idempotency-Key": "k", "If-Match": '"1"'}
        of_nobody = getattr(Client(), act.method)(ROOT + act.address, act.body, JSON, headers=headers)
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        forged = getattr(client, act.method)(ROOT + act.address, act.body, JSON, headers=headers)

        assert problem(of_nobody)[:2] == (401, "not_authenticated")
        sentence = "The token of this request is missing or too old, so nothing was changed."
        assert problem(forged) == (403, "form_token_refused", sentence)
        assert kinds() == before
        do(send, act)


def position_in(cast: Cast) -> dict[str, Any]:
    return {"thread": str(cast.thread.pk), "kind": "position", **WORDS}


def test_who_was_removed_gets_no_receipt_again(cast: Cast, send: Send) -> None:
    assert send(cast.abolitionist, "/positions/", position_in(cast), key="k").status_code == 201

    remove_participant(by=cast.organiser, participant=cast.abolitionist)

    again = send(cast.abolitionist, "/positions/", position_in(cast), key="k")
    assert problem(again)[:2] == (404, "not_found")


def as_a_program(user: User, participant: Participant) -> APIClient:
    """The account as a token of this participant brings it."""
    narrowed = User.objects.get(pk=user.pk)
    narrowed.acts_only_as = participant.pk
    client = APIClient()
    client.force_authenticate(user=narrowed)
    return client


def with_token(participant: Participant, *, may_write: bool) -> APIClient:
    made = create_token(by=participant, name="A program", may_write=may_write, days=7)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {made.token}")
    return client


def test_token_of_another_workshop_meets_what_strangers_meet(scene: Scene, send: Send) -> None:
    for act in every_act(scene):
        if act.route != "/workshops/":
            before, user = kinds(), act.by.user if isinstance(act.by, Participant) else act.by
            client = as_a_program(user, scene.cast.other_moderator)
            headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{act.version}"'}
            response = getattr(client, act.method)(
                ROOT + act.address, act.body, format="json", headers=headers
            )

            assert problem(response)[:2] == (404, "not_found"), act
            assert kinds() == before
        do(send, act)


def test_token_of_another_workshop_gets_no_receipt_again(cast: Cast, send: Send) -> None:
    send(cast.abolitionist, "/positions/", position_in(cast), key="k")

    client = as_a_program(cast.abolitionist.user, cast.other_moderator)
    response = client.post(
        f"{ROOT}/positions/", position_in(cast), format="json", headers={"Idempotency-Key": "k"}
    )

    assert problem(response)[:2] == (404, "not_found")


def test_token_reads_and_writes_in_its_own_workshop(cast: Cast) -> None:
    client = with_token(cast.abolitionist, may_write=True)

    posted = client.post(
        f"{ROOT}/positions/", position_in(cast), format="json", headers={"Idempotency-Key": "k"}
    )

    assert posted.status_code == 201
    assert client.get(posted.headers["Location"]).status_code == 200
    listed = client.get(f"{ROOT}/workshops/").json()["results"]
    assert [each["id"] for each in listed] == [str(cast.workshop.pk)]


def test_token_creates_no_workshop(cast: Cast) -> None:
    client = with_token(cast.organiser, may_write=True)
    body = {"catalogue": "market-street", "code": "new-one"}

    created = client.post(f"{ROOT}/workshops/", body, format="json", headers={"Idempotency-Key": "k"})

    assert problem(created)[:2] == (403, "not_allowed")


def test_token_that_may_only_read_does_nothing(cast: Cast) -> None:
    client = with_token(cast.abolitionist, may_write=False)

    refused = client.post(
        f"{ROOT}/positions/", position_in(cast), format="json", headers={"Idempotency-Key": "k"}
    )

    assert problem(refused)[:2] == (403, "token_reads_only")
