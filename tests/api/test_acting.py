"""What every act asks: a key, a body that is declared, and the version somebody read."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from dialogue.api.parsing import DEEPEST, LARGEST_BODY
from dialogue.models import Position, PositionVersion
from dialogue.services import positions
from tests.api.acts import WORDS
from tests.api.asking import JSON, ROOT, Ask, Send, problem, results
from tests.api.scene import Scene
from tests.cast import Cast, post


def position_in(cast: Cast, **words: Any) -> dict[str, Any]:
    return {"thread": str(cast.thread.pk), "kind": "position", **WORDS, **words}


def test_position_is_put_forward_as_the_page_does_it(cast: Cast, send: Send, ask: Ask) -> None:
    body = position_in(cast, kind="proposal", claim=" Say it. ", step="A table.", language="zh")

    response = send(cast.abolitionist, "/positions/", body)

    position = Position.objects.get()
    url = f"{ROOT}/positions/{position.pk}/"
    assert response.status_code == 201
    assert response.json() == {
        "kind": "position",
        "id": str(position.pk),
        "workshop": str(cast.workshop.pk),
        "url": url,
        "version": 1,
    }
    assert (response.headers["Location"], response.headers["ETag"]) == (url, '"1"')
    there = ask(cast.supporter, f"/positions/{position.pk}/").json()
    assert there["claim"] == {"text": "Say it.", "language": "zh-Hans", "direction": "auto"}
    assert (there["kind"], there["step"]["text"]) == ("proposal", "A table.")


def test_act_without_a_key_is_refused(cast: Cast, send: Send) -> None:
    response = send(cast.abolitionist, "/positions/", position_in(cast), key=None)

    status, code, sentence = problem(response)
    assert (status, code) == (400, "key_missing")
    assert sentence.startswith("Send a header Idempotency-Key with everything that changes something")
    assert Position.objects.count() == 0


@pytest.mark.parametrize("key", ["x" * 65, "\x7f", "two\twords"])
def test_key_that_is_none_is_refused(cast: Cast, send: Send, key: str) -> None:
    response = send(cast.abolitionist, "/positions/", position_in(cast), key=key)

    assert problem(response)[:2] == (400, "key_missing")


def test_refused_act_leaves_its_key_for_the_corrected_one(cast: Cast, send: Send) -> None:
    refused = send(cast.abolitionist, "/positions/", position_in(cast, claim=""), key="k")
    corrected = send(cast.abolitionist, "/positions/", position_in(cast), key="k")

    assert problem(refused)[:2] == (422, "text_refused")
    assert corrected.status_code == 201


def test_order_and_spacing_of_a_body_do_not_make_it_another(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    client, headers = client_of(cast.abolitionist), {"Idempotency-Key": "k"}
    body = position_in(cast)
    reversed_body = json.dumps(dict(reversed(body.items())), indent=4)

    first = client.post(f"{ROOT}/positions/", json.dumps(body), JSON, headers=headers)
    again = client.post(f"{ROOT}/positions/", reversed_body, JSON, headers=headers)

    assert (again.status_code, again.content) == (201, first.content)


# Versions


def test_wording_is_replaced_by_who_read_the_newest(scene: Scene, send: Send, ask: Ask) -> None:
    author, address = scene.cast.abolitionist, f"/positions/{scene.position.pk}/"
    tag = ask(author, address).headers["ETag"]

    response = send(author, address, WORDS, method="put", version=tag)

    assert (tag, response.status_code, response.headers["ETag"]) == ('"2"', 200, '"3"')
    assert ask(author, address).headers["ETag"] == '"3"'


@pytest.mark.parametrize("version", ['"1"', '"3"', '"02"', '"abc"', '""', 'W/"2"', f'"{10**30}"'])
def test_version_that_is_not_the_newest_is_refused(scene: Scene, send: Send, version: str) -> None:
    address = f"/positions/{scene.position.pk}/"

    response = send(scene.cast.abolitionist, address, WORDS, method="put", version=version)

    status, code, sentence = problem(response)
    assert (status, code) == (412, "edited_meanwhile")
    assert "Read it again" in sentence
    assert PositionVersion.objects.filter(position=scene.position).count() == 2


@pytest.mark.parametrize("version", ["*", '"1", "2"', "2", '"2', "W/2"])
def test_version_that_says_too_little_is_refused(scene: Scene, send: Send, version: str) -> None:
    """`*` would replace whatever stands there, which is what versions are to prevent."""
    address = f"/positions/{scene.position.pk}/"

    response = send(scene.cast.abolitionist, address, WORDS, method="put", version=version)

    expected = (412, "edited_meanwhile") if version == "W/2" else (400, "version_unclear")
    assert problem(response)[:2] == expected


@pytest.mark.parametrize("noun", ["positions", "findings", "summaries", "threads"])
def test_what_is_edited_together_asks_for_a_version(scene: Scene, send: Send, noun: str) -> None:
    cast = scene.cast
    finding = {"act": "draft", "text": "So.", "language": "en", "level": "open"}
    who, row, body = {
        "positions": (cast.abolitionist, scene.position, WORDS),
        "findings": (cast.moderator, scene.signed, finding),
        "summaries": (cast.moderator, cast.thread, {"text": "So.", "language": "en"}),
        "threads": (cast.organiser, cast.thread, {"title": {"en": "A"}, "prompt": {"en": "B"}}),
    }[noun]
    address = f"/{noun}/{row.pk}/"

    missing = send(who, address, body, method="put")
    stale = send(who, address, body, method="put", version=99)

    assert problem(missing)[:2] == (428, "version_missing")
    assert problem(stale)[:2] == (412, "edited_meanwhile")


def test_who_sees_no_drafts_is_given_the_version_that_is_signed(scene: Scene, ask: Ask) -> None:
    """That there is a newer draft is the desk's to know."""
    address = f"/findings/{scene.signed.pk}/"

    tags = {name: ask(person, address).headers["ETag"] for name, person in scene.cast.everybody().items()}

    desk = dict.fromkeys(("moderator", "chair", "rapporteur"), '"2"')
    assert tags == dict.fromkeys(scene.cast.everybody(), '"1"') | desk


