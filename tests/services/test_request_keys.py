"""One effect per form, also when it is sent twice at once."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.utils import timezone

from dialogue.exceptions import KeyMissing, KeyReused, ThreadClosed
from dialogue.models import RequestKey, User
from dialogue.services.request_keys import Effect, digest, digest_of, perform_once, purge_expired_keys
from tests.cast import user
from tests.services.simultaneous import at_once

BODY = digest("/threads/1/", {"claim": ["Yes"]})


@pytest.fixture
def person(db: None) -> User:
    return user("somebody")


class Act:
    """Something to be done once: counts how often it was, and leaves a row."""

    def __init__(self, outcome: str = "/there/") -> None:
        self.outcome = outcome
        self.times = 0

    def __call__(self) -> Effect[str]:
        self.times += 1
        user(f"effect-{self.times}")
        return Effect(self.outcome, "answer")


def effects() -> int:
    return User.objects.filter(email__startswith="effect-").count()


def test_first_time_has_its_effect(person: User) -> None:
    effect = perform_once(user=person, key="k1", digest=BODY, act=Act())

    assert effect == Effect("/there/", "answer")
    assert effects() == 1
    assert RequestKey.objects.get().outcome == "/there/"


def test_same_key_and_words_again_has_no_effect_and_the_first_outcome(person: User) -> None:
    perform_once(user=person, key="k1", digest=BODY, act=Act("/first/"))

    again = Act("/second/")
    effect = perform_once(user=person, key="k1", digest=BODY, act=again)

    assert effect == Effect("/first/", None, is_replayed=True)
    assert (again.times, effects()) == (0, 1)


def test_status_of_the_first_time_is_kept_with_its_outcome(person: User) -> None:
    first = perform_once(user=person, key="k1", digest=BODY, act=lambda: Effect("{}", status=201))

    again = perform_once(user=person, key="k1", digest=BODY, act=Act())

    assert first == Effect("{}", status=201)
    assert again == Effect("{}", status=201, is_replayed=True)


def test_same_key_with_other_words_is_refused(person: User) -> None:
    perform_once(user=person, key="k1", digest=BODY, act=Act())

    again = Act()
    with pytest.raises(KeyReused):
        perform_once(user=person, key="k1", digest=digest("/threads/1/", {"claim": ["No"]}), act=again)

    assert (again.times, effects()) == (0, 1)


def test_key_is_ones_own(person: User) -> None:
    perform_once(user=person, key="k1", digest=BODY, act=Act())

    perform_once(user=user("other"), key="k1", digest="anything else", act=lambda: Effect("/other/"))

    assert RequestKey.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x" * 65, "new\nline", "\x00"])
def test_key_that_is_none_is_refused(person: User, key: str) -> None:
    act = Act()

    with pytest.raises(KeyMissing):
        perform_once(user=person, key=key, digest=BODY, act=act)

    assert act.times == 0


def test_longest_key_is_taken(person: User) -> None:
    assert perform_once(user=person, key="x" * 64, digest=BODY, act=Act()).outcome == "/there/"


def test_refused_act_is_undone_with_its_key_and_may_be_sent_again(person: User) -> None:
    refused = perform_once(user=person, key="k1", digest=BODY, act=Act(outcome=""))

    assert refused == Effect("", "answer")
    assert (effects(), RequestKey.objects.count()) == (0, 0)
    corrected = digest("/threads/1/", {"claim": ["Corrected"]})
    assert perform_once(user=person, key="k1", digest=corrected, act=Act()).outcome == "/there/"


def test_act_that_raises_is_undone_with_its_key(person: User) -> None:
    def act() -> Effect[None]:
        user("effect-1")
        raise ThreadClosed

    with pytest.raises(ThreadClosed):
        perform_once(user=person, key="k1", digest=BODY, act=act)

    assert (effects(), RequestKey.objects.count()) == (0, 0)


def test_broken_constraint_inside_the_act_is_not_mistaken_for_a_double(person: User) -> None:
    def act() -> Effect[None]:
        user("effect-1")
        user("effect-1")
        raise AssertionError

    with pytest.raises(IntegrityError):
        perform_once(user=person, key="k1", digest=BODY, act=act)

    assert (effects(), RequestKey.objects.count()) == (0, 0)


def test_keys_past_their_time_are_forgotten(person: User) -> None:
    perform_once(user=person, key="old", digest=BODY, act=lambda: Effect("/x/"))
    perform_once(user=person, key="new", digest=BODY, act=lambda: Effect("/x/"))
    RequestKey.objects.filter(key="old").update(expires_at=timezone.now() - timedelta(seconds=1))

    assert purge_expired_keys() == 1
    assert [row.key for row in RequestKey.objects.all()] == ["new"]


@pytest.mark.parametrize(
    ("route", "fields"),
    [
        ("/threads/2/", {"claim": ["Yes"]}),
        ("/threads/1/", {"claim": ["No"]}),
        ("/threads/1/", {"reason": ["Yes"]}),
        ("/threads/1/", {"claim": ["Yes", ""]}),
        ("/threads/1/", {"claim": ["Yes"], "reason": [""]}),
        ("/threads/1/", {"claim": ["Y", "es"]}),
    ],
)
def test_digest_differs_with_everything_that_is_asked(route: str, fields: dict[str, list[str]]) -> None:
    assert digest(route, fields) != BODY


def test_digest_cannot_be_forged_with_its_own_separators() -> None:
    assert digest("/", {"a": ["1\x01b\x002"]}) != digest("/", {"a": ["1"], "b": ["2"]})


def test_digest_of_a_body_depends_on_values_and_not_on_the_order_of_names() -> None:
    body = {"a": 1, "b": ["\ud800", None]}

    assert digest_of(["/", body]) == digest_of(["/", dict(reversed(body.items()))])
    for other in ({**body, "a": "1"}, {**body, "a": True}, {"a": 1}, {**body, "b": [None, "\ud800"]}):
        assert digest_of(["/", other]) != digest_of(["/", body])


def test_digest_does_not_depend_on_the_order_of_fields_and_takes_any_text() -> None:
    assert digest("/", {"a": ["1"], "b": ["2"]}) == digest("/", {"b": ["2"], "a": ["1"]})
    assert digest("/", {"a": ["\ud800"]}) != digest("/", {"a": ["\ud801"]})


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_have_one_effect(tmp_path: Path) -> None:
    person = user("somebody")
    outcomes: list[str] = []

    def send() -> None:
        effect = perform_once(user=person, key="k1", digest=BODY, act=Act())
        outcomes.append(f"{effect.outcome} {effects()}")

    at_once(send, send, folder=tmp_path)

    assert outcomes == ["/there/ 1", "/there/ 1"]
