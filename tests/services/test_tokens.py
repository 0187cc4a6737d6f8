"""Tokens: made for a time, kept as a digest, taken back, and gone with whom they stand for."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from dialogue import tasks
from dialogue.enums import RecordKind, Role
from dialogue.exceptions import NotAllowed, TextRefused, UnknownChoice
from dialogue.models import Participant, RecordEntry, Token
from dialogue.selectors.tokens import token_in_force, tokens_shown
from dialogue.services.participants import add_participant, remove_participant, set_roles
from dialogue.services.record import verify_record
from dialogue.services.tokens import MOST_TOKENS, NewToken, TooManyTokens, create_token, revoke_token
from tests.cast import Cast


def make(by: Participant, **words: Any) -> NewToken:
    return create_token(by=by, **{"name": "Reader", "may_write": False, "days": 30, **words})


def recorded(cast: Cast, row: Token) -> list[tuple[str, object]]:
    entries = RecordEntry.objects.filter(workshop=cast.workshop, subject=row.pk).order_by("number")
    return list(entries.values_list("kind", "actor"))


def test_token_lets_in_as_its_holder(cast: Cast) -> None:
    new = make(cast.observer, may_write=True)

    found = token_in_force(new.token)

    assert found == new.row
    assert (found.participant, found.may_write, found.name) == (cast.observer, True, "Reader")
    assert recorded(cast, new.row) == [(RecordKind.TOKEN_CREATED, cast.observer.pseudonym)]
    assert verify_record(cast.workshop) is None


def test_token_has_256_bits_and_a_prefix_and_is_stored_nowhere(cast: Cast) -> None:
    tokens = {make(cast.observer).token for _turn in range(5)}

    assert len(tokens) == 5
    assert all(re.fullmatch(r"bb_[A-Za-z0-9_-]{43}", token) for token in tokens)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            stored = str(cursor.fetchall())
            assert not [token for token in tokens if token in stored or token[3:] in stored]


@pytest.mark.parametrize("days", [1, 7, 30, 90])
def test_token_ends_at_a_full_hour_after_its_days(
    cast: Cast, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2031, 3, 4, 14, 25, 7, 8, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    new = make(cast.observer, days=days)
    end = datetime(2031, 3, 4, 15, tzinfo=UTC) + timedelta(days=days)

    assert new.row.expires_at == end
    monkeypatch.setattr(timezone, "now", lambda: end - timedelta(microseconds=1))
    assert token_in_force(new.token) == new.row
    monkeypatch.setattr(timezone, "now", lambda: end)
    assert token_in_force(new.token) is None
    assert [shown.is_expired for shown in tokens_shown(cast.observer)] == [True]


@pytest.mark.parametrize(
    ("words", "refusal", "field"),
    [
        ({"days": 0}, UnknownChoice, "days"),
        ({"days": 365}, UnknownChoice, "days"),
        ({"name": " "}, TextRefused, "name"),
        ({"name": "a" * 61}, TextRefused, "name"),
    ],
)
def test_token_that_cannot_be_made_is_refused(
    cast: Cast, words: dict[str, Any], refusal: type[UnknownChoice], field: str
) -> None:
    with pytest.raises(refusal) as caught:
        make(cast.observer, **words)

    assert caught.value.field == field
    assert Token.objects.count() == 0


def test_nobody_holds_more_than_twenty(cast: Cast) -> None:
    made = [make(cast.observer) for _turn in range(MOST_TOKENS)]

    with pytest.raises(TooManyTokens):
        make(cast.observer)

    make(cast.supporter)
    revoke_token(by=cast.observer, token=made[0].row)
    make(cast.observer)


def test_revoked_token_lets_in_no_more(cast: Cast) -> None:
    new, other = make(cast.observer), make(cast.observer)

    for _turn in range(2):
        revoke_token(by=cast.observer, token=Token(pk=new.row.pk, participant=cast.observer))

    assert token_in_force(new.token) is None
    assert token_in_force(other.token) == other.row
    assert recorded(cast, new.row) == [
        (RecordKind.TOKEN_CREATED, cast.observer.pseudonym),
        (RecordKind.TOKEN_REVOKED, cast.observer.pseudonym),
    ]
    assert verify_record(cast.workshop) is None


def test_nobody_else_revokes_a_token(cast: Cast) -> None:
    new = make(cast.observer)

    for other in (cast.organiser, cast.supporter, cast.other_moderator):
        with pytest.raises(NotAllowed):
            revoke_token(by=other, token=new.row)

    assert token_in_force(new.token) == new.row


def test_tokens_go_with_whom_they_stand_for_and_do_not_come_back(cast: Cast) -> None:
    gone, stays = make(cast.observer), make(cast.supporter)

    remove_participant(by=cast.organiser, participant=cast.observer)
    while_gone = token_in_force(gone.token)
    add_participant(by=cast.organiser, workshop=cast.workshop, user=cast.observer.user, roles={Role.OBSERVER})

    assert (while_gone, token_in_force(gone.token)) == (None, None)
    assert token_in_force(stays.token) == stays.row
    assert recorded(cast, gone.row)[1:] == [(RecordKind.TOKEN_REVOKED, cast.organiser.pseudonym)]
    cast.observer.refresh_from_db()
    with pytest.raises(NotAllowed):
        revoke_token(by=Participant(pk=cast.observer.pk, workshop=cast.workshop), token=stays.row)


def test_who_was_removed_makes_none(cast: Cast) -> None:
    stale = Participant.objects.get(pk=cast.observer.pk)
    remove_participant(by=cast.organiser, participant=cast.observer)
    removed = Participant.objects.get(pk=cast.observer.pk)

    for participant in (stale, removed):
        with pytest.raises(NotAllowed):
            make(participant)


def test_token_of_an_account_that_is_off_lets_in_no_more(cast: Cast) -> None:
    new = make(cast.observer)

    cast.observer.user.is_active = False
    cast.observer.user.save()

    assert token_in_force(new.token) is None


def test_token_whose_holder_only_was_removed_in_the_table_lets_in_no_more(cast: Cast) -> None:
    new = make(cast.observer)

    Participant.objects.filter(pk=cast.observer.pk).update(removed_at=timezone.now())

    assert token_in_force(new.token) is None


def test_token_follows_the_roles_of_its_holder(cast: Cast) -> None:
    new = make(cast.observer)

    set_roles(by=cast.organiser, participant=cast.observer, roles={Role.VOICE})

    found = token_in_force(new.token)
    assert found is not None
    assert found.participant.roles == (Role.VOICE,)


@pytest.mark.parametrize(
    "garbage", ["", "bb_", "bb_" + "a" * 42, "bb_" + "a" * 44, "a" * 46, "bb_" + "é" * 43]
)
def test_garbage_is_looked_up_nowhere(garbage: str, db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert token_in_force(garbage) is None


def test_token_is_found_in_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    new = make(cast.observer)

    with django_assert_num_queries(1):
        found = token_in_force(new.token)
        assert found is not None
        assert found.participant.user == cast.observer.user


def test_list_shows_ones_own_alone(cast: Cast) -> None:
    make(cast.observer, name="Later", days=90)
    make(cast.observer, name="Sooner", days=1, may_write=True)
    make(cast.supporter)

    shown = [(each.name, each.may_write, each.is_expired) for each in tokens_shown(cast.observer)]

    assert shown == [("Sooner", True, False), ("Later", False, False)]


def test_tokens_a_week_past_their_end_are_forgotten(cast: Cast) -> None:
    old, ended, now = (make(cast.observer).row for _turn in range(3))
    Token.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=7, seconds=1))
    Token.objects.filter(pk=ended.pk).update(expires_at=timezone.now() - timedelta(days=6))

    tasks.tidy()

    assert set(Token.objects.all()) == {ended, now}
