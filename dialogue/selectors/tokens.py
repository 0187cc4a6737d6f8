"""Tokens: whom a program stands in for, and the list its holder sees."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from dialogue.models import Participant, Token

PREFIX = "bb_"
"""By which those who search published code for secrets know one of ours."""
FORM = re.compile(r"bb_[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TokenShown:
    """A token as its holder sees it: never the token itself."""

    id: UUID
    name: str
    may_write: bool
    expires_at: datetime
    is_expired: bool


def digest_of(token: str) -> str:
    """SHA-256 without salt: a token is 256 random bits, so there is nothing to guess or to look up."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_in_force(token: str) -> Token | None:
    """Whom this token lets act now, read anew for every request; None for any other text."""
    if not FORM.fullmatch(token):
        return None
    return (
        Token.objects.in_force()
        .select_related("participant", "participant__user")
        .filter(digest=digest_of(token))
        .first()
    )


def tokens_shown(reader: Participant) -> tuple[TokenShown, ...]:
    """The reader's own, those that end first on top."""
    now = timezone.now()
    return tuple(
        TokenShown(
            id=token.pk,
            name=token.name,
            may_write=token.may_write,
            expires_at=token.expires_at,
            is_expired=token.expires_at <= now,
        )
        for token in Token.objects.filter(participant=reader).order_by("expires_at", "name")
    )
