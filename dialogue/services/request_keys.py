"""One effect per form or API call: the key of an unsafe request is kept in the same transaction as what it
did.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogue.exceptions import KeyMissing, KeyReused
from dialogue.models import RequestKey, User

KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 64
SEE_OTHER = 303
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Effect(Generic[Answer]):
    """What one run of a request did: `outcome` is where to go or a receipt of ids, empty when the request was
    refused and changed nothing. Whoever repeats the request gets outcome and status again, without `answer`.
    """

    outcome: str
    answer: Answer | None = None
    status: int = SEE_OTHER
    is_replayed: bool = False


class _Refused(Exception):
    """Rolls the transaction back and carries the answer out of it."""


def digest(route: str, fields: Mapping[str, Sequence[str]]) -> str:
    """A digest of what a form asked for, so that one key cannot be used for two different things."""
    return digest_of([route, sorted((name, list(values)) for name, values in fields.items())])


def digest_of(asked: Any) -> str:
    """A digest of anything JSON can hold, whatever the order of its names."""
    canonical = json.dumps(asked, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def perform_once(*, user: User, key: str, digest: str, act: Callable[[], Effect[Answer]]) -> Effect[Answer]:
    """Run `act` once for this key, in one transaction with the key itself.

    A second request with the same key and digest gets the first one's outcome and status and has no effect. A
    refused act (empty outcome) is rolled back with its key, so the corrected form may be sent again. Raises
    `KeyMissing` and `KeyReused`.
    """
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise KeyMissing
    refused: Effect[Answer] | None = None
    try:
        with transaction.atomic():
            # The key goes in first: who sends it again, or at the same time, fails here and has done nothing.
            row = RequestKey.objects.create(
                user=user, key=key, digest=digest, outcome="", expires_at=timezone.now() + KEPT_FOR
            )
            effect = act()
            if not effect.outcome:
                refused = effect
                raise _Refused
            RequestKey.objects.filter(pk=row.pk).update(outcome=effect.outcome, status=effect.status)
            return effect
    except _Refused:
        assert refused is not None
        return refused
    except IntegrityError:
        earlier: Effect[Answer] | None = done_before(user=user, key=key, digest=digest)
        if earlier is None:
            raise
        return earlier


def purge_expired_keys() -> int:
    """Forget the keys past their time; a form older than that is stale anyway. Returns how many."""
    deleted, _by_model = RequestKey.objects.filter(expires_at__lt=timezone.now()).delete()
    return deleted


def done_before(*, user: User, key: str, digest: str) -> Effect[Any] | None:
    """What was done with this key, if anything was. Raises `KeyReused` when that was something else."""
    row = RequestKey.objects.filter(user=user, key=key).first()
    if row is None:
        return None
    if row.digest != digest:
        raise KeyReused
    return Effect(row.outcome, status=row.status, is_replayed=True)