def test_first_summary_is_not_written_over_another(scene: Scene, send: Send) -> None:
    body = {"thread": str(scene.cast.thread.pk), "text": "So.", "language": "en"}

    response = send(scene.cast.moderator, "/summaries/", body)

    assert problem(response)[:2] == (409, "edited_meanwhile")


# Bodies


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"{", 400, "parse_error"),
        (b"\xff\xfe", 400, "parse_error"),
        (b'{"claim": NaN}', 400, "parse_error"),
        (b'{"claim": Infinity}', 400, "parse_error"),
        (b'{"claim": "a", "claim": "b"}', 400, "parse_error"),
        (b'{"claim": ' + b"9" * 5000 + b"}", 400, "parse_error"),
        (b"[" * 11 + b"]" * 11, 400, "too_deep"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 10, 413, "too_large"),
        (b"[" * 60_000 + b"]" * 60_000, 400, "too_deep"),
        (b'"' + b"a" * LARGEST_BODY + b'"', 413, "too_large"),
        (b"[]", 400, "invalid"),
        (b"null", 400, "invalid"),
        (b'"text"', 400, "invalid"),
    ],
)
def test_body_that_cannot_be_read_is_refused(
    cast: Cast, client_of: Callable[..., Client], raw: bytes, status: int, code: str
) -> None:
    response = client_of(cast.abolitionist).post(
        f"{ROOT}/positions/", raw, JSON, headers={"Idempotency-Key": "k"}
    )

    assert problem(response)[:2] == (status, code)


def test_deepest_body_is_read(cast: Cast, send: Send) -> None:
    nested: Any = "x"
    for _each in range(DEEPEST - 1):
        nested = [nested]

    response = send(cast.abolitionist, "/positions/", position_in(cast, claim=nested))

    assert response.json()["errors"] == {"claim": ["“claim” has to be a text."]}


def test_body_of_another_kind_is_refused(cast: Cast, client_of: Callable[..., Client]) -> None:
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = client_of(cast.abolitionist).post(
            f"{ROOT}/positions/", b"x", kind, headers={"Idempotency-Key": "k"}
        )

        assert problem(response) == (
            415, "unsupported_media_type", "This address reads JSON only. Send application/json."
        )  # fmt: skip


PROTECTED = ("id", "author", "author_id", "number", "session", "posted_at", "current_version", "workshop",
             "participant", "is_moderator", "camp", "round", "__proto__")  # fmt: skip


def test_nothing_is_taken_that_is_not_declared(cast: Cast, send: Send) -> None:
    for name in PROTECTED:
        response = send(cast.abolitionist, "/positions/", position_in(cast, **{name: str(cast.camps)}))

        known = "claim, reasoning, step, language, thread, kind, part, choice"
        sentence = f"“{name}” is not known here. Known are: {known}."
        assert (response.status_code, response.json()["errors"]) == (400, {name: [sentence]})
    assert Position.objects.count() == 0


def test_nothing_is_taken_that_is_not_declared_in_what_is_nested(cast: Cast, send: Send) -> None:
    body = {"workshop": str(cast.workshop.pk), "title": {"fr": "Un"}, "prompt": {"en": "B"}}

    response = send(cast.organiser, "/threads/", body)

    assert response.json()["errors"] == {"title.fr": ["“fr” is not known here. Known are: en, zh."]}


def test_acts_without_words_take_none(cast: Cast, send: Send) -> None:
    response = send(cast.moderator, f"/threads/{cast.thread.pk}/close/", {"phase": "open"})

    assert response.json()["errors"] == {"phase": ["“phase” is not known here. Known are: none."]}


