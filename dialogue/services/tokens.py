"""Tokens: given to programs by whom they stand in for, for a time, and taken back."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import rules
from dialogue.enums import RecordKind
from dialogue.exceptions import DialogueError, NotAllowed, UnknownChoice
from dialogue.models import Participant, Token
from dialogue.selectors.tokens import PREFIX, digest_of
from dialogue.services.contributions import begin_steering
from dialogue.services.record import enter
from dialogue.services.texts import clean_text

LONGEST_NAME = 60
BYTES = 32
DAYS = (1, 7, 30, 90)
USUAL_DAYS = 30
MOST_TOKENS = 20


class TooManyTokens(DialogueError):
    code = "too_many_tokens"
    sentence = _("You have given access to %(number)s programs. Please end one first.")


class NewToken(NamedTuple):
    """A row, and the token itself: this once, for its holder, and kept nowhere."""

    row: Token
    token: str


@transaction.atomic
def create_token(*, by: Participant, name: str, may_write: bool, days: int) -> NewToken:
    """Let a program act as `by` in this workshop, for so many days; in no more than `by` may do then."""
    if not rules.may_read(by):
        raise NotAllowed
    if days not in DAYS:
        raise UnknownChoice(value=str(days), choices=", ".join(map(str, DAYS)), field="days")
    name = clean_text(name, field="name", longest=LONGEST_NAME, single_line=True)
    workshop = begin_steering(workshop=by.workshop, by=by)
    if Token.objects.filter(participant=by).count() >= MOST_TOKENS:
        raise TooManyTokens(number=MOST_TOKENS)
    token = PREFIX + secrets.token_urlsafe(BYTES)
    row = Token.objects.create(
        participant=by,
        name=name,
        digest=digest_of(token),
        may_write=may_write,
        expires_at=_end_after(days),
    )
    enter(workshop=workshop, kind=RecordKind.TOKEN_CREATED, subject=row, by=by)
    return NewToken(row, token)


@transaction.atomic
def revoke_token(*, by: Participant, token: Token) -> None:
    """Take a token back: the next request with it is refused, in every process. Twice does nothing more."""
    if not rules.may_read(by) or token.participant_id != by.pk:
        raise NotAllowed
    begin_steering(workshop=by.workshop, by=by)
    _revoke(token.participant, by, pk=token.pk)


def revoke_tokens_of(*, by: Participant, participant: Participant) -> None:
    """Take back every token of somebody who leaves. Runs in the transaction of the removal."""
    _revoke(participant, by)


def _revoke(participant: Participant, by: Participant, **which: object) -> None:
    for row in Token.objects.filter(participant=participant, **which):
        enter(workshop=by.workshop, kind=RecordKind.TOKEN_REVOKED, subject=row, by=by)
        row.delete()


def _end_after(days: int) -> datetime:
    """The full hour after so many days: to the second it would tell when somebody was here."""
    end = timezone.now() + timedelta(days=days, hours=1)
    return end.replace(minute=0, second=0, microsecond=0)


def purge_expired_tokens() -> int:
    """Forget tokens a week after their time; until then their holder sees why a program is refused."""
    deleted, _by_model = Token.objects.filter(expires_at__lt=timezone.now() - timedelta(days=7)).delete()
    return deleted