@pytest.mark.parametrize("words", ["\x00", "\ud800", "a\x07b", "\ufdd0"])
def test_words_that_cannot_be_stored_are_refused_at_their_field(cast: Cast, send: Send, words: str) -> None:
    for name in ("claim", "reasoning"):
        response = send(cast.abolitionist, "/positions/", position_in(cast, **{name: words}))

        assert problem(response)[:2] == (422, "text_refused")
        assert list(response.json()["errors"]) == [name]


@pytest.mark.parametrize("value", ["\x00", "\ud800", "X" * 500, "a b", True, None, [], {}])
def test_choice_that_is_none_is_refused_at_its_field(cast: Cast, send: Send, value: object) -> None:
    for name in ("kind", "language", "part", "choice", "thread"):
        response = send(cast.abolitionist, "/positions/", position_in(cast, **{name: value}))

        assert (response.status_code, list(response.json()["errors"])) == (400, [name])


@pytest.mark.parametrize("value", [7, 1.5, True, None, [], {}])
def test_words_are_texts_and_nothing_else(cast: Cast, send: Send, value: object) -> None:
    response = send(cast.abolitionist, "/positions/", position_in(cast, claim=value))

    assert (response.status_code, list(response.json()["errors"])) == (400, ["claim"])


def test_what_is_elsewhere_is_refused_like_what_is_nowhere(scene: Scene, send: Send) -> None:
    cast = scene.cast
    elsewhere = cast.other_moderator.workshop.codebook.first()
    body = {"position": str(scene.position.pk), "tag": str(elsewhere.pk)}

    response = send(cast.moderator, "/taggings/", body)
    nowhere = send(cast.moderator, "/taggings/", body | {"tag": str(scene.position.pk)})

    assert problem(response)[:2] == problem(nowhere)[:2] == (422, "unknown_choice")
    assert response.json()["detail"].replace(str(elsewhere.pk), "x") == nowhere.json()["detail"].replace(
        str(scene.position.pk), "x"
    )


# Refusals of services


def test_closed_thread_is_a_conflict(cast: Cast, send: Send) -> None:
    response = send(cast.abolitionist, "/positions/", position_in(cast, thread=str(cast.closed_thread.pk)))

    assert problem(response) == (
        409, "thread_closed", "This thread is closed and takes nothing at present."
    )  # fmt: skip


def test_changed_wording_is_not_answered(scene: Scene, send: Send) -> None:
    first = scene.position.versions.get(number=1)
    body = {"position": str(scene.position.pk), "version": str(first.pk), "stance": "agree", "language": "en"}

    response = send(scene.cast.supporter, "/responses/", body)

    assert problem(response)[:2] == (409, "wording_changed")


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [(IntegrityError("x"), 409, "raced"), (OperationalError("x"), 503, "database_away")],
)
def test_fault_of_the_database_is_told_as_what_it_is(
    cast: Cast, send: Send, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int, code: str
) -> None:
    def fail(**words: object) -> None:
        raise fault

    with monkeypatch.context() as failing:
        failing.setattr(positions, "post_position", fail)
        failed = send(cast.abolitionist, "/positions/", position_in(cast), key="k")
    again = send(cast.abolitionist, "/positions/", position_in(cast), key="k")

    assert problem(failed)[:2] == (status, code)
    assert again.status_code == 201


# What is narrowed


def test_positions_are_narrowed_by_what_is_shown_of_them(scene: Scene, ask: Ask) -> None:
    cast = scene.cast
    post(cast.neither, cast.thread, "Neither says so.")

    def found(person: Any, **query: object) -> list[str]:
        answer = ask(person, "/positions/", thread=cast.thread.pk, **query)
        return [each["reference"] for each in answer.json()["results"]]

    assert found(cast.observer, camp="abolitionist") == ["1", "P1"]
    assert found(cast.observer, camp="deterrence") == ["2"]
    assert found(cast.observer, camp="neither") == ["3"]
    assert found(cast.abolitionist, mine=True) == ["1", "P1"]
    assert found(cast.abolitionist, mine=False) == ["2", "3"]
    assert found(cast.observer, kind="proposal", camp="abolitionist") == ["P1"]
    assert found(cast.observer, since="2000-01-01") == ["1", "2", "P1", "3"]
    assert found(cast.observer, since="2999-01-01") == []


def test_positions_are_not_found_by_a_camp_the_room_does_not_show(scene: Scene, ask: Ask) -> None:
    cast = scene.cast
    type(cast.workshop).objects.filter(pk=cast.workshop.pk).update(display="none", attribution="none")

    for camp in ("abolitionist", "neither", "nothing"):
        response = ask(cast.observer, "/positions/", thread=cast.thread.pk, camp=camp)

        assert results(response) == []
